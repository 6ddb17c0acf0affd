"""The mapping that says what a table of reports from another system means: a TOML file, read and checked.

Every key is described in docs/administrators/import-reports.md.
"""

from __future__ import annotations

import codecs
import tomllib
from collections.abc import Mapping as Table
from dataclasses import dataclass, field
from typing import Any
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

NEEDED = ("id", "opened")
COLUMNS = (*NEEDED, "closed", "status", "title", "place", "lat", "lon")
REFUSE, MARK = "refuse", "mark"
TABLES = (
    "source",
    "language",
    "title",
    "file",
    "columns",
    "dates",
    "status",
    "places",
    "rules",
    "themes",
    "municipality",
)
DECIMALS = 4  # decimals to which a point is compared with those that mean no place: about ten metres


class MappingError(ValueError):
    """The mapping can't be used; the message names the key and says what belongs there."""


@dataclass(frozen=True, slots=True)
class NewMunicipality:
    """What the municipality is like when it has to be created."""

    names: dict[str, str]
    time_zone: str
    languages: tuple[str, ...]
    country: str = ""
    currency: str = "EUR"
    danger_number: str = "112"


@dataclass(frozen=True, slots=True)
class Mapping:
    """What the columns and values of a file mean."""

    source: str
    language: str
    columns: dict[str, str]
    theme_columns: tuple[str, ...]
    date_format: str
    zone: ZoneInfo
    title: str = ""  # for rows whose title column is empty, or when there is none
    encoding: str = "utf-8-sig"
    delimiter: str = ","
    closed_values: frozenset[str] = frozenset()
    nowhere: frozenset[tuple[float, float]] = frozenset()
    closed_before_opened: str = REFUSE
    themes: dict[str, str] = field(default_factory=dict)
    default_theme: str = ""
    municipality: NewMunicipality | None = None

    @property
    def wanted(self) -> list[str]:
        """The names of the columns that the file must have."""
        return [*self.columns.values(), *self.theme_columns]


def read_mapping(data: bytes) -> Mapping:
    """The mapping in a TOML file.

    Raises
    ------
    MappingError
        If it is no TOML, a key is missing or unknown, or a value can't be used.
    """
    try:
        document = tomllib.loads(data.decode("utf-8-sig"))
    except UnicodeDecodeError as wrong:
        raise MappingError("the mapping isn't UTF-8 text; save it as UTF-8") from wrong
    except tomllib.TOMLDecodeError as wrong:
        raise MappingError(f"the mapping isn't TOML: {wrong}") from wrong
    unknown = sorted(document.keys() - set(TABLES))
    if unknown:
        raise MappingError(f"the mapping has an unknown key “{unknown[0]}”; those there are: {', '.join(TABLES)}")
    columns, themes = _table(document, "columns"), _table(document, "themes")
    dates, rules, file = _table(document, "dates"), _table(document, "rules"), _table(document, "file")
    for name in columns:
        if name not in (*COLUMNS, "theme"):
            raise MappingError(
                f"[columns] has an unknown key “{name}”; those there are: {', '.join((*COLUMNS, 'theme'))}"
            )
    named = {name: _text(columns, name, "columns", needed=name in NEEDED) for name in COLUMNS}
    if bool(named["lat"]) != bool(named["lon"]):
        raise MappingError("[columns] needs both lat and lon, or neither")
    theme_columns = columns.get("theme", [])
    theme_columns = [theme_columns] if isinstance(theme_columns, str) else theme_columns
    if not isinstance(theme_columns, list) or not all(isinstance(one, str) and one for one in theme_columns):
        raise MappingError("[columns] theme is the name of a column, or a list of names, the first that fits counts")
    before = rules.get("closed_before_opened", REFUSE)
    if before not in {REFUSE, MARK}:
        raise MappingError('[rules] closed_before_opened is "refuse" or "mark"')
    return Mapping(
        source=_text(document, "source", most=40),
        language=_text(document, "language", most=2),
        title=_text(document, "title", needed=False),
        columns={name: column for name, column in named.items() if column},
        theme_columns=tuple(theme_columns),
        date_format=_text(dates, "format", "dates"),
        zone=_zone(_text(dates, "zone", "dates")),
        encoding=_encoding(_text(file, "encoding", "file", needed=False) or "utf-8"),
        delimiter=_delimiter(file.get("delimiter", ",")),
        closed_values=frozenset(_texts(_table(document, "status"), "closed", "status")),
        nowhere=frozenset(_points(_table(document, "places").get("nowhere", []))),
        closed_before_opened=before,
        themes={key: _text(themes, key, "themes") for key in themes if key != "_"},
        default_theme=_text(themes, "_", "themes", needed=False),
        municipality=_municipality(_table(document, "municipality")),
    )


