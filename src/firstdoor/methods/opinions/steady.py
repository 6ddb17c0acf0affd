"""Keeping a map steady while votes come in: the same letters for the same people, no flips, no flicker of the number.

A map is a pure function of its votes; how it was shown before comes in as an argument and goes out as the next one.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace

import numpy as np
from numpy.typing import NDArray

from .mapping import OpinionMap, opinion_map, relabelled
from .projection import Axes

WINS = 4  # how often in a row another number of groups has to come out before it is shown
LETTERS = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"


@dataclass(frozen=True, slots=True)
class Shown:
    """What was shown last, in names rather than places, so that people and statements may come and go.

    Attributes
    ----------
    k : int
        Groups shown; 0 before the first map.
    candidate, wins : int
        The other number that came out last, and how often in a row.
    axes : mapping of str to pair of floats
        The entries of both axes by statement.
    letters : mapping of str to str
        The letter of each person in the map.
    """

    k: int = 0
    candidate: int = 0
    wins: int = 0
    axes: Mapping[str, tuple[float, float]] = field(default_factory=dict)
    letters: Mapping[str, str] = field(default_factory=dict)


def steady(one: OpinionMap, before: Shown) -> tuple[OpinionMap, tuple[str, ...], Shown]:
    """The map as it is shown after `before`, the letter of each group, and what was shown now.

    Axes point where they pointed; another number of groups is shown once it came out `WINS` times in a row; letters go
    to the groups that share most people with those that bore them, and new groups take the first free ones. What follows
    from the groups is computed anew. O(votes), and once more grouping when the number is held back.
    """
    fresh = one.structure.k
    candidate = fresh if before.k and fresh != before.k else 0
    wins = (before.wins + 1 if candidate == before.candidate else 1) if candidate else 0
    if candidate and wins < WINS and 0 < before.k <= one.inside.sum():
        held = opinion_map(one.votes, k=before.k)
        if held.structure.k == before.k:
            one = replace(held, structure=replace(one.structure, k=before.k))
    else:
        candidate = wins = 0
    turned = _turned(one, before.axes)
    letters = _letters(one, before.letters)
    # Groups stand in the order of their letters, as people read them.
    order = sorted(range(len(letters)), key=lambda group: letters[group])
    place = np.empty(len(order), dtype=np.intp)
    place[order] = np.arange(len(order))
    labels = np.where(one.labels >= 0, place[one.labels], -1) if len(order) else one.labels
    shown = relabelled(one, turned, labels, one.structure)
    names = tuple(letters[group] for group in order)
    return shown, names, _remember(shown, names, candidate, wins)


def _turned(one: OpinionMap, former: Mapping[str, tuple[float, float]]) -> Axes:
    """The axes turned to where the former ones pointed, by the sign of their product over statements that both have."""
    known = np.array([former.get(name, (0.0, 0.0)) for name in one.votes.statements]).reshape(-1, 2)
    products = (one.axes.vectors * known.T).sum(axis=1)
    return replace(one.axes, vectors=one.axes.vectors * np.where(products < 0, -1.0, 1.0)[:, None])


def _letters(one: OpinionMap, former: Mapping[str, str]) -> list[str]:
    """A letter for each group: those that keep most people with the letter that they had."""
    from scipy.optimize import linear_sum_assignment  # a fifth of a second, which a single map need not pay

    k = one.structure.k
    known = sorted(set(former.values()))
    shared = np.zeros((k, len(known)))
    place = {letter: column for column, letter in enumerate(known)}
    for row in np.flatnonzero(one.inside).tolist():
        letter = former.get(one.votes.participants[row])
        if letter is not None:
            shared[one.labels[row], place[letter]] += 1
    given: dict[int, str] = {}
    for group, column in zip(*linear_sum_assignment(-shared), strict=True):
        if shared[group, column] > 0:
            given[int(group)] = known[column]
    free = iter(letter for letter in LETTERS if letter not in given.values())
    return [given[group] if group in given else next(free) for group in range(k)]


def _remember(one: OpinionMap, names: tuple[str, ...], candidate: int, wins: int) -> Shown:
    votes = one.votes
    inside: list[int] = np.flatnonzero(one.inside).tolist()
    entries: NDArray[np.float64] = one.axes.vectors.T
    return Shown(
        k=one.structure.k,
        candidate=candidate,
        wins=wins,
        axes={name: (float(x), float(y)) for name, (x, y) in zip(votes.statements, entries.tolist(), strict=True)},
        letters={votes.participants[row]: names[one.labels[row]] for row in inside},
    )
