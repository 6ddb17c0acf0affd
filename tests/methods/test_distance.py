"""How far a loser was away at the shares that were kept: tried out in plain fractions, cost by cost and vote by vote."""

from fractions import Fraction

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from firstdoor.methods import equal_shares as shares
from firstdoor.methods.equal_shares import distance
from firstdoor.methods.equal_shares import rounds as product
from firstdoor.methods.equal_shares.distance import distances
from firstdoor.methods.equal_shares.recount import with_cost
from firstdoor.methods.equal_shares.table import Table
from tests.methods.test_bundle import random_election
from tests.methods.test_equal_shares import elections


def bought(e: shares.Election, ties: shares.Ties, endowment: Fraction, p: int) -> bool:
    return p in product.run(Table(e, ties), endowment).winners


@settings(max_examples=300, deadline=None)
@given(elections(), st.sampled_from(list(shares.Ties)), st.integers(0, 12), st.sampled_from([1, 3]))
def test_the_cost_and_the_votes_are_where_it_turns(
    e: shares.Election, ties: shares.Ties, money: int, parts: int
) -> None:
    endowment = Fraction(money, parts)
    found = product.run(Table(e, ties), endowment)
    for p, far in distances(Table(e, ties), ties, found, set(range(len(e.ids))) - set(found.winners)).items():
        unit = Fraction(1, shares.unit_of(e))
        wins = [
            bought(with_cost(e, p, step * unit), ties, endowment, p) for step in range(1, int(e.costs[p] / unit) + 1)
        ]
        assert sorted(wins, reverse=True) == wins  # monotone, as promised
        assert (far.cost or 0) == wins.count(True) * unit
        assert 0 <= far.support <= 1
        assert far.support >= (far.cost or 0) / e.costs[p]
        if e.utility in (shares.Utility.BORDA, shares.Utility.RANK_POINTS):
            assert far.votes is None
        elif far.votes is None:
            assert endowment == 0
        else:
            for more in range(far.votes + 2):
                assert bought(shares.with_votes(e, p, more), ties, endowment, p) is (more >= far.votes)


def test_a_tie_lost_at_every_cost_leaves_what_comes_after_it() -> None:
    """Level with "10" at any cost, and behind it by name: only what its supporters keep buys it, 5/3, so a cost of 1."""
    ballots = [["b", "10"], ["b"], ["10"], ["b", "10"]]
    e = shares.election(budget=4, costs={"b": 3, "10": 2}, ballots=ballots)
    table = Table(e, shares.Ties.LEXICO)
    assert distances(table, shares.Ties.LEXICO, product.run(table, Fraction(1)), [0])[0].cost == 1


@pytest.mark.parametrize("utility", list(shares.Utility))
def test_in_larger_ones_too(utility: str) -> None:
    for seed in range(6):
        e = random_election(seed, utility)
        found = product.run(Table(e, shares.Ties.CHEAPEST), e.budget / e.voters)
        lost = set(range(len(e.ids))) - set(found.winners)
        for p, far in distances(Table(e, shares.Ties.CHEAPEST), shares.Ties.CHEAPEST, found, lost).items():
            at = far.cost or Fraction(0)
            assert not bought(with_cost(e, p, at + 1), shares.Ties.CHEAPEST, found.endowment, p)
            if far.cost:
                assert bought(with_cost(e, p, at), shares.Ties.CHEAPEST, found.endowment, p)
            if far.votes:
                for more in (far.votes - 1, far.votes):
                    changed = shares.with_votes(e, p, more)
                    assert bought(changed, shares.Ties.CHEAPEST, found.endowment, p) is (more == far.votes)


def test_where_floats_suffice_they_say_what_exact_amounts_say(monkeypatch: pytest.MonkeyPatch) -> None:
    """All losers at once with floats first, and each by itself in exact amounts alone."""
    for utility in shares.Utility:
        for seed in range(4):
            e = random_election(seed, utility, unit=(1, 3)[seed % 2])
            table = Table(e, shares.Ties.CHEAPEST)
            found = product.run(table, e.budget / e.voters)
            lost = sorted(set(range(len(e.ids))) - set(found.winners))
            quick = distances(table, shares.Ties.CHEAPEST, found, lost)
            with monkeypatch.context() as patch:
                patch.setattr(distance, "_surely", lambda *_all: None)
                for p in lost:
                    assert quick.get(p) == distances(table, shares.Ties.CHEAPEST, found, [p]).get(p)
