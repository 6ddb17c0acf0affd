"""What groups say: agreement, what sets a group apart, and what all of them share.

Formulas as Polis computes them, in the notation of the docstrings: of one group and one statement A agrees, D disagrees, S
votes with passes; A', D', S' the same of everybody else in the map.

References
----------
Small, C., et al. (2021). Polis: Scaling deliberation by mapping high dimensional opinion spaces. Recerca 26(2).
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

import numpy as np
from numpy.typing import NDArray

from .votes import Votes

Floats = NDArray[np.float64]
Counts = NDArray[np.int64]
Direction = Literal["agree", "disagree"]

SIGNIFICANT = 1.2815515655446004  # z of a one-sided 90 %
LISTED = 5
NEAR = 1e-12  # closer than this, relative, is a tie: the lower statement comes first


@dataclass(frozen=True, slots=True)
class Tally:
    """Votes counted. Each array has the shape (groups, m): agrees, disagrees, and all votes with passes."""

    agree: Counts
    disagree: Counts
    seen: Counts


@dataclass(frozen=True, slots=True)
class Representative:
    """A statement that tells a group from the others: its place among the statements, and why."""

    statement: int
    direction: Direction
    representativeness: float
    representativeness_z: float
    probability: float
    probability_z: float


@dataclass(frozen=True, slots=True)
class Majority:
    """What most of all people said, by place: the strongest first, at most five each."""

    agree: tuple[int, ...]
    disagree: tuple[int, ...]


def tally(votes: Votes, labels: NDArray[np.intp], groups: int) -> Tally:
    """Counts by group; `labels`, shape (n,), is -1 for people who are counted nowhere. O(votes)."""
    matrix, m = votes.matrix, votes.matrix.shape[1]
    # People who are counted nowhere are counted in a group of their own, which is left out.
    group = np.repeat(np.where(labels < 0, groups, labels), np.diff(matrix.indptr))
    place = (group * m + matrix.indices) * 3 + (matrix.data + 1)
    table = np.bincount(place, minlength=(groups + 1) * m * 3).reshape(groups + 1, m, 3)[:groups]
    return Tally(table[:, :, 2].copy(), table[:, :, 0].copy(), table.sum(axis=2))


def everybody(votes: Votes) -> Tally:
    """Counts over all participants, as one group: shape (1, m)."""
    return tally(votes, np.zeros(votes.matrix.shape[0], dtype=np.intp), 1)


def probability(hits: Counts, seen: Counts) -> Floats:
    """P = (A + 1) / (S + 2): the share of agrees, drawn towards one half where few voted."""
    return np.asarray((hits + 1) / (seen + 2))


def probability_z(hits: Counts, seen: Counts) -> Floats:
    """z of P against one half: 2 sqrt(S + 1) ((A + 1) / (S + 1) - 1/2)."""
    return np.asarray(2 * np.sqrt(seen + 1) * ((hits + 1) / (seen + 1) - 0.5))


def representativeness(hits: Counts, seen: Counts, others: Counts, others_seen: Counts) -> Floats:
    """R = P / ((A' + 1) / (S' + 2)): how many times more often a group agrees than everybody else."""
    return np.asarray(probability(hits, seen) / probability(others, others_seen))


def representativeness_z(hits: Counts, seen: Counts, others: Counts, others_seen: Counts) -> Floats:
    """z of the difference of two shares with a = A + 1, s = S + 1 of both sides and the pooled share q; 0 where q = 1."""
    a, s, b, t = hits + 1, seen + 1, others + 1, others_seen + 1
    pooled = (a + b) / (s + t)
    spread = np.sqrt(np.maximum(pooled * (1 - pooled), 0) * (1 / s + 1 / t))
    return np.asarray(np.where(pooled == 1, 0.0, (a / s - b / t) / np.where(spread > 0, spread, 1.0)))


def consensus(hits: Counts, seen: Counts) -> Floats:
    """Group-informed consensus, shape (m,): the product over groups of (A + 1) / (S + 2).

    From 0 to 1, and smaller the more groups there are: comparable within one map only. A group without votes gives 1/2.
    """
    return np.asarray(probability(hits, seen).prod(axis=0))


def representative(counts: Tally, out: NDArray[np.bool_]) -> tuple[tuple[Representative, ...], ...]:
    """For each group up to five statements that set it apart, agrees before disagrees.

    A statement is *sufficient* when both its z are significant in one direction. One statement that the group agrees with
    most may stand first even so; where nothing is sufficient one is named all the same, so that no group is without words.
    """
    return tuple(_of_group(counts, out, group) for group in range(counts.seen.shape[0]))


def _of_group(counts: Tally, out: NDArray[np.bool_], group: int) -> tuple[Representative, ...]:
    seen, others_seen = counts.seen[group], counts.seen.sum(axis=0) - counts.seen[group]
    sides = []
    for hits in (counts.agree, counts.disagree):
        mine, others = hits[group], hits.sum(axis=0) - hits[group]
        sides.append(
            (
                representativeness(mine, seen, others, others_seen),
                representativeness_z(mine, seen, others, others_seen),
                probability(mine, seen),
                probability_z(mine, seen),
            )
        )
    (r_a, rz_a, p_a, pz_a), (_r_d, rz_d, _p_d, pz_d) = sides

    def entry(j: int) -> Representative:
        side = 0 if rz_a[j] > rz_d[j] else 1
        r, rz, p, pz = (float(values[j]) for values in sides[side])
        return Representative(j, "agree" if side == 0 else "disagree", r, rz, p, pz)

    inside = np.flatnonzero(~out)
    enough = ((rz_a > SIGNIFICANT) & (pz_a > SIGNIFICANT)) | ((rz_d > SIGNIFICANT) & (pz_d > SIGNIFICANT))
    places = inside[enough[inside]]
    agrees, weighs = rz_a > rz_d, [np.prod(side, axis=0) for side in sides]
    sufficient = places[ranked(np.where(agrees, *weighs)[places], LISTED + 1)].tolist()
    best = _best_agree(
        inside[(counts.agree[group] + counts.disagree[group])[inside] > 0].tolist(), r_a, rz_a, p_a, pz_a
    )
    if not sufficient:
        if best is None and inside.size:
            best = int(inside[np.argmax(np.maximum(rz_a, rz_d)[inside])])
        return () if best is None else (entry(best),)
    listed = [*([] if best is None else [best]), *(one for one in sufficient if one != best)][:LISTED]
    return tuple(sorted(map(entry, listed), key=lambda one: one.direction != "agree"))


def _best_agree(candidates: list[int], r: Floats, rz: Floats, p: Floats, pz: Floats) -> int | None:
    """The one statement a group agrees with most, by Polis's rule that looks at one after the other."""
    best: int | None = None
    for j in candidates:
        if best is None:
            if pz[j] > SIGNIFICANT or (r[j] > 1 and p[j] > 0.5):
                best = j
        elif r[best] > 1:
            if r[j] * rz[j] * p[j] * pz[j] > r[best] * rz[best] * p[best] * pz[best]:
                best = j
        elif p[j] * pz[j] > p[best] * pz[best]:
            best = j
    return best


