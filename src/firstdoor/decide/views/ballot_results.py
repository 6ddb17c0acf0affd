"""The result of a ballot, and the ballots themselves for anybody to count again. Nothing before the count."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from firstdoor.core import codes, limits
from firstdoor.core.errors import too_many
from firstdoor.decide.ballot_documents import protocol_pdf
from firstdoor.decide.forms.ballots import ReceiptForm
from firstdoor.decide.models import Ballot
from firstdoor.decide.pictures import shown
from firstdoor.decide.selectors import ballot_files, ballot_results, marks
from firstdoor.decide.selectors import ballots as questions
from firstdoor.decide.selectors.ballot_map import ballot_map
from firstdoor.decide.selectors.groups import SMALLEST, group_tables
from firstdoor.decide.selectors.signatures import signatures
from firstdoor.decide.services import ballots as services
from firstdoor.decide.views.ballots import ballot_or_404, booth

TYPES = {"pb": "text/plain; charset=utf-8", "csv": "text/csv; charset=utf-8", "receipts": "text/plain; charset=utf-8"}
ENDINGS = {"pb": "pb", "csv": "csv", "receipts": "receipts.txt"}


@require_safe
def result(request: HttpRequest, slug: str, name: str) -> HttpResponse:
    """What won, what the money bought for whom, why not the others, and how to count it again."""
    municipality, ballot = ballot_or_404(slug, name)
    context = {"municipality": municipality, "ballot": ballot}
    if ballot.state != Ballot.State.COUNTED:
        return render(request, "decide/ballot_uncounted.html", context | {"now": timezone.now()})
    found = ballot_results.result(ballot)
    paid = {one.option.project_id: (at, float(one.share)) for at, one in enumerate(found.won) if not one.by_votes}
    context |= {
        "result": found,
        "won": [(one, shown(one.option, municipality, ballot)) for one in found.won],
        "parts": [one.cost for one in found.won],
        "options": [(one, *paid.get(one.project_id, (0, 0.0))) for one in questions.options(ballot)],
        "asked": marks.asked(ballot),
        "refusals": marks.refusals(ballot),
        "carried": ballot_results.carried(ballot),
        "map": ballot_map(
            municipality,
            [one.option for one in (*found.won, *found.lost)],
            {one.option.project_id for one in found.won},
        ),
        "reached": found.reached_table,
        "lead": found.lead,
        "open_codes": questions.open_codes(ballot),
        "rule": ballot_results.rule_of(ballot),
        "groups": group_tables(municipality, ballot),
        "smallest": SMALLEST,
        "signatures": signatures(ballot),
        "winners": ",".join(one.option.project_id for one in found.won),
    }
    return render(request, "decide/ballot_result.html", context)


@require_safe
def papers(request: HttpRequest, slug: str, name: str, kind: str) -> HttpResponse:
    """The anonymous ballots, or the list of receipts, for anybody to check; nothing before the count."""
    _municipality, ballot = ballot_or_404(slug, name)
    try:
        file = ballot_files.FILES[kind](ballot)
    except questions.NotCounted:
        raise Http404 from None
    response = HttpResponse(file, content_type=TYPES[kind])
    response["Content-Disposition"] = f'attachment; filename="{ballot.slug}.{ENDINGS[kind]}"'
    return response


@require_safe
def protocol(request: HttpRequest, slug: str, name: str) -> HttpResponse:
    """The protocol of the count as PDF, with room to sign."""
    municipality, ballot = ballot_or_404(slug, name)
    if ballot.state != Ballot.State.COUNTED:
        raise Http404
    file = protocol_pdf(municipality, ballot, ballot_results.result(ballot))
    response = HttpResponse(file, content_type="application/pdf")
    word = _("protocol")
    response["Content-Disposition"] = f'inline; filename="{word}-{ballot.slug}.pdf"'
    return response


@booth
@require_safe
def receipt(request: HttpRequest, slug: str, name: str) -> HttpResponse:
    """Whether the ballot of this receipt is in the box, and what became of what could be chosen. Never what is in it."""
    municipality, ballot = ballot_or_404(slug, name)
    counted = ballot.state == Ballot.State.COUNTED
    context = {"municipality": municipality, "ballot": ballot, "counted": counted, "form": ReceiptForm()}
    context["open"] = services.voting.is_open(ballot)
    if "code" not in request.GET:
        return render(request, "decide/ballot_receipt.html", context)
    form = context["form"] = ReceiptForm(request.GET)
    if not form.is_valid():
        return render(request, "decide/ballot_receipt.html", context, status=422)
    token = form.cleaned_data["code"]
    token_hash = services.receipt_hash(token)
    if not questions.holds_receipt(ballot, token_hash):
        try:
            limits.hit("vote-receipts", limits.address_of(request), allowed=60, seconds=3600)
        except limits.TooMany as refused:
            return too_many(request, refused.seconds)
        form.add_error("code", _("No vote here has this receipt."))
        return render(request, "decide/ballot_receipt.html", context, status=404)
    context |= {"receipt": codes.grouped(token), "token": token, "token_hash": token_hash}
    if counted:
        found = ballot_results.result(ballot)
        context |= {
            "result": found,
            "won": [(one.option, shown(one.option, municipality, ballot)) for one in found.won],
            "carried": ballot_results.carried(ballot),
        }
    return render(request, "decide/ballot_receipt.html", context)
