"""What a conversation would say if each administrative unit weighed as much as people live there."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import numpy as np

from firstdoor.methods.opinions import OpinionMap, balance, weighted_agreement
from firstdoor.understand.summary import LEAST

FEWEST = 30  # people who said where they live, below which nothing is weighed
HEARD = 2  # units of which enough people are heard


def weighed(one: OpinionMap, lives: Mapping[int, str], residents: Mapping[str, int]) -> dict[str, Any]:
    """Shares of agreement, in percent by statement, as they are and weighed; {} where too few said where they live.

    `lives` gives the unit by the number of those who said so. A unit of which fewer than `LEAST` people are heard is
    taken as not heard: its weight would make a single person's vote readable. Nobody weighs more than five times the mean.
    """
    units = sorted(unit for unit, people in residents.items() if people > 0)
    place = {unit: at for at, unit in enumerate(units)}
    kinds = np.array([place.get(lives.get(int(name), ""), -1) for name in one.votes.participants], dtype=np.intp)
    heard = np.bincount(kinds[kinds >= 0], minlength=len(units))
    kinds[np.isin(kinds, np.flatnonzero(heard < LEAST))] = -1
    if (kinds >= 0).sum() < FEWEST or (heard >= LEAST).sum() < HEARD:
        return {}
    found = balance([kinds], [np.array([residents[unit] for unit in units], dtype=float)])
    as_they_are = one.all_counts.agree[0] / np.maximum(one.all_counts.seen[0], 1)
    shares = zip(one.votes.statements, as_they_are, weighted_agreement(one.votes, found.weights), strict=True)
    return {
        "said": int((kinds >= 0).sum()), "people": len(kinds), "like": round(found.effective),
        "missing": [unit for at, unit in enumerate(units) if heard[at] < LEAST],
        "shares": {name: [round(100 * plain), round(100 * weighty)] for name, plain, weighty in shares},
    }  # fmt: skip
