"""Counting is exact, agrees with the definition, and keeps what it promises to voters."""

import doctest
import importlib
import random
from fractions import Fraction

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from firstdoor.methods import equal_shares as shares
from firstdoor.methods.equal_shares import rounds as product
from firstdoor.methods.equal_shares.completions import first_endowment
from firstdoor.methods.equal_shares.table import Table
from tests.methods import plain_equal_shares as plain

NAMES = ("a", "b", "10", "2", "é", "c")
NONE = shares.Completion.NONE


@st.composite
def elections(draw: st.DrawFn, utilities: tuple[str, ...] = tuple(shares.Utility)) -> shares.Election:
    """Small elections with small numbers, so that ties, empty purses and amounts that are just enough abound."""
    utility = draw(st.sampled_from(utilities))
    unit = draw(st.sampled_from([1, 1, 4, 100]))
    names = NAMES[: draw(st.integers(1, len(NAMES)))]
    money = st.integers(0, 12).map(lambda n: Fraction(n, unit))
    costs = {name: draw(money) for name in names}
    ballots = draw(st.lists(st.lists(st.sampled_from(names), unique=True, max_size=4), min_size=1, max_size=9))
    points = [draw(st.lists(st.integers(-1, 4), min_size=len(one), max_size=len(one))) for one in ballots]
    return shares.election(
        budget=Fraction(draw(st.integers(0, 40)), unit), costs=costs, ballots=ballots, points=points, utility=utility
    )


methods = st.builds(
    shares.Method,
    completion=st.sampled_from(list(shares.Completion)),
    ties=st.sampled_from(list(shares.Ties)),
    whole_units=st.booleans(),
    stop_when_nothing_fits=st.booleans(),
    step=st.sampled_from([Fraction(1), Fraction(1), Fraction(1, 2), Fraction(2), Fraction(5, 3)]),
)


def as_plain(
    e: shares.Election, ties: shares.Ties
) -> tuple[dict[str, Fraction], list[dict[str, Fraction]], dict[str, int]]:
    costs = dict(zip(e.ids, e.costs, strict=True))
    gains = [
        {
            e.ids[p]: gain * (e.costs[p] if e.utility is shares.Utility.COST else Fraction(1))
            for p, gain in pattern.gains
        }
        for pattern in e.patterns
        for _voter in range(pattern.voters)
    ]
    return costs, gains, dict(zip(e.ids, e.ranks(ties), strict=True))


@settings(max_examples=400, deadline=None)
@given(elections(), methods)
def test_it_counts_as_the_definition_does(e: shares.Election, method: shares.Method) -> None:
    costs, gains, rank = as_plain(e, method.ties)
    found = shares.count(e, method)
    own = list(found.winners[: len(found.winners) - found.added])
    if method.completion in (shares.Completion.ADD1, shares.Completion.ADD1U):
        expected = plain.add1(
            e.budget,
            costs,
            gains,
            rank,
            whole_units=method.whole_units,
            stop=method.stop_when_nothing_fits,
            size=method.step,
        )
        assert (own, found.steps, found.stop) == expected
    else:
        endowment = first_endowment(e, whole_units=method.whole_units)
        order, ties = plain.rounds(costs, gains, endowment, rank)
        assert own == order
        assert found.run is not None
        assert [{e.ids[p] for p in one.tied} for one in found.run.rounds] == ties


@settings(max_examples=200, deadline=None)
@given(elections(), methods)
def test_nobody_pays_more_than_her_share_and_each_winner_is_paid_in_full(
    e: shares.Election, method: shares.Method
) -> None:
    found = shares.count(e, method)
    assert found.run is not None
    assert found.cost == sum(e.costs[e.ids.index(name)] for name in found.winners) <= e.budget
    made = shares.payments(e, found.run)
    for pattern, paid, left in zip(e.patterns, made.paid, made.left, strict=True):
        assert left >= 0
        assert sum(paid.values()) + left == found.endowment
        assert set(paid) <= {p for p, _gain in pattern.gains}
    for p in found.run.winners:
        assert e.costs[p] == sum(
            paid.get(p, 0) * pattern.voters for pattern, paid in zip(e.patterns, made.paid, strict=True)
        )


