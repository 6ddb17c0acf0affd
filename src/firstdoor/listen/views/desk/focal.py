"""Entering a voice for somebody, and the answers to bring back."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from firstdoor.core.actor import Actor
from firstdoor.listen.forms.desk.focal import SpeakForm
from firstdoor.listen.selectors import ledger as questions
from firstdoor.listen.services import NobodyReadsThis, focal
from firstdoor.listen.views.desk import frame
from firstdoor.places import selectors as places

TOLD = "listen.told"


@require_http_methods(["GET", "POST"])
def speak(request: HttpRequest, slug: str) -> HttpResponse:
    """Enter a voice for somebody, and see one's own entries to print a slip again."""
    by, municipality = frame.enter(request, slug, "listen.speak_for_others")
    form = SpeakForm(
        request.POST if request.method == "POST" else None, by=by, municipality=municipality,
        after=_entry_before(request, by, municipality),
    )  # fmt: skip
    nobody = False
    if form.is_bound and form.is_valid():
        try:
            filed = focal.enter_voice(by=by, municipality=municipality, **form.values())
        except NobodyReadsThis as refused:
            nobody = True
            _refuse(form, refused)
        except ValidationError as wrong:
            _refuse(form, wrong)
        else:
            return redirect("desk_spoken", slug, filed.voice.pk)
    return frame.page(
        request, "speak", municipality, desk_page="speak", status=422 if form.is_bound else 200, form=form,
        nobody=nobody, numbers=places.emergency_numbers(municipality),
        entries=questions.own_entries(by, municipality, most=8),
    )  # fmt: skip


def _entry_before(request: HttpRequest, by: Actor, municipality: Any) -> questions.Entry | None:
    """The own entry that the address names as the one before, none where it names nothing of that kind."""
    try:
        return questions.own_entry(by, municipality, UUID(request.GET.get("after", "")))
    except ValueError:
        return None


def _refuse(form: SpeakForm, wrong: ValidationError) -> None:
    names = {"heard_at": "heard_on"}
    for name, errors in (wrong.error_dict if hasattr(wrong, "error_dict") else {"": [wrong]}).items():
        field = names.get(name, name)
        form.add_error(field if field in form.fields else None, errors)


@require_safe
def spoken(request: HttpRequest, slug: str, voice: UUID) -> HttpResponse:
    """What was done with an entered voice: its code, its slip, and what comes next."""
    by, municipality = frame.enter(request, slug, "listen.speak_for_others")
    entry = questions.own_entry(by, municipality, voice)
    if entry is None:
        raise Http404
    code = entry.code
    # The paper speaks the person's language, not that of whoever prints it.
    theirs = f"?lang={entry.language}"
    return frame.page(
        request, "spoken", municipality, desk_page="speak", entry=entry,
        slip_url=reverse("receipt_slip", args=[code]) + theirs if code else "",
        receipt_url=reverse("receipt", args=[code]) + theirs if code else "",
        reads_by=places.due("firstdoor.first_look", entry.heard_at, municipality),
    )  # fmt: skip


@require_safe
def bring_back(request: HttpRequest, slug: str) -> HttpResponse:
    """Answers to bring back, until each is ticked."""
    by, municipality = frame.enter(request, slug, "listen.bring_answers")
    return _answers(request, by, municipality)


def _answers(request: HttpRequest, by: Actor, municipality: Any, **context: Any) -> HttpResponse:
    if TOLD in request.session:
        address = reverse("desk_told", args=[municipality.slug, request.session.pop(TOLD)])
        context["undo"] = {"words": _("Taken from the list."), "url": f"{address}?back=1"}
    own, others = questions.to_bring(by, municipality)
    entries = questions.own_entries(by, municipality)
    return frame.page(
        request, "bring_back", municipality, desk_page="answers", own=own, others=others, entries=entries, **context
    )


@require_POST
def told(request: HttpRequest, slug: str, delivery: UUID) -> HttpResponse:
    """Tick an answer as told, say that the person can't be found, or take that back."""
    by, municipality = frame.enter(request, slug, "listen.bring_answers")
    if request.GET.get("back"):
        focal.untell(by=by, municipality=municipality, delivery=delivery)
        messages.success(request, _("The answer waits again."))
        return redirect("desk_bring_back", slug)
    if request.POST.get("act") == "not_found":
        focal.give_up(by=by, municipality=municipality, delivery=delivery)
        messages.success(request, _("Noted. The answer stays on the page of the receipt."))
    else:
        focal.tell(by=by, municipality=municipality, delivery=delivery)
        messages.success(request, _("Told. Thank you for bringing the answer."))
    request.session[TOLD] = str(delivery)
    return redirect("desk_bring_back", slug)


@require_POST
def contact(request: HttpRequest, slug: str, voice: UUID) -> HttpResponse:
    """Show how the person behind an own entry is found; the look is recorded, and the page is not kept."""
    by, municipality = frame.enter(request, slug, "listen.bring_answers")
    found = focal.look_up_contact(by=by, municipality=municipality, voice=voice)
    return _answers(request, by, municipality, contact_of=voice, contact=found)
