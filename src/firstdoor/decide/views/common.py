"""What the desk pages of this room share."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse

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


def full_address(request: HttpRequest, route: str, *args: str) -> str:
    """An address as it is printed, with the public host when one is set."""
    address = reverse(route, args=args)
    return f"{settings.PUBLIC_URL}{address}" if settings.PUBLIC_URL else request.build_absolute_uri(address)
