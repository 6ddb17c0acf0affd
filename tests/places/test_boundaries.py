"""Boundary files of a municipality's own, and municipalities of which only points are known."""

import csv
import json

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, connection, transaction

from firstdoor.core.models import Audit
from firstdoor.core.rights import NotAllowed
from firstdoor.formats.geojson import GeoJSONError
from firstdoor.places import grid, selectors, services
from firstdoor.places.models import Holiday, Municipality, Rule, Unit, UnitCell
from tests.places.conftest import SHARED, SYSTEM

pytestmark = pytest.mark.django_db


def _square(west: float, south: float, size: float = 0.04) -> dict:
    east, north = west + size, south + size
    ring = [[west, south], [east, south], [east, north], [west, north], [west, south]]
    return {"type": "Polygon", "coordinates": [ring]}


def _file(*features: tuple[dict, dict]) -> bytes:
    return json.dumps(
        {
            "type": "FeatureCollection",
            "features": [{"type": "Feature", "geometry": g, "properties": p} for g, p in features],
        }
    ).encode()


def _load(municipality, *features, **options):
    return services.load_geojson(by=SYSTEM, municipality=municipality, data=_file(*features), credit="© us", **options)


def test_a_file_of_its_own_replaces_the_approximation(roskovec):
    before = selectors.outlines(roskovec)
    loaded = _load(
        roskovec,
        (_square(19.68, 40.72), {"name": "Kuman", "com_id": "5105"}),
        (_square(19.72, 40.72), {"name": "Lagjja e re", "com_id": "9001"}),
    )
    assert (loaded.units, loaded.retired) == (2, 3)
    assert roskovec.boundary == "geojson"
    assert roskovec.boundary_credit == "© us"
    assert [unit.name for unit in selectors.units(roskovec)] == ["Kuman", "Lagjja e re"]
    assert selectors.unit_at(40.74, 19.74)[1].name == "Lagjja e re"
    assert selectors.outlines(roskovec).keys() != before.keys()


def test_a_unit_is_known_again_by_its_number_or_its_name(roskovec):
    kuman = Unit.objects.of(roskovec).get(name="Kuman")
    strum = Unit.objects.of(roskovec).get(name="Strum")
    _load(
        roskovec,
        (_square(19.68, 40.72), {"name": "Kumani", "com_id": "5105"}),
        (_square(19.72, 40.72), {"name": "STRUM"}),
    )
    kuman.refresh_from_db()
    strum.refresh_from_db()
    assert (kuman.name, kuman.retired_at) == ("Kumani", None)
    assert (strum.name, strum.retired_at, strum.com_id) == ("STRUM", None, "5115")


def test_a_retired_unit_stays_for_what_was_said_there_and_comes_back(roskovec):
    _load(roskovec, (_square(19.68, 40.72), {"name": "Kuman"}))
    kurjan = Unit.objects.of(roskovec).get(name="Kurjan")
    assert kurjan.retired_at is not None
    assert not UnitCell.objects.of(roskovec).filter(unit=kurjan).exists()
    assert kurjan.pk not in selectors.outlines(roskovec)
    _load(roskovec, (_square(19.68, 40.72), {"name": "Kuman"}), (_square(19.72, 40.72), {"name": "Kurjan"}))
    assert {unit.pk for unit in selectors.units(roskovec)} >= {kurjan.pk}


def test_ground_comes_from_a_neighbour_that_has_only_an_approximation(roskovec, patos):
    over_patos = _square(19.62, 40.65, 0.05)
    assert selectors.unit_at(40.67333, 19.64395)[0] == patos
    version = patos.boundary_version
    loaded = _load(roskovec, (over_patos, {"name": "Kuman"}))
    assert loaded.moved_here > 0
    assert selectors.unit_at(40.67333, 19.64395)[0] == roskovec
    patos.refresh_from_db()
    assert patos.boundary_version > version  # its outline is drawn anew
    assert Audit.objects.filter(municipality_id=patos.pk, verb="places.ground_given").exists()


def test_ground_stays_with_a_neighbour_that_brought_a_file_too(roskovec, patos):
    over_patos = _square(19.62, 40.65, 0.05)
    _load(patos, (over_patos, {"name": "Patos"}))
    loaded = _load(roskovec, (over_patos, {"name": "Kuman"}), (_square(19.72, 40.72), {"name": "Strum"}))
    assert (loaded.moved_here, loaded.left_to_others > 0) == (0, True)
    assert selectors.unit_at(40.67333, 19.64395)[0] == patos


def test_a_country_loaded_afterwards_leaves_that_ground_alone(db):
    for slug in ("first", "second"):
        services.create_municipality(
            by=SYSTEM, slug=slug, names={"sq": slug}, time_zone="Europe/Tirane", languages=["sq"], boundary="geojson"
        )
    _load(Municipality.objects.get(slug="first"), (_square(19.68, 40.72), {"name": "Ours"}))
    services.load_albania(by=SYSTEM, only={"roskovec"})
    assert selectors.unit_at(40.74, 19.70)[0].slug == "first"


def test_a_shape_too_small_for_any_cell_still_has_one(roskovec):
    loaded = _load(roskovec, (_square(19.70, 40.74, 0.0005), {"name": "Sheshi"}))
    assert loaded.cells == 1
    assert selectors.unit_at(40.7402, 19.7002)[1].name == "Sheshi"


