"""From a pilot back to the voices that asked for it."""

from __future__ import annotations

from typing import TYPE_CHECKING
from uuid import UUID

from firstdoor.decide import selectors as decide
from firstdoor.deliver.models import Pilot
from firstdoor.listen import selectors as listen

if TYPE_CHECKING:
    from firstdoor.decide.selectors import Grounds


def voices_behind(pilot: Pilot) -> list[UUID]:
    """The voices behind a pilot, each once, without withdrawn ones.

    Pilot, proposal (or its ballot's), session, candidate, evidence, cases, statements, voices; a measure's evidence and
    its candidate's count as well. 6 queries, and 2 more where statements are among it.
    """
    return sorted(_behind(pilot, _grounds(pilot)))


def voices_to_tell(pilot: Pilot) -> list[UUID]:
    """Those who hear what became of a pilot: the voices behind it, and others who wrote in a conversation that gave
    reasons for it. As many queries as `voices_behind`."""
    grounds = _grounds(pilot)
    return sorted(_behind(pilot, grounds) | grounds.around)


def _grounds(pilot: Pilot) -> Grounds:
    return decide.grounds_of_pilot(
        pilot.municipality_id, proposal=pilot.proposal_id, measure=pilot.measure_id, ballot=pilot.ballot_id
    )


def _behind(pilot: Pilot, grounds: Grounds) -> set[UUID]:
    of_cases = listen.voices_of_cases(pilot.municipality_id, grounds.cases)
    own = listen.standing_voices(pilot.municipality_id, grounds.voices)
    return {*of_cases, *own}


def public_voices_behind(pilot: Pilot) -> int:
    """How many public voices stand behind a pilot: exact, since each of them is public by itself. 7 queries."""
    return len(listen.public_voices(pilot.municipality_id, voices_behind(pilot)))
