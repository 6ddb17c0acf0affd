"""Nothing of a lane is shown, counted, found, exported or logged for anybody but its members, by any address."""

from __future__ import annotations

import csv
import io
import logging
import re
from typing import Any

import pytest
from django.test import Client
from django.urls import NoReverseMatch, reverse

from firstdoor.core import texts
from firstdoor.core.actor import Actor
from firstdoor.core.codes import grouped
from firstdoor.core.models import Audit
from firstdoor.listen.models import Case, Delivery
from firstdoor.listen.selectors import queue as questions
from firstdoor.listen.services import cases, lanes
from tests.doors import routes
from tests.listen.desk.conftest import SECRET, Desk, voice_of

NOTE = "Two drivers are known to us"
MEMBERS = ("lane_member", "police in the action group")
OTHERS = (
    "municipal_focal_point", "community_focal_point", "action_group", "mayor", "council_secretary", "coach",
    "administrator", "anybody",
)  # fmt: skip


@pytest.fixture
def confidential(desk: Desk, police: Actor) -> tuple[Case, Case, str]:
    """A lane case with an answer, a public case with a lane's note, and the code of the lane's voice."""
    filed = desk.filed(SECRET, "threat", wants_answer="person")
    lanes.answer_in_lane(by=police, municipality=desk.here, case=filed.case, sentence="read")
    public = desk.case()
    lanes.add_note(by=police, municipality=desk.here, case=public, lane="state_police", words=NOTE)
    return filed.case, public, filed.code


def client_of(desk: Desk, role: str) -> Client:
    return Client() if role == "anybody" else desk.client(role)


def every_page(desk: Desk, public: Case, lane: Case) -> list[str]:
    """Every address that can be opened with the parts at hand, the lane case's among them."""
    found = []
    for route in routes():
        for number in (public.number, lane.number):
            given = {"slug": desk.here.slug, "number": number, "pk": voice_of(public).pk, "voice": voice_of(lane).pk}
            try:
                found.append(reverse(route.name, kwargs={part: given[part] for part in route.parts}))
            except (KeyError, NoReverseMatch):
                break
    return sorted({*found, *(desk.address(f"voices/?show={show}") for show in questions.SHOWS)})


@pytest.mark.parametrize("role", OTHERS)
def test_no_page_tells_of_it(desk: Desk, confidential: Any, role: str) -> None:
    lane, public, _code = confidential
    client = client_of(desk, role)
    for address in every_page(desk, public, lane):
        page = client.get(address).content.decode(errors="replace")
        for words in (SECRET, "knife", NOTE, "drivers are known"):
            assert words not in page, address
        # Not even an empty box, a filter or a count: as if there were no lane here.
        assert 'class="lane"' not in page, address
        assert "In my lane" not in page, address


@pytest.mark.parametrize("role", OTHERS)
def test_its_case_is_not_there(desk: Desk, confidential: Any, role: str) -> None:
    lane, _public, _code = confidential
    client = client_of(desk, role)
    expected = 302 if role == "anybody" else 404
    for path in ("", "look/", "theme/", "answer/", "lane-note/", "lane-answer/", "lane-referral/", "lane-out/", "end/"):
        address = desk.address(f"voices/{lane.number}/{path}")
        response = client.post(address) if path == "look/" else client.get(address)
        assert response.status_code == expected, path


@pytest.mark.parametrize("role", ["municipal_focal_point", "action_group", "coach"])
def test_no_count_includes_it(desk: Desk, confidential: Any, role: str) -> None:
    by = desk.actor(role)
    before = questions.counts(by, desk.here, today=lane_day())
    desk.case("Another threat", theme="threat")
    assert questions.counts(by, desk.here, today=lane_day()) == before
    assert "lane" not in before


def lane_day() -> Any:
    from django.utils import timezone

    return timezone.localdate()


@pytest.mark.parametrize("role", ["municipal_focal_point", "action_group", "coach"])
def test_search_does_not_find_it_by_word_number_or_code(desk: Desk, confidential: Any, role: str) -> None:
    lane, _public, code = confidential
    client = desk.client(role)
    for typed in ("knife", "Threats", "Kërcënime", str(lane.number), f"#{lane.number}", code, grouped(code)):
        page = client.get(desk.address("voices/"), {"q": typed})
        assert page.status_code == 200, typed
        assert "Nothing found." in page.content.decode(), typed


