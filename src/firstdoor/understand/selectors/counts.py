"""Plain counts of reports that are public one by one: by theme, unit and month. Exact, since each can be read."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from datetime import date, datetime, time
from typing import Any
from zoneinfo import ZoneInfo

from django.db.models import Count, F, Max, Min, Q, QuerySet
from django.db.models.functions import Coalesce
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from firstdoor.core.texts import plain
from firstdoor.listen import selectors as listen
from firstdoor.places import grid
from firstdoor.places import selectors as places


@dataclass(frozen=True, slots=True)
class Part:
    """One way of counting: its title, what a row is called, and the rows, most first (months in their order)."""

    key: str
    title: str
    name: str
    rows: list[tuple[str, int]]


@dataclass(frozen=True, slots=True)
class Counts:
    """Public reports of a municipality in a period."""

    total: int
    by_theme: list[tuple[str, int]]
    by_unit: list[tuple[str, int]]
    by_month: list[tuple[date, int]]
    by_cell: dict[int, int]  # hexagons as maps show them
    lists: dict[
        str, dict[str, str]
    ]  # for "theme" and "unit": what the public list is filtered by to see a row's reports

    def parts(self) -> list[Part]:
        """The three tables, empty ones left out."""
        months = [(date_format(month, "F Y"), n) for month, n in self.by_month]
        found = [
            Part("theme", _("By theme"), _("Theme"), self.by_theme),
            Part("unit", _("By administrative unit"), _("Unit"), self.by_unit),
            Part("month", _("By month"), _("Month"), months),
        ]
        return [part for part in found if part.rows]


def public_counts(municipality: Any, *, since: datetime | None = None, until: datetime | None = None) -> Counts:
    """Counts of public cases opened in [since, until). 7 queries, whatever their number."""
    rows = listen.public_cases(municipality)
    if since is not None:
        rows = rows.filter(opened_at__gte=since)
    if until is not None:
        rows = rows.filter(opened_at__lt=until)
    tops, parts = listen.top_themes(municipality), places.units(municipality)
    themes = {theme.pk: plain(theme.name) for theme in tops}
    units = {unit.pk: unit.name for unit in parts}
    by_top = rows.annotate(top=Coalesce("theme__parent_id", "theme_id")).order_by()
    theme_counts = Counter(
        {themes.get(top, _("Not said")): n for top, n in by_top.values_list("top").annotate(n=Count("published_at"))}
    )
    unit_counts = Counter()
    for unit, n in rows.order_by().values_list("unit_id").annotate(n=Count("published_at")):
        unit_counts[units.get(unit, _("Without a place"))] += n
    keys = rows.exclude(cell10=None).order_by().annotate(key=F("cell10").bitrightshift(grid.KEY_SHIFT))
    cells = keys.values_list("key").annotate(n=Count("published_at"))
    return Counts(
        total=sum(theme_counts.values()),
        by_theme=theme_counts.most_common(),
        by_unit=unit_counts.most_common(),
        by_month=_by_month(rows, municipality.zone),
        by_cell={grid.cell_of_key(key): n for key, n in cells},
        lists={
            "theme": {themes[theme.pk]: theme.code for theme in tops},
            "unit": {unit.name: str(unit.pk) for unit in parts},
        },
    )


def public_years(municipality: Any) -> list[int]:
    """The years from the first public case to the last, the latest first. 1 query."""
    first, last = _ends(listen.public_cases(municipality), municipality.zone)
    return list(range(last.year, first.year - 1, -1)) if first and last else []


def _ends(rows: QuerySet[Any], zone: ZoneInfo) -> tuple[date | None, date | None]:
    found = rows.aggregate(first=Min("opened_at"), last=Max("opened_at"))
    first, last = (at and at.astimezone(zone).date() for at in (found["first"], found["last"]))
    return first, last


def _by_month(rows: QuerySet[Any], zone: ZoneInfo) -> list[tuple[date, int]]:
    """Counts of each month in which there is any. 2 queries.

    Months are compared as moments: to cut each row's to its local month costs SQLite a call into Python a row.
    """
    first, last = _ends(rows, zone)
    if first is None or last is None:
        return []
    months = [date(first.year + at // 12, at % 12 + 1, 1) for at in range(first.month - 1, _months(first, last))]
    starts = [datetime.combine(month, time(), zone) for month in [*months, _after(last)]]
    within = {
        f"m{at}": Count("published_at", filter=Q(opened_at__gte=start, opened_at__lt=starts[at + 1]))
        for at, start in enumerate(starts[:-1])
    }
    counts = rows.order_by().aggregate(**within)
    return [(month, n) for at, month in enumerate(months) if (n := counts[f"m{at}"])]


def _months(first: date, last: date) -> int:
    return (last.year - first.year) * 12 + last.month


def _after(day: date) -> date:
    return date(day.year + day.month // 12, day.month % 12 + 1, 1)
