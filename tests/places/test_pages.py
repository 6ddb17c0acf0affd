"""What people see of places, and the settings at the desk."""

import json
from datetime import date

import pytest
from django.test import Client

from firstdoor.core.actor import system
from firstdoor.places import selectors, services
from firstdoor.places.models import Holiday, Municipality, Rule
from tests.places.conftest import SYSTEM
from tests.world import World

pytestmark = pytest.mark.django_db
SETTINGS = "/en/desk/roskovec/settings/"


@pytest.fixture
def cerrik(roskovec) -> Municipality:
    services.load_albania(by=SYSTEM, only={"cerrik", "dimal"})
    municipality = Municipality.objects.get(slug="cerrik")
    services.open_municipality(by=SYSTEM, municipality=municipality)
    return municipality


@pytest.fixture
def world(db) -> World:
    world = World()
    services.load_rules_and_holidays(by=SYSTEM, municipality=world.ours, years=[2026, 2027])
    return world


@pytest.fixture
def desk(world) -> Client:
    client = Client()
    client.force_login(world.people["municipal_focal_point"])
    return client


def test_the_only_door_opens_by_itself(client, roskovec):
    answer = client.get("/sq/")
    assert (answer.status_code, answer["Location"]) == (302, "/sq/roskovec/")


@pytest.mark.parametrize(("accepts", "language"), [("sq", "sq"), ("en-GB,en", "en"), ("it", "sq"), ("", "sq")])
def test_the_bare_address_follows_the_visitors_language(client, roskovec, accepts, language):
    answer = client.get("/", headers={"accept-language": accepts})
    assert (answer.status_code, answer["Location"]) == (302, f"/{language}/")


def test_of_several_one_chooses_by_county(client, cerrik, django_assert_num_queries):
    with django_assert_num_queries(1):
        page = client.get("/en/").content.decode()
    assert page.index("Elbasan county") < page.index("Municipality of Cërrik") < page.index("Fier county")
    assert 'href="/en/roskovec/"' in page
    assert "Dimal" not in page  # without a door


@pytest.mark.parametrize("typed", ["cerrik", "CËRRIK", "cërriku"])
def test_a_municipality_is_found_with_and_without_marks(client, cerrik, typed):
    page = client.get("/en/", {"q": typed}).content.decode()
    assert "Municipality of Cërrik" in page
    assert "Municipality of Roskovec" not in page


def test_one_that_has_no_door_yet_is_told_so(client, cerrik):
    page = client.get("/en/", {"q": "ura vajgurore"}).content.decode()
    assert "Municipality of Dimal" in page
    assert "use Firstdoor yet" in page


def test_what_is_typed_is_shown_as_text(client, cerrik):
    page = client.get("/en/", {"q": "<script>alert(1)</script>"}).content.decode()
    assert "<script>alert" not in page
    assert "Nothing is called “&lt;script&gt;" in page


def test_an_installation_without_doors_says_what_comes_next(client, db):
    page = client.get("/en/")
    assert page.status_code == 200
    assert "firstdoor municipality open" in page.content.decode()


def test_outlines_for_other_programs(client, roskovec):
    answer = client.get("/en/roskovec/units.geojson")
    assert answer["Content-Type"] == "application/geo+json"
    assert "OpenStreetMap" in json.loads(answer.content)["attribution"]
    again = client.get("/en/roskovec/units.geojson", headers={"if-none-match": answer["ETag"]})
    assert again.status_code == 304


def test_outlines_of_a_municipality_without_a_door_are_not_there(client, patos):
    assert client.get("/en/patos/units.geojson").status_code == 404


def test_all_settings_on_one_page_at_a_constant_cost(desk, world, django_assert_max_num_queries):
    with django_assert_max_num_queries(12):
        page = desk.get(SETTINGS).content.decode()
    assert "20 working days" in page
    assert "not known: the municipality decides" in page
    assert "Law 146" not in page
    assert "146/2014 Art. 15" in page
    assert "1 working day" in page
    assert "1 working days" not in page
    for rule in Rule.objects.of(world.ours):
        assert f"/settings/rules/{rule.code}/" in page


def test_contact_data_is_changed(desk, world):
    form = desk.get(f"{SETTINGS}contact/").context["form"]
    data = {name: form[name].value() or "" for name in form.fields}
    data |= {
        "phone": "069 000 0000", "danger_number": "112", "office_hours_sq": "e hënë – e premte, 8.00 – 16.00",
        "emergency_numbers": "129; Policia e Shtetit; State Police\n\n116 117; Linja e këshillimit",
    }  # fmt: skip
    assert desk.post(f"{SETTINGS}contact/", data).status_code == 302
    world.ours.refresh_from_db()
    assert world.ours.phone == "069 000 0000"
    assert world.ours.office_hours == {"sq": "e hënë – e premte, 8.00 – 16.00", "_": "sq"}
    assert [number.name for number in selectors.emergency_numbers(world.ours, "en")] == [
        "State Police", "Linja e këshillimit",
    ]  # fmt: skip
    assert "116117" in [number.dial for number in selectors.emergency_numbers(world.ours)]


