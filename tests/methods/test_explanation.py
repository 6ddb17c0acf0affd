"""What an explanation says is so: counted again, it comes true."""

import math
from dataclasses import replace
from fractions import Fraction

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from firstdoor.methods import equal_shares as shares
from firstdoor.methods.equal_shares.completions import first_endowment
from firstdoor.methods.equal_shares.greedy import greedy
from firstdoor.methods.equal_shares.ledger import CLASSES
from firstdoor.methods.equal_shares.recount import OutOfPatienceError, Patience, Recounts, with_cost, with_votes
from firstdoor.methods.equal_shares.rounds import run
from firstdoor.methods.equal_shares.table import Table
from tests.methods.test_bundle import random_election
from tests.methods.test_equal_shares import elections

NAMES = ("a", "b", "c", "d")
steps = st.sampled_from([Fraction(1), Fraction(1, 2), Fraction(3)])
methods = st.builds(
    shares.Method,
    rule=st.sampled_from(list(shares.Rule)),
    completion=st.sampled_from(list(shares.Completion)),
    ties=st.sampled_from(list(shares.Ties)),
    step=steps,
)


@settings(max_examples=80, deadline=None)
@given(st.data(), methods)
def test_what_a_loser_lacked_makes_it_win_and_one_less_does_not(data: st.DataObject, method: shares.Method) -> None:
    costs = {name: data.draw(st.integers(1, 9)) for name in NAMES}
    ballots = data.draw(st.lists(st.lists(st.sampled_from(NAMES), unique=True, max_size=3), min_size=1, max_size=6))
    e = shares.election(budget=data.draw(st.integers(1, 20)), costs=costs, ballots=ballots)
    outcome = shares.count(e, method)
    why = shares.explain(e, outcome)
    assert {one.project for one in why.losers} == set(NAMES) - set(outcome.winners)
    for one in why.losers:
        p = NAMES.index(one.project)
        again = one.recount
        assert again is not None
        assert again.whole
        assert again.sharp
        assert (again.votes is None) <= (one.cost >= e.budget)
        if again.votes is not None:
            assert one.project in shares.count(with_votes(e, p, again.votes), method).winners
            assert one.project not in shares.count(with_votes(e, p, again.votes - 1), method).winners
        if again.cost is not None:
            assert again.cost < one.cost
            assert one.project in shares.count(with_cost(e, p, again.cost), method).winners
            assert one.project not in shares.count(with_cost(e, p, again.cost + 1), method).winners


@settings(max_examples=120, deadline=None)
@given(elections(utilities=("cost", "count", "score")), methods)
def test_what_is_said_to_rest_on_a_whole_count_comes_true_in_one(e: shares.Election, method: shares.Method) -> None:
    """Also before the border is found to the unit: a plain count of the altered ballots has it among its winners."""
    outcome = shares.count(e, method)
    table = Table(e, method.ties) if outcome.run is not None else None
    again = Recounts(e, outcome, table, Patience(None))
    for p, name in enumerate(e.ids):
        if name in outcome.winners or not e.costs[p]:
            continue
        found = again.whole(p, again.near(p, None))
        assert found.whole
        if found.votes is not None:
            assert name in shares.count(with_votes(e, p, found.votes), method).winners
        if found.cost is not None:
            assert name in shares.count(with_cost(e, p, found.cost), method).winners
        sharp = again.sharp(p, found)
        if sharp.votes is not None:
            assert name in shares.count(with_votes(e, p, sharp.votes), method).winners
            assert sharp.votes == 1 or name not in shares.count(with_votes(e, p, sharp.votes - 1), method).winners


def near_by_hand(e: shares.Election, method: shares.Method, share: Fraction) -> set[str]:
    """Add1 from the last step that is not above `share`, or down to one that is not too dear, and up, with single runs."""
    table = Table(e, method.ties)
    first = first_endowment(e)
    step = max(0, math.floor((share - first) / method.step))

    def bought(at: int) -> set[int]:
        return set(run(table, first + at * method.step).winners)

    def cost(of: set[int]) -> Fraction:
        return sum((e.costs[p] for p in of), Fraction(0))

    above, reach = step, 1
    while cost(bought(step)) > e.budget:
        above, step, reach = step, max(step - reach, 0), reach * 2
    while above - step > 1:
        middle = (above + step) // 2
        above, step = (middle, step) if cost(bought(middle)) > e.budget else (above, middle)
    while True:
        now = bought(step)
        open_ = [p for p in table.supporters if p not in now]
        if not any(e.costs[p] <= e.budget - cost(now) for p in open_) or cost(bought(step + 1)) > e.budget:
            break
        step += 1
    if method.completion is shares.Completion.ADD1U:
        now |= {p for p, _tied in greedy(e, method.ties, taken=now)}
    return {e.ids[p] for p in now}


