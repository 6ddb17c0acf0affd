"""Many runs side by side, one for each endowment, in floats whose every decision is certain or given up.

A count with Add1 asks for hundreds of runs that differ by a little money. One alone spends its time on starting small array
operations; here one operation serves all. What the runs buy is what `rounds.run` finds, or the run is reported as doubtful
and `rounds.run` is asked: nothing is decided by rounding.

Why it is certain
-----------------
Let x be the exact balances of a run, X the floats, n the voters who share a balance, and E a bound of sum n * |X - x|.

1. *One purchase does not enlarge that distance.* If x <= y everywhere, then after buying p in both, x' <= y' (the lemma in
   `rounds`), and both have paid the cost, so sum n (y' - x') = sum n (y - x). For any x and X take y = max(x, X), which can
   pay since x can: |X' - x'| <= |X' - y'| + |x' - y'| = |X - y| + |x - y| = |X - x|, in that norm. So E grows by what is
   rounded in a round and by the money that the float payments miss of the cost, which is measured, and by nothing else.
2. With f(r) = sum n * min(x, r * u), and F the same for X, |f(r) - F(r)| <= E. For any set called poor,
   rho >= (cost - E - money of the poor) / (utility of the others): an upper bound of effective votes. If F(r) >= cost + E
   then rho <= r: a lower bound. Effective votes never rise from round to round, so an upper bound stays one.
3. Somebody who surely pays all she has (X + E <= r * u for a lower bound r of rho) is dry: X = x = 0. If all supporters
   of a project but the dry ones have X - r * u >= E at r = cost / their utility W, then they all pay alike and rho = r,
   exactly. Such projects are compared by W / cost in whole numbers: nearly all ties that occur are between two of them.
   Who may be dry, but not surely, is left with TINY, which is not 0.

A purchase is certain if the lower bound of the project passes every other's upper bound, or if it passes those that are not
of the third kind, and in whole numbers those that are.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction

import numpy as np
from numpy.typing import NDArray

from .rounds import EPS
from .table import Table

Floats = NDArray[np.float64]
Indices = NDArray[np.intp]
Flags = NDArray[np.bool_]

TINY = 1e-290
STEPS = 2  # of Newton's method, each time a project is looked at
SWEEP = 6  # purchases between two times that the dry are swept out
MOST_PROJECTS = 1500  # the table of who shares supporters with whom is square


@dataclass(frozen=True, slots=True)
class _Supporters:
    """The supporters of each column behind one another. None of them is dry in all runs."""

    starts: Indices
    lengths: Indices
    patterns: Indices
    voters: Floats
    utility: Floats
    weights: Floats  # voters * utility
    weight: Floats  # their sums, one for each column


@dataclass(frozen=True, slots=True)
class _Segments:
    """The supporters of several (run, project) pairs behind one another."""

    starts: Indices  # where each pair begins
    lengths: Indices
    places: Indices  # in the flat array of balances
    voters: Floats
    utility: Floats
    weight: Floats


class Bundle:
    """An election made ready for runs side by side. Columns are the projects of the table, the first to win ties first."""

    def __init__(self, table: Table) -> None:
        self.table = table
        self.projects = sorted(table.supporters, key=table.ranks.__getitem__)
        rows = [table.supporters[p] for p in self.projects]
        voters, utility = (np.concatenate([getattr(one, name) for one in rows]) for name in ("voters", "utility"))
        lengths = np.array([len(one.patterns) for one in rows], dtype=np.intp)
        self.supporters = _Supporters(
            starts=(np.cumsum(lengths) - lengths).astype(np.intp),
            lengths=lengths,
            patterns=np.concatenate([one.patterns for one in rows]),
            voters=voters,
            utility=utility,
            weights=voters * utility,
            weight=np.array([float(one.total_weight) for one in rows]),
        )
        self.whole_cost = [one.cost for one in rows]
        self.cost = np.array([float(one.cost) for one in rows])
        self.worth = np.array([float(one.worth) for one in rows])
        self.flat = all(one.alike for one in rows)  # each utility is 1: nothing is multiplied with it
        self.by_cost = table.by_cost  # then the ratio of the third kind is W itself, as a float
        column = {p: at for at, p in enumerate(self.projects)}
        self.shares = np.zeros((len(rows), len(rows)), dtype=bool)
        for at, p in enumerate(self.projects):
            self.shares[at, [column[q] for q in table.neighbours(p)]] = True

    def runs(self, endowments: Sequence[Fraction]) -> list[tuple[int, ...] | None]:
        """For each endowment the projects bought, in order, or None where floats can't tell."""
        return _Runs(self, endowments).finish()


