"""One run of Equal Shares with a given endowment: round by round, exactly, as fast as floats allow.

The rule (each voter has the endowment e; S are the supporters of a project p, u their utilities for it):

1. A project whose supporters hold less than its cost is out for good (exactly enough is enough).
2. rho(p) is the least price of one unit of utility at which the supporters can pay: the sum over S of
   min(money left, rho * u) equals the cost. 1 / rho is the project's effective vote count.
3. The project with the largest effective vote count wins, ties by a fixed order; each supporter pays
   min(money left, rho * u).

How it stays exact
------------------
Money is counted in whole numbers of 1/D. Whoever never ran dry has left

    e - sum over the rounds s that she paid for of rho_s * u_s,

and whoever ran dry has nothing. So every question (what do these supporters hold, what is rho) is a dot product of a
vector of small whole numbers with (e, rho_1, ..., rho_t): a few operations on big numbers, however many voters. Floats
with a proven error bound decide whatever they can; only what lies within the bound is computed exactly. So ties are ties.

The float side: balances are e minus the payments, each rounded from its exact value, so that after t rounds no balance
is off by more than 2 * (t + 1) * eps * e. For *any* way of calling supporters "dry" or not,

    cost = sum of min(left, rho * u) <= sum over dry of left + rho * (sum over the others of u),

so (cost - money of dry) / (utility of the others) never exceeds rho: a certified upper bound of the effective votes,
which moreover never rise from one round to the next. The largest bound is looked at first; a project is looked at again
only when its bound could still win and somebody who supports it has paid since.

Jumps
-----
Lemma: for a *fixed order of purchases* every voter's money left, every project's being affordable and every effective
vote count is non-decreasing in e. Proof by induction over the rounds: if all balances rise, rho of the project bought
falls or stays, since at the old rho the supporters would pay at least the cost. So a voter who paid rho * u pays no more,
and has no less left. A voter who ran dry has max(0, balance - rho * u) left, which rises too. And with no balance lower,
what is affordable stays affordable and rho(q) of every other q falls or stays.

Hence, if the order found at e0 is repeated at e1 > e0, and in no round a rival's effective votes at e1 reach those of the
round's winner at e0 (or equal them and lose the tie), and nothing left over is affordable at e1, then every endowment
between has the same winners in the same order. `run(..., guide=...)` checks just that.
"""

from __future__ import annotations

import copy
import heapq
import math
from dataclasses import dataclass
from fractions import Fraction

import numpy as np
from numpy.typing import NDArray

from .table import Supporters, Table

EPS = 2.3e-16  # a little above the spacing of floats at 1
BELOW = 1 - 8e-16  # a correctly rounded float times this is certainly below the true value


@dataclass(frozen=True, slots=True)
class Price:
    """rho as up / down, whole numbers, not reduced: reducing costs more than comparing."""

    up: int
    down: int

    def __lt__(self, other: Price) -> bool:
        return self.up * other.down < other.up * self.down

    def equals(self, other: Price) -> bool:
        return self.up * other.down == other.up * self.down

    @property
    def votes(self) -> float:
        """Effective votes, correctly rounded."""
        return self.down / self.up


@dataclass(frozen=True, slots=True)
class Round:
    """One purchase: the project, its exact price, and the projects that were exactly equal (itself left out)."""

    project: int
    price: Price
    tied: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Run:
    """What one endowment buys, in order."""

    endowment: Fraction
    rounds: tuple[Round, ...]

    @property
    def winners(self) -> tuple[int, ...]:
        return tuple(one.project for one in self.rounds)


def run(table: Table, endowment: Fraction) -> Run:
    """Run the rounds until nothing is affordable. O(rounds * (rounds + supporters looked at))."""
    state = State(table, endowment)
    rounds = []
    while (found := state.best()) is not None:
        state.pay(found.project)
        rounds.append(found)
    return Run(endowment, tuple(rounds))


def repeat(table: Table, endowment: Fraction, guide: Run) -> Run | None:
    """The run at `endowment`, if it is certain that all endowments from the guide's to this one buy as the guide did.

    None when that is not certain, even if it should be so. `endowment` must not be below the guide's.
    """
    state = State(table, endowment)
    rounds = []
    for before in guide.rounds:
        equal = state.rivals_of(before)
        if equal is None:
            return None
        price = state.price(before.project)
        state.pay(before.project)
        rounds.append(Round(before.project, price, equal if price.equals(before.price) else ()))
    return None if state.anything_left() else Run(endowment, tuple(rounds))


