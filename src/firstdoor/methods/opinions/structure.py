"""How many groups the votes carry, if any: what is found is compared with what chance finds in votes of the same kind.

Some people are held out. The axes come from all others; those held out are placed on them twice: with their own votes, and
again and again with votes drawn from what everybody said on each statement. That keeps who saw what and how much each
statement is agreed with, and takes away only that the same people agree on several things, which is what groups are made of.
k-means finds k groups in anything; they are drawn only where people stand further apart than by chance.

References
----------
Tibshirani, R., Walther, G., Hastie, T. (2001). Estimating the number of clusters in a data set via the gap statistic.
    Journal of the Royal Statistical Society B 63(2), 411-423. The idea of the comparison; the measure here is the silhouette.
Horn, J. L. (1965). A rationale and test for the number of factors in factor analysis. Psychometrika 30, 179-185.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Literal

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_array

from .grouping import separations_of_many
from .numbers import Tally, everybody
from .projection import Axes, axes, pushed
from .votes import Votes

Reason = Literal["groups", "few_people", "like_chance", "given", "untested"]

FEWEST = 30  # people in the map, below which nothing is tried
HELD_OUT = 300  # half of the people in the map, but at most so many
STARTS = 2  # of k-means: what is found and what chance finds are found in the same way
DRAWS = 19  # none of which may reach what was found: one chance in twenty
SEED = 19650630


@dataclass(frozen=True, slots=True)
class Structure:
    """What speaks for groups.

    Attributes
    ----------
    k : int
        How many groups; 1 when none are drawn.
    reason : str
        "groups", or why there are none: "few_people", "like_chance"; "given" when somebody else said so; "untested" when
        chance was not asked.
    silhouettes, by_chance : dict of int to float
        For each k tried, how well separated people are, and the mean of that by chance. Empty when not tried.
    p_value : float
        How often chance comes as far as the votes do, at least 1 / (DRAWS + 1); 1 when not tried.
    """

    k: int
    reason: Reason
    silhouettes: dict[int, float]
    by_chance: dict[int, float]
    p_value: float


def structure(votes: Votes, inside: NDArray[np.bool_], silhouettes: dict[int, float]) -> Structure:
    """Choose k for the people `inside` the map, shape (n,), of whom all together have these `silhouettes` by k.

    k is where the silhouette passes that of chance most. Beyond one more projection the comparison costs the same for a
    village and a country: O(DRAWS (HELD_OUT² + their votes)).
    """
    people = np.flatnonzero(inside)
    if len(people) < FEWEST or not silhouettes:
        return Structure(1, "few_people", silhouettes, {}, 1.0)
    chance = np.random.default_rng(SEED)
    held = np.sort(chance.choice(people, min(HELD_OUT, len(people) // 2), replace=False))
    others = np.setdiff1d(np.arange(len(inside)), held)
    sample = rows(votes, held)
    clouds = _placed(sample, axes(rows(votes, others)), drawn_anew(sample, everybody(votes), chance))
    spreads = clouds[:, :, 0].var(axis=1)
    reached, *drawn = separations_of_many(clouds, starts=STARTS)
    tried = sorted(set(reached).intersection(silhouettes, *drawn))
    if not tried:
        return Structure(1, "like_chance", silhouettes, {}, 1.0)
    mean = {k: float(np.mean([by_k[k] for by_k in drawn])) for k in tried}
    most = max(reached[k] - mean[k] for k in tried)
    as_far = sum(
        max(by_k[k] - mean[k] for k in tried) >= most or wide >= spreads[0]
        for by_k, wide in zip(drawn, spreads[1:], strict=True)
    )
    p_value = (1 + as_far) / (DRAWS + 1)
    if as_far:
        return Structure(1, "like_chance", silhouettes, mean, p_value)
    k = max(tried, key=lambda k: (round(silhouettes[k] - mean[k], 9), -k))
    return Structure(k, "groups", silhouettes, mean, p_value)


def furthest_apart(silhouettes: dict[int, float]) -> Structure:
    """As many groups as have the largest silhouette, the smaller of equal ones; no chance is asked."""
    k = max(silhouettes, key=lambda k: (round(silhouettes[k], 9), -k), default=1)
    return Structure(k, "untested", silhouettes, {}, 1.0)


def _placed(votes: Votes, found: Axes, drawn: NDArray[np.int8]) -> NDArray[np.float64]:
    """Where people stand with their own votes, and with each of the rows of votes drawn, shape (1 + DRAWS, n, 2)."""
    matrix = votes.matrix
    n, m = matrix.shape
    values = np.concatenate([matrix.data[None], drawn])
    times = len(values)
    column = matrix.indices + np.arange(times)[:, None] * m
    total = np.bincount(column.ravel(), values.ravel(), times * m).reshape(times, m)
    seen = np.bincount(matrix.indices, minlength=m)
    means = total / np.maximum(seen, 1)
    data = np.where(votes.out[matrix.indices], 0.0, values - means[:, matrix.indices])
    ends = np.arange(times)[:, None] * matrix.nnz + matrix.indptr[1:]
    every = csr_array(
        (data.ravel(), np.tile(matrix.indices, times), np.concatenate(([0], ends.ravel()))), shape=(times * n, m)
    )
    return np.asarray((every @ found.vectors.T).reshape(times, n, 2) * pushed(votes)[:, None])


def rows(votes: Votes, people: NDArray[np.intp]) -> Votes:
    """The votes of some people, by place; somebody named twice counts twice. The statements stay. O(their votes)."""
    return replace(
        votes, participants=tuple(votes.participants[one] for one in people.tolist()), matrix=votes.matrix[people]
    )


def drawn_anew(votes: Votes, counts: Tally, chance: np.random.Generator) -> NDArray[np.int8]:
    """For the same people and statements seen the votes drawn `DRAWS` times by how all votes on that statement are
    counted, shape (DRAWS, v), in the order of `votes.matrix.data`. O(DRAWS v)."""
    seen = np.maximum(counts.seen[0], 1)
    places = votes.matrix.indices
    agree, told = (counts.agree[0] / seen)[places], ((counts.agree[0] + counts.disagree[0]) / seen)[places]
    lots = chance.random((DRAWS, len(places)))
    agrees = lots < agree
    return np.asarray(agrees.astype(np.int8) - (~agrees & (lots < told)).astype(np.int8))
