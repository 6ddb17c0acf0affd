"""Reports of another system come in as cases, all or none, and never twice."""

from __future__ import annotations

import csv
import json
from pathlib import Path

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from firstdoor import cli
from firstdoor.core import audit_heads
from firstdoor.listen.models import Case, Voice
from firstdoor.listen.services import importing
from firstdoor.places.models import Municipality, Unit
from firstdoor.understand import selectors as understand

pytestmark = pytest.mark.django_db
BOSTON = Path(__file__).resolve().parents[3] / "shared" / "data" / "reports" / "boston-311-2015-jan-sep.csv"
HEADER = "no,opened,closed,state,kind,place,lat,lon"
MAPPING = """
source = "city"
language = "en"
[columns]
id = "no"
opened = "opened"
closed = "closed"
status = "state"
title = "kind"
place = "place"
lat = "lat"
lon = "lon"
theme = "kind"
[dates]
format = "%Y-%m-%d %H:%M"
zone = "Europe/Tirane"
[status]
closed = ["Closed"]
[places]
nowhere = [[1.0, 2.0]]
[themes]
Light = "lighting.out"
Bite = "clean.bite"
_ = "streets"
[municipality]
name = "Town"
time_zone = "Europe/Tirane"
languages = ["en"]
boundary = "points"
"""
GOOD = "7,2025-03-01 10:00,,Open,Light,Rr. e Gjatë,41.1,20.1"


@pytest.fixture
def run(tmp_path, capsys):
    """Import these lines; gives the exit status, the JSON document and what stands on stderr."""

    def run(*lines, mapping=MAPPING, header=HEADER, data=None, options=()):
        file, toml = tmp_path / "reports.csv", tmp_path / "mapping.toml"
        file.write_bytes("\n".join([header, *lines, ""]).encode() if data is None else data)
        toml.write_text(mapping, encoding="utf-8")
        asked = ["--municipality", "town", "--mapping", str(toml), "--json", *map(str, options)]
        status = cli.main(["import", "reports", str(file), *asked])
        out, err = capsys.readouterr()
        return status, json.loads(out) if out else None, err

    return run


def reasons(document):
    return {row["line"]: row["reason"] for row in document["refused"]}


def test_rows_become_cases_and_nothing_else(run):
    closed = "8,2025-03-01 10:00,2025-03-02 09:30,Closed,Hole,,1.0,2.0"
    status, told, _err = run(GOOD, closed)
    assert (status, told) == (0, {"rows": 2, "imported": 2, "present": 0, "marked": 0, "refused": []})
    light, hole = Case.objects.order_by("number")
    assert (light.source, light.foreign_id, light.phase, light.ending) == ("city", "7", "received", "")
    assert (light.theme.code, light.title, light.place) == ("lighting.out", {"en": "Light", "_": "en"}, "Rr. e Gjatë")
    assert light.opened_at.isoformat() == "2025-03-01T09:00:00+00:00"
    assert light.unit == Unit.objects.get()
    assert (light.look_due, light.answer_due) == (None, None)
    assert (hole.theme.code, hole.phase, hole.ending) == ("streets", "ended", "solved")
    assert (hole.lat, hole.cell10, hole.unit) == (None, None, None)
    assert not Voice.objects.exists()
    assert not audit_heads.verify()[1]


def test_the_town_is_made_from_its_points_and_shows_them(run, client):
    run(GOOD)
    town = Municipality.objects.get(slug="town")
    assert (town.boundary, town.active, town.languages) == ("points", True, ["en"])
    assert "Light" in client.get("/en/town/reports/").content.decode()
    page = client.get("/en/town/reports/1/").content.decode()
    assert "Received" in page
    assert understand.public_counts(town).total == 1
    assert understand.heard(town, today=town.created_at.date()).total == 0


def test_the_towns_own_name_is_not_said_with_each_place(run, client):
    run(GOOD)
    listed = client.get("/en/town/reports/").content.decode()
    assert ">Rr. e Gjatë</p>" in listed
    assert "Rr. e Gjatë, Town" not in listed + client.get("/en/town/reports/1/").content.decode()


def test_everybody_sees_that_they_came_from_another_system(run, client):
    run(GOOD, "8,2025-03-02 10:00,,Open,Light,,,")
    case = Case.objects.get(foreign_id="7")
    page = client.get(f"/en/town/reports/{case.number}/").content.decode()
    assert "Brought over from another system: city, number 7. Nobody waits here for an answer." in page
    listed = client.get("/en/town/reports/").content.decode()
    assert listed.count(" · from another system") == 2
    assert "nobody waits here for an answer to it" in listed
    shown = client.get("/en/town/reports/?view=map").content.decode()
    assert "Not a boundary: only the surroundings of the places in the data." in shown
    assert "OpenStreetMap" not in shown


