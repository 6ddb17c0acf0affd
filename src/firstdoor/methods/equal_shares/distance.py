"""How far each loser was from winning while shares stay as they are: exactly, from one look at each round.

What a project q that lost would have needed can be read off a run without counting again, since a run without q is the
same run until q is bought. Let x be the balances before a round, f(r) = sum n * min(x, r * u) over the supporters of q, and
V and rho the effective votes and the price of what was bought in that round.

- *A lower cost c* makes q the purchase of that round if its price at c is at most rho (or equal and q wins the tie). For
  utilities that don't hang on the cost that is c <= f(rho). For Utility.COST its effective votes c / r must reach V, where
  f(r) = c: since f is concave with f(0) = 0, f(r) / r falls, so it is c <= f(r*) at the largest r* with f(r*) = V * r*.
- *m more supporters*, with a full share e each and no other wish, of utility w, make it the purchase if
  f(r) + m * min(e, r * w) reaches the cost, where r is the payment at which q would be level with what was bought: cost / V,
  or rho.
- After the last round only the money counts: c <= f(infinity), and f(infinity) + m * e >= cost.

Both are monotone: if q wins at a cost or number then also at every lower cost or higher number, because in the round where
it would be bought a lower cost or one more supporter only betters its price, unless it is bought earlier. So the largest
such cost over all rounds is *the* cost, and the least number *the* number. Floats with a bound of their error find the
rounds that can matter; these are worked out exactly.
"""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from fractions import Fraction

import numpy as np
from numpy.typing import NDArray

from .election import Election, Ties
from .ledger import replay
from .rounds import Run, State
from .table import Supporters, Table

NEAR = 1e-7  # floats are off by far less, relative to what they say


@dataclass(frozen=True, slots=True)
class Distance:
    """At the shares that were kept: the largest cost, in whole units, at which it would have won (None: at none above 0),
    how many further supporters (`Election.wish`; None for ranks), and `support`: the largest part of its cost that its supporters
    could have paid in any round without paying a worse price than for what was bought (1: a tie that was lost)."""

    cost: Fraction | None
    votes: int | None
    support: Fraction


@dataclass(frozen=True, slots=True)
class _Round:
    """What was bought, at which price in units of 1 / Table.unit (for Utility.COST that is 1 / effective votes).

    After the last round nothing is bought: `project` is None and the price has no limit.
    """

    at: int
    project: int | None
    price: Fraction


@dataclass(frozen=True, slots=True)
class _Loser:
    """A loser before a round, exactly: (money, voters, utility) of its supporters, by money / utility ascending.

    Money here is whole numbers of 1 / `scale`; what goes in and comes out is in units of 1 / Table.unit.
    """

    held: list[tuple[int, int, int]]
    scale: int
    by_cost: bool

    def money(self, limit: Fraction | None) -> Fraction:
        """f(limit), with None f(infinity)."""
        if limit is None:
            return Fraction(sum(money * voters for money, voters, _gain in self.held), self.scale)
        top, bottom = (limit * self.scale).as_integer_ratio()
        poor = rich = 0
        for money, voters, gain in self.held:
            if money * bottom <= top * gain:
                poor += money * voters
            else:
                rich += voters * gain
        return Fraction(poor, self.scale) + limit * rich

    def price(self, cost: Fraction) -> Fraction | None:
        """What one unit of utility costs, or for Utility.COST a unit of cost; None when they can't pay."""
        worth = cost if self.by_cost else Fraction(1)
        short, bottom = (cost * self.scale).as_integer_ratio()
        weight = sum(voters * gain for _money, voters, gain in self.held)
        for money, voters, gain in self.held:
            if money * weight * bottom >= short * gain:
                return Fraction(short, weight * bottom * self.scale) / worth
            short -= money * voters * bottom
            weight -= voters * gain
        return None

    def most(self, price: Fraction | None) -> Fraction:
        """The largest cost at which its price is not above this one."""
        if price is None or not self.by_cost:
            return self.money(price)
        votes = 1 / price
        top, bottom = votes.as_integer_ratio()
        money, last, rich = 0, 0, sum(voters for _money, voters, _gain in self.held)
        for each, voters, _gain in self.held:
            if (money + rich * each) * bottom < top * each:
                break
            money += each * voters
            rich -= voters
            last = each
        level = Fraction(last) if votes <= rich else money / (votes - rich)
        return votes * level / self.scale


def distances(table: Table, ties: Ties, run: Run, losers: Iterable[int]) -> dict[int, Distance]:
    """For each of `losers` that has supporters and is not bought by `run` how far it was away.

    Takes two looks at the supporters of all losers for each round, seldom more.
    """
    election = table.election
    lost = [p for p in losers if p in table.supporters]
    guessed: dict[int, list[tuple[float, float]]] = {p: [] for p in lost}
    for now, state in _rounds(table, run):
        for p in lost:
            one = table.supporters[p]
            left = state.left.take(one.patterns)
            needed = _needed(one, left, now, state.start, election.wish)
            guessed[p].append((_most(one, left, now, by_cost=table.by_cost), needed))
    found: dict[int, list[tuple[Fraction, Fraction, int | None]]] = {p: [] for p in lost}
    done: set[tuple[int, int]] = set()
    asked = {(p, at) for p in lost for at in _promising(guessed[p])}
    while asked:
        for now, state in _rounds(table, run):
            for p in lost:
                if (p, now.at) in asked:
                    found[p].append(_exactly(table, ties, state, p, now))
        done |= asked
        # A tie that would be lost at whatever cost leaves less than the floats said: then other rounds count, too.
        best = {p: max(cost for _most, cost, _votes in found[p]) * table.unit for p in lost}
        asked = {
            (p, at)
            for p in lost
            for at, (most, _least) in enumerate(guessed[p])
            if most * (1 + NEAR) >= best[p] + _smallest(table)
        } - done
    return {
        p: Distance(
            cost=max((cost for _most, cost, _votes in found[p]), default=Fraction(0)) or None,
            votes=min((votes for _most, _cost, votes in found[p] if votes is not None), default=None),
            support=min(Fraction(1), max(most for most, _cost, _votes in found[p]) / election.costs[p]),
        )
        for p in lost
    }