class _Runs:
    def __init__(self, bundle: Bundle, endowments: Sequence[Fraction]) -> None:
        self.b = bundle
        runs, projects = len(endowments), len(bundle.projects)
        start = np.array([float(one * bundle.table.unit) for one in endowments])
        self.width = bundle.table.patterns
        self.left = np.repeat(start, self.width)
        self.error = start * EPS * bundle.table.election.voters
        self.all = bundle.supporters
        self.bound = np.tile(self._ratio(self.all.weight, np.arange(projects)), (runs, 1))  # above the effective votes
        self.price = np.tile(bundle.cost / self.all.weight, (runs, 1))  # where the search for rho has got to
        self.last = np.zeros(projects)
        self.settled = np.zeros((runs, projects), dtype=bool)  # the bound is as good as it gets
        self.alike = np.zeros((runs, projects))  # W of the third kind when last looked at, else 0
        self.doubtful = np.zeros(runs, dtype=bool)
        self.purchases = 0
        self.bought: list[list[int]] = [[] for _ in endowments]

    def finish(self) -> list[tuple[int, ...] | None]:
        everyone = np.arange(len(self.bought))
        swept = 0
        while True:
            if self.purchases >= swept + SWEEP * len(everyone):
                swept = self.purchases
                self._sweep()
            first = self.bound.argmax(axis=1)
            open_ = self.bound[everyone, first] > 0
            if not open_.any():
                break
            runs, columns = everyone[open_], first[open_]
            ready = self.settled[runs, columns]
            if ready.any():
                again, others = self._buy(runs[ready], columns[ready])
                runs = np.concatenate((runs[~ready], again))
                columns = np.concatenate((columns[~ready], others))
            if len(runs):
                self._look(runs, columns)
        return [
            None if doubtful else tuple(self.b.projects[at] for at in one)
            for one, doubtful in zip(self.bought, self.doubtful.tolist(), strict=True)
        ]

    def _ratio(self, weight: Floats, columns: Indices) -> Floats:
        """Effective votes of the third kind, exact for Utility.COST, else rounded once and a little above."""
        return weight if self.b.by_cost else weight / self.b.cost[columns] * (1 + 4 * EPS)

    def _segments(self, runs: Indices, columns: Indices) -> _Segments:
        lengths = self.all.lengths[columns]
        ends = np.cumsum(lengths)
        starts = ends - lengths
        at = np.arange(ends[-1]) + np.repeat(self.all.starts[columns] - starts, lengths)
        places = self.all.patterns[at] + np.repeat(runs * self.width, lengths)
        voters = self.all.voters[at]
        if self.b.flat:
            return _Segments(starts, lengths, places, voters, voters, voters)
        return _Segments(starts, lengths, places, voters, self.all.utility[at], self.all.weights[at])

    def _asked(self, price: Floats, seg: _Segments) -> Floats:
        """What each supporter of each pair is asked for at this price of its project."""
        spread = np.repeat(price, seg.lengths)
        return spread if self.b.flat else spread * seg.utility

    def _sweep(self) -> None:
        """Leave those out who are dry in all runs: they pay nothing any more, whatever is looked at."""
        wet = (self.left.reshape(-1, self.width) != 0).any(axis=0)[self.all.patterns]
        lengths = np.add.reduceat(wet, self.all.starts, dtype=np.intp)
        if not lengths.all():  # nobody can pay for it; it keeps one who is dry so that no segment is empty
            self.bound[:, lengths == 0] = 0
            wet[self.all.starts[lengths == 0]] = True
            lengths = np.maximum(lengths, 1)
        starts = np.cumsum(lengths) - lengths
        weights = self.all.weights[wet]
        self.all = _Supporters(
            starts,
            lengths,
            self.all.patterns[wet],
            self.all.voters[wet],
            self.all.utility[wet],
            weights,
            np.add.reduceat(weights, starts),
        )

    def _give_up(self, runs: Indices) -> None:
        self.doubtful[runs] = True
        self.bound[runs] = 0

    def _look(self, runs: Indices, columns: Indices) -> None:
        """Better the bounds of these pairs by a few steps of Newton's method, or close what is not affordable."""
        seg = self._segments(runs, columns)
        left = self.left[seg.places]
        money = left * seg.voters
        cost, error = self.b.cost[columns], self.error[runs]
        held = np.add.reduceat(money, seg.starts)
        slack = EPS * (seg.lengths + 8) * (cost + held) + error
        closed = held < cost - slack
        unclear = ~closed & (held < cost + slack)

        dry = left == 0
        wet = self.all.weight[columns] - np.add.reduceat(dry * seg.weight, seg.starts)
        level = np.divide(cost, wet, out=np.full_like(cost, np.inf), where=wet > 0)
        over = left - self._asked(level, seg)
        over[dry] = np.inf
        alike = np.minimum.reduceat(over, seg.starts) >= slack

        # Newton's method may begin anywhere, best where it ended the last time, in whatever run; its first step lands below.
        price = np.maximum(self.price[runs, columns], np.where(closed, 0, level))
        trial = np.maximum(price, self.last[columns])
        rest = higher = settled = price
        for _step in range(STEPS):
            poor = (left < self._asked(trial, seg)).astype(np.float64)
            rest = self.all.weight[columns] - np.add.reduceat(poor * seg.weight, seg.starts)
            above = cost - np.add.reduceat(poor * money, seg.starts)
            higher = np.divide(above, rest, out=np.zeros_like(above), where=rest > 0)
            settled = (trial <= price) & (higher <= price * (1 + 2 * EPS))
            trial = price = np.maximum(price, higher)
        self.last[columns] = price
        surely = higher - np.divide(slack, rest, out=np.zeros_like(slack), where=rest > 0)
        usable = (surely > 0) & (rest > 0)
        votes = np.divide(self.b.worth[columns], surely, out=np.full_like(surely, np.inf), where=usable)
        bound = np.minimum(self.bound[runs, columns], votes * (1 + 8 * EPS))
        bound[alike] = self._ratio(wet[alike], columns[alike])
        bound[closed] = 0
        self.bound[runs, columns] = bound
        self.price[runs, columns] = np.where(alike, level, price)
        self.alike[runs, columns] = np.where(alike, wet, 0)
        self.settled[runs, columns] = settled | alike
        if unclear.any():
            self._give_up(runs[unclear])

    def _buy(self, runs: Indices, columns: Indices) -> tuple[Indices, Indices]:
        """Buy where that is certain; returns the pairs that must be looked at before, and gives up what stays unclear."""
        seg = self._segments(runs, columns)
        left = self.left[seg.places]
        cost, error, price = self.b.cost[columns], self.error[runs], self.price[runs, columns]
        ask = self._asked(price, seg)
        paid = np.minimum(left, ask)
        total = np.add.reduceat(paid * seg.voters, seg.starts)
        missed = np.abs(total - cost) + EPS * (seg.lengths + 8) * (total + cost)
        rich = np.add.reduceat((left > ask) * seg.weight, seg.starts)
        reach = np.divide(2 * (error + missed), rich, out=np.full_like(price, np.inf), where=rich > 0)
        more = self._asked(price + reach, seg)
        raised = np.add.reduceat(np.minimum(left, more) * seg.voters, seg.starts)
        enough = raised * (1 - EPS * (seg.lengths + 8)) >= cost * (1 + EPS) + error

        alike = self.alike[runs, columns]
        votes = np.where(
            alike > 0,
            alike if self.b.by_cost else alike / cost * (1 - 4 * EPS),
            self.b.worth[columns] / (price + reach) * (1 - 8 * EPS),
        )
        rivals = self.bound[runs] >= votes[:, None]
        rivals[np.arange(len(runs)), columns] = False
        for run, rival in zip(*np.nonzero(rivals & (self.alike[runs] > 0) & (alike > 0)[:, None]), strict=True):
            rivals[run, rival] = not self._behind(runs[run], columns[run], rival)
        contested = rivals.any(axis=1)
        certain = ((alike > 0) | enough) & ~contested
        stale = rivals & ~self.settled[runs]
        look = contested & stale.any(axis=1)
        lost = ~certain & ~look
        if lost.any():
            self._give_up(runs[lost])
        if certain.any():
            rest = left - paid
            empty = left + np.repeat(error, seg.lengths) <= self._asked(price - reach, seg)
            rest[(rest == 0) & ~empty & (left > 0)] = TINY
            mine = np.repeat(certain, seg.lengths)
            self.left[seg.places[mine]] = rest[mine]
            held = np.add.reduceat(left * seg.voters, seg.starts)
            who, what = runs[certain], columns[certain]
            self.error[who] += (missed + 2 * EPS * held)[certain] + TINY * self.b.table.election.voters
            self.bound[who, what] = 0
            self.settled[who] &= ~self.b.shares[what]
            self.purchases += len(who)
            for run, column in zip(who.tolist(), what.tolist(), strict=True):
                self.bought[run].append(column)
        return runs[look], stale[look].argmax(axis=1)

    def _behind(self, run: int, column: int, rival: int) -> bool:
        """Whether of two of the third kind the rival has fewer effective votes, or as many and loses the tie."""
        mine, other = int(self.alike[run, column]), int(self.alike[run, rival])
        if not self.b.by_cost:
            mine *= self.b.whole_cost[rival]
            other *= self.b.whole_cost[column]
        return (other, column) < (mine, rival)
