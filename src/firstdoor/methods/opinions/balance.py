"""Who voted against who lives there: what each kind of person weighs so that the weighted votes stand for the residents.

References
----------
Deming, W. E., Stephan, F. F. (1940). On a least squares adjustment of a sampled frequency table when the expected marginal
    totals are known. Annals of Mathematical Statistics 11(4), 427-444. (Raking.)
Kish, L. (1992). Weighting for unequal P_i. Journal of Official Statistics 8(2), 183-200. (Effective number.)
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray

from .votes import Votes

Floats = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Balance:
    """Weights of people, mean 1, and how well they stand for the residents.

    Attributes
    ----------
    weights : floats, shape (n,)
    effective : float
        How many people the weighted ones are worth (Kish), at most n.
    heard, residents : tuples of floats arrays
        For each dimension the shares of its categories among those who voted, before weighting, and among residents.
    missing : tuple of tuples of int
        For each dimension the categories that live there and of whom nobody voted: no weight can speak for them.
    settled : bool
        Whether all dimensions fit at once; with contradicting figures they can't.
    """

    weights: Floats
    effective: float
    heard: tuple[Floats, ...]
    residents: tuple[Floats, ...]
    missing: tuple[tuple[int, ...], ...]
    settled: bool


def balance(
    kinds: Sequence[ArrayLike], residents: Sequence[ArrayLike], *, most: float = 5.0, rounds: int = 200
) -> Balance:
    """Rake people to the residents' figures in each dimension (age, gender, unit …). O(rounds · dimensions · n).

    Parameters
    ----------
    kinds : sequence of array_like of int, shape (n,) each
        For each dimension the category of each person, -1 where it was not said: those keep weight 1 in that dimension.
    residents : sequence of array_like, shape (c,) each
        For each dimension how many residents each category has; any scale.
    most : float
        No weight is larger than this times the mean, so that a single voice does not decide; what is cut off stays a gap.

    Raises
    ------
    ValueError
        If dimensions differ in number, categories lie outside, or residents are negative or none.
    """
    if len(kinds) != len(residents) or not kinds:
        raise ValueError("one row of figures for each dimension, and at least one dimension")
    of = [np.asarray(each, dtype=np.intp) for each in kinds]
    live = [np.asarray(each, dtype=float) for each in residents]
    n = of[0].size
    for category, figures in zip(of, live, strict=True):
        if category.shape != (n,) or (n and not -1 <= category.min() <= category.max() < figures.size):
            raise ValueError("each person has one category of each dimension, or -1")
        if not figures.size or (figures < 0).any() or figures.sum() <= 0:
            raise ValueError("residents are counted, none negative and some there")
    heard = [
        np.bincount(category[category >= 0], minlength=figures.size) for category, figures in zip(of, live, strict=True)
    ]
    weights, settled = np.ones(n), n == 0
    for _ in range(rounds):
        before = weights.copy()
        for category, figures, counted in zip(of, live, heard, strict=True):
            said = category >= 0
            target = np.where(counted > 0, figures, 0.0)
            if not said.any() or target.sum() <= 0:
                continue
            now = np.bincount(category[said], weights=weights[said], minlength=figures.size)
            factor = np.divide(target / target.sum() * now.sum(), now, out=np.ones_like(now), where=now > 0)
            weights[said] *= factor[category[said]]
        if n:
            weights = np.minimum(weights * (n / weights.sum()), most)
            settled = bool(np.abs(weights - before).max() < 1e-10)
        if settled:
            break
    total = float(weights.sum())
    return Balance(
        weights,
        float(total**2 / (weights @ weights)) if total else 0.0,
        tuple(counted / max(counted.sum(), 1) for counted in heard),
        tuple(figures / figures.sum() for figures in live),
        tuple(
            tuple(np.flatnonzero((figures > 0) & (counted == 0)).tolist())
            for figures, counted in zip(live, heard, strict=True)
        ),
        settled,
    )


def weighted_agreement(votes: Votes, weights: ArrayLike) -> Floats:
    """For each statement the weighted share of agrees among its votes, shape (m,); nan where nobody voted. O(votes)."""
    w = np.repeat(np.asarray(weights, dtype=float), np.diff(votes.matrix.indptr))
    m = votes.matrix.shape[1]
    seen = np.bincount(votes.matrix.indices, weights=w, minlength=m)
    agree = np.bincount(votes.matrix.indices, weights=w * (votes.matrix.data == 1), minlength=m)
    return np.divide(agree, seen, out=np.full(m, np.nan), where=seen > 0)
