"""What would have been: the same count with a few more votes for a project, or with a lower cost.

A whole count of an altered election costs as much as the count itself, and each loser takes several. So the answer is looked
for *near* the share at which the count ended (`completions.add1`, `near`), and not to the last unit: that takes some runs, not
a count. Then one whole count tells whether it wins with that (`Recount.whole`; if not, the number is looked for in whole
counts), and at last, in a dozen of them, where the border lies to the unit (`Recount.sharp`).
"""

from __future__ import annotations

import math
import time
from collections.abc import Callable
from dataclasses import dataclass, replace
from fractions import Fraction

from .completions import add1, first_endowment
from .counting import Completion, Outcome, Rule, count
from .distance import Distance, distances
from .election import Election, Pattern
from .greedy import greedy
from .rounds import run
from .table import Table

MOST_TIMES = 10  # as many ballots again are not looked for
COARSE = 100  # at first a border is found to such a part of the number


def with_votes(election: Election, p: int, more: int) -> Election:
    """The same with `more` further ballots that name only project `p`, of points with all of them. The budget stays."""
    patterns = {pattern.gains: pattern.voters for pattern in election.patterns}
    alone = ((p, election.wish or 1),)
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
    """So many seconds of work for all that is counted again; None: without end.

    It ends before the step that would go beyond it: no step is expected to take longer than the longest before.
    """

    def __init__(self, seconds: float | None) -> None:
        self.until = None if seconds is None else time.thread_time() + seconds
        self.last: float | None = None
        self.longest = 0.0

    def ask(self) -> None:
        """Raises OutOfPatienceError when they are over, or would be after one more step."""
        if self.until is None:
            return
        now = time.thread_time()
        if self.last is not None:
            self.longest = max(self.longest, now - self.last)
        self.last = now
        if now + self.longest >= self.until:
            raise OutOfPatienceError

    def step(self, _number: int) -> None:
        """The same as a count goes on, for its `progress`."""
        self.ask()


@dataclass(frozen=True, slots=True)
class Recount:
    """What a loser would have needed: with so many more votes it wins, at this cost it wins; None where there is no such number.

    `whole`: in a whole count, not only near the share reached. `sharp`: there it does not with one vote fewer, or at one unit
    more.
    """

    votes: int | None
    cost: Fraction | None
    whole: bool
    sharp: bool


@dataclass(frozen=True, slots=True)
class _Fate:
    """Whether it wins, and if not, what it lacked at the share where that count ended."""

    wins: bool
    lacks: Distance | None = None


Holds = Callable[[int], _Fate]


@dataclass(frozen=True, slots=True)
class _Search:
    """How a number is looked for: where counts begin, to which part of it, and whether a first guess that wins is enough."""

    whole: bool
    coarse: bool = True
    confirm: bool = False


