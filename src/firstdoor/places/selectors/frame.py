"""From longitude and latitude to a picture, and the pins in it: near enough to be told apart, none on another."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

WIDTH = 600.0
MARGIN = 12.0
BESIDE = 44.0  # from the middle of one marked pin to the next, at least
ROOM = 1.6  # so much wider than its pins is a near picture
LEAST = 0.15  # of the whole: nearer than that nobody knows where it is
LOW, HIGH = 0.75, 1.1  # a near picture's height, of its width
ROUNDS = 200
MOVED = BESIDE / 4  # who was moved further than that has a line to its place

Bounds = tuple[float, float, float, float]  # west, south, east, north


@dataclass(frozen=True, slots=True)
class Pin:
    """A place on the map, with what a screen reader says of it."""

    lat: float
    lon: float
    words: str = ""
    mark: str = ""  # a short word or number in it; pins with one are larger
    hollow: bool = False


class Frame:
    """From longitude and latitude to the picture: true to scale around the municipality's middle."""

    def __init__(self, bounds: Bounds) -> None:
        west, south, east, north = bounds
        self.west, self.north = west, north
        self.squeeze = math.cos(math.radians((south + north) / 2))
        self.scale = (WIDTH - 2 * MARGIN) / max((east - west) * self.squeeze, 1e-6)
        self.height = (north - south) * self.scale + 2 * MARGIN

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Frame) and self._all() == other._all()

    def __hash__(self) -> int:
        return hash(self._all())

    def _all(self) -> tuple[float, ...]:
        return self.west, self.north, self.squeeze, self.scale, self.height

    def xy(self, lon: float, lat: float) -> tuple[float, float]:
        x = MARGIN + (lon - self.west) * self.squeeze * self.scale
        return x, MARGIN + (self.north - lat) * self.scale


def surroundings(points: Sequence[tuple[float, float]], whole: Bounds) -> Bounds:
    """What to show around these points (longitude, latitude): all of them with room at the sides, never more than all.

    The whole where the points lie all over it, so that its outline is seen then.

    >>> surroundings([(19.70, 40.70), (19.80, 40.70)], (19.5, 40.5, 20.0, 41.0))[::2]
    (19.67, 19.83)
    >>> surroundings([(19.55, 40.70), (19.95, 40.70)], (19.5, 40.5, 20.0, 41.0))
    (19.5, 40.5, 20.0, 41.0)
    """
    west, south, east, north = whole
    squeeze = math.cos(math.radians((south + north) / 2))
    lons, lats = [lon for lon, _lat in points], [lat for _lon, lat in points]
    width, height = (max(lons) - min(lons)) * ROOM, (max(lats) - min(lats)) * ROOM
    width = max(width, (east - west) * LEAST, height / HIGH / squeeze)
    height = max(height, width * squeeze * LOW)
    if width >= east - west or height >= north - south:
        return whole
    x, y = (min(lons) + max(lons)) / 2, (min(lats) + max(lats)) / 2
    return round(x - width / 2, 6), round(y - height / 2, 6), round(x + width / 2, 6), round(y + height / 2, 6)


def drawn_pins(frame: Frame, pins: Sequence[Pin]) -> SafeString:
    """The pins; a marked one that had to make room has a line to its place."""
    there = [frame.xy(pin.lon, pin.lat) for pin in pins]
    marked = [n for n, pin in enumerate(pins) if pin.mark]
    moved = dict(zip(marked, apart([there[n] for n in marked], frame.height), strict=True))
    lines = [(*map(short, there[n]), *map(short, at)) for n, at in moved.items() if math.dist(there[n], at) > MOVED]
    places = ((pin, *map(short, moved.get(n, there[n]))) for n, pin in enumerate(pins))
    return format_html_join(
        "",
        '<path class="lead" d="M{},{}L{},{}"/><circle class="spot" cx="{}" cy="{}" r="5"/>',
        ((*one, *one[:2]) for one in lines),
    ) + format_html_join("", "{}", ((_pin(*one),) for one in places))


def apart(points: Sequence[tuple[float, float]], height: float) -> list[tuple[float, float]]:
    """Points of the picture moved as little as need be, until none of these pins covers another. Always the same.

    >>> [(round(x), round(y)) for x, y in apart([(100, 100), (100, 100), (300, 100)], 400)]
    [(78, 100), (122, 100), (300, 100)]
    """
    found = [list(point) for point in points]
    edge = BESIDE / 2
    for _round in range(ROUNDS):
        still = True
        for j in range(1, len(found)):
            for i in range(j):
                (ax, ay), (bx, by) = found[i], found[j]
                gap = math.hypot(bx - ax, by - ay)
                if gap >= BESIDE - 0.01:
                    continue
                still = False
                angle = math.atan2(by - ay, bx - ax) if gap > 0.01 else math.pi * (j - i - 1) / 3
                step = (BESIDE - gap) / 2
                found[i] = [ax - step * math.cos(angle), ay - step * math.sin(angle)]
                found[j] = [bx + step * math.cos(angle), by + step * math.sin(angle)]
        found = [[min(max(x, edge), WIDTH - edge), min(max(y, edge), height - edge)] for x, y in found]
        if still:
            break
    return [(x, y) for x, y in found]


def short(value: float) -> str:
    """A number of the picture, to a tenth."""
    return f"{value:.1f}".removesuffix(".0")


def _pin(pin: Pin, x: str, y: str) -> SafeString:
    if not pin.mark:
        return format_html('<circle class="pin" cx="{}" cy="{}" r="9"><title>{}</title></circle>', x, y, pin.words)
    return format_html(
        '<g><title>{}</title><circle class="pin marked{}" cx="{}" cy="{}" r="{}"/>'
        '<text class="mark" x="{}" y="{}">{}</text></g>',
        pin.words, " hollow" if pin.hollow else "", x, y, round(BESIDE / 2 - 2), x, y, pin.mark,
    )  # fmt: skip
