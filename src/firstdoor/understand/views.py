"""What everybody sees of safety in the municipality: for now plain counts of what was reported publicly."""

from __future__ import annotations

from datetime import date, datetime, time

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from firstdoor.places import selectors as places
from firstdoor.understand import selectors

MONTHS = 12


@require_safe
def picture(request: HttpRequest, slug: str) -> HttpResponse:
    """What residents say: public reports by month, theme and unit, and who was heard."""
    municipality = places.municipality_or_404(slug)
    today = timezone.localdate(timezone=municipality.zone)
    months = _months(today)
    since = datetime.combine(months[0], time(), municipality.zone)
    counts = selectors.public_counts(municipality, since=since)
    by_month = dict(counts.by_month)
    context = {
        "municipality": municipality,
        "counts": counts,
        "heard": selectors.heard(municipality, today=today),
        "first": months[0],
        "last": months[-1],
        "bars": [{"label": date_format(month, "M"), "value": by_month.get(month, 0)} for month in months],
        "map": places.svg_map(
            municipality, by_cell=counts.by_cell,
            names=places.MapNames(_("What was reported, by place"), _("Darker hexagons hold more reports.")),
        ),
        "legend": places.LEGEND,
        "map_credit": True,
    }  # fmt: skip
    return render(request, "understand/picture.html", context)


def _months(today: date) -> list[date]:
    """The first days of the last twelve months, the one going on among them."""
    number = today.year * 12 + today.month - 1
    return [date(at // 12, at % 12 + 1, 1) for at in range(number - MONTHS + 1, number + 1)]
