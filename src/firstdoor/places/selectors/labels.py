"""Names on a map, placed so that none covers another: on a phone they are large beside the picture."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

LETTER = 32.0  # their height where the picture is smallest, in units of the picture
WIDE = 0.54  # of a letter's height, on average


@dataclass(frozen=True, slots=True)
class Label:
    """A name, a number under it (or ""), and the middle of its first line."""

    name: str
    number: str
    x: float
    y: float

    def lines(self) -> list[tuple[str, str, str]]:
        """x, y and words of each line."""
        first = (f"{self.x:.0f}", f"{self.y:.0f}", self.name)
        return [first, (first[0], f"{self.y + LETTER:.0f}", self.number)] if self.number else [first]

    def box(self) -> tuple[float, float, float, float]:
        """What the label covers: left, top, right, bottom."""
        half = max(len(self.name), len(self.number)) * LETTER * WIDE / 2
        low = self.y + LETTER * (1.3 if self.number else 0.3)
        return self.x - half, self.y - LETTER * 0.8, self.x + half, low


def place_labels(labels: Sequence[Label], width: float, height: float) -> list[Label]:
    """The labels that fit, in their order: moved inside the picture, and up or down where two would meet."""
    placed: list[Label] = []
    for label in labels:
        inside = _inside(label, width, height)
        for shift in (0, -0.8, 0.8, -1.4, 1.4):
            moved = _inside(replace(inside, y=inside.y + shift * LETTER), width, height)
            if not any(_meet(moved.box(), other.box()) for other in placed):
                placed.append(moved)
                break
    return placed


def _inside(label: Label, width: float, height: float) -> Label:
    left, top, right, bottom = label.box()
    x = label.x + max(0.0, 4 - left) - max(0.0, right - width + 4)
    y = label.y + max(0.0, 4 - top) - max(0.0, bottom - height + 4)
    return replace(label, x=x, y=y)


def _meet(a: tuple[float, float, float, float], b: tuple[float, float, float, float]) -> bool:
    return a[0] < b[2] and b[0] < a[2] and a[1] < b[3] and b[1] < a[3]