@settings(max_examples=100, deadline=None)
@given(st.data(), methods)
def test_the_order_of_voters_and_of_projects_changes_nothing(data: st.DataObject, method: shares.Method) -> None:
    costs = {name: data.draw(st.integers(1, 9)) for name in NAMES}
    ballots = data.draw(st.lists(st.lists(st.sampled_from(NAMES), unique=True, max_size=4), min_size=1, max_size=9))
    budget = data.draw(st.integers(0, 40))
    mixed = data.draw(st.permutations(ballots))
    turned = dict(reversed(costs.items()))
    one = shares.count(shares.election(budget=budget, costs=costs, ballots=ballots), method)
    other = shares.count(shares.election(budget=budget, costs=turned, ballots=mixed), method)
    assert (one.winners, one.endowment, one.steps) == (other.winners, other.endowment, other.steps)
    assert [(tie.round, tie.chosen, set(tie.equal)) for tie in one.ties_met] == [
        (tie.round, tie.chosen, set(tie.equal)) for tie in other.ties_met
    ]


@settings(max_examples=300, deadline=None)
@given(elections(), st.sampled_from(list(shares.Ties)), st.integers(0, 30), st.integers(1, 30))
def test_a_jump_is_only_made_over_steps_that_buy_the_same(
    e: shares.Election, ties: shares.Ties, start: int, reach: int
) -> None:
    table = Table(e, ties)
    unit = Fraction(1, 4)
    guide = product.run(table, start * unit)
    there = product.repeat(table, (start + reach) * unit, guide)
    between = [product.run(table, (start + step) * unit) for step in range(reach + 1)]
    if there is None:
        return
    assert {one.winners for one in between} == {guide.winners}
    assert [one.tied for one in there.rounds] == [one.tied for one in between[-1].rounds]


def test_jumps_are_made() -> None:
    """Some 50,000 steps of one unit, in far fewer runs: what a count in forint or lek needs."""
    made: list[int] = []
    e = shares.election(
        budget=1_000_000,
        costs={"road": 600_000, "well": 390_000, "tree": 300_000},
        ballots=[["road"]] * 6 + [["well", "tree"]] * 4,
    )
    found = shares.count(e, shares.Method(completion=shares.Completion.ADD1), progress=made.append)
    assert found.winners == ("road", "tree")
    e = shares.election(
        budget=1_000_000, costs={"road": 990_000, "tree": 20_000}, ballots=[["road"]] * 6 + [["tree"]] * 4
    )
    found = shares.count(
        e, shares.Method(completion=shares.Completion.ADD1, stop_when_nothing_fits=False), progress=made.append
    )
    assert (found.winners, found.steps) == (("tree",), 64_999)
    assert len(made) < 200


@pytest.mark.parametrize("more", [-1, 0, 1])
def test_what_floats_cannot_tell_apart_is_told_apart(more: int) -> None:
    """Three voters hold exactly, or one unit less or more than, what the project costs: 10**20 is past the 53 bits."""
    whole = 3 * 10**20
    e = shares.election(budget=whole, costs={"hall": whole - more}, ballots=[["hall"]] * 3)
    found = shares.count(e, shares.Method(completion=NONE))
    assert found.winners == (("hall",) if more >= 0 else ())


@pytest.mark.parametrize(("first", "wins"), [(-1, "a"), (0, "a"), (1, "b")])
def test_almost_a_tie_is_no_tie(first: int, wins: str) -> None:
    """By count: the payments for a and b differ by a 3 * 10**-20th part, or not at all."""
    big = 3 * 10**20
    e = shares.election(
        budget=3 * big, costs={"a": big + first, "b": big}, ballots=[["a"]] * 3 + [["b"]] * 3, utility="count"
    )
    found = shares.count(e, shares.Method(completion=NONE, ties=shares.Ties.LEXICO))
    assert found.winners[0] == wins
    assert bool(found.ties_met) is (first == 0)


