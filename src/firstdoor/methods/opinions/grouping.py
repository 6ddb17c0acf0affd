"""Groups of people who voted alike: k-means on positions, and how well separated they are.

Everything here is a pure function of the positions in the order given; `Votes` orders people by name, so that neither the
order of arrival nor a restart changes a group. Chance enters with a fixed seed.

References
----------
Arthur, D., Vassilvitskii, S. (2007). k-means++: the advantages of careful seeding. SODA.
Rousseeuw, P. J. (1987). Silhouettes: a graphical aid to the interpretation and validation of cluster analysis.
    Journal of Computational and Applied Mathematics 20, 53-65.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]
Labels = NDArray[np.intp]

MOST_GROUPS = 5
APART = 4000  # up to this many people are grouped one by one, more by the cells of a grid that they stand in
MEASURED = 900  # the same for silhouettes, whose cost is the square
GRID = 40  # cells along each axis
SEED = 20070107
NEAR = 1e-12


@dataclass(frozen=True, slots=True)
class Cells:
    """People gathered where they stand.

    Attributes
    ----------
    centres : floats, shape (c, 2)
    weights : floats, shape (c,)
        How many people stand there.
    of : ints, shape (n,)
        The cell of each person.
    """

    centres: Floats
    weights: Floats
    of: Labels


def cells(points: Floats, apart: int) -> Cells:
    """Those of n points that stand together taken as one, shape (n, 2) in: all apart up to `apart` people. O(n)."""
    n = len(points)
    if n <= apart:
        return Cells(points, np.ones(n), np.arange(n))
    low, high = points.min(axis=0), points.max(axis=0)
    step = np.where(high > low, (high - low) / GRID, 1.0)
    square = np.minimum(((points - low) / step).astype(np.int64), GRID - 1)
    _keys, of = np.unique(square[:, 0] * GRID + square[:, 1], return_inverse=True)
    weights = np.bincount(of).astype(float)
    centres = np.stack([np.bincount(of, weights=points[:, axis]) / weights for axis in (0, 1)], axis=1)
    return Cells(centres, weights, of)


def nearest(points: Floats, centres: Floats) -> Labels:
    """For each point the nearest centre, the first of equals. O(n k)."""
    return np.asarray(_squares(points, centres).argmin(axis=1))


def k_means(points: Floats, k: int, *, starts: int = 12, settle: bool = True) -> Labels:
    """The grouping into k with the least sum of squared distances of `starts` tries, labels shape (n,).

    Tries are made on people up to `APART` of them, else on `cells`; the three best are carried on by all people until
    nobody's move to another group lowers the sum (Hartigan's test, which passes many of the rests that Lloyd's rounds stay
    in). Without `settle` Lloyd's rounds are the end. With fewer than k different places there are fewer groups.
    O(starts rounds min(n, GRID²) k + rounds n k).
    """
    gathered = cells(points, APART)
    chance = np.random.default_rng(SEED)
    tries: dict[float, Floats] = {}
    for _ in range(starts):
        centres, labels = _lloyd(gathered.centres, gathered.weights, _seeds(gathered, k, chance))
        tries.setdefault(float(f"{_inertia(gathered.centres, gathered.weights, centres, labels):.9g}"), centres)
    best: tuple[float, Labels] | None = None
    alone = np.ones(len(points))
    for inertia in sorted(tries)[: 3 if settle and len(points) <= APART else 1]:
        centres, labels = _settled(points, tries[inertia], 400 if settle and len(points) <= APART else 0)
        reached = _inertia(points, alone, centres, labels)
        if best is None or reached < best[0] * (1 - NEAR):
            best = reached, labels
    assert best is not None  # noqa: S101 - at least one try is made
    _used, labels = np.unique(best[1], return_inverse=True)
    return np.asarray(labels)


def _inertia(points: Floats, weights: Floats, centres: Floats, labels: Labels) -> float:
    return float(weights @ ((points - centres[labels]) ** 2).sum(axis=1))


def _settled(points: Floats, centres: Floats, moves: int) -> tuple[Floats, Labels]:
    """Lloyd's rounds, then up to `moves` times the one move that lowers the sum most, until there is none."""
    centres, labels = _lloyd(points, np.ones(len(points)), centres)
    rows = np.arange(len(points))
    for _ in range(moves):
        sizes = np.bincount(labels, minlength=len(centres))
        far = _squares(points, centres)
        leave = far[rows, labels] * sizes[labels] / np.maximum(sizes[labels] - 1, 1)
        enter = far * (sizes / (sizes + 1))
        enter[rows, labels] = np.inf
        gain = np.where(sizes[labels] > 1, leave - enter.min(axis=1), 0.0)
        who = int(gain.argmax())
        if gain[who] <= NEAR * max(float(far.max()), 1e-300):
            break
        labels = labels.copy()
        labels[who] = enter[who].argmin()
        means = [points[labels == group].mean(axis=0) for group in range(len(centres))]
        centres = np.array(means)
    return centres, labels


