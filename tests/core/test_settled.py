"""What a municipality has settled is read once, and what is changed in any way holds from the next look on."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from django.core.management import call_command
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext

from firstdoor.core import settled
from firstdoor.core.actor import system
from firstdoor.core.models import Settled
from firstdoor.listen.models import Theme
from firstdoor.listen.selectors import theme_by_code, theme_tree, top_themes
from firstdoor.listen.services import load_themes
from firstdoor.people.models import Grant, Person
from firstdoor.people.selectors import person_to_talk_to
from firstdoor.places import services as places
from firstdoor.places.models import Holiday, Municipality, Rule, Unit
from firstdoor.places.selectors import holidays, municipality_by_id, municipality_by_slug, rule_value, units
from tests.world import grant, make_municipality, make_person

DAY = date(2026, 11, 27)


@pytest.fixture(autouse=True)
def _kept(monkeypatch):
    monkeypatch.setattr("firstdoor.core.settled.values.most", 50)
    settled.values.clear()
    yield
    settled.values.clear()


@pytest.fixture
def here(db):
    municipality, by = make_municipality("roskovec"), system("test")
    load_themes(by=by, municipality=municipality)
    places.load_rules_and_holidays(by=by, municipality=municipality, years=[DAY.year, DAY.year + 1])
    return municipality


def statements(ask):
    with CaptureQueriesContext(connection) as seen:
        ask()
    return [query["sql"] for query in seen]


@pytest.mark.parametrize(
    "ask",
    [
        lambda here: municipality_by_slug(here.slug),
        lambda here: theme_by_code(here, "lighting"),
        lambda here: top_themes(here),
        lambda here: rule_value("retention.contact", here, DAY),
        lambda here: holidays(here),
        lambda here: units(here),
        lambda here: municipality_by_id(here.pk),
        lambda here: person_to_talk_to(here, today=DAY),
    ],
    ids=["municipality", "theme", "themes", "rule", "holidays", "units", "by id", "person"],
)
def test_the_second_look_asks_for_the_stamp_alone(here, ask):
    ask(here)
    again = statements(lambda: ask(here))
    assert len(again) == 1
    assert "core_settled" in again[0]


def test_what_is_changed_past_the_services_holds_at_once(here):
    assert theme_by_code(here, "lighting").level == "public"
    Theme.objects.of(here).filter(code="lighting").update(level="staff")
    assert theme_by_code(here, "lighting").level == "staff"
    Theme.objects.create(municipality=here, code="made", name={"en": "Made", "_": "en"}, level="public")
    assert theme_by_code(here, "made") is not None
    Theme.objects.of(here).filter(code="made").delete()
    assert theme_by_code(here, "made") is None
    assert "made" not in {branch.top.code for branch in theme_tree(here)}


def test_rules_and_holidays_hold_at_once(here):
    Rule.objects.of(here).filter(code="retention.contact").update(amount=7)
    assert rule_value("retention.contact", here, DAY) == 7
    Rule.objects.of(here).filter(code="retention.contact").update(amount=9)
    assert rule_value("retention.contact", here, DAY) == 9
    before = holidays(here)
    Holiday.objects.of(here).filter(date=min(before)).delete()
    assert holidays(here) == before - {min(before)}


def test_whom_to_talk_to_holds_at_once(here):
    unit = units(here)[0]
    assert person_to_talk_to(here, unit.pk, today=DAY).name == ""
    kuman, other = make_person("kuman@example.org", phone="+355 68 1"), make_person("other@example.org")
    held = grant(kuman, Grant.Role.COMMUNITY_FOCAL_POINT, here, unit=unit, since=DAY)
    assert person_to_talk_to(here, unit.pk, today=DAY).phone == "+355 68 1"
    assert person_to_talk_to(here, today=DAY).name == ""  # another place's
    assert person_to_talk_to(here, unit.pk, today=DAY - timedelta(days=1)).name == ""
    Person.objects.filter(pk=kuman.pk).update(phone="+355 68 2")
    assert person_to_talk_to(here, unit.pk, today=DAY).phone == "+355 68 2"
    before = settled.stamp_of(here)
    Person.objects.filter(pk=other.pk).update(phone="+355 68 3")
    Person.objects.filter(pk=kuman.pk).update(password="!")
    assert settled.stamp_of(here) == before
    Unit.objects.filter(pk=unit.pk).update(name="Strumi i ri")
    assert "Strumi i ri" in person_to_talk_to(here, unit.pk, today=DAY).who
    held.delete()
    assert person_to_talk_to(here, unit.pk, today=DAY).name == ""


def test_a_municipality_that_takes_another_address_is_found_there_only(here):
    assert municipality_by_slug("roskovec") == here
    Municipality.objects.filter(pk=here.pk).update(slug="roskoveci", short_name="Roskoveci")
    assert municipality_by_slug("roskovec") is None
    assert municipality_by_slug("roskoveci").short_name == "Roskoveci"


def test_another_municipality_keeps_its_stamp(here):
    other = make_municipality("fier")
    before = settled.stamp_of(other)
    Theme.objects.of(here).filter(code="lighting").update(hidden=True)
    assert settled.stamp_of(other) == before != settled.stamp_of(here)


def test_a_change_that_is_undone_leaves_nothing_behind(here):
    class Undone(Exception):
        pass

    def tried_and_undone():
        with transaction.atomic():
            Theme.objects.of(here).filter(code="lighting").update(level="staff")
            assert theme_by_code(here, "lighting").level == "staff"
            raise Undone

    with pytest.raises(Undone):
        tried_and_undone()
    assert theme_by_code(here, "lighting").level == "public"
    Theme.objects.of(here).filter(code="lighting").update(hidden=True)
    assert theme_by_code(here, "lighting").hidden


def test_what_somebody_does_to_a_row_stays_with_them(here):
    mine = municipality_by_slug("roskovec")
    mine.short_name = "Never saved"
    mine.name["en"] = "Never saved"
    assert municipality_by_slug("roskovec").short_name != "Never saved"
    assert municipality_by_slug("roskovec").name.get("en") != "Never saved"
    theme = theme_by_code(here, "lighting")
    theme.hidden = True
    assert not theme_by_code(here, "lighting").hidden
    mine.refresh_from_db()
    mine.short_name = "Saved"
    mine.save()
    assert municipality_by_slug("roskovec").short_name == "Saved"


def test_without_a_stamp_nothing_is_kept(here):
    Settled.objects.all().delete()
    theme_by_code(here, "lighting")
    assert len(statements(lambda: theme_by_code(here, "lighting"))) == 2
    settled.install(connection)
    theme_by_code(here, "lighting")
    assert len(statements(lambda: theme_by_code(here, "lighting"))) == 1


def test_after_a_migration_everything_is_read_anew(here):
    before = settled.stamp_of(here)
    settled.install(connection)
    assert settled.stamp_of(here) == before
    settled.install(connection, anew=True)
    assert settled.stamp_of(here) != before
    call_command("migrate", verbosity=0)  # nothing to do: nothing is stamped
    after = settled.stamp_of(here)
    call_command("migrate", verbosity=0)
    assert settled.stamp_of(here) == after
