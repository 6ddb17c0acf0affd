"""What would have been: the same count with a few more votes for a project, or with a lower cost."""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import replace
from fractions import Fraction

from .counting import Outcome, Rule, count
from .election import Election, Pattern, Utility
from .rounds import run
from .table import Table

Holds = Callable[[int], bool]


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


def unit_of(election: Election) -> int:
    """How many of the smallest units of money that occur make one: 1 for whole numbers, 100 when there are cents."""
    return math.lcm(election.budget.denominator, *(cost.denominator for cost in election.costs))


def with_cost(election: Election, p: int, cost: Fraction) -> Election:
    """The same with another cost for project `p`."""
    return replace(election, costs=tuple(cost if q == p else old for q, old in enumerate(election.costs)))


def votes_missing(election: Election, outcome: Outcome, p: int) -> int | None:
    """With how many more ballots for it alone a loser would have won.

    Found by counting again: with the number returned it wins, with one fewer it does not. (Winning is not always monotone:
    in a rare case a still smaller number might do as well.) None when the utilities are points or ranks, for which it is
    not said what another ballot would bring, or when ten times the ballots are not enough, as for a project that costs
    more than the budget.
    """
    uniform = election.utility in (Utility.COST, Utility.COUNT)
    if election.costs[p] > election.budget or not (uniform or outcome.method.rule is Rule.GREEDY):
        return None
    most = 10 * (election.voters + 1)

    def wins(more: int) -> bool:
        return _wins(with_votes(election, p, more), outcome, p)

    def bought(more: int) -> bool:
        return _bought(with_votes(election, p, more), outcome, p)

    return _border(wins, _guess(bought, outcome, most), 0, most)


def winning_cost(election: Election, outcome: Outcome, p: int) -> Fraction | None:
    """The largest cost at which a loser would have won, in whole multiples of the smallest unit of money that occurs.

    Found by counting again: at the cost returned it wins, one unit above it does not. None when it would not win at the
    smallest cost above zero.
    """
    unit = unit_of(election)
    now = int(election.costs[p] * unit)

    def wins(cheaper: int) -> bool:
        return _wins(with_cost(election, p, Fraction(now - cheaper, unit)), outcome, p)

    def bought(cheaper: int) -> bool:
        return _bought(with_cost(election, p, Fraction(now - cheaper, unit)), outcome, p)

    if now <= 1:
        return None
    cheaper = _border(wins, _guess(bought, outcome, now - 1), 0, now - 1)
    return None if cheaper is None else Fraction(now - cheaper, unit)


def _wins(election: Election, outcome: Outcome, p: int) -> bool:
    return election.ids[p] in count(election, outcome.method).winners


def _bought(election: Election, outcome: Outcome, p: int) -> bool:
    """Whether the endowment that was kept would buy it: one run, where a whole count may take hundreds."""
    if outcome.endowment is None:
        return True
    return p in run(Table(election, outcome.method.ties), outcome.endowment).winners


def _guess(bought: Holds, outcome: Outcome, most: int) -> int:
    """Where to begin to look, from runs with the endowment that was kept."""
    if outcome.run is None:
        return 1
    low, high = 0, most
    while high - low > 1:
        middle = (low + high) // 2
        if bought(middle):
            high = middle
        else:
            low = middle
    return high


def _border(holds: Holds, guess: int, low: int, high: int) -> int | None:
    """A number in (low, high] where `holds` is true and one below it is not; None when it is not true at `high`.

    It is not true at `low`. Looks around the guess first, twice as far each time, then halves what is left.
    """
    reach = 1
    if holds(guess):
        high = guess
        while high - reach > low and holds(high - reach):
            high -= reach
            reach *= 2
        low = max(low, high - reach)
    else:
        low = guess
        while not holds(min(low + reach, high)):
            low = min(low + reach, high)
            if low == high:
                return None
            reach *= 2
        high = min(low + reach, high)
    while high - low > 1:
        middle = (low + high) // 2
        if holds(middle):
            high = middle
        else:
            low = middle
    return high