@pytest.mark.parametrize(("role", "finds"), [("action_group", True), ("coach", False)])
def test_search_finds_words_of_the_safety_team_for_the_safety_team_alone(desk: Desk, role: str, finds: bool) -> None:
    """A public case with a voice that its person gave to the safety team only: whoever may not read it can't guess it."""
    case = desk.case("The lamp is out")
    quiet = desk.case("My neighbour hides a rifle", asked_level="staff")
    cases.join(by=desk.staff, municipality=desk.here, case=case, other=quiet)
    client = desk.client(role)
    for typed, found in (("lamp", True), ("rifle", finds)):
        page = client.get(desk.address("voices/"), {"q": typed}).content.decode()
        assert ("Nothing found." not in page) is found, typed


def test_members_find_it_by_its_code(desk: Desk, confidential: Any) -> None:
    lane, _public, code = confidential
    found = desk.client("police in the action group").get(desk.address("voices/"), {"q": code})
    assert found["Location"].endswith(f"/voices/{lane.number}/")


@pytest.mark.parametrize("role", ["municipal_focal_point", "action_group", "police in the action group"])
def test_the_export_holds_nothing_of_it_for_anybody(desk: Desk, confidential: Any, role: str) -> None:
    lane, public, _code = confidential
    table = desk.client(role).get(desk.address("voices/cases.csv")).content.decode("utf-8-sig")
    numbers = [row[0] for row in csv.reader(io.StringIO(table))][1:]
    assert numbers == [str(public.number)]
    assert str(lane.number) not in numbers
    assert NOTE not in table


def test_the_ledger_holds_nothing_of_it(desk: Desk, confidential: Any) -> None:
    assert Delivery.objects.filter(route="person", state="waiting").exists()
    page = desk.client("police in the action group").get(desk.address("answers/")).content.decode()
    assert "Every answer has arrived." in page
    assert "No answer has been given yet." in page


def test_logs_hold_neither_words_nor_that_somebody_wrote(
    desk: Desk, confidential: Any, caplog: pytest.LogCaptureFixture
) -> None:
    _lane, public, _code = confidential
    caplog.set_level(logging.DEBUG)
    client = desk.client("police in the action group")
    client.post(desk.address(f"voices/{public.number}/lane-note/"), {"lane": "state_police", "words": "Third driver"})
    client.get(desk.address(f"voices/{public.number}/"))
    logged = "\n".join(
        record.getMessage() for record in caplog.records if record.name.startswith(("firstdoor", "django.request"))
    )
    assert "Third driver" not in logged
    assert not re.search(r"voices/\d+/lane", logged)


@pytest.mark.parametrize("role", MEMBERS)
def test_members_read_it_and_are_told_that_their_look_is_recorded(desk: Desk, confidential: Any, role: str) -> None:
    lane, _public, _code = confidential
    page = desk.client(role).get(desk.address(f"voices/{lane.number}/"))
    assert SECRET in page.content.decode()
    assert "was recorded" in page.content.decode()


def test_who_is_only_a_lane_member_sees_only_the_lane(desk: Desk, confidential: Any) -> None:
    lane, public, _code = confidential
    client = desk.client("lane_member")
    page = client.get(desk.address("voices/")).content.decode()
    assert f"Case {lane.number}" in page
    assert "school gate" not in page
    assert "First look" not in page
    assert client.get(desk.address(f"voices/{public.number}/")).status_code == 404
    assert client.get(desk.address("voices/"), {"q": "lamp"}).content.decode().count("school gate") == 0


def test_members_are_told_that_a_voice_of_their_lane_waits_until_somebody_looked(desk: Desk) -> None:
    lane = desk.case(SECRET, "threat")
    desk.case()
    readers = [desk.actor("lane_member"), desk.actor("police in the action group"), desk.staff]
    waits = "not looked at yet"
    assert [questions.first_looks(by, desk.here) for by in readers] == [1, 2, 1]
    page = desk.client("lane_member").get(desk.address("voices/")).content.decode()
    assert (page.count(waits), "State Police" in page) == (1, True)
    cases.look(by=readers[0], municipality=desk.here, case=lane)
    assert [questions.first_looks(by, desk.here) for by in readers] == [0, 1, 1]
    assert waits not in desk.client("lane_member").get(desk.address("voices/")).content.decode()


