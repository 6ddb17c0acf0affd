"""Which projects a purchase puts out: those of the same exclusive set, those that no longer fit into a category's money."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from fractions import Fraction


@dataclass(frozen=True, slots=True)
class Limits:
    """Projects by number. `most` is what each category may still cost; `shut` are out from the start."""

    costs: tuple[Fraction, ...]
    category: tuple[str | None, ...]
    most: Mapping[str, Fraction]
    exclusive: tuple[frozenset[int], ...]
    shut: frozenset[int]

    def out(self, won: Collection[int]) -> set[int]:
        """Projects that may not be bought any more when these are; it only grows with `won`."""
        rest = dict(self.most)
        for p in won:
            where = self.category[p]
            if where in rest:
                rest[where] -= self.costs[p]
        out = set(self.shut)
        for one in self.exclusive:
            if not one.isdisjoint(won):
                out |= one
        out |= {p for p, where in enumerate(self.category) if where in rest and self.costs[p] > rest[where]}
        return out.difference(won)
