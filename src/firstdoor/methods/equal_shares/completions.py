"""What to do with money that Equal Shares leaves over: raise the endowment step by step (Add1)."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from fractions import Fraction
from typing import Literal

from .election import Election
from .rounds import Run, repeat, run
from .table import Table

Stop = Literal["nothing more fits", "next step overshoots", "everything with votes has won"]
Progress = Callable[[int], None]


@dataclass(frozen=True, slots=True)
class Added:
    """The run that is kept, how many steps above the first endowment it lies, and why it was the last."""

    run: Run
    steps: int
    stop: Stop


def first_endowment(election: Election, *, whole_units: bool = False) -> Fraction:
    """What each voter holds at first: budget / voters, with `whole_units` rounded down. Raises ValueError without voters."""
    if not election.voters:
        raise ValueError("without voters there is no endowment")
    exact = election.budget / election.voters
    return Fraction(exact.numerator // exact.denominator) if whole_units else exact


def add1(
    table: Table,
    *,
    whole_units: bool = False,
    stop_when_nothing_fits: bool = True,
    progress: Progress | None = None,
) -> Added:
    """Run with endowments e, e + 1, e + 2, ... and keep the last one before the budget is passed.

    It starts at `first_endowment` and ends

    - before the first step whose winners cost more than the budget (a later one might fit again: it is not looked at);
    - at a step after which no project fits into the money left over, unless `stop_when_nothing_fits` is False. Looked at are
      projects with supporters and cost > 0, with `whole_units` those without supporters too;
    - when every project with supporters and cost > 0 has won, since more money changes nothing then.

    Steps between which nothing can change are jumped over (the lemma in `rounds`): twice as far after each success, half
    way back after a failure, so that a stretch of m equal steps costs about 2 * log2(m) runs instead of m. The result is
    that of going step by step. `progress` is called with the number of the step reached.

    Raises
    ------
    ValueError
        If there are no voters.
    """
    election = table.election
    first = first_endowment(election, whole_units=whole_units)
    looked_at = [p for p, cost in enumerate(election.costs) if cost > 0 and (whole_units or p in table.supporters)]

    step, now = 0, run(table, first)
    reach, wall = 1, None  # next jump; the nearest step that a jump did not get to
    changed = True
    while True:
        if progress is not None:
            progress(step)
        if changed:
            won = set(now.winners)
            rest = election.budget - sum((election.costs[p] for p in won), Fraction(0))
            if stop_when_nothing_fits and not any(election.costs[p] <= rest for p in looked_at if p not in won):
                return Added(now, step, "nothing more fits")
            if len(won) == len(table.supporters):
                return Added(now, step, "everything with votes has won")
        if wall is not None:
            reach = min(reach, max((wall - step) // 2, 1))
        if reach > 1:
            later = repeat(table, first + step + reach, now)
            if later is None:
                wall = step + reach
                reach //= 2
                continue
            step, now, changed = step + reach, later, False
            reach *= 2
            continue
        later = run(table, first + step + 1)
        changed = later.winners != now.winners
        if changed and sum(election.costs[p] for p in later.winners) > election.budget:
            return Added(now, step, "next step overshoots")
        step, now, reach = step + 1, later, 1 if changed else 2
        if wall is not None and step >= wall:
            wall = None