def test_other_names_of_properties_can_be_given(roskovec):
    _load(roskovec, (_square(19.68, 40.72), {"NJA": "Kuman", "nr": 7}), name_property="NJA", id_property="nr")
    assert Unit.objects.of(roskovec).get(name="Kuman").com_id == "5105"  # known by its name


@pytest.mark.parametrize(
    ("features", "why"),
    [
        ([(_square(19.68, 40.72), {})], "Feature 1 has no name"),
        ([(_square(19.68, 40.72), {"name": "A"}), (_square(19.72, 40.72), {"name": "a"})], "Features 1 and 2"),
        (
            [(_square(19.68, 40.72), {"name": "A", "id": 1}), (_square(19.72, 40.72), {"name": "B", "id": 1})],
            "Features 1 and 2",
        ),
        ([(_square(19.68, 40.72), {"name": "A"}), (_square(19.69, 40.73, 0.01), {"name": "B"})], "Feature 2 lies"),
        ([({"type": "Polygon", "coordinates": [[[1, 1], [1, 1], [1, 1], [1, 1]]]}, {"name": "A"})], "Feature 1 can't"),
    ],
)
def test_a_file_with_a_fault_changes_nothing(roskovec, features, why):
    cells = UnitCell.objects.of(roskovec).count()
    with pytest.raises(ValidationError, match=why), transaction.atomic():
        _load(roskovec, *features)
    assert UnitCell.objects.of(roskovec).count() == cells
    assert Unit.objects.of(roskovec).filter(retired_at=None).count() == 4


def test_what_is_no_geojson_is_refused(roskovec):
    with pytest.raises(GeoJSONError), transaction.atomic():
        services.load_geojson(by=SYSTEM, municipality=roskovec, data=b"x", credit="")


def test_a_focal_point_does_not_redraw_the_municipality(roskovec, focal_point):
    with pytest.raises(NotAllowed):
        services.load_geojson(by=focal_point, municipality=roskovec, data=b"", credit="")


def _boston(points, **options):
    names = {"en": "City of Boston", "sq": "Boston"}
    known = {"slug": "boston", "names": names, "time_zone": "America/New_York", "languages": ["en"]}
    return services.create_municipality_from_points(by=SYSTEM, points=points, **{**known, **options})


def test_a_municipality_made_of_points_covers_them_and_one_ring(db):
    points = [(42.36, -71.06), (42.35, -71.07)]
    boston = _boston(points)
    assert boston.boundary == "points"
    for lat, lon in points:
        municipality, unit = selectors.unit_at(lat, lon)
        assert (municipality, unit.name) == (boston, "City of Boston")
        for near in grid.with_ring([grid.cell_at(lat, lon, 9)]):
            assert selectors.unit_at(*grid.centre(near))[0] == boston
    assert selectors.unit_at(42.30, -71.06) is None
    assert str(boston) == "City of Boston"


def test_points_take_no_ground_from_others(roskovec):
    boston = _boston([(40.74751, 19.70469), (42.36, -71.06)])
    assert selectors.unit_at(40.74751, 19.70469)[0] == roskovec
    assert UnitCell.objects.of(boston).count() == 7


def test_only_its_own_promises_hold_in_a_country_we_dont_know(db):
    boston = _boston([(42.36, -71.06)])
    services.load_rules_and_holidays(by=SYSTEM, municipality=boston, years=[2026])
    codes = set(Rule.objects.of(boston).values_list("code", flat=True))
    assert "firstdoor.first_answer" in codes
    assert not [code for code in codes if code.startswith(("rti.", "consult.", "dv."))]
    assert not Holiday.objects.of(boston).exists()


@pytest.mark.parametrize(
    ("options", "field"),
    [
        ({"slug": "desk"}, "slug"),
        ({"slug": "Bo ston"}, "slug"),
        ({"slug": "roskovec"}, "slug"),
        ({"time_zone": "Europe/Tirana-e-re"}, "time_zone"),
        ({"names": {"sq": "Boston"}}, "names"),
        ({"points": []}, "points"),
        ({"currency": "EURO"}, "currency"),
    ],
)
def test_what_is_wrong_about_a_new_municipality_is_named(roskovec, options, field):
    with pytest.raises(ValidationError) as refused:
        _boston(**{"points": [(42.36, -71.06)], **options})
    assert field in refused.value.message_dict
    assert not Municipality.objects.filter(slug="boston").exists()


def test_the_boundary_of_a_real_citys_points(db):
    path = SHARED / "reports" / "boston-311-2015-jan-sep.csv"
    if not path.exists():
        pytest.skip("the city's reports aren't part of the product")
    with path.open(encoding="utf-8") as table:
        rows = list(csv.DictReader(table))
    points = [(float(row["LATITUDE"]), float(row["LONGITUDE"])) for row in rows if row["LATITUDE"]]
    boston = _boston(points)
    assert all(selectors.whose_is(*point, boston).ours for point in points[::500])
    assert selectors.svg_map(boston, names=selectors.MapNames("Boston")).count('class="bd"') == 1


def test_the_database_refuses_a_cell_of_another_municipalitys_unit(roskovec, patos):
    theirs = Unit.objects.of(patos).first()
    with pytest.raises(IntegrityError), transaction.atomic():
        _at_once(lambda: UnitCell.objects.create(municipality=roskovec, unit=theirs, cell9=1))


def _at_once(change) -> None:
    """Make a change and have PostgreSQL check it now, not at the commit that a test never comes to."""
    change()
    connection.check_constraints()
