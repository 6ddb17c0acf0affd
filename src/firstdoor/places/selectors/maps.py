"""Outlines rebuilt from cells, and the static map that works everywhere: SVG with classes, no script."""

from __future__ import annotations

import itertools
import math
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from uuid import UUID

import numpy as np
import shapely
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from shapely.geometry import mapping
from shapely.geometry.base import BaseGeometry

from firstdoor.formats import geojson
from firstdoor.places import grid
from firstdoor.places.models import Municipality, UnitCell
from firstdoor.places.selectors.frame import WIDTH, Bounds, Frame, Pin, drawn_pins, short, surroundings
from firstdoor.places.selectors.labels import Label, place_labels
from firstdoor.places.selectors.units import units

EXACTNESS = 1e-7  # degrees: brings shared corners of neighbouring outlines onto each other
SMOOTHING = 0.003  # degrees, about 300 m: takes the saw teeth of the hexagons away
NAMED = 0.04  # of the picture: of a unit seen so little the name stays away
SHRINK = 0.94  # leaves a hairline between hexagons
SHOWN_RESOLUTION = 8  # a hexagon of about ten minutes on foot
STEPS = (1, 3, 6, 10)  # the least counts of the classes q1 to q4
LEGEND = (("q0", "0"), ("q1", "1 – 2"), ("q2", "3 – 5"), ("q3", "6 – 9"), ("q4", "10 +"))
MOST_OF_THE_PALE = 0.75  # where more than a quarter of the hexagons would be the darkest, the classes are wider


@dataclass(frozen=True, slots=True)
class MapNames:
    """What the map shows, as a heading and a sentence for those who don't see it."""

    title: str
    description: str = ""


def outlines(municipality: Municipality) -> dict[UUID, BaseGeometry]:
    """The area of each unit that has ground, by its id: neighbours share their edges exactly.

    1 query the first time, none afterwards: kept in memory until a boundary is loaded again.
    """
    return _outlines(municipality.pk, municipality.boundary_version)


def outlines_geojson(municipality: Municipality) -> bytes:
    """The units' outlines as GeoJSON, with the credit that their licence asks for. 1 query, and those of `outlines`."""
    shapes = outlines(municipality)
    named = [unit for unit in units(municipality) if unit.pk in shapes]
    features = [
        (mapping(shapely.set_precision(shapes[unit.pk], 1e-5)), {"id": str(unit.pk), "name": unit.name})
        for unit in named
    ]
    return geojson.write_features(features, attribution=municipality.boundary_credit)


def svg_map(
    municipality: Municipality,
    *,
    names: MapNames,
    by_cell: Mapping[int, int] | None = None,
    by_unit: Mapping[UUID, int] | None = None,
    pins: Sequence[Pin] = (),
    resolution: int = SHOWN_RESOLUTION,
    ident: str = "map",
    near: bool = False,
) -> SafeString:
    """A static map of the units, with counts by cell (of `resolution`) or by unit, and places.

    With `near` the picture shows the surroundings of the pins, so that those of one village are told apart.
    Colours are the classes q0 to q4 of the stylesheet, so that dark pages and print have theirs. The credit stands in
    the picture. `ident` makes ids unique when a page holds several. 1 query, and those of `outlines`.
    """
    shapes = outlines(municipality)
    whole = shapely.union_all(list(shapes.values())) if shapes else shapely.box(0, 0, 1, 1)
    ground = _ground(municipality.pk, municipality.boundary_version, resolution) if by_cell is not None else frozenset()
    hexagons = {cell: (by_cell or {}).get(cell, 0) for cell in ground | set(by_cell or {})}
    corners = [corner for cell in hexagons for corner in grid.hexagon(cell)]
    bounds = _bounds(whole, [(lon, lat) for lat, lon in corners] + [(pin.lon, pin.lat) for pin in pins])
    seen = surroundings([(pin.lon, pin.lat) for pin in pins], bounds) if near and pins else bounds
    frame = Frame(seen)
    named = [unit for unit in units(municipality) if unit.pk in shapes]
    numbers = {unit.pk: str(by_unit.get(unit.pk, 0)) for unit in named} if by_unit is not None else {}
    middles = {unit.pk: (unit.label_lon, unit.label_lat) for unit in named}
    if seen != bounds:
        middles = _middles(shapes, seen)
        named = [unit for unit in named if unit.pk in middles]
    wanted = [Label(unit.name, numbers.get(unit.pk, ""), *frame.xy(*middles[unit.pk])) for unit in named]
    labels = place_labels(wanted, WIDTH, frame.height)
    parts = [
        _hexagons(frame, hexagons) if hexagons else _areas(frame, shapes, by_unit),
        format_html_join("", '<path class="bd" d="{}"/>', ((path_of(frame, shape),) for shape in shapes.values())),
        labels_of(labels),
        drawn_pins(frame, pins),
    ]
    return format_html(
        '<svg class="hex" viewBox="0 0 {} {}" role="img" aria-labelledby="{}-title {}-desc">'
        '<title id="{}-title">{}</title><desc id="{}-desc">{} {}</desc>{}</svg>',
        round(WIDTH), math.ceil(frame.height), ident, ident, ident, names.title, ident, names.description,
        municipality.boundary_credit, format_html_join("", "{}", ((part,) for part in parts)),
    )  # fmt: skip


