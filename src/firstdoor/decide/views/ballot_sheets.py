"""Paper ballots at the desk: printed, entered by two people by keyboard alone, settled where they differ."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import translation
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods

from firstdoor.core.acting import accepted
from firstdoor.core.downloads import as_file
from firstdoor.core.papers import full_address
from firstdoor.decide.ballot_documents import sheets_pdf
from firstdoor.decide.forms.sheets import SettleForm, SheetForm, SheetsForm
from firstdoor.decide.models import Ballot, PaperSheet
from firstdoor.decide.selectors import ballots as questions
from firstdoor.decide.selectors import electorate
from firstdoor.decide.selectors import sheets as on_paper
from firstdoor.decide.services import ballots as services
from firstdoor.decide.services.ballots.cards import PRINT
from firstdoor.decide.services.ballots.paper import ENTER
from firstdoor.decide.views.common import at_desk, may, page

GET_AND_POST = require_http_methods(["GET", "POST"])


def _one(request: HttpRequest, slug: str, name: str, permission: str) -> tuple[Any, Ballot]:
    municipality = at_desk(request, slug, permission)
    ballot = questions.ballot(municipality, name)
    if ballot is None:
        raise Http404
    return municipality, ballot


@GET_AND_POST
def sheets(request: HttpRequest, slug: str, name: str) -> HttpResponse:
    """Enter a paper ballot: its number, Enter, what is crossed, Enter. Nobody sees what another entered."""
    municipality, ballot = _one(request, slug, name, ENTER)
    options = questions.options(ballot)
    form = SheetForm(
        request.POST or None, initial={"number": request.GET.get("number", "")[:12]}, options=options, ballot=ballot
    )
    if form.asks_for_marks:
        form = SheetForm(None, initial={"number": request.POST["number"]}, options=options, ballot=ballot)
    entered: list[PaperSheet] = []
    if form.is_valid() and accepted(
        form,
        lambda: entered.append(
            services.enter_paper(by=request.actor, municipality=municipality, ballot=ballot, **form.values())  # type: ignore[attr-defined]
        ),
    ):
        _say(request, entered[0], form.cleaned_data["marks"])
        return redirect("desk_ballot_sheets", slug, name)
    return page(
        request, "desk/sheets", municipality, "ballots", form=form, ballot=ballot, sheets=on_paper.sheets(ballot),
        numbered=list(enumerate(options, start=1)), may_print=may(request, PRINT, municipality),
    )  # fmt: skip


def _say(request: HttpRequest, sheet: PaperSheet, marks: str) -> None:
    words = {
        PaperSheet.State.ONCE: _("Sheet {number}: {marks}. It waits for the second entry, by somebody else."),
        PaperSheet.State.DIFFERS: _("Sheet {number}: {marks}. The first entry was another; a third look settles it."),
        PaperSheet.State.TAKEN: _("Sheet {number}: {marks}. Both entries agree; it is in the box."),
        PaperSheet.State.SPOILT: _("Sheet {number} is spoilt: {why}."),
    }
    said = words[PaperSheet.State(sheet.state)]
    messages.success(request, said.format(number=sheet.number, marks=marks, why=sheet.get_flaw_display()))


@GET_AND_POST
def settle(request: HttpRequest, slug: str, name: str, number: str) -> HttpResponse:
    """The two entries of a sheet side by side, and a third look that settles it."""
    municipality, ballot = _one(request, slug, name, ENTER)
    options = questions.options(ballot)
    found = on_paper.difference(ballot, number, options)
    if found is None:
        raise Http404
    form = SettleForm(request.POST or None, options=options, ballot=ballot, sheet=number)
    settled: list[PaperSheet] = []
    if form.is_valid() and accepted(
        form,
        lambda: settled.append(
            services.settle_paper(by=request.actor, municipality=municipality, ballot=ballot, **form.values())  # type: ignore[attr-defined]
        ),
    ):
        messages.success(request, _("Sheet {number} is settled.").format(number=number))
        return redirect("desk_ballot_sheets", slug, name)
    return page(request, "desk/sheet", municipality, "ballots", form=form, ballot=ballot, found=found)


@GET_AND_POST
def print_sheets(request: HttpRequest, slug: str, name: str) -> HttpResponse:
    """Print paper ballots: the answer is the PDF."""
    municipality, ballot = _one(request, slug, name, PRINT)
    form = SheetsForm(request.POST or None, options=len(questions.options(ballot)), municipality=municipality)
    made: list[str] = []
    if form.is_valid() and accepted(
        form,
        lambda: made.extend(
            services.print_papers(
                by=request.actor,
                municipality=municipality,
                ballot=ballot,
                n=form.cleaned_data["n"],  # type: ignore[attr-defined]
            )
        ),
    ):
        with translation.override(form.cleaned_data["language"]):
            address = full_address(request, "desk_ballot_sheets", slug, name)
            file = sheets_pdf(municipality, ballot, made, address, size=form.cleaned_data["size"])
        said = ngettext("{n} paper ballot is made.", "{n} paper ballots are made.", len(made)).format(n=len(made))
        return as_file(request, file, f"paper-{ballot.slug}.pdf", made=said)
    others = electorate.ways(ballot, without="paper")
    return page(request, "desk/sheets_print", municipality, "ballots", form=form, ballot=ballot, others=others)
