"""Places from elsewhere: a boundary file of the municipality's own, or only the points of its data."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

import shapely
import shapely.geometry
from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.text import slugify
from django.utils.translation import gettext as _

from firstdoor.core import audit, rights, texts
from firstdoor.core.actor import Actor
from firstdoor.core.folding import fold
from firstdoor.formats import geojson
from firstdoor.places import grid
from firstdoor.places.models import Municipality, Unit
from firstdoor.places.services import cells as unit_cells

RESERVED_SLUGS = frozenset({"desk", "account", "accounts", "mail", "places", "api", "static", "r", "components"})
NAME_PROPERTIES = ("name", "NAME", "Name", "emri", "EMRI", "title")
ID_PROPERTIES = ("com_id", "id", "ID", "code", "CODE", "kodi")


@dataclass(frozen=True, slots=True)
class Loaded:
    """What a boundary file brought: units, their cells, and cells that met another municipality's."""

    units: int
    retired: int
    cells: int
    moved_here: int
    left_to_others: int


@transaction.atomic
def load_geojson(
    *, by: Actor, municipality: Municipality, data: bytes, credit: str, name_property: str = "", id_property: str = ""
) -> Loaded:
    """Take a municipality's units and their boundaries from a GeoJSON file, one feature for each unit.

    Units are known again by their id, else by their name, so that what was said there stays there; those that the file
    no longer has are retired. Where the file covers ground that another municipality holds by approximation, the
    ground moves here; where that one has a file of its own, it stays there.

    Raises NotAllowed, and ValidationError (or GeoJSONError, a ValueError) with the feature at fault.
    """
    rights.require(by, "places.load_places", municipality)
    areas = geojson.read_areas(data)
    named = [_named(area, name_property, id_property) for area in areas]
    _require_distinct(named)
    existing = list(Unit.objects.of(municipality))
    units = [_unit(municipality, area, name, com_id, existing) for area, name, com_id in named]
    kept = {unit.pk for unit in units}
    retired = [unit for unit in existing if unit.pk not in kept and unit.retired_at is None]
    for unit in retired:
        unit.retired_at = timezone.now()
        unit.save(update_fields=["retired_at"])
    for unit in units:
        unit.save()
    located = list(_cells_of(areas, units))
    moved = unit_cells.replace(municipality, located, taken=True)
    for neighbour in moved.taken_from:
        neighbour.boundary_version += 1
        neighbour.save(update_fields=["boundary_version"])
        audit.record("places.ground_given", by=by, municipality=neighbour, about=neighbour)
    municipality.boundary = Municipality.Boundary.GEOJSON
    municipality.boundary_credit = credit
    municipality.boundary_version += 1
    municipality.save(update_fields=["boundary", "boundary_credit", "boundary_version"])
    audit.record("places.boundary_loaded", by=by, municipality=municipality, about=municipality)
    return Loaded(len(units), len(retired), len(located) - moved.left, moved.here, moved.left)


@transaction.atomic
def create_municipality(
    *,
    by: Actor,
    slug: str,
    names: Mapping[str, str],
    time_zone: str,
    languages: Sequence[str],
    boundary: str,
    boundary_credit: str = "",
    currency: str = "EUR",
    country: str = "",
    danger_number: str = "112",
) -> Municipality:
    """A municipality of which nothing but its name is known yet. Its own language is the first of `languages`.

    Raises NotAllowed, and ValidationError with the field at fault.
    """
    rights.require(by, "places.load_places")
    _require_new_slug(slug)
    if not languages or not names.get(languages[0]):
        raise ValidationError({"names": _("The name is needed in the municipality's first language.")})
    try:
        ZoneInfo(time_zone)
    except (ZoneInfoNotFoundError, ValueError) as unknown:
        raise ValidationError({"time_zone": _("There is no time zone “%(zone)s”.") % {"zone": time_zone}}) from unknown
    own = languages[0]
    name = texts.make(own, names[own], **{code: text for code, text in names.items() if code not in {own, "_"}})
    municipality = Municipality(
        slug=slug, name=name, short_name=names[own], folded_name=fold(" ".join(names.values())), time_zone=time_zone,
        languages=list(languages), boundary=boundary, boundary_credit=boundary_credit, currency=currency,
        country=country, danger_number=danger_number,
    )  # fmt: skip
    municipality.full_clean(validate_unique=False, validate_constraints=False)
    municipality.save()
    audit.record("places.municipality_created", by=by, municipality=municipality, about=municipality)
    return municipality


