"""What must hold of every opinion map, whatever was voted."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from firstdoor.methods import opinions
from firstdoor.methods.opinions import votes as raw

WHERE = {"few_people", "like_chance", "groups", "given"}
TABLES = st.integers(1, 12).flatmap(
    lambda m: st.lists(st.lists(st.sampled_from([None, 1, 0, -1]), min_size=m, max_size=m), min_size=1, max_size=25)
)


def of_table(table, order=None, names=None, rejected=()):
    """Votes of rows that hold 1, 0, -1 or None, told in some order."""
    log = [(i, j, vote) for i, row in enumerate(table) for j, vote in enumerate(row) if vote is not None]
    if order is not None:
        log = [log[place] for place in order]
    person, statement, vote = (list(each) for each in zip(*log, strict=True)) if log else ([], [], [])
    names = names or [str(i) for i in range(len(table))]
    return opinions.collect(
        person, statement, vote,
        participants=names, statements=[str(j) for j in range(len(table[0]))], rejected=rejected,
    )  # fmt: skip


def camps(sizes, statements=30, votes=25, seed=3, noise=0.1):
    """People of several camps, each of which agrees with its own part of the statements."""
    chance = np.random.default_rng(seed)
    table = []
    for camp, size in enumerate(sizes):
        for _ in range(size):
            seen = set(chance.choice(statements, votes, replace=False).tolist())
            likes = [1 if j % len(sizes) == camp else -1 for j in range(statements)]
            table.append(
                [(-likes[j] if chance.random() < noise else likes[j]) if j in seen else None for j in range(statements)]
            )
    return table


def test_camps_are_found_and_each_is_told_by_its_statements():
    drawn = opinions.opinion_map(of_table(camps((40, 30, 20))))
    assert drawn.structure.reason == "groups"
    assert drawn.sizes.tolist() == [40, 30, 20]
    camp = np.repeat([0, 1, 2], [40, 30, 20])
    rows = [int(name) for name in drawn.votes.participants]
    assert opinions.adjusted_rand_index(drawn.labels, camp[rows]) == 1
    for group, listed in enumerate(drawn.representative):
        agreed = {one.statement % 3 for one in listed if one.direction == "agree"}
        assert agreed == {group}


def test_votes_at_random_have_no_groups():
    chance = np.random.default_rng(11)
    for people, statements in ((40, 12), (150, 40), (600, 25)):
        table = chance.choice([1, 0, -1], size=(people, statements), p=[0.5, 0.2, 0.3]).tolist()
        drawn = opinions.opinion_map(of_table(table))
        assert drawn.structure.k == 1, (people, statements)
        assert drawn.representative == ((),)


def test_one_thread_of_agreement_runs_through_all_camps():
    table = camps((40, 40))
    for row in table:
        row[7] = 1
    drawn = opinions.opinion_map(of_table(table))
    assert drawn.votes.statements[int(drawn.consensus.argmax())] == "7"
    assert "7" in [drawn.votes.statements[place] for place in drawn.majority.agree]


@settings(max_examples=25)
@given(TABLES, st.randoms(use_true_random=False))
def test_the_order_of_arrival_changes_nothing(table, chance):
    votes = of_table(table)
    order = list(range(votes.count))
    chance.shuffle(order)
    one, other = opinions.opinion_map(votes), opinions.opinion_map(of_table(table, order))
    assert one.positions.tolist() == other.positions.tolist()
    assert one.labels.tolist() == other.labels.tolist()
    assert opinions.map_document(one) == opinions.map_document(other)


@settings(max_examples=25)
@given(TABLES)
def test_numbers_stay_in_their_bounds_and_the_document_fits(table):
    drawn = opinions.opinion_map(of_table(table))
    document = opinions.map_document(drawn)
    assert np.isfinite(drawn.positions).all()
    assert drawn.structure.reason in WHERE
    assert ((drawn.consensus > 0) & (drawn.consensus < 1)).all()
    assert sum(len(group["members"]) for group in document["groups"]) == drawn.inside.sum()
    for numbers in document["statement_numbers"].values():
        assert numbers["agree"] + numbers["disagree"] + numbers["pass"] > 0


@settings(max_examples=25)
@given(TABLES)
def test_agree_and_disagree_exchanged_mirror_the_map(table):
    mirrored = [[None if vote is None else -vote for vote in row] for row in table]
    one, other = opinions.opinion_map(of_table(table), k=1), opinions.opinion_map(of_table(mirrored), k=1)
    assert one.axes.means.tolist() == (-other.axes.means).tolist()
    assert one.consensus == pytest.approx(other.consensus_disagree)
    assert np.linalg.norm(one.positions, axis=1) == pytest.approx(np.linalg.norm(other.positions, axis=1), abs=1e-6)


@settings(max_examples=25)
@given(TABLES)
def test_people_without_votes_change_nothing(table):
    more = [*table, [None] * len(table[0])]
    assert opinions.map_document(opinions.opinion_map(of_table(table))) == opinions.map_document(
        opinions.opinion_map(of_table(more))
    )


def test_votes_on_a_rejected_statement_move_nobody():
    table = camps((20, 20), statements=12, votes=10)
    other = [[(1 if j == 0 and vote is not None else vote) for j, vote in enumerate(row)] for row in table]
    one, two = (opinions.opinion_map(of_table(each, rejected=["0"])) for each in (table, other))
    assert one.positions.tolist() == two.positions.tolist()
    assert one.labels.tolist() == two.labels.tolist()
    assert "0" not in [one.votes.statements[place] for place in one.majority.agree]


@pytest.mark.parametrize(
    "table",
    [[[1]], [[1, -1, 0]], [[1], [1], [-1]], [[1] * 5] * 30, [[0] * 4] * 3],
    ids=["one vote", "one person", "one statement", "all agree", "all pass"],
)
def test_the_smallest_maps_are_drawn(table):
    drawn = opinions.opinion_map(of_table(table))
    assert drawn.structure.k == 1
    assert np.isfinite(drawn.positions).all()


def test_nobody_and_nothing_is_an_empty_map():
    drawn = opinions.opinion_map(of_table([[None, None]]))
    assert opinions.map_document(drawn)["participants"] == 0


def test_of_several_votes_the_last_counts_by_time_then_by_line():
    votes = opinions.collect(
        [0, 0, 0, 1, 1], [0, 0, 0, 0, 0], [1, -1, 0, 1, -1],
        participants=["a", "b"], statements=["s"], at=[5, 9, 7, 3, 3],
    )  # fmt: skip
    assert votes.matrix.toarray().tolist() == [[-1], [-1]]


@pytest.mark.parametrize(
    ("person", "statement", "vote", "words"),
    [([0], [0], [2], "a vote is 1"), ([0], [3], [1], "statement lies outside"), ([0, 1], [0], [1], "one length")],
)
def test_what_is_no_vote_is_refused(person, statement, vote, words):
    with pytest.raises(ValueError, match=words):
        opinions.collect(person, statement, vote, participants=["a", "b"], statements=["s"])
    with pytest.raises(ValueError, match="named twice"):
        opinions.collect([0], [0], [1], participants=["a", "a"], statements=["s"])


def test_names_stand_in_the_order_that_people_expect():
    assert sorted(["10", "9", "b", "a", "007"], key=raw.natural) == ["007", "9", "10", "a", "b"]


def test_a_map_of_given_groups_is_exactly_their_people():
    votes = of_table(camps((6, 6), statements=8, votes=6))
    labels = np.array([0, 0, 1, 1, *[-1] * 8])
    drawn = opinions.map_of_groups(votes, labels)
    assert drawn.inside.sum() == 4
    with pytest.raises(ValueError, match="each group"):
        opinions.map_of_groups(votes, np.array([0, 2, *[-1] * 10]))
    with pytest.raises(ValueError, match="one label"):
        opinions.map_of_groups(votes, labels[1:])
