"""Votes on statements as a sparse matrix, in an order that does not depend on when they arrived."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray
from scipy.sparse import csr_array

AGREE, PASS, DISAGREE = 1, 0, -1


@dataclass(frozen=True, slots=True)
class Votes:
    """The last vote of each person on each statement.

    Attributes
    ----------
    participants, statements : tuple of str, lengths n and m
        Names of rows and columns, each once, in natural order ("9" before "10").
    matrix : csr_array of int8, shape (n, m)
        Stored entries are votes: 1 agree, 0 pass, -1 disagree. What is not stored was not seen.
    rejected, meta : bool arrays, shape (m,)
        Statements that moderation took out, and statements about the person rather than an opinion.
    """

    participants: tuple[str, ...]
    statements: tuple[str, ...]
    matrix: csr_array
    rejected: NDArray[np.bool_]
    meta: NDArray[np.bool_]

    @property
    def out(self) -> NDArray[np.bool_]:
        """Columns that carry no opinion into the map, shape (m,)."""
        return self.rejected | self.meta

    @property
    def count(self) -> int:
        """How many votes there are."""
        return int(self.matrix.nnz)


def natural(name: str) -> tuple[int, int, str]:
    """A key that orders names as people do: whole numbers by value and first, the rest by letters."""
    return (0, int(name), name) if name.isascii() and name.isdigit() else (1, 0, name)


def collect(
    person: ArrayLike,
    statement: ArrayLike,
    vote: ArrayLike,
    *,
    participants: Sequence[str],
    statements: Sequence[str],
    at: ArrayLike | None = None,
    rejected: Iterable[str] = (),
    meta: Iterable[str] = (),
) -> Votes:
    """Votes of a log. Of several votes of a person on a statement the last one counts. O(v) for v votes of a log
    without times, O(v log v) with them.

    Parameters
    ----------
    person, statement : array_like of int, shape (v,)
        Places in `participants` and `statements`.
    vote : array_like of int, shape (v,)
        1, 0 or -1.
    participants, statements : sequence of str
        Names, in any order, each once. People and statements without a vote are left out of the result.
    at : array_like of int, shape (v,), optional
        When; equal times, and a log without times, go by position in the log.
    rejected, meta : iterables of str
        Names of statements; unknown ones are ignored, since nobody voted on them.

    Raises
    ------
    ValueError
        If the shapes differ, a vote is none of 1, 0, -1, a place lies outside, or a name occurs twice.
    """
    rows, columns = np.asarray(person, dtype=np.int64), np.asarray(statement, dtype=np.int64)
    values = np.asarray(vote)
    if not rows.shape == columns.shape == values.shape or rows.ndim != 1:
        raise ValueError("person, statement and vote must be 1-D arrays of one length")
    if values.size and not np.isin(values, (AGREE, PASS, DISAGREE)).all():
        raise ValueError("a vote is 1 (agree), 0 (pass) or -1 (disagree)")
    for places, names, what in ((rows, participants, "person"), (columns, statements, "statement")):
        if len(set(names)) != len(names):
            raise ValueError(f"a {what} is named twice")
        if places.size and not 0 <= places.min() <= places.max() < len(names):
            raise ValueError(f"a {what} lies outside the names given")
    row_of, row_names = _order(rows, participants)
    column_of, column_names = _order(columns, statements)
    n, m = len(row_names), len(column_names)
    key = row_of[rows] * max(m, 1) + column_of[columns]
    order = _stable(key) if at is None else np.lexsort((np.asarray(at), key))
    key = key[order]
    last = np.flatnonzero(np.append(key[1:] != key[:-1], True)) if key.size else np.zeros(0, dtype=np.int64)
    key, values = key[last], values[order][last].astype(np.int8)
    counts = np.bincount(key // max(m, 1), minlength=n)
    matrix = csr_array((values, key % max(m, 1), np.concatenate(([0], np.cumsum(counts)))), shape=(n, m), dtype=np.int8)
    out, about = set(rejected), set(meta)
    return Votes(
        tuple(row_names),
        tuple(column_names),
        matrix,
        np.array([name in out for name in column_names], dtype=bool),
        np.array([name in about for name in column_names], dtype=bool),
    )


def _order(places: NDArray[np.int64], names: Sequence[str]) -> tuple[NDArray[np.int64], list[str]]:
    """For each name that occurs its new place in natural order (-1 for the others), and those names."""
    occurs = np.flatnonzero(np.bincount(places, minlength=len(names)))
    used = sorted(occurs.tolist(), key=lambda place: natural(names[place]))
    new = np.full(len(names), -1, dtype=np.int64)
    new[used] = np.arange(len(used))
    return new, [names[place] for place in used]


def _stable(key: NDArray[np.int64]) -> NDArray[np.intp]:
    """The order of keys from 0 on: what comes later in the log stands later among equals. O(v) by sixteen bits at a time,
    which numpy sorts by counting."""
    order = np.argsort(key.astype(np.uint16), kind="stable")
    top, shift = int(key.max(initial=0)), 16
    while top >> shift:
        order = order[np.argsort((key[order] >> shift).astype(np.uint16), kind="stable")]
        shift += 16
    return order
