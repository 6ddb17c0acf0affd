"""What anybody sees: which municipalities have a door, and the outlines of one's units."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.cache import cache_control
from django.views.decorators.http import condition, require_safe

from firstdoor.places import selectors


@require_safe
def municipalities(request: HttpRequest) -> HttpResponse:
    """Choose a municipality; the only one's door opens by itself"""
    asked = request.GET.get("q", "").strip()[:100]
    found = selectors.find_municipalities(asked)
    listed = [municipality for county in found for municipality in county.municipalities]
    if len(listed) == 1 and not asked and "q" not in request.GET:
        return redirect(f"{request.path}{listed[0].slug}/")
    elsewhere = [] if listed or not asked else selectors.find_municipalities(asked, active_only=False)
    context = {
        "counties": found,
        "asked": asked,
        "without_door": [municipality for county in elsewhere for municipality in county.municipalities],
    }
    return render(request, "places/municipalities.html", context)


def _outlines_mark(request: HttpRequest, slug: str) -> str:
    municipality = selectors.municipality_or_404(slug)
    return f'"{municipality.pk.hex}-{municipality.boundary_version}"'


@require_safe
@cache_control(public=True, max_age=3600)
@condition(etag_func=_outlines_mark)
def outlines(request: HttpRequest, slug: str) -> HttpResponse:
    """Outlines of the units as GeoJSON, with the credit that their licence asks for"""
    municipality = selectors.municipality_or_404(slug)
    return HttpResponse(selectors.outlines_geojson(municipality), content_type="application/geo+json")
