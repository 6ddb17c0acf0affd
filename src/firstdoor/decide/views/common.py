"""What the desk pages of this room share."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import Any

from django.forms import Form
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.formats import date_format

from firstdoor.core import rights
from firstdoor.decide.models import Ballot
from firstdoor.decide.selectors import ballots
from firstdoor.places import selectors as places


def at_desk(request: HttpRequest, slug: str, permission: str = "decide.see_desk") -> Any:
    """The municipality of a desk page that the actor may open. Raises Http404, NotAllowed."""
    municipality = places.municipality_or_404(slug)
    rights.require(request.actor, permission, municipality)  # type: ignore[attr-defined]
    return municipality


def ballot_at_desk(
    request: HttpRequest, slug: str, name: str, permission: str = "decide.see_desk"
) -> tuple[Any, Ballot]:
    """The municipality and the ballot of a desk page that the actor may open. Raises Http404, NotAllowed."""
    municipality = at_desk(request, slug, permission)
    ballot = ballots.ballot(municipality, name)
    if ballot is None:
        raise Http404
    return municipality, ballot


def may(request: HttpRequest, permission: str, municipality: Any) -> bool:
    """Whether the actor holds that permission there."""
    return rights.may(request.actor, permission, municipality)  # type: ignore[attr-defined]


def ask(
    request: HttpRequest, municipality: Any, desk_page: str, *, title: str, words: str, label: str, back: str,
    hidden: Iterable[tuple[str, str]] = (), shown: Iterable[Any] = (), answers: Iterable[tuple[Any, Any]] = (),
) -> HttpResponse:  # fmt: skip
    """The question before what can't be taken back; who is `sure` sends the same again.

    With `answers`, what was typed stands there by its label, and can be changed (`change`).
    """
    return page(
        request, "desk/sure", municipality, desk_page, title=title, words=words, label=label, back=back, hidden=hidden,
        shown=shown, answers=answers,
    )  # fmt: skip


def typed(form: Form) -> dict[str, Any]:
    """What a valid form holds, for `ask`: shown by its labels, and sent again by whoever is sure."""
    answers, hidden = [], []
    for field in form:
        value = form.cleaned_data.get(field.name)
        if value in ("", None, []):
            continue
        several = isinstance(value, list)
        hidden += [(field.name, one) for one in (value if several else [field.value()])]
        names = dict(getattr(field.field, "choices", ()))
        words = ", ".join(str(names.get(one, one)) for one in (value if several else [value]))
        answers.append((field.label, date_format(value) if isinstance(value, date) else words))
    return {"answers": answers, "hidden": hidden}


def typed_before(request: HttpRequest) -> dict[str, Any] | None:
    """What somebody typed who is not sure yet and wants to `change` it, as a form's initial; None for everybody else."""
    if "change" not in request.POST:
        return None
    sent = dict(request.POST.lists())
    return {name: values if len(values) > 1 or name == "candidates" else values[0] for name, values in sent.items()}


def asked_to_take_out(request: HttpRequest) -> bool:
    """Whether somebody wants to take out what the page is about (`remove`) and has not been asked yet."""
    return bool(request.POST.get("remove")) and not request.POST.get("sure")


TAKE_OUT = [("remove", "1")]


def page(request: HttpRequest, template: str, municipality: Any, desk_page: str, **context: Any) -> HttpResponse:
    """Render a page; a refused form answers 422."""
    form = context.get("form")
    status = 422 if form is not None and form.is_bound else 200
    context |= {"municipality": municipality, "desk_page": desk_page}
    return render(request, f"decide/{template}.html", context, status=status)
