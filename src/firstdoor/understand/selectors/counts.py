"""Plain counts of reports that are public one by one: by theme, unit and month. Exact, since each can be read."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db.models import Count, F
from django.db.models.functions import Coalesce, TruncMonth
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
    by_cell: dict[int, int]  # by hexagons of resolution 8: a map for a phone

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
    """Counts of public cases opened in [since, until). 6 queries, whatever their number."""
    rows = listen.public_cases(municipality)
    if since is not None:
        rows = rows.filter(opened_at__gte=since)
    if until is not None:
        rows = rows.filter(opened_at__lt=until)
    themes = {theme.pk: plain(theme.name) for theme in listen.top_themes(municipality)}
    units = {unit.pk: unit.name for unit in places.units(municipality)}
    by_top = rows.annotate(top=Coalesce("theme__parent_id", "theme_id")).order_by()
    theme_counts = Counter(
        {themes.get(top, _("Not said")): n for top, n in by_top.values_list("top").annotate(n=Count("pk"))}
    )
    unit_counts = Counter()
    for unit, n in rows.order_by().values_list("unit_id").annotate(n=Count("pk")):
        unit_counts[units.get(unit, _("Without a place"))] += n
    months = rows.annotate(month=TruncMonth("opened_at", tzinfo=municipality.zone)).order_by()
    by_month = sorted((month.date(), n) for month, n in months.values_list("month").annotate(n=Count("pk")))
    keys = rows.exclude(cell10=None).order_by().annotate(key=F("cell10").bitrightshift(grid.KEY_SHIFT))
    cells = {grid.cell_of_key(key): n for key, n in keys.values_list("key").annotate(n=Count("pk"))}
    return Counts(
        total=sum(theme_counts.values()),
        by_theme=theme_counts.most_common(),
        by_unit=unit_counts.most_common(),
        by_month=by_month,
        by_cell=cells,
    )