class Recounts:
    """Counts an outcome's election again, altered. Raises OutOfPatienceError from any method."""

    def __init__(self, election: Election, outcome: Outcome, table: Table | None, patience: Patience) -> None:
        self.election, self.outcome, self.method = election, outcome, outcome.method
        self.table, self.patience = table, patience
        self.climbs = table is not None and self.method.completion in (Completion.ADD1, Completion.ADD1U)

    def near(self, p: int, away: Distance | None) -> Recount:
        """What it would have needed, near the share at which the count ended; whole counts where there is no such share."""
        how = _Search(whole=not self.climbs, coarse=self.climbs)
        return Recount(
            self._votes(p, away, how), self._cost(p, away, how), whole=not self.climbs, sharp=not self.climbs
        )

    def whole(self, p: int, found: Recount) -> Recount:
        """The same confirmed by a whole count for each of the two, or found anew there."""
        return found if found.whole else self._from(p, found, _Search(whole=True, confirm=True), sharp=False)

    def sharp(self, p: int, found: Recount) -> Recount:
        """The same to the unit, in whole counts."""
        return found if found.sharp else self._from(p, found, _Search(whole=True, coarse=False), sharp=True)

    def _from(self, p: int, found: Recount, how: _Search, *, sharp: bool) -> Recount:
        votes = found.votes if found.votes is not None else self._most
        cost = found.cost if found.cost is not None else Fraction(1, unit_of(self.election))
        return Recount(
            self._votes(p, Distance(None, votes, Fraction(1)), how),
            self._cost(p, Distance(cost, None, Fraction(1)), how),
            whole=True,
            sharp=sharp,
        )

    @property
    def _most(self) -> int:
        return MOST_TIMES * (self.election.voters + 1)

    def _votes(self, p: int, guess: Distance | None, how: _Search) -> int | None:
        """With how many more ballots for it alone it would have won.

        (Winning is not always monotone: a still smaller number might do as well.) None for ranks, of which it is not said what
        another ballot would bring, or when ten times the ballots are not enough, as for a project that costs more than the
        budget.
        """
        known = self.election.wish is not None
        if self.election.costs[p] > self.election.budget or not (known or self.method.rule is Rule.GREEDY):
            return None

        def wins(more: int) -> _Fate:
            if self.table is None or not known:
                return self._counted(p, with_votes(self.election, p, more))
            return self._fate(p, self.table.with_votes(p, more), whole=how.whole)

        def lacking(more: int, lacks: Distance) -> int:
            return more + (lacks.votes or 0)

        first = min(guess.votes, self._most) if guess is not None and guess.votes else 1
        return _border(wins, lacking, first, self._most, how, lambda more: more // COARSE)

    def _cost(self, p: int, guess: Distance | None, how: _Search) -> Fraction | None:
        """The largest cost at which it would have won, in whole multiples of the smallest unit of money that occurs.

        With Completion.NONE that is the answer at the kept shares. None when it would not win at the smallest cost above 0.
        """
        unit = unit_of(self.election)
        now = int(self.election.costs[p] * unit)
        if now <= 1:
            return None
        if guess is not None and self.method.rule is Rule.EQUAL_SHARES and self.method.completion is Completion.NONE:
            return guess.cost

        def wins(cheaper: int) -> _Fate:
            cost = Fraction(now - cheaper, unit)
            if self.table is None:
                return self._counted(p, with_cost(self.election, p, cost))
            return self._fate(p, self.table.with_cost(p, cost), whole=how.whole)

        def lacking(_cheaper: int, lacks: Distance) -> int:
            return now - int((lacks.cost or 0) * unit)

        first = now - int(guess.cost * unit) if guess is not None and guess.cost else 1
        first = max(1, min(first, now - 1))
        cheaper = _border(wins, lacking, first, now - 1, how, lambda cheaper: (now - cheaper) // COARSE)
        return None if cheaper is None else Fraction(now - cheaper, unit)

    def _counted(self, p: int, election: Election) -> _Fate:
        self.patience.ask()
        return _Fate(election.ids[p] in count(election, self.method, progress=self.patience.step).winners)

    def _fate(self, p: int, table: Table, *, whole: bool) -> _Fate:
        self.patience.ask()
        method = self.method
        if self.climbs:
            found = add1(
                table,
                size=method.step,
                whole_units=method.whole_units,
                stop_when_nothing_fits=method.stop_when_nothing_fits,
                progress=self.patience.step,
                near=None if whole else self.outcome.endowment,
            ).run
        else:
            found = run(table, first_endowment(table.election, whole_units=method.whole_units))
        won = p in found.winners
        if not won and method.completion in (Completion.ADD1U, Completion.UTILITARIAN):
            won = any(q == p for q, _tied in greedy(table.election, method.ties, taken=found.winners))
        return _Fate(won, None if won else distances(table, method.ties, found, [p]).get(p))


def _border(
    fate: Holds,
    lacking: Callable[[int, Distance], int],
    guess: int,
    high: int,
    how: _Search,
    fine: Callable[[int], int],
) -> int | None:
    """A number in (0, high] where it wins and one below it does not; None when it does not win at `high`.

    It does not win at 0. Begins at the guess, and after a loss goes to where it would have been bought at the share at which
    that count ended; if it loses again, twice as far each time, and between a loss and a win by halves. A coarse search is
    content when a loss lies no further below than `fine`, one that confirms with a guess that wins.
    """
    low, at, reach, told = 0, guess, 1, False
    won: int | None = None
    while won is None or won - low > max(1, fine(won) if how.coarse else 1):
        now = fate(at)
        if now.wins:
            if how.confirm and at == guess:
                return at
            won = at
            step = max(reach, fine(at)) if how.coarse else reach
            at, reach, told = max(won - step, (low + won) // 2), reach * 4, False
            continue
        if at == high:
            return None
        low = at
        asked = 0 if now.lacks is None or told else lacking(at, now.lacks)
        told = low < asked < (high if won is None else won)
        if told:
            at, reach = asked, max(reach, asked - low)
        elif won is None:
            at, reach = min(high, low + reach), reach * 2
        else:
            at = (low + won) // 2
    return won
