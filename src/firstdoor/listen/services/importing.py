"""Reports of another system come in as cases: with their foreign number, without voice, receipt or duty to answer."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import TYPE_CHECKING
from uuid import UUID

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Max

from firstdoor.core import audit, rights, texts
from firstdoor.core.actor import Actor
from firstdoor.core.models import AuditHead
from firstdoor.formats.report_mapping import Mapping
from firstdoor.formats.reports import Refusal, Report
from firstdoor.listen.models import Case, Theme
from firstdoor.listen.models.theme import Level
from firstdoor.listen.services.themes import load_themes
from firstdoor.places import grid
from firstdoor.places import selectors as places
from firstdoor.places import services as places_services

if TYPE_CHECKING:
    from firstdoor.places.models import Municipality

BATCH = 1000
PRESENT_AT_ONCE = 500  # variables in one query

Rows = Callable[[], Iterable[Report | Refusal]]


@dataclass(slots=True)
class Imported:
    """What became of the rows. `marked` are imported ones of which something had to be assumed or left out."""

    rows: int = 0
    imported: int = 0
    present: int = 0
    marked: list[tuple[int, str]] = field(default_factory=list)
    refused: list[Refusal] = field(default_factory=list)


@transaction.atomic
def create_from_reports(*, by: Actor, slug: str, mapping: Mapping, rows: Rows, now: datetime) -> Municipality:
    """The municipality that the mapping describes, its ground made from the points of the rows; its door is open.

    Raises NotAllowed, or ValidationError when the mapping has no `[municipality]` or no row has a point.
    """
    rights.require(by, "listen.import")
    new = mapping.municipality
    if new is None:
        raise ValidationError(
            f"There is no municipality “{slug}”, and the mapping has no [municipality] to create it from; "
            "`firstdoor municipality list` names those there are."
        )
    points = {row.point for row in rows() if isinstance(row, Report) and row.point is not None}
    made = places_services.create_municipality_from_points(
        by=by, slug=slug, names=new.names, time_zone=new.time_zone, languages=new.languages, points=points,
        currency=new.currency, country=new.country, danger_number=new.danger_number,
    )  # fmt: skip
    year = places.local_date(made, now).year
    places_services.load_rules_and_holidays(by=by, municipality=made, years=range(year, year + 3))
    places_services.open_municipality(by=by, municipality=made)
    return made


@transaction.atomic
def import_reports(*, by: Actor, municipality: Municipality, mapping: Mapping, rows: Rows) -> Imported:
    """Add a case for each row that isn't there yet, all of them or, when anything fails, none.

    What is already there (same source, same number) stays as it is. A report is public as its theme is: those of public
    themes are published. Raises NotAllowed, or ValidationError when the mapping names a theme that can't take reports.
    """
    rights.require(by, "listen.import", municipality)
    load_themes(by=by, municipality=municipality)
    # Numbers follow the highest: the chain's lock, as in `file_voice`, keeps a report of the same moment from it.
    AuditHead.objects.select_for_update().filter(municipality_id=municipality.pk).first()
    highest = Case.objects.of(municipality).aggregate(highest=Max("number"))["highest"] or 0
    maker = _Maker(municipality, mapping, _themes(municipality, mapping), highest)
    outcome, lines = Imported(), dict[str, int]()
    for batch in _batches(_accepted(rows(), outcome, lines)):
        there = _there(municipality, mapping.source, [row.id for row in batch])
        outcome.present += sum(row.id in there for row in batch)
        new = [row for row in batch if row.id not in there]
        cases = [maker.case(row) for row in new]
        Case.objects.bulk_create(cases, batch_size=BATCH)
        audit.record_many("listen.reports_imported", by=by, municipality=municipality, rows=cases)
        outcome.imported += len(new)
        outcome.marked += [
            (row.line, "; ".join(marks)) for row, case in zip(new, cases, strict=True) if (marks := _marks(row, case))
        ]
    return outcome


def _accepted(rows: Iterable[Report | Refusal], outcome: Imported, lines: dict[str, int]) -> Iterator[Report]:
    """The rows that can be imported; a number that stands twice in the file counts the first time."""
    for row in rows:
        outcome.rows += 1
        if isinstance(row, Refusal):
            outcome.refused.append(row)
        elif (first := lines.setdefault(row.id, row.line)) != row.line:
            outcome.refused.append(Refusal(row.line, f"number {row.id} stands already on line {first}", row.cells))
        else:
            yield row


def _batches(rows: Iterable[Report]) -> Iterator[list[Report]]:
    batch: list[Report] = []
    for row in rows:
        batch.append(row)
        if len(batch) == BATCH:
            yield batch
            batch = []
    if batch:
        yield batch


def _there(municipality: Municipality, source: str, ids: Sequence[str]) -> set[str]:
    found: set[str] = set()
    present = Case.objects.of(municipality).filter(source=source)
    for start in range(0, len(ids), PRESENT_AT_ONCE):
        some = ids[start : start + PRESENT_AT_ONCE]
        found.update(present.filter(foreign_id__in=some).values_list("foreign_id", flat=True))
    return found


def _themes(municipality: Municipality, mapping: Mapping) -> dict[str, Theme]:
    themes = {theme.code: theme for theme in Theme.objects.of(municipality)}
    for code in {*mapping.themes.values(), mapping.default_theme} - {""}:
        if code not in themes:
            raise ValidationError(f"[themes] names “{code}”, which is no theme of {municipality.short_name}.")
        if themes[code].level == Level.LANE:
            raise ValidationError(f"[themes] names “{code}”, a theme of a lane: such words aren't imported.")
    return themes


def _marks(row: Report, case: Case) -> tuple[str, ...]:
    outside = case.cell10 is not None and case.unit_id is None
    return (*row.marks, "outside the municipality: imported without a unit") if outside else row.marks


class _Maker:
    """Makes cases of rows, numbered one after another."""

    def __init__(self, municipality: Municipality, mapping: Mapping, themes: dict[str, Theme], number: int) -> None:
        self.municipality, self.mapping, self.themes, self.number = municipality, mapping, themes, number
        self.units: dict[int, UUID] = places.units_by_cell(municipality)

    def case(self, row: Report) -> Case:
        self.number += 1
        theme = self.themes.get(row.theme)
        level = theme.level if theme is not None else Level.STAFF
        case = Case(
            municipality=self.municipality, number=self.number, theme=theme, level=level,
            phase=Case.Phase.ENDED if row.ended else Case.Phase.RECEIVED, ending=Case.Ending.SOLVED if row.ended else "",
            title=texts.make(self.mapping.language, row.title), place=row.place, source=self.mapping.source,
            foreign_id=row.id, opened_at=row.opened, ended_at=row.closed,
            published_at=row.opened if level == Level.PUBLIC else None,
        )  # fmt: skip
        if row.point is not None:
            case.lat, case.lon = row.point
            case.cell10 = grid.cell_at(case.lat, case.lon)
            case.unit_id = self.units.get(grid.cell_at(case.lat, case.lon, grid.UNIT_RESOLUTION))
        case.search = case.searchable()
        return case
