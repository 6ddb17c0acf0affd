"""Working sessions and proposals: the guided pages at the desk, and what everybody reads."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from firstdoor.core import papers
from firstdoor.core.acting import accepted, told
from firstdoor.core.texts import Texts, plain
from firstdoor.decide import notices
from firstdoor.decide.forms import sessions as forms
from firstdoor.decide.models import Proposal, Session, Step
from firstdoor.decide.selectors import sessions as questions
from firstdoor.decide.services import sessions as services
from firstdoor.decide.steps import STEPS, StepPage
from firstdoor.decide.views.common import ask, at_desk, may, page, typed, typed_before
from firstdoor.places import selectors as places

GET_AND_POST = require_http_methods(["GET", "POST"])


@require_safe
def public_proposal(request: HttpRequest, slug: str, pk: UUID) -> HttpResponse:
    """A submitted pilot proposal."""
    municipality, proposal = _public(slug, pk)
    context = {"municipality": municipality, "proposal": proposal, "parts": _parts(proposal)}
    return render(request, "decide/proposal.html", context)


@require_safe
def proposal_pdf(request: HttpRequest, slug: str, pk: UUID) -> HttpResponse:
    """A submitted pilot proposal as PDF"""
    municipality, proposal = _public(slug, pk)
    parts = [(str(label), plain(words)) for label, words in _parts(proposal)]
    return papers.answer(notices.proposal(municipality, proposal, parts), "-".join((_("pilot-proposal"), slug)))


def _public(slug: str, pk: UUID) -> tuple[Any, Proposal]:
    municipality = places.municipality_or_404(slug)
    proposal = questions.proposal(municipality, pk, public=True)
    if proposal is None:
        raise Http404
    return municipality, proposal


def _parts(proposal: Proposal) -> list[tuple[Any, Any]]:
    """Each part of a proposal with its label, in the order of the form."""
    fields = forms.ProposalForm.texts
    return [(fields[name].label, getattr(proposal, name)) for name in services.FIELDS if name != "title"]


def _session(request: HttpRequest, slug: str, pk: UUID, permission: str = "decide.see_desk") -> tuple[Any, Session]:
    municipality = at_desk(request, slug, permission)
    session = questions.session(municipality, pk)
    if session is None:
        raise Http404
    return municipality, session


@require_safe
def sessions(request: HttpRequest, slug: str) -> HttpResponse:
    """Every session, and the proposals that came out of them."""
    municipality = at_desk(request, slug)
    return page(
        request, "desk/sessions", municipality, "sessions", sessions=questions.sessions(municipality),
        proposals=questions.proposals(municipality), may_hold=may(request, services.HOLD, municipality),
        priorities=questions.chosen_priorities(municipality),
    )  # fmt: skip


@GET_AND_POST
def session_new(request: HttpRequest, slug: str) -> HttpResponse:
    """Begin a session."""
    municipality = at_desk(request, slug, services.HOLD)
    form = forms.SessionForm(request.POST or None, municipality=municipality)
    made: list[Session] = []
    if form.is_valid():
        data = form.cleaned_data
        candidate = form.candidates[data["candidate"]]
        if accepted(
            form,
            lambda: made.append(
                services.begin_session(
                    by=request.actor,
                    municipality=municipality,
                    candidate=candidate,
                    title=form.words_of("title"),  # type: ignore[attr-defined]
                    held_on=data["held_on"],
                    place=data["place"],
                    facilitator=data["facilitator"],
                )
            ),
        ):
            return redirect("desk_session_step", slug, made[0].pk, 1)
    return page(request, "desk/session_form", municipality, "sessions", form=form)


@require_safe
def session(request: HttpRequest, slug: str, pk: UUID) -> HttpResponse:
    """One session: its eight steps, and what was written at each."""
    municipality, found = _session(request, slug, pk)
    written = questions.steps_of(found)
    rows = [(number, step, _written(step, written.get(number))) for number, step in enumerate(STEPS, start=1)]
    may_hold = may(request, services.HOLD, municipality)
    return page(
        request, "desk/session", municipality, "sessions", session=found, rows=rows, may_hold=may_hold,
        may_write=may_hold and found.ended_at is None, proposals=questions.proposals(municipality, of=found),
    )  # fmt: skip


def _written(step: StepPage, row: Step | None) -> list[tuple[Any, Texts]]:
    """What stands at a step, in the order of its page. Nothing, if the page was passed over: it is not done then."""
    content = row.content if row else {}
    return [(label, content[name]) for name, label in step.fields.items() if name in content]


@GET_AND_POST
def step(request: HttpRequest, slug: str, pk: UUID, number: int) -> HttpResponse:
    """One guided page; the next follows by itself."""
    municipality, found = _session(request, slug, pk, services.HOLD)
    if not 1 <= number <= len(STEPS):
        raise Http404
    if found.ended_at is not None and request.method == "GET":
        return redirect("desk_session", slug, pk)
    row = questions.steps_of(found).get(number)
    form = forms.StepForm(request.POST or None, municipality=municipality, page=STEPS[number - 1], step=row)
    if form.is_valid() and accepted(
        form,
        lambda: services.write_step(
            by=request.actor,
            municipality=municipality,
            session=found,
            number=number,
            content=form.content(),  # type: ignore[attr-defined]
            version=form.cleaned_data["version"],
        ),
    ):
        if number < len(STEPS):
            return redirect("desk_session_step", slug, pk, number + 1)
        return redirect("desk_session", slug, pk)
    return page(
        request, "desk/session_step", municipality, "sessions", form=form, session=found, number=number,
        step=STEPS[number - 1], total=len(STEPS),
        there=_written(STEPS[number - 1], row) if form.non_field_errors() else None,
        voices=questions.voices_to_read(found) if number == 2 else [],
    )  # fmt: skip


@require_POST
def session_act(request: HttpRequest, slug: str, pk: UUID) -> HttpResponse:
    """Begin a proposal from the session, or end the session (`what`), when somebody is `sure`."""
    municipality, found = _session(request, slug, pk)
    by, what = request.actor, request.POST.get("what")  # type: ignore[attr-defined]
    if what == "proposal":
        proposal = services.draft_proposal(by=by, municipality=municipality, session=found)
        return redirect("desk_proposal", slug, proposal.pk)
    if what == "end" and not request.POST.get("sure"):
        return ask(
            request, municipality, "sessions", title=_("End the session?"), label=_("End the session now"),
            words=_("Its eight pages stay as they are then. Proposals can still be made from them."),
            hidden=[("what", "end")], back=reverse("desk_session", args=[slug, pk]),
        )  # fmt: skip
    if what == "end":
        services.end_session(by=by, municipality=municipality, session=found)
        return redirect("desk_session", slug, pk)
    raise Http404


def _proposal(request: HttpRequest, slug: str, pk: UUID, permission: str) -> tuple[Any, Proposal]:
    municipality = at_desk(request, slug, permission)
    proposal = questions.proposal(municipality, pk)
    if proposal is None:
        raise Http404
    return municipality, proposal


@GET_AND_POST
def proposal(request: HttpRequest, slug: str, pk: UUID) -> HttpResponse:
    """Write the proposal; submit it once nothing is missing."""
    municipality, found = _proposal(request, slug, pk, services.HOLD)
    form = forms.ProposalForm(request.POST or None, municipality=municipality, proposal=found)
    if form.is_valid() and accepted(
        form,
        lambda: services.write_proposal(
            by=request.actor,
            municipality=municipality,
            proposal=found,
            version=form.cleaned_data["version"],  # type: ignore[attr-defined]
            budget=form.cleaned_data["budget"],
            **{name: form.words_of(name) for name in services.FIELDS},
        ),
    ):
        if request.POST.get("submit"):
            return redirect("desk_proposal_submission", slug, pk)
        messages.success(request, _("The proposal is saved."))
        return redirect("desk_proposal", slug, pk)
    return _proposal_page(request, municipality, found, form)


def _proposal_page(request: HttpRequest, municipality: Any, found: Proposal, form: forms.ProposalForm) -> HttpResponse:
    lacks = [
        str(forms.ProposalForm.texts[name].label) if name != "budget" else _("Budget")
        for name in services.missing(found)
    ]
    return page(
        request, "desk/proposal", municipality, "sessions", form=form, proposal=found, lacks=lacks, parts=_parts(found)
    )


@GET_AND_POST
def submission(request: HttpRequest, slug: str, pk: UUID) -> HttpResponse:
    """Submit it, when somebody is `sure`; what is still empty is said beside its field."""
    municipality, found = _proposal(request, slug, pk, services.SUBMIT)
    lacks = services.missing(found)
    if lacks and found.state == Proposal.State.DRAFT:
        form = forms.ProposalForm.lacking(lacks, municipality=municipality, proposal=found)
        return _proposal_page(request, municipality, found, form)
    if not request.POST.get("sure"):
        if found.state != Proposal.State.DRAFT:
            return redirect("desk_proposal", slug, pk)
        return ask(
            request, municipality, "sessions", title=_("Submit the proposal?"), label=_("Submit the proposal now"),
            words=_("Everybody can read it then, and it stays as it is; it can't be taken back."),
            shown=[found.title], back=reverse("desk_proposal", args=[slug, pk]),
        )  # fmt: skip
    told(
        request,
        lambda: services.submit_proposal(by=request.actor, municipality=municipality, proposal=found),  # type: ignore[attr-defined]
        _("The proposal is submitted and public."),
    )
    return redirect("desk_proposal", slug, pk)


@GET_AND_POST
def choosing(request: HttpRequest, slug: str, pk: UUID) -> HttpResponse:
    """A pilot or not."""
    municipality, found = _proposal(request, slug, pk, services.CHOOSE)
    if found.state != Proposal.State.SUBMITTED and request.method == "GET":
        return redirect("desk_proposal", slug, pk)
    before = typed_before(request)
    data = None if before is not None else request.POST or None
    form = forms.ChooseForm(data, languages=municipality.languages, initial=before or {})
    if form.is_valid() and not request.POST.get("sure"):
        return ask(
            request, municipality, "sessions", title=_("Decide like this?"), label=_("Decide it now"), **typed(form),
            words=_("The voices behind it hear of it at once, with the reason. It can't be taken back."),
            shown=[found.title], back=reverse("desk_proposal", args=[slug, pk]),
        )  # fmt: skip
    if form.is_valid() and accepted(
        form,
        lambda: services.choose_proposal(
            by=request.actor,
            municipality=municipality,
            proposal=found,  # type: ignore[attr-defined]
            chosen=form.cleaned_data["chosen"] == "yes",
            reason=form.words_of("reason"),
        ),
    ):
        messages.success(request, _("It is decided, and the voices behind it hear of it."))
        return redirect("desk_sessions", slug)
    return page(
        request, "desk/proposal_choice", municipality, "sessions", form=form, proposal=found, now=timezone.now()
    )
