"""k-means of points in the plane: many starts, and many clouds of points, in one computation.

Deterministic: the starts are drawn with a fixed seed, from points in the order given. A round moves all starts of all
clouds at once, those that stand still rest; what costs is arithmetic rather than calls.

References
----------
Arthur, D., Vassilvitskii, S. (2007). k-means++: the advantages of careful seeding. SODA.
Hartigan, J. A. (1975). Clustering Algorithms, chapter 4. Wiley.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]
Labels = NDArray[np.intp]

APART = 300  # up to so many people the starts move people one by one, more by the cells of a grid that they stand in
MOVED = 4000  # up to so many people are moved at the end by Hartigan's test, at most MOVES times
MOVES = 400
CARRIED = 3  # so many of the best ends of a start are carried on by all people
GRID = 40  # cells along each axis
ROUNDS = 100
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


@dataclass(frozen=True, slots=True)
class _Ends:
    """Where starts came to rest: centres, shape (s, k), each point's group, shape (s, c), sums of squares, shape (s,)."""

    x: Floats
    y: Floats
    labels: Labels
    inertia: Floats


def cells(points: Floats, apart: int) -> Cells:
    """Those of n points that stand together taken as one, shape (n, 2) in: all apart up to `apart` people. O(n)."""
    n = len(points)
    if n <= apart:
        return Cells(points, np.ones(n), np.arange(n))
    low, high = points.min(axis=0), points.max(axis=0)
    step = np.where(high > low, (high - low) / GRID, 1.0)
    square = np.minimum(((points - low) / step).astype(np.int64), GRID - 1)
    key = square[:, 0] * GRID + square[:, 1]
    heavy = np.bincount(key, minlength=GRID * GRID)
    used = np.flatnonzero(heavy)
    weights = heavy[used].astype(float)
    sums = [np.bincount(key, points[:, axis], GRID * GRID)[used] for axis in (0, 1)]
    return Cells(np.stack([each / weights for each in sums], axis=1), weights, (np.cumsum(heavy > 0) - 1)[key])


def k_means(points: Floats, k: int, *, starts: int = 12, settle: bool = True) -> Labels:
    """The grouping into k with the least sum of squared distances of `starts` tries, labels shape (n,).

    Tries are made on people up to `APART` of them, else on `cells`; the best are carried on by all people until nobody's
    move to another group lowers the sum (Hartigan's test, which passes many of the rests that Lloyd's rounds stay in).
    Without `settle`, and of more than `MOVED` people, Lloyd's rounds of the best try are the end. With fewer than k
    different places there are fewer groups. O(starts rounds min(n, GRID²) k + rounds n k).
    """
    gathered = cells(points, APART)
    tried = tries(gathered.centres[None], gathered.weights[None], k, starts)
    settle = settle and len(points) <= MOVED
    # Tries that differ by rounding alone are one.
    _sums, first = np.unique([float(f"{each:.9g}") for each in tried.inertia.tolist()], return_index=True)
    best = first[: CARRIED if settle else 1]
    ends = tried
    if settle or len(gathered.centres) < len(points):
        x, y = (np.ascontiguousarray(points[:, axis])[None] for axis in (0, 1))
        ends, best = _rounds(x, y, np.ones(x.shape), tried.x[best], tried.y[best]), np.arange(len(best))
        if settle:
            ends = _moved(x[0], y[0], ends)
    reached = ends.inertia[best]
    chosen = int(best[np.flatnonzero(reached <= reached.min() * (1 + NEAR))[0]])
    _used, labels = np.unique(ends.labels[chosen], return_inverse=True)
    return np.asarray(labels)


def tries(clouds: Floats, weights: Floats, k: int, starts: int) -> _Ends:
    """Where `starts` starts of each cloud end, one cloud after the other; shapes (b, c, 2) and (b, c) in."""
    # One cloud serves all its starts as it is; of several each start has its own copy.
    copies = starts if len(clouds) > 1 else 1
    x, y = (np.repeat(clouds[:, :, axis], copies, axis=0) for axis in (0, 1))
    heavy = np.repeat(weights, copies, axis=0)
    return _rounds(x, y, heavy, *_seeds(x, y, heavy, k, len(clouds) * starts))


def _seeds(x: Floats, y: Floats, weights: Floats, k: int, starts: int) -> tuple[Floats, Floats]:
    """k-means++: each next centre is drawn with probability by squared distance to those there are, shapes (s, k)."""
    lots = np.random.default_rng(SEED).random((k, starts, 1))
    centre_x, centre_y = np.empty((starts, k)), np.empty((starts, k))
    cloud = np.broadcast_to(np.arange(len(x)), starts) if len(x) > 1 else np.zeros(starts, dtype=np.intp)
    far = np.ones((1, 1))
    for place in range(k):
        mass = np.cumsum(weights * far, axis=1)
        at = np.minimum((mass <= lots[place] * mass[:, -1:]).sum(axis=1), x.shape[1] - 1)
        centre_x[:, place], centre_y[:, place] = x[cloud, at], y[cloud, at]
        new = _squares(x, y, centre_x[:, place], centre_y[:, place])
        far = new if place == 0 else np.minimum(far, new)
    return centre_x, centre_y


