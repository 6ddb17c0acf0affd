"""What to do with money that Equal Shares leaves over: raise the endowment step by step (Add1)."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from fractions import Fraction
from typing import Literal

from .bundle import MOST_PROJECTS, Bundle
from .election import Election
from .rounds import Run, repeat, run
from .table import Table

Stop = Literal["nothing more fits", "next step overshoots", "everything with votes has won"]
Progress = Callable[[int], None]
MOST_SUPPORTERS = 1400  # of a project on average: with more of them one run alone is as quick
QUIET = 12  # so many steps without a change, and a jump is worth a try
FEW = 16  # jumps shorter than that are not
MOST_RUNS = 256
ONE = Fraction(1)
AT_ONCE = 30_000  # so many supporters looked at in one operation fit into a processor's cache


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
    size: Fraction = ONE,
    whole_units: bool = False,
    stop_when_nothing_fits: bool = True,
    progress: Progress | None = None,
    near: Fraction | None = None,
) -> Added:
    """Run with endowments e, e + size, e + 2 * size, ... and keep the last one before the budget is passed.

    It starts at `first_endowment` and ends

    - before the first step whose winners cost more than the budget (a later one might fit again: it is not looked at);
    - at a step after which no project fits into the money left over, unless `stop_when_nothing_fits` is False. Looked at are
      projects with supporters and cost > 0, with `whole_units` those without supporters too;
    - when every project with supporters and cost > 0 has won, since more money changes nothing then.

    Steps between which nothing can change are jumped over (the lemma in `rounds`): twice as far after each success, half
    as far after a failure, so that a stretch of m equal steps costs about 2 * log2(m) runs instead of m. Where the order of
    purchases changes every few steps, a few dozen are run side by side (`bundle`). The result is that of going step by
    step. `progress` is called with the number of the step reached.

    With `near` it begins at the last step whose endowment is not above that, and where the budget is not enough for it, at a
    step before for which it is. That is the outcome of going step by step unless a still earlier step would have been the
    last.

    Raises
    ------
    ValueError
        If there are no voters, or a step is not above 0.
    """
    if size <= 0:
        raise ValueError("a step must be above 0")
    return _Climb(table, size, whole_units, stop_when_nothing_fits, progress or _silent, near).to_the_end()


def _silent(_step: int) -> None:
    pass


class _Climb:
    """Where Add1 stands: the step, what it buys, and for how long that has not changed."""

    def __init__(
        self,
        table: Table,
        size: Fraction,
        whole_units: bool,
        stop_when_nothing_fits: bool,
        progress: Progress,
        near: Fraction | None,
    ) -> None:
        self.size = size
        self.table, self.election, self.progress = table, table.election, progress
        self.first = first_endowment(table.election, whole_units=whole_units)
        self.stopping = stop_when_nothing_fits
        costs = self.election.costs
        self.looked_at = [p for p, cost in enumerate(costs) if cost > 0 and (whole_units or p in table.supporters)]
        length = sum(len(one.patterns) for one in table.supporters.values()) // max(len(table.supporters), 1)
        self.side_by_side = (
            table.limits is None and len(table.supporters) <= MOST_PROJECTS and length <= MOST_SUPPORTERS
        )
        self.calm, self.few = (QUIET, FEW) if self.side_by_side else (1, 2)
        self.most = max(8, min(MOST_RUNS, AT_ONCE // max(length, 1)))
        self.bundle: Bundle | None = None
        self.step = 0 if near is None else max(0, int((near - self.first) // self.size))
        self.run = run(table, self._endowment(self.step))  # the last that was made by itself
        self.winners = self.run.winners
        self.end: Stop | None = None
        if self._costs_too_much(self.winners):
            self.end = "next step overshoots"
            self._go_back()
        self.end = self._end(self.winners) or self.end
        # Steps since the last change, and how many to make at once: a jump is tried at first, but not near the end.
        self.quiet, self.together = (self.calm, self.few) if near is None else (0, 2)

    def to_the_end(self) -> Added:
        while self.end is None:
            self.progress(self.step)
            if self.quiet >= self.calm:
                self._jump()
            else:
                self._walk()
        return Added(self._run(self.step), self.step, self.end)

    def _endowment(self, step: int) -> Fraction:
        return self.first + step * self.size

    def _run(self, step: int) -> Run:
        if self.run.endowment != self._endowment(step):
            self.run = run(self.table, self._endowment(step))
        return self.run

    def _go_back(self) -> None:
        """To a step that the budget is enough for while it is not for the next: twice as far back each time, then by halves."""
        above, reach, below = self.step, 1, -1
        while above - below > 1:
            at = max(above - reach, 0) if below < 0 else (above + below) // 2
            reach *= 2
            winners = self._run(at).winners
            if self._costs_too_much(winners):
                above = at
            else:
                below, self.winners = at, winners
        self.step = below

    def _costs_too_much(self, winners: tuple[int, ...]) -> bool:
        return sum([self.election.costs[p] for p in winners]) > self.election.budget

    def _end(self, winners: tuple[int, ...]) -> Stop | None:
        """Why a step that buys these is the last, if it is."""
        won = set(winners)
        rest = self.election.budget - sum((self.election.costs[p] for p in won), Fraction(0))
        gone = won | self.table.limits.out(won) if self.table.limits else won
        if self.stopping and not any(self.election.costs[p] <= rest for p in self.looked_at if p not in gone):
            return "nothing more fits"
        return "everything with votes has won" if gone.issuperset(self.table.supporters) else None

    def _jump(self) -> None:
        """As far as the order of purchases certainly stays the same, give or take a few steps."""
        now = self._run(self.step)
        reach, wall = self.quiet, None
        while wall is None or self.step + reach < wall:
            later = repeat(self.table, self._endowment(self.step + reach), now)
            if later is not None:
                self.step, now, self.run = self.step + reach, later, later
                self.progress(self.step)
                reach = reach * 2 if wall is None else max((wall - self.step) // 2, 1)
            else:
                wall = self.step + reach
                reach //= 2
            if wall is not None and reach < self.few:
                break
        self.quiet, self.together = 0, self.few if wall is None else min(wall - self.step, self.most)

    def _walk(self) -> None:
        """Some steps one by one."""
        steps = range(self.step + 1, self.step + 1 + min(self.together, self.most))
        for step, found in zip(steps, self._runs(steps), strict=True):
            winners = self._run(step).winners if found is None else found
            if winners == self.winners:
                self.quiet += 1
            else:
                self.quiet = 0
                if self._costs_too_much(winners):
                    self.end = "next step overshoots"
                    return
                self.end = self._end(winners)
            self.step, self.winners = step, winners
            if self.end is not None or self.quiet >= max(self.calm, len(steps)):
                return
        self.together *= 2

    def _runs(self, steps: range) -> list[tuple[int, ...] | None]:
        if not self.side_by_side or len(steps) < 3:
            return [None for _step in steps]
        self.bundle = self.bundle or Bundle(self.table)
        return self.bundle.runs([self._endowment(step) for step in steps])
