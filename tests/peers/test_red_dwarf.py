"""Our opinion map against red-dwarf's on the same conversations: axes to the digits that its solver gives, lists alike."""

import numpy as np
import pytest

from firstdoor.methods import opinions
from firstdoor.methods.opinions.grouping import separations
from tests.methods import polis
from tests.methods.test_opinions import camps, of_table

pipeline = pytest.importorskip("reddwarf.implementations.polis", reason="installed by make test-peers only")
pytestmark = pytest.mark.peers


def theirs(votes):
    matrix = votes.matrix.tocoo()
    told = [
        {"participant_id": int(i), "statement_id": int(j), "vote": int(v), "modified": number}
        for number, (i, j, v) in enumerate(zip(matrix.row, matrix.col, matrix.data, strict=True))
    ]
    out = np.flatnonzero(votes.out).tolist()
    return pipeline.run_pipeline(votes=told, mod_out_statement_ids=out, random_state=0)


def angle(found, votes):
    """The largest angle in degrees between their two axes and ours."""
    axes = np.asarray(found.reducer.components_)[:2]
    ours = opinions.opinion_map(votes, k=2).axes.vectors
    cosines = np.linalg.svd(axes @ ours.T)[1]
    return float(np.degrees(np.arccos(np.clip(cosines, -1, 1))).max())


def test_the_axes_of_small_conversations_are_the_same():
    for sizes in ((20, 14), (12, 12, 9)):
        votes = of_table(camps(sizes))
        assert angle(theirs(votes), votes) < 1e-5


@polis.needed
@pytest.mark.parametrize("name", ["brexit-consensus", "scoop-hivemind.ubi", "canadian-electoral-reform"])
def test_the_axes_of_real_conversations_are_the_same(name):
    votes = polis.votes(name)
    assert angle(theirs(votes), votes) < 1e-5


def test_groups_and_silhouettes_stand_beside_those_of_scikit_learn():
    cluster, metrics = pytest.importorskip("sklearn.cluster"), pytest.importorskip("sklearn.metrics")
    drawn = opinions.opinion_map(of_table(camps((60, 50, 40), noise=0.3)), tested=False)
    points = drawn.positions[drawn.inside]
    for k, (value, labels) in separations(points).items():
        assert value == pytest.approx(metrics.silhouette_score(points, labels), abs=1e-12)
        theirs = cluster.KMeans(k, n_init=20, random_state=0).fit(points).inertia_
        ours = sum(((points[labels == g] - points[labels == g].mean(axis=0)) ** 2).sum() for g in range(k))
        assert ours <= theirs * 1.01
