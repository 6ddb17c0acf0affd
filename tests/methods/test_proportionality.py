"""EJR+ against its definition over all groups; Equal Shares always keeps it. What groups got adds up."""

import itertools
from fractions import Fraction

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from firstdoor.methods import equal_shares as shares
from tests.methods.test_equal_shares import elections, methods


@settings(max_examples=200, deadline=None)
@given(elections(), methods)
def test_equal_shares_neglects_nobody(e: shares.Election, method: shares.Method) -> None:
    if method.whole_units:
        return  # the first shares may be smaller than budget / voters
    assert shares.ejr_plus(e, shares.count(e, method).winners) == ()


@settings(max_examples=80, deadline=None)
@given(elections(("cost", "count", "score")), st.sets(st.integers(0, 5)))
def test_it_finds_a_neglected_group_if_there_is_one(e: shares.Election, chosen: set[int]) -> None:
    """Over all subsets of the supporters, for outcomes of no rule at all."""
    winners = [name for p, name in enumerate(e.ids) if p in chosen]
    worth = [cost if e.utility is shares.Utility.COST else Fraction(1) for cost in e.costs]
    voters = [
        {p: gain * worth[p] for p, gain in pattern.gains} for pattern in e.patterns for _v in range(pattern.voters)
    ]
    share = e.budget / e.voters
    expected = set()
    for p, name in enumerate(e.ids):
        if p in chosen or e.costs[p] == 0:
            continue
        supporters = [gains for gains in voters if p in gains]
        for size in range(1, len(supporters) + 1):
            for group in itertools.combinations(supporters, size):
                claim = share * sum(gains[p] for gains in group) / e.costs[p]
                if all(sum(u for q, u in gains.items() if q in chosen) + gains[p] <= claim for gains in group):
                    expected.add(name)
    assert {one.project for one in shares.ejr_plus(e, winners)} == expected


def test_whose_part_is_just_enough_may_not_go_without() -> None:
    """One of two holds 10 of 20, her project costs 10, and she got nothing; at 11 she could not have asked for it."""
    for cost, neglected in ((10, (shares.Neglected("b", 1, Fraction(10), Fraction(10)),)), (11, ())):
        e = shares.election(budget=20, costs={"a": 10, "b": cost}, ballots=[["a"], ["b"]])
        assert shares.ejr_plus(e, ["a"]) == neglected


@settings(max_examples=100, deadline=None)
@given(elections(), methods)
def test_what_groups_got_adds_up(e: shares.Election, method: shares.Method) -> None:
    winners = shares.count(e, method).winners
    groups = [("north", "south")[at % 2] for at in range(e.voters)]
    found = shares.group_shares(e, winners, groups)
    supported = sum(e.costs[e.ids.index(name)] for name in winners if e.support()[e.ids.index(name)])
    assert sum(one.got for one in found) == supported
    assert sum(one.share for one in found) == e.budget
    assert sum(one.voters for one in found) == e.voters


def test_groups_must_fit() -> None:
    e = shares.election(budget=1, costs={"a": 1}, ballots=[["a"], []])
    with pytest.raises(ValueError, match="1 groups for 2 voters"):
        shares.group_shares(e, [], ["north"])
    assert shares.group_shares(shares.election(budget=1, costs={}, ballots=[]), [], []) == ()
    assert shares.ejr_plus(shares.election(budget=1, costs={"a": 1}, ballots=[]), []) == ()


def test_an_explanation_tells_what_other_rules_choose_and_who_was_neglected() -> None:
    ballots = [["park1", "park2"]] * 6 + [["path"]] * 5
    e = shares.election(budget=20, costs={"park1": 10, "park2": 10, "path": 9}, ballots=ballots)
    by_votes = shares.count(e, shares.Method(rule=shares.Rule.GREEDY))
    document = shares.explanation_document(shares.explain(e, by_votes))
    assert document["neglected"] == [{"project": "path", "voters": 5, "claim": "100/11", "best": "9"}]
    assert set(shares.explanation_document(shares.explain(e, shares.count(e)))["other_rules"]) == set(shares.Rule) - {
        "equal-shares"
    }
    others = document["other_rules"]
    assert set(others) == set(shares.Rule) - {"greedy"}
    assert others["equal-shares"] == {"winners": ["park1", "path"], "cost": "19", "shared": 1}


@settings(max_examples=150, deadline=None)
@given(elections(), st.sets(st.integers(0, 5)))
def test_fair_shares_are_those_of_each_voter(e: shares.Election, chosen: set[int]) -> None:
    """Voter by voter after the definitions, the Gini coefficient over all pairs, for outcomes of no rule at all."""
    winners = [name for p, name in enumerate(e.ids) if p in chosen]
    support = e.support()
    got, fair = [], []
    for pattern in e.patterns:
        each = {p: e.costs[p] * gain / support[p] for p, gain in pattern.gains}
        mine = min(e.budget / e.voters, sum(each.values(), Fraction(0)))
        if mine:
            got += [sum((part for p, part in each.items() if p in chosen), Fraction(0))] * pattern.voters
            fair += [mine] * pattern.voters
    found = shares.fair_share(e, winners)
    if not got:
        assert found is None
        return
    assert found is not None
    assert (found.voters, found.served) == (len(got), sum(g >= f for g, f in zip(got, fair, strict=True)))
    assert found.part == sum(min(g / f, Fraction(1)) for g, f in zip(got, fair, strict=True)) / len(got)
    apart = sum(abs(one - other) for one in got for other in got)
    assert found.gini == (apart / (2 * len(got) * sum(got)) if sum(got) else 0)


def test_where_everything_wins_everybody_got_her_fair_share() -> None:
    e = shares.election(budget=20, costs={"a": 10, "b": 10}, ballots=[["a"], ["a", "b"], ["b"], []])
    assert shares.fair_share(e, ["a", "b"]) == shares.FairShare(3, 3, Fraction(1), Fraction(1, 6))
