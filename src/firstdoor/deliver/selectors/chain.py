"""From a pilot back to the voices that asked for it."""

from __future__ import annotations

from uuid import UUID

from firstdoor.decide import selectors as decide
from firstdoor.deliver.models import Pilot
from firstdoor.listen import selectors as listen


def voices_behind(pilot: Pilot) -> list[UUID]:
    """The voices behind a pilot, each once, without withdrawn ones.

    Pilot, proposal (or its ballot's), session, candidate, evidence, cases, voices; a measure's evidence and its
    candidate's count as well. 6 queries.
    """
    grounds = decide.grounds_of_pilot(
        pilot.municipality_id, proposal=pilot.proposal_id, measure=pilot.measure_id, ballot=pilot.ballot_id
    )
    of_cases = listen.voices_of_cases(pilot.municipality_id, grounds.cases)
    own = listen.standing_voices(pilot.municipality_id, grounds.voices)
    return sorted({*of_cases, *own})


def public_voices_behind(pilot: Pilot) -> int:
    """How many public voices stand behind a pilot: exact, since each of them is public by itself. 7 queries."""
    return len(listen.public_voices(pilot.municipality_id, voices_behind(pilot)))
