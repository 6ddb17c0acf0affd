"""Reports in a CSV of another system, row by row, each with the line on which it begins (the header is line 1)."""

from __future__ import annotations

import csv
import io
import math
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from firstdoor.formats.report_mapping import MARK, Mapping, rounded

LONGEST = 1024 * 1024  # of one cell: beyond it a quotation mark was left open
LENGTHS = {"id": 80, "title": 200, "place": 200}


class ReportsError(ValueError):
    """The file as a whole can't be read; the message says on which line, why and what to do."""


@dataclass(frozen=True, slots=True)
class Report:
    """One row that can be imported. `marks` say what had to be assumed or left out."""

    line: int
    id: str
    opened: datetime
    closed: datetime | None
    ended: bool
    title: str
    place: str
    point: tuple[float, float] | None
    theme: str
    cells: tuple[str, ...] = ()
    marks: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Refusal:
    """One row that can't be imported, why, and its cells as they stand in the file."""

    line: int
    reason: str
    cells: tuple[str, ...] = ()


_PLAIN_FORMAT, _PLAIN = "%Y-%m-%d %H:%M:%S", re.compile(r"\d{4}-\d\d-\d\d \d\d:\d\d:\d\d", re.ASCII)


def _read_moment(written: str, pattern: str) -> datetime:
    """As `strptime`, which takes ten times as long for the most frequent way of writing a moment."""
    if pattern == _PLAIN_FORMAT and _PLAIN.fullmatch(written):
        return datetime.fromisoformat(written)
    return datetime.strptime(written, pattern)  # noqa: DTZ007 the zone is the mapping's


def read_reports(
    path: Path, mapping: Mapping, progress: Callable[[int], None] | None = None
) -> Iterator[Report | Refusal]:
    """The rows of a file in their order. `progress` is told the bytes read so far, every thousand rows.

    Raises
    ------
    ReportsError
        If there is no header, a column is missing, or the file isn't text in the mapping's encoding.
    OSError
        If the file can't be opened.
    """
    with path.open("rb") as raw, io.TextIOWrapper(raw, mapping.encoding, newline="") as file:
        reader = csv.reader(file, delimiter=mapping.delimiter, strict=True)
        csv.field_size_limit(LONGEST)
        try:
            row = _Row(header(reader, mapping), mapping)
            begins = reader.line_num + 1
            for number, cells in enumerate(reader):
                if cells:
                    yield row.read(begins, cells)
                begins = reader.line_num + 1
                if progress is not None and number % 1000 == 0:
                    progress(raw.tell())
        except UnicodeDecodeError as wrong:
            line = _line_of(path, mapping.encoding)
            raise ReportsError(
                f"line {line} isn't {mapping.encoding.removesuffix('-sig')} text; save the file as UTF-8, or name its "
                'encoding in the mapping, for example [file] encoding = "latin-1"'
            ) from wrong
        except csv.Error as wrong:
            raise ReportsError(
                f"line {reader.line_num} can't be read as CSV ({wrong}); is a quotation mark left open?"
            ) from wrong


def header(reader: Iterator[list[str]], mapping: Mapping) -> list[str]:
    """The names of the columns, from line 1. Raises ReportsError."""
    names = [name.strip() for name in next(reader, [])]
    if not any(names):
        raise ReportsError("line 1 is empty: the first line names the columns")
    missing = [name for name in mapping.wanted if name not in names]
    if missing:
        listed = ", ".join(f"“{name}”" for name in missing)
        raise ReportsError(
            f"line 1 names no column {listed}; it has {', '.join(names)[:300]}. Is the mapping that of this file, "
            "and its [file] delimiter right?"
        )
    return names


def _line_of(path: Path, encoding: str) -> int:
    """The first line that can't be decoded; 1 for encodings in which lines can't be told without decoding."""
    with path.open("rb") as file:
        for number, line in enumerate(file, 1):
            try:
                line.decode(encoding)
            except UnicodeDecodeError:
                return number
    return 1


class _Refused(Exception):
    """Why this row can't be imported."""


