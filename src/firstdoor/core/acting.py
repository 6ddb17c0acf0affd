"""What a page does with an act of a service: it is done, or its refusal stands where the person reads it."""

from __future__ import annotations

from collections.abc import Callable

from django import forms
from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpRequest

from firstdoor.core.forms import renew


def accepted(form: forms.Form, act: Callable[[], object], fields: dict[str, str] | None = None) -> bool:
    """Whether the service took it; else its words stand beside the field at fault, of a text its original.

    `fields` maps the service's names to those of the form where they differ.
    """
    try:
        act()
    except ValidationError as refused:
        named = getattr(refused, "error_dict", None) or {None: refused.error_list}
        for name, errors in named.items():
            wanted = (fields or {}).get(name, name)
            place = next((field for field in form.fields if field == wanted or field.startswith(f"{wanted}_")), None)
            form.add_error(place, errors)
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
