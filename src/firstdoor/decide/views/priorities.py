"""The choice of priorities: the desk's pages, and the one that everybody reads."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from firstdoor.core.acting import accepted, told
from firstdoor.core.seen import mark_of
from firstdoor.decide.forms import priorities as forms
from firstdoor.decide.models import Candidate, Choice
from firstdoor.decide.selectors import priorities as questions
from firstdoor.decide.services import priorities as services
from firstdoor.decide.views.common import TAKE_OUT, ask, asked_to_take_out, at_desk, may, page, typed, typed_before
from firstdoor.listen import selectors as listen
from firstdoor.people import selectors as people
from firstdoor.places import selectors as places

GET_AND_POST = require_http_methods(["GET", "POST"])
State = Choice.State


@require_safe
def public_page(request: HttpRequest, slug: str) -> HttpResponse:
    """What was chosen and why, and why not the others."""
    municipality = places.municipality_or_404(slug)
    choice = questions.published_choice(municipality)
    context = {"municipality": municipality, "choice": choice}
    if choice is not None:
        context |= {"rows": questions.outcome(choice), "seats": questions.seats_that_marked(choice)}
    return render(request, "decide/priorities.html", context)


@require_safe
def desk_page(request: HttpRequest, slug: str) -> HttpResponse:
    """Where the choice stands and what comes next."""
    municipality = at_desk(request, slug)
    choice = questions.choice_now(municipality)
    context = {
        "choice": choice,
        "cycle": people.current_cycle(municipality),
        "may_prepare": may(request, services.PREPARE, municipality),
        "seat": people.seat_of(request.actor, municipality, today=timezone.localdate()),  # type: ignore[attr-defined]
    }
    if choice is not None:
        context["rows"] = questions.outcome(choice)
        context["marking"] = choice.state in services.ROUND_OF
        context["marked"] = questions.seats_that_marked(choice)
        context["own_marks"] = _own_marks(choice, context["seat"])
        context["voting_seats"], unmarked = questions.seats_to_mark(choice, today=timezone.localdate())
        if context["may_prepare"] or context["seat"]:  # the group's minutes are open to the group
            context |= {"unmarked": unmarked, "minutes": questions.minutes_of(choice)}
        if choice.state in {Choice.State.ROUND_2, Choice.State.CHAIR}:
            context["tied"], _places = services.standing(municipality, choice)
        context["missing"] = [row.candidate for row in context["rows"] if not row.candidate.reason]
    return page(request, "desk/priorities", municipality, "priorities", **context)


@GET_AND_POST
def candidate_new(request: HttpRequest, slug: str) -> HttpResponse:
    """Put up a candidate: first the theme, then the words and the cases."""
    municipality = at_desk(request, slug, services.PREPARE)
    choice = questions.choice_now(municipality) or _none()
    theme = request.POST.get("theme") or request.GET.get("theme", "")
    form = forms.CandidateForm(request.POST or None, municipality=municipality, theme=theme)
    if form.is_valid() and accepted(form, lambda: _put_up(request, municipality, choice, form), {"title": "title_sq"}):
        return redirect("desk_priorities", slug)
    there = None
    if form.non_field_errors():  # somebody else has put up this theme: the next send is about that
        there = next((one for one in questions.candidates_of(choice) if one.theme.code == theme), None)
        form.data = form.data | {"edited": services.mark_of_candidate(there)} if there else form.data
    return page(
        request, "desk/candidate", municipality, "priorities", form=form, theme=theme, choice=choice, there=there
    )


def _put_up(request: HttpRequest, municipality: object, choice: Choice, form: forms.CandidateForm) -> Candidate:
    theme = listen.theme_by_code(municipality, form.cleaned_data["theme"]) or _none()
    return services.put_up(
        by=request.actor,
        municipality=municipality,
        choice=choice,
        theme=theme,  # type: ignore[attr-defined,arg-type]
        title=form.words_of("title"),
        case_for=form.words_of("case_for"),
        cases=form.chosen_cases(),
        statements=form.chosen_statements(),
        seen=form.cleaned_data["edited"],
    )


def _none() -> Choice:
    raise Http404


@GET_AND_POST
def candidate_change(request: HttpRequest, slug: str, pk: UUID) -> HttpResponse:
    """Change a candidate, or take it back (`remove`), before marking begins."""
    municipality = at_desk(request, slug, services.PREPARE)
    candidate = questions.candidate(municipality, pk) or _none()
    if asked_to_take_out(request):
        return ask(
            request, municipality, "priorities", title=_("Take this candidate back?"), label=_("Take it back"),
            words=_("Its words are gone then, in all languages."), shown=[candidate.title, candidate.case_for],
            hidden=TAKE_OUT, back=request.path,
        )  # fmt: skip
    if request.POST.get("remove"):
        told(
            request,
            lambda: services.take_down(by=request.actor, municipality=municipality, candidate=candidate),  # type: ignore[attr-defined]
            _("The candidate was taken back."),
        )
        return redirect("desk_priorities", slug)
    present = [str(ref) for ref in questions.evidence_of(municipality, "candidate", [pk]).get(pk, [])]
    reasons = questions.evidence_of(municipality, "candidate", [pk], "statement").get(pk, [])
    form = forms.CandidateForm(
        request.POST or None, municipality=municipality, candidate=candidate, present=present, reasons=reasons
    )
    if form.is_valid() and accepted(form, lambda: _put_up(request, municipality, candidate.choice, form)):
        return redirect("desk_priorities", slug)
    return page(
        request, "desk/candidate", municipality, "priorities", form=form, candidate=candidate, choice=candidate.choice,
        there=candidate if form.non_field_errors() else None,
    )  # fmt: skip


@GET_AND_POST
def reason(request: HttpRequest, slug: str, pk: UUID) -> HttpResponse:
    """Why a candidate was chosen or not."""
    municipality = at_desk(request, slug, services.PREPARE)
    candidate = questions.candidate(municipality, pk) or _none()
    if candidate.choice.state != State.REASONS and request.method == "GET":
        return redirect("desk_priorities", slug)
    form = forms.ReasonForm(
        request.POST or None, languages=municipality.languages,
        initial={"reason": candidate.reason, "edited": mark_of(candidate.reason)},
    )  # fmt: skip
    if form.is_valid() and accepted(
        form,
        lambda: services.write_reason(
            by=request.actor,
            municipality=municipality,
            candidate=candidate,
            reason=form.words_of("reason"),  # type: ignore[attr-defined]
            seen=form.cleaned_data["edited"] or None,
        ),
    ):
        return redirect("desk_priorities", slug)
    there = candidate if form.non_field_errors() else None
    return page(request, "desk/reason", municipality, "priorities", form=form, candidate=candidate, there=there)


def _own_marks(choice: Choice, seat: object) -> list[str]:
    round_now = services.ROUND_OF.get(State(choice.state))
    own = getattr(seat, "pk", None)
    found = questions.marks_of(choice) if own else []
    return [str(mark.candidate_id) for mark in found if mark.seat_id == own and mark.round == round_now]


@GET_AND_POST
def marks(request: HttpRequest, slug: str) -> HttpResponse:
    """The marks of one's own seat."""
    municipality = at_desk(request, slug, services.MARK)
    seat = services.own_seat(request.actor, municipality)  # type: ignore[attr-defined]
    choice = questions.choice_now(municipality) or _none()
    if choice.state not in services.ROUND_OF and request.method == "GET":
        return redirect("desk_priorities", slug)
    allowed, wanted = services.standing(municipality, choice)
    candidates = [one for one in questions.candidates_of(choice) if one.pk in allowed]
    own = _own_marks(choice, seat)
    form = forms.MarksForm(request.POST or None, candidates=candidates, places=wanted, initial={"candidates": own})
    if form.is_valid() and accepted(
        form,
        lambda: services.mark(
            by=request.actor,
            municipality=municipality,
            choice=choice,  # type: ignore[attr-defined]
            candidates=[UUID(pk) for pk in form.cleaned_data["candidates"]],
        ),
    ):
        messages.success(request, _("Your marks are kept. You may change them until the round is closed."))
        return redirect("desk_priorities", slug)
    return page(
        request,
        "desk/marks",
        municipality,
        "priorities",
        form=form,
        choice=choice,
        candidates=candidates,
        wanted=wanted,
    )


