"""What would have been: the same count with a few more votes for a project, or with a lower cost."""

from __future__ import annotations

import math
import time
from collections.abc import Callable
from dataclasses import replace
from fractions import Fraction

from .counting import Completion, Method, Outcome, Rule, count
from .distance import Distance
from .election import Election, Pattern, Utility

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


class OutOfPatienceError(Exception):
    """The time for counting again is over."""


class Patience:
    """So many seconds of work for all that is counted again; None: without end."""

    def __init__(self, seconds: float | None) -> None:
        self.until = None if seconds is None else time.thread_time() + seconds

    def ask(self) -> None:
        """Raises OutOfPatienceError when they are over."""
        if self.until is not None and time.thread_time() >= self.until:
            raise OutOfPatienceError


FOR_EVER = Patience(None)


def votes_missing(
    election: Election, outcome: Outcome, p: int, away: Distance | None = None, *, patience: Patience = FOR_EVER
) -> int | None:
    """With how many more ballots for it alone a loser would have won.

    Found by counting again, beginning at `away` (`distance`) if it is given: with the number returned it wins, with one
    fewer it does not. (Winning is not always monotone: in a rare case a still smaller number might do as well.) None when
    the utilities are points or ranks, for which it is not said what another ballot would bring, or when ten times the
    ballots are not enough, as for a project that costs more than the budget.
    """
    uniform = election.utility in (Utility.COST, Utility.COUNT)
    if election.costs[p] > election.budget or not (uniform or outcome.method.rule is Rule.GREEDY):
        return None
    most = 10 * (election.voters + 1)

    def wins(more: int) -> bool:
        patience.ask()
        return _wins(with_votes(election, p, more), outcome, p)

    guess = min(away.votes, most) if away is not None and away.votes else 1
    return _border(wins, guess, 0, most)


def winning_cost(
    election: Election, outcome: Outcome, p: int, away: Distance | None = None, *, patience: Patience = FOR_EVER
) -> Fraction | None:
    """The largest cost at which a loser would have won, in whole multiples of the smallest unit of money that occurs.

    Found by counting again, beginning at `away` (`distance`) if it is given: at the cost returned it wins, one unit above it
    does not. With Completion.NONE that is the answer. None when it would not win at the smallest cost above zero.
    """
    unit = unit_of(election)
    now = int(election.costs[p] * unit)

    def wins(cheaper: int) -> bool:
        patience.ask()
        return _wins(with_cost(election, p, Fraction(now - cheaper, unit)), outcome, p)

    if now <= 1:
        return None
    if away is not None and _shares_stay(outcome.method):
        return away.cost
    guess = now - int(away.cost * unit) if away is not None and away.cost else 1
    cheaper = _border(wins, min(guess, now - 1), 0, now - 1)
    return None if cheaper is None else Fraction(now - cheaper, unit)


def _shares_stay(method: Method) -> bool:
    """Whether another cost of a project leaves the voters' shares, and with them all that `distance` says, as they are."""
    return method.rule is Rule.EQUAL_SHARES and method.completion is Completion.NONE


def _wins(election: Election, outcome: Outcome, p: int) -> bool:
    return election.ids[p] in count(election, outcome.method).winners


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
