"""What would have been: the same count with a few more votes for a project, or with a lower cost."""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import replace
from fractions import Fraction

from .counting import Method, Outcome, Rule, count
from .election import Election, Pattern, Utility


def with_votes(election: Election, p: int, more: int) -> Election:
    """The same with `more` further ballots that name only project `p`. The budget stays."""
    patterns = {pattern.gains: pattern.voters for pattern in election.patterns}
    alone = ((p, 1),)
    patterns[alone] = patterns.get(alone, 0) + more
    votes = tuple(n + more if q == p else n for q, n in enumerate(election.votes))
    return replace(
        election,
        voters=election.voters + more,
        votes=votes,
        patterns=tuple(Pattern(gains, patterns[gains]) for gains in sorted(patterns) if patterns[gains]),
        pattern_of=(),
    )


def with_cost(election: Election, p: int, cost: Fraction) -> Election:
    """The same with another cost for project `p`."""
    return replace(election, costs=tuple(cost if q == p else old for q, old in enumerate(election.costs)))


def votes_missing(election: Election, method: Method, p: int) -> int | None:
    """With how many more ballots for it alone a loser would have won.

    Found by counting again: with the number returned it wins, with one fewer it does not. (Winning is not always monotone:
    in a rare case a still smaller number might do as well.) None when the utilities are points or ranks, for which it is
    not said what another ballot would bring, or when no number up to ten times the ballots is enough, as for a project that
    costs more than the budget.
    """
    uniform = election.utility in (Utility.COST, Utility.COUNT)
    if election.costs[p] > election.budget or not (uniform or method.rule is Rule.GREEDY):
        return None

    def wins(more: int) -> bool:
        return _wins(with_votes(election, p, more), method, p)

    most = 10 * (election.voters + 1)
    low, high = 0, 1
    while not wins(high):
        low, high = high, 2 * high
        if high > most:
            return None
    return _border(wins, low, high)


def winning_cost(election: Election, method: Method, p: int) -> Fraction | None:
    """The largest cost at which a loser would have won, in whole multiples of the smallest unit of money that occurs.

    Found by counting again: at the cost returned it wins, one unit above it does not. None when it would not win at any
    cost above zero.
    """
    unit = math.lcm(election.budget.denominator, *(cost.denominator for cost in election.costs))
    now = int(election.costs[p] * unit)

    def loses(units: int) -> bool:
        return not _wins(with_cost(election, p, Fraction(units, unit)), method, p)

    if now <= 1 or loses(1):
        return None
    return Fraction(_border(loses, 1, now) - 1, unit)


def _wins(election: Election, method: Method, p: int) -> bool:
    outcome: Outcome = count(election, method)
    return election.ids[p] in outcome.winners


def _border(holds: Callable[[int], bool], low: int, high: int) -> int:
    """A number in (low, high] where `holds` is true and one below it is not; false at `low`, true at `high`."""
    while high - low > 1:
        middle = (low + high) // 2
        if holds(middle):
            high = middle
        else:
            low = middle
    return high
