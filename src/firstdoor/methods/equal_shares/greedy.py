"""By votes: take what has most, skip what does not fit, go on to the end."""

from __future__ import annotations

from collections.abc import Collection
from fractions import Fraction

from .election import Election, Ties
from .limits import Limits


def greedy(
    election: Election,
    ties: Ties,
    *,
    per_cost: bool = False,
    taken: Collection[int] = (),
    limits: Limits | None = None,
) -> list[tuple[int, tuple[int, ...]]]:
    """Projects bought in order of votes with the money that `taken` leaves, each with those that were exactly equal.

    By votes: ballots that name the project. Per cost: votes / cost, or for points and ranks the sum of utilities / cost;
    what costs nothing comes first if anybody supports it. Projects without votes are included. Equal are those with the
    same number that would have fitted, too.
    """
    support = election.support() if per_cost else ()

    def number(p: int) -> Fraction:
        if not per_cost:
            return Fraction(election.votes[p])
        cost = election.costs[p]
        return Fraction(support[p]) / cost if cost else Fraction(10**90 if support[p] else 0)

    ranks = election.ranks(ties)
    numbers = {p: number(p) for p in range(len(election.ids)) if p not in taken}
    rest = election.budget - sum((election.costs[p] for p in taken), Fraction(0))
    bought: list[tuple[int, tuple[int, ...]]] = []
    out = limits.out(taken) if limits else set[int]()
    waiting = sorted(numbers, key=lambda p: (-numbers[p], ranks[p]))
    for at, p in enumerate(waiting):
        if election.costs[p] > rest or p in out:
            continue
        equal = (
            q for q in waiting[at + 1 :] if numbers[q] == numbers[p] and election.costs[q] <= rest and q not in out
        )
        bought.append((p, tuple(sorted(equal))))
        rest -= election.costs[p]
        out = limits.out([*taken, *(one for one, _tied in bought)]) if limits else out
    return bought