def steps_for(counts: Iterable[int]) -> tuple[int, ...]:
    """The least counts of the classes q1 to q4: the usual ones, or round multiples of them where there is much.

    >>> steps_for([1, 2, 12]), steps_for([50, 90, 170, 240])
    ((1, 3, 6, 10), (1, 60, 120, 200))
    """
    found = sorted(n for n in counts if n)
    usual = found[int(len(found) * MOST_OF_THE_PALE)] if found else 0
    sizes = (one * ten for ten in (10**power for power in range(12)) for one in (1, 2, 5))
    wider = next(one for one in sizes if usual < 2 * STEPS[-1] * one)
    return (STEPS[0], *(step * wider for step in STEPS[1:]))


def legend_for(counts: Iterable[int]) -> list[tuple[str, str]]:
    """Each class of the stylesheet with the counts that it stands for."""
    steps = steps_for(counts)
    spans = [f"{least} – {above - 1}" for least, above in itertools.pairwise(steps)]
    return list(zip(("q0", "q1", "q2", "q3", "q4"), ["0", *spans, f"{steps[-1]} +"], strict=True))


def step_class(n: int, steps: Sequence[int] = STEPS) -> str:
    """The class of a count: q0 for none up to q4 for the most."""
    return f"q{sum(n >= least for least in steps)}"


@lru_cache(maxsize=256)
def _outlines(municipality_id: UUID, _version: int) -> dict[UUID, BaseGeometry]:
    cells: dict[UUID, list[int]] = {}
    for unit, cell in UnitCell.objects.of(municipality_id).values_list("unit_id", "cell9"):
        cells.setdefault(unit, []).append(cell)
    return dict(zip(cells, coverage(list(cells.values())), strict=True))


def coverage(areas: Sequence[Sequence[int]]) -> list[BaseGeometry]:
    """Smoothed outlines of areas given as cells, so that neighbours neither overlap nor leave gaps."""
    if not areas:
        return []
    exact = shapely.set_precision(np.array([grid.outline(cells) for cells in areas]), EXACTNESS)
    return list(shapely.coverage_simplify(exact, SMOOTHING))


@lru_cache(maxsize=64)
def _ground(municipality_id: UUID, _version: int, resolution: int) -> frozenset[int]:
    cells = UnitCell.objects.of(municipality_id).values_list("cell9", flat=True)
    return frozenset(grid.parent(cell, resolution) for cell in cells)


def _bounds(whole: BaseGeometry, points: Sequence[tuple[float, float]]) -> Bounds:
    west, south, east, north = whole.bounds
    lons, lats = [west, east, *(lon for lon, _lat in points)], [south, north, *(lat for _lon, lat in points)]
    return min(lons), min(lats), max(lons), max(lats)


def _middles(shapes: Mapping[UUID, BaseGeometry], seen: Bounds) -> dict[UUID, tuple[float, float]]:
    """Where to name each unit of which enough is seen: the middle of that part."""
    view = shapely.box(*seen)
    parts = {unit: shape.intersection(view) for unit, shape in shapes.items()}
    points = {unit: part.representative_point() for unit, part in parts.items() if part.area > view.area * NAMED}
    return {unit: (point.x, point.y) for unit, point in points.items()}


def _areas(frame: Frame, shapes: Mapping[UUID, BaseGeometry], counts: Mapping[UUID, int] | None) -> SafeString:
    rows = (
        ("area" if counts is None else step_class(counts.get(unit, 0)), path_of(frame, shape))
        for unit, shape in shapes.items()
    )
    return format_html_join("", '<path class="{}" d="{}"/>', rows)


@lru_cache(maxsize=16384)
def corners_of(frame: Frame, cell: int) -> str:
    """A hexagon's corners in the picture, as a polygon has them."""
    lat, lon = grid.centre(cell)
    x0, y0 = frame.xy(lon, lat)
    points = (frame.xy(lon, lat) for lat, lon in grid.hexagon(cell))
    return " ".join(f"{short(x0 + (x - x0) * SHRINK)},{short(y0 + (y - y0) * SHRINK)}" for x, y in points)


def frame_around(shapes: Iterable[BaseGeometry], cells: Iterable[int] = ()) -> Frame:
    """The picture in which these areas and hexagons fit."""
    areas = list(shapes)
    whole = shapely.union_all(areas) if areas else shapely.box(0, 0, 1, 1)
    corners = [corner for cell in cells for corner in grid.hexagon(cell)]
    return Frame(_bounds(whole, [(lon, lat) for lat, lon in corners]))


def _hexagons(frame: Frame, counts: Mapping[int, int]) -> SafeString:
    steps = steps_for(counts.values())
    rows = ((step_class(n, steps), corners_of(frame, cell)) for cell, n in sorted(counts.items()))
    return format_html_join("", '<polygon class="{}" points="{}"/>', rows)


def labels_of(labels: Sequence[Label]) -> SafeString:
    """Names with a halo, so that they're read on any ground."""
    lines = [line for label in labels for line in label.lines()]
    halos = format_html_join("", '<text class="halo" x="{}" y="{}">{}</text>', lines)
    return halos + format_html_join("", '<text x="{}" y="{}">{}</text>', lines)


@lru_cache(maxsize=1024)
def path_of(frame: Frame, area: BaseGeometry) -> str:
    """An area's outline in the picture."""
    rings = [ring for polygon in getattr(area, "geoms", [area]) for ring in (polygon.exterior, *polygon.interiors)]
    return "".join(
        "M" + "L".join(f"{short(x)},{short(y)}" for x, y in (frame.xy(*point) for point in ring.coords[:-1])) + "Z"
        for ring in rings
    )
