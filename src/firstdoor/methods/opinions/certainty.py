"""How sure a map is: intervals for agreement, and what becomes of groups and consensus with other people of the same kind.

References
----------
Wilson, E. B. (1927). Probable inference, the law of succession, and statistical inference. JASA 22, 209-212.
Hennig, C. (2007). Cluster-wise assessment of cluster stability. Computational Statistics & Data Analysis 52, 258-271.
Hubert, L., Arabie, P. (1985). Comparing partitions. Journal of Classification 2, 193-218.
"""

from __future__ import annotations

from dataclasses import dataclass
from statistics import NormalDist

import numpy as np
from numpy.typing import ArrayLike, NDArray

from .grouping import separations
from .mapping import OpinionMap
from .numbers import Floats, consensus, ranked, tally
from .projection import axes, positions
from .structure import rows

DRAWS = 50
PEOPLE = 2000
SEED = 20070158


def interval(hits: ArrayLike, seen: ArrayLike, *, level: float = 0.9) -> tuple[Floats, Floats]:
    """Wilson's interval of a share: lower and upper bound, each of the arrays' shape; from 0 to 1 where nobody voted.

    Raises
    ------
    ValueError
        If `level` does not lie between 0 and 1, or there are more hits than votes.
    """
    h, n = np.asarray(hits, dtype=float), np.asarray(seen, dtype=float)
    if not 0 < level < 1:
        raise ValueError("level lies between 0 and 1")
    if (h < 0).any() or (h > n).any():
        raise ValueError("hits lie between 0 and the number of votes")
    z2 = NormalDist().inv_cdf((1 + level) / 2) ** 2
    share = np.divide(h, n, out=np.full(np.broadcast(h, n).shape, 0.5), where=n > 0)
    middle = (h + z2 / 2) / (n + z2)
    half = np.sqrt(z2 * (n * share * (1 - share) + z2 / 4)) / (n + z2)
    # The bounds of none and of all are exactly 0 and 1, whatever rounding says.
    return np.where(h == 0, 0.0, middle - half), np.where(h == n, 1.0, middle + half)


def adjusted_rand_index(one: ArrayLike, other: ArrayLike) -> float:
    """How alike two groupings of the same people are: 1 the same, about 0 no more alike than by chance."""
    _names, a = np.unique(np.asarray(one), return_inverse=True)
    _names, b = np.unique(np.asarray(other), return_inverse=True)
    if a.shape != b.shape:
        raise ValueError("two groupings of the same people have the same length")
    n = a.size
    if n < 2:
        return 1.0
    together = np.zeros((int(a.max()) + 1, int(b.max()) + 1))
    np.add.at(together, (a, b), 1)

    def pairs(x: Floats) -> float:
        return float((x * (x - 1) / 2).sum())

    both, ours, theirs = pairs(together), pairs(together.sum(axis=1)), pairs(together.sum(axis=0))
    expected = ours * theirs / (n * (n - 1) / 2)
    most = (ours + theirs) / 2
    return 1.0 if most == expected else float((both - expected) / (most - expected))


@dataclass(frozen=True, slots=True)
class Certainty:
    """What `draws` samples of as many people, drawn with replacement, say of a map.

    Attributes
    ----------
    draws : int
    number : dict of int to float
        In what share of the draws each number of groups came out.
    agreement : float
        Mean adjusted Rand index of the grouping into as many groups with the map's own; 1 when there is one group.
    kept : floats, shape (k,)
        For each group the mean Jaccard index with the most similar group drawn: below 0.6 it dissolves, above 0.75 it is
        stable (Hennig 2007).
    consensus_rank : ints, shape (2, m)
        Between which ranks (from 1) a statement's group-informed consensus lies in nine draws of ten.
    """

    draws: int
    number: dict[int, float]
    agreement: float
    kept: Floats
    consensus_rank: NDArray[np.int64]


def certainty(one: OpinionMap, *, draws: int = DRAWS) -> Certainty:
    """Draw the people of the map again and look what comes out, with a fixed seed.

    Of more than `PEOPLE` people so many are drawn, which overstates how unsure a large map is. The number of groups is
    chosen against the same chance as the map's own. O(draws · map of the people drawn).
    """
    votes, k = one.votes, one.structure.k
    people = np.flatnonzero(one.inside)
    chance = np.random.default_rng(SEED)
    numbers: dict[int, int] = {}
    agreement, kept, ranks = [], [], []
    for _ in range(draws):
        drawn = np.sort(chance.choice(people, min(len(people), PEOPLE)))
        sample, own = rows(votes, drawn), one.labels[drawn]
        by_k = separations(positions(sample, axes(sample)), starts=4, settle=False)
        chosen = _number(by_k, one.structure.by_chance)
        numbers[chosen] = numbers.get(chosen, 0) + 1
        labels = by_k[k][1] if k in by_k else np.zeros(len(drawn), dtype=np.intp)
        agreement.append(adjusted_rand_index(own, labels))
        kept.append(_jaccard(own, labels, k))
        counts = tally(sample, own, max(k, 1))
        order = ranked(consensus(counts.agree, counts.seen))
        rank = np.empty(len(order), dtype=np.int64)
        rank[order] = np.arange(1, len(order) + 1)
        ranks.append(rank)
    bounds = np.quantile(np.array(ranks), (0.05, 0.95), axis=0, method="nearest") if ranks else np.zeros((2, 0))
    return Certainty(
        draws,
        {number: times / draws for number, times in sorted(numbers.items())},
        float(np.mean(agreement)) if agreement else 1.0,
        np.mean(kept, axis=0) if kept else np.zeros(k),
        bounds.astype(np.int64),
    )


def _number(by_k: dict[int, tuple[float, NDArray[np.intp]]], by_chance: dict[int, float]) -> int:
    """As many groups as stand furthest beyond chance; one where none does, or chance was never tried."""
    beyond = {k: value - by_chance[k] for k, (value, _labels) in by_k.items() if k in by_chance}
    best = max(beyond, key=lambda k: (beyond[k], -k), default=1)
    return best if beyond.get(best, 0.0) > 0 else 1


def _jaccard(own: NDArray[np.intp], labels: NDArray[np.intp], k: int) -> Floats:
    """For each group the largest Jaccard index with one of the drawn; 0 for a group nobody of whom was drawn."""
    together = np.zeros((max(k, 1), int(labels.max(initial=0)) + 1))
    np.add.at(together, (own, labels), 1)
    union = together.sum(axis=1, keepdims=True) + together.sum(axis=0) - together
    return np.asarray(np.divide(together, union, out=np.zeros_like(together), where=union > 0).max(axis=1))
