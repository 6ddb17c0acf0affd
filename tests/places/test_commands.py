"""What an administrator types."""

import json

import pytest

from firstdoor import cli
from firstdoor.core import audit_heads
from firstdoor.listen.selectors import top_themes
from firstdoor.places import selectors
from firstdoor.places.models import Holiday, Municipality, Rule, Unit
from tests.places.conftest import shared_geojson

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("albania")]
RING = [[19.68, 40.72], [19.74, 40.72], [19.74, 40.78], [19.68, 40.78], [19.68, 40.72]]


@pytest.fixture
def file(tmp_path):
    features = [
        {"type": "Feature", "properties": {"emri": "Kuman"}, "geometry": {"type": "Polygon", "coordinates": [RING]}}
    ]
    path = tmp_path / "units.geojson"
    path.write_text(json.dumps({"type": "FeatureCollection", "features": features}))
    return path


def test_opening_a_door_brings_its_rules_holidays_and_themes(capsys):
    assert cli.main(["municipality", "open", "roskovec"]) == 0
    assert "/sq/roskovec/" in capsys.readouterr().out
    roskovec = selectors.municipality_by_slug("roskovec")
    assert roskovec.active
    assert Rule.objects.of(roskovec).exists()
    assert len({day.year for day in Holiday.objects.of(roskovec).values_list("date", flat=True)}) == 3
    assert len(top_themes(roskovec)) == 12
    assert not audit_heads.verify()[1]


def test_the_list_marks_those_with_a_door(capsys):
    cli.main(["municipality", "open", "roskovec"])
    cli.main(["municipality", "list"])
    lines = capsys.readouterr().out.splitlines()
    assert [line.split()[1] for line in lines if line.startswith("*")] == ["roskovec"]
    assert sum(line.startswith("  ") for line in lines) == 60


def test_a_file_of_units_is_loaded(file, capsys):
    assert cli.main(["import", "places", str(file), "--municipality", "roskovec", "--credit", "© us", "--json"]) == 0
    told = json.loads(capsys.readouterr().out)
    assert (told["units"], told["retired"]) == (1, 3)
    roskovec = selectors.municipality_by_slug("roskovec")
    assert (roskovec.boundary, roskovec.boundary_credit) == ("geojson", "© us")
    assert not audit_heads.verify()[1]


def test_a_municipality_from_elsewhere_is_made_and_gets_its_ground(file, capsys):
    names = ["--name", "sq=Bashkia Velipojë", "--name", "en=Municipality of Velipojë"]
    assert cli.main(["municipality", "create", "velipoje", *names]) == 0
    assert cli.main(["import", "places", str(file), "--municipality", "velipoje", "--credit", "© us"]) == 0
    velipoje = Municipality.objects.get(slug="velipoje")
    assert velipoje.languages == ["sq", "en"]
    assert [unit.name for unit in Unit.objects.of(velipoje)] == ["Kuman"]


@pytest.mark.parametrize(
    ("arguments", "why"),
    [
        (["municipality", "open", "atlantis"], "no municipality “atlantis”"),
        (["municipality", "create", "desk", "--name", "sq=X"], "taken by the program itself"),
        (["municipality", "create", "x", "--name", "X"], "--name needs a language"),
        (["municipality", "create", "x", "--name", "sq=X", "--time-zone", "Mars/Base"], "no time zone “Mars/Base”"),
        (["import", "places", "nowhere.geojson", "--municipality", "atlantis", "--credit", "x"], "no municipality"),
        (["import", "places", "nowhere.geojson", "--municipality", "roskovec", "--credit", "x"], "can't be read"),
        (["import", "places", __file__, "--municipality", "roskovec", "--credit", "x"], "isn't JSON"),
    ],
)
def test_what_cannot_be_done_says_why_and_changes_nothing(arguments, why, capsys):
    assert cli.main(arguments) == 1
    told = capsys.readouterr()
    assert why in told.err
    assert not told.out
    assert Municipality.objects.count() == 61
    assert selectors.municipality_by_slug("roskovec").boundary == "cells"


def test_a_file_of_several_municipalities_is_not_taken_for_one(tmp_path, capsys):
    features = [
        feature
        for feature in shared_geojson("municipalities.geojson")
        if feature["properties"]["slug"] in {"roskovec", "patos"}
    ]
    path = tmp_path / "two.geojson"
    path.write_text(json.dumps({"type": "FeatureCollection", "features": features}))
    assert cli.main(["import", "places", str(path), "--municipality", "roskovec", "--credit", "x"]) == 1
    assert "more than one municipality" in capsys.readouterr().err
    assert selectors.unit_at(40.67333, 19.64395)[0].slug == "patos"
