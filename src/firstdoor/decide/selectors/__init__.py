"""The questions of this room."""

from firstdoor.decide.selectors.thread import (
    Grounds,
    PolicyThread,
    grounds_of_measures,
    grounds_of_pilot,
    policy_thread,
)

__all__ = ["Grounds", "PolicyThread", "grounds_of_measures", "grounds_of_pilot", "policy_thread"]
