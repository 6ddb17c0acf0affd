"""The questions of this room."""

from firstdoor.decide.selectors.going_on import adopted_measures, open_ballots, open_consultation
from firstdoor.decide.selectors.pilots import Source, counted_ballot_of, source_of_pilot, sources_of_pilots
from firstdoor.decide.selectors.priorities import candidate, candidates_of, choice_now, marks_of
from firstdoor.decide.selectors.thread import (
    Grounds,
    PolicyThread,
    grounds_of_candidates,
    grounds_of_measures,
    grounds_of_pilot,
    policy_thread,
)

__all__ = [
    "Grounds",
    "PolicyThread",
    "Source",
    "adopted_measures",
    "candidate",
    "candidates_of",
    "choice_now",
    "counted_ballot_of",
    "grounds_of_candidates",
    "grounds_of_measures",
    "grounds_of_pilot",
    "marks_of",
    "open_ballots",
    "open_consultation",
    "policy_thread",
    "source_of_pilot",
    "sources_of_pilots",
]