@GET_AND_POST
def tie(request: HttpRequest, slug: str) -> HttpResponse:
    """The chair decides a tie."""
    municipality = at_desk(request, slug, services.MARK)
    services.own_seat(request.actor, municipality, chairs=True)  # type: ignore[attr-defined]
    choice = questions.choice_now(municipality) or _none()
    if choice.state != State.CHAIR and request.method == "GET":
        return redirect("desk_priorities", slug)
    allowed, wanted = services.standing(municipality, choice)
    candidates = [one for one in questions.candidates_of(choice) if one.pk in allowed]
    before = typed_before(request)
    data = None if before is not None else request.POST or None
    form = forms.TieForm(
        data, candidates=candidates, places=wanted, languages=municipality.languages, initial=before or {}
    )
    if form.is_valid() and not request.POST.get("sure"):
        return ask(
            request, municipality, "priorities", title=_("Decide the tie like this?"), label=_("Decide the tie now"),
            words=_("The reason is published with the result. The choice can't be taken back."), **typed(form),
            back=reverse("desk_priorities", args=[slug]),
        )  # fmt: skip
    if form.is_valid() and accepted(
        form,
        lambda: services.decide_tie(
            by=request.actor,
            municipality=municipality,
            choice=choice,
            reason=form.words_of("reason"),  # type: ignore[attr-defined]
            candidates=[UUID(pk) for pk in form.cleaned_data["candidates"]],
        ),
    ):
        return redirect("desk_priorities", slug)
    return page(request, "desk/tie", municipality, "priorities", form=form, choice=choice)