def _table(document: Table[str, Any], name: str) -> dict[str, Any]:
    value = document.get(name, {})
    if not isinstance(value, dict):
        raise MappingError(f"“{name}” is a table: write [{name}] with its keys under it")
    return value


def _text(table: Table[str, Any], key: str, name: str = "", *, needed: bool = True, most: int = 200) -> str:
    where = f"[{name}] {key}" if name else key
    value = table.get(key, "")
    if not isinstance(value, str) or len(value) > most:
        raise MappingError(f"{where} is a text of at most {most} letters")
    if needed and not value:
        raise MappingError(f"the mapping needs {where}")
    return value


def _texts(table: Table[str, Any], key: str, name: str) -> list[str]:
    value = table.get(key, [])
    if not isinstance(value, list) or not all(isinstance(one, str) for one in value):
        raise MappingError(f"[{name}] {key} is a list of texts")
    return value


def _zone(name: str) -> ZoneInfo:
    try:
        return ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError, OSError) as unknown:
        raise MappingError(f"there is no time zone “{name}”; write it as in Europe/Tirane") from unknown


def _encoding(name: str) -> str:
    try:
        known = codecs.lookup(name).name
    except LookupError as unknown:
        raise MappingError(f"there is no encoding “{name}”; common ones are utf-8, latin-1 and cp1252") from unknown
    return "utf-8-sig" if known == "utf-8" else known


def _delimiter(value: object) -> str:
    if not isinstance(value, str) or len(value) != 1 or value in '\r\n"':
        raise MappingError("[file] delimiter is one sign, such as , or ;")
    return value


def _points(value: object) -> list[tuple[float, float]]:
    rows = value if isinstance(value, list) else [None]
    found = []
    for point in rows:
        if not isinstance(point, list) or len(point) != 2 or not all(isinstance(one, int | float) for one in point):
            raise MappingError("[places] nowhere is a list of points, each [latitude, longitude]")
        found.append(rounded(float(point[0]), float(point[1])))
    return found


def rounded(lat: float, lon: float) -> tuple[float, float]:
    """A point as it is compared with those that mean no place."""
    return round(lat, DECIMALS), round(lon, DECIMALS)


def _municipality(table: dict[str, Any]) -> NewMunicipality | None:
    if not table:
        return None
    languages = tuple(_texts(table, "languages", "municipality"))
    names = table.get("name")
    if isinstance(names, str) and languages:
        names = {languages[0]: names}
    if not languages or not isinstance(names, dict) or not all(isinstance(one, str) and one for one in names.values()):
        raise MappingError("[municipality] needs name and languages, the first of them its own")
    if table.get("boundary") != "points":
        raise MappingError('[municipality] boundary is "points": the surroundings of the places in the file')
    given = {key: _text(table, key, "municipality") for key in ("country", "currency", "danger_number") if key in table}
    zone = _text(table, "time_zone", "municipality")
    _zone(zone)
    return NewMunicipality(names=names, time_zone=zone, languages=languages, **given)
