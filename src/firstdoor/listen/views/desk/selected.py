"""One act on several cases that were ticked in the queue, and its undo."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST

from firstdoor.listen.models import Case, Theme
from firstdoor.listen.selectors import queue as questions
from firstdoor.listen.services import cases
from firstdoor.listen.views.desk import frame
from firstdoor.listen.views.desk import queue as the_queue

MOST = 50


@require_POST
def selected(request: HttpRequest, slug: str) -> HttpResponse:
    """One act on several selected cases: looked at, a theme, an urgency, ours, or joined into one.

    `case` holds a number and the version that was shown, as `12-3`; what somebody changed meanwhile is left alone.
    """
    by, municipality = frame.enter(request, slug, "listen.triage")
    frame.keep_undo(request, municipality, "", 0, [])
    part = the_queue.kept_address(request, municipality)
    back = redirect(reverse("desk_voices", args=[slug]) + part)
    found = [(case, version) for number, version in _ticked(request) if (case := _case(by, municipality, number))]
    if not found:
        messages.warning(request, _("Nothing is selected. Tick cases in the list first."))
        return back
    act, theme = request.POST.get("act", ""), request.POST.get("theme", "").replace("\x00", "")
    left = [case.number for case, version in found if version is not None and version != case.version]
    mine = [case for case, _version in found if case.number not in left]
    try:
        with transaction.atomic():
            words, steps, late = _do(by, municipality, act, mine, theme) if mine else ("", [], [])
    except ValidationError as wrong:
        messages.error(request, " ".join(wrong.messages))
        return back
    about = [case.number for case in mine]
    frame.keep_undo(request, municipality, words, 0, steps, cases=about, back=part)
    if words and not steps:
        messages.success(request, words)
    if left or late:
        messages.warning(request, _left([*left, *late]))
    return back


def _ticked(request: HttpRequest) -> list[tuple[int, int | None]]:
    ticked = []
    for value in request.POST.getlist("case")[:MOST]:
        number, _dash, version = value.partition("-")
        if number.isdecimal() and len(number) < 10 and (not version or (version.isdecimal() and len(version) < 10)):
            ticked.append((int(number), int(version) if version else None))
    return ticked


def _case(by: Any, municipality: Any, number: int) -> Case | None:
    return questions.case_by_number(by, municipality, number)


def _left(numbers: list[int]) -> str:
    return ngettext(
        "Somebody changed case {numbers} in the meantime. It was left alone; look at it again.",
        "Somebody changed cases {numbers} in the meantime. They were left alone; look at them again.",
        len(numbers),
    ).format(numbers=", ".join(map(str, numbers)))


Done = tuple[str, list[cases.Step], list[int]]


def _do(by: Any, municipality: Any, act: str, found: list[Case], theme: str) -> Done:
    """What was done in words, how it is taken back, and which were changed in this very moment. Raises ValidationError."""
    who = {"by": by, "municipality": municipality}
    if act == "join":
        return _join(who, found)
    kind, _dash, urgency = act.partition("-")
    given: dict[str, Any] = {}
    match kind:
        case "look":
            service = cases.look
        case "ours":
            service = cases.take_charge
        case "urgency":
            service, given = cases.set_urgency, {"urgency": urgency}
        case "theme":
            chosen = Theme.objects.of(municipality).filter(code=theme).exclude(level="lane").first()
            if chosen is None:
                raise ValidationError(_("Choose a theme from the list."))
            service, given = cases.set_theme, {"theme": chosen}
        case _other:
            raise ValidationError(_("Choose what to do with the selected cases."))
    steps, late = [], []
    for one in found:
        was = cases.before(one)
        try:
            done = service(**who, case=one, version=one.version, **given)
        except cases.Outdated:
            late.append(one.number)
            continue
        step = cases.remember(kind, was, done)
        if step is not None and done.version != one.version:
            steps.append(step)
    n = len(found) - len(late)
    return ngettext("Done for one case.", "Done for {n} cases.", n).format(n=n) if n else "", steps, late


def _join(who: dict[str, Any], found: list[Case]) -> Done:
    if len(found) < 2:
        raise ValidationError(_("Select at least two cases to join them."))
    kept, steps = found[0], []
    for other in found[1:]:
        was = cases.before(other)
        kept, gone = cases.join(**who, case=kept, other=other)
        step = cases.remember("join", was, gone)
        steps.extend([step] if step else [])
    return _("Joined into case {number}.").format(number=kept.number), steps, []
