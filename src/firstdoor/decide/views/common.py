"""What the desk pages of this room share."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from firstdoor.core import rights
from firstdoor.places import selectors as places


def at_desk(request: HttpRequest, slug: str, permission: str = "decide.see_desk") -> Any:
    """The municipality of a desk page that the actor may open. Raises Http404, NotAllowed."""
    municipality = places.municipality_or_404(slug)
    rights.require(request.actor, permission, municipality)  # type: ignore[attr-defined]
    return municipality


def may(request: HttpRequest, permission: str, municipality: Any) -> bool:
    """Whether the actor holds that permission there."""
    return rights.may(request.actor, permission, municipality)  # type: ignore[attr-defined]


def page(request: HttpRequest, template: str, municipality: Any, desk_page: str, **context: Any) -> HttpResponse:
    """Render a page; a refused form answers 422."""
    form = context.get("form")
    status = 422 if form is not None and form.is_bound else 200
    context |= {"municipality": municipality, "desk_page": desk_page}
    return render(request, f"decide/{template}.html", context, status=status)