def test_ties_are_listed_with_whether_they_mattered() -> None:
    ballots = [["a", "b"]] * 2
    both = shares.count(
        shares.election(budget=4, costs={"a": 2, "b": 2}, ballots=ballots), shares.Method(completion=NONE)
    )
    assert both.ties_met == (shares.Tie(1, "a", ("b",), all_won=True),)
    one = shares.count(
        shares.election(budget=3, costs={"a": 2, "b": 2}, ballots=ballots), shares.Method(completion=NONE)
    )
    assert one.ties_met == (shares.Tie(1, "a", ("b",), all_won=False),)


def test_cheapest_looks_at_cost_then_votes_then_name() -> None:
    def first(costs: dict[str, int], ballots: list[list[str]], **options: str) -> str:
        e = shares.election(budget=100, costs=costs, ballots=ballots, **options)  # type: ignore[arg-type]
        return shares.count(e, shares.Method(completion=NONE)).winners[0]

    assert first({"a": 5, "b": 4}, [["a", "b"]]) == "b"
    assert first({"10": 4, "2": 4}, [["10", "2"]]) == "10"
    # Same price of a point and same cost, but b is named by more ballots.
    e = shares.election(
        budget=100, costs={"a": 4, "b": 4}, ballots=[["a"], ["b"], ["b"]], points=[[2], [1], [1]], utility="score"
    )
    assert shares.count(e, shares.Method(completion=NONE)).winners[0] == "b"


def test_utilities_of_ranks() -> None:
    ballots = [["a", "b", "c"], ["a", "b"]]
    costs = {"a": 1, "b": 1, "c": 1}

    def gains(utility: str) -> list[tuple[tuple[int, int], ...]]:
        return sorted(
            p.gains for p in shares.election(budget=1, costs=costs, ballots=ballots, utility=utility).patterns
        )

    assert gains("borda") == [((0, 1),), ((0, 2), (1, 1))]
    assert gains("rank-points") == [((0, 2), (1, 1)), ((0, 3), (1, 2), (2, 1))]
    assert shares.election(budget=1, costs=costs, ballots=ballots, utility="borda").votes == (2, 2, 1)


def test_ballots_may_come_grouped() -> None:
    one_by_one = shares.election(budget=4, costs={"a": 1, "b": 2}, ballots=[["a"], ["a", "b"], ["a"], [], ["b", "a"]])
    grouped = shares.election(
        budget=4, costs={"a": 1, "b": 2}, ballots=[["b", "a"], ["a"], [], ["b"]], times=[2, 2, 1, 0]
    )
    assert [one for one in grouped.patterns if one.voters] == list(one_by_one.patterns)
    assert (grouped.voters, grouped.votes) == (one_by_one.voters, one_by_one.votes) == (5, (4, 2))
    assert shares.count(grouped).winners == shares.count(one_by_one).winners
    with pytest.raises(ValueError, match="1 numbers of voters for 2 ballots"):
        shares.election(budget=4, costs={"a": 1}, ballots=[["a"], []], times=[1])


def test_a_project_marked_twice_counts_once() -> None:
    once = shares.election(budget=4, costs={"a": 4}, ballots=[["a"], []])
    twice = shares.election(budget=4, costs={"a": 4}, ballots=[["a", "a"], []])
    assert once == twice
    assert shares.count(twice, shares.Method(completion=NONE)).winners == ()  # the empty ballot holds half of the money


def test_each_ballot_knows_its_pattern() -> None:
    ballots = [["b"], [], ["a", "b"], ["b"]]
    e = shares.election(budget=4, costs={"a": 1, "b": 2}, ballots=ballots)
    found = shares.count(e, shares.Method(completion=NONE))
    assert found.run is not None
    paid = shares.payments(e, found.run).paid
    assert [{e.ids[p]: str(amount) for p, amount in paid[at].items()} for at in e.pattern_of] == [
        {"b": "2/3"},
        {},
        {"b": "2/3"},
        {"b": "2/3"},
    ]


def test_nobody_and_nothing() -> None:
    nobody = shares.count(shares.election(budget=5, costs={"a": 4}, ballots=[]), shares.Method(completion=NONE))
    assert (nobody.winners, nobody.endowment, nobody.run) == ((), None, None)
    nothing = shares.count(shares.election(budget=0, costs={"a": 4}, ballots=[["a"]]))
    assert (nothing.winners, nothing.cost) == ((), 0)
    empty = shares.count(shares.election(budget=5, costs={}, ballots=[[]]))
    assert empty.winners == ()


