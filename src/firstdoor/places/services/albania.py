"""Albania as it comes with the package: 12 counties, 61 municipalities, 373 administrative units and their cells."""

from __future__ import annotations

import csv
import gzip
import io
from collections.abc import Collection, Iterator
from importlib.resources import files

from django.db import transaction

from firstdoor.core import audit, rights, texts
from firstdoor.core.actor import Actor
from firstdoor.core.folding import fold
from firstdoor.places import grid
from firstdoor.places.models import County, Municipality, Unit, UnitCell
from firstdoor.places.services import cells as unit_cells

CREDIT = "© OpenStreetMap contributors (ODbL); Albania Election Data (CC BY-SA 4.0)"
DATA = files("firstdoor.places") / "data" / "albania"
OTHER_SPELLINGS = {"roskovec": "Roscovec", "prrenjas": "Përrenjas"}  # those that differ by more than marks
EMERGENCY_NUMBERS = [
    {"number": "129", "name": {"sq": "Policia e Shtetit", "en": "State Police", "_": "sq"}},
    {"number": "127", "name": {"sq": "Ambulanca", "en": "Ambulance", "_": "sq"}},
    {"number": "128", "name": {"sq": "Zjarrfikësit", "en": "Fire brigade", "_": "sq"}},
    {"number": "126", "name": {"sq": "Policia Rrugore", "en": "Road police", "_": "sq"}},
    {
        "number": "116 117",
        "name": {"sq": "Linja e këshillimit kundër dhunës", "en": "Counselling line on violence", "_": "sq"},
    },
    {"number": "116 111", "name": {"sq": "Linja e fëmijëve", "en": "Child helpline", "_": "sq"}},
    {"number": "116 000", "name": {"sq": "Linja për fëmijët e zhdukur", "en": "Missing children", "_": "sq"}},
]


@transaction.atomic
def load_albania(*, by: Actor, only: Collection[str] = ()) -> int:
    """Load the country, or only the municipalities with these slugs; returns how many were new.

    What is there already stays as it is, with what a municipality has changed since. All start without a door: see
    `open_municipality`. Raises NotAllowed.
    """
    rights.require(by, "places.load_places")
    present = set(Municipality.objects.values_list("slug", flat=True))
    rows = [
        row for row in _table("municipalities.csv") if row["slug"] not in present and (not only or row["slug"] in only)
    ]
    if not rows:
        return 0
    registry = {row["municipality"]: row for row in _table("partners.csv")}
    counties = _counties(rows)
    new = [_municipality(row, counties[row["county_iso"]], registry.get(row["name_sq"])) for row in rows]
    Municipality.objects.bulk_create(new)
    units = _units({municipality.short_name: municipality for municipality in new})
    Unit.objects.bulk_create(units.values())
    _take_over_cells(units)
    for municipality in new:
        audit.record("places.municipality_loaded", by=by, municipality=municipality, about=municipality)
    return len(new)


def _counties(rows: list[dict[str, str]]) -> dict[str, County]:
    known = {county.iso: county for county in County.objects.all()}
    for row in rows:
        if row["county_iso"] not in known:
            known[row["county_iso"]] = County.objects.create(iso=row["county_iso"], name=row["county"])
    return known


def _municipality(row: dict[str, str], county: County, registry: dict[str, str] | None) -> Municipality:
    others = ", ".join(filter(None, [row["alt_name"], OTHER_SPELLINGS.get(row["slug"], "")]))
    name = row["name_sq"]
    return Municipality(
        slug=row["slug"], name=texts.make("sq", row["official_name"], en=f"Municipality of {name}"), short_name=name,
        definite_name=row["name_sq_definite"], other_names=others,
        folded_name=fold(" ".join([row["official_name"], row["name_sq_definite"], row["seat"], others])),
        county=county, seat=row["seat"], lat=float(row["lat"]), lon=float(row["lon"]), country="AL",
        national_code=row["lau"], languages=["sq", "en"], time_zone="Europe/Tirane", currency="ALL",
        boundary=Municipality.Boundary.CELLS, boundary_credit=CREDIT, boundary_version=1,
        danger_number="112", emergency_numbers=EMERGENCY_NUMBERS,
        population_2011=_number(row["population_2011"]), population_2023=_number(row["population_2023"]),
        population_registry=_number(registry["population_registry"]) if registry else None,
        population_source=row["population_source"],
    )  # fmt: skip


def _units(municipalities: dict[str, Municipality]) -> dict[str, Unit]:
    return {
        row["com_id"]: Unit(
            municipality=municipalities[row["municipality"]],
            com_id=row["com_id"],
            name=row["name"],
            folded_name=fold(row["name"]),
            label_lat=float(row["label_lat"]),
            label_lon=float(row["label_lon"]),
            population_2011=_number(row["population_2011"]),
        )
        for row in _table("administrative-units.csv")
        if row["municipality"] in municipalities
    }


def _take_over_cells(units: dict[str, Unit]) -> None:
    """Cells of the new units, but for those that a municipality with a boundary of its own holds by now."""
    held = set(UnitCell.objects.exclude(municipality__boundary="cells").values_list("cell9", flat=True))
    unit_cells.add(
        (cell, units[row["com_id"]].pk, units[row["com_id"]].municipality_id)
        for row in _table("cells.csv.gz")
        if row["com_id"] in units
        for cell in grid.cells_of_text(row["cells"])
        if cell not in held
    )


def _table(name: str) -> Iterator[dict[str, str]]:
    data = (DATA / name).read_bytes()
    text = gzip.decompress(data) if name.endswith(".gz") else data
    return csv.DictReader(io.StringIO(text.decode("utf-8")))


def _number(text: str) -> int | None:
    return int(text) if text else None
