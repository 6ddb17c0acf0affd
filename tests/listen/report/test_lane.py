"""Confidential matters: numbers first, no photo, no place, words only where somebody may read them, and only sealed."""

from __future__ import annotations

import pytest
from django.apps import apps
from django.utils import timezone

from firstdoor.core import codes, keys
from firstdoor.core.models import Upload
from firstdoor.listen.models import Case, Draft, Response, Theme, Voice
from firstdoor.listen.services import drafts
from firstdoor.listen.services.voices import lane_key
from tests.listen.report.conftest import WORDS, picture, the_draft
from tests.world import grant, make_person

SECRET = "Burri i fqinjës e godet çdo natë"


@pytest.fixture
def police(roskovec):
    """Somebody who reads the State Police's lane."""
    person = make_person("police@example.al")
    return grant(person, "lane_member", roskovec)


def to_the_care_page(resident, theme="violence"):
    resident.walk(words=SECRET)
    page = resident.send(theme=theme)
    assert page["Location"] == resident.url("care/")
    return resident.get("care/").content.decode()


def test_the_numbers_stand_before_everything_else(resident, police):
    page = to_the_care_page(resident)
    assert page.index('href="tel:112"') < page.index("116117") < page.index("<form method")
    assert "data-leave" in page
    assert "history of this device" in page


def test_who_listens_stands_before_who_comes_where_the_theme_says_so(resident, roskovec, police):
    numbers = [("129", "Police"), ("116 117", "Line on violence"), ("127", "Ambulance")]
    roskovec.emergency_numbers = [{"number": n, "name": {"en": name, "_": "en"}} for n, name in numbers]
    roskovec.save()
    in_order = ["116 117", "129", "127"]
    resident.post("quiet/", theme="violence")
    page = resident.get("care/").content.decode()
    assert sorted(in_order, key=page.index) == in_order
    Theme.objects.of(roskovec).update(helpline_first=False)
    page = resident.get("care/").content.decode()
    assert sorted(in_order, key=page.index) == ["129", "116 117", "127"]


def test_photo_and_place_are_dropped_and_it_is_said(resident, roskovec, police):
    resident.post(words=SECRET)
    resident.post("place/", place="Rruga e tretë")
    resident.post("photo/", photo=picture())
    resident.post("answer/", answer="page")
    resident.send(theme="violence")
    assert "deleted now" in resident.get("care/").content.decode()
    resident.post("care/", leaf="violence.threat")
    kept = drafts.read(the_draft())
    assert (kept.place, kept.lat, kept.lane) == ("", None, "state_police")
    assert Upload.objects.get().removed_at is not None
    for step in ("place/", "photo/", "map/"):
        assert resident.get(step)["Location"] == resident.url("check/")


def test_words_are_stored_only_sealed_under_the_lanes_key(resident, roskovec, police):
    to_the_care_page(resident)
    assert resident.post("care/", leaf="violence.threat")["Location"] == resident.url("check/")
    page = resident.get("check/").content.decode()
    assert "State Police" in page
    assert "This can become public" not in page
    sent = resident.send()
    assert sent["Location"].startswith("/r/")  # no questions about the person, and straight to the code
    assert len(codes.normalise(sent["Location"].removeprefix("/r/"))) == codes.QUIET_LENGTH
    voice = Voice.objects.of(roskovec).get()
    assert (voice.words, voice.place, voice.lane, voice.level) == ("", "", "state_police", "lane")
    assert keys.unseal(lane_key(roskovec, "state_police"), voice.sealed) == SECRET
    assert Case.objects.of(roskovec).get().lane == "state_police"
    assert drafts.read(the_draft()).words == ""
    assert resident.get("about-you/")["Location"] == sent["Location"]
    assert not Response.objects.of(roskovec).exists()


def test_no_column_of_any_table_holds_the_words(resident, roskovec, police):
    to_the_care_page(resident)
    resident.post("care/", leaf="")
    resident.send()
    for model in apps.get_models():
        for row in model.objects.all().values() if hasattr(model, "objects") else []:
            assert "godet" not in str(
                {name: bytes(v) if isinstance(v, memoryview) else v for name, v in row.items()}
            ), model


@pytest.mark.parametrize("leaf", ["violence.domestic", "violence.bullying"])
def test_where_nobody_may_read_it_no_words_are_taken(resident, roskovec, police, leaf):
    to_the_care_page(resident)
    page = resident.post("care/", leaf=leaf)
    assert page["Location"] == resident.url("help/")
    assert not Draft.objects.of(roskovec).exists()
    assert not Voice.objects.of(roskovec).exists()
    shown = resident.get("help/").content.decode()
    assert "We kept nothing of what you wrote" in shown
    assert "116117" in shown
    assert SECRET not in resident.get().content.decode()


def test_what_concerns_the_municipality_itself_is_read_by_nobody_here(resident, roskovec, police):
    to_the_care_page(resident, "hidden")
    assert resident.post("care/", leaf="hidden.corruption")["Location"] == resident.url("help/")


def test_a_leaf_may_be_less_confidential_than_its_top(resident, roskovec, police):
    to_the_care_page(resident)
    assert resident.post("care/", leaf="violence.fights")["Location"] == resident.url("check/")
    resident.send()
    voice = Voice.objects.of(roskovec).get()
    assert (voice.level, voice.words, voice.theme.code) == ("staff", SECRET, "violence.fights")


def test_a_member_who_left_reads_nothing(resident, roskovec, police):
    to_the_care_page(resident)
    resident.post("care/", leaf="")
    police.until = police.since
    police.save()
    assert resident.send()["Location"] == resident.url("help/")
    assert not Voice.objects.of(roskovec).exists()
    assert not Draft.objects.of(roskovec).exists()


def test_the_shorter_path_asks_the_theme_first_and_never_becomes_public(resident, roskovec):
    assert resident.get("quiet/").status_code == 200
    assert resident.post("quiet/", theme="order")["Location"] == resident.url()
    assert resident.post(words=WORDS)["Location"] == resident.url("answer/")
    assert resident.post("answer/", answer="page")["Location"] == resident.url("check/")
    assert "This can become public" not in resident.get("check/").content.decode()
    resident.send(level="public", theme="lighting")
    voice = Voice.objects.of(roskovec).get()
    assert (voice.level, voice.theme.code) == ("staff", "order")


def test_the_tab_tells_nothing(resident, roskovec, police):
    resident.post("quiet/", theme="violence")
    for step in ("care/", "", "answer/"):
        page = resident.get(step)
        title = page.content.decode().partition("<title>")[2].partition("</title>")[0]
        assert title.startswith("Your message"), title
        resident.post("care/", leaf="") if step == "care/" else resident.post(words=SECRET)
    assert "iolence" not in resident.get("check/").content.decode()


def test_whoever_holds_the_phone_next_does_not_find_the_words_at_the_first_page(resident, police):
    resident.post("quiet/", theme="violence")
    resident.post("care/", leaf="")
    resident.post(words=SECRET)
    assert SECRET not in resident.get().content.decode()
    assert SECRET in resident.client.get(resident.url("?back=check")).content.decode()
    assert the_draft().expires_at <= timezone.now() + drafts.KEPT_IN_A_LANE


def test_an_unknown_theme_on_the_care_page_leads_to_the_choice(resident):
    resident.post(words=WORDS)
    assert resident.get("care/")["Location"] == resident.url("quiet/")