@settings(max_examples=150, deadline=None)
@given(
    elections(utilities=("cost", "count")),
    st.builds(
        shares.Method,
        completion=st.sampled_from([shares.Completion.ADD1, shares.Completion.ADD1U]),
        ties=st.sampled_from(list(shares.Ties)),
        step=steps,
    ),
)
def test_near_the_share_reached_what_a_loser_lacked_makes_it_win_too(e: shares.Election, method: shares.Method) -> None:
    outcome = shares.count(e, method)
    table = Table(e, method.ties)
    near = Recounts(e, outcome, table, Patience(None))  # numbers below a hundred are found to the unit at once
    assert outcome.endowment is not None
    for p, name in enumerate(e.ids):
        if name in outcome.winners:
            continue
        again = near.near(p, None)
        if again.votes is not None:
            for more in (again.votes, again.votes - 1):
                won = name in near_by_hand(with_votes(e, p, more), method, outcome.endowment)
                assert won is (more == again.votes)
        if again.cost is not None:
            unit = Fraction(1, shares.unit_of(e))
            for cost in (again.cost, again.cost + unit):
                assert (name in near_by_hand(with_cost(e, p, cost), method, outcome.endowment)) is (cost == again.cost)


def test_further_votes_are_further_ballots() -> None:
    ballots = [["a"], ["a", "b"]]
    e = shares.election(budget=5, costs={"a": 1, "b": 2}, ballots=ballots)
    more = with_votes(e, 1, 2)
    again = shares.election(budget=5, costs={"a": 1, "b": 2}, ballots=[*ballots, ["b"], ["b"]])
    assert (more.voters, more.votes, more.patterns) == (again.voters, again.votes, again.patterns)


def test_further_votes_of_points_give_one_project_all_that_may_be_given() -> None:
    ballots, points = [["a"], ["a", "b"]], [[2], [Fraction(1, 2), 1]]
    costs = {"a": 1, "b": 2}

    def made(*more: tuple[str, Fraction], most: Fraction | None = None) -> shares.Election:
        return shares.election(
            budget=5, costs=costs, utility="score", most_points=most,
            ballots=[*ballots, *([name] for name, _n in more)], points=[*points, *([n] for _name, n in more)],
        )  # fmt: skip

    for most, each in ((None, Fraction(2)), (Fraction(10, 3), Fraction(10, 3))):
        e = made(most=most)
        assert e.wish_points == each
        more, again = with_votes(e, 1, 2), made(("b", each), ("b", each), most=most)
        assert (more.voters, more.votes, more.patterns) == (again.voters, again.votes, again.patterns)


@pytest.mark.parametrize("most", [0, -1, 0.5])
def test_the_most_points_are_an_exact_number_above_nothing(most: float) -> None:
    with pytest.raises(ValueError, match="most points"):
        shares.election(budget=5, costs={"a": 1}, ballots=[["a"]], points=[[1]], utility="score", most_points=most)  # type: ignore[arg-type]


@settings(max_examples=80, deadline=None)
@given(elections(utilities=("score",)), st.sampled_from(list(shares.Ties)))
def test_voters_of_points_that_were_missing_at_the_kept_shares_buy_it(e: shares.Election, ties: shares.Ties) -> None:
    """At the share kept, with so many more voters of the full points it is bought, and with one fewer not."""
    outcome = shares.count(e, shares.Method(completion=shares.Completion.NONE, ties=ties))
    if outcome.run is None:
        return
    table = Table(e, ties)
    for one in shares.explain(e, outcome, patience=0).losers:
        p = e.ids.index(one.project)
        if one.away is None or one.away.votes is None or outcome.endowment is None:
            continue
        assert p in run(table.with_votes(p, one.away.votes), outcome.endowment).winners
        if one.away.votes > 1:
            assert p not in run(table.with_votes(p, one.away.votes - 1), outcome.endowment).winners


