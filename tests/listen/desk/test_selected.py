"""One act on several ticked cases, what is left alone, and taking it back."""

from __future__ import annotations

from typing import Any

import pytest

from firstdoor.core import audit_heads
from firstdoor.listen.models import Case
from firstdoor.listen.services import cases
from tests.listen.desk.conftest import Desk, voice_of
from tests.listen.desk.test_pages import text


def tick(desk: Desk, client: Any, act: str, *ticked: Case, **more: str) -> str:
    """Tick cases as the page shows them and press the button; what the next page says."""
    values = {"act": act, "case": [f"{case.number}-{case.version}" for case in ticked], **more}
    return text(client.post(desk.address("voices/selected/?show=look"), values, follow=True))


def take_back(desk: Desk, client: Any) -> str:
    return text(client.post(desk.address("voices/undo/"), follow=True))


def again(*found: Case) -> list[Case]:
    return [Case.objects.get(pk=case.pk) for case in found]


@pytest.mark.parametrize(
    ("act", "column", "value"),
    [("look", "phase", "looked_at"), ("urgency-danger", "urgency", "danger"), ("ours", "phase", "looked_at")],
)
def test_an_act_on_several_is_done_and_taken_back_at_once(desk: Desk, act: str, column: str, value: str) -> None:
    first, second = desk.case(), desk.case("Dark here too")
    before = [getattr(case, column) for case in (first, second)]
    client = desk.client("action_group")
    said = tick(desk, client, act, first, second)
    assert "Done for 2 cases." in said
    assert [getattr(case, column) for case in again(first, second)] == [value, value]
    undone = client.post(desk.address("voices/undo/"), follow=True)
    assert "It is taken back." in text(undone)
    assert undone.redirect_chain[-1][0].endswith("voices/?show=look")
    assert [getattr(case, column) for case in again(first, second)] == before
    assert audit_heads.verify()[1] == []


def test_a_theme_for_several(desk: Desk) -> None:
    first, second = desk.case(theme=""), desk.case("Dark", theme="")
    client = desk.client("action_group")
    tick(desk, client, "theme", first, second, theme="light")
    assert [case.level for case in again(first, second)] == ["public", "public"]
    take_back(desk, client)
    assert [(case.theme, case.level) for case in again(first, second)] == [(None, "staff")] * 2


def test_three_joined_at_once_come_apart_at_once(desk: Desk) -> None:
    found = [desk.case(), desk.case("Dark here too"), desk.case("No light")]
    client = desk.client("action_group")
    assert f"Joined into case {found[0].number}." in tick(desk, client, "join", *found)
    assert [case.ending for case in again(*found)] == ["", "joined", "joined"]
    take_back(desk, client)
    assert [case.ending for case in again(*found)] == ["", "", ""]
    assert [voice_of(case).words for case in found[1:]] == ["Dark here too", "No light"]


def test_what_somebody_changed_meanwhile_is_left_alone_and_named(desk: Desk) -> None:
    mine, theirs = desk.case(), desk.case("Dark here too")
    cases.set_urgency(by=desk.staff, municipality=desk.here, case=theirs, urgency="week")
    said = tick(desk, desk.client("municipal_focal_point"), "urgency-danger", mine, theirs)
    assert f"Somebody changed case {theirs.number} in the meantime." in said
    assert "Done for one case." in said
    assert [case.urgency for case in again(mine, theirs)] == ["danger", "week"]


def test_undo_of_several_leaves_alone_where_somebody_went_on(desk: Desk) -> None:
    first, second = desk.case(), desk.case("Dark here too")
    client = desk.client("action_group")
    tick(desk, client, "urgency-danger", first, second)
    cases.set_urgency(by=desk.staff, municipality=desk.here, case=second, urgency="week")
    assert f"so these were not taken back: {second.number}." in take_back(desk, client)
    assert [case.urgency for case in again(first, second)] == ["normal", "week"]


@pytest.mark.parametrize(
    ("values", "said"),
    [
        ({"act": "look"}, "Nothing is selected."),
        ({"act": "look", "case": ["x", "1-x", "99999", "\x00"]}, "Nothing is selected."),
        ({"act": "", "case": "1"}, "Choose what to do"),
        ({"act": "urgency-never", "case": "1"}, "Choose one of the three."),
        ({"act": "theme", "case": "1", "theme": "threat"}, "Choose a theme from the list."),
        ({"act": "join", "case": "1"}, "Select at least two cases"),
    ],
)
def test_nonsense_is_refused_with_words(desk: Desk, values: dict[str, Any], said: str) -> None:
    case = desk.case()
    page = desk.client("action_group").post(desk.address("voices/selected/"), values, follow=True)
    assert page.status_code == 200
    assert said in text(page)
    assert again(case)[0].version == case.version


def test_another_municipalitys_cases_are_not_touched_by_their_number(desk: Desk) -> None:
    case = desk.case()
    stranger = desk.client("action_group")
    stranger.force_login(desk.world.elsewhere["action_group"])
    assert stranger.post(desk.address("voices/selected/"), {"act": "look", "case": "1"}).status_code == 404
    there = f"/en/desk/{desk.world.theirs.slug}/voices/selected/"
    assert "Nothing is selected." in text(stranger.post(there, {"act": "look", "case": "1"}, follow=True))
    assert again(case)[0].phase == "received"
