"""Where people and statements stand: the exact principal components of the imputed votes, without imputing a cell.

A cell that nobody filled becomes its column's mean and, after centring, exactly 0. So the centred matrix X holds one entry
per vote, x_ij = z_ij - c_j, and its two leading right singular vectors are those of the imputed matrix: O(votes) for each
product, O(votes) of memory.

References
----------
Small, C., Björkegren, M., Erkkilä, T., Shaw, L., Megill, C. (2021). Polis: Scaling deliberation by mapping high
    dimensional opinion spaces. Recerca 26(2). doi:10.6035/recerca.5516
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import cast

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_array
from scipy.sparse.linalg import LinearOperator, eigsh

from .votes import Votes

Floats = NDArray[np.float64]

DENSE = 500  # up to this many people or statements all axes are computed at once: quicker, and nothing to converge
TOLERANCE = 1e-12


@dataclass(frozen=True, slots=True)
class Axes:
    """The two directions in which opinions differ most.

    Attributes
    ----------
    means : floats, shape (m,)
        c_j: the mean vote on each statement of those who saw it; 0 for statements that are out.
    vectors : floats, shape (2, m)
        Orthonormal, or zero where the votes span less; the entry of largest magnitude is positive.
    explained_variance_ratio : floats, shape (2,)
        Each axis' share of the variance, from 0 to 1.
    """

    means: Floats
    vectors: Floats
    explained_variance_ratio: Floats


def centred(votes: Votes) -> tuple[csr_array, Floats]:
    """X, one entry z_ij - c_j for each vote and 0 in columns that are out, and the means c, shape (m,). O(votes)."""
    matrix = votes.matrix
    m = matrix.shape[1]
    seen = np.bincount(matrix.indices, minlength=m)
    total = np.bincount(matrix.indices, weights=matrix.data, minlength=m)
    means = np.where(votes.out, 0.0, total / np.maximum(seen, 1))
    data = np.where(votes.out[matrix.indices], 0.0, matrix.data - means[matrix.indices])
    return csr_array((data, matrix.indices, matrix.indptr), shape=matrix.shape), means


def axes(votes: Votes) -> Axes:
    """The two leading principal axes. O(votes) for each of some dozens of steps.

    One person's only direction is the normalised row; votes that are all equal have no direction, and the axes are 0.
    """
    x, means = centred(votes)
    m = x.shape[1]
    variance = float(x.data @ x.data)
    vectors, shares = np.zeros((2, m)), np.zeros(2)
    if x.shape[0] == 1:
        row = np.where(votes.out, 0.0, votes.matrix.toarray()[0].astype(float))
        length = np.linalg.norm(row)
        vectors[0] = row / length if length else row
    elif variance > 0:
        values, found = _leading(x)
        # A second direction that is only rounding is none.
        real = values > 1e-12 * variance
        vectors[: real.sum()] = found[real]
        shares[: real.sum()] = values[real] / variance
    return Axes(means, _signed(vectors), shares)


def _leading(x: csr_array) -> tuple[Floats, Floats]:
    """The (at most) two largest eigenvalues of X'X, descending, and their vectors as rows, shape (<=2, m)."""
    n, m = x.shape
    tall = m <= n
    side = min(n, m)
    if side <= DENSE:
        gram = cast(csr_array, x.T @ x if tall else x @ x.T).toarray()
        values, vectors = np.linalg.eigh(gram)
    else:
        turned = x.T.tocsr()
        product = (lambda v: turned @ (x @ v)) if tall else (lambda v: x @ (turned @ v))
        operator = LinearOperator((side, side), matvec=product, dtype=np.float64)
        # The same start everywhere: the outcome does not hang on it, its last digits would.
        start = np.random.default_rng(20210000).standard_normal(side)
        values, vectors = eigsh(operator, k=2, which="LA", v0=start, tol=TOLERANCE)
    order = np.argsort(values)[::-1][:2]
    values, vectors = np.maximum(values[order], 0.0), vectors[:, order].T
    if not tall:
        vectors = (x.T @ vectors.T).T
        lengths = np.linalg.norm(vectors, axis=1, keepdims=True)
        vectors = vectors / np.where(lengths > 0, lengths, 1.0)
    return values, vectors


def _signed(vectors: Floats) -> Floats:
    """Each axis turned so that its entry of largest magnitude (the first of equals) is positive."""
    for vector in vectors:
        size = np.abs(vector)
        if size.size and size.max() > 0:
            first = int(np.flatnonzero(size >= size.max() * (1 - 1e-9))[0])
            if vector[first] < 0:
                vector *= -1
    return vectors


def positions(votes: Votes, found: Axes) -> Floats:
    """Where each person stands, shape (n, 2): sqrt(m / n_i) times the sum of (z_ij - c_j) v_j over what i saw.

    Few votes push a person outwards. The means c are those of `votes`.
    """
    x, _means = centred(votes)
    return np.asarray(pushed(votes)[:, None] * (x @ found.vectors.T))


def pushed(votes: Votes) -> Floats:
    """How far each person is moved outwards, sqrt(m / n_i), shape (n,).

    n_i counts the columns that are out as seen by everybody, as Polis does.
    """
    matrix, m = votes.matrix, votes.matrix.shape[1]
    seen = np.diff(matrix.indptr) + votes.out.sum()
    if votes.out.any():
        # Those that somebody did see stand among the votes already.
        rows = np.repeat(np.arange(matrix.shape[0]), np.diff(matrix.indptr))
        seen -= np.bincount(rows[votes.out[matrix.indices]], minlength=matrix.shape[0])
    return np.asarray(np.sqrt(m / np.maximum(seen, 1)))


def statement_positions(found: Axes) -> Floats:
    """Where somebody stands whose only vote is an agree on that statement, shape (m, 2)."""
    m = found.means.size
    return np.asarray(np.sqrt(m) * ((1 - found.means) * found.vectors).T)


def extremity(found: Axes) -> Floats:
    """How far a statement's position lies from the centre, shape (m,)."""
    return np.asarray(np.linalg.norm(statement_positions(found), axis=1))


def in_the_map(votes: Votes, *, least: int = 7, fewest: int = 15) -> NDArray[np.bool_]:
    """Who is drawn and grouped, shape (n,): who voted on `least` statements or on all there are.

    Votes on rejected statements count. Where that leaves fewer than `fewest` people, the most active of the others are
    added, the first by name among equals.
    """
    cast_votes = np.diff(votes.matrix.indptr)
    enough = cast_votes >= min(least, votes.matrix.shape[1])
    missing = min(fewest, enough.size) - int(enough.sum())
    if missing > 0:
        others = np.flatnonzero(~enough)
        enough[others[np.argsort(-cast_votes[others], kind="stable")][:missing]] = True
    return np.asarray(enough)
