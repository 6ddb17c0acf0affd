"""Ideas for a ballot: read and proposed by everybody, looked at from the desk."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import get_language
from django.views.decorators.http import require_http_methods, require_safe

from firstdoor.core import codes, limits
from firstdoor.core.acting import accepted
from firstdoor.core.errors import too_many
from firstdoor.decide.forms.ideas import IdeaForm, ReviewForm
from firstdoor.decide.models import Ballot
from firstdoor.decide.pictures import shown
from firstdoor.decide.selectors import ballot_results, ballots, ideas
from firstdoor.decide.services import ballots as services
from firstdoor.decide.services.ballots.ideas import REVIEW
from firstdoor.decide.views.common import at_desk, may, page
from firstdoor.listen.services import ContactGiven
from firstdoor.places import selectors as places

GET_AND_POST = require_http_methods(["GET", "POST"])


def _public(slug: str, name: str) -> tuple[Any, Ballot]:
    municipality = places.municipality_or_404(slug)
    ballot = ideas.ballot_of_ideas(municipality, name)
    if ballot is None:
        raise Http404
    return municipality, ballot


@require_safe
def public(request: HttpRequest, slug: str, name: str) -> HttpResponse:
    """The stages of a ballot and the ideas for it, with what was said of each."""
    municipality, ballot = _public(slug, name)
    context = {
        "municipality": municipality, "ballot": ballot, "stages": ideas.stages(ballot, ballot_results.carried(ballot)),
        "open": ideas.takes_ideas(ballot),
        "ideas": [(one, shown(one.option, municipality, ballot) if one.option else "") for one in ideas.public_ideas(ballot)],
    }  # fmt: skip
    return render(request, "decide/ideas.html", context)


@GET_AND_POST
def propose(request: HttpRequest, slug: str, name: str) -> HttpResponse:
    """Propose something to choose: write, see how it will look, send."""
    municipality, ballot = _public(slug, name)
    context = {"municipality": municipality, "ballot": ballot}
    if not ideas.takes_ideas(ballot):
        return render(request, "decide/idea_over.html", context, status=422 if request.method == "POST" else 200)
    form = IdeaForm(request.POST or None)
    if not form.is_valid():
        return render(request, "decide/idea.html", context | {"form": form}, status=422 if form.is_bound else 200)
    if "change" in request.POST:
        return render(request, "decide/idea.html", context | {"form": IdeaForm(initial=form.cleaned_data)})
    if "send" not in request.POST:
        return render(request, "decide/idea_check.html", context | {"form": form})
    try:
        limits.hit("ideas", limits.address_of(request), allowed=30, seconds=3600)
        filed = services.propose(
            by=request.actor, municipality=municipality, ballot=ballot,  # type: ignore[attr-defined]
            words=form.cleaned_data["words"], language=(get_language() or "sq")[:2],
            draft_key=form.cleaned_data["draft_key"], contact=ContactGiven.by_email(form.cleaned_data["email"]),
        )  # fmt: skip
    except limits.TooMany as refused:
        return too_many(request, refused.seconds)
    except ValidationError as refused:
        form.add_error(None, refused)
        return render(request, "decide/idea.html", context | {"form": form}, status=422)
    if filed.code:
        return redirect("receipt", codes.grouped(filed.code))
    return redirect("ballot_ideas", slug, name)


def _at_desk(request: HttpRequest, slug: str, name: str, permission: str = "decide.see_desk") -> tuple[Any, Ballot]:
    municipality = at_desk(request, slug, permission)
    ballot = ballots.ballot(municipality, name)
    if ballot is None:
        raise Http404
    return municipality, ballot


@require_safe
def desk(request: HttpRequest, slug: str, name: str) -> HttpResponse:
    """Every idea for a ballot, those that wait first."""
    municipality, ballot = _at_desk(request, slug, name)
    return page(
        request, "desk/ideas", municipality, "ballots", ballot=ballot, ideas=ideas.all_ideas(ballot),
        may_review=may(request, REVIEW, municipality) and ballot.state == Ballot.State.DRAFT,
    )  # fmt: skip


@GET_AND_POST
def review(request: HttpRequest, slug: str, name: str, pk: UUID) -> HttpResponse:
    """Say whether an idea can be done, and why."""
    municipality, ballot = _at_desk(request, slug, name, REVIEW)
    idea = ideas.idea(ballot, pk)
    if idea is None:
        raise Http404
    form = ReviewForm(request.POST or None, languages=municipality.languages, currency=municipality.currency)
    if form.is_valid() and accepted(
        form,
        lambda: services.review(
            by=request.actor, municipality=municipality, idea=idea,  # type: ignore[attr-defined]
            feasible=form.cleaned_data["outcome"] == "feasible", reason=form.words_of("reason"),
            name=form.words_of("name"), cost=form.cleaned_data["cost"], picture=form.cleaned_data["picture"],
            show=not form.cleaned_data["hide"],
        ),
        {name: f"{name}_{municipality.languages[0]}" for name in ("reason", "name")},
    ):  # fmt: skip
        return redirect("desk_ideas", slug, name)
    return page(request, "desk/idea", municipality, "ballots", form=form, ballot=ballot, idea=idea)