def _squares(points: Floats, centres: Floats) -> Floats:
    """Squared distances, shape (n, k)."""
    across = np.subtract.outer(points[:, 0], centres[:, 0])
    up = np.subtract.outer(points[:, 1], centres[:, 1])
    return np.asarray(across**2 + up**2)


def _seeds(gathered: Cells, k: int, chance: np.random.Generator) -> Floats:
    """k-means++: each next centre is drawn with probability by squared distance to those there are."""
    points, weights = gathered.centres, gathered.weights
    chosen = [int(np.searchsorted(np.cumsum(weights), chance.random() * weights.sum(), side="right"))]
    far = _squares(points, points[chosen]).ravel()
    while len(chosen) < k and (far > 0).any():
        mass = np.cumsum(weights * far)
        chosen.append(min(int(np.searchsorted(mass, chance.random() * mass[-1], side="right")), len(points) - 1))
        far = np.minimum(far, _squares(points, points[chosen[-1:]]).ravel())
    return np.asarray(points[chosen])


def _lloyd(points: Floats, weights: Floats, centres: Floats, rounds: int = 100) -> tuple[Floats, Labels]:
    """Centres moved to the mean of theirs until nobody changes sides. The values of `nearest`, with columns kept apart."""
    x, y = np.ascontiguousarray(points[:, 0]), np.ascontiguousarray(points[:, 1])
    heavy_x, heavy_y = weights * x, weights * y
    k = len(centres)

    def sides(centres: Floats) -> Labels:
        across, up = x - centres[:, :1], y - centres[:, 1:]
        across *= across
        up *= up
        across += up
        return np.asarray(across.argmin(axis=0))

    labels = sides(centres)
    for _ in range(rounds):
        mass = np.bincount(labels, weights, k)
        means = np.array([np.bincount(labels, heavy_x, k), np.bincount(labels, heavy_y, k)])
        means /= np.maximum(mass, 1e-300)
        centres = np.where(mass[:, None] > 0, means.T, centres)
        new = sides(centres)
        if (new == labels).all():
            break
        labels = new
    return centres, labels


def silhouette(gathered: Cells, labels: Labels, distances: Floats | None = None) -> float:
    """The mean silhouette of all people, from -1 to 1; a person alone in a group counts 0.

    Within a cell people stand at one place. `labels`, shape (c,), are those of the cells; `distances`, shape (c, c), spare
    computing them again for each k. O(c²).
    """
    k = int(labels.max()) + 1 if labels.size else 0
    if k < 2:
        return 0.0
    distances = pairwise(gathered.centres) if distances is None else distances
    weights = gathered.weights
    member = np.zeros((len(labels), k))
    member[np.arange(len(labels)), labels] = weights
    sums, sizes = distances @ member, member.sum(axis=0)
    rows = np.arange(len(labels))
    own = sums[rows, labels] / np.maximum(sizes[labels] - 1, 1)
    other = sums / sizes
    other[rows, labels] = np.inf
    between = other.min(axis=1)
    widest = np.maximum(own, between)
    value = np.where((sizes[labels] > 1) & (widest > 0), (between - own) / np.where(widest > 0, widest, 1), 0.0)
    return float(weights @ value / weights.sum())


def pairwise(points: Floats) -> Floats:
    """All distances, shape (c, c)."""
    return np.asarray(np.sqrt(_squares(points, points)))


def separations(
    points: Floats, most: int = MOST_GROUPS, *, starts: int = 12, settle: bool = True
) -> dict[int, tuple[float, Labels]]:
    """For each k from 2 to `most` the mean silhouette and the labels, shape (n,); no k that the places don't fill."""
    gathered = cells(points, MEASURED)
    distances = pairwise(gathered.centres) if len(points) else np.zeros((0, 0))
    found = {}
    for k in range(2, most + 1):
        if len(points) <= k:
            break
        labels = k_means(points, k, starts=starts, settle=settle)
        if labels.max() + 1 < k:
            break
        # A cell belongs where most of its people do: where its centre does.
        centres = np.stack(
            [np.bincount(labels, weights=points[:, axis]) / np.bincount(labels) for axis in (0, 1)], axis=1
        )
        of_cells = labels if len(gathered.centres) == len(points) else nearest(gathered.centres, centres)
        found[k] = silhouette(gathered, np.asarray(of_cells), distances), labels
    return found
