"""Maximin support: each round takes the project with which the heaviest load on any voter stays least."""

from __future__ import annotations

import heapq
import math
from collections import Counter, defaultdict, deque
from fractions import Fraction

from .election import Election, Ties


def maximin(election: Election, ties: Ties) -> list[tuple[int, tuple[int, ...]]]:
    """Projects in the order bought, each with those that would have done exactly as well.

    The cost of what is bought is laid on its supporters, shared out anew in every round so that the heaviest load is least.
    Bought is, of the projects that still fit, the one with which that load is least; projects without votes take no part,
    what costs nothing and has votes comes first. It ends when nothing fits.

    The least possible heaviest load of a set of projects is the largest cost(T) / voters who support any of T, over its
    subsets T (Hall's condition for money): `_load` climbs from one subset to a worse one by flows until none is worse, in
    whole numbers. Loads only rise when a set grows, so a load found in an earlier round is a lower bound in later ones, and
    few are worked out anew. Even so each takes a flow through all kinds of ballots: minutes in a city with 100 projects.

    Source: Aziz, Lee, Talmon, "Proportionally Representative Participatory Budgeting: Axioms and Algorithms", AAMAS 2018;
    Sánchez-Fernández and others, "The Maximin Support Method", Mathematical Programming 2022.

    Examples
    --------
    >>> from .election import election
    >>> e = election(budget=12, costs={"park": 6, "path": 6, "lamp": 4}, ballots=[["park", "path"]] * 4 + [["lamp"]] * 2)
    >>> [e.ids[p] for p, _tied in maximin(e, Ties.CHEAPEST)]  # loads 6/4 and then 4/2
    ['park', 'lamp']
    """
    ranks = election.ranks(ties)
    free = [p for p, cost in enumerate(election.costs) if cost == 0 and election.votes[p]]
    bought: list[tuple[int, tuple[int, ...]]] = [
        (p, tuple(sorted(q for q in free if ranks[q] > ranks[p]))) for p in sorted(free, key=ranks.__getitem__)
    ]
    rest = election.budget
    mine: list[int] = []
    now = Fraction(0)
    heap = [(election.costs[p] / votes, -1, ranks[p], p) for p, votes in _supporters(election).items() if p not in free]
    heapq.heapify(heap)
    while heap:
        seen: list[tuple[Fraction, int, int, int]] = []
        while heap and (not seen or heap[0][0] <= seen[0][0]):
            load, fresh, rank, p = heapq.heappop(heap)
            if election.costs[p] > rest:
                continue
            if fresh == len(mine):
                seen.append((load, fresh, rank, p))
            else:
                heapq.heappush(heap, (_load(election, [*mine, p], max(load, now)), len(mine), rank, p))
        if not seen:
            break
        least = min(one[0] for one in seen)
        equal = [one for one in seen if one[0] == least]
        winner = min(equal, key=lambda one: one[2])[3]
        for one in seen:
            if one[3] != winner:
                heapq.heappush(heap, one)
        bought.append((winner, tuple(sorted(one[3] for one in equal if one[3] != winner))))
        rest -= election.costs[winner]
        mine.append(winner)
        now = least
    return bought


def _supporters(election: Election) -> dict[int, int]:
    votes = Counter[int]()
    for pattern in election.patterns:
        for p, _gain in pattern.gains:
            votes[p] += pattern.voters
    return {p: number for p, number in votes.items() if number}


def _load(election: Election, projects: list[int], at_least: Fraction) -> Fraction:
    """The least possible heaviest load when these are paid for, given that it is not below `at_least`."""
    place = {p: at for at, p in enumerate(projects)}
    kinds = Counter[tuple[int, ...]]()
    for pattern in election.patterns:
        key = tuple(place[p] for p, _gain in pattern.gains if p in place)
        if key and pattern.voters:
            kinds[key] += pattern.voters
    members, voters = list(kinds), list(kinds.values())
    load = at_least
    while True:
        short = _unpaid(members, voters, [election.costs[p] for p in projects], load)
        if not short:
            return load
        held = sum(number for key, number in zip(members, voters, strict=True) if not short.isdisjoint(key))
        load = sum((election.costs[projects[at]] for at in short), Fraction(0)) / held


def _unpaid(members: list[tuple[int, ...]], voters: list[int], costs: list[Fraction], load: Fraction) -> set[int]:
    """A set of projects whose supporters can't pay for it when nobody pays more than `load`; empty when all can be paid.

    A flow from projects to kinds of voters, enlarged along shortest paths until there is none; those that are reached
    from a project not yet paid are the set.
    """
    unit = math.lcm(load.denominator, *(cost.denominator for cost in costs))
    owed = [int(cost * unit) for cost in costs]
    each = int(load * unit)
    room = [number * each for number in voters]
    kinds_of: dict[int, list[int]] = defaultdict(list)
    for kind, key in enumerate(members):
        for at in key:
            kinds_of[at].append(kind)
    paid: list[dict[int, int]] = [{} for _kind in members]  # for each kind: project -> money
    for at in sorted(kinds_of, key=lambda one: len(kinds_of[one])):
        for kind in sorted(kinds_of[at], key=lambda one: len(members[one])):
            _pour(at, kind, min(owed[at], room[kind]), owed, room, paid)
    while True:
        sources = [at for at, debt in enumerate(owed) if debt]
        if not sources:
            return set()
        came: dict[int, tuple[int, int]] = {}  # project -> (the project before it, the kind of voters between them)
        reached = set(sources)
        queue = deque(sources)
        visited: set[int] = set()
        end = None
        while queue and end is None:
            at = queue.popleft()
            for kind in kinds_of[at]:
                if kind in visited:
                    continue
                visited.add(kind)
                if room[kind]:
                    end = (at, kind)
                    break
                for other, money in paid[kind].items():
                    if money and other not in reached:
                        reached.add(other)
                        came[other] = (at, kind)
                        queue.append(other)
        if end is None:
            return reached
        _enlarge(end, came, owed, room, paid)


def _enlarge(
    end: tuple[int, int],
    came: dict[int, tuple[int, int]],
    owed: list[int],
    room: list[int],
    paid: list[dict[int, int]],
) -> None:
    """Along the path that ends with room at a kind of voters, each project takes over what the next one paid before."""
    at, kind = end
    most = room[kind]
    path = []
    while at in came:
        before, between = came[at]
        most = min(most, paid[between][at])
        path.append((before, between, at))
        at = before
    most = min(most, owed[at])
    first = end[0]
    owed[first] += most
    _pour(first, kind, most, owed, room, paid)
    for before, between, after in path:
        paid[between][after] -= most
        room[between] += most
        owed[before] += most
        _pour(before, between, most, owed, room, paid)
    owed[at] -= most


def _pour(at: int, kind: int, money: int, owed: list[int], room: list[int], paid: list[dict[int, int]]) -> None:
    if money:
        owed[at] -= money
        room[kind] -= money
        paid[kind][at] = paid[kind].get(at, 0) + money
