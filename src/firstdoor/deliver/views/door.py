"""The municipality's door, and its promises."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from firstdoor.core.facts import Facts
from firstdoor.deliver import links, selectors
from firstdoor.places import selectors as places


@require_safe
def door(request: HttpRequest, slug: str) -> HttpResponse:
    """Say something, what is going on, what became of it, who was heard."""
    municipality = places.municipality_or_404(slug)
    context = {
        "municipality": municipality,
        "door": selectors.at_the_door(municipality, now=timezone.now()),
        "paper": links.page(f"/{slug}/paper/"),
        "picture": links.page(f"/{slug}/picture/"),
        "reports": links.page(f"/{slug}/reports/"),
        "today": timezone.localdate(),
    }
    return render(request, "deliver/door.html", context)


@require_safe
def promises(request: HttpRequest, slug: str) -> HttpResponse:
    """Every measure and every promise of a meeting: kept, under way, late, dropped and why."""
    municipality = places.municipality_or_404(slug)
    today = timezone.localdate()
    facts = Facts(municipality)
    found = facts.get("promises", today, make=lambda: selectors.promises(municipality, today=today))
    state = request.GET.get("state", "")
    wanted = state if state in selectors.STATES else ""
    context = {
        "municipality": municipality,
        "promises": found,
        "shown": [one for one in found.all if not wanted or one.state == wanted],
        "state": wanted,
        "paper": links.page(f"/{slug}/paper/"),
        "filters": [(one, found.count(one)) for one in selectors.STATES],
    }
    return render(request, "deliver/promises.html", context)
