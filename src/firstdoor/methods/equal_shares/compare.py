"""What every other rule would have chosen from the same ballots."""

from __future__ import annotations

from dataclasses import dataclass, replace
from fractions import Fraction

from .counting import Method, Rule, count
from .election import Election
from .table import Table

MOST_MARKS = 20_000  # on ballots: beyond that maximin support takes many seconds and is left out


@dataclass(frozen=True, slots=True)
class Other:
    """What `rule` chooses, in its order; `shared` of them are among the winners that it is compared with."""

    rule: Rule
    winners: tuple[str, ...]
    cost: Fraction
    shared: int


def other_rules(
    election: Election, method: Method, winners: tuple[str, ...], table: Table | None = None
) -> tuple[Other, ...]:
    """Each rule but the one of `method`, with the same ties, except those that would take too long for this election.

    `table` is that of the election and these ties, where it is there already.
    """
    marks = sum(len(pattern.gains) for pattern in election.patterns)
    found = []
    for rule in Rule:
        if rule is method.rule or (rule is Rule.MAXIMIN and marks > MOST_MARKS):
            continue
        try:
            other = count(election, replace(method, rule=rule), table=table)
        except ValueError:  # the knapsack's numbers or sets are too many
            continue
        found.append(Other(rule, other.winners, other.cost, len(set(other.winners) & set(winners))))
    return tuple(found)
