"""The country as it comes with the package."""

import csv

import numpy as np
import pytest
import shapely
from shapely.geometry import shape

from firstdoor.core.actor import ANYBODY
from firstdoor.core.rights import NotAllowed
from firstdoor.places import grid, selectors, services
from firstdoor.places.models import County, Municipality, Unit, UnitCell
from firstdoor.places.selectors.maps import coverage
from firstdoor.places.services.albania import DATA
from tests.places.conftest import SYSTEM, shared_geojson

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("albania")]


def _cells() -> dict[str, list[int]]:
    cells: dict[str, list[int]] = {}
    for com_id, cell in UnitCell.objects.values_list("unit__com_id", "cell9"):
        cells.setdefault(com_id, []).append(cell)
    return cells


def test_all_of_it_is_there():
    assert Municipality.objects.count() == 61
    assert Unit.objects.count() == 373
    assert County.objects.count() == 12
    assert UnitCell.objects.count() == 241_366


def test_no_municipality_has_a_door_until_somebody_opens_it():
    assert selectors.active_municipalities() == []
    roskovec = selectors.municipality_by_slug("roskovec")
    services.open_municipality(by=SYSTEM, municipality=roskovec)
    assert [found.slug for found in selectors.active_municipalities()] == ["roskovec"]


def test_loading_twice_changes_nothing_and_keeps_what_was_changed_since(django_assert_max_num_queries):
    roskovec = selectors.municipality_by_slug("roskovec")
    services.change_contact_data(by=SYSTEM, municipality=roskovec, values={"phone": "069 000 0000"})
    with django_assert_max_num_queries(3):
        assert services.load_albania(by=SYSTEM) == 0
    assert selectors.municipality_by_slug("roskovec").phone == "069 000 0000"


def test_only_the_installation_loads_a_country():
    with pytest.raises(NotAllowed):
        services.load_albania(by=ANYBODY)


def test_each_unit_is_found_by_its_label_point():
    units = {unit.com_id: unit for unit in Unit.objects.select_related("municipality")}
    with (DATA / "administrative-units.csv").open(encoding="utf-8") as table:
        rows = list(csv.DictReader(table))
    assert len(rows) == 373
    for row in rows:
        municipality, unit = selectors.unit_at(float(row["label_lat"]), float(row["label_lon"]))
        assert unit == units[row["com_id"]]
        assert (municipality.short_name, unit.name) == (row["municipality"], row["name"])


def test_a_point_costs_one_query(django_assert_num_queries):
    with django_assert_num_queries(1):
        municipality, unit = selectors.unit_at(40.72308, 19.68652)
        assert (municipality.slug, unit.name) == ("roskovec", "Kuman")


def test_a_point_elsewhere_is_told_whose_it_is(django_assert_num_queries):
    roskovec = selectors.municipality_by_slug("roskovec")
    with django_assert_num_queries(1):
        whose = selectors.whose_is(40.67333, 19.64395, roskovec)
    assert not whose.ours
    assert whose.municipality.short_name == "Patos"
    assert selectors.whose_is(40.74751, 19.70469, roskovec).ours


@pytest.mark.parametrize(("lat", "lon"), [(41.9, 12.5), (0, 0), (-90, 180), (90, -180)])
def test_a_point_outside_the_country_is_nobodys(lat, lon):
    assert selectors.unit_at(lat, lon) is None
    assert selectors.whose_is(lat, lon, selectors.municipality_by_slug("roskovec")).municipality is None


@pytest.mark.parametrize(("lat", "lon"), [(91, 0), (0, 181), (float("nan"), 0), (0, float("inf"))])
def test_what_is_no_point_is_refused(lat, lon):
    with pytest.raises(ValueError):
        selectors.unit_at(lat, lon)


def test_outlines_of_the_whole_country_are_one_coverage():
    outlines = np.array(coverage(list(_cells().values())))
    assert shapely.coverage_is_valid(outlines)
    assert shapely.is_valid(outlines).all()
    assert shapely.get_num_coordinates(outlines).sum() < 20_000


def test_outlines_agree_with_the_shapes_they_come_from():
    cells = _cells()
    ours = dict(zip(cells, coverage(list(cells.values())), strict=True))
    overlap = []
    for feature in shared_geojson("administrative-units.geojson"):
        theirs, mine = shape(feature["geometry"]), ours[str(feature["properties"]["com_id"])]
        overlap.append(mine.intersection(theirs).area / mine.union(theirs).area)
    assert len(overlap) == 373
    assert np.median(overlap) > 0.95
    assert min(overlap) > 0.67


