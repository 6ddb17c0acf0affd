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
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from fractions import Fraction

import numpy as np

from .election import Election, Ties
from .ledger import replay
from .looks import NEAR, Look, Together
from .rounds import Run, State
from .table import Supporters, Table


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
    """For each of `losers` that costs something and is not bought by `run` how far it was away.

    One look at the supporters of all losers together for each round, then an exact sum or two for each loser. A closer look
    is taken where floats can't tell and where a tie may decide.
    """
    costly = [p for p in losers if table.election.costs[p] > 0]
    lost = [p for p in costly if p in table.supporters]
    together = Together(table, lost) if lost else None
    seen: list[tuple[_Round, State]] = []
    looks = []
    for now, state in _rounds(table, run):
        if together is not None:
            looks.append(together.look(state, None if now.project is None else float(now.price)))
        seen.append((now, state.kept()))
    found = {p: _of_nobody(table, ties, p, seen) for p in costly if p not in table.supporters}
    if not lost:
        return found
    columns = [np.array([getattr(one, name) for one in looks]).T for name in ("most", "flat", "needed", "doubt")]
    for p, *mine in zip(lost, *columns, strict=True):
        look = Look(*mine)
        found[p] = _surely(table, p, seen, look) or _closely(table, ties, p, seen, look)
    return found


Seen = Sequence[tuple[_Round, State]]


def _surely(table: Table, p: int, seen: Seen, look: Look) -> Distance | None:
    """The distance where no tie can decide; None where one may. `look` has a place for each round.

    The limit of its cost, exactly, is no whole number of units: so the whole cost below it wins with more effective votes than
    what was bought. The supporters missing are no whole number either: so the whole number above it wins likewise.
    """
    best = look.most >= look.most.max() * (1 - NEAR)
    if np.isnan(look.most).any() or (look.flat & best).any():
        return None
    votes: int | None = None
    least = float(look.needed.min())
    if table.election.wish is not None and least < math.inf:
        votes = max(1, math.ceil(least))
        slack = max(float(look.doubt[look.needed.argmin()]), NEAR * (1 + abs(least)))
        if abs(least - round(least)) <= slack or (look.needed - look.doubt).min() <= math.ceil(least) - 1:
            return None
    limits = [_limit(table, p, *seen[at], float(look.most[at])) for at in np.flatnonzero(best).tolist()]
    units = max((one for one in limits if one is not None), default=Fraction(0)) / _smallest(table)
    if None in limits or units.denominator == 1:
        return None
    cost = math.floor(units) * _smallest(table) / table.unit
    support = units * _smallest(table) / table.supporters[p].cost
    return Distance(cost=cost or None, votes=votes, support=min(Fraction(1), support))


def _limit(table: Table, p: int, now: _Round, state: State, most: float) -> Fraction | None:
    """`_Loser.most` out of the sum of what the poor hold; None when floats can't tell who is poor, or nobody is."""
    one = table.supporters[p]
    if now.project is None:
        return Fraction(state.held(one.patterns, one.voters), state.whole)
    left = state.left.take(one.patterns)
    level = np.full(len(left), most * float(now.price)) if table.by_cost else float(now.price) * one.utility
    poor = left < level
    if np.abs(left - level).min() <= state.doubt + 1e-11 * state.start:
        return None
    held = Fraction(state.held(one.patterns[poor], one.voters[poor]), state.whole)
    if not table.by_cost:
        return held + now.price * int(one.weight[~poor].sum())
    votes = 1 / now.price
    rest = votes - int(one.voters[~poor].sum())
    return votes * held / rest if rest > 0 and held > 0 else None


def _of_nobody(table: Table, ties: Ties, p: int, seen: Seen) -> Distance:
    """The distance of a project that nobody supports: at no cost, but with so many supporters."""
    one, wish = table.of(p), table.election.wish
    votes: int | None = None
    if wish is not None and seen[0][1].endowment:
        start = seen[0][1].start
        needed = [
            one.cost / (start if now.project is None else min(start, float(now.price * one.worth) * wish))
            for now, _state in seen
        ]
        asked = [at for at, number in enumerate(needed) if number <= min(needed) * (1 + NEAR) + 1]
        found = [_exactly(table, ties, p, *seen[at])[2] for at in asked]
        votes = min((number for number in found if number is not None), default=None)
    return Distance(cost=None, votes=votes, support=Fraction(0))


def _closely(table: Table, ties: Ties, p: int, seen: Seen, look: Look) -> Distance:
    """The distance out of exact amounts, in each round of which floats can't say that it does not matter."""
    found: list[tuple[Fraction, Fraction, int | None]] = []
    most = np.where(np.isnan(look.most), math.inf, look.most)
    asked = set(_promising(most.tolist(), look.needed.tolist()))
    done: set[int] = set()
    while asked:
        found += [_exactly(table, ties, p, *seen[at]) for at in sorted(asked)]
        done |= asked
        # A tie that would be lost at whatever cost leaves less than the floats said: then other rounds count, too.
        best = max(cost for _most, cost, _votes in found) * table.unit
        asked = {at for at, one in enumerate(most.tolist()) if one * (1 + NEAR) >= best + _smallest(table)} - done
    return Distance(
        cost=max(cost for _most, cost, _votes in found) or None,
        votes=min((votes for _most, _cost, votes in found if votes is not None), default=None),
        support=min(Fraction(1), max(limit for limit, _cost, _votes in found) / table.election.costs[p]),
    )


def _smallest(table: Table) -> Fraction:
    """The smallest unit of money that occurs, in units of 1 / Table.unit."""
    return Fraction(table.unit, math.lcm(table.unit, table.election.budget.denominator))


def _promising(most: list[float], needed: list[float]) -> Iterator[int]:
    """Rounds of which one must be where it was nearest, as far as floats can tell."""
    highest, least = max((one for one in most if one < math.inf), default=0.0), min(needed)
    for at, (cost, votes) in enumerate(zip(most, needed, strict=True)):
        if cost >= highest - 1 - NEAR * highest or votes <= least + 1 + NEAR * abs(least):
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


def _exactly(table: Table, ties: Ties, p: int, now: _Round, state: State) -> tuple[Fraction, Fraction, int | None]:
    """The limit of its cost in this round, the largest cost in whole units below or at it (0: none), votes missing."""
    election, one = table.election, table.of(p)
    by_cost = table.by_cost
    first, kind = state.alike(one.patterns)
    money = state.exactly(one.patterns[first])
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
