"""From what a pilot may begin: a chosen proposal, a counted ballot, an adopted measure."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any
from uuid import UUID

from firstdoor.core.texts import Texts
from firstdoor.decide.models import Ballot, Proposal
from firstdoor.decide.selectors.going_on import adopted_measures


@dataclass(frozen=True, slots=True)
class Source:
    """Something decided that can be carried out, with what a pilot takes over from it. `kind` and `pk` name it."""

    kind: str
    pk: UUID
    title: Texts
    budget: int
    indicator: Texts
    owner: Texts
    due: Any = None
    proposal: UUID | None = None
    measure: UUID | None = None
    ballot: UUID | None = None


def sources_of_pilots(municipality: Any) -> list[Source]:
    """Everything decided that could be carried out. 3 queries."""
    proposals = Proposal.objects.of(municipality).filter(state=Proposal.State.CHOSEN).order_by("submitted_at", "pk")
    ballots = Ballot.objects.of(municipality).filter(state=Ballot.State.COUNTED).select_related("proposal")
    found = [Source("proposal", row.pk, row.title, row.budget, row.indicator, {}, proposal=row.pk) for row in proposals]
    found += [
        Source(
            "ballot", row.pk, row.title, row.budget, row.proposal.indicator if row.proposal else {}, {},
            proposal=row.proposal_id, ballot=row.pk,
        )
        for row in ballots.order_by("counted_at", "pk")
    ]  # fmt: skip
    found += [
        Source("measure", row.pk, row.title, row.budget, row.indicator, row.owner, due=row.due, measure=row.pk)
        for row in adopted_measures(municipality)
    ]
    return found


def source_of_pilot(municipality: Any, kind: str, pk: UUID) -> Source | None:
    """One of them, or none. 3 queries."""
    return next((one for one in sources_of_pilots(municipality) if (one.kind, one.pk) == (kind, pk)), None)


def counted_ballot_of(municipality: Any, *, proposal: UUID | None, ballot: UUID | None) -> Ballot | None:
    """The counted vote that a pilot carries out: the one it began from, else the latest on its proposal. 1 query."""
    counted = Ballot.objects.of(municipality).filter(state=Ballot.State.COUNTED).order_by("-counted_at")
    if ballot is not None:
        return counted.filter(pk=ballot).first()
    return counted.filter(proposal_id=proposal).first() if proposal is not None else None
