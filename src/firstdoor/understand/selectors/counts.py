"""Plain counts of reports that are public one by one: by theme, unit and month. Exact, since each can be read."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any

from django.db.models import Count, F
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
    """Counts of public cases opened in [since, until). 8 queries, whatever their number."""
    rows = listen.public_cases(municipality)
    if since is not None:
        rows = rows.filter(opened_at__gte=since)
    if until is not None:
        rows = rows.filter(opened_at__lt=until)
    tops, parts = listen.top_themes(municipality), places.units(municipality)
    themes = {theme.pk: plain(theme.name) for theme in tops}
    units = {unit.pk: unit.name for unit in parts}
    top_of = listen.tops_by_theme(municipality)
    theme_counts, unit_counts = Counter(), Counter()
    for theme, n in rows.order_by().values_list("theme_id").annotate(n=Count("published_at")):
        theme_counts[themes.get(top_of.get(theme), _("Not said"))] += n
    for unit, n in rows.order_by().values_list("unit_id").annotate(n=Count("published_at")):
        unit_counts[units.get(unit, _("Without a place"))] += n
    keys = rows.exclude(cell10=None).order_by().annotate(key=F("cell10").bitrightshift(grid.KEY_SHIFT))
    cells = keys.values_list("key").annotate(n=Count("published_at"))
    return Counts(
        total=sum(theme_counts.values()),
        by_theme=theme_counts.most_common(),
        by_unit=unit_counts.most_common(),
        by_month=_by_month(municipality, since, until),
        by_cell={grid.cell_of_key(key): n for key, n in cells},
        lists={
            "theme": {themes[theme.pk]: theme.code for theme in tops},
            "unit": {unit.name: str(unit.pk) for unit in parts},
        },
    )


def public_years(municipality: Any) -> list[int]:
    """The years from the first public case to the last, the latest first. 1 query."""
    ends = listen.first_and_last_opened(municipality)
    if ends is None:
        return []
    first, last = (at.astimezone(municipality.zone).year for at in ends)
    return list(range(last, first - 1, -1))


def _by_month(municipality: Any, since: datetime | None, until: datetime | None) -> list[tuple[date, int]]:
    """Counts of each month in which there is any. 2 queries.

    Months are compared as moments: to cut each row's to its local month costs SQLite a call into Python a row.
    """
    ends = listen.first_and_last_opened(municipality)
    if ends is None:
        return []
    start, end = max(since or ends[0], ends[0]), min(until or _later(ends[1]), _later(ends[1]))
    months = _months(start.astimezone(municipality.zone).date(), end.astimezone(municipality.zone).date())
    inner = [datetime.combine(month, time(), municipality.zone) for month in months[1:]]
    moments = [start, *(at for at in inner if at < end), end]
    counts = listen.opened_between(municipality, moments) if start < end else []
    return [(month, n) for month, n in zip(months, counts, strict=False) if n]


def _later(at: datetime) -> datetime:
    return at + timedelta(microseconds=1)


def _months(first: date, last: date) -> list[date]:
    """The first days of the months from the first's to the last's."""
    span = range(first.year * 12 + first.month - 1, last.year * 12 + last.month)
    return [date(at // 12, at % 12 + 1, 1) for at in span]