def test_a_second_run_imports_nothing(run):
    run(GOOD)
    before = set(Case.objects.values_list("pk", flat=True))
    _status, told, _err = run(GOOD, GOOD.replace("7,", "9,", 1))
    assert (told["imported"], told["present"]) == (1, 1)
    assert Case.objects.count() == 2
    assert before < set(Case.objects.values_list("pk", flat=True))


def test_refused_rows_have_their_line_and_reason_and_the_others_come_in(run, tmp_path):
    lines = [
        '1,2025-03-01 10:00,,Open,"a kind\nover two lines",,,',  # lines 2 and 3
        "2,2025-03-02 10:00,2025-03-01 10:00,Closed,x,,,",
        "",
        "3,1 March,,Open,x,,,",
        "4,2025-03-01 10:00,,Open,x,,91,20",
        "5,2025-03-01 10:00",
        ",2025-03-01 10:00,,Open,x,,,",
        "1,2025-03-01 10:00,,Open,x,,,",
        "6,2025-03-30 02:30,,Open,x,,,",  # clocks go from 2 to 3
        "8,2025-03-01 10:00,,Open,x,\x00,,",
        "=1+1,2025-03-01 10:00,,Open," + "x" * 300 + ",,,",
    ]
    _status, told, _err = run(*lines, GOOD, options=["--refused", tmp_path / "refused.csv"])
    assert (told["rows"], told["imported"]) == (11, 2)
    found = reasons(told)
    assert list(found) == [4, 6, 7, 8, 9, 10, 11, 12, 13]
    assert found[4] == "closed before opened"
    assert "no date as %Y-%m-%d" in found[6]
    assert "no latitude" in found[7]
    assert found[8] == "2 cells instead of 8"
    assert found[9] == "no is empty"
    assert found[10] == "number 1 stands already on line 2"
    assert "clocks went forward" in found[11]
    assert "control character" in found[12]
    assert "longer than 200" in found[13]
    rows = list(csv.reader((tmp_path / "refused.csv").read_text(encoding="utf-8").splitlines()))
    assert rows[0] == ["line", "reason", *HEADER.split(",")]
    assert rows[-1][:3] == ["13", found[13], "'=1+1"]
    assert Case.objects.get(foreign_id="1").title["en"] == "a kind over two lines"


def test_what_has_not_happened_yet_is_refused(run):
    _status, told, _err = run("1,2099-03-01 10:00,,Open,x,,,", "2,2025-03-01 10:00,2099-03-01 10:00,Closed,x,,,", GOOD)
    found = reasons(told)
    assert list(found) == [2, 3]
    assert found[2].endswith("“2099-03-01 10:00” is in the future")
    assert found[3].endswith("“2099-03-01 10:00” is in the future")
    assert Case.objects.count() == 1


def test_an_hour_that_came_twice_and_a_place_elsewhere_are_marked(run):
    run(GOOD)
    _status, told, _err = run("1,2025-10-26 02:30,,Open,x,,,", "2,2025-03-01 10:00,,Open,x,,45.0,9.0")
    assert (told["imported"], told["marked"]) == (2, 2)
    assert Case.objects.get(foreign_id="1").opened_at.isoformat() == "2025-10-26T00:30:00+00:00"
    assert Case.objects.get(foreign_id="2").unit is None


def test_a_mapping_may_mark_what_it_would_refuse(run):
    line = "2,2025-03-02 10:00,2025-03-01 10:00,Closed,x,,41.1,20.1"
    _status, told, _err = run(line, mapping=MAPPING + '[rules]\nclosed_before_opened = "mark"\n')
    assert (told["imported"], told["marked"]) == (1, 1)
    assert (Case.objects.get().phase, Case.objects.get().ended_at) == ("ended", None)


def test_what_is_not_for_everybody_is_not_published(run, client):
    run(GOOD.replace("Light", "Bite"))
    assert (Case.objects.get().level, Case.objects.get().published_at) == ("staff", None)
    assert "Bite" not in client.get("/en/town/reports/").content.decode()


def test_html_and_formulas_stay_text(run, client):
    run(GOOD.replace("Light", "<b>=HYPERLINK</b>"))
    assert "&lt;b&gt;=HYPERLINK&lt;/b&gt;" in client.get("/en/town/reports/").content.decode()


