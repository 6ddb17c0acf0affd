"""Where a point lies, and units by name."""

from __future__ import annotations

from dataclasses import dataclass
from uuid import UUID

from firstdoor.core import settled
from firstdoor.core.folding import albanian_order, fold
from firstdoor.places import grid
from firstdoor.places.models import Municipality, Unit, UnitCell


@dataclass(frozen=True, slots=True)
class Whose:
    """Whose ground a point is: ours, another's (named, so that a person can be sent there), or nobody's we know."""

    ours: bool
    municipality: Municipality | None
    unit: Unit | None


def unit_at(lat: float, lon: float) -> tuple[Municipality, Unit] | None:
    """The municipality and unit of a point, by its own cell of resolution 9; None outside of all. 1 query.

    Raises ValueError for what is no latitude and longitude.
    """
    if not (-90 <= lat <= 90 and -180 <= lon <= 180):
        raise ValueError("latitude goes from -90 to 90, longitude from -180 to 180")
    cell = grid.cell_at(lat, lon, grid.UNIT_RESOLUTION)
    found = UnitCell.objects.filter(cell9=cell).select_related("unit", "municipality").first()
    return (found.municipality, found.unit) if found else None


def own_unit_at(lat: float, lon: float, municipality: Municipality) -> Unit | None:
    """The municipality's unit of a point; None when it lies elsewhere or is no point. 1 query, a smaller one."""
    if not (-90 <= lat <= 90 and -180 <= lon <= 180):
        return None
    cell = grid.cell_at(lat, lon, grid.UNIT_RESOLUTION)
    found = UnitCell.objects.of(municipality).filter(cell9=cell).select_related("unit").first()
    return found.unit if found else None


def whose_is(lat: float, lon: float, municipality: Municipality) -> Whose:
    """Whether a point is that municipality's, and whose otherwise. 1 query. Raises ValueError as `unit_at` does."""
    found = unit_at(lat, lon)
    if found is None:
        return Whose(ours=False, municipality=None, unit=None)
    return Whose(ours=found[0].pk == municipality.pk, municipality=found[0], unit=found[1])


def where(place: str, unit: str, municipality: Municipality) -> str:
    """A place and its unit in one line, neither said twice. No query.

    A municipality whose ground was made from the points of its data has one unit that bears its own name: on a page of
    the municipality that name tells nothing, and is left out.

    >>> where("Rr. Fan Noli", "Kuman", Municipality()), where("Shkolla, Kuman", "Kuman", Municipality())
    ('Rr. Fan Noli, Kuman', 'Shkolla, Kuman')
    """
    told = "" if municipality.boundary == Municipality.Boundary.POINTS or unit in place else unit
    return ", ".join(part for part in (place, told) if part)


def units(municipality: Municipality) -> list[Unit]:
    """The municipality's units, in the order of the Albanian alphabet, without retired ones. 1 small query."""
    kept = settled.kept(
        settled.stamp_of(municipality), "units", municipality.pk,
        make=lambda: sorted(
            Unit.objects.of(municipality).filter(retired_at=None), key=lambda unit: albanian_order(unit.name)
        ),
    )  # fmt: skip
    return [settled.copy_of(unit) for unit in kept]


def find_units(text: str, municipality: Municipality | None = None) -> list[Unit]:
    """Units whose name holds each word of `text`, with or without ë and ç; in all municipalities when none is given.

    Names that begin with the text come first. 1 query.
    """
    query = Unit.objects.of(municipality) if municipality else Unit.objects.all()
    query = query.filter(retired_at=None).select_related("municipality")
    wanted = fold(text)
    for word in wanted.split():
        query = query.filter(folded_name__contains=word)
    return sorted(query, key=lambda unit: (not unit.folded_name.startswith(wanted), albanian_order(unit.name)))


def units_by_cell(municipality: Municipality) -> dict[int, UUID]:
    """Each cell of resolution 9 on the municipality's ground with its unit: for many points at once. 1 query."""
    return dict(UnitCell.objects.of(municipality).values_list("cell9", "unit_id"))
