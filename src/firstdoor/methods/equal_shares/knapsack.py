"""The affordable set of projects with the largest sum of utilities, exactly."""

from __future__ import annotations

import math
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

import numpy as np
from numpy.typing import NDArray

from .election import Election, Ties, Utility

MOST_STATES = 3_000_000
WHOLE = 2**62  # whole numbers below this fit the machine's


@dataclass(frozen=True, slots=True)
class _States:
    """Affordable sets of the projects seen so far, none of them both dearer and not better than another, by cost."""

    cost: NDArray[Any]
    worth: NDArray[Any]
    chosen: NDArray[np.uint64]  # one bit for each project, in the order in which they are seen
    place: NDArray[np.int64]  # the set that takes the earlier project, where two first differ, has the lower place


def knapsack(election: Election, ties: Ties) -> list[tuple[int, tuple[int, ...]]]:
    """The projects of the best set, those with most utility for their money first; ties are not listed.

    The worth of a project is the sum of its utilities over all ballots (for Utility.COST votes times cost). Of sets worth
    the same the cheapest is taken, of those the one that, where two first differ in the order by utility per money and then
    by `ties`, takes the earlier project. What costs nothing and has votes is taken.

    Dynamic programming over sets that no other dominates (Nemhauser and Ullmann 1969), projects by utility per money, with
    sets left out that could not reach the greedy set's worth even if the next project could be bought in part (Dantzig's
    bound, rounded up). Time grows with the number of such sets, which for real ballots is thousands.

    Raises
    ------
    ValueError
        When more than three million sets would have to be kept.

    Examples
    --------
    >>> from .election import election
    >>> e = election(budget=10, costs={"a": 6, "b": 5, "c": 5}, ballots=[["a"]] * 4 + [["b", "c"]] * 3, utility="count")
    >>> [e.ids[p] for p, _tied in knapsack(e, Ties.CHEAPEST)]
    ['b', 'c']
    """
    unit = math.lcm(election.budget.denominator, *(cost.denominator for cost in election.costs))
    budget = int(election.budget * unit)
    costs = [int(cost * unit) for cost in election.costs]
    by_cost = election.utility is Utility.COST
    worth = [gain * (costs[p] if by_cost else 1) for p, gain in enumerate(election.support())]
    ranks = election.ranks(ties)
    free = sorted((p for p in range(len(costs)) if costs[p] == 0 and election.votes[p]), key=ranks.__getitem__)
    items = [p for p in range(len(costs)) if 0 < costs[p] <= budget and worth[p] > 0]
    items.sort(key=lambda p: (Fraction(-worth[p], costs[p]), ranks[p]))
    common, coarse = math.gcd(*(costs[p] for p in items)) or 1, math.gcd(*(worth[p] for p in items)) or 1
    best = _best([costs[p] // common for p in items], [worth[p] // coarse for p in items], budget // common)
    return [(p, ()) for p in [*free, *(items[at] for at in best)]]


def _best(costs: list[int], worth: list[int], budget: int) -> list[int]:
    """Which of these, ordered by worth / cost, the largest first."""
    if max(sum(costs), sum(worth), budget) >= WHOLE:
        raise ValueError("costs or utilities are too large for the knapsack rule")
    sums = np.concatenate(([0.0], np.cumsum(np.array(costs, dtype=np.float64))))
    gains = np.concatenate(([0.0], np.cumsum(np.array(worth, dtype=np.float64))))
    reached = _greedily(costs, worth, budget)
    none = np.zeros(1, dtype=np.int64)
    states = _States(none, none, np.zeros((1, len(costs) // 64 + 1), dtype=np.uint64), none)
    for at, (cost, gain) in enumerate(zip(costs, worth, strict=True)):
        states = _with(states, at, cost, gain, budget)
        rest = (budget - states.cost).astype(np.float64)
        full = np.searchsorted(sums[at + 1 :], rest + sums[at + 1], side="right") + at
        more = gains[full] - gains[at + 1]
        part = np.append(np.array(worth[at + 1 :]) / np.array(costs[at + 1 :]), 0.0)[full - at - 1]
        more += part * (rest + sums[at + 1] - sums[full])
        reached = max(reached, int(states.worth.max()))
        hopeful = (states.worth + more) * (1 + 1e-9) + 1 >= reached
        states = _States(states.cost[hopeful], states.worth[hopeful], states.chosen[hopeful], states.place[hopeful])
        if len(states.cost) > MOST_STATES:
            raise ValueError("there are too many different sets for the knapsack rule")
    bits = states.chosen[states.worth.argmax()]
    return [at for at in range(len(costs)) if int(bits[at // 64]) >> (at % 64) & 1]


def _greedily(costs: list[int], worth: list[int], budget: int) -> int:
    reached = 0
    for cost, gain in zip(costs, worth, strict=True):
        if cost <= budget:
            budget -= cost
            reached += gain
    return reached


def _with(states: _States, at: int, cost: int, gain: int, budget: int) -> _States:
    """These sets, and those of them that can afford item `at` with it; what is dominated is left out."""
    able = states.cost <= budget - cost
    chosen = states.chosen[able]
    chosen[:, at // 64] |= np.uint64(1 << (at % 64))
    costs = np.concatenate((states.cost[able] + cost, states.cost))
    worths = np.concatenate((states.worth[able] + gain, states.worth))
    places = np.concatenate((2 * states.place[able], 2 * states.place + 1))
    order = np.lexsort((places, -worths, costs))
    best_before = np.concatenate(([-1], np.maximum.accumulate(worths[order])[:-1]))
    kept = order[worths[order] > best_before]
    return _States(
        costs[kept],
        worths[kept],
        np.concatenate((chosen, states.chosen))[kept],
        np.unique(places[kept], return_inverse=True)[1].astype(np.int64),
    )