def test_rounds_and_shares_add_up() -> None:
    e = shares.election(
        budget=10,
        costs={"a": 6, "b": 3, "c": 4},
        ballots=[["a", "b"], ["a", "b"], ["a"], ["b", "c"], ["c"]],
    )
    outcome = shares.count(e, shares.Method(completion=shares.Completion.UTILITARIAN))
    why = shares.explain(e, outcome)
    for one in why.rounds:
        if not one.by_votes:
            assert sum(each.together for each in one.payments) == one.cost
            assert sum(each.voters for each in one.payments) == one.payers
            assert one.effective_votes == one.cost / one.payments[0].high
    assert sum(one.voters for one in why.shares) == 5
    spent = sum(each.together for one in why.shares for each in one.spent)
    assert spent == sum(one.cost for one in why.rounds if not one.by_votes)


def test_whoever_spent_her_last_before_paid_for_nothing_more() -> None:
    """The first two give the park all they hold, to the last unit; then the third buys the path alone."""
    ballots = [["park", "path"], ["park"], ["path"]]
    e = shares.election(budget=6, costs={"park": 4, "path": 2}, ballots=ballots)
    outcome = shares.count(e, shares.Method(completion=shares.Completion.NONE, ties=shares.Ties.LEXICO))
    why = shares.explain(e, outcome, patience=0)
    assert [(one.project, one.payers) for one in why.rounds] == [("park", 2), ("path", 1)]
    assert [(one.winners, one.voters) for one in why.shares] == [(1, 3)]


def test_losers_hear_what_their_supporters_spent() -> None:
    e = shares.election(budget=8, costs={"park": 6, "path": 5}, ballots=[["park", "path"]] * 3 + [["path"]])
    outcome = shares.count(e, shares.Method(completion=shares.Completion.NONE, ties=shares.Ties.LEXICO))
    assert outcome.winners == ("path",)
    (park,) = shares.explain(e, outcome).losers
    assert park.spent == (("path", Fraction(15, 4)),)
    assert park.left == 6 - Fraction(15, 4)


def test_impatience_is_said() -> None:
    e = shares.election(budget=2, costs={"a": 2, "b": 2}, ballots=[["a"], ["b"]])
    why = shares.explain(e, shares.count(e), patience=0)
    assert [one.recount for one in why.losers] == [None]


def test_patience_ends_before_a_step_that_would_go_beyond_it(monkeypatch: pytest.MonkeyPatch) -> None:
    clock = iter([0.0, 0.2, 0.5, 0.6, 0.75])
    monkeypatch.setattr("firstdoor.methods.equal_shares.recount.time.thread_time", lambda: next(clock))
    patience = Patience(1)
    patience.ask()
    patience.ask()
    patience.ask()
    with pytest.raises(OutOfPatienceError):  # a step may take 0.3
        patience.ask()


class _Asked(Patience):
    """Counts how often it is asked, and is at an end after so many times."""

    def __init__(self, times: int) -> None:
        super().__init__(None)
        self.left = times

    def ask(self) -> None:
        self.left -= 1
        if not self.left:
            raise OutOfPatienceError


def test_a_long_count_is_given_up_half_way() -> None:
    """One altered count of many steps: patience is asked as it climbs, not only before and after."""
    e = random_election(1)
    method = shares.Method(completion=shares.Completion.ADD1, stop_when_nothing_fits=False)
    outcome = shares.count(e, method)
    p = next(p for p, name in enumerate(e.ids) if name not in outcome.winners)
    patience = _Asked(3)
    with pytest.raises(OutOfPatienceError):
        Recounts(e, outcome, Table(e, method.ties), patience)._fate(p, Table(e, method.ties), whole=True)
    assert patience.left == 0


def test_ranks_have_no_votes_missing_and_points_have() -> None:
    ballots = [["a", "b"], ["a", "b"], ["b"]]
    points = [[3, 1], [3, 1], [1]]
    for utility, votes, each in (("score", 1, "3"), ("rank-points", None, None)):
        e = shares.election(budget=4, costs={"a": 4, "b": 4}, ballots=ballots, points=points, utility=utility)
        why = shares.explain(e, shares.count(e))
        (loser,) = why.losers
        assert loser.recount is not None
        assert (loser.project, loser.recount.votes, loser.recount.cost is None) == ("a", votes, False)
        assert shares.explanation_document(why).get("vote_points") == each


