"""Who paid what in a run: its purchases made again in plain fractions, voter by voter."""

from __future__ import annotations

import math
from collections import defaultdict
from dataclasses import dataclass
from fractions import Fraction

from .election import Election, Utility
from .rounds import Run


@dataclass(frozen=True, slots=True)
class Payments:
    """`paid[i]` maps projects to what each voter of pattern i paid for them, in order; `left[i]` is what she kept."""

    paid: tuple[dict[int, Fraction], ...]
    left: tuple[Fraction, ...]
    prices: tuple[Fraction, ...]  # for each round, money for one unit of utility (1 / effective votes for Utility.COST)


def payments(election: Election, run: Run) -> Payments:
    """Make the purchases of a run again, from the definition.

    This shares no code with `run` but the order of purchases, so it checks it too.

    Raises
    ------
    ValueError
        If the supporters of a project can't pay for it, or don't pay what the run says: the run is not of this election.
    """
    left = [run.endowment] * len(election.patterns)
    paid: list[dict[int, Fraction]] = [{} for _ in election.patterns]
    supporters: dict[int, list[tuple[int, int]]] = defaultdict(list)
    for at, pattern in enumerate(election.patterns):
        for p, gain in pattern.gains:
            supporters[p].append((at, gain))
    prices = []
    for one in run.rounds:
        p = one.project
        price = _price(election, p, supporters[p], left)
        worth = election.costs[p] if election.utility is Utility.COST else 1
        if price / worth != Fraction(one.price.up, one.price.down) / _unit(election):
            raise ValueError(f'"{election.ids[p]}" was not bought at the price that the run says')
        for at, gain in supporters[p]:
            amount = min(left[at], price * gain)
            if amount:
                paid[at][p] = amount
                left[at] -= amount
        prices.append(price / worth)
    return Payments(tuple(paid), tuple(left), tuple(prices))


def _price(election: Election, p: int, supporters: list[tuple[int, int]], left: list[Fraction]) -> Fraction:
    """Money for one unit of a supporter's utility, so that all together pay the cost; the poorest are asked first."""
    groups: dict[tuple[Fraction, int], int] = defaultdict(int)
    for at, gain in supporters:
        groups[left[at], gain] += election.patterns[at].voters
    cost = election.costs[p]
    weight = sum(gain * voters for (_money, gain), voters in groups.items())
    for (money, gain), voters in sorted(groups.items(), key=lambda one: one[0][0] / one[0][1]):
        if money * weight >= cost * gain:
            return cost / weight
        cost -= money * voters
        weight -= gain * voters
    raise ValueError(f'the supporters of "{election.ids[p]}" hold less than it costs')


def _unit(election: Election) -> Fraction:
    """Prices of a run count money in the smallest unit that makes all costs whole, except where the cost cancels it."""
    if election.utility is Utility.COST:
        return Fraction(1)
    return Fraction(math.lcm(1, *(cost.denominator for cost in election.costs)))
