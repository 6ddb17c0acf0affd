"""What a ballot still lacks before it can be opened."""

from __future__ import annotations

from django.utils import timezone
from django.utils.translation import gettext as _

from firstdoor.decide.models import Ballot, ClassKey, Idea, Option, PaperSheet, VotingCode


def lacking(of: Ballot) -> list[str]:
    """What is missing, in words, in the order in which one does it; nothing when it may be opened. At most 5 queries."""
    here = of.municipality_id
    lacks = []
    if Option.objects.of(here).filter(ballot=of).count() <= of.at_least:
        lacks.append(_("Put more on the ballot than has to be chosen."))
    if Idea.objects.of(here).filter(ballot=of, outcome="", voice__withdrawn_at=None).exists():
        lacks.append(_("Ideas still wait: look at each, and say whether it can be done and why."))
    if of.puzzle_bits is None and not (
        VotingCode.objects.filter(municipality=here, ballot=of, dead_at=None).exists()
        or ClassKey.objects.of(here).filter(ballot=of, stopped_at=None).exists()
        or PaperSheet.objects.of(here).filter(ballot=of).exists()
    ):
        lacks.append(
            _(
                "Nobody could vote: make code cards, invite by e-mail, take a register, make a teacher's key or print sheets, "
                "or let everybody vote."
            )
        )
    if of.closes_at <= timezone.now():
        lacks.append(_("Its last day has passed. Give it another."))
    return lacks
