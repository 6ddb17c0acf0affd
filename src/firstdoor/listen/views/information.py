"""A page that every municipality's door links to: the numbers that help."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from firstdoor.places import selectors as places


@require_safe
def numbers(request: HttpRequest, slug: str) -> HttpResponse:
    """Numbers to call: in danger, and who helps."""
    municipality = places.municipality_or_404(slug)
    context = {"municipality": municipality, "numbers": places.emergency_numbers(municipality)}
    return render(request, "listen/public/numbers.html", context)