def test_a_dry_run_changes_nothing(run):
    _status, told, _err = run(GOOD, options=["--dry-run"])
    assert told["imported"] == 1
    assert not Municipality.objects.filter(slug="town").exists()
    assert not Case.objects.exists()


def test_what_stops_in_the_middle_leaves_nothing(run, monkeypatch):
    monkeypatch.setattr(importing, "BATCH", 1)
    made = iter([1])

    def then_stops(self, row, real=importing._Maker.case):
        next(made)
        return real(self, row)

    monkeypatch.setattr(importing._Maker, "case", then_stops)
    with pytest.raises(StopIteration):
        run(GOOD, GOOD.replace("7,", "9,", 1))
    assert not Case.objects.exists()
    assert not Municipality.objects.filter(slug="town").exists()


@pytest.mark.parametrize(
    ("given", "words"),
    [
        ({"data": b""}, "line 1 is empty"),
        ({"header": "no,begun"}, "names no column “opened”"),
        ({"data": (HEADER + "\n7,2025-03-01 10:00,,Open,L\u00ebkur,,,\n").encode("latin-1")}, "line 2 isn't utf-8"),
        ({"data": (HEADER + '\n7,"2025\n').encode()}, "quotation mark"),
        ({"mapping": MAPPING.replace('opened = "opened"', "")}, "the mapping needs [columns] opened"),
        ({"mapping": MAPPING.replace("Europe/Tirane", "Europe/Nowhere")}, "no time zone “Europe/Nowhere”"),
        ({"mapping": "source = "}, "isn't TOML"),
        ({"mapping": MAPPING + "[colums]\n"}, "unknown key “colums”"),
        ({"mapping": MAPPING.replace("lighting.out", "lighting.gone")}, "“lighting.gone”, which is no theme"),
        ({"mapping": MAPPING.replace("lighting.out", "violence.domestic")}, "theme of a lane"),
        ({"mapping": MAPPING.split("[municipality]")[0]}, "no municipality “town”"),
        ({"mapping": MAPPING.replace('lat = "lat"', "")}, "both lat and lon"),
    ],
)
def test_what_cannot_be_used_is_told_in_one_line(run, given, words):
    status, told, err = run(GOOD, **given)
    assert (status, told) == (1, None)
    assert words in err
    assert err.count("\n") == 1
    assert not Municipality.objects.filter(slug="town").exists()


def test_missing_files_are_told(run, tmp_path, capsys):
    asked = ["--municipality", "town", "--mapping"]
    assert cli.main(["import", "reports", str(tmp_path / "none.csv"), *asked, "boston-311.toml"]) == 1
    assert "none.csv: No such file" in capsys.readouterr().err
    assert cli.main(["import", "reports", str(tmp_path / "none.csv"), *asked, "none.toml"]) == 1
    assert "none.toml: No such file" in capsys.readouterr().err


@pytest.mark.parametrize("encoding", ["utf-8-sig", "latin-1"])
def test_a_byte_order_mark_and_other_encodings_are_read(run, encoding):
    data = f"{HEADER}\n{GOOD}\n".encode(encoding)
    said = '[file]\nencoding = "latin-1"\n' if encoding == "latin-1" else ""
    _status, told, _err = run(data=data, mapping=MAPPING + said)
    assert told["imported"] == 1
    assert Case.objects.get().place == "Rr. e Gjatë"


@pytest.mark.skipif(not BOSTON.exists(), reason="the folder shared with real reports is not beside the repository")
def test_a_real_city(capsys, client):
    asked = ["import", "reports", str(BOSTON), "--municipality", "boston", "--mapping", "boston-311.toml", "--json"]
    assert cli.main(asked) == 0
    told = json.loads(capsys.readouterr().out)
    assert (told["rows"], told["imported"], told["present"], len(told["refused"])) == (15000, 14950, 0, 50)
    assert {row["reason"] for row in told["refused"]} == {"closed before opened"}
    assert told["refused"][0]["line"] == 5757
    assert cli.main(asked) == 0
    told = json.loads(capsys.readouterr().out)
    assert (told["imported"], told["present"]) == (0, 14950)
    boston = Municipality.objects.get(slug="boston")
    assert Case.objects.of(boston).filter(cell10=None).count() in range(1200, 1252)
    with CaptureQueriesContext(
        connection,
    ) as queries:
        counts = understand.public_counts(boston)
    assert counts.total == 14950
    assert len(queries) == 10
    assert client.get("/en/boston/reports/").status_code == 200
