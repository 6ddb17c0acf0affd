"""Whether an outcome, by whatever rule, is fair to groups of voters, and what groups got of their share."""

from __future__ import annotations

import math
from collections import Counter, defaultdict
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from fractions import Fraction

from .election import Election, Utility


@dataclass(frozen=True, slots=True)
class Neglected:
    """`voters` supporters of `project`, which lost, together had a claim to it: their part of the budget would have given
    one of them a utility of `claim` or more, and none of them got that, not even with the project added (`best`)."""

    project: str
    voters: int
    claim: Fraction
    best: Fraction


def ejr_plus(election: Election, winners: Collection[str]) -> tuple[Neglected, ...]:
    """Groups that EJR+ up to one project forbids to neglect, the largest for each project that lost; empty: none.

    A group S of supporters of a project p that lost holds |S| * B / n of the budget. Spent on projects that are worth to
    them as much for their money as p is, it would bring each of them (B / n) * u(S, p) / cost(p), with u(S, p) the sum of
    their utilities for p. The outcome is proportional if in every such group somebody has more than that from the winners
    and p together. (For Utility.COST: some i in S with cost of her winners + cost(p) > |S| * B / n.) Equal Shares always
    is: whoever in S first could not pay her part of p has spent more than B / n less that part, at no worse a price.

    After Brill and Peters, "Robust and Verifiable Proportionality Axioms for Multiwinner Voting", EC 2023 (EJR+, checked in
    polynomial time, with its form for budgets), and Peters, Pierczynski, Skowron 2021 ("up to one project").
    O(marks on ballots * log).

    Examples
    --------
    >>> from .election import election
    >>> e = election(budget=20, costs={"a": 10, "b": 10, "c": 10}, ballots=[["a", "b"]] * 6 + [["c"]] * 5)
    >>> ejr_plus(e, ["a", "c"])
    ()
    >>> e = election(budget=20, costs={"a": 10, "b": 10, "c": 9}, ballots=[["a", "b"]] * 6 + [["c"]] * 6)
    >>> ejr_plus(e, ["a", "b"])[0]
    Neglected(project='c', voters=6, claim=Fraction(10, 1), best=Fraction(9, 1))
    """
    if not election.voters:
        return ()
    unit = math.lcm(*(cost.denominator for cost in election.costs))  # utilities below are whole numbers of 1 / unit
    costs = [int(cost * unit) for cost in election.costs]
    worth = costs if election.utility is Utility.COST else [unit] * len(costs)
    won = [name in winners for name in election.ids]
    groups: list[dict[tuple[int, int], int]] = [{} for _ in costs]
    for pattern in election.patterns:
        has = sum([gain * worth[p] for p, gain in pattern.gains if won[p]])
        for p, gain in pattern.gains:
            if not won[p] and costs[p] > 0:
                each = gain * worth[p]
                key = (has + each, each)
                groups[p][key] = groups[p].get(key, 0) + pattern.voters
    found = []
    for p, kinds in enumerate(groups):
        per_utility = Fraction(unit, costs[p] or 1) * election.budget / election.voters
        up, down = per_utility.as_integer_ratio()
        voters = together = 0
        worst: tuple[int, int, int] | None = None
        for best, each in sorted(kinds):
            voters += kinds[best, each]
            together += each * kinds[best, each]
            if best * down <= together * up:
                worst = voters, together, best
        if worst is not None:
            claim = per_utility * worst[1] / unit
            found.append(Neglected(election.ids[p], worst[0], claim, Fraction(worst[2], unit)))
    return tuple(found)


def reached(election: Election, winners: Collection[str]) -> tuple[int, ...]:
    """At place n, how many voters get n of the projects that they chose, whoever paid; as long as the fullest ballot needs.

    Examples
    --------
    >>> from .election import election
    >>> reached(election(budget=12, costs={"a": 6, "b": 6}, ballots=[["a"], ["a", "b"], ["b"]]), ["a"])
    (1, 2)
    """
    won = {p for p, name in enumerate(election.ids) if name in winners}
    met = Counter[int]()
    for pattern in election.patterns:
        met[sum(p in won for p, _gain in pattern.gains)] += pattern.voters
    return tuple(met[n] for n in range(max(met, default=0) + 1))


@dataclass(frozen=True, slots=True)
class FairShare:
    """How evenly an outcome spends the budget on voters: `served` of them got their fair share or more, `part` of it is what a
    voter got on average, nobody counted for more than the whole; `gini` tells how unequal what they got is (0: all alike).

    `voters` are those who named anything that costs money: only they have a fair share.
    """

    voters: int
    served: int
    part: Fraction
    gini: Fraction


