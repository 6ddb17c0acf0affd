"""Interface meetings: the public pages, and the desk's."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from firstdoor.core import codes, rights
from firstdoor.core.acting import accepted, told
from firstdoor.core.forms import renew
from firstdoor.listen.forms import meetings as forms
from firstdoor.listen.models import Meeting
from firstdoor.listen.selectors import meetings as questions
from firstdoor.listen.services import meetings as services
from firstdoor.places import selectors as places

GET_AND_POST = require_http_methods(["GET", "POST"])
WRITE = services.HOLD


@require_safe
def public_list(request: HttpRequest, slug: str) -> HttpResponse:
    """What is coming and what was: `/<lang>/<municipality>/meetings/`."""
    municipality = places.municipality_or_404(slug)
    now = timezone.now()
    return render(
        request,
        "listen/meetings/list.html",
        {
            "municipality": municipality,
            "coming": questions.upcoming(municipality, now=now),
            "past": questions.past(municipality, now=now),
        },
    )


@require_safe
def public_page(request: HttpRequest, slug: str, pk: UUID) -> HttpResponse:
    """One meeting: the announcement, and once published the vision, minutes and promises."""
    municipality = places.municipality_or_404(slug)
    meeting = questions.meeting(municipality, pk, public=True) or _nothing()
    published = meeting.minutes_published_at is not None
    heads = forms.named_heads(questions.heads(meeting, public=True)) if published else []
    said, inputs = questions.said(meeting) if published else ([], 0)
    return render(
        request,
        "listen/meetings/page.html",
        {
            "municipality": municipality,
            "meeting": meeting,
            "published": published,
            "held": meeting.starts_at < timezone.now() or meeting.called_off_at is not None,
            "heads": heads,
            "hidden": any(n is None for _words, n in heads),
            "said": said,
            "inputs": inputs,
            "invitations": questions.invitations(meeting) if published else [],
            "promises": questions.promises(municipality, of=meeting, public=True),
            "today": timezone.localdate(),
        },
    )


def _nothing() -> Meeting:
    raise Http404


def _at_desk(request: HttpRequest, slug: str, permission: str = "listen.see_meetings") -> Any:
    municipality = places.municipality_or_404(slug)
    rights.require(request.actor, permission, municipality)  # type: ignore[attr-defined]
    return municipality


def _page(request: HttpRequest, template: str, municipality: Any, status: int = 200, **context: Any) -> HttpResponse:
    context |= {"municipality": municipality, "desk_page": "meetings"}
    context["may_write"] = rights.may(request.actor, WRITE, municipality)  # type: ignore[attr-defined]
    return render(request, f"listen/desk/meetings/{template}.html", context, status=status)


@require_safe
def desk_list(request: HttpRequest, slug: str) -> HttpResponse:
    """All meetings, drafts too."""
    municipality = _at_desk(request, slug)
    return _page(request, "list", municipality, meetings=questions.all_meetings(municipality), now=timezone.now())


@GET_AND_POST
def desk_new(request: HttpRequest, slug: str) -> HttpResponse:
    """Plan a meeting."""
    municipality = _at_desk(request, slug, WRITE)
    form = forms.MeetingForm(request.POST or None, municipality=municipality)
    if form.is_valid():
        meeting = services.plan_meeting(by=request.actor, municipality=municipality, **form.values())  # type: ignore[attr-defined]
        messages.success(request, _("The meeting is planned. It becomes public when you announce it."))
        return redirect("desk_meeting", slug, meeting.pk)
    status = 422 if form.is_bound else 200
    return _page(
        request, "form", municipality, status, form=form, title=_("Plan a meeting"), label=_("Plan the meeting")
    )


def _one(request: HttpRequest, slug: str, pk: UUID, permission: str = WRITE) -> tuple[Any, Meeting]:
    municipality = _at_desk(request, slug, permission)
    return municipality, questions.meeting(municipality, pk) or _nothing()


@require_safe
def desk_page(request: HttpRequest, slug: str, pk: UUID) -> HttpResponse:
    """One meeting: what is done, what comes next."""
    municipality, meeting = _one(request, slug, pk, "listen.see_meetings")
    begun = meeting.starts_at <= timezone.now() and meeting.called_off_at is None
    heads = questions.heads(meeting, public=False)
    inputs = questions.inputs(meeting)
    promises = questions.promises(municipality, of=meeting)
    invited = meeting.invitations.exists()
    steps = [
        ("desk_meeting_invitations", _("How people are invited"), invited, not meeting.called_off_at),
        ("desk_meeting_inputs", _("What people say, with receipts"), bool(inputs), begun),
        ("desk_meeting_heads", _("Who came, as counts"), bool(heads), begun),
        ("desk_meeting_vision", _("The shared vision"), bool(meeting.vision), begun),
        ("desk_meeting_promises", _("What was promised"), bool(promises), begun),
        ("desk_meeting_minutes", _("The minutes"), bool(meeting.minutes), begun),
    ]
    if begun and not invited:  # nobody is invited to what is over
        del steps[0]
    return _page(
        request, "page", municipality, meeting=meeting, begun=begun, heads=forms.named_heads(heads), inputs=inputs,
        promises=promises, steps=steps, invitations=list(meeting.invitations.order_by("at")),
        today=timezone.localdate(), may_call_off=_can_be_called_off(meeting),
    )  # fmt: skip


@GET_AND_POST
def desk_change(request: HttpRequest, slug: str, pk: UUID) -> HttpResponse:
    """Change date, place, announcement."""
    municipality, meeting = _one(request, slug, pk)
    form = forms.MeetingForm(request.POST or None, municipality=municipality, meeting=meeting)
    if form.is_valid():
        try:
            services.change_meeting(
                by=request.actor, municipality=municipality, meeting=meeting,  # type: ignore[attr-defined]
                version=form.cleaned_data["version"] or 0, **form.values(),
            )  # fmt: skip
            return redirect("desk_meeting", slug, pk)
        except ValidationError as refused:
            form.add_error(None, refused)
            renew(form)
    status = 422 if form.is_bound else 200
    return _page(
        request,
        "form",
        municipality,
        status,
        form=form,
        meeting=meeting,
        there=meeting if form.non_field_errors() else None,
        title=_("Change the meeting"),
        label=_("Save"),
    )


@GET_AND_POST
def desk_publish(request: HttpRequest, slug: str, pk: UUID) -> HttpResponse:
    """Announce it, or publish its minutes (`what`) by who is `sure`: before, the page says what becomes public."""
    municipality, meeting = _one(request, slug, pk)
    minutes = request.method == "GET" or request.POST.get("what") == "minutes"
    if minutes and not request.POST.get("sure"):
        if meeting.minutes_published_at or not meeting.minutes:
            return redirect("desk_meeting", slug, pk)
        said, inputs = questions.said(meeting, most=1_000)
        return _page(
            request, "publishing", municipality, meeting=meeting, n_said=len(said), n_inputs=inputs,
            heads=forms.named_heads(questions.heads(meeting, public=True)),
            promises=questions.promises(municipality, of=meeting),
        )  # fmt: skip
    try:
        if request.POST.get("what") == "minutes":
            services.publish_minutes(by=request.actor, municipality=municipality, meeting=meeting)  # type: ignore[attr-defined]
            messages.success(request, _("Vision, minutes and promises are public now."))
        else:
            services.publish_meeting(by=request.actor, municipality=municipality, meeting=meeting)  # type: ignore[attr-defined]
            messages.success(request, _("The meeting is announced."))
    except ValidationError as refused:
        messages.error(request, " ".join(refused.messages))
    return redirect("desk_meeting", slug, pk)


@GET_AND_POST
def desk_call_off(request: HttpRequest, slug: str, pk: UUID) -> HttpResponse:
    """Call an announced meeting off, with the reason that stands on its public page."""
    municipality, meeting = _one(request, slug, pk)
    if request.method == "GET" and not _can_be_called_off(meeting):
        return redirect("desk_meeting", slug, pk)
    form = forms.CallOffForm(request.POST or None, languages=municipality.languages)
    if form.is_valid() and accepted(
        form,
        lambda: services.call_off(
            by=request.actor,
            municipality=municipality,
            meeting=meeting,
            reason=form.words_of("reason"),  # type: ignore[attr-defined]
        ),
    ):
        messages.success(request, _("The meeting is called off, and its page says why."))
        return redirect("desk_meeting", slug, pk)
    status = 422 if form.is_bound else 200
    return _page(
        request, "form", municipality, status, form=form, meeting=meeting, title=_("Call the meeting off?"),
        label=_("Call it off now"),
        hint=_("Everybody reads this on its page from then on. It can't be taken back; for another day plan a new meeting."),
    )  # fmt: skip


def _can_be_called_off(meeting: Meeting) -> bool:
    return bool(meeting.published_at) and meeting.starts_at > timezone.now() and meeting.called_off_at is None


def _taken_out(request: HttpRequest) -> UUID | None:
    """The row that somebody takes out of a list (`remove`)."""
    try:
        return UUID(request.POST.get("remove", ""))
    except ValueError:
        return None


@GET_AND_POST
def desk_invitations(request: HttpRequest, slug: str, pk: UUID) -> HttpResponse:
    """By which channel people were invited."""
    municipality, meeting = _one(request, slug, pk)
    gone = _taken_out(request)
    if gone:
        services.take_back_invitation(by=request.actor, municipality=municipality, meeting=meeting, pk=gone)  # type: ignore[attr-defined]
        return redirect("desk_meeting_invitations", slug, pk)
    last = places.local_date(municipality, meeting.starts_at)
    form = forms.InvitationForm(request.POST or None, initial={"at": min(timezone.localdate(), last)})
    if form.is_valid() and accepted(
        form,
        lambda: services.invite(by=request.actor, municipality=municipality, meeting=meeting, **form.cleaned_data),  # type: ignore[attr-defined]
    ):
        return redirect("desk_meeting_invitations", slug, pk)
    status = 422 if form.is_bound else 200
    rows = list(meeting.invitations.order_by("at"))
    return _page(request, "invitations", municipality, status, form=form, meeting=meeting, invitations=rows)


@GET_AND_POST
def desk_heads(request: HttpRequest, slug: str, pk: UUID) -> HttpResponse:
    """Who came."""
    municipality, meeting = _one(request, slug, pk)
    form = forms.HeadsForm(request.POST or None, municipality=municipality, meeting=meeting)
    if form.is_valid():
        try:
            services.count_heads(by=request.actor, municipality=municipality, meeting=meeting, counts=form.counts())  # type: ignore[attr-defined]
            messages.success(request, _("The counts are kept."))
            return redirect("desk_meeting", slug, pk)
        except ValidationError as refused:
            form.add_error(None, refused)
    status = 422 if form.is_bound else 200
    return _page(
        request, "form", municipality, status, form=form, meeting=meeting, title=_("Who came?"), label=_("Save"),
        hint=_("Only counts, never names. Leave out what you did not count."),
    )  # fmt: skip


@GET_AND_POST
def desk_inputs(request: HttpRequest, slug: str, pk: UUID) -> HttpResponse:
    """Inputs entered live: each is a voice with a receipt to hand out."""
    municipality, meeting = _one(request, slug, pk)
    form = forms.InputForm(request.POST or None)
    if form.is_valid():
        try:
            filed = services.enter_input(
                by=request.actor, municipality=municipality, meeting=meeting, language=municipality.language,  # type: ignore[attr-defined]
                **form.cleaned_data,
            )  # fmt: skip
            code = codes.grouped(filed.code)
            messages.success(request, _("Written down. The receipt's code is {code}.").format(code=code))
            return redirect("desk_meeting_inputs", slug, pk)
        except ValidationError as refused:
            form.add_error(None, refused)
    status = 422 if form.is_bound else 200
    return _page(request, "inputs", municipality, status, form=form, meeting=meeting, inputs=questions.inputs(meeting))


@GET_AND_POST
def desk_words(request: HttpRequest, slug: str, pk: UUID, part: str) -> HttpResponse:
    """The shared vision or the minutes."""
    municipality, meeting = _one(request, slug, pk)
    form = forms.WordsForm(
        request.POST or None,
        languages=municipality.languages,
        initial={"words": getattr(meeting, part), "version": meeting.version},
    )
    if form.is_valid():
        try:
            services.write_down(
                by=request.actor, municipality=municipality, meeting=meeting, part=part,  # type: ignore[attr-defined]
                version=form.cleaned_data["version"], words=form.words_of("words"),
            )  # fmt: skip
            public = _("The words are kept, and everybody can read them.")
            later = _("The words are kept. They become public when you publish them.")
            messages.success(request, public if meeting.minutes_published_at else later)
            return redirect("desk_meeting", slug, pk)
        except ValidationError as refused:
            form.add_error(None, refused)
            renew(form)
    titles = {"vision": _("The shared vision"), "minutes": _("The minutes")}
    status = 422 if form.is_bound else 200
    return _page(
        request, "form", municipality, status, form=form, meeting=meeting, title=titles[part], label=_("Save"),
        changed=meeting if form.non_field_errors() else None, part=part, language=get_language(),
        hint=_("The minutes are public: what you change here, everybody can read at once, with the day of the correction.")
        if meeting.minutes_published_at else "",
    )  # fmt: skip


@GET_AND_POST
def desk_promises(request: HttpRequest, slug: str, pk: UUID) -> HttpResponse:
    """What was promised in the room."""
    municipality, meeting = _one(request, slug, pk)
    gone = _taken_out(request)
    if gone:
        told(
            request,
            lambda: services.take_back_promise(by=request.actor, municipality=municipality, meeting=meeting, pk=gone),  # type: ignore[attr-defined]
            _("Taken out."),
        )
        return redirect("desk_meeting_promises", slug, pk)
    form = forms.PromiseForm(request.POST or None, languages=municipality.languages)
    if form.is_valid():
        services.promise(
            by=request.actor, municipality=municipality, meeting=meeting, text=form.words_of("text"),  # type: ignore[attr-defined]
            owner=form.cleaned_data["owner"], due=form.cleaned_data["due"],
        )  # fmt: skip
        return redirect("desk_meeting_promises", slug, pk)
    status = 422 if form.is_bound else 200
    rows = questions.promises(municipality, of=meeting)
    return _page(request, "promises", municipality, status, form=form, meeting=meeting, promises=rows)


@GET_AND_POST
def desk_settle(request: HttpRequest, slug: str, pk: UUID, promise: UUID) -> HttpResponse:
    """What became of a promise."""
    municipality, meeting = _one(request, slug, pk)
    row = next((row for row in questions.promises(municipality, of=meeting) if row.pk == promise), None)
    if row is None:
        raise Http404
    form = forms.SettleForm(
        request.POST or None, languages=municipality.languages, initial={"state": row.state, "reason": row.reason}
    )
    if form.is_valid():
        try:
            services.settle_promise(
                by=request.actor, municipality=municipality, promise=row, state=form.cleaned_data["state"],  # type: ignore[attr-defined]
                reason=form.words_of("reason"),
            )  # fmt: skip
            return redirect("desk_meeting_promises", slug, pk)
        except ValidationError as refused:
            message_dict = getattr(refused, "error_dict", None)
            if message_dict and "reason" in message_dict:
                form.add_error(f"reason_{form.languages[0]}", refused.messages)
            else:
                form.add_error(None, refused)
    status = 422 if form.is_bound else 200
    return _page(
        request,
        "form",
        municipality,
        status,
        form=form,
        meeting=meeting,
        title=_("What became of it?"),
        label=_("Save"),
        promise=row,
    )
