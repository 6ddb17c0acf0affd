"""A vote that is open to everybody: a puzzle for the device or a letter, then a code that votes as one on a card."""

from __future__ import annotations

from typing import Any

from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from firstdoor.core import codes, limits
from firstdoor.core.errors import too_many
from firstdoor.core.papers import full_address
from firstdoor.decide.forms.ballots import OpenForm
from firstdoor.decide.models import Ballot
from firstdoor.decide.services import ballots as services
from firstdoor.decide.views.ballots import ballot_or_404, booth


@booth
@require_http_methods(["GET", "POST"])
def ask(request: HttpRequest, slug: str, name: str) -> HttpResponse:
    """The puzzle, and a field for an address instead; sent back, it shows the code."""
    municipality, ballot = ballot_or_404(slug, name)
    if ballot.puzzle_bits is None:
        raise Http404
    if not services.voting.is_open(ballot):
        return redirect("ballot", slug, name)
    try:
        if "numbers" in request.POST:
            return _solved(request, municipality, ballot)
        if request.method == "POST":
            return _by_letter(request, municipality, ballot)
        return _page(request, municipality, ballot)
    except limits.TooMany as refused:
        return too_many(request, refused.seconds)
    except services.TooLate:
        return redirect("ballot", slug, name)


def _page(request: HttpRequest, municipality: Any, ballot: Ballot, **more: Any) -> HttpResponse:
    puzzle = services.new_puzzle(ballot, address=limits.address_of(request))
    context = {"municipality": municipality, "ballot": ballot, "puzzle": puzzle, "form": OpenForm(), **more}
    status = 422 if request.method == "POST" and not more.get("sent") else 200
    return render(request, "decide/ballot_open.html", context, status=status)


def _solved(request: HttpRequest, municipality: Any, ballot: Ballot) -> HttpResponse:
    try:
        code = services.code_for_puzzle(
            by=request.actor, municipality=municipality, ballot=ballot, token=request.POST.get("token", "")[:400],  # type: ignore[attr-defined]
            numbers=request.POST["numbers"][:400], address=limits.address_of(request),
        )  # fmt: skip
    except services.PuzzleRefused as refused:
        return _page(request, municipality, ballot, why=refused.messages[0])
    context = {"municipality": municipality, "ballot": ballot, "code": codes.grouped(code)}
    return render(request, "decide/ballot_open_code.html", context)


def _by_letter(request: HttpRequest, municipality: Any, ballot: Ballot) -> HttpResponse:
    form = OpenForm(request.POST)
    if not form.is_valid():
        return _page(request, municipality, ballot, form=form)
    url = full_address(request, "ballot", municipality.slug, ballot.slug)
    try:
        services.code_by_letter(
            by=request.actor, municipality=municipality, ballot=ballot, email=form.cleaned_data["email"], url=url,  # type: ignore[attr-defined]
            address=limits.address_of(request),
        )  # fmt: skip
    except ValidationError as refused:
        if isinstance(refused, services.TooLate):
            raise
        form.add_error("email", refused.messages[0])
        return _page(request, municipality, ballot, form=form)
    return _page(request, municipality, ballot, sent=form.cleaned_data["email"])
