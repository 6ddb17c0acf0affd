"""What every page of this room at the desk begins and ends with."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import asdict
from datetime import timedelta
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from firstdoor.core import rights
from firstdoor.core.actor import Actor
from firstdoor.listen.services.cases import Before, Step
from firstdoor.places import selectors as places

UNDO = "listen.last_act"
OFFERS_UNDO = {"queue", "case"}  # where something else is decided, what was done before does not stand in between
UNDO_SHOWN = timedelta(minutes=15)


def enter(request: HttpRequest, slug: str, permission: str = "listen.see_desk") -> tuple[Actor, Any]:
    """Who asks, and the municipality asked about. Raises NotAllowed."""
    municipality = places.municipality_or_404(slug)
    by: Actor = request.actor  # type: ignore[attr-defined]
    rights.require(by, permission, municipality)
    return by, municipality


def page_number(request: HttpRequest, name: str = "page") -> int:
    """The page of a list that the address asks for, from 1 on; the first for anything that is no number."""
    wanted = request.GET.get(name, "")
    return max(1, int(wanted)) if wanted.isascii() and wanted.isdigit() and len(wanted) < 6 else 1


def page(
    request: HttpRequest, template: str, municipality: Any, *, desk_page: str, status: int = 200, **context: Any
) -> HttpResponse:
    """A page of the desk with its search, keys and undo."""
    by = request.actor  # type: ignore[attr-defined]
    if rights.may(by, "listen.see_queue", municipality):
        context["search_url"] = reverse("desk_voices", args=[municipality.slug])
    context["may_bring"] = rights.may(by, "listen.bring_answers", municipality)
    context |= {"municipality": municipality, "desk_page": desk_page}
    context.setdefault("undo", _undo(request, municipality, context.get("case")) if template in OFFERS_UNDO else None)
    response = render(request, f"listen/desk/{template}.html", context, status=status)
    response["Cache-Control"] = "no-store"
    return response


def _undo(request: HttpRequest, municipality: Any, case: Any) -> dict[str, str] | None:
    """The last act in words, in the queue and on the cases that it was about, for a while: later it would read as news."""
    kept = request.session.get(UNDO)
    if not kept or kept["slug"] != municipality.slug or (case is not None and case.number not in kept["cases"]):
        return None
    if timezone.now().timestamp() > kept["until"]:
        return None
    return {"words": kept["words"], "url": reverse("desk_undo", args=[municipality.slug])}


def keep_undo(
    request: HttpRequest, municipality: Any, words: str, number: int, steps: list[Step], *, cases: Iterable[int] = (),
    back: str = "",
) -> None:  # fmt: skip
    """Keep how to take the last act back, or forget it when that can't be done.

    `number` is the case to go back to, 0 when it was done in the queue with several; `cases` the numbers of all that
    it was about; `back` the part of the queue.
    """
    if not steps:
        request.session.pop(UNDO, None)
        return
    request.session[UNDO] = {
        "slug": municipality.slug, "words": words, "number": number, "steps": [asdict(step) for step in steps],
        "cases": list(cases), "until": (timezone.now() + UNDO_SHOWN).timestamp(), "back": back,
    }  # fmt: skip


def kept_undo(request: HttpRequest, municipality: Any) -> tuple[int, list[Step], str] | None:
    """The number of the last act's case, its steps in their order, and where it was done; it's forgotten here."""
    kept = request.session.pop(UNDO, None)
    if not kept or kept["slug"] != municipality.slug:
        return None
    return kept["number"], [_step(dict(fields)) for fields in kept["steps"]], kept["back"]


def _step(fields: dict[str, Any]) -> Step:
    was = {name: tuple(value) if isinstance(value, list) else value for name, value in fields.pop("before").items()}
    return Step(before=Before(**was), **fields)


def keys_of_queue() -> list[tuple[str, str]]:
    """The keys of the queue."""
    return [("J K", _("next, previous")), ("X", _("select")), ("F", _("narrow it down"))]


def keys_of_case(acts: set[str]) -> list[tuple[str, str]]:
    """The keys of a case: those of the acts that may be done on it."""
    every = [
        ("look", "L", _("looked at")), ("theme", "T", _("theme")), ("join", "G", _("join")), ("hand", "H", _("hand over")),
        ("answer", "A", _("answer")), ("plan", "P", _("plan")), ("end", "E", _("end")), ("name", "N", _("name")),
    ]  # fmt: skip
    return [("J K", _("next, previous")), *((key, words) for act, key, words in every if act in acts)]
