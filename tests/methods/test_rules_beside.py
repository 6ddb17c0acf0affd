"""The rules that Equal Shares is compared with, against their definitions worked out the long way."""

import itertools
from fractions import Fraction

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from firstdoor.methods import equal_shares as shares
from firstdoor.methods.equal_shares import knapsack as knapsack_rule
from tests.methods.test_equal_shares import elections

TIES = st.sampled_from(list(shares.Ties))


def supporters(e: shares.Election) -> list[set[int]]:
    """For each project its voters, one by one."""
    found: list[set[int]] = [set() for _ in e.ids]
    voter = 0
    for pattern in e.patterns:
        for _each in range(pattern.voters):
            for p, _gain in pattern.gains:
                found[p].add(voter)
            voter += 1
    return found


def winners(e: shares.Election, rule: str, ties: shares.Ties) -> list[int]:
    found = shares.count(e, shares.Method(rule=shares.Rule(rule), ties=ties))
    assert found.cost <= e.budget
    return [e.ids.index(name) for name in found.winners]


@settings(max_examples=200, deadline=None)
@given(elections(("cost",)), TIES)
def test_phragmen(e: shares.Election, ties: shares.Ties) -> None:
    """By the loads of single voters, as the rule is written down."""
    ranks, who = e.ranks(ties), supporters(e)
    loads = [Fraction(0)] * e.voters
    waiting = {p for p in range(len(e.ids)) if who[p] and e.costs[p] <= e.budget}
    order: list[int] = []
    rest = e.budget
    while waiting:
        moments = {p: (e.costs[p] + sum(loads[v] for v in who[p])) / len(who[p]) for p in waiting}
        equal = [p for p in waiting if moments[p] == min(moments.values())]
        if any(e.costs[p] > rest for p in equal):
            break
        winner = min(equal, key=ranks.__getitem__)
        for v in who[winner]:
            loads[v] = moments[winner]
        order.append(winner)
        waiting.remove(winner)
        rest -= e.costs[winner]
    assert winners(e, "phragmen", ties) == order


@settings(max_examples=150, deadline=None)
@given(elections(("cost",)), TIES)
def test_maximin(e: shares.Election, ties: shares.Ties) -> None:
    """The heaviest load as the worst of all subsets."""
    ranks, who = e.ranks(ties), supporters(e)

    def load(projects: list[int]) -> Fraction:
        subsets = itertools.chain.from_iterable(
            itertools.combinations(projects, size) for size in range(1, len(projects) + 1)
        )
        return max(sum(e.costs[p] for p in one) / len(set().union(*(who[p] for p in one))) for one in subsets)

    order: list[int] = []
    rest = e.budget
    while True:
        fitting = [p for p in range(len(e.ids)) if p not in order and who[p] and e.costs[p] <= rest]
        if not fitting:
            break
        winner = min(fitting, key=lambda p: (load([*order, p]), e.costs[p] > 0, ranks[p]))
        order.append(winner)
        rest -= e.costs[winner]
    assert set(winners(e, "maximin", ties)) == set(order)


@settings(max_examples=200, deadline=None)
@given(elections(), TIES)
def test_knapsack(e: shares.Election, ties: shares.Ties) -> None:
    """Of all affordable sets the best, the cheapest of those, and among equals the one that takes the earlier project."""
    support, ranks = e.support(), e.ranks(ties)
    worth = [
        gain * (cost if e.utility is shares.Utility.COST else 1) for gain, cost in zip(support, e.costs, strict=True)
    ]
    items = [p for p in range(len(e.ids)) if e.costs[p] > 0 and worth[p] > 0]
    items.sort(key=lambda p: (-worth[p] / e.costs[p], ranks[p]))
    found = winners(e, "knapsack", ties)
    sets = itertools.product((True, False), repeat=len(items))
    fitting = [one for one in sets if sum(e.costs[p] for p, taken in zip(items, one, strict=True) if taken) <= e.budget]
    best = max(
        fitting,
        key=lambda one: (
            sum(worth[p] for p, taken in zip(items, one, strict=True) if taken),
            -sum(e.costs[p] for p, taken in zip(items, one, strict=True) if taken),
            one,
        ),
    )
    assert [p for p in found if e.costs[p] > 0] == [p for p, taken in zip(items, best, strict=True) if taken]
    assert {p for p in found if e.costs[p] == 0} == {p for p, cost in enumerate(e.costs) if cost == 0 and e.votes[p]}


def test_knapsack_gives_up_with_a_word(monkeypatch: pytest.MonkeyPatch) -> None:
    e = shares.election(budget=100, costs={f"p{n}": 7 + n for n in range(20)}, ballots=[[f"p{n}"] for n in range(20)])
    monkeypatch.setattr(knapsack_rule, "MOST_STATES", 3)
    with pytest.raises(ValueError, match="too many different sets"):
        shares.count(e, shares.Method(rule=shares.Rule.KNAPSACK))
    huge = shares.election(budget=10**19, costs={"a": 10**18 + 1, "b": 10**18}, ballots=[["a"], ["b"]] * 9)
    with pytest.raises(ValueError, match="too large"):
        shares.count(huge, shares.Method(rule=shares.Rule.KNAPSACK))


@pytest.mark.parametrize("rule", ["phragmen", "maximin", "knapsack"])
def test_a_minority_is_heard_by_all_but_the_knapsack(rule: str) -> None:
    """Six want parks, four want paths; there is money for two. By utility alone the six take all."""
    e = shares.election(
        budget=20,
        costs={"park1": 10, "park2": 10, "path1": 10, "path2": 10},
        ballots=[["park1", "park2"]] * 6 + [["path1", "path2"]] * 4,
    )
    expected = {"park1", "park2"} if rule == "knapsack" else {"park1", "path1"}
    assert set(shares.count(e, shares.Method(rule=shares.Rule(rule))).winners) == expected