def test_many_different_payments_become_classes() -> None:
    names = [f"p{n:02}" for n in range(30)]
    costs = {name: 10 + n for n, name in enumerate(names)} | {"all": 900}
    ballots = [[name, "all"] for name in names]
    e = shares.election(budget=3_000, costs=costs, ballots=ballots, utility="count")
    why = shares.explain(e, shares.count(e, shares.Method(completion=shares.Completion.NONE)))
    classes = next(one for one in why.rounds if one.project == "all")
    assert sum(each.together for each in classes.payments) == 900
    spent = why.shares[-1].spent
    assert len(spent) <= CLASSES + 1
    assert sum(each.voters for each in spent) == why.shares[-1].voters


@settings(max_examples=100, deadline=None)
@given(elections(), methods)
def test_the_ledger_says_what_plain_fractions_say(e: shares.Election, method: shares.Method) -> None:
    """Payments, what supporters of losers spent and kept, and what everybody spent, against `payments`."""
    outcome = shares.count(e, method)
    if outcome.run is None:
        return
    why, made = shares.explain(e, outcome, patience=0), shares.payments(e, outcome.run)
    everyone = list(zip(e.patterns, made.paid, made.left, strict=True))
    for p, one in zip(outcome.run.winners, why.rounds, strict=False):
        paid = sorted((pays[p] for pattern, pays, _left in everyone for _v in range(pattern.voters) if p in pays))
        assert one.payers == len(paid)
        price = max(pays[p] / dict(pattern.gains)[p] for pattern, pays, _left in everyone if p in pays)
        less = (pattern for pattern, pays, _left in everyone if p in pays and pays[p] < price * dict(pattern.gains)[p])
        assert one.emptied == sum(pattern.voters for pattern in less)
        assert [each.high for each in one.payments] == sorted(set(paid), reverse=True)
        assert sum(each.together for each in one.payments) == e.costs[p]
    for loser in why.losers:
        mine = [one for one in everyone if e.ids.index(loser.project) in dict(one[0].gains)]
        if e.costs[e.ids.index(loser.project)] > 0:
            assert loser.left == sum(left * pattern.voters for pattern, _paid, left in mine)
        for winner, amount in loser.spent:
            p = e.ids.index(winner)
            assert amount == sum(paid.get(p, 0) * pattern.voters for pattern, paid, _left in mine)
    spent = sum((each.together for kind in why.shares for each in kind.spent), Fraction(0))
    assert spent == sum(sum(paid.values()) * pattern.voters for pattern, paid, _left in everyone)
    assert sum(kind.voters for kind in why.shares) == e.voters
    paid_for = [len([amount for amount in pays.values() if amount]) for _pattern, pays, _left in everyone]
    told: dict[int, int] = {}
    for number, (pattern, _pays, _left) in zip(paid_for, everyone, strict=True):
        told[number] = told.get(number, 0) + pattern.voters
    assert {kind.winners: kind.voters for kind in why.shares} == {n: voters for n, voters in told.items() if voters}


def test_what_an_explanation_says_of_a_loser_at_the_kept_shares() -> None:
    """Each holds 4. The frame's three could have paid 12 at most, all they had; it costs 13: one more would have done."""
    e = shares.election(budget=16, costs={"frame": 13, "lamp": 4}, ballots=[["frame"]] * 3 + [["lamp"]])
    outcome = shares.count(e, shares.Method(completion=shares.Completion.NONE))
    (loser,) = shares.explain(e, outcome, patience=0).losers
    assert loser.away == shares.Distance(cost=Fraction(12), votes=1, support=Fraction(12, 13))
    document = shares.explanation_document(shares.explain(e, outcome))["losers"][0]
    assert document["at_these_shares"] == {"winning_cost": "12", "votes_missing": 1, "effective_support": "12/13"}


def test_what_numbers_rest_on_is_said_in_words() -> None:
    e = shares.election(budget=16, costs={"frame": 13, "lamp": 4}, ballots=[["frame"]] * 3 + [["lamp"]])
    why = shares.explain(e, shares.count(e, shares.Method(completion=shares.Completion.NONE)))
    (loser,) = why.losers
    assert loser.recount is not None
    for recount, words in (
        (loser.recount, "whole new counts"),
        (replace(loser.recount, whole=False), "new counts near the share at which this count ended"),
        (None, "the share at which this count ended"),
    ):
        told = shares.explanation_document(replace(why, losers=(replace(loser, recount=recount),)))
        assert told["losers"][0]["rests_on"] == words