@transaction.atomic
def create_municipality_from_points(
    *,
    by: Actor,
    slug: str,
    names: Mapping[str, str],
    time_zone: str,
    languages: Sequence[str],
    points: Iterable[tuple[float, float]],
    currency: str = "EUR",
    country: str = "",
    danger_number: str = "112",
) -> Municipality:
    """A municipality whose ground is what its data (latitude, longitude) show: their cells and one ring around.

    It has one unit that bears its name, and is marked so (`boundary` "points"). Ground of other municipalities stays
    theirs. Raises NotAllowed, and ValidationError with the field at fault.
    """
    seen = {grid.cell_at(lat, lon, grid.UNIT_RESOLUTION) for lat, lon in points}
    if not seen:
        raise ValidationError({"points": _("There is no point from which a boundary could be made.")})
    municipality = create_municipality(
        by=by, slug=slug, names=names, time_zone=time_zone, languages=languages, currency=currency, country=country,
        danger_number=danger_number, boundary=Municipality.Boundary.POINTS,
    )  # fmt: skip
    ground = grid.with_ring(seen)
    label = grid.outline(ground).representative_point()
    unit = Unit(
        municipality=municipality, com_id=slug, name=municipality.short_name,
        folded_name=fold(municipality.short_name), label_lat=label.y, label_lon=label.x,
    )  # fmt: skip
    unit.save()
    unit_cells.replace(municipality, [(cell, unit.pk) for cell in sorted(ground)], taken=False)
    municipality.lat, municipality.lon = label.y, label.x
    municipality.boundary_version += 1
    municipality.save(update_fields=["lat", "lon", "boundary_version"])
    audit.record("places.boundary_loaded", by=by, municipality=municipality, about=municipality)
    return municipality


def _require_new_slug(slug: str) -> None:
    if slug != slugify(slug) or not slug or len(slug) > 60:
        raise ValidationError({"slug": _("An address is made of small letters, digits and hyphens.")})
    if slug in RESERVED_SLUGS:
        raise ValidationError({"slug": _("The address “%(slug)s” is taken by the program itself.") % {"slug": slug}})
    if Municipality.objects.filter(slug=slug).exists():
        raise ValidationError({"slug": _("There is a municipality “%(slug)s” already.") % {"slug": slug}})


def _named(area: geojson.Area, name_property: str, id_property: str) -> tuple[geojson.Area, str, str]:
    name = _first(area.properties, (name_property,) if name_property else NAME_PROPERTIES)
    if not name:
        raise ValidationError(
            _("Feature %(n)d has no name; say with --name in which property it stands.") % {"n": area.number}
        )
    com_id = _first(area.properties, (id_property,) if id_property else ID_PROPERTIES)
    return area, name[:120], com_id[:40]


def _first(properties: Mapping[str, Any], names: Iterable[str]) -> str:
    values = (properties.get(name) for name in names)
    return next((str(value).strip() for value in values if value not in (None, "")), "")


def _require_distinct(named: Sequence[tuple[geojson.Area, str, str]]) -> None:
    seen: dict[str, int] = {}
    for area, name, com_id in named:
        for mark in {f"name {fold(name)}", f"id {com_id}" if com_id else f"name {fold(name)}"}:
            if mark in seen:
                raise ValidationError(
                    _("Features %(a)d and %(b)d have the same %(mark)s.")
                    % {"a": seen[mark], "b": area.number, "mark": mark}
                )
            seen[mark] = area.number


def _unit(municipality: Municipality, area: geojson.Area, name: str, com_id: str, existing: Collection[Unit]) -> Unit:
    folded = fold(name)
    unit = next((unit for unit in existing if com_id and unit.com_id == com_id), None)
    unit = unit or next((unit for unit in existing if unit.folded_name == folded), None)
    unit = unit or Unit(municipality=municipality, com_id=com_id or f"own-{slugify(folded)[:34]}")
    label = shapely.make_valid(shapely.geometry.shape(area.geometry)).representative_point()
    unit.name, unit.folded_name, unit.retired_at = name, folded, None
    unit.label_lat, unit.label_lon = label.y, label.x
    return unit


def _cells_of(areas: Sequence[geojson.Area], units: Sequence[Unit]) -> Iterable[tuple[int, Any]]:
    """Each cell once: where features overlap, it goes to the first in the file."""
    given: set[int] = set()
    for area, unit in zip(areas, units, strict=True):
        try:
            cells = set(grid.cells_in(area.geometry)) - given
        except (ValueError, shapely.errors.GEOSException) as wrong:
            raise ValidationError(
                _("Feature %(n)d can't be used: %(why)s.") % {"n": area.number, "why": wrong}
            ) from wrong
        if not cells:
            raise ValidationError(_("Feature %(n)d lies wholly inside those before it.") % {"n": area.number})
        given |= cells
        yield from ((cell, unit.pk) for cell in sorted(cells))
