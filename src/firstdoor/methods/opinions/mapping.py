"""The opinion map: who stands where, which groups form, what sets them apart and what unites them.

A pure function of the votes: the same map on every machine and in whatever order the votes came. What keeps letters and
number of groups steady from one map to the next is `steady`.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from .grouping import separations
from .k_means import k_means
from .numbers import (
    Floats,
    Majority,
    Representative,
    Tally,
    consensus,
    everybody,
    majority,
    priority,
    representative,
    tally,
)
from .projection import Axes, axes, extremity, in_the_map, positions
from .structure import Structure, furthest_apart, structure
from .votes import Votes


@dataclass(frozen=True, slots=True)
class OpinionMap:
    """What the votes say. Rows are people and columns statements in the order of `votes`.

    Attributes
    ----------
    votes : Votes
    axes : Axes
    positions : floats, shape (n, 2)
        Of everybody, those outside the map too.
    extremity : floats, shape (m,)
    inside : bools, shape (n,)
        Who is in the map.
    labels : ints, shape (n,)
        Each person's group from 0, -1 outside the map. Groups are ordered by size, then by their first member.
    structure : Structure
        How many groups, and what speaks for them.
    counts, all_counts : Tally
        By group, and over all participants.
    representative : tuple of tuples
        For each group what sets it apart; empty when there is one group only, which has nothing to be set apart from.
    consensus, consensus_disagree, priority : floats, shape (m,)
    majority : Majority
    """

    votes: Votes
    axes: Axes
    positions: Floats
    extremity: Floats
    inside: NDArray[np.bool_]
    labels: NDArray[np.intp]
    structure: Structure
    counts: Tally
    all_counts: Tally
    representative: tuple[tuple[Representative, ...], ...]
    consensus: Floats
    consensus_disagree: Floats
    priority: Floats
    majority: Majority

    @property
    def sizes(self) -> NDArray[np.intp]:
        """How many people each group has, shape (k,)."""
        return np.bincount(self.labels[self.inside], minlength=self.structure.k)


def opinion_map(votes: Votes, *, k: int | None = None, tested: bool = True) -> OpinionMap:
    """Draw the map. O(votes) for each step of the projection, and for each k O(people) of grouping.

    `k` forces the number of groups; without it there are as many as the votes carry, and one where they carry none. Without
    `tested` there are as many as stand furthest apart, whatever chance would give: found in anything, as Polis does.

    Raises
    ------
    ValueError
        If `k` is below 1.
    """
    if k is not None and k < 1:
        raise ValueError("there is at least one group")
    found = axes(votes)
    where = positions(votes, found)
    inside = in_the_map(votes)
    points = where[inside]
    if k is None:
        by_k = separations(points)
        silhouettes = {each: value for each, (value, _labels) in by_k.items()}
        carried = structure(votes, inside, silhouettes) if tested else furthest_apart(silhouettes)
        mine = by_k[carried.k][1] if carried.k > 1 else np.zeros(len(points), dtype=np.intp)
    else:
        mine = k_means(points, min(k, max(len(points), 1))) if len(points) else np.zeros(0, dtype=np.intp)
        carried = Structure(int(mine.max()) + 1 if mine.size else 0, "given", {}, {}, 1.0)
    labels = np.full(len(votes.participants), -1, dtype=np.intp)
    labels[inside] = _by_size(mine)
    return _described(votes, found, where, inside, labels, carried)


def map_of_groups(votes: Votes, labels: NDArray[np.intp]) -> OpinionMap:
    """The map of groups that somebody else found: `labels`, shape (n,), -1 outside; exactly its people are the map.

    Raises
    ------
    ValueError
        If the shape differs or a group between 0 and the largest has nobody.
    """
    labels = np.asarray(labels, dtype=np.intp)
    if labels.shape != (len(votes.participants),):
        raise ValueError("one label for each participant")
    inside = labels >= 0
    k = int(labels.max()) + 1 if inside.any() else 0
    if len(np.unique(labels[inside])) != k:
        raise ValueError("each group from 0 on has somebody")
    found = axes(votes)
    given = Structure(k, "given", {}, {}, 1.0)
    return _described(votes, found, positions(votes, found), inside, labels, given)


def relabelled(one: OpinionMap, found: Axes, labels: NDArray[np.intp], carried: Structure) -> OpinionMap:
    """The same votes with axes turned and groups named otherwise. What follows from groups is computed anew."""
    turned = np.sign((found.vectors * one.axes.vectors).sum(axis=1))
    where = one.positions * np.where(turned < 0, -1, 1)
    return _described(one.votes, found, where, one.inside, labels, carried)


def _described(
    votes: Votes, found: Axes, where: Floats, inside: NDArray[np.bool_], labels: NDArray[np.intp], carried: Structure
) -> OpinionMap:
    counts, all_counts = tally(votes, labels, carried.k), everybody(votes)
    far = extremity(found)
    return OpinionMap(
        votes=votes,
        axes=found,
        positions=where,
        extremity=far,
        inside=inside,
        labels=labels,
        structure=carried,
        counts=counts,
        all_counts=all_counts,
        representative=representative(counts, votes.out) if carried.k > 1 else ((),) * carried.k,
        consensus=consensus(counts.agree, counts.seen),
        consensus_disagree=consensus(counts.disagree, counts.seen),
        priority=priority(counts, far, votes.meta),
        majority=majority(all_counts, votes.out),
    )


def _by_size(labels: NDArray[np.intp]) -> NDArray[np.intp]:
    """Groups numbered from the largest, equal ones by who comes first."""
    if not labels.size:
        return labels
    groups, first, sizes = np.unique(labels, return_index=True, return_counts=True)
    new = np.empty(len(groups), dtype=np.intp)
    new[np.lexsort((first, -sizes))] = np.arange(len(groups))
    return new[np.searchsorted(groups, labels)]
