"""An election as arrays, made once and used by every run over it."""

from __future__ import annotations

import copy
import itertools
import math
from dataclasses import dataclass, replace
from fractions import Fraction
from functools import cached_property
from operator import itemgetter, mul

import numpy as np
from numpy.typing import NDArray

from .election import Election, Pattern, Ties, Utility
from .limits import Limits

LIMIT = 2**53  # whole numbers up to here are exact as floats
LARGEST = 10**60  # cost


@dataclass(frozen=True, slots=True)
class Supporters:
    """Who supports one project: patterns, how many voters share each, the utility of each, and the sums."""

    project: int
    cost: int  # in units of 1 / Table.unit
    worth: int  # price = payment per utility / worth: the cost for Utility.COST, else 1
    patterns: NDArray[np.intp]
    voters: NDArray[np.float64]
    utility: NDArray[np.float64]
    weight: NDArray[np.float64]  # voters * utility
    total_voters: int
    total_weight: int
    alike: bool  # every utility is 1


class Table:
    """Projects that can win at all (cost > 0, at least one supporter), with whole numbers for money and utilities.

    With `limits` purchases put other projects out (`constraints`).

    Raises ValueError when sums of utilities pass 2**53, or costs 10**60: neither is money or points.
    """

    def __init__(self, election: Election, ties: Ties, limits: Limits | None = None) -> None:
        self.election, self.ties, self.limits = election, ties, limits
        self.ranks = election.ranks(ties)
        self.unit = math.lcm(1, *(cost.denominator for cost in election.costs))
        self.patterns = len(election.patterns)
        self.by_cost = election.utility is Utility.COST
        gains = [gain for pattern in election.patterns for gain in pattern.gains]
        project = np.fromiter(map(itemgetter(0), gains), np.intp, len(gains))
        lengths = [len(pattern.gains) for pattern in election.patterns]
        order = np.argsort(project, kind="stable")
        patterns = np.repeat(np.arange(self.patterns), lengths)[order]
        ends = np.searchsorted(project[order], np.arange(len(election.ids) + 1)).tolist()
        voters = np.array([pattern.voters for pattern in election.patterns], dtype=np.float64)
        self.supporters = {
            p: self._supporters(p, patterns[start:end], [gains[at][1] for at in order[start:end].tolist()], voters)
            for p, (start, end) in enumerate(itertools.pairwise(ends))
            if election.votes[p] and election.costs[p] > 0 and start < end
        }
        # Rounds for which a run sets memory aside at once, more when they are needed: 64 in a very large election.
        self.rows = (
            len(self.supporters) if len(self.supporters) * self.patterns < 10**7 else min(len(self.supporters), 64)
        )
        self.last_prices: dict[int, float] = {}  # where the search for a price ended last; only a hint where to begin
        self._neighbours: dict[int, frozenset[int]] = {}

    def _supporters(
        self, p: int, patterns: NDArray[np.intp], gains: list[int], voters: NDArray[np.float64]
    ) -> Supporters:
        cost = int(self.election.costs[p] * self.unit)
        times = voters.take(patterns)
        alike = gains.count(1) == len(gains)
        total_voters = int(times.sum())
        total = total_voters if alike else sum(map(mul, gains, map(int, times.tolist())))
        if total >= LIMIT:
            raise ValueError(f'the points for "{self.election.ids[p]}" add up to too much: {total}')
        if cost >= LARGEST:
            raise ValueError(f'the cost of "{self.election.ids[p]}" is too large')
        utility = np.array(gains, dtype=np.float64)
        return Supporters(
            project=p,
            cost=cost,
            worth=cost if self.by_cost else 1,
            patterns=patterns,
            voters=times,
            utility=utility,
            weight=times * utility,
            total_voters=total_voters,
            total_weight=total,
            alike=alike,
        )

    def of(self, p: int) -> Supporters:
        """Who supports `p`, nobody also."""
        known = self.supporters.get(p)
        return known or self._supporters(p, np.zeros(0, dtype=np.intp), [], np.zeros(0))

    def with_cost(self, p: int, cost: Fraction) -> Table:
        """The same ballots with another cost for `p`; what does not change is shared, not made again."""
        costs = self.election.costs
        election = replace(self.election, costs=(*costs[:p], cost, *costs[p + 1 :]))
        whole = cost * self.unit
        if p not in self.supporters or whole.denominator > 1 or not 0 < whole < LARGEST:
            return Table(election, self.ties, self.limits)
        one = replace(self.supporters[p], cost=int(whole), worth=int(whole) if self.by_cost else 1)
        return self._varied(election, one)

    def with_votes(self, p: int, more: int) -> Table:
        """The same with so many further ballots that name `p` alone (`Election.wish`)."""
        votes, wish = self.election.votes, self.election.wish or 1
        election = replace(
            self.election,
            voters=self.election.voters + more,
            votes=(*votes[:p], votes[p] + more, *votes[p + 1 :]),
            patterns=(*self.election.patterns, Pattern(((p, wish),), more)),
            pattern_of=(),
        )
        if p not in self.supporters:
            return Table(election, self.ties, self.limits)
        one = self.supporters[p]
        one = replace(
            one,
            patterns=np.append(one.patterns, self.patterns),
            voters=np.append(one.voters, float(more)),
            utility=np.append(one.utility, float(wish)),
            weight=np.append(one.weight, float(more * wish)),
            total_voters=one.total_voters + more,
            total_weight=one.total_weight + more * wish,
            alike=one.alike and wish == 1,
        )
        return self._varied(election, one)

    def _varied(self, election: Election, one: Supporters) -> Table:
        other = copy.copy(self)  # who shares supporters with whom stays the same, and is found once for all
        other.election, other.ranks, other.patterns = election, election.ranks(self.ties), len(election.patterns)
        other.supporters = self.supporters | {one.project: one}
        return other

    @cached_property
    def _all(self) -> tuple[NDArray[np.intp], NDArray[np.intp], NDArray[np.intp]]:
        """All supporters behind one another, where each project starts, and the projects."""
        rows = list(self.supporters.values())
        lengths = [len(one.patterns) for one in rows]
        starts = np.concatenate(([0], np.cumsum(lengths)[:-1])).astype(np.intp)
        return np.concatenate([one.patterns for one in rows]), starts, np.array(list(self.supporters), dtype=np.intp)

    def neighbours(self, p: int) -> frozenset[int]:
        """Projects that share a supporter with `p`."""
        known = self._neighbours.get(p)
        if known is None:
            patterns, starts, projects = self._all
            mine = np.zeros(self.patterns, dtype=bool)
            mine[self.supporters[p].patterns] = True
            shared = np.logical_or.reduceat(mine[patterns], starts)
            known = self._neighbours[p] = frozenset(projects[shared].tolist())
        return known
