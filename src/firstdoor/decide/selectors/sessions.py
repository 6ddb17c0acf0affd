"""Questions about working sessions and proposals."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from firstdoor.decide.models import Candidate, Proposal, Session, Step
from firstdoor.decide.selectors.priorities import evidence_of
from firstdoor.listen import selectors as listen


def sessions(municipality: Any) -> list[Session]:
    """Every session, the latest first. 1 query."""
    return list(Session.objects.of(municipality).select_related("candidate").order_by("-held_on", "-pk"))


def session(municipality: Any, pk: UUID) -> Session | None:
    """One session. 1 query."""
    return Session.objects.of(municipality).filter(pk=pk).select_related("candidate", "municipality").first()


def steps_of(of: Session) -> dict[int, Step]:
    """What was written, by number. 1 query."""
    return {step.number: step for step in Step.objects.of(of.municipality_id).filter(session=of)}


def chosen_priorities(municipality: Any) -> list[Candidate]:
    """What a session can work on, the newest choice first. 1 query."""
    rows = Candidate.objects.of(municipality).filter(chosen=True).select_related("choice")
    return list(rows.order_by("-choice__decided_at", "rank"))


def voices_to_read(of: Session) -> list[Any]:
    """The public voices behind the session's priority, to be read aloud. 2 to 3 queries."""
    cases = evidence_of(of.municipality_id, "candidate", [of.candidate_id]).get(of.candidate_id, [])
    return listen.public_words_of_cases(of.municipality_id, cases) if cases else []


def proposals(municipality: Any, *, of: Session | None = None, public: bool = False) -> list[Proposal]:
    """Proposals, the newest first; only submitted ones when `public`. 1 query."""
    rows = Proposal.objects.of(municipality).select_related("session__candidate")
    if of is not None:
        rows = rows.filter(session=of)
    if public:
        rows = rows.exclude(state=Proposal.State.DRAFT)
    return list(rows.order_by("-submitted_at", "-pk"))


def proposal(municipality: Any, pk: UUID, *, public: bool = False) -> Proposal | None:
    """One proposal; only if submitted when `public`. 1 query."""
    rows = Proposal.objects.of(municipality).filter(pk=pk).select_related("session__candidate")
    return (rows.exclude(state=Proposal.State.DRAFT) if public else rows).first()
