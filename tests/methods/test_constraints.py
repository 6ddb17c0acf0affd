"""Constraints hold in every outcome, and the count under them is that of the definition step by step."""

from fractions import Fraction

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from firstdoor.methods import equal_shares as shares
from firstdoor.methods.equal_shares.completions import first_endowment
from tests.methods import plain_equal_shares as plain
from tests.methods.test_equal_shares import as_plain, elections, methods


@st.composite
def limited(draw: st.DrawFn) -> tuple[shares.Election, shares.Constraints]:
    """Elections with a maximum for one area and an exclusive set or two."""
    e = draw(elections())
    names = st.sampled_from(e.ids)
    area = draw(st.sets(names))
    return e, shares.Constraints(
        categories=dict.fromkeys(area, "north"),
        most={"north": Fraction(draw(st.integers(0, 12)))} if area else {},
        exclusive=tuple(frozenset(one) for one in draw(st.lists(st.sets(names, min_size=2), max_size=2)) if one)
        if len(e.ids) > 1
        else (),
    )


@settings(max_examples=250, deadline=None)
@given(limited(), methods)
def test_it_counts_as_the_definition_does(
    case: tuple[shares.Election, shares.Constraints], method: shares.Method
) -> None:
    e, constraints = case
    costs, gains, rank = as_plain(e, method.ties)

    def out(won: list[str]) -> set[str]:
        spent = sum(costs[name] for name in won if name in constraints.categories)
        dear = {name for name in constraints.categories if spent + costs[name] > constraints.most["north"]}
        return (dear | {one for group in constraints.exclusive if group & set(won) for one in group}) - set(won)

    found = shares.count_within(e, method, constraints)
    (stage,) = found.stages
    own = list(stage.outcome.winners[: len(stage.outcome.winners) - stage.outcome.added])
    if method.completion in (shares.Completion.ADD1, shares.Completion.ADD1U):
        expected = plain.add1(
            e.budget,
            costs,
            gains,
            rank,
            whole_units=method.whole_units,
            stop=method.stop_when_nothing_fits,
            size=method.step,
            out=out,
        )
        assert (own, stage.outcome.steps, stage.outcome.stop) == expected
    else:
        start = first_endowment(e, whole_units=method.whole_units)
        assert own == plain.rounds(costs, gains, start, rank, out)[0]
    assert found.cost == sum(costs[name] for name in found.winners) <= e.budget
    assert all(len(one & set(found.winners)) <= 1 for one in constraints.exclusive)
    for name in constraints.categories:
        assert sum(costs[one] for one in found.winners if one in constraints.categories) <= constraints.most["north"]
        assert name in costs


@settings(max_examples=100, deadline=None)
@given(elections(), methods)
def test_without_constraints_nothing_changes(e: shares.Election, method: shares.Method) -> None:
    found = shares.count_within(e, method, shares.Constraints())
    assert found.winners == shares.count(e, method).winners
    assert [one.category for one in found.stages] == [None]


NORTH = {"a": "north", "b": "north", "c": "south"}


def town(**more: object) -> shares.Constrained:
    e = shares.election(budget=20, costs={"a": 10, "b": 8, "c": 9}, ballots=[["a", "b"]] * 8 + [["c"]] * 2)
    return shares.count_within(e, shares.Method(), shares.Constraints(categories=NORTH, **more))  # type: ignore[arg-type]


def test_what_is_decided_is_paid_first() -> None:
    found = town(decided=frozenset({"c"}))
    assert found.winners == ("c", "b")
    assert found.stages[0].election.budget == 11
    assert found.stages[0].election.ids == ("a", "b")
    assert found.cost == 17


def test_a_sum_set_aside_is_spent_in_its_area_and_the_rest_goes_back() -> None:
    assert town().winners == ("b", "a")
    found = town(least={"south": Fraction(9)})
    assert [(one.category, one.outcome.winners) for one in found.stages] == [("south", ("c",)), (None, ("b",))]
    assert town(least={"south": Fraction(8)}).winners == ("b", "a")  # nothing costs so little there


def test_the_greedy_rules_keep_limits_too() -> None:
    e = shares.election(budget=20, costs={"a": 10, "b": 8, "c": 9}, ballots=[["a", "b"]] * 8 + [["c"]] * 2)
    for rule in (shares.Rule.GREEDY, shares.Rule.GREEDY_PER_COST):
        limits = shares.Constraints(categories=NORTH, most={"north": Fraction(10)})
        assert shares.count_within(e, shares.Method(rule=rule), limits).winners == ("b", "c")


def test_a_decided_project_shuts_out_those_it_excludes() -> None:
    assert town(decided=frozenset({"a"}), exclusive=(frozenset({"a", "b"}),)).winners == ("a", "c")


@pytest.mark.parametrize(
    ("more", "words"),
    [
        ({"decided": frozenset({"x"})}, 'names "x", which is no project'),
        ({"most": {"east": Fraction(1)}}, 'no project belongs to "east"'),
        ({"least": {"north": Fraction(21)}}, "cost more than the budget"),
        ({"decided": frozenset({"a", "b"}), "exclusive": (frozenset({"a", "b"}),)}, "exclude one another"),
        ({"decided": frozenset({"a"}), "most": {"north": Fraction(9)}}, "than its maximum"),
        ({"least": {"north": Fraction(9)}, "most": {"north": Fraction(8)}}, "than its maximum"),
    ],
)
def test_what_cannot_be_is_refused(more: dict[str, object], words: str) -> None:
    with pytest.raises(ValueError, match=words):
        town(**more)


def test_rules_without_limits_say_so() -> None:
    e = shares.election(budget=1, costs={"a": 1, "b": 1}, ballots=[["a"], ["b"]])
    with pytest.raises(ValueError, match="phragmen knows no maximum"):
        shares.count_within(
            e, shares.Method(rule=shares.Rule.PHRAGMEN), shares.Constraints(exclusive=(frozenset({"a", "b"}),))
        )
