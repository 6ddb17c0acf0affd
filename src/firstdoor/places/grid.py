"""The hexagon grid: H3 cells as integers, which both databases store, sort and search as plain numbers.

A place is stored with its cell of resolution 10. Coarser cells for counting are parents of that one; only the look-up
of the administrative unit takes the point's own cell of resolution 9, since that differs from the parent for one
point in fifteen.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

import h3
import shapely
from shapely.geometry import shape
from shapely.geometry.base import BaseGeometry

UNIT_RESOLUTION = 9
PLACE_RESOLUTION = 10


def cell_at(lat: float, lon: float, resolution: int = PLACE_RESOLUTION) -> int:
    """The cell of a point.

    >>> cell_at(40.74751, 19.70469, 9)
    617535669049491455
    """
    return h3.str_to_int(h3.latlng_to_cell(lat, lon, resolution))


def parent(cell: int, resolution: int) -> int:
    """The coarser cell that holds `cell`; `cell` itself at its own resolution."""
    return h3.str_to_int(h3.cell_to_parent(h3.int_to_str(cell), resolution))


def children_between(cell: int, resolution: int = PLACE_RESOLUTION) -> tuple[int, int]:
    """First and last of the finer cells in `cell`: one range, so that a database finds them all with BETWEEN."""
    inside = h3.int_to_str(cell)
    first = h3.cell_to_center_child(inside, resolution)
    last = max(h3.str_to_int(child) for child in h3.cell_to_children(inside, resolution))
    return h3.str_to_int(first), last


KEY_RESOLUTION = 8
KEY_SHIFT = 3 * (15 - KEY_RESOLUTION)


def cell_of_key(key: int) -> int:
    """The cell of resolution 8 that holds the resolution 10 cells whose number, shifted right by KEY_SHIFT, is `key`.

    So a database can group places by the coarser cell with nothing but a shift of bits.

    >>> cell_of_key(cell_at(40.74751, 19.70469) >> KEY_SHIFT) == parent(cell_at(40.74751, 19.70469), 8)
    True
    """
    coarse = key << KEY_SHIFT & ~(0xF << 52) | KEY_RESOLUTION << 52
    return coarse | (1 << KEY_SHIFT) - 1


def centre(cell: int) -> tuple[float, float]:
    """Latitude and longitude of a cell's middle: the point that stands for a place whose exact one isn't shown."""
    lat, lon = h3.cell_to_latlng(h3.int_to_str(cell))
    return lat, lon


def hexagon(cell: int) -> list[tuple[float, float]]:
    """The corners of a cell as (latitude, longitude)."""
    return list(h3.cell_to_boundary(h3.int_to_str(cell)))


def beside(cell: int) -> list[int]:
    """The cells of the same size that share an edge with it."""
    return [one for name in h3.grid_disk(h3.int_to_str(cell), 1) if (one := h3.str_to_int(name)) != cell]


def cells_of_text(text: str, resolution: int = UNIT_RESOLUTION) -> list[int]:
    """Cells from a compacted list of names with spaces between, as it stands in cells.csv.gz."""
    return [h3.str_to_int(cell) for cell in h3.uncompact_cells(text.split(), resolution)]


def cells_in(geometry: Mapping[str, Any], resolution: int = UNIT_RESOLUTION) -> list[int]:
    """Cells whose middle lies in a GeoJSON Polygon or MultiPolygon; for one too small for any, the cell it lies in.

    Raises ValueError if the shape is empty or crosses itself beyond repair.
    """
    area = shapely.make_valid(shape(geometry))
    cells: set[int] = set()
    for polygon in _polygons(area):
        cells.update(h3.str_to_int(cell) for cell in h3.geo_to_cells(polygon, resolution))
    if not cells:
        if area.is_empty or not area.area:
            raise ValueError("the shape has no area")
        inner = area.representative_point()
        cells.add(cell_at(inner.y, inner.x, resolution))
    return sorted(cells)


def with_ring(cells: Iterable[int]) -> set[int]:
    """The cells and their neighbours."""
    return {h3.str_to_int(near) for cell in cells for near in h3.grid_disk(h3.int_to_str(cell), 1)}


def outline(cells: Iterable[int]) -> BaseGeometry:
    """The area that cells cover together, as Polygon or MultiPolygon (longitude, latitude)."""
    whole = h3.cells_to_h3shape([h3.int_to_str(cell) for cell in cells])
    return shape(whole.__geo_interface__)


def _polygons(area: BaseGeometry) -> list[BaseGeometry]:
    parts = getattr(area, "geoms", [area])
    return [part for part in parts if part.geom_type == "Polygon"]
