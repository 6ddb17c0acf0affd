"""Why a count came out as it did: round by round, loser by loser, and what the voters' shares bought."""

from __future__ import annotations

import time
from collections import Counter
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from fractions import Fraction

from .counting import Outcome
from .election import Election, Utility
from .payments import Payments, payments
from .recount import votes_missing, winning_cost

CLASSES = 10  # so many classes stand for amounts that are all different


@dataclass(frozen=True, slots=True)
class Class:
    """So many voters with amounts from `low` to `high`, both included, that make `together`."""

    low: Fraction
    high: Fraction
    voters: int
    together: Fraction


@dataclass(frozen=True, slots=True)
class Bought:
    """A purchase. Those `by_votes` cost money that nobody's share holds: no price, no payers."""

    project: str
    cost: Fraction
    votes: int
    by_votes: bool
    effective_votes: Fraction | None = None  # cost / largest payment; not for points and ranks, where payments differ
    price: Fraction | None = None  # money for one unit of utility
    payers: int = 0
    payments: tuple[Class, ...] = ()


@dataclass(frozen=True, slots=True)
class Loser:
    """A project that was not chosen.

    `left` is what its supporters still held together at the end, `spent` what they had paid for winners, most first.
    `votes_missing` and `winning_cost` as in `recount`; `recounted` is False where the patience was at an end before.
    """

    project: str
    cost: Fraction
    votes: int
    left: Fraction | None
    spent: tuple[tuple[str, Fraction], ...]
    recounted: bool
    votes_missing: int | None
    winning_cost: Fraction | None


@dataclass(frozen=True, slots=True)
class Shares:
    """The voters whose shares paid for `winners` projects, and what each of them spent."""

    winners: int
    voters: int
    spent: tuple[Class, ...]


@dataclass(frozen=True, slots=True)
class Explanation:
    """`shares` is empty for the greedy rules, where nobody's share pays anything."""

    rounds: tuple[Bought, ...]
    losers: tuple[Loser, ...]
    shares: tuple[Shares, ...]


def explain(
    election: Election,
    outcome: Outcome,
    *,
    patience: float | None = None,
    progress: Callable[[int, int], None] | None = None,
) -> Explanation:
    """Explain an outcome of `count` on the same election.

    Every loser is counted again a dozen times or so (`recount`), those with most votes first. After `patience` seconds of
    work the rest is left with `recounted` False; None goes on to the end. `progress` gets the number of losers done and
    of all.

    Examples
    --------
    >>> from . import Completion, Method, count, election
    >>> e = election(budget=12, costs={"park": 6, "path": 6, "lamp": 4}, ballots=[["park", "path"]] * 4 + [["lamp"]] * 2)
    >>> why = explain(e, count(e, Method(completion=Completion.NONE)))
    >>> why.rounds[0].effective_votes, why.rounds[0].payers, why.rounds[0].payments[0].high
    (Fraction(4, 1), 4, Fraction(3, 2))
    >>> why.losers[0].project, why.losers[0].left, why.losers[0].votes_missing, why.losers[0].winning_cost
    ('path', Fraction(2, 1), 1, Fraction(5, 1))
    """
    made = payments(election, outcome.run) if outcome.run else None
    return Explanation(
        rounds=tuple(_rounds(election, outcome, made)),
        losers=tuple(_losers(election, outcome, made, patience, progress)),
        shares=tuple(_shares(election, made)) if made else (),
    )


def _rounds(election: Election, outcome: Outcome, made: Payments | None) -> Iterable[Bought]:
    paid_for = set(outcome.run.winners) if outcome.run else set()
    number = {name: p for p, name in enumerate(election.ids)}
    for at, name in enumerate(outcome.winners):
        p = number[name]
        cost, votes = election.costs[p], election.votes[p]
        if made is None or p not in paid_for:
            yield Bought(name, cost, votes, by_votes=True)
            continue
        amounts = Counter[Fraction]()
        for pattern, paid in zip(election.patterns, made.paid, strict=True):
            if p in paid:
                amounts[paid[p]] += pattern.voters
        alike = election.utility in (Utility.COST, Utility.COUNT)
        price = made.prices[at]
        largest = price * cost if election.utility is Utility.COST else price
        yield Bought(
            project=name,
            cost=cost,
            votes=votes,
            by_votes=False,
            effective_votes=cost / largest if alike else None,
            price=price,
            payers=amounts.total(),
            payments=_classes(amounts),
        )


def _losers(
    election: Election,
    outcome: Outcome,
    made: Payments | None,
    patience: float | None,
    progress: Callable[[int, int], None] | None,
) -> Iterable[Loser]:
    won = set(outcome.winners)
    lost = [p for p, name in enumerate(election.ids) if name not in won]
    lost.sort(key=lambda p: (-election.votes[p], election.costs[p], election.ids[p]))
    began = time.thread_time()
    for done, p in enumerate(lost):
        if progress is not None:
            progress(done, len(lost))
        left, spent = _supporters_of(election, made, p) if made else (None, ())
        patient = patience is None or time.thread_time() - began < patience
        yield Loser(
            project=election.ids[p],
            cost=election.costs[p],
            votes=election.votes[p],
            left=left,
            spent=spent,
            recounted=patient,
            votes_missing=votes_missing(election, outcome, p) if patient else None,
            winning_cost=winning_cost(election, outcome, p) if patient else None,
        )


def _supporters_of(election: Election, made: Payments, p: int) -> tuple[Fraction, tuple[tuple[str, Fraction], ...]]:
    left = Fraction(0)
    spent: dict[int, Fraction] = {}
    for pattern, paid, rest in zip(election.patterns, made.paid, made.left, strict=True):
        if any(q == p for q, _gain in pattern.gains):
            left += rest * pattern.voters
            for q, amount in paid.items():
                spent[q] = spent.get(q, Fraction(0)) + amount * pattern.voters
    most_first = sorted(spent, key=lambda q: (-spent[q], election.ids[q]))
    return left, tuple((election.ids[q], spent[q]) for q in most_first)


def _shares(election: Election, made: Payments) -> Iterable[Shares]:
    by_number: dict[int, Counter[Fraction]] = {}
    for pattern, paid in zip(election.patterns, made.paid, strict=True):
        spent = sum(paid.values(), Fraction(0))
        by_number.setdefault(len(paid), Counter())[spent] += pattern.voters
    for winners in sorted(by_number):
        yield Shares(winners, by_number[winners].total(), _classes(by_number[winners]))


def _classes(amounts: Counter[Fraction]) -> tuple[Class, ...]:
    """Amounts, largest first: each by itself, or, when they are many, the largest and the rest in classes of equal width."""
    if len(amounts) <= 2 * CLASSES:
        return tuple(Class(a, a, amounts[a], a * amounts[a]) for a in sorted(amounts, reverse=True))
    largest, smallest = max(amounts), min(amounts)
    width = (largest - smallest) / CLASSES
    inside: dict[int, list[Fraction]] = {}
    for amount in amounts:
        at = CLASSES if amount == largest else int((amount - smallest) / width)
        inside.setdefault(at, []).append(amount)
    return tuple(
        Class(
            min(inside[at]),
            max(inside[at]),
            sum(amounts[a] for a in inside[at]),
            sum((a * amounts[a] for a in inside[at]), Fraction(0)),
        )
        for at in sorted(inside, reverse=True)
    )