def fair_share(election: Election, winners: Collection[str]) -> FairShare | None:
    """How an outcome, by whatever rule, does by the equality of resources; None where nobody named anything.

    A voter's resources are the costs of the winners that she named, each divided among all its supporters in proportion to
    their utility. Her fair share is an equal part of the budget, or, if that is less, the resources that she would have if
    everything won. O(marks + voters' kinds, sorted).

    References
    ----------
    Maly, J., Rey, S., Endriss, U., Lackner, M. (2023). Fairness in Participatory Budgeting via Equality of Resources. AAMAS,
    sections 2 and 3 (share, fair share, capped fair share ratio).

    Examples
    --------
    >>> from .election import election
    >>> e = election(budget=12, costs={"a": 6, "b": 6}, ballots=[["a"], ["a", "b"], ["b"], []])
    >>> fair_share(e, ["a"])
    FairShare(voters=3, served=2, part=Fraction(2, 3), gini=Fraction(1, 3))
    """
    support = election.support()
    won = {p for p, name in enumerate(election.ids) if name in winners}
    equal = election.budget / election.voters if election.voters else Fraction(0)
    got: Counter[Fraction] = Counter()
    served, parts = 0, Fraction(0)
    for pattern in election.patterns:
        each = [(p, election.costs[p] * gain / support[p]) for p, gain in pattern.gains]
        fair = min(equal, sum((part for _p, part in each), Fraction(0)))
        if not fair:
            continue
        mine = sum((part for p, part in each if p in won), Fraction(0))
        got[mine] += pattern.voters
        served += pattern.voters if mine >= fair else 0
        parts += min(mine / fair, Fraction(1)) * pattern.voters
    voters = got.total()
    return FairShare(voters, served, parts / voters, _gini(got)) if voters else None


def _gini(values: Counter[Fraction]) -> Fraction:
    """The Gini coefficient of values, each as often as it is counted; 0 where all are 0."""
    voters, total = values.total(), sum((value * times for value, times in values.items()), Fraction(0))
    if not total:
        return Fraction(0)
    below, weighted = 0, Fraction(0)
    for value in sorted(values):
        times = values[value]
        weighted += value * (times * below + Fraction(times * (times + 1), 2))  # the sum of the places that they take
        below += times
    return 2 * weighted / (voters * total) - Fraction(voters + 1, voters)


@dataclass(frozen=True, slots=True)
class GroupShare:
    """What a group of voters got: `share` is their equal part of the budget; `got` the cost of the winners, each divided
    among all who supported it in proportion to their utility; `empty_handed` those who named no winner."""

    group: str
    voters: int
    share: Fraction
    got: Fraction
    empty_handed: int


def group_shares(election: Election, winners: Collection[str], groups: Sequence[str]) -> tuple[GroupShare, ...]:
    """For each group what it got, by name. `groups` names one for each ballot in the order given to `election`.

    Small groups must be hidden before this is published (`methods.suppression`): a group of one tells her ballot. O(marks).

    Raises
    ------
    ValueError
        If there is not one group for each ballot, or ballots came grouped.

    Examples
    --------
    >>> from .election import election
    >>> e = election(budget=12, costs={"a": 6, "b": 6}, ballots=[["a"], ["a", "b"], ["b"]])
    >>> [(one.group, one.share, one.got, one.empty_handed) for one in group_shares(e, ["a"], ["old", "young", "young"])]
    [('old', Fraction(4, 1), Fraction(3, 1), 0), ('young', Fraction(8, 1), Fraction(3, 1), 1)]
    """
    if len(groups) != len(election.pattern_of) or len(groups) != election.voters:
        raise ValueError(f"{len(groups)} groups for {election.voters} voters")
    if not groups:
        return ()
    support = election.support()
    won = {p for p, name in enumerate(election.ids) if name in winners}
    gets = [
        sum((election.costs[p] * gain / support[p] for p, gain in pattern.gains if p in won), Fraction(0))
        for pattern in election.patterns
    ]
    named = [any(p in won for p, _gain in pattern.gains) for pattern in election.patterns]
    members: dict[str, Counter[int]] = defaultdict(Counter)
    for pattern_at, group in zip(election.pattern_of, groups, strict=True):
        members[group][pattern_at] += 1
    return tuple(
        GroupShare(
            group,
            inside.total(),
            election.budget * inside.total() / election.voters,
            sum((gets[at] * number for at, number in inside.items()), Fraction(0)),
            sum(number for at, number in inside.items() if not named[at]),
        )
        for group, inside in sorted(members.items())
    )
