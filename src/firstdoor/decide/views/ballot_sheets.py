"""Paper ballots at the desk: printed, entered by two people, settled by a third."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from firstdoor.decide.ballot_documents import sheets_pdf
from firstdoor.decide.forms.ballots import SheetForm, SheetsForm
from firstdoor.decide.models import Ballot, PaperSheet
from firstdoor.decide.selectors import ballots as questions
from firstdoor.decide.services import ballots as services
from firstdoor.decide.services.ballots.cards import PRINT
from firstdoor.decide.services.ballots.paper import ENTER
from firstdoor.decide.views.common import accepted, at_desk, may, page

GET_AND_POST = require_http_methods(["GET", "POST"])


def _one(request: HttpRequest, slug: str, name: str, permission: str) -> tuple[Any, Ballot]:
    municipality = at_desk(request, slug, permission)
    ballot = questions.ballot(municipality, name)
    if ballot is None:
        raise Http404
    return municipality, ballot


@GET_AND_POST
def sheets(request: HttpRequest, slug: str, name: str) -> HttpResponse:
    """Enter a paper ballot. Nobody sees what another entered, but where two differ and a third has to look."""
    municipality, ballot = _one(request, slug, name, ENTER)
    options = questions.options(ballot)
    initial = {"number": request.GET.get("number", "")[:12]}
    form = SheetForm(request.POST or None, initial=initial, options=options)
    entered: list[PaperSheet] = []
    if form.is_valid() and accepted(
        form,
        lambda: entered.append(
            services.enter_paper(
                by=request.actor, municipality=municipality, ballot=ballot, **form.cleaned_data  # type: ignore[attr-defined]
            )
        ),
    ):  # fmt: skip
        words = {
            PaperSheet.State.ONCE: _("Entered. Somebody else enters it a second time."),
            PaperSheet.State.DIFFERS: _("The two entries differ. A third person looks at the sheet."),
            PaperSheet.State.TAKEN: _("Entered; the sheet is in the box."),
            PaperSheet.State.SPOILT: _("Entered; the sheet is spoilt."),
        }
        messages.success(request, words[PaperSheet.State(entered[0].state)])
        return redirect("desk_ballot_sheets", slug, name)
    counts, differing = questions.sheets(ballot)
    names = {one.project_id: one.name for one in options}
    by = request.actor.person  # type: ignore[attr-defined]
    return page(
        request, "desk/sheets", municipality, "ballots", form=form, ballot=ballot, counts=counts,
        differing=[
            (sheet, [names[one] for one in sheet.first or []], [names[one] for one in sheet.second or []],
             by not in {sheet.first_by, sheet.second_by})
            for sheet in differing
        ],
        may_print=may(request, PRINT, municipality),
    )  # fmt: skip


@GET_AND_POST
def print_sheets(request: HttpRequest, slug: str, name: str) -> HttpResponse:
    """Print paper ballots: the answer is the PDF."""
    municipality, ballot = _one(request, slug, name, PRINT)
    form = SheetsForm(request.POST or None)
    made: list[str] = []
    if form.is_valid() and accepted(
        form,
        lambda: made.extend(
            services.print_papers(by=request.actor, municipality=municipality, ballot=ballot, **form.cleaned_data)  # type: ignore[attr-defined]
        ),
    ):
        address = reverse("desk_ballot_sheets", args=[slug, name])
        full = f"{settings.PUBLIC_URL}{address}" if settings.PUBLIC_URL else request.build_absolute_uri(address)
        response = HttpResponse(sheets_pdf(municipality, ballot, made, full), content_type="application/pdf")
        response["Content-Disposition"] = f'attachment; filename="paper-{ballot.slug}.pdf"'
        response["Cache-Control"] = "no-store"
        return response
    return page(request, "desk/sheets_print", municipality, "ballots", form=form, ballot=ballot)
