"""How a promise stands, for rooms below the one that follows promises: that room makes it known when it starts."""

from __future__ import annotations

from collections.abc import Callable, Mapping
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


Tell = Callable[[Any, date], Mapping[UUID, Standing]]
_tell: list[Tell] = []


def register(tell: Tell) -> None:
    """Let `tell(municipality, today)` say how each adopted measure stands, by the measure's id."""
    _tell[:] = [tell]


def of_measures(municipality: Any, today: date) -> Mapping[UUID, Standing]:
    """How each adopted measure stands; empty where no room follows them."""
    return _tell[0](municipality, today) if _tell else {}