@require_safe
def closing(request: HttpRequest, slug: str) -> HttpResponse:
    """Before a round is closed: which seats have not marked"""
    municipality = at_desk(request, slug, services.PREPARE)
    choice = questions.choice_now(municipality)
    if choice is None or choice.state not in services.ROUND_OF:
        return redirect("desk_priorities", slug)
    voting, unmarked = questions.seats_to_mark(choice, today=timezone.localdate())
    return page(
        request, "desk/closing", municipality, "priorities", choice=choice, unmarked=unmarked,
        marked=len(voting) - len(unmarked),
    )  # fmt: skip


@require_safe
def publishing(request: HttpRequest, slug: str) -> HttpResponse:
    """Before the choice is published: what everybody will read, and how many voices get their answer"""
    municipality = at_desk(request, slug, services.PREPARE)
    choice = questions.choice_now(municipality)
    if choice is None or choice.state != Choice.State.REASONS:
        return redirect("desk_priorities", slug)
    candidates = questions.candidates_of(choice)
    behind = questions.voices_behind_candidates(municipality, candidates)
    return page(
        request, "desk/publishing", municipality, "priorities", candidates=candidates,
        missing=any(not one.reason for one in candidates),
        n_voices=len(set().union(*({*one.voices, *one.around} for one in behind.values()))),
    )  # fmt: skip


@require_POST
def step(request: HttpRequest, slug: str) -> HttpResponse:
    """The next step of the choice: begin, open marking, close the round, publish (`what`).

    A round that not every seat has marked is closed, and the choice published, by who is `sure`."""
    municipality = at_desk(request, slug, services.PREPARE)
    what = request.POST.get("what", "")
    by = request.actor  # type: ignore[attr-defined]
    cycle = people.current_cycle(municipality)
    choice = questions.choice_now(municipality)
    if what == "begin" and cycle is not None:
        told(
            request,
            lambda: services.begin_choice(by=by, municipality=municipality, cycle=cycle),
            _("Now put up the candidates."),
        )
        return redirect("desk_priorities", slug)
    acts = {
        "open": (services.open_marking, _("The seats can mark now.")),
        "close": (services.close_round, _("The round is closed.")),
        "publish": (services.publish_choice, _("The choice is public, and every voice behind it has its answer.")),
    }
    if what not in acts or choice is None:
        raise Http404
    if what == "open" and not request.POST.get("sure") and choice.state == State.GATHERING:
        return ask(
            request, municipality, "priorities", title=_("Let the seats mark?"), label=_("Let them mark now"),
            words=_("The candidates stay as they are then: none is changed, put up or taken back any more."),
            hidden=[("what", "open")], back=reverse("desk_priorities", args=[slug]),
            shown=[one.title for one in questions.candidates_of(choice)],
        )  # fmt: skip
    if what == "publish" and not request.POST.get("sure"):
        return redirect("desk_choice_publishing", slug)
    if what == "close" and not request.POST.get("sure") and choice.state in services.ROUND_OF:
        _voting, unmarked = questions.seats_to_mark(choice, today=timezone.localdate())
        if unmarked:
            return redirect("desk_choice_closing", slug)
    act, done = acts[what]
    told(request, lambda: act(by=by, municipality=municipality, choice=choice), done)
    return redirect("desk_priorities", slug)