def test_who_is_both_sees_both(desk: Desk, confidential: Any) -> None:
    lane, public, _code = confidential
    client = desk.client("police in the action group")
    page = client.get(desk.address(f"voices/{public.number}/")).content.decode()
    assert NOTE in page
    assert "Lane: State Police" in page
    assert "In my lane" in client.get(desk.address("voices/")).content.decode()
    assert client.get(desk.address(f"voices/{lane.number}/")).status_code == 200


def test_undo_of_a_session_keeps_no_words(desk: Desk) -> None:
    case = desk.case("A name and a number", place="Behind the school")
    client = desk.client("action_group")
    client.post(desk.address(f"voices/{case.number}/urgency/"), {"version": "1", "urgency": "week"})
    kept = str(dict(client.session))
    assert "listen.last_act" in kept
    assert "Behind" not in kept
    assert "number" not in kept.replace("'number'", "")
    client.post(desk.address(f"voices/{case.number}/place/"), {"version": "2", "place": "Elsewhere"})
    kept = str(dict(client.session))
    assert "place" in kept
    assert "Behind" not in kept
    undone = client.post(desk.address("voices/undo/"), follow=True).content.decode()
    assert "Behind the school" in undone


def looks(verb: str = "listen.confidential_looked*") -> int:
    return Audit.objects.filter(verb=verb).count()


@pytest.mark.parametrize(
    ("how", "recorded"),
    [
        ({"theme": "bite"}, 1),
        ({"theme": "light", "asked_level": "staff"}, 1),
        ({"theme": "light"}, 0),
        ({"theme": ""}, 0),
    ],
)
@pytest.mark.parametrize("role", ["action_group", "municipal_focal_point"])
def test_each_look_at_what_only_the_team_may_read_is_recorded(desk: Desk, role: str, how: Any, recorded: int) -> None:
    case = desk.case(SECRET, **how)
    for number in (1, 2):
        page = desk.client(role).get(desk.address(f"voices/{case.number}/")).content.decode()
        assert SECRET in page
        assert ("Your look was recorded." in page) == bool(recorded)
        assert looks() == number * recorded
    assert Audit.objects.filter(
        verb="listen.confidential_looked*", actor=f"person:{desk.actor(role).person}"
    ).count() == (2 * recorded)


def test_what_only_the_team_may_read_stands_in_no_list(desk: Desk) -> None:
    case = desk.case("The dog bit my daughter", theme="bite", unit=desk.here_unit)
    alike = desk.case("A dog bites here", theme="bite", unit=desk.here_unit)
    client = desk.client("action_group")
    queue = client.get(desk.address("voices/")).content.decode()
    assert "daughter" not in queue
    assert "only the safety team" in queue
    assert "Bite" in queue
    join = client.get(desk.address(f"voices/{alike.number}/join/")).content.decode()
    assert f"It is the same as case {case.number}" in join
    assert "daughter" not in join


@pytest.mark.parametrize("how", [{"theme": "bite"}, {"theme": "light", "asked_level": "staff"}, {"theme": ""}])
def test_a_coach_reads_nothing_that_only_the_team_may_read(desk: Desk, how: Any) -> None:
    case = desk.case(SECRET, **how)
    cases.answer(
        by=desk.staff, municipality=desk.here, case=case, text=texts.make("en", "We spoke with the owner of the dog.")
    )
    coach = desk.client("coach")
    assert coach.get(desk.address(f"voices/{case.number}/")).status_code == 404
    for part in ("look", "ours", "late"):
        assert f"voices/{case.number}/" not in coach.get(desk.address("voices/"), {"show": part}).content.decode()
    assert "Nothing found." in coach.get(desk.address("voices/"), {"q": str(case.number)}).content.decode()
    assert "owner of the dog" not in coach.get(desk.address("answers/")).content.decode()
    assert "owner of the dog" in desk.client("action_group").get(desk.address("answers/")).content.decode()
    assert looks() == 0


def test_a_coach_reads_public_cases_without_the_voices_kept_for_the_team(desk: Desk) -> None:
    case = desk.case("The lamp at the corner is out", theme="light")
    other = desk.case(SECRET, theme="light", asked_level="staff")
    cases.join(by=desk.staff, municipality=desk.here, case=case, other=other)
    assert SECRET not in desk.client("coach").get(desk.address(f"voices/{case.number}/")).content.decode()
    assert SECRET in desk.client("action_group").get(desk.address(f"voices/{case.number}/")).content.decode()
