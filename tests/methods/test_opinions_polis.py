"""The opinion map agrees with real conversations: with what Polis published, and with an exact computation beside it."""

import numpy as np
import pytest

from firstdoor.methods import opinions
from tests.methods import polis

pytestmark = polis.needed
by_name = pytest.mark.parametrize("name", polis.NAMES)


@by_name
def test_axes_means_positions_and_extremity_are_exact(name):
    votes, exact = polis.votes(name), polis.expected()[name]["exact_pca"]
    drawn = opinions.map_of_groups(votes, polis.published(name))
    assert (len(votes.participants), votes.count) == (
        polis.expected()[name]["counts"]["participants"],
        polis.expected()[name]["counts"]["votes"],
    )
    wanted = np.array([[exact[axis][j] for j in votes.statements] for axis in ("pc1", "pc2")])
    # The largest angle between the two planes, in degrees: 1e-4 is the bar.
    cosines = np.linalg.svd(wanted @ drawn.axes.vectors.T)[1]
    assert np.degrees(np.arccos(np.clip(cosines, -1, 1))).max() < 1e-4
    signs = np.sign((wanted * drawn.axes.vectors).sum(axis=1))
    at = np.array([polis.expected()[name]["participants_xy"][who] for who in votes.participants])
    assert drawn.positions * signs == pytest.approx(at, rel=1e-8, abs=1e-9)
    assert drawn.axes.means == pytest.approx([exact["mean"][j] for j in votes.statements], rel=1e-8, abs=1e-11)
    assert drawn.extremity == pytest.approx([exact["extremity"][j] for j in votes.statements], rel=1e-8, abs=1e-10)
    assert drawn.axes.explained_variance_ratio == pytest.approx(exact["explained_variance_ratio"][:2], rel=1e-8)


@by_name
def test_numbers_and_lists_follow_from_the_published_groups(name):
    votes, wanted = polis.votes(name), polis.expected()[name]["given_published_groups"]
    drawn = opinions.map_of_groups(votes, polis.published(name))
    for found, key in (
        (drawn.consensus, "group_informed_consensus"),
        (drawn.consensus_disagree, "group_informed_consensus_disagree"),
        (drawn.priority, "routing_priority"),
    ):
        assert found == pytest.approx([wanted[key][j] for j in votes.statements], abs=1e-9)
    for group, listed in enumerate(drawn.representative):
        theirs = wanted["representative"][str(group)]
        assert [(votes.statements[one.statement], one.direction) for one in listed] == [
            (str(one["id"]), one["direction"]) for one in theirs
        ]
        for one, other in zip(listed, theirs, strict=True):
            assert (one.representativeness, one.representativeness_z, one.probability, one.probability_z) == (
                pytest.approx(
                    (other["repness"], other["repness_z"], other["probability"], other["probability_z"]), abs=1e-9
                )
            )
    for side, places in (("agree", drawn.majority.agree), ("disagree", drawn.majority.disagree)):
        theirs = [str(one) for one in polis.expected()[name]["majority_consensus"][side]]
        assert [votes.statements[place] for place in places] == theirs


@pytest.mark.parametrize(
    ("name", "least"),
    [("vtaiwan.uberx", 0.80), ("austria-climate.5twd2jsnkf.2022-08-08", 0.93), ("brexit-consensus", 0.85)],
)
def test_our_groups_are_those_that_polis_published(name, least):
    theirs = polis.published(name)
    drawn = opinions.opinion_map(polis.votes(name), k=polis.expected()[name]["published"]["k"])
    both = drawn.inside & (theirs >= 0)
    assert opinions.adjusted_rand_index(drawn.labels[both], theirs[both]) >= least


@by_name
def test_as_many_are_in_the_map_as_voted_seven_times(name):
    drawn = opinions.opinion_map(polis.votes(name), k=2)
    assert drawn.inside.sum() == polis.expected()[name]["counts"]["participants_in_map"]


@pytest.mark.parametrize("name", [name for name in polis.NAMES if not name.startswith("london")])
def test_real_conversations_carry_groups_and_shuffled_ones_none(name):
    votes = polis.votes(name)
    assert opinions.opinion_map(votes).structure.reason == "groups"
    chance = np.random.default_rng(7)
    matrix = votes.matrix.tocsc().copy()
    for begin, end in zip(matrix.indptr, matrix.indptr[1:], strict=False):
        matrix.data[begin:end] = chance.permutation(matrix.data[begin:end])
    rows = matrix.tocoo()
    shuffled = opinions.collect(
        rows.row, rows.col, rows.data, participants=votes.participants, statements=votes.statements
    )
    assert opinions.opinion_map(shuffled).structure.k == 1


def test_a_conversation_of_24_people_is_too_small_for_groups():
    drawn = opinions.opinion_map(polis.votes("london.youth.policing"))
    assert (drawn.structure.k, drawn.structure.reason) == (1, "few_people")
    assert drawn.majority.agree
