"""The queue narrowed to a theme, a unit, an institution or waiting photos, and filters kept under a name."""

from __future__ import annotations

import re
from typing import Any

import pytest

from firstdoor.core import audit_heads
from firstdoor.listen.models import Case, SavedFilter, Theme
from firstdoor.listen.services import cases
from tests.listen.desk.conftest import Desk, moment
from tests.listen.desk.test_pages import text

WORDS = ("The lamp by the bridge", "The lamp at the school", "The kerb at the market")


@pytest.fixture
def three(desk: Desk, picture: Any) -> list[Case]:
    """A lamp in the unit with a photo, a lamp of a lower theme, a kerb at the power company's."""
    low = Theme.objects.create(
        municipality=desk.here,
        code="lamp",
        level="public",
        name={"_": "en", "en": "Lamps"},
        parent=desk.themes["light"],
    )
    kerb = Theme.objects.create(municipality=desk.here, code="kerb", level="public", name={"_": "en", "en": "Kerbs"})
    desk.themes |= {"lamp": low, "kerb": kerb}
    found = [
        desk.case(WORDS[0], upload_id=picture(desk.here).pk, unit=desk.here_unit),
        desk.case(WORDS[1], theme="lamp"),
        desk.case(WORDS[2], theme="kerb"),
    ]
    cases.hand_over(by=desk.staff, municipality=desk.here, case=found[2], institution=desk.power)
    return found


def shown(page: Any) -> list[int]:
    said = text(page)
    return [number for number, words in enumerate(WORDS) if words in said]


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ("show=look&theme=light", [0, 1]),
        ("show=look&theme=lamp", [1]),
        ("show=look&unit={unit}", [0]),
        ("show=look&photo=1", [0]),
        ("show=look&theme=lamp&photo=1", []),
        ("show=others&whose={power}", [2]),
        ("show=look&whose={power}", []),
        ("show=look&theme=nothing&unit=x&whose=%00&photo=2", [0, 1]),
        ("show=look&theme=threat", [0, 1]),
    ],
)
def test_the_queue_shows_what_was_asked_for(desk: Desk, three: list[Case], query: str, expected: list[int]) -> None:
    query = query.format(unit=desk.here_unit.pk, power=desk.power.pk)
    page = desk.client("action_group").get(desk.address(f"voices/?{query}"))
    assert page.status_code == 200
    assert shown(page) == expected


def test_counts_and_the_way_into_a_case_keep_it(desk: Desk, three: list[Case]) -> None:
    client = desk.client("action_group")
    page = client.get(desk.address("voices/?show=look&theme=lamp"))
    assert "First look 1" in text(page)
    assert "With others 0" in text(page)
    inside = client.get(desk.address(f"voices/{three[1].number}/?show=look&theme=lamp"))
    assert shown(inside) == [1]
    done = client.post(desk.address(f"voices/{three[1].number}/look/?show=look&theme=lamp"), {"version": "1"})
    assert done["Location"].endswith(f"voices/{three[1].number}/?show=look&theme=lamp")


def test_open_cases_of_an_import_have_a_place_of_their_own(desk: Desk, three: list[Case]) -> None:
    client = desk.client("action_group")
    assert "Imported, open" not in text(client.get(desk.address("voices/")))
    imported = desk.case("A lamp of another system")
    Case.objects.of(desk.here).filter(pk=imported.pk).update(
        source="old", foreign_id="7", look_due=None, answer_due=None
    )
    page = client.get(desk.address("voices/"))
    assert "Imported, open 1" in text(page)
    assert "A lamp of another system" not in text(page)
    page = client.get(desk.address("voices/?show=imported&theme=light"))
    assert "A lamp of another system" in text(page)
    assert shown(page) == []
    number = imported.number
    assert 'class="qh">Imported, open</h2>' in client.get(desk.address(f"voices/{number}/")).content.decode()
    client.post(desk.address(f"voices/{number}/look/?show=imported"), {"version": "1"})
    assert "A lamp of another system" in text(client.get(desk.address("voices/?show=ours")))