def _smallest(table: Table) -> Fraction:
    """The smallest unit of money that occurs, in units of 1 / Table.unit."""
    return Fraction(table.unit, math.lcm(table.unit, table.election.budget.denominator))


def _promising(guessed: list[tuple[float, float]]) -> Iterator[int]:
    """Rounds of which one must be where it was nearest, as far as floats can tell."""
    most, least = max(cost for cost, _votes in guessed), min(votes for _cost, votes in guessed)
    for at, (cost, votes) in enumerate(guessed):
        if cost >= most - 1 - NEAR * most or votes <= least + 1 + NEAR * least:
            yield at


def _rounds(table: Table, run: Run) -> Iterator[tuple[_Round, State]]:
    for at, (one, state) in enumerate(replay(table, run)):
        yield (
            (
                _Round(at, None, Fraction(0))
                if one is None
                else _Round(at, one.project, Fraction(one.price.up, one.price.down))
            ),
            state,
        )


def _most(one: Supporters, left: NDArray[np.float64], now: _Round, *, by_cost: bool) -> float:
    """About the largest cost at which it would have been bought."""
    if now.project is None:
        return float(left @ one.voters)
    price = float(now.price)
    if not by_cost:
        return float(np.minimum(left, price * one.utility) @ one.voters)
    level, votes = math.inf, 1 / price
    while True:
        poor = left < level
        rest = votes - float(one.voters[~poor].sum())
        lower = float(left[poor] @ one.voters[poor]) / rest if rest > 1e-9 * votes else 0.0
        if rest <= 1e-9 * votes:
            return float(one.voters.sum()) * float(left.min())
        if lower >= level or not poor.any():
            return votes * min(level, lower)
        level = lower


def _needed(one: Supporters, left: NDArray[np.float64], now: _Round, share: float, wish: int | None) -> float:
    """About how many further supporters would have had it bought."""
    level = math.inf if now.project is None else float(now.price) * one.worth
    short = one.cost - float(np.minimum(left, level * one.utility if level < math.inf else left) @ one.voters)
    each = min(share, level * (wish or 1))
    return short / each if each > 0 else math.inf


def _exactly(table: Table, ties: Ties, state: State, p: int, now: _Round) -> tuple[Fraction, Fraction, int | None]:
    """The limit of its cost in this round, the largest cost in whole units below or at it (0: none), votes missing."""
    election, one = table.election, table.supporters[p]
    by_cost = table.by_cost
    first, kind = state.alike(one.patterns)
    money = [state.exact(one.patterns[at]) for at in first]
    held_by = Counter[tuple[int, int]]()
    for at, voters, gain in zip(kind.tolist(), one.voters.tolist(), one.utility.tolist(), strict=True):
        held_by[money[at], int(gain)] += int(voters)
    held = _sorted((each, voters, gain) for (each, gain), voters in held_by.items())
    loser = _Loser(held, state.whole, by_cost)
    price = None if now.project is None else now.price
    most = loser.most(price)

    def wins(with_held: _Loser, cost: Fraction, votes: int) -> bool:
        its = with_held.price(cost)
        if its is None or price is None or now.project is None:
            return its is not None
        if its != price:
            return its < price
        return _key(election, ties, p, cost / table.unit, votes) < _key(
            election, ties, now.project, election.costs[now.project], election.votes[now.project]
        )

    unit = _smallest(table)
    highest = math.floor(most / unit) * unit
    tries = [highest, highest - unit]
    if now.project is not None:  # where nobody is poor every cost is level with what was bought, and the tie decides
        other = Fraction(table.supporters[now.project].cost)
        tries += [min(highest, other), min(highest, other - unit)]
    cost = max((each for each in tries if each > 0 and wins(loser, each, election.votes[p])), default=Fraction(0))
    return most / table.unit, cost / table.unit, _votes(loser, state, one, now, election.votes[p], election.wish, wins)


def _votes(
    loser: _Loser,
    state: State,
    one: Supporters,
    now: _Round,
    votes: int,
    wish: int | None,
    wins: Callable[[_Loser, Fraction, int], bool],
) -> int | None:
    """How many further supporters with a full share would have had it bought in this round."""
    if wish is None:
        return None
    share = Fraction(state.endowment, state.whole)
    level = None if now.project is None else now.price * one.worth
    each = share if level is None else min(share, level * wish)
    if each == 0:
        return None
    more = max(1, math.ceil((one.cost - loser.money(level)) / each))
    for number in (more, more + 1):
        held = _sorted([*loser.held, (state.endowment, number, wish)])
        if wins(_Loser(held, loser.scale, loser.by_cost), Fraction(one.cost), votes + number):
            return number
    return None


def _sorted(held: Iterable[tuple[int, int, int]]) -> list[tuple[int, int, int]]:
    """By money / utility ascending."""
    return sorted(held, key=lambda one: one[0] if one[2] == 1 else Fraction(one[0], one[2]))


def _key(election: Election, ties: Ties, p: int, cost: Fraction, votes: int) -> tuple[Fraction, int, str]:
    return (cost, -votes, election.ids[p]) if ties is Ties.CHEAPEST else (Fraction(0), 0, election.ids[p])
