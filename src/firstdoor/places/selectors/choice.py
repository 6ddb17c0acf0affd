"""A map to choose on: each unit, then each hexagon of one, is a link, so that it works without a script."""

from __future__ import annotations

import math
from collections.abc import Mapping
from uuid import UUID

from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from firstdoor.places import grid
from firstdoor.places.models import Municipality, UnitCell
from firstdoor.places.selectors import maps
from firstdoor.places.selectors.frame import WIDTH
from firstdoor.places.selectors.labels import Label, place_labels
from firstdoor.places.selectors.units import units

MOST_HEXAGONS = 400  # beyond, coarser ones: a page for a phone


def ground_of(municipality: Municipality, unit_id: UUID) -> dict[int, tuple[float, float]]:
    """The hexagons of a unit that can be chosen, each with the point that stands for it, inside the unit. 1 query."""
    cells = list(UnitCell.objects.of(municipality).filter(unit_id=unit_id).values_list("cell9", flat=True))
    found: dict[int, list[int]] = {}
    for resolution in (maps.SHOWN_RESOLUTION, maps.SHOWN_RESOLUTION - 1, maps.SHOWN_RESOLUTION - 2):
        found = {}
        for cell in cells:
            found.setdefault(grid.parent(cell, resolution), []).append(cell)
        if len(found) <= MOST_HEXAGONS:
            break
    return {cell: _middle(cell, inside) for cell, inside in found.items()}


def _middle(cell: int, inside: list[int]) -> tuple[float, float]:
    lat, lon = grid.centre(cell)
    return min((grid.centre(one) for one in inside), key=lambda point: (point[0] - lat) ** 2 + (point[1] - lon) ** 2)


def moves(ground: Mapping[int, tuple[float, float]], cell: int, middle: tuple[float, float]) -> list[tuple[str, int]]:
    """Where a choice can go without the map: from a hexagon to those beside it, by direction; at first to the `middle` one.

    `ground` is what `ground_of` gives. With these links whoever has a keyboard alone reaches every hexagon, and does not pass
    hundreds of them on the way to the next button.
    """
    if not ground:
        return []
    if cell not in ground:
        return [(_("the middle one"), min(ground, key=lambda one: math.dist(ground[one], middle)))]
    names = (
        _("north"), _("north-east"), _("east"), _("south-east"), _("south"), _("south-west"), _("west"), _("north-west"),
    )  # fmt: skip
    lat, lon = grid.centre(cell)
    found = []
    for one in grid.beside(cell):
        if one in ground:
            north, east = grid.centre(one)[0] - lat, (grid.centre(one)[1] - lon) * math.cos(math.radians(lat))
            found.append((round(math.atan2(east, north) / (math.pi / 4)) % 8, one))
    return [(names[at], one) for at, one in sorted(found)]


def svg_choice(municipality: Municipality, *, unit_id: UUID | None, chosen: int = 0, query: str = "") -> SafeString:
    """A map whose units are links (`?unit=…`) or, with `unit_id`, whose hexagons in it are (`?unit=…&cell=…`).

    `query` is added to each link. The links aren't on the way of the Tab key: a list with the units and links to the hexagons
    beside the chosen one (`moves`) stand beside the map. 1 query, another with `unit_id`, and those of `outlines`.
    """
    shapes = maps.outlines(municipality)
    named = [unit for unit in units(municipality) if unit.pk in shapes]
    if unit_id is not None:
        shapes = {key: shape for key, shape in shapes.items() if key == unit_id}
        named = [unit for unit in named if unit.pk == unit_id]
    ground = ground_of(municipality, unit_id) if unit_id is not None else {}
    frame = maps.frame_around(shapes.values(), ground)
    if unit_id is None:
        links = format_html_join(
            "",
            '<a class="pick" tabindex="-1" href="?unit={}{}"><title>{}</title><path class="area" d="{}"/></a>',
            ((unit.pk, query, unit.name, maps.path_of(frame, shapes[unit.pk])) for unit in named),
        )
    else:
        links = format_html_join(
            "",
            '<a class="pick" tabindex="-1" href="?unit={}&amp;cell={}{}#place"><title>{}</title>'
            '<polygon class="{}" points="{}"/></a>',
            (
                (unit_id, cell, query, _("Hexagon {n}").format(n=n), "q4" if cell == chosen else "q1",
                 maps.corners_of(frame, cell))
                for n, cell in enumerate(sorted(ground), start=1)
            ),
        )  # fmt: skip
    labels = place_labels(
        [Label(unit.name, "", *frame.xy(unit.label_lon, unit.label_lat)) for unit in named], WIDTH, frame.height
    )
    outlines = format_html_join(
        "", '<path class="bd" d="{}"/>', ((maps.path_of(frame, shape),) for shape in shapes.values())
    )
    return format_html(
        '<svg class="hex choice" viewBox="0 0 {} {}" role="group" aria-label="{}">{}{}{}</svg>',
        round(WIDTH), math.ceil(frame.height), _("Map"), links, outlines,
        maps.labels_of(labels) if unit_id is None else "",
    )  # fmt: skip
