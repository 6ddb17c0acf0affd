"""Pages that every municipality's door links to: numbers that help, how data are used, accessibility."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from firstdoor.places import selectors as places


@require_safe
def numbers(request: HttpRequest, slug: str) -> HttpResponse:
    """Numbers to call: in danger, and who helps."""
    municipality = places.municipality_or_404(slug)
    context = {"municipality": municipality, "numbers": places.emergency_numbers(municipality)}
    return render(request, "listen/public/numbers.html", context)


@require_safe
def data_use(request: HttpRequest, slug: str) -> HttpResponse:
    """How data are used: what for, who reads them, how long they are kept, which rights people have."""
    municipality = places.municipality_or_404(slug)
    today = places.local_date(municipality, timezone.now())
    context = {
        "municipality": municipality,
        "contact_months": places.rule_value("retention.contact", municipality, today),
        "words_months": places.rule_value("retention.sealed_words", municipality, today),
    }
    return render(request, "listen/public/data_use.html", context)


@require_safe
def accessibility(request: HttpRequest, slug: str) -> HttpResponse:
    """How accessible these pages are, what is known to be missing, and whom to tell."""
    return render(request, "listen/public/accessibility.html", {"municipality": places.municipality_or_404(slug)})
