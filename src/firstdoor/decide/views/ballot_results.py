"""The result of a ballot, and the ballots themselves for anybody to count again. Nothing before the count."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from firstdoor.decide.models import Ballot
from firstdoor.decide.pictures import picture
from firstdoor.decide.selectors import ballot_files, ballot_results
from firstdoor.decide.selectors import ballots as questions
from firstdoor.decide.views.ballots import ballot_or_404

TYPES = {"pb": "text/plain; charset=utf-8", "csv": "text/csv; charset=utf-8"}


@require_safe
def result(request: HttpRequest, slug: str, name: str) -> HttpResponse:
    """What won, what the money bought for whom, why not the others, and how to count it again."""
    municipality, ballot = ballot_or_404(slug, name)
    context = {"municipality": municipality, "ballot": ballot}
    if ballot.state != Ballot.State.COUNTED:
        return render(request, "decide/ballot_uncounted.html", context)
    found = ballot_results.result(ballot)
    paid = {one.option.project_id: (at, float(one.share)) for at, one in enumerate(found.won) if not one.by_votes}
    context |= {
        "result": found,
        "won": [(one, picture(one.option.picture)) for one in found.won],
        "parts": [one.cost for one in found.won],
        "options": [(one, *paid.get(one.project_id, (0, 0.0))) for one in questions.options(ballot)],
        "winners": ",".join(one.option.project_id for one in found.won),
    }
    return render(request, "decide/ballot_result.html", context)


@require_safe
def papers(request: HttpRequest, slug: str, name: str, kind: str) -> HttpResponse:
    """The anonymous ballots, for anybody to count again; nothing before the count."""
    _municipality, ballot = ballot_or_404(slug, name)
    try:
        file = ballot_files.FILES[kind](ballot)
    except questions.NotCounted:
        raise Http404 from None
    response = HttpResponse(file, content_type=TYPES[kind])
    response["Content-Disposition"] = f'attachment; filename="{ballot.slug}.{kind}"'
    return response
