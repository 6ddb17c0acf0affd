"""Groups of people who voted alike, for each number of groups, and how well separated they are.

Everything here is a pure function of the positions in the order given; `Votes` orders people by name, so that neither the
order of arrival nor a restart changes a group.

References
----------
Rousseeuw, P. J. (1987). Silhouettes: a graphical aid to the interpretation and validation of cluster analysis.
    Journal of Computational and Applied Mathematics 20, 53-65.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from .k_means import Cells, Floats, Labels, cells, k_means, tries

MOST_GROUPS = 5
MEASURED = 900  # up to this many people's silhouettes are measured one by one, more by cells: it costs the square
BLOCK = 48  # people whose distances to all are at hand at once: they stay in the processor's cache


def separations(
    points: Floats, most: int = MOST_GROUPS, *, starts: int = 12, settle: bool = True
) -> dict[int, tuple[float, Labels]]:
    """For each k from 2 to `most` the mean silhouette and the labels, shape (n,); no k that the places don't fill."""
    found: dict[int, Labels] = {}
    for k in range(2, min(most, len(points) - 1) + 1):
        labels = k_means(points, k, starts=starts, settle=settle)
        if labels.max() + 1 < k:
            break
        found[k] = labels
    gathered = cells(points, MEASURED)
    of_cells = [_of_cells(points, gathered, labels) for labels in found.values()]
    values = silhouettes(gathered, of_cells)
    return {k: (value, labels) for (k, labels), value in zip(found.items(), values, strict=True)}


def separations_of_many(clouds: Floats, most: int = MOST_GROUPS, *, starts: int) -> list[dict[int, float]]:
    """For each of b clouds of n people, shape (b, n, 2), the mean silhouette by k, as `separations` gives without moving
    people at the end. In one computation: O(b (starts rounds n k + n²))."""
    b, n = clouds.shape[:2]
    weights = np.ones((b, n))
    found: list[list[Labels]] = [[] for _ in range(b)]
    for k in range(2, min(most, n - 1) + 1):
        ends = tries(clouds, weights, k, starts)
        best = ends.inertia.reshape(b, -1).argmin(axis=1) + np.arange(b) * (len(ends.inertia) // b)
        for groupings, labels in zip(found, ends.labels[best], strict=True):
            if len(groupings) == k - 2 and np.bincount(labels, minlength=k).all():
                groupings.append(labels)
    each = (
        silhouettes(Cells(cloud, weights[0], np.arange(n)), mine) for cloud, mine in zip(clouds, found, strict=True)
    )
    return [dict(enumerate(values, start=2)) for values in each]


def _of_cells(points: Floats, gathered: Cells, labels: Labels) -> Labels:
    """The group of each cell: that where most of its people are, which is where its centre is."""
    if len(gathered.centres) == len(points):
        return labels
    sizes = np.bincount(labels)
    centres = np.stack([np.bincount(labels, points[:, axis]) / sizes for axis in (0, 1)], axis=1)
    far = ((gathered.centres[:, None] - centres) ** 2).sum(axis=2)
    return np.asarray(far.argmin(axis=1))


def silhouettes(gathered: Cells, groupings: Sequence[Labels]) -> list[float]:
    """The mean silhouette of all people in each grouping, from -1 to 1; a person alone in a group counts 0.

    Within a cell people stand at one place. Each of the groupings, shape (c,), gives cells a group. The distances are
    computed once, and never all at hand. O(c² (1 + groups)).
    """
    if not groupings:
        return []
    weights, c = gathered.weights, len(gathered.weights)
    rows = np.arange(c)
    sizes_of = [np.bincount(labels, weights) for labels in groupings]
    ends = np.cumsum([0, *map(len, sizes_of)]).tolist()
    member = np.zeros((c, ends[-1]))
    for begin, labels in zip(ends, groupings, strict=False):
        member[rows, begin + labels] = weights
    sums_of_all = np.empty((c, ends[-1]))
    x, y = (np.ascontiguousarray(gathered.centres[:, axis]) for axis in (0, 1))
    for at in range(0, c, BLOCK):
        far, up = np.subtract.outer(x[at : at + BLOCK], x), np.subtract.outer(y[at : at + BLOCK], y)
        far *= far
        up *= up
        far += up
        sums_of_all[at : at + BLOCK] = np.sqrt(far, out=far) @ member
    found = []
    for begin, labels, sizes in zip(ends, groupings, sizes_of, strict=False):
        sums = sums_of_all[:, begin : begin + len(sizes)]
        own = sums[rows, labels] / np.maximum(sizes[labels] - 1, 1)
        # A group that is nearest to no cell has none.
        other = np.divide(sums, sizes, out=np.full(sums.shape, np.inf), where=sizes > 0)
        other[rows, labels] = np.inf
        between = other.min(axis=1)
        widest = np.maximum(own, between)
        value = np.where((sizes[labels] > 1) & (widest > 0), (between - own) / np.where(widest > 0, widest, 1), 0.0)
        found.append(float(weights @ value / weights.sum()))
    return found
