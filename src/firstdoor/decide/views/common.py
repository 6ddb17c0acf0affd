"""What the desk pages of this room share."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django import forms
from django.conf import settings
from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse

from firstdoor.core import rights
from firstdoor.core.forms import renew
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


def accepted(form: forms.Form, act: Callable[[], object], fields: dict[str, str] | None = None) -> bool:
    """Whether the service took it; else its words stand beside the field at fault (`fields` maps names)."""
    try:
        act()
    except ValidationError as refused:
        named = getattr(refused, "error_dict", None) or {None: refused.error_list}
        for name, errors in named.items():
            field = (fields or {}).get(name, name)
            form.add_error(field if field in form.fields else None, errors)
        renew(form)
        return False
    return True


def told(request: HttpRequest, act: Callable[[], object], done: str) -> None:
    """Do it and say so on the next page, or say why not."""
    try:
        act()
    except ValidationError as refused:
        messages.error(request, " ".join(refused.messages))
    else:
        messages.success(request, done)


def full_address(request: HttpRequest, route: str, *args: str) -> str:
    """An address as it is printed, with the public host when one is set."""
    address = reverse(route, args=args)
    return f"{settings.PUBLIC_URL}{address}" if settings.PUBLIC_URL else request.build_absolute_uri(address)
