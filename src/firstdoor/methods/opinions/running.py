"""Votes as they come in: counts, and where a person stands, without drawing the map again.

The map is drawn anew every few seconds by somebody else; between two maps a vote costs only the person's own votes.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from .numbers import Tally, priority
from .projection import Axes, extremity
from .votes import AGREE, DISAGREE, Votes


class Running:
    """The votes of a conversation while it goes on, placed on the axes of the last map drawn.

    Parameters
    ----------
    votes : Votes
        Those that the axes were computed from.
    axes : Axes
    """

    def __init__(self, votes: Votes, axes: Axes) -> None:
        self.votes = votes
        self.axes = axes
        m = len(votes.statements)
        matrix = votes.matrix
        self._statement = {name: place for place, name in enumerate(votes.statements)}
        self._row = {name: place for place, name in enumerate(votes.participants)}
        self._own: dict[str, dict[int, int]] = {}
        self._agree = np.bincount(matrix.indices[matrix.data == AGREE], minlength=m)
        self._disagree = np.bincount(matrix.indices[matrix.data == DISAGREE], minlength=m)
        self._seen = np.bincount(matrix.indices, minlength=m)
        self._extremity = extremity(axes)

    def vote(self, person: str, statement: str, value: int) -> None:
        """Count a vote, or a changed one, of somebody old or new on a statement of the map. O(1) after a person's first.

        Raises
        ------
        ValueError
            If the statement is not on the map or the value is none of 1, 0, -1.
        """
        place = self._statement.get(statement)
        if place is None or value not in (-1, 0, 1):
            raise ValueError("a vote is 1, 0 or -1 on a statement of the map")
        own = self._votes_of(person)
        for former, change in ((own.get(place), -1), (value, 1)):
            if former is not None:
                self._seen[place] += change
                self._agree[place] += change * (former == AGREE)
                self._disagree[place] += change * (former == DISAGREE)
        own[place] = value

    def position(self, person: str) -> tuple[float, float]:
        """Where somebody stands on the map with the votes of now; (0, 0) without any. O(own votes)."""
        own = self._votes_of(person)
        out = self.votes.out
        places = np.array([place for place in own if not out[place]], dtype=np.intp)
        if not places.size:
            return 0.0, 0.0
        values = np.array([own[place] for place in places.tolist()])
        seen = places.size + int(out.sum())
        x, y = self.axes.vectors[:, places] @ (values - self.axes.means[places]) * np.sqrt(len(out) / seen)
        return float(x), float(y)

    def counts(self) -> Tally:
        """Over all participants, shape (1, m)."""
        return Tally(self._agree[None].copy(), self._disagree[None].copy(), self._seen[None].copy())

    def chances(self, person: str, among: NDArray[np.bool_]) -> NDArray[np.float64]:
        """With which probability each statement is shown next, shape (m,): in proportion to its priority.

        `among`, shape (m,), says which may be shown at all; what the person voted on is not. All 0 when none is left.
        """
        weight = np.where(among, priority(self.counts(), self._extremity, self.votes.meta), 0.0)
        weight[list(self._votes_of(person))] = 0.0
        total = float(weight.sum())
        return weight / total if total > 0 else weight

    def _votes_of(self, person: str) -> dict[int, int]:
        if person not in self._own:
            row = self._row.get(person)
            matrix = self.votes.matrix
            if row is None:
                self._own[person] = {}
            else:
                mine = slice(matrix.indptr[row], matrix.indptr[row + 1])
                self._own[person] = dict(zip(matrix.indices[mine].tolist(), matrix.data[mine].tolist(), strict=True))
        return self._own[person]
