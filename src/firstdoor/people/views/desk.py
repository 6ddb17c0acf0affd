"""The desk's first pages: in which municipality, and what waits there."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_safe

from firstdoor.core import desk, rights
from firstdoor.people import selectors
from firstdoor.places import selectors as places


@require_safe
def choose(request: HttpRequest) -> HttpResponse:
    """The desk: the municipality in which one works, or a choice between several"""
    by = request.actor  # type: ignore[attr-defined]
    rights.require(by, "people.enter_desk")
    here = {held.municipality for held in by.held}
    found = [one for one in places.active_municipalities() if one.pk in here or None in here]
    if len(found) == 1:
        return redirect("desk_home", found[0].slug)
    choices = [(one, desk.part_of(by, one)) for one in found]
    return render(request, "people/desk_choose.html", {"choices": choices})


@dataclass(frozen=True, slots=True)
class Row:
    """A line under "what waits": a single thing with its date, or a page with a count."""

    words: Any
    url: str
    hint: Any = ""
    due: Any = None
    late: bool = False
    count: int = 0


@require_safe
def home(request: HttpRequest, slug: str) -> HttpResponse:
    """What waits for the person who signed in, the cycle, and the pages of the desk"""
    municipality = places.municipality_or_404(slug)
    by = request.actor  # type: ignore[attr-defined]
    rights.require(by, "people.work_here", municipality)
    today = timezone.localdate()
    links = desk.links(by, municipality)
    rows = [
        Row(task.words, task.url, task.hint, task.due, task.late) for task in desk.tasks(by, municipality, today=today)
    ]
    rows += [Row(link.label, link.url, link.hint, count=link.waiting) for link in links if link.waiting]
    context = {
        "municipality": municipality,
        "rows": rows,
        "cycle": selectors.cycle_now(municipality, today=today),
        "pages": [link for link in links if not link.action],
        "actions": [link for link in links if link.action],
        "today": today,
    }
    return render(request, "people/desk_home.html", context)
