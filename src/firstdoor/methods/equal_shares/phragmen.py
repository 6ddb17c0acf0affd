"""Sequential Phragmén: everybody earns money at the same pace, and what its supporters can pay first is bought first."""

from __future__ import annotations

import math
from fractions import Fraction

import numpy as np
from numpy.typing import NDArray

from .election import Election, Ties
from .rounds import EPS
from .table import Table


def phragmen(election: Election, ties: Ties, table: Table | None = None) -> list[tuple[int, tuple[int, ...]]]:
    """Projects in the order bought, each with those that could have been paid for at exactly the same moment.

    Supporters of a project hold together what they earned since each last paid; when that reaches the cost it is bought and
    they hold nothing. So with T(i) the moment at which i last paid, p is bought at (cost + sum of T over its supporters) /
    number of supporters. It ends when one that would be next, or one tied with it, costs more than is left of the budget.
    Projects without votes, and those that cost more than the whole budget, take no part.

    Moments are exact: voters have few different T, so a sum is a dot product of counts with the moments of the rounds.
    Floats with a bound of their error decide who needs to be compared. Sources: Los, Christoff, Grossi, "Proportional Budget
    Allocations: Towards a Systematization", IJCAI 2022; Brill, Freeman, Janson, Lackner, "Phragmén's Voting Methods and
    Justified Representation", Mathematical Programming 2024.

    Examples
    --------
    >>> from .election import election
    >>> e = election(budget=12, costs={"park": 6, "path": 6, "lamp": 4}, ballots=[["park", "path"]] * 4 + [["lamp"]] * 2)
    >>> [e.ids[p] for p, _tied in phragmen(e, Ties.CHEAPEST)]  # after 6/4, 4/2 and 12/4 units of time
    ['park', 'lamp']
    """
    table = table or Table(election, ties)
    ranks = table.ranks
    free = [p for p, cost in enumerate(election.costs) if cost == 0 and election.votes[p]]
    bought: list[tuple[int, tuple[int, ...]]] = [
        (p, tuple(sorted(q for q in free if ranks[q] > ranks[p]))) for p in sorted(free, key=ranks.__getitem__)
    ]
    rest = election.budget * table.unit
    waiting = {p for p, one in table.supporters.items() if one.cost <= rest}
    moments = [Fraction(0)]
    last = np.zeros(table.patterns, dtype=np.intp)  # for each pattern which of the moments is its T
    bounds = {p: _moment(table, p, last, np.zeros(1)) for p in waiting}
    while waiting:
        floats = np.array([float(moment) for moment in moments])
        earliest = min(high for _low, high in bounds.values())
        close = {p: _exact(table, p, last, moments) for p, (low, _high) in bounds.items() if low <= earliest}
        moment = min(close.values())
        equal = [p for p in close if close[p] == moment]
        if any(table.supporters[p].cost > rest for p in equal):
            break
        winner = min(equal, key=ranks.__getitem__)
        bought.append((winner, tuple(sorted(set(equal) - {winner}))))
        rest -= table.supporters[winner].cost
        waiting.remove(winner)
        del bounds[winner]
        last[table.supporters[winner].patterns] = len(moments)
        moments.append(moment)
        floats = np.append(floats, float(moment))
        for p in table.neighbours(winner) & waiting:
            bounds[p] = _moment(table, p, last, floats)
    return bought


def _moment(table: Table, p: int, last: NDArray[np.intp], moments: NDArray[np.float64]) -> tuple[float, float]:
    """Between these two p is paid for."""
    one = table.supporters[p]
    middle = (one.cost + float(moments[last[one.patterns]] @ one.voters)) / one.total_voters
    slack = EPS * (len(one.patterns) + 8) * middle
    return (math.nextafter(middle - slack, 0), middle + slack)


def _exact(table: Table, p: int, last: NDArray[np.intp], moments: list[Fraction]) -> Fraction:
    one = table.supporters[p]
    times = np.bincount(last[one.patterns], weights=one.voters, minlength=len(moments)).tolist()
    earned = sum((int(number) * moment for number, moment in zip(times, moments, strict=True) if number), Fraction(0))
    return (one.cost + earned) / one.total_voters
