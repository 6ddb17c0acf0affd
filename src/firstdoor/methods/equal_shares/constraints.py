"""What a council may settle besides the rule: costs already decided, money per area, projects that exclude one another.

How each meets Equal Shares, and nothing of it happens unless it is asked for:

- *Decided*: these projects are done whatever the ballots say. Their cost comes off the budget before shares are made.
- *Least* (a sum for a category): before everything else the category's own projects are counted with that sum alone, each
  voter holding the same part of it, by the same method. What wins there is decided; what the sum leaves goes back. The
  sum is set aside for the category, then; how much of it can be spent depends on what its projects cost.
- *Most* (a sum for a category): a project is out for good in a run as soon as it does not fit into what is left of it.
- *Exclusive*: of each such set at most one wins; as soon as one is bought the others are out for good in that run.

A project that is out costs nobody anything: its supporters keep their money for others. For a fixed order of purchases what
is out depends on the order alone, so the lemma in `rounds`, and jumps with it, holds. With Add1 a step at which everybody's
remaining projects are out ends the count as if all had won, though a larger share might choose another of an exclusive set.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field, replace
from fractions import Fraction

from .counting import Method, Outcome, Rule, count
from .election import Election, Pattern
from .limits import Limits


@dataclass(frozen=True, slots=True)
class Constraints:
    """See the words of the module. `categories` says of a project's id which area or kind it belongs to; none: to none."""

    decided: frozenset[str] = frozenset()
    categories: Mapping[str, str] = field(default_factory=dict)
    least: Mapping[str, Fraction] = field(default_factory=dict)
    most: Mapping[str, Fraction] = field(default_factory=dict)
    exclusive: tuple[frozenset[str], ...] = ()


@dataclass(frozen=True, slots=True)
class Stage:
    """A count of its own: for the sum set aside for `category`, at last (None) for the rest. Explain it with `election`."""

    category: str | None
    election: Election
    outcome: Outcome


@dataclass(frozen=True, slots=True)
class Constrained:
    """The winners of all stages after what was decided before, and what they cost."""

    winners: tuple[str, ...]
    cost: Fraction
    stages: tuple[Stage, ...]


def count_within(election: Election, method: Method, constraints: Constraints) -> Constrained:
    """Count under constraints.

    Raises
    ------
    ValueError
        For ids that are not there, decided projects that exclude one another, pass a maximum or the budget, sums set aside
        that together pass it, a least above the most, and rules other than Equal Shares and the greedy ones where there is
        a maximum or an exclusive set.

    Examples
    --------
    >>> from .election import election
    >>> e = election(budget=20, costs={"a": 10, "b": 8, "c": 9}, ballots=[["a", "b"]] * 8 + [["c"]] * 2)
    >>> count_within(e, Method(), Constraints(categories={"c": "south"}, least={"south": Fraction(10)})).winners
    ('c', 'b')
    >>> count_within(e, Method(), Constraints(exclusive=(frozenset({"a", "b"}),))).winners
    ('b', 'c')
    """
    _check(election, method, constraints)
    won = [name for name in election.ids if name in constraints.decided]
    stages = []
    for category in (*sorted(constraints.least), None):
        inside = [
            name
            for name in election.ids
            if name not in won and (category is None or constraints.categories.get(name) == category)
        ]
        rest = election.budget - _cost(election, won)
        budget = rest if category is None else min(rest, constraints.least[category])
        part = restricted(election, inside, budget)
        outcome = count(part, method, limits=_limits(election, part, constraints, won))
        stages.append(Stage(category, part, outcome))
        won += outcome.winners
    return Constrained(tuple(won), _cost(election, won), tuple(stages))


def restricted(election: Election, names: Collection[str], budget: Fraction) -> Election:
    """The same voters with these projects alone and another budget."""
    kept = [p for p, name in enumerate(election.ids) if name in names]
    place = {p: at for at, p in enumerate(kept)}
    gains = [tuple((place[p], gain) for p, gain in pattern.gains if p in place) for pattern in election.patterns]
    voters: dict[tuple[tuple[int, int], ...], int] = {}
    for key, pattern in zip(gains, election.patterns, strict=True):
        voters[key] = voters.get(key, 0) + pattern.voters
    patterns = tuple(Pattern(key, voters[key]) for key in sorted(voters))
    at = {pattern.gains: number for number, pattern in enumerate(patterns)}
    return replace(
        election,
        budget=budget,
        ids=tuple(election.ids[p] for p in kept),
        costs=tuple(election.costs[p] for p in kept),
        votes=tuple(election.votes[p] for p in kept),
        patterns=patterns,
        pattern_of=tuple(at[gains[old]] for old in election.pattern_of),
    )


def _cost(election: Election, names: Collection[str]) -> Fraction:
    costs = dict(zip(election.ids, election.costs, strict=True))
    return sum((costs[name] for name in names), Fraction(0))


def _limits(election: Election, part: Election, constraints: Constraints, won: Collection[str]) -> Limits | None:
    if not constraints.most and not constraints.exclusive:
        return None
    number = {name: p for p, name in enumerate(part.ids)}
    spent = {
        category: _cost(election, [name for name in won if constraints.categories.get(name) == category])
        for category in constraints.most
    }
    shut = {name for one in constraints.exclusive if not one.isdisjoint(won) for name in one}
    return Limits(
        costs=part.costs,
        category=tuple(constraints.categories.get(name) for name in part.ids),
        most={category: most - spent[category] for category, most in constraints.most.items()},
        exclusive=tuple(frozenset(number[name] for name in one if name in number) for one in constraints.exclusive),
        shut=frozenset(number[name] for name in shut if name in number),
    )


def _check(election: Election, method: Method, constraints: Constraints) -> None:
    known = set(election.ids)
    for name in (
        *constraints.decided,
        *constraints.categories,
        *(one for group in constraints.exclusive for one in group),
    ):
        if name not in known:
            raise ValueError(f'a constraint names "{name}", which is no project')
    for category in (*constraints.least, *constraints.most):
        if category not in constraints.categories.values():
            raise ValueError(f'no project belongs to "{category}"')
    if _cost(election, constraints.decided) + sum(constraints.least.values(), Fraction(0)) > election.budget:
        raise ValueError("what is decided and what is set aside cost more than the budget")
    if any(len(one & constraints.decided) > 1 for one in constraints.exclusive):
        raise ValueError("two decided projects exclude one another")
    for category, most in constraints.most.items():
        decided = [name for name in constraints.decided if constraints.categories.get(name) == category]
        if max(constraints.least.get(category, Fraction(0)), _cost(election, decided)) > most:
            raise ValueError(f'more is decided or set aside for "{category}" than its maximum')
    limited = constraints.most or constraints.exclusive
    if limited and method.rule not in (Rule.EQUAL_SHARES, Rule.GREEDY, Rule.GREEDY_PER_COST):
        raise ValueError(f"{method.rule} knows no maximum and no exclusive projects")
