"""What is said of a map beside the map: steady over time, how sure, whom it stands for, what repeats itself."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from firstdoor.methods import opinions
from tests.methods.test_opinions import TABLES, camps, of_table


def test_letters_stay_with_their_people_when_a_group_overtakes_another():
    before = camps((30, 28))
    first, names, shown = opinions.steady(opinions.opinion_map(of_table(before)), opinions.Shown())
    letter = dict(shown.letters)
    more = [*before, *camps((0, 12), seed=9)]
    later = opinions.opinion_map(of_table(more))
    again, again_names, now = opinions.steady(later, shown)
    assert names == again_names == ("A", "B")
    assert first.sizes.tolist() == [30, 28]
    assert again.sizes.tolist() == [30, 40]
    assert {name: now.letters[name] for name in letter} == letter


def test_axes_point_where_they_pointed():
    votes = of_table(camps((25, 15)))
    drawn = opinions.opinion_map(votes)
    turned = opinions.Shown(
        k=2, axes={j: tuple(-drawn.axes.vectors[:, place]) for place, j in enumerate(votes.statements)}
    )
    kept, _names, shown = opinions.steady(drawn, turned)
    assert kept.positions == pytest.approx(-drawn.positions)
    assert opinions.steady(drawn, shown)[0].positions == pytest.approx(-drawn.positions)


def test_another_number_of_groups_is_shown_once_it_came_out_four_times():
    _map, _names, shown = opinions.steady(opinions.opinion_map(of_table(camps((40, 40)))), opinions.Shown())
    three = opinions.opinion_map(of_table(camps((30, 30, 30))))
    assert three.structure.k == 3
    seen = []
    for _ in range(4):
        kept, names, shown = opinions.steady(three, shown)
        seen.append((kept.structure.k, len(names)))
    assert seen == [(2, 2), (2, 2), (2, 2), (3, 3)]


@settings(max_examples=25)
@given(TABLES)
def test_shown_twice_a_map_stays_the_same(table):
    drawn = opinions.opinion_map(of_table(table))
    first, names, shown = opinions.steady(drawn, opinions.Shown())
    second, again, _shown = opinions.steady(drawn, shown)
    assert names == again
    assert first.labels.tolist() == second.labels.tolist()
    assert first.positions.tolist() == second.positions.tolist()


def test_clear_camps_are_sure_and_overlapping_ones_are_not():
    clear = opinions.certainty(opinions.opinion_map(of_table(camps((40, 40)))), draws=20)
    assert clear.number == {2: 1.0}
    assert clear.agreement > 0.95
    assert (clear.kept > 0.9).all()
    blurred = opinions.opinion_map(of_table(camps((40, 40), noise=0.4)), k=2)
    assert opinions.certainty(blurred, draws=20).agreement < 0.7


def test_ranks_of_consensus_hold_the_rank_of_the_map():
    drawn = opinions.opinion_map(of_table(camps((40, 40))))
    sure = opinions.certainty(drawn, draws=30)
    low, high = sure.consensus_rank
    assert (low <= high).all()
    best = int(drawn.consensus.argmax())
    assert low[best] <= 3


@given(st.integers(0, 400), st.integers(0, 400))
def test_wilsons_interval_holds_the_share(hits, misses):
    low, high = opinions.interval(hits, hits + misses)
    assert 0 <= low <= high <= 1
    if hits + misses:
        assert low <= hits / (hits + misses) <= high


def test_wilsons_interval_by_hand():
    # 8 of 10 at 95 %, Wilson (1927): 0.490 to 0.943.
    low, high = opinions.interval(8, 10, level=0.95)
    assert (round(float(low), 3), round(float(high), 3)) == (0.49, 0.943)
    with pytest.raises(ValueError, match="hits"):
        opinions.interval(3, 2)


def test_weights_bring_the_heard_to_the_residents():
    # 30 women and 10 men voted where half are women: women weigh 2/3, men 2.
    found = opinions.balance([[0] * 30 + [1] * 10], [[500, 500]])
    assert found.weights[0] == pytest.approx(2 / 3)
    assert found.weights[-1] == pytest.approx(2)
    assert found.effective == pytest.approx(40**2 / (30 * (2 / 3) ** 2 + 10 * 4))
    assert found.heard[0].tolist() == [0.75, 0.25]


def test_who_was_not_heard_is_named_and_nobody_speaks_for_them():
    found = opinions.balance([[0, 0, 1, -1]], [[50, 30, 20]])
    assert found.missing == ((2,),)
    assert found.weights[-1] == pytest.approx(1)
    with pytest.raises(ValueError, match="one category"):
        opinions.balance([[0, 5]], [[1, 1]])


def test_raking_fits_two_dimensions_at_once_and_caps_a_single_voice():
    chance = np.random.default_rng(2)
    kinds = [chance.integers(0, 2, 300), chance.integers(0, 4, 300)]
    found = opinions.balance(kinds, [[60, 40], [10, 20, 30, 40]])
    assert found.settled
    for kind, target in zip(kinds, ([0.6, 0.4], [0.1, 0.2, 0.3, 0.4]), strict=True):
        assert np.bincount(kind, weights=found.weights) / 300 == pytest.approx(target)
    assert opinions.balance([[0] * 99 + [1]], [[1, 99]]).weights.max() <= 5


def test_weighted_agreement_counts_each_vote_by_its_person():
    votes = of_table([[1, None], [-1, 1], [1, None]])
    assert opinions.weighted_agreement(votes, [1, 2, 1]).tolist() == [0.5, 1.0]


@settings(max_examples=25)
@given(TABLES, st.data())
def test_a_vote_counted_as_it_comes_in_is_a_vote_counted_afresh(table, data):
    drawn = opinions.opinion_map(of_table(table))
    if not drawn.votes.count:
        return
    running = opinions.Running(drawn.votes, drawn.axes)
    changed = [list(row) for row in table]
    for _ in range(data.draw(st.integers(1, 6))):
        person = data.draw(st.integers(0, len(table) - 1))
        statement = data.draw(st.sampled_from(drawn.votes.statements))
        value = data.draw(st.sampled_from([1, 0, -1]))
        running.vote(str(person), statement, value)
        changed[person][int(statement)] = value
    fresh = opinions.opinion_map(of_table(changed), k=1)
    assert running.counts().agree.tolist() == fresh.all_counts.agree.tolist()
    assert running.counts().seen.tolist() == fresh.all_counts.seen.tolist()


def test_a_person_stands_where_the_map_puts_them():
    drawn = opinions.opinion_map(of_table(camps((12, 9)), rejected=["4"]))
    running = opinions.Running(drawn.votes, drawn.axes)
    for row in (0, 7, 20):
        assert running.position(drawn.votes.participants[row]) == pytest.approx(drawn.positions[row])
    assert running.position("somebody new") == (0, 0)


def test_the_next_statement_is_one_not_voted_on():
    drawn = opinions.opinion_map(of_table(camps((12, 9))))
    running = opinions.Running(drawn.votes, drawn.axes)
    shown = np.ones(30, dtype=bool)
    shown[3] = False
    chances = running.chances("0", shown)
    assert chances.sum() == pytest.approx(1)
    assert chances[3] == 0
    assert all(chances[place] == 0 for place in drawn.votes.matrix[[0]].indices)
    with pytest.raises(ValueError, match="on a statement"):
        running.vote("0", "nowhere", 1)


def test_near_duplicates_are_seen_whatever_marks_and_case():
    texts = [
        "Rruga e shkollës duhet të ketë drita.",
        "rruga e shkolles duhet te kete DRITA",
        "Parku ka nevojë për stola.",
        "Duhet të ketë drita rruga e shkollës!",
    ]
    found = opinions.similar("Rruga e shkollës duhet të ketë drita", texts)
    assert {place for place, _likeness in found} == {0, 1, 3}
    assert found[0][1] == pytest.approx(1)
    assert {(a, b) for a, b, _likeness in opinions.pairs(texts)} == {(0, 1), (0, 3), (1, 3)}
    assert opinions.similar("", texts) == []
    assert opinions.similar("x", []) == []