def _squares(x: Floats, y: Floats, centre_x: Floats, centre_y: Floats) -> Floats:
    """Squared distances of each start's points, shape (s or 1, c), to its one centre, shape (s,)."""
    across = x - centre_x[:, None]
    up = y - centre_y[:, None]
    across *= across
    up *= up
    across += up
    return across


def _sides(x: Floats, y: Floats, centre_x: Floats, centre_y: Floats) -> tuple[Labels, Floats]:
    """For each point the nearest centre, the first of equals, and the squared distance, shapes (s, c)."""
    near = _squares(x, y, centre_x[:, 0], centre_y[:, 0])
    labels = np.zeros(near.shape, dtype=np.intp)
    for group in range(1, centre_x.shape[1]):
        far = _squares(x, y, centre_x[:, group], centre_y[:, group])
        np.copyto(labels, group, where=far < near)
        np.minimum(near, far, out=near)
    return labels, near


def _rounds(x: Floats, y: Floats, weights: Floats, centre_x: Floats, centre_y: Floats) -> _Ends:
    """Lloyd's: centres moved to the mean of theirs until nobody changes sides, each start by itself."""
    starts, k = centre_x.shape
    c, shared = x.shape[1], len(x) == 1
    heavy = [np.broadcast_to(each, (starts, c)).ravel() for each in (weights, weights * x, weights * y)]
    labels, near = _sides(x, y, centre_x, centre_y)
    ends = _Ends(centre_x.copy(), centre_y.copy(), labels.copy(), np.empty(starts))
    active = np.arange(starts)
    for _ in range(ROUNDS):
        place = (labels + np.arange(0, len(active) * k, k)[:, None]).ravel()
        mass, sum_x, sum_y = (np.bincount(place, each, len(active) * k).reshape(-1, k) for each in heavy)
        # Nobody's centre stays where it was.
        used, mass = mass > 0, np.maximum(mass, 1e-300)
        centre_x, centre_y = np.where(used, sum_x / mass, centre_x), np.where(used, sum_y / mass, centre_y)
        new, near = _sides(x, y, centre_x, centre_y)
        moving = (new != labels).any(axis=1)
        labels = new
        if moving.all():
            continue
        # Those that rest are put away.
        rest = active[~moving]
        ends.x[rest], ends.y[rest], ends.labels[rest] = centre_x[~moving], centre_y[~moving], labels[~moving]
        ends.inertia[rest] = (near[~moving] * (weights if shared else weights[~moving])).sum(axis=1)
        active = active[moving]
        if not active.size:
            return ends
        labels, centre_x, centre_y = labels[moving], centre_x[moving], centre_y[moving]
        if shared:
            heavy = [each[: len(active) * c] for each in heavy]
        else:
            x, y, weights = x[moving], y[moving], weights[moving]
            heavy = [each.reshape(-1, c)[moving].ravel() for each in heavy]
    labels, near = _sides(x, y, centre_x, centre_y)
    ends.x[active], ends.y[active], ends.labels[active] = centre_x, centre_y, labels
    ends.inertia[active] = (near * weights).sum(axis=1)
    return ends


def _moved(x: Floats, y: Floats, ends: _Ends) -> _Ends:
    """Each end after moving people to another group wherever that lowers the sum, until there is no such move.

    All that would lower it are made together; where that raises it, since each was reckoned alone, the best one is.
    """
    rows, k = np.arange(len(x)), ends.x.shape[1]
    for end, labels in enumerate(ends.labels):
        far = _squares(x[None], y[None], ends.x[end], ends.y[end])
        sizes = np.bincount(labels, minlength=k)
        least = NEAR * max(float(far.max()), 1e-300)
        for _ in range(MOVES):
            leave = far[labels, rows] * np.where(sizes > 1, sizes / np.maximum(sizes - 1, 1), 0.0)[labels]
            enter = far * (sizes / (sizes + 1))[:, None]
            enter[labels, rows] = np.inf
            gain = leave - enter.min(axis=0)
            movers = np.flatnonzero(gain > least)
            if not movers.size:
                break
            for who in (movers, [gain.argmax()]):
                moved = labels.copy()
                moved[who] = enter[:, who].argmin(axis=0)
                sizes = np.bincount(moved, minlength=k)
                filled = np.maximum(sizes, 1)
                centre_x, centre_y = np.bincount(moved, x, k) / filled, np.bincount(moved, y, k) / filled
                far = _squares(x[None], y[None], centre_x, centre_y)
                inertia = far[moved, rows].sum()
                if sizes.all() and inertia < ends.inertia[end]:
                    break
            labels[:] = moved
            ends.x[end], ends.y[end], ends.inertia[end] = centre_x, centre_y, inertia
    return ends