def test_points_agree_with_the_shapes_but_for_a_strip_along_the_borders():
    owner = dict(UnitCell.objects.values_list("cell9", "unit__com_id"))
    right = total = 0
    for feature in shared_geojson("administrative-units.geojson"):
        area = shape(feature["geometry"])
        west, south, east, north = area.bounds
        points = shapely.points(np.random.default_rng(7).uniform((west, south), (east, north), (60, 2)))
        for point in points[shapely.contains(area, points)]:
            total += 1
            right += owner.get(grid.cell_at(point.y, point.x, 9)) == str(feature["properties"]["com_id"])
    assert total > 8000
    assert right / total > 0.95


def test_municipalities_are_the_union_of_their_units():
    by_slug: dict[str, list[int]] = {}
    for slug, cell in UnitCell.objects.values_list("municipality__slug", "cell9"):
        by_slug.setdefault(slug, []).append(cell)
    overlap = []
    for feature in shared_geojson("municipalities.geojson"):
        area, mine = shape(feature["geometry"]), grid.outline(by_slug[feature["properties"]["slug"]])
        overlap.append(mine.intersection(area).area / mine.union(area).area)
    assert len(overlap) == 61
    assert np.median(overlap) > 0.95
    assert min(overlap) > 0.8


def test_every_municipality_has_the_credit_its_licence_asks_for():
    assert set(Municipality.objects.values_list("boundary_credit", flat=True)) == {services.CREDIT}
    assert "ODbL" in services.CREDIT
    assert "ODbL" in (DATA / "LICENCE.md").read_text(encoding="utf-8")


def test_figures_name_which_people_they_count():
    roskovec = selectors.municipality_by_slug("roskovec")
    assert (roskovec.population_2011, roskovec.population_2023, roskovec.population_registry) == (21742, 16332, 31548)
    assert sum(Municipality.objects.values_list("population_2011", flat=True)) == 2_800_138
    assert sum(unit.population_2011 for unit in selectors.units(roskovec)) == 21742


@pytest.mark.parametrize(
    ("typed", "found"),
    [
        ("Cërrik", ["cerrik"]),
        ("cerrik", ["cerrik"]),
        ("CERRIKU", ["cerrik"]),
        ("Roscovec", ["roskovec"]),
        ("roskoveci", ["roskovec"]),
        ("ura vajgurore", ["dimal"]),
        ("Burrel", ["mat"]),
        ("malesi e madhe", ["malesi-e-madhe"]),
        ("Elbasan'", ["elbasan"]),
        ("nowhere", []),
    ],
)
def test_municipalities_are_found_with_and_without_marks(typed, found):
    lists = selectors.find_municipalities(typed, active_only=False)
    assert [municipality.slug for county in lists for municipality in county.municipalities] == found


def test_all_municipalities_come_by_county_in_the_order_of_the_alphabet(django_assert_num_queries):
    with django_assert_num_queries(1):
        counties = selectors.find_municipalities(active_only=False)
    names = [county.name for county in counties]
    assert names[:5] == ["Berat", "Dibër", "Durrës", "Elbasan", "Fier"]
    assert names[-2:] == ["Tiranë", "Vlorë"]
    assert sum(len(county.municipalities) for county in counties) == 61


@pytest.mark.parametrize("typed", ["Zharrëz", "zharrez", "ZHARREZ", "  zharrë  "])
def test_units_are_found_with_and_without_marks(typed, django_assert_num_queries):
    with django_assert_num_queries(1):
        assert [unit.name for unit in selectors.find_units(typed)] == ["Zharrëz"]


def test_every_unit_and_municipality_is_found_by_its_name_without_marks():
    for unit in Unit.objects.select_related("municipality"):
        bare = unit.name.replace("ë", "e").replace("Ë", "E").replace("ç", "c").replace("Ç", "C").upper()
        assert unit in selectors.find_units(bare, unit.municipality)


def test_units_of_another_municipality_stay_out():
    patos = selectors.municipality_by_slug("patos")
    assert selectors.find_units("Kuman", patos) == []
    assert [unit.name for unit in selectors.units(patos)] == ["Patos", "Ruzhdie", "Zharrëz"]


def test_a_map_can_be_drawn_of_every_municipality():
    for municipality in Municipality.objects.all():
        picture = selectors.svg_map(municipality, names=selectors.MapNames("x"))
        assert picture.count('class="bd"') == len(selectors.units(municipality))
