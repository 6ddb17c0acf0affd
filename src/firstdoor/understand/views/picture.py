"""The safety picture: for now what everybody can read, counted."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime, time
from typing import Any
from urllib.parse import urlencode

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from firstdoor.core.facts import Facts
from firstdoor.places import selectors as places
from firstdoor.understand import selectors

STANDING = 12  # months that fit side by side on a phone
WIDEST = 99  # the largest number that fits on one of them


@require_safe
def picture(request: HttpRequest, slug: str) -> HttpResponse:
    """What residents reported and everybody may read, by theme, month and place; of a year, or of all"""
    municipality = places.municipality_or_404(slug)
    facts = Facts(municipality)
    years = facts.get("years", make=lambda: selectors.public_years(municipality))
    year = _year(request, years)
    today = timezone.localdate(timezone=municipality.zone)
    context: dict[str, Any] = {
        "municipality": municipality, "years": years, "year": year,
        "map_credit": municipality.boundary == municipality.Boundary.CELLS,
        "heard": facts.get("heard", today, make=lambda: selectors.heard(municipality, today=today)),
        **facts.get("picture", year, make=lambda: _counted(municipality, year)),
    }  # fmt: skip
    return render(request, "understand/picture.html", context)


def _counted(municipality: Any, year: int | None) -> dict[str, Any]:
    """What was counted of a year (none: of all), and how it is drawn."""
    since, until = (None, None) if year is None else (_first(municipality, year), _first(municipality, year + 1))
    counts = selectors.public_counts(municipality, since=since, until=until)
    names = places.MapNames(_("What was reported, by place"), _("Darker hexagons hold more reports."))
    months = _months(counts.by_month)
    return {
        "counts": counts, "legend": places.legend_for(counts.by_cell.values()),
        "themes": _rows(counts.by_theme, "theme", counts.lists if year is None else {}),
        "units": _rows(counts.by_unit, "unit", counts.lists if year is None else {}), "months": months,
        "busiest": max(counts.by_month, key=lambda one: one[1], default=None),
        "bars": _bars(counts.by_month) if len(months) > 1 else [],
        "drawing": places.svg_map(municipality, by_cell=counts.by_cell, names=names) if counts.by_cell else "",
        "first": counts.by_month[0][0] if counts.by_month else None,
        "last": counts.by_month[-1][0] if counts.by_month else None,
    }  # fmt: skip


def _year(request: HttpRequest, years: list[int]) -> int | None:
    asked = request.GET.get("year", "")
    if not asked:
        return None
    if asked not in {str(year) for year in years}:
        raise Http404
    return int(asked)


def _first(municipality: Any, year: int) -> datetime:
    return datetime.combine(date(year, 1, 1), time(), municipality.zone)


def _rows(
    counts: list[tuple[str, int]], by: str = "", lists: Mapping[str, Mapping[str, str]] = {}
) -> list[dict[str, Any]]:
    """Rows of a table; where the public list can be filtered by just that, with the query that does it."""
    top = max((n for _name, n in counts), default=0)
    found = lists.get(by, {})
    return [
        {"name": name, "n": n, "top": top, "query": urlencode({by: found[name]}) if name in found else ""}
        for name, n in counts
    ]


def _months(by_month: list[tuple[date, int]]) -> list[dict[str, Any]]:
    return _rows([(date_format(month, "F Y"), n) for month, n in by_month])


def _bars(by_month: list[tuple[date, int]]) -> list[dict[str, Any]]:
    """Upright bars of the latest months, those without a report among them, where their numbers fit on a phone."""
    found = dict(by_month)
    first, last = by_month[0][0], by_month[-1][0]
    span = range(first.year * 12 + first.month - 1, last.year * 12 + last.month)[-STANDING:]
    rows = [(month, found.get(month, 0)) for month in (date(at // 12, at % 12 + 1, 1) for at in span)]
    top = max(n for _month, n in rows)
    if top > WIDEST:
        return []
    return [{"label": date_format(month, "M"), "value": n, "tone": "w" if n == top else ""} for month, n in rows]
