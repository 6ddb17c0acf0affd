"""Runs side by side buy what single runs buy, or say that they can't tell."""

import random
from fractions import Fraction

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from firstdoor.methods import equal_shares as shares
from firstdoor.methods.equal_shares import completions
from firstdoor.methods.equal_shares import rounds as product
from firstdoor.methods.equal_shares.bundle import Bundle
from firstdoor.methods.equal_shares.table import Table
from tests.methods.test_equal_shares import elections, methods


def random_election(seed: int, utility: str = "cost", unit: int = 1) -> shares.Election:
    """Thirty projects of few different costs and two hundred voters of few different kinds: ties, and many who run dry."""
    chance = random.Random(seed)
    names = [f"p{n}" for n in range(30)]
    kinds = [chance.sample(names, chance.randrange(1, 8)) for _ in range(60)]
    ballots = [chance.choice(kinds) for _ in range(200)]
    return shares.election(
        budget=Fraction(60_000, unit),
        costs={name: Fraction(chance.choice([900, 1_000, 2_000, 3_333, 7_000, 9_001]), unit) for name in names},
        ballots=ballots,
        points=[[chance.randrange(1, 4) for _ in one] for one in ballots],
        utility=utility,
    )


@settings(max_examples=300, deadline=None)
@given(elections(), st.sampled_from(list(shares.Ties)), st.integers(0, 20), st.sampled_from([1, 4, 7, 10**25]))
def test_side_by_side_as_one_by_one(e: shares.Election, ties: shares.Ties, start: int, parts: int) -> None:
    table = Table(e, ties)
    if not table.supporters:
        return
    endowments = [Fraction(start + step, parts) for step in range(12)]
    for endowment, found in zip(endowments, Bundle(table).runs(endowments), strict=True):
        assert found in (None, product.run(table, endowment).winners)


@pytest.mark.parametrize("utility", list(shares.Utility))
@pytest.mark.parametrize("unit", [1, 3])
def test_larger_ones_too_and_few_are_left_open(utility: str, unit: int) -> None:
    decided = 0
    for seed in range(8):
        e = random_election(seed, utility, unit)
        table = Table(e, shares.Ties.CHEAPEST)
        endowments = [(e.budget + 40 * step) / e.voters for step in range(40)]
        runs = Bundle(table).runs(endowments)
        for endowment, found in zip(endowments, runs, strict=True):
            assert found in (None, product.run(table, endowment).winners)
        decided += sum(found is not None for found in runs)
    assert decided > 300  # of 320


def test_ties_after_somebody_ran_dry_are_decided() -> None:
    """The first voter pays 1 for y and then all of her 9 for a. So b and c have two each who pay alike: a tie."""
    ballots = [["y", "a", "b"], *[["y"]] * 4, *[["a"]] * 3, *[["b"]] * 2, *[["c"]] * 2]
    e = shares.election(budget=120, costs={"y": 5, "a": 38, "b": 8, "c": 8}, ballots=ballots)
    table = Table(e, shares.Ties.LEXICO)
    exact = product.run(table, Fraction(10))
    assert [e.ids[p] for p in exact.winners] == ["y", "a", "b", "c"]
    assert exact.rounds[2].tied == (3,)
    assert Bundle(table).runs([Fraction(10)]) == [exact.winners]


@settings(max_examples=100, deadline=None)
@given(elections(), methods)
def test_a_climb_ends_alike_however_it_gets_there(e: shares.Election, method: shares.Method) -> None:
    """With jumps and side by side as soon as can be, and without any run side by side."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(completions, "QUIET", 1)
        patch.setattr(completions, "FEW", 3)
        quick = shares.count(e, method)
        patch.setattr(completions, "MOST_PROJECTS", 0)
        assert shares.count(e, method) == quick
    assert shares.count(e, method) == quick


@pytest.mark.parametrize("utility", list(shares.Utility))
def test_jumps_in_larger_ones_end_before_the_order_changes(utility: str) -> None:
    """Where voters run dry the order of purchases changes with the share, often only in between: then there is no jump."""
    made = 0
    for seed in range(6):
        e = random_election(seed, utility)
        table = Table(e, shares.Ties.CHEAPEST)
        start = e.budget / e.voters
        bought = [product.run(table, start + step) for step in range(25)]
        for reach in range(1, 25):
            if product.repeat(table, start + reach, bought[0]) is not None:
                assert {one.winners for one in bought[: reach + 1]} == {bought[0].winners}
                made += 1
    assert made