def test_a_filter_is_kept_for_oneself_found_again_and_deleted(desk: Desk, three: list[Case]) -> None:
    client, other = desk.client("action_group"), desk.client("municipal_focal_point")
    kept = client.post(desk.address("voices/filters/?show=look&theme=lamp"), {"name": " Lamps  to  see "}, follow=True)
    assert "Lamps to see" in text(kept)
    assert "Lamps to see" not in text(other.get(desk.address("voices/")))
    page = client.get(desk.address("voices/")).content.decode()
    assert '<a href="/en/desk/' in page
    assert "?show=look&amp;theme=lamp" in page
    mine = SavedFilter.objects.of(desk.here).get()
    forget = desk.address(f"voices/filters/{mine.pk}/forget/")
    assert other.post(forget).status_code == 404
    assert client.post(forget).status_code == 302
    assert client.post(forget).status_code == 404
    assert not SavedFilter.objects.of(desk.here).exists()
    assert audit_heads.verify()[1] == []


def test_the_same_name_replaces_and_another_municipality_has_none_of_it(desk: Desk) -> None:
    client = desk.client("action_group")
    for theme in ("light", "bite"):
        client.post(desk.address(f"voices/filters/?show=look&theme={theme}"), {"name": "Mine"})
    assert SavedFilter.objects.of(desk.here).get().query == "show=look&theme=bite"
    client.force_login(desk.world.elsewhere["action_group"])
    assert client.post(desk.address("voices/filters/?show=look"), {"name": "Mine"}).status_code == 404
    assert "Mine" not in text(client.get(f"/en/desk/{desk.world.theirs.slug}/voices/"))


@pytest.mark.parametrize(
    ("name", "said"),
    [("", "Give the filter a name."), ("x" * 41, "longer than 40"), ("\x00", "Give the filter a name.")],
)
def test_a_bad_name_is_refused_beside_the_field_and_kept(desk: Desk, name: str, said: str) -> None:
    page = desk.client("action_group").post(desk.address("voices/filters/?show=ours"), {"name": name})
    assert page.status_code == 422
    assert said in text(page)
    assert 'aria-describedby="n-name-error"' in page.content.decode()


def test_twelve_are_enough(desk: Desk) -> None:
    client = desk.client("action_group")
    for number in range(13):
        page = client.post(desk.address("voices/filters/?show=look"), {"name": f"No. {number}"})
    assert page.status_code == 422
    assert SavedFilter.objects.of(desk.here).count() == 12


def test_who_only_has_a_lane_narrows_nothing(desk: Desk) -> None:
    desk.case("Threatened", theme="threat")
    page = desk.client("lane_member").get(desk.address("voices/?show=look&theme=light"))
    assert page.status_code == 200
    assert "Narrow it down" not in text(page)
    assert "In my lane 1" in text(page)


def test_a_case_of_another_year_says_which(desk: Desk) -> None:
    case = desk.case("A lamp of long ago")
    client = desk.client("action_group")
    year = str(moment(0).year)
    assert year not in text(client.get(desk.address(f"voices/{case.number}/"))).split("received")[1][:20]
    Case.objects.of(desk.here).filter(pk=case.pk).update(
        opened_at=moment(0).replace(year=2015, month=3, day=1, hour=12)
    )
    assert "received 1 March 2015" in text(client.get(desk.address(f"voices/{case.number}/")))
    years = moment(0).year - 2015
    assert re.search(rf" ({years - 1}|{years}) y ", text(client.get(desk.address("voices/"))))


def test_words_of_other_cases_say_in_which_language_they_are(desk: Desk) -> None:
    case = desk.case("The lamp by the bridge is dark")
    desk.case("The lamp by the bridge is out")
    page = desk.client("action_group").get(desk.address(f"voices/{case.number}/join/", lang="sq")).content.decode()
    assert '<p lang="en">“The lamp by the bridge is out”</p>' in page