class _Row:
    """Reads one row after another by the mapping."""

    def __init__(self, names: list[str], mapping: Mapping) -> None:
        self.names, self.mapping, self.now = names, mapping, datetime.now(UTC)
        self.at = {key: names.index(column) for key, column in mapping.columns.items()}
        self.theme_at = [names.index(column) for column in mapping.theme_columns]

    def read(self, line: int, cells: list[str]) -> Report | Refusal:
        try:
            return self._report(line, cells)
        except _Refused as why:
            return Refusal(line, str(why), tuple(cells))

    def _report(self, line: int, cells: list[str]) -> Report:
        if len(cells) != len(self.names):
            raise _Refused(f"{len(cells)} cells instead of {len(self.names)}")
        mapping = self.mapping
        marks: list[str] = []
        opened = self._moment("opened", cells, marks)
        closed = self._moment("closed", cells, marks)
        ended = closed is not None
        if "status" in self.at:
            status = cells[self.at["status"]].strip()
            ended = status in mapping.closed_values or (not status and ended)
        if not (ident := self._text("id", cells)):
            raise _Refused(f"{mapping.columns['id']} is empty")
        if opened is None:
            raise _Refused(f"{mapping.columns['opened']} is empty")
        if closed is not None and closed < opened:
            if mapping.closed_before_opened != MARK:
                raise _Refused("closed before opened")
            marks.append("closed before opened: imported without the closing date")
            closed = None
        return Report(
            line=line, id=ident, opened=opened, closed=closed if ended else None, ended=ended,
            title=self._text("title", cells) or mapping.title or ident, place=self._text("place", cells),
            point=self._point(cells), theme=self._theme(cells), cells=tuple(cells), marks=tuple(marks),
        )  # fmt: skip

    def _text(self, key: str, cells: list[str]) -> str:
        """What stands there, on one line. Signs that steer a terminal, and those no database takes, are refused."""
        if key not in self.at:
            return ""
        text = " ".join(cells[self.at[key]].split())
        if len(text) > LENGTHS[key]:
            raise _Refused(f"{self.mapping.columns[key]} is longer than {LENGTHS[key]} letters")
        if not text.isprintable() and any(ord(sign) < 32 or 0x7F <= ord(sign) < 0xA0 for sign in text):
            raise _Refused(f"{self.mapping.columns[key]} holds a control character")
        return text

    def _moment(self, key: str, cells: list[str], marks: list[str]) -> datetime | None:
        written = cells[self.at[key]].strip() if key in self.at else ""
        if not written:
            return None
        column = self.mapping.columns[key]
        try:
            local = _read_moment(written, self.mapping.date_format)
        except ValueError:
            raise _Refused(f"{column} “{written[:40]}” is no date as {self.mapping.date_format}") from None
        if local.tzinfo is not None:
            return self._past(local.astimezone(UTC), column, written)
        moment = local.replace(tzinfo=self.mapping.zone)
        try:
            utc = moment.astimezone(UTC)
        except OverflowError:
            raise _Refused(f"{column} “{written[:40]}” is no date that can be kept") from None
        if moment.utcoffset() != moment.replace(fold=1).utcoffset():
            if utc.astimezone(self.mapping.zone).replace(tzinfo=None) != local:
                raise _Refused(f"{column} “{written}” did not exist in {self.mapping.zone}: clocks went forward")
            marks.append(f"{column} “{written}” came twice in {self.mapping.zone}: taken as the first")
        return self._past(utc, column, written)

    def _past(self, moment: datetime, column: str, written: str) -> datetime:
        if moment > self.now:
            raise _Refused(f"{column} “{written[:40]}” is in the future")
        return moment

    def _point(self, cells: list[str]) -> tuple[float, float] | None:
        if "lat" not in self.at:
            return None
        written = [cells[self.at[key]].strip() for key in ("lat", "lon")]
        if not any(written):
            return None
        try:
            lat, lon = map(float, written)
        except ValueError:
            raise _Refused(f"“{written[0][:20]}, {written[1][:20]}” is no latitude and longitude") from None
        if not (math.isfinite(lat) and math.isfinite(lon) and -90 <= lat <= 90 and -180 <= lon <= 180):
            raise _Refused(f"“{written[0][:20]}, {written[1][:20]}” is no latitude and longitude")
        return None if rounded(lat, lon) in self.mapping.nowhere else (lat, lon)

    def _theme(self, cells: list[str]) -> str:
        for at in self.theme_at:
            found = self.mapping.themes.get(cells[at].strip())
            if found:
                return found
        return self.mapping.default_theme
