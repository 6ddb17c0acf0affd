"""The questions of this room."""

from firstdoor.decide.selectors.priorities import candidate, candidates_of, choice_now, marks_of
from firstdoor.decide.selectors.thread import (
    Grounds,
    PolicyThread,
    grounds_of_measures,
    grounds_of_pilot,
    policy_thread,
)

__all__ = [
    "Grounds",
    "PolicyThread",
    "candidate",
    "candidates_of",
    "choice_now",
    "grounds_of_measures",
    "grounds_of_pilot",
    "marks_of",
    "policy_thread",
]
