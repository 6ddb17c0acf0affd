"""Who was heard, and who was heard least."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, time
from typing import Any

from firstdoor.listen import selectors as listen
from firstdoor.places import selectors as places

TOO_FEW = 5


@dataclass(frozen=True, slots=True)
class HeardIn:
    """One administrative unit: its public voices, exact, and how many residents it has (none: not known)."""

    name: str
    voices: int
    population: int | None


@dataclass(frozen=True, slots=True)
class Heard:
    """Who was heard this year. `total` counts voices that are not public too, unless they were so few that the
    difference to the public ones would tell of them: then it counts the public ones alone."""

    year: int
    total: int
    units: list[HeardIn]

    @property
    def spoke(self) -> int:
        """In how many units somebody was heard."""
        return sum(unit.voices > 0 for unit in self.units)

    @property
    def least(self) -> HeardIn | None:
        """The unit heard least for its residents; none where there is nothing to compare."""
        known = [unit for unit in self.units if unit.population]
        if len(known) < 2 or len(known) < len(self.units) or not self.total:
            return None
        return min(known, key=lambda unit: unit.voices / (unit.population or 1))


def heard(municipality: Any, *, today: date) -> Heard:
    """Who was heard since the first of January. 2 queries."""
    since = datetime.combine(date(today.year, 1, 1), time(), municipality.zone)
    counts = listen.voices_since(municipality, since)
    units = [
        HeardIn(unit.name, counts.get(unit.pk, (0, 0))[0], unit.population_2011) for unit in places.units(municipality)
    ]
    public, everything = (sum(pair[at] for pair in counts.values()) for at in (0, 1))
    return Heard(today.year, public if everything - public < TOO_FEW else everything, units)
