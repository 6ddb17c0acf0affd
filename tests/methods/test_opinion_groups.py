"""k-means and silhouettes, many at once, against their definitions told plainly."""

import math

import numpy as np
import pytest

from firstdoor.methods import opinions
from firstdoor.methods.opinions.grouping import separations, separations_of_many, silhouettes
from firstdoor.methods.opinions.k_means import APART, Cells, cells, k_means
from tests.methods.test_opinions import camps, of_table


def crowd(n, seed=4, centres=((0, 0), (4, 1), (1, 5))):
    chance = np.random.default_rng(seed)
    return np.asarray(centres)[chance.integers(0, len(centres), n)] + chance.normal(0, 1, (n, 2))


def sum_of_squares(points, labels):
    return sum(((points[labels == group] - points[labels == group].mean(axis=0)) ** 2).sum() for group in set(labels))


def plain_silhouette(points, labels):
    """Rousseeuw's definition, person by person."""
    values = []
    for i, here in enumerate(points):
        mean = {}
        for group in set(labels.tolist()):
            far = [math.dist(here, there) for j, there in enumerate(points) if labels[j] == group and j != i]
            mean[group] = sum(far) / len(far) if far else None
        own = mean.pop(labels[i])
        near = min(mean.values())
        values.append(0.0 if own is None else (near - own) / max(own, near))
    return sum(values) / len(values)


@pytest.mark.parametrize("n", [60, APART + 100])
@pytest.mark.parametrize("k", [2, 3, 5])
def test_nobody_who_changes_groups_lowers_the_sum(n, k):
    points = crowd(n)
    labels = k_means(points, k)
    least = sum_of_squares(points, labels)
    for person in range(0, n, 7):
        for group in range(k):
            moved = labels.copy()
            moved[person] = group
            assert sum_of_squares(points, moved) >= least - 1e-9


def test_a_few_starts_find_what_many_find():
    points = crowd(500)
    for k in (2, 3, 4, 5):
        assert sum_of_squares(points, k_means(points, k)) == pytest.approx(
            sum_of_squares(points, k_means(points, k, starts=100)), rel=0.01
        )


def test_fewer_places_than_groups_are_fewer_groups():
    points = np.repeat([[0.0, 0.0], [1.0, 1.0]], 20, axis=0)
    assert k_means(points, 4).max() == 1
    assert set(separations(points)) == {2}
    assert [set(by_k) for by_k in separations_of_many(np.stack([points, points * 3]), starts=2)] == [{2}, {2}]


def test_silhouettes_of_several_groupings_are_those_of_the_definition():
    points = crowd(130)
    groupings = [k_means(points, k) for k in (2, 3, 4)]
    groupings.append(np.where(np.arange(130) == 7, 1, 0))  # somebody alone
    found = silhouettes(Cells(points, np.ones(130), np.arange(130)), groupings)
    assert found == pytest.approx([plain_silhouette(points, labels) for labels in groupings], abs=1e-12)


def test_many_clouds_are_measured_as_each_by_itself():
    clouds = np.stack([crowd(80, seed) for seed in range(6)])
    together = separations_of_many(clouds, starts=40)
    for cloud, by_k in zip(clouds, together, strict=True):
        alone = separations(cloud, starts=40, settle=False)
        assert by_k.keys() == alone.keys()
        # The starts are others; where three camps stand as they were made both find them.
        assert by_k[3] == pytest.approx(alone[3][0], abs=1e-9)


def test_cells_hold_everybody_where_they_stand():
    points = crowd(1000)
    gathered = cells(points, 0)
    assert gathered.weights.sum() == 1000
    for cell in range(len(gathered.weights)):
        assert gathered.centres[cell] == pytest.approx(points[gathered.of == cell].mean(axis=0))


def test_untested_there_are_as_many_groups_as_stand_furthest_apart():
    chance = np.random.default_rng(11)
    votes = of_table(chance.choice([1, 0, -1], size=(150, 40)).tolist())
    assert opinions.opinion_map(votes).structure.reason == "like_chance"
    drawn = opinions.opinion_map(votes, tested=False)
    assert drawn.structure.reason == "untested"
    assert drawn.structure.k == max(drawn.structure.silhouettes, key=drawn.structure.silhouettes.get)
    votes = of_table(camps((40, 30, 20)))
    assert opinions.opinion_map(votes, tested=False).structure.k == 3