class State:
    """Balances between two rounds, as floats and as the recipe of their exact values."""

    def __init__(self, table: Table, endowment: Fraction) -> None:
        self.table = table
        money = endowment * table.unit
        self.whole = money.denominator  # D
        self.endowment = money.numerator  # e, in 1/D
        self.payments: list[int] = []  # rho_s per utility, in 1/D
        self.start = float(money)
        self.doubt = 2 * EPS * self.start  # no balance is further off than this
        self.left = np.full(table.patterns, self.start)
        self.dry = np.zeros(table.patterns, dtype=bool)
        self.bought = np.zeros(
            (min(len(table.supporters), 64), table.patterns)
        )  # row s: utility of the winner of round s; 0 for its non-supporters
        # Upper bounds of effective votes, largest first. Whose supporters paid since their bound was found is stale.
        self.heap = [(-math.inf, p) for p in table.supporters]
        self.stale = set(table.supporters)
        self.poor: dict[int, NDArray[np.bool_]] = {}
        self.prices: dict[int, Price] = {}
        self.won: list[int] = []
        self.out = self.table.limits.out(()) if self.table.limits else set[int]()

    def best(self) -> Round | None:
        """The next purchase, or None when nothing is affordable. Does not pay."""
        seen: list[tuple[float, int]] = []
        price: Price | None = None
        leaders: list[int] = []
        while self.heap and (price is None or -self.heap[0][0] >= price.votes * BELOW):
            bound, p = heapq.heappop(self.heap)
            if p in self.out:
                continue
            if p in self.stale:
                self.look(p)
                continue
            seen.append((bound, p))
            mine = self.price(p)
            if price is None or mine < price:
                price, leaders = mine, [p]
            elif mine.equals(price):
                leaders.append(p)
        if price is None:
            return None
        winner = min(leaders, key=self.table.ranks.__getitem__)
        for one in seen:
            if one[1] != winner:
                heapq.heappush(self.heap, one)
        return Round(winner, price, tuple(sorted(p for p in leaders if p != winner)))

    def rivals_of(self, before: Round) -> tuple[int, ...] | None:
        """Those open projects that reach exactly the effective votes of `before`; None when one would beat it."""
        seen: list[tuple[float, int]] = []
        equal: list[int] = []
        lost = False
        while self.heap and not lost and -self.heap[0][0] >= before.price.votes * BELOW:
            bound, p = heapq.heappop(self.heap)
            if p in self.out:
                continue
            if p in self.stale:
                self.look(p)
                continue
            if p == before.project:
                continue
            seen.append((bound, p))
            mine = self.price(p)
            if mine < before.price:
                lost = True
            elif mine.equals(before.price):
                equal.append(p)
                lost = self.table.ranks[p] < self.table.ranks[before.project]
        for one in seen:
            heapq.heappush(self.heap, one)
        return None if lost else tuple(sorted(equal))

    def anything_left(self) -> bool:
        """Whether any open project is still affordable."""
        while self.heap:
            _bound, p = heapq.heappop(self.heap)
            if p in self.out:
                continue
            if p not in self.stale:
                return True
            self.look(p)
        return False

    def price(self, p: int) -> Price:
        """The exact price of an affordable project that is not stale.

        Starts from the floats' opinion of who is poor. A rich supporter who could not pay the price that follows, or a
        poor one who could pay more, is moved and the price found again; from below that ends at the true price (Newton's
        method on a concave, piecewise linear function), from anywhere else its first step lands below.
        """
        known = self.prices.get(p)
        if known is None:
            known = self.prices[p] = self._price(self.table.supporters[p])
        return known

    def pay(self, p: int) -> None:
        """Let the supporters of `p` pay its price, and take it off the list."""
        price = self.price(p)
        one = self.table.supporters[p]
        up, down = price.up * one.worth * self.whole, price.down  # payment per utility: up / down, in 1/D
        common = math.gcd(up, down)
        up, down = up // common, down // common
        per_utility = up / (down * self.whole)
        if down > 1:
            self.whole *= down
            self.endowment *= down
            self.payments = [payment * down for payment in self.payments]
        self.payments.append(up)
        at = len(self.payments) - 1
        if at == len(self.bought):
            self.bought = np.concatenate((self.bought, np.zeros_like(self.bought)))
        self.bought[at, one.patterns] = one.utility
        poor = self.poor[p]
        left = self.left.take(one.patterns) - (per_utility if one.alike else per_utility * one.utility)
        left[poor] = 0.0
        self.left[one.patterns] = left
        if poor.any():
            self.dry[one.patterns[poor]] = True
        self.doubt = 2 * (at + 2) * EPS * self.start
        self.stale |= self.table.neighbours(p)
        if self.table.limits is not None:
            self.won.append(p)
            self.out = self.table.limits.out(self.won)

    def look(self, p: int) -> None:
        """Put `p` back on the list with a fresh bound, or leave it off for good when it is not affordable."""
        one = self.table.supporters[p]
        left = self.left.take(one.patterns)
        held = float(left @ one.voters)
        slack = EPS * ((len(left) + 8) * (one.cost + held)) + self.doubt * one.total_voters
        if held < one.cost - slack:
            return
        if held <= one.cost + slack and self.held(one.patterns, one.voters) < one.cost * self.whole:
            return
        money = left * one.voters
        poor = np.zeros(len(left), dtype=bool)
        weight = float(one.total_weight)
        per_utility = one.cost / weight
        # Newton's method. It may begin anywhere: where it ended the last time, in an earlier round or another run.
        trial, first = max(per_utility, self.table.last_prices.get(p, 0.0)), True
        while True:
            dry = left < (trial if one.alike else trial * one.utility)
            counted = dry.astype(np.float64)
            rest = one.total_weight - float(counted @ one.weight)
            higher = (one.cost - float(counted @ money)) / rest if rest > 0 else 0.0
            if higher > per_utility:
                poor, weight, per_utility = dry, rest, higher
            elif not first:
                break
            trial, first = per_utility, False
        self.table.last_prices[p] = per_utility
        surely = per_utility - slack / weight
        bound = one.worth / surely * (1 + 4 * EPS) if surely > 0 else math.inf
        self.poor[p] = poor
        self.prices.pop(p, None)
        self.stale.discard(p)
        heapq.heappush(self.heap, (-bound, p))

    def _price(self, one: Supporters) -> Price:
        poor = self.poor[one.project]
        left = self.left.take(one.patterns)
        while True:
            up = one.cost * self.whole - self.held(one.patterns[poor], one.voters[poor])
            down = one.total_weight - int(one.weight[poor].sum())
            per_utility = up / (down * self.whole)
            over = left - (per_utility if one.alike else per_utility * one.utility)
            misplaced = np.where(poor, over, -over)
            doubt = self.doubt + 4 * EPS * self.start  # nobody on the border pays more than she ever had
            if misplaced.max() < -doubt:
                break
            wrong = misplaced > doubt
            for at in np.flatnonzero((np.abs(over) <= doubt) & ~self.dry[one.patterns]):
                difference = self.exact(one.patterns[at]) * down - up * int(one.utility[at])
                wrong[at] = difference > 0 if poor[at] else difference < 0
            if not wrong.any():
                break
            poor = poor ^ wrong
        self.poor[one.project] = poor
        return Price(up, down * self.whole * one.worth)

    def held(self, patterns: NDArray[np.intp], voters: NDArray[np.float64]) -> int:
        """What these hold together, exactly, in 1/D."""
        wet = ~self.dry[patterns]
        patterns, voters = patterns[wet], voters[wet]
        if not len(patterns):
            return 0
        paid = (self.bought[: len(self.payments), patterns] @ voters).tolist()
        total = int(voters.sum()) * self.endowment
        return total - sum(int(times) * payment for times, payment in zip(paid, self.payments, strict=True) if times)

    def exact(self, pattern: np.intp) -> int:
        """What one voter of a pattern has left, in 1/D."""
        return self.exactly(np.array([pattern]))[0]

    def exactly(self, patterns: NDArray[np.intp]) -> list[int]:
        """What one voter of each of these has left, in 1/D."""
        held = [self.endowment] * len(patterns)
        paid = self.bought[: len(self.payments)].take(patterns, axis=1)
        rounds, who = np.nonzero(paid)  # few: most voters paid for few of what was bought
        for at, one, times in zip(who.tolist(), rounds.tolist(), paid[rounds, who].tolist(), strict=True):
            held[at] -= self.payments[one] if times == 1 else int(times) * self.payments[one]
        return [0 if dry else amount for amount, dry in zip(held, self.dry.take(patterns).tolist(), strict=True)]

    def kept(self) -> State:
        """What everybody holds now, to be asked later; not to go on with."""
        now = copy.copy(self)
        now.left, now.dry, now.payments = self.left.copy(), self.dry.copy(), list(self.payments)
        return now

    def alike(self, patterns: NDArray[np.intp]) -> tuple[NDArray[np.intp], NDArray[np.intp]]:
        """Those who paid alike hold alike: places in `patterns` of one of each kind, and for each the number of its kind."""
        rows = self.bought[: len(self.payments), patterns]
        dry = self.dry[patterns]
        keys = np.where(dry, -1.0, np.random.default_rng(1).random(len(rows)) @ rows)
        _keys, first, kind = np.unique(keys, return_index=True, return_inverse=True)
        if not (rows[:, first[kind]] == rows)[:, ~dry].all():  # two kinds fell on one key
            first = kind = np.arange(len(patterns))
        return first, kind
