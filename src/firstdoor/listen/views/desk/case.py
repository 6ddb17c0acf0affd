"""The page of one case, its photos, and undo."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from firstdoor.core import audit, rights
from firstdoor.core import photos as core_photos
from firstdoor.listen.forms.desk import phases as forms
from firstdoor.listen.models import Case
from firstdoor.listen.models.theme import Level
from firstdoor.listen.selectors import case as questions
from firstdoor.listen.selectors.queue import case_by_number
from firstdoor.listen.services import cases, lanes, photos
from firstdoor.listen.views.desk import frame, queue
from firstdoor.people import selectors as people
from firstdoor.people.lanes import LANES

# What may be done with a case, by how far it has come; in a lane nothing that would write words in clear.
OPEN = {
    "theme", "place", "urgency", "name", "publish", "level", "translate", "ours", "hand", "plan", "start", "end", "join",
    "split", "answer",
}  # fmt: skip
IN_LANE = {"look", "urgency", "start", "end", "reopen", "join", "separate", "split"}


def find(request: HttpRequest, municipality: Any, number: int) -> Case:
    """The case of the address, if the visitor may read it. Raises Http404."""
    found = case_by_number(request.actor, municipality, number)  # type: ignore[attr-defined]
    if found is None:
        raise Http404
    return found


def acts_of(by: Any, municipality: Any, case: Case) -> set[str]:
    """What `by` may do with the case as it stands. No query."""
    if case.phase != Case.Phase.ENDED:
        acts = {*OPEN, *({"look"} if case.phase == Case.Phase.RECEIVED else set())}
        if case.institution is not None and not case.institution.own:
            acts |= {"back"}
    else:
        acts = {"separate"} if case.ending == Case.Ending.JOINED else {"reopen", "name", "publish", "answer", "level"}
    if case.published_at is not None:
        acts |= {"unpublish"}
    if case.level == Level.LANE:
        return acts & IN_LANE if case.lane in by.lanes(municipality.pk) else set()
    if case.level != Level.PUBLIC:
        acts -= {"publish"}
    return acts if rights.may(by, "listen.triage", municipality) else set()


def show_case(
    request: HttpRequest, municipality: Any, found: Case, *, template: str = "case", status: int = 200, **context: Any
) -> HttpResponse:
    """The page of a case. Each look at what is confidential is recorded, in a lane and outside of it."""
    by = request.actor  # type: ignore[attr-defined]
    confidential = found.level == Level.LANE or rights.may(by, "listen.read_confidential", municipality)
    page = context.pop("page", None) or questions.case_page(municipality, found, confidential=confidential)
    if page.confidential and found.level != Level.LANE:
        audit.looked("listen.confidential_looked", by=by, municipality=municipality, about=found)
    acts = acts_of(by, municipality, found) - ({"answer"} if not page.ways.receipts else set())
    context.setdefault("answer_form", _answer_form(by, municipality, page, acts))
    return frame.page(
        request, template, municipality, desk_page="voices", status=status, page=page, case=found, acts=acts,
        phases=_phases(found), keys=frame.keys_of_case(acts), lane=lane_box(by, municipality, page),
        **queue.beside(request, by, municipality, show=_where(request, found)), **context,
    )  # fmt: skip


def _answer_form(by: Any, municipality: Any, page: Any, acts: set[str]) -> Any:
    if "answer" not in acts:
        return None
    return forms.AnswerForm(by=by, municipality=municipality, page=page)


def _where(request: HttpRequest, case: Case) -> str:
    """The part of the queue beside a case: the one it was opened from, else where it stands."""
    if request.GET.get("show"):
        return ""
    if case.level == Level.LANE:
        return "lane"
    if case.phase == Case.Phase.RECEIVED:
        return "imported" if case.source else "look"
    if case.phase == Case.Phase.ENDED:
        return "ended"
    return "others" if case.institution is not None and not case.institution.own else "ours"


def _phases(case: Case) -> list[tuple[str, str]]:
    order = list(Case.Phase.values)
    at = order.index(case.phase)
    return [
        (str(Case.Phase(phase).label), "cur" if place == at else "ok" if place < at else "")
        for place, phase in enumerate(order)
    ]


def lane_box(by: Any, municipality: Any, page: Any) -> dict[str, Any] | None:
    """What a member of a lane sees beside a case: its notes, and in a lane case its words; the look is recorded.

    None for everybody else: not even an empty box tells that there are lanes here.
    """
    mine = by.lanes(municipality.pk)
    if not mine:
        return None
    case = page.case
    lane = case.lane or sorted(mine)[0]
    if case.level == Level.LANE:
        words = lanes.read_words(
            by=by, municipality=municipality, case=case, voices=[heard.voice for heard in page.voices]
        )
        for heard in page.voices:
            heard.words = words.get(heard.voice.pk, "")
    notes = lanes.read_notes(by=by, municipality=municipality, case=case)
    names = people.person_names(note.by for note, _words in notes)
    return {
        "lane": lane,
        "name": dict(LANES)[lane],
        "whole": case.level == Level.LANE,
        "notes": [(note, words, names.get(note.by, "")) for note, words in notes],
        "looked_at": timezone.now() if notes or case.level == Level.LANE else None,
        "note_form": forms.NoteForm(by=by, municipality=municipality, page=page, initial={"lane": lane}),
    }


@require_safe
def case(request: HttpRequest, slug: str, number: int) -> HttpResponse:
    """One case, beside the queue where there is room."""
    _by, municipality = frame.enter(request, slug)
    return show_case(request, municipality, find(request, municipality, number))


@require_safe
def photo(request: HttpRequest, slug: str, pk: UUID) -> HttpResponse:
    """A photo for the eyes of the staff, whether it is public or not."""
    by, municipality = frame.enter(request, slug, "listen.see_queue")
    upload = questions.picture_of(by, municipality, pk)
    if upload is None:
        raise Http404
    return core_photos.served(upload, {"Cache-Control": "no-store, private"})


@require_http_methods(["GET", "HEAD", "POST"])
def look_at_photo(request: HttpRequest, slug: str, number: int, pk: UUID) -> HttpResponse:
    """Somebody looked at a photo: publish it with words for those who can't see, keep it for the staff, or remove it.

    Opened as a page it asks once more before a photo is removed, which nobody can undo."""
    by, municipality = frame.enter(request, slug, "listen.look_at_photos")
    found = find(request, municipality, number)
    if request.method != "POST":
        return _ask_before_removing(request, municipality, found, pk)
    given = {"by": by, "municipality": municipality, "case": found, "photo": pk}
    given["seen"] = request.POST.get("seen", "")
    try:
        match request.POST.get("act"):
            case "publish":
                photos.publish_photo(**given, alt=request.POST.get("alt", ""))
                messages.success(
                    request,
                    _("Everybody can see the photo now.")
                    if found.published_at
                    else _("Everybody can see the photo once the case is published."),
                )
            case "remove":
                photos.remove_photo(**given)
                messages.success(request, _("The photo is deleted."))
            case _other:
                photos.keep_photo(**given)
                messages.success(request, _("The photo stays with the safety team."))
    except ValidationError as wrong:
        context = {
            "photo_at_fault": pk,
            "photo_error": " ".join(wrong.messages),
            "typed_alt": request.POST.get("alt", ""),
        }
        return show_case(request, municipality, found, status=422, **context)
    return redirect("desk_case", slug, number)


def _ask_before_removing(request: HttpRequest, municipality: Any, found: Case, pk: UUID) -> HttpResponse:
    page = questions.case_page(municipality, found)
    pictures = [picture for heard in page.voices for picture in heard.pictures if picture.photo == pk]
    if not pictures:
        raise Http404
    return show_case(
        request, municipality, found, template="photo_remove", page=page, picture=pictures[0], answer_form=None
    )


def _left_alone(numbers: list[int], all_of_them: int) -> str:
    if all_of_them == 1:
        return _("Somebody has gone on from there, so it was not taken back.")
    return _("Somebody has gone on from there, so these were not taken back: {numbers}.").format(
        numbers=", ".join(map(str, sorted(numbers)))
    )


@require_POST
def undo(request: HttpRequest, slug: str) -> HttpResponse:
    """Take back the last act of this session, if nobody has gone on from it."""
    by, municipality = frame.enter(request, slug, "listen.triage")
    kept = frame.kept_undo(request, municipality)
    if kept is None:
        messages.warning(request, _("There is nothing to take back."))
        return redirect("desk_voices", slug)
    number, steps, part = kept
    left = []
    for step in reversed(steps):
        try:
            cases.undo(by=by, municipality=municipality, step=step)
        except cases.Outdated as late:
            left.append(late.case.number)
        except ValidationError as wrong:
            messages.error(request, " ".join(wrong.messages))
            break
    else:
        if not left:
            messages.success(request, _("It is taken back."))
    if left:
        messages.warning(request, _left_alone(left, len(steps)))
    if number == 0 or case_by_number(by, municipality, number) is None:
        return redirect(reverse("desk_voices", args=[slug]) + part)
    return redirect(reverse("desk_case", args=[slug, number]) + part)
