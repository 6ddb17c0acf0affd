"""The queue and the pages of a case: what goes on in another case, what is offered to join, what stands there once."""

from __future__ import annotations

import re
from datetime import timedelta

import time_machine
from django.test import Client
from django.utils import timezone

from firstdoor.listen.models import Case
from tests.listen.desk.conftest import Desk
from tests.listen.desk.test_pages import text


def test_what_was_joined_is_no_ended_work_of_its_own_and_is_found_by_its_number(desk: Desk) -> None:
    first, second = desk.case("The lamp is out"), desk.case("It is dark here")
    client = desk.client("action_group")
    client.post(desk.address(f"voices/{first.number}/join/"), {"version": first.version, "number": second.number})
    second.refresh_from_db()
    assert second.joined_into_id == first.pk
    assert "Ended 0" in text(client.get(desk.address("voices/?show=ended")))
    assert "It is dark here" not in text(client.get(desk.address("voices/?show=ended")))
    gone = client.get(desk.address(f"voices/?q={second.number}"), follow=True).content.decode()
    assert f"This is now part of case {first.number}</a>" in gone


def test_what_was_done_before_does_not_stand_where_something_else_is_decided(desk: Desk) -> None:
    case = desk.case()
    client = desk.client("action_group")
    here = client.post(desk.address(f"voices/{case.number}/look/"), {"version": case.version}, follow=True)
    assert "voices/undo/" in here.content.decode()
    assert not offers_undo(desk, client, f"voices/{case.number}/end/")
    assert offers_undo(desk, client, "voices/")


def test_what_was_done_stands_in_the_queue_and_on_its_own_cases_for_a_quarter_of_an_hour(desk: Desk) -> None:
    first, second, elsewhere = desk.case("The lamp is out"), desk.case("It is dark here"), desk.case("A hole")
    client = desk.client("action_group")
    client.post(desk.address(f"voices/{first.number}/join/"), {"version": first.version, "number": second.number})
    its_own = ("voices/", f"voices/{first.number}/", f"voices/{second.number}/")
    assert all(offers_undo(desk, client, page) for page in its_own)
    assert not offers_undo(desk, client, f"voices/{elsewhere.number}/")
    with time_machine.travel(timezone.now() + timedelta(minutes=16), tick=False):
        assert not any(offers_undo(desk, client, page) for page in its_own)
        client.post(desk.address("voices/undo/"))  # a page left open still takes it back
    second.refresh_from_db()
    assert second.joined_into is None


def offers_undo(desk: Desk, client: Client, page: str) -> bool:
    return "voices/undo/" in client.get(desk.address(page)).content.decode()


def test_what_has_the_same_place_theme_and_day_is_offered_first_to_join(desk: Desk) -> None:
    old = timezone.now() - timedelta(days=60)
    place = {"place": "Rruga e Shkollës", "unit": desk.here_unit}
    mine = desk.case("There is no light", **place)
    for words in ("The light is gone", "No light here", "There is no light at all"):
        desk.case(words, unit=desk.here_unit, place="Sheshi i Madh", heard_at=old)
    earlier = desk.case("Such darkness at night", **place, heard_at=old)
    same = desk.case("Such darkness at night", **place)
    page = desk.client("action_group").get(desk.address(f"voices/{mine.number}/join/")).content.decode()
    found = [int(number) for number in re.findall(r'name="number" value="(\d+)"', page)]
    assert found[:2] == [same.number, earlier.number]


def test_the_age_of_a_case_in_the_queue_says_what_it_is(desk: Desk) -> None:
    desk.case()
    assert re.search(r"open 3 h", text(desk.client("action_group").get(desk.address("voices/"))))


def test_joining_and_its_undo(desk: Desk) -> None:
    first, second = desk.case(), desk.case("Dark here too")
    client = desk.client("action_group")
    joined = client.post(
        desk.address(f"voices/{second.number}/join/"), {"version": "1", "number": first.number}, follow=True
    )
    assert "Joined with case" in text(joined)
    second.refresh_from_db()
    assert second.ending == "joined"
    undone = client.post(desk.address("voices/undo/"), follow=True)
    assert "It is taken back." in text(undone)
    second.refresh_from_db()
    assert (second.phase, second.ending) == ("looked_at", "")
    assert "There is nothing to take back." in text(client.post(desk.address("voices/undo/"), follow=True))


def test_several_selected_cases_are_joined_at_once(desk: Desk) -> None:
    numbers = [desk.case(words).number for words in ("One", "Two", "Three")]
    client = desk.client("action_group")
    client.post(desk.address("voices/selected/"), {"case": numbers, "act": "join", "show": "look"})
    assert Case.objects.filter(ending="joined").count() == 2
    page = client.post(desk.address("voices/selected/"), {"act": "join"}, follow=True)
    assert "Nothing is selected" in text(page)
