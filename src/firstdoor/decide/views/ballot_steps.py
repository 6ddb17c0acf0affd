"""The steps of a ballot that can't be taken back: it is asked first what will be fixed."""

from __future__ import annotations

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST

from firstdoor.core import rights
from firstdoor.core.acting import told
from firstdoor.decide.models import Ballot
from firstdoor.decide.selectors import ballots as questions
from firstdoor.decide.selectors import electorate, groups, ideas, marks
from firstdoor.decide.selectors import sheets as on_paper
from firstdoor.decide.selectors.opening import lacking
from firstdoor.decide.services import ballots as services
from firstdoor.decide.services.ballots.counting import COUNT
from firstdoor.decide.services.ballots.preparing import OPEN
from firstdoor.decide.views.common import ask, ballot_at_desk, page


@require_POST
def step(request: HttpRequest, slug: str, name: str) -> HttpResponse:
    """Open the ballot or count it (`what`), once it was asked (`sure`)."""
    municipality, found = ballot_at_desk(request, slug, name)
    by = request.actor  # type: ignore[attr-defined]
    acts = {
        "open": (services.open_ballot, _("The ballot is open.")),
        "count": (services.count_ballot, _("The ballot is counted, and nothing links a card to a vote any more.")),
    }
    what = request.POST.get("what")
    if what not in acts:
        raise Http404
    if what == "open" and found.state == Ballot.State.DRAFT and not request.POST.get("sure"):
        rights.require(by, OPEN, municipality)
        return _ask_to_open(request, municipality, found)
    if what == "count" and questions.is_over(found) and not request.POST.get("sure"):
        rights.require(by, COUNT, municipality)
        return _ask_to_count(request, municipality, found)
    act, done = acts[what]
    told(request, lambda: act(by=by, municipality=municipality, ballot=found), done)
    return redirect("desk_ballot", slug, name)


def _ask_to_open(request: HttpRequest, municipality: Any, found: Ballot) -> HttpResponse:
    return page(
        request, "desk/ballot_opening", municipality, "ballots", ballot=found, lacks=lacking(found),
        options=questions.options(found), asked=marks.asked(found), counted=marks.counted(found), tie=marks.at_a_tie(found),
        voters=electorate.who(found), takes_ideas=ideas.takes_ideas(found), now=timezone.now(),
        asks=groups.asked_besides(municipality, found),
    )  # fmt: skip


def _ask_to_count(request: HttpRequest, municipality: Any, found: Ballot) -> HttpResponse:
    words = _("The result is public at once, and nobody can count differently: the key of the vote is destroyed.")
    words += " " + _(
        "The ballots are published without names: where only two or three voted, each may know the others' votes."
    )
    if waiting := on_paper.sheets(found).open:
        left_out = ngettext(
            "{n} paper ballot would not count: finish its entries first.",
            "{n} paper ballots would not count: finish their entries first.", waiting,
        )  # fmt: skip
        words = f"{left_out.format(n=waiting)} {words}"
    return ask(
        request, municipality, "ballots", title=_("Count the vote?"), words=words, label=_("Count now"),
        back=reverse("desk_ballot", args=[municipality.slug, found.slug]), hidden=[("what", "count")], shown=[found.title],
    )  # fmt: skip