def test_a_line_without_a_number_is_named_and_nothing_typed_is_lost(desk, world):
    form = desk.get(f"{SETTINGS}contact/").context["form"]
    data = {"danger_number": "112", "phone": "069", "seen": form["seen"].value(), "emergency_numbers": "Policia"}
    page = desk.post(f"{SETTINGS}contact/", data)
    assert page.status_code == 422
    assert "semicolon between: Policia" in page.content.decode()
    assert 'value="069"' in page.content.decode()


def test_the_second_of_two_is_told_and_loses_nothing(desk, world):
    form = desk.get(f"{SETTINGS}contact/").context["form"]
    services.change_contact_data(by=system("other"), municipality=world.ours, values={"phone": "068"})
    data = {"danger_number": "112", "phone": "069", "seen": form["seen"].value(), "emergency_numbers": ""}
    refused = desk.post(f"{SETTINGS}contact/", data)
    assert refused.status_code == 422
    assert "Somebody else changed this" in refused.content.decode()
    assert 'value="069"' in refused.content.decode()
    data["seen"] = refused.context["form"]["seen"].value()
    assert desk.post(f"{SETTINGS}contact/", data).status_code == 302


def test_a_holiday_is_added_changed_and_removed(desk, world):
    assert desk.post(f"{SETTINGS}holidays/", {"day": "24.12.2026", "name": "Festa e qytetit"}).status_code == 302
    holiday = Holiday.objects.of(world.ours).get(date=date(2026, 12, 24))
    assert selectors.due("consult.comment", date(2026, 11, 23), world.ours) == date(2026, 12, 28)
    page = desk.get(f"{SETTINGS}holidays/").content.decode()
    assert "24 December 2026 is not a working day now." in page
    assert "Festa e qytetit" in page
    assert "estimated date" in page
    one = f"{SETTINGS}holidays/{holiday.pk}/"
    assert 'value="2026-12-24"' in desk.get(one).content.decode()
    assert desk.post(one, {"day": "2026-12-23", "name": "Festa e qytetit"}).status_code == 302
    assert desk.post(f"{one}removal/").status_code == 302
    assert not Holiday.objects.filter(pk=holiday.pk).exists()


@pytest.mark.parametrize(
    ("data", "words"),
    [
        ({"day": "2026-12-25", "name": "Krishtlindjet"}, "There is a holiday on that day already."),
        ({"day": "31.2.2026", "name": "Festa ime"}, "Write a date"),
        ({"day": "2026-12-24", "name": "  "}, "This is needed."),
    ],
)
def test_a_refused_holiday_comes_back_as_it_was_typed(desk, world, data, words):
    before = Holiday.objects.count()
    page = desk.post(f"{SETTINGS}holidays/", data)
    assert page.status_code == 422
    assert words in page.content.decode()
    assert data["name"].strip() in page.content.decode()
    assert Holiday.objects.count() == before


def test_a_rule_gets_its_next_version(desk, world):
    address = f"{SETTINGS}rules/consult.comment/"
    data = {"amount": "30", "unit": "working days", "valid_from": "2027-01-01", "legal_ref": "Ligji 1/2027"}
    assert desk.post(address, data).status_code == 302
    page = desk.get(address).content.decode()
    assert page.index("30 working days") < page.index("20 working days")
    refused = desk.post(address, data)
    assert refused.status_code == 422
    assert "from the same or a later day" in refused.content.decode()


@pytest.mark.parametrize(
    ("code", "data", "told"),
    [
        ("complaint.answer", {"amount": "10", "unit": "working days"}, "10 working days"),
        ("budget.adopt", {"month": "11", "day": "30"}, "30.11."),
        ("paper.adopted_by", {"value": "mayor"}, "Mayor"),
        ("privacy.child_consent", {"amount": "15"}, "15 years of age"),
        ("transparency.publish", {"amount": "24"}, "24 hours"),
    ],
)
def test_each_kind_of_rule_asks_for_what_it_says(desk, world, code, data, told):
    address = f"{SETTINGS}rules/{code}/"
    refused = desk.post(address, {"valid_from": "2027-01-01", "legal_ref": "VKB 1"})
    assert refused.status_code == 422
    assert set(refused.context["form"].errors) == set(data)
    assert desk.post(address, data | {"valid_from": "2027-01-01", "legal_ref": "VKB 1"}).status_code == 302
    assert told in desk.get(address).content.decode()


def test_a_day_that_no_month_has_is_refused(desk, world):
    data = {"month": "2", "day": "30", "valid_from": "2027-01-01", "legal_ref": "x"}
    assert "no such day" in desk.post(f"{SETTINGS}rules/budget.adopt/", data).content.decode()


def test_a_rule_that_is_not_there_is_not_found(desk, world):
    assert desk.get(f"{SETTINGS}rules/no.such/").status_code == 404


def test_the_coming_years_holidays_are_loaded_by_themselves(roskovec):
    from firstdoor.places import tasks

    Holiday.objects.of(roskovec).delete()
    tasks.keep_holidays.call()
    assert len({day.year for day in selectors.holidays(roskovec)}) == 3
