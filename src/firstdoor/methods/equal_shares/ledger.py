"""Who paid what in a run, read off the run again round by round: sums over thousands of voters as dot products, exactly."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from fractions import Fraction

import numpy as np
from numpy.typing import NDArray

from .looks import Together
from .rounds import Round, Run, State
from .table import Table

CLASSES = 10  # so many classes stand for amounts that are all different


@dataclass(frozen=True, slots=True)
class Class:
    """So many voters with amounts from `low` to `high`, both included, that make `together`."""

    low: Fraction
    high: Fraction
    voters: int
    together: Fraction


@dataclass(frozen=True, slots=True)
class Shares:
    """The voters whose shares paid for `winners` projects, and what each of them spent."""

    winners: int
    voters: int
    spent: tuple[Class, ...]


@dataclass(frozen=True, slots=True)
class Purchase:
    """One round: the money that a unit of utility cost (a unit of cost for Utility.COST), how many paid and how much.

    `emptied` of the payers had less left than that price asks of them, and paid all of it.
    """

    price: Fraction
    payers: int
    emptied: int
    payments: tuple[Class, ...]


@dataclass(frozen=True, slots=True)
class Ledger:
    """For each round the purchase; for each project asked for what its supporters paid, by winner, and what they kept."""

    purchases: tuple[Purchase, ...]
    spent: dict[int, dict[int, Fraction]]
    left: dict[int, Fraction]
    shares: tuple[Shares, ...]


def replay(table: Table, run: Run) -> Iterator[tuple[Round | None, State]]:
    """The run again, each round before its purchase, its project looked at and priced; at last None and what is left."""
    state = State(table, run.endowment)
    for one in run.rounds:
        state.look(one.project)
        state.price(one.project)
        yield one, state
        state.pay(one.project)
    yield None, state


def ledger(table: Table, run: Run, losers: Iterable[int]) -> Ledger:
    """The ledger of a run, for the supporters of `losers`. O(rounds * supporters of the losers) and a little more."""
    lost = [p for p in losers if p in table.supporters]
    theirs = Together(table, lost) if lost else None
    spent: dict[int, dict[int, Fraction]] = {p: {} for p in lost}
    left: dict[int, Fraction] = {}
    purchases = []
    paid_for = np.zeros(table.patterns, dtype=np.int64)
    gain = np.zeros(table.patterns)
    poor = np.zeros(table.patterns, dtype=bool)
    shares: tuple[Shares, ...] = ()
    for one, state in replay(table, run):
        if one is None:
            if theirs is not None:
                held = _held(state, theirs, np.ones(table.patterns, dtype=bool))
                left = {p: _money(state, amount) for p, amount in zip(lost, held, strict=True)}
            shares = _shares(table, state, paid_for)
            continue
        bought = table.supporters[one.project]
        per_utility = Fraction(one.price.up * bought.worth, one.price.down)
        purchase, paying = _purchase(table, state, one, per_utility)
        purchases.append(purchase)
        gain[bought.patterns] = bought.utility
        poor[bought.patterns] = state.poor[one.project]
        paid_for[bought.patterns] += paying
        if theirs is not None:
            rich = theirs.sums(np.where(poor, 0.0, gain).take(theirs.patterns) * theirs.voters).tolist()
            up, down = per_utility.numerator * state.whole, per_utility.denominator
            for p, units, rest in zip(lost, rich, _held(state, theirs, poor), strict=True):
                if units or rest:
                    amount = int(units) * up + rest * down
                    spent[p][one.project] = Fraction(amount, state.whole * table.unit * down)
        gain[bought.patterns] = 0
        poor[bought.patterns] = False
    return Ledger(tuple(purchases), spent, left, shares)


def _held(state: State, theirs: Together, which: NDArray[np.bool_]) -> list[int]:
    """What the supporters of each of these who are among `which` hold together, exactly, in 1 / state.whole."""
    held = [0] * len(theirs.starts)
    wet = np.flatnonzero((which & ~state.dry).take(theirs.patterns))
    if not len(wet):
        return held
    whose, first = np.unique(theirs.owner.take(wet), return_index=True)
    voters = theirs.voters.take(wet)
    paid = state.bought[: len(state.payments)].take(theirs.patterns.take(wet), axis=1) * voters
    times = np.add.reduceat(paid, first, axis=1).T.tolist()
    for at, number, mine in zip(whose.tolist(), np.add.reduceat(voters, first).tolist(), times, strict=True):
        held[at] = int(number) * state.endowment - sum(
            [int(time) * payment for time, payment in zip(mine, state.payments, strict=True) if time]
        )
    return held


def _money(state: State, amount: int) -> Fraction:
    return Fraction(amount, state.whole * state.table.unit)


def _purchase(table: Table, state: State, one: Round, per_utility: Fraction) -> tuple[Purchase, NDArray[np.bool_]]:
    """The purchase, and which of its supporters' patterns paid anything: whoever had spent her last before paid nothing."""
    bought = table.supporters[one.project]
    poor = state.poor[one.project]
    amounts = Counter[int]()  # in units of 1 / (state.whole * denominator of the price)
    for gain, voters in zip(bought.utility[~poor].tolist(), bought.voters[~poor].tolist(), strict=True):
        amounts[int(gain)] += int(voters)
    amounts = Counter({gain * per_utility.numerator * state.whole: voters for gain, voters in amounts.items()})
    able = amounts.total()
    holding = state.exactly(bought.patterns[poor])
    paying = np.ones(len(bought.patterns), dtype=bool)
    paying[poor] = [held > 0 for held in holding]
    for held, voters in zip(holding, bought.voters[poor].tolist(), strict=True):
        if held:
            amounts[held * per_utility.denominator] += int(voters)
    purchase = Purchase(
        price=Fraction(one.price.up, one.price.down) / (1 if table.by_cost else table.unit),
        payers=amounts.total(),
        emptied=amounts.total() - able,
        payments=classes(amounts, Fraction(1, state.whole * per_utility.denominator * table.unit)),
    )
    return purchase, paying


def _shares(table: Table, state: State, paid_for: NDArray[np.int64]) -> tuple[Shares, ...]:
    """Voters who paid alike hold alike, so each kind of payments is worked out once."""
    first, kind = state.alike(np.arange(table.patterns))
    spent = [state.endowment - held for held in state.exactly(first)]
    by_number: dict[int, Counter[int]] = {}
    for at, pattern in enumerate(table.election.patterns):
        if pattern.voters:
            by_number.setdefault(int(paid_for[at]), Counter())[spent[kind[at]]] += pattern.voters
    unit = Fraction(1, state.whole * table.unit)
    return tuple(
        Shares(winners, by_number[winners].total(), classes(by_number[winners], unit)) for winners in sorted(by_number)
    )


def classes(amounts: Counter[int], unit: Fraction) -> tuple[Class, ...]:
    """Amounts, largest first: each by itself, or, when they are many, the largest and the rest in classes of equal width."""
    if len(amounts) <= 2 * CLASSES:
        return tuple(
            Class(a * unit, a * unit, amounts[a], a * amounts[a] * unit) for a in sorted(amounts, reverse=True)
        )
    largest, smallest = max(amounts), min(amounts)
    inside: dict[int, list[int]] = {}
    for amount in amounts:
        inside.setdefault((amount - smallest) * CLASSES // (largest - smallest), []).append(amount)
    return tuple(
        Class(
            min(inside[at]) * unit,
            max(inside[at]) * unit,
            sum(amounts[a] for a in inside[at]),
            sum(a * amounts[a] for a in inside[at]) * unit,
        )
        for at in sorted(inside, reverse=True)
    )
