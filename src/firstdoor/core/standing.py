"""How a promise stands, and what became of a vote: for rooms below the one that follows them, which makes both known."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID


@dataclass(frozen=True, slots=True)
class Standing:
    """How one promise stands: `state` names the tag's shape (done, doing, late, no), `label` says it, `url` tells more."""

    state: str
    label: str
    url: str


@dataclass(frozen=True, slots=True)
class Carried:
    """What something decided has become: how it stands, its title, when it is due or was done, its steps and what changed.

    `steps`: text, date, whether it is done. `changes`: values with `name`, `was`, `now`, once measured before and after.
    """

    standing: Standing
    title: Any
    due: date
    done_on: date | None
    steps: Sequence[tuple[Any, date, bool]]
    changes: Sequence[Any]

    @property
    def steps_done(self) -> int:
        """How many steps are done."""
        return sum(done for _text, _day, done in self.steps)


Tell = Callable[[Any, date], Mapping[UUID, Standing]]
_tell: list[Tell] = []
Follow = Callable[[Any, UUID, UUID | None, date], Carried | None]
_follow: list[Follow] = []


def register(tell: Tell) -> None:
    """Let `tell(municipality, today)` say how each adopted measure stands, by the measure's id."""
    _tell[:] = [tell]


def of_measures(municipality: Any, today: date) -> Mapping[UUID, Standing]:
    """How each adopted measure stands; empty where no room follows them."""
    return _tell[0](municipality, today) if _tell else {}


def register_carried(follow: Follow) -> None:
    """Let `follow(municipality, ballot, proposal, today)` say what became of a counted vote, or of its proposal."""
    _follow[:] = [follow]


def of_ballot(municipality: Any, ballot: UUID, proposal: UUID | None, today: date) -> Carried | None:
    """What became of a counted vote; None where nothing carries it out yet, or no room follows it."""
    return _follow[0](municipality, ballot, proposal, today) if _follow else None