def ranked(values: Floats, most: int | None = None) -> list[int]:
    """Places of `values` from the largest down, the first `most`; those that differ by rounding alone keep their order."""
    order = np.argsort(-values, kind="stable")
    sorted_values = values[order]
    tops = np.abs(sorted_values)
    places: list[int] = order.tolist()
    # Only where two neighbours are that near is there anything to put in order.
    if not (sorted_values[:-1] - sorted_values[1:] <= NEAR * np.maximum(tops[:-1], 1e-300)).any():
        return places[:most]
    begin = 0
    while begin < len(places) and (most is None or begin < most):
        end, top = begin + 1, sorted_values[begin]
        while end < len(places) and top - sorted_values[end] <= NEAR * max(abs(top), 1e-300):
            end += 1
        places[begin:end] = sorted(places[begin:end])
        begin = end
    return places[:most]


def majority(counts: Tally, out: NDArray[np.bool_]) -> Majority:
    """Statements on which most of all people agree (or disagree), P > 1/2 and significant: the five largest P z(P)."""
    seen = counts.seen.sum(axis=0)

    def listed(hits: Counts) -> tuple[int, ...]:
        p, z = probability(hits, seen), probability_z(hits, seen)
        places = np.flatnonzero((p > 0.5) & (z > SIGNIFICANT) & ~out)
        return tuple(int(places[one]) for one in ranked((p * z)[places], LISTED))

    return Majority(listed(counts.agree.sum(axis=0)), listed(counts.disagree.sum(axis=0)))


def priority(counts: Tally, extremity: Floats, meta: NDArray[np.bool_]) -> Floats:
    """How much a statement is worth showing next, shape (m,); the next one is drawn in proportion to it.

    (I (1 + 8 · 2^(-S/5)))² with I = (1 - (P + 1)/(S + 2)) (E + 1) (A + 1)/(S + 2), where A, S and passes P are summed over
    groups and E is the statement's extremity. New statements, and those that few pass on, come sooner; meta ones have 49.
    """
    a, d, s = (each.sum(axis=0) for each in (counts.agree, counts.disagree, counts.seen))
    passes = s - a - d
    importance = (1 - (passes + 1) / (s + 2)) * (extremity + 1) * (a + 1) / (s + 2)
    return np.asarray(np.where(meta, 49.0, (importance * (1 + 8 * 2.0 ** (-s / 5))) ** 2))