def test_what_costs_nothing_is_left_to_the_votes() -> None:
    e = shares.election(budget=5, costs={"bench": 0, "hall": 5}, ballots=[["bench", "hall"]])
    assert shares.count(e, shares.Method(completion=NONE)).winners == ("hall",)
    assert shares.count(e).winners == ("hall", "bench")
    assert shares.count(e, shares.Method(rule=shares.Rule.GREEDY_PER_COST)).winners == ("bench", "hall")


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        ({"budget": 0.5}, "the budget must be an int or a Fraction, not float"),
        ({"budget": -1}, "the budget is negative"),
        ({"costs": {"a": -1}}, 'the cost of "a" is negative'),
        ({"ballots": [["b"]]}, 'a vote for "b", which has no cost'),
        ({"utility": "score"}, "ballots without points have no score"),
        ({"utility": "score", "points": [[1, 2]]}, "2 points for 1 projects"),
        ({"utility": "score", "points": []}, "0 lists of points for 1 ballots"),
        ({"utility": "score", "points": [[0.5]]}, "points must be int or Fraction"),
    ],
)
def test_wrong_input_is_refused(arguments: dict[str, object], words: str) -> None:
    right: dict[str, object] = {"budget": 1, "costs": {"a": 1}, "ballots": [["a"]]}
    shares.election(**right)  # type: ignore[arg-type]
    with pytest.raises(ValueError, match=words):
        shares.election(**(right | arguments))  # type: ignore[arg-type]


def test_sums_past_what_floats_hold_are_refused() -> None:
    e = shares.election(budget=1, costs={"a": 1}, ballots=[["a"]], points=[[2**53]], utility="score")
    with pytest.raises(ValueError, match="add up to too much"):
        shares.count(e)
    with pytest.raises(ValueError, match="too large"):
        shares.count(shares.election(budget=1, costs={"a": 10**60}, ballots=[["a"]]))


def test_many_rounds_with_long_denominators_stay_exact() -> None:
    """Payments are made again in plain fractions, which refuses a price that is off by anything at all."""
    chance = random.Random(7)
    names = [f"p{n}" for n in range(40)]
    costs = {name: chance.randrange(1_000, 90_000) for name in names}
    ballots = [chance.sample(names, chance.randrange(1, 9)) for _ in range(400)]
    e = shares.election(budget=900_000, costs=costs, ballots=ballots)
    found = shares.count(e, shares.Method(completion=NONE))
    assert found.run is not None
    made = shares.payments(e, found.run)
    assert len(found.winners) > 20
    assert max(price.denominator for price in made.prices).bit_length() > 64


def test_a_run_of_other_ballots_is_noticed() -> None:
    e = shares.election(budget=6, costs={"a": 2, "b": 2}, ballots=[["a"], ["a", "b"], ["b"]])
    found = shares.count(e, shares.Method(completion=NONE))
    other = shares.election(budget=6, costs={"a": 2, "b": 2}, ballots=[["a"], ["a"], ["b"]])
    assert found.run is not None
    with pytest.raises(ValueError, match="not bought at the price"):
        shares.payments(other, found.run)


@pytest.mark.parametrize(
    "name",
    [
        "constraints",
        "proportionality",
        "knapsack",
        "maximin",
        "phragmen",
        "counting",
        "document",
        "election",
        "explanation",
        "recount",
        "rounds",
        "completions",
        "greedy",
    ],
)
def test_examples_in_the_words_hold(name: str) -> None:
    assert doctest.testmod(importlib.import_module(f"firstdoor.methods.equal_shares.{name}")).failed == 0


def test_a_run_that_needs_more_memory_than_set_aside_goes_on() -> None:
    names = [f"p{n}" for n in range(9)]
    e = shares.election(budget=90, costs=dict.fromkeys(names, 7), ballots=[names[at:] for at in range(9)])
    roomy, narrow = Table(e, shares.Ties.LEXICO), Table(e, shares.Ties.LEXICO)
    narrow.rows = 1
    assert product.run(roomy, Fraction(10)) == product.run(narrow, Fraction(10))
    assert len(product.run(roomy, Fraction(10)).rounds) > 2
