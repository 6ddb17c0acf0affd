"""What a municipality owes to those who read its pages: how data are used, and for whom the pages work."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from firstdoor.places import selectors


@require_safe
def data_use(request: HttpRequest, slug: str) -> HttpResponse:
    """How data are used: what is asked, what becomes public, how long it is kept, what one may ask for"""
    municipality = selectors.municipality_or_404(slug)
    today = selectors.local_date(municipality, timezone.now())
    kept = {
        "contact": selectors.rule("retention.contact", municipality, today),
        "words": selectors.rule("retention.sealed_words", municipality, today),
    }
    return render(request, "places/data_use.html", {"municipality": municipality, "kept": kept})


@require_safe
def accessibility(request: HttpRequest, slug: str) -> HttpResponse:
    """For whom the pages work, how that was tried, and whom to tell when they do not"""
    municipality = selectors.municipality_or_404(slug)
    return render(request, "places/accessibility.html", {"municipality": municipality})
