"""A whole count: rule, completion and ties in, winners out."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum
from fractions import Fraction

from .completions import ONE, Progress, add1, first_endowment
from .election import Election, Ties
from .greedy import greedy
from .knapsack import knapsack
from .limits import Limits
from .maximin import maximin
from .phragmen import phragmen
from .rounds import Run, run
from .table import Table


class Rule(StrEnum):
    """How winners are found."""

    EQUAL_SHARES = "equal-shares"
    GREEDY = "greedy"
    GREEDY_PER_COST = "greedy-per-cost"
    PHRAGMEN = "phragmen"
    MAXIMIN = "maximin"
    KNAPSACK = "knapsack"


class Completion(StrEnum):
    """What happens to money that Equal Shares leaves over."""

    NONE = "none"
    ADD1 = "add1"  # the endowment is raised by one unit of money at a time
    ADD1U = "add1u"  # that, and then by votes whatever still fits
    UTILITARIAN = "utilitarian"  # by votes whatever still fits, at once


@dataclass(frozen=True, slots=True)
class Method:
    """All that must be settled before the vote."""

    rule: Rule = Rule.EQUAL_SHARES
    completion: Completion = Completion.ADD1U
    ties: Ties = Ties.CHEAPEST
    whole_units: bool = False
    stop_when_nothing_fits: bool = True
    step: Fraction = ONE  # by how much Add1 raises the endowment each time, > 0


_OTHERS: dict[Rule, Callable[[Election, Ties, Limits | None, Table | None], list[tuple[int, tuple[int, ...]]]]] = {
    Rule.GREEDY: lambda election, ties, limits, _table: greedy(election, ties, limits=limits),
    Rule.GREEDY_PER_COST: lambda election, ties, limits, _table: greedy(election, ties, per_cost=True, limits=limits),
    Rule.PHRAGMEN: lambda election, ties, _none, table: phragmen(election, ties, table),
    Rule.MAXIMIN: lambda election, ties, _none, _table: maximin(election, ties),
    Rule.KNAPSACK: lambda election, ties, _none, _table: knapsack(election, ties),
}


@dataclass(frozen=True, slots=True)
class Tie:
    """In round `round` (the first is 1) `chosen` and `equal` had exactly the same. Whether it mattered: see `all_won`."""

    round: int
    chosen: str
    equal: tuple[str, ...]
    all_won: bool


@dataclass(frozen=True, slots=True)
class Outcome:
    """The result of a count.

    `winners` in the order chosen; the last `added` of them by votes from money left over. `endowment`, `steps`, `stop` and
    `run` are None for the other rules and where nobody voted; `steps` and `stop` also without Add1.
    """

    method: Method
    winners: tuple[str, ...]
    added: int
    cost: Fraction
    endowment: Fraction | None
    steps: int | None
    stop: str | None
    ties_met: tuple[Tie, ...]
    run: Run | None

    @property
    def endless(self) -> bool:
        """Add1 had not come to an end by its own rule when everything with votes had won."""
        return self.stop == "everything with votes has won"


def count(
    election: Election,
    method: Method = Method(),
    *,
    progress: Progress | None = None,
    limits: Limits | None = None,
    table: Table | None = None,
) -> Outcome:
    """Count the ballots. The same ballots and method always give the same outcome, in whatever order voters come.

    `progress` is called with the number of the Add1 step reached; `limits` comes from `count_within`;
    `table` is that of this election, these ties and limits, where it was made before. Raises ValueError when
    sums are too large for money, or a step is not above 0.

    Examples
    --------
    >>> from .election import election
    >>> e = election(budget=12, costs={"park": 6, "path": 6, "lamp": 4}, ballots=[["park", "path"]] * 4 + [["lamp"]] * 2)
    >>> count(e, Method(completion=Completion.NONE)).winners  # each of the six holds 2: eight for the four, four for the two
    ('park', 'lamp')
    >>> count(e, Method(rule=Rule.GREEDY)).winners
    ('park', 'path')
    """
    found: Run | None = None
    steps = stop = None
    if method.rule is not Rule.EQUAL_SHARES:
        bought = _OTHERS[method.rule](election, method.ties, limits, table)
    else:
        bought = []
        if election.voters:
            table = table or Table(election, method.ties, limits)
            if method.completion in (Completion.ADD1, Completion.ADD1U):
                added = add1(
                    table,
                    size=method.step,
                    whole_units=method.whole_units,
                    stop_when_nothing_fits=method.stop_when_nothing_fits,
                    progress=progress,
                )
                found, steps, stop = added.run, added.steps, added.stop
            else:
                found = run(table, first_endowment(election, whole_units=method.whole_units))
        if method.completion in (Completion.ADD1U, Completion.UTILITARIAN):
            bought = greedy(election, method.ties, taken=found.winners if found else (), limits=limits)
    order = [(one.project, one.tied) for one in found.rounds] if found else []
    order += bought
    won = {p for p, _tied in order}
    return Outcome(
        method=method,
        winners=tuple(election.ids[p] for p, _tied in order),
        added=len(bought) if method.rule is Rule.EQUAL_SHARES else 0,
        cost=sum((election.costs[p] for p in won), Fraction(0)),
        endowment=found.endowment if found else None,
        steps=steps,
        stop=stop,
        ties_met=tuple(
            Tie(at, election.ids[p], tuple(election.ids[q] for q in tied), won.issuperset(tied))
            for at, (p, tied) in enumerate(order, 1)
            if tied
        ),
        run=found,
    )
