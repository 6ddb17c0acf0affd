"""Ids of another case, another person or another municipality, written by hand into a form: nothing comes of them."""

from __future__ import annotations

from datetime import timedelta
from typing import Any
from uuid import uuid4

import pytest
from django.test import Client
from django.utils import timezone

from firstdoor.core import texts
from firstdoor.core.actor import Actor
from firstdoor.core.models import Audit, Upload
from firstdoor.core.rights import NotAllowed
from firstdoor.listen.models import Case, Delivery, Handover, LaneNote, Referral, Theme, Voice
from firstdoor.listen.services import ContactGiven, cases, file_voice, focal, lanes
from firstdoor.people.models import Institution
from firstdoor.places.models import Unit
from tests.listen.desk.conftest import Desk, voice_of


@pytest.fixture
def theirs(desk: Desk) -> dict[str, Any]:
    """What another municipality has: a theme, a unit, an institution, a case with a voice."""
    there = desk.world.theirs
    theme = Theme.objects.create(municipality=there, code="dark", level="public", name=texts.make("sq", "Errësirë"))
    filed = file_voice(
        by=Actor(), municipality=there, words="Dark in the other town", language="en", draft_key=uuid4(), theme=theme,
        heard_at=timezone.now() - timedelta(hours=1),
    )  # fmt: skip
    return {
        "theme": theme,
        "unit": Unit.objects.of(there).first(),
        "institution": Institution.objects.create(municipality=there, name=texts.make("sq", "Ujësjellësi")),
        "case": filed.case,
        "voice": filed.voice,
    }


def post(desk: Desk, case: Case, act: str, role: str = "action_group", **values: Any) -> Any:
    address = desk.address(f"voices/{case.number}/{act}/")
    return desk.client(role).post(address, {"version": str(case.version), **values})


@pytest.mark.parametrize(
    ("act", "field", "values"),
    [
        ("theme", "theme", {}),
        ("place", "unit", {"place": "Here"}),
        ("ours", "institution", {}),
        ("hand", "institution", {}),
    ],
)
def test_what_another_municipality_has_is_no_choice_here(
    desk: Desk, theirs: dict[str, Any], act: str, field: str, values: dict[str, str]
) -> None:
    case = desk.case()
    answer = post(desk, case, act, **values, **{field: str(theirs[field].pk)})
    assert answer.status_code == 422
    assert Case.objects.get(pk=case.pk).version == case.version
    assert not Handover.objects.exists()


def test_services_refuse_another_municipalitys_rows_even_when_they_are_handed_in(
    desk: Desk, theirs: dict[str, Any]
) -> None:
    case, who = desk.case(), {"by": desk.staff, "municipality": desk.here}
    with pytest.raises(NotAllowed):
        cases.join(**who, case=case, other=theirs["case"].pk)
    with pytest.raises(NotAllowed):
        cases.end(**who, case=theirs["case"].pk, ending="solved")
    with pytest.raises(NotAllowed):
        cases.join(by=desk.staff, municipality=desk.world.theirs, case=theirs["case"].pk, other=theirs["case"].pk)
    theirs["case"].refresh_from_db()
    assert theirs["case"].phase == "received"


def test_a_voice_of_another_case_is_not_split_opened_translated_or_published_here(desk: Desk) -> None:
    here, other = desk.case(), desk.case("I saw who did it")
    cases.name(by=desk.staff, municipality=desk.here, case=here, title=texts.make("en", "Lamp"))
    here.refresh_from_db()
    forged = str(voice_of(other).pk)
    for act, values in (
        ("split", {"stays": "on"}),
        ("level", {"level": "public", "consent": "on"}),
        ("translate", {"into": "sq", "words": "E pashë"}),
    ):
        assert post(desk, here, act, voice=forged, **values).status_code in {404, 422}, act
    assert post(desk, here, "publish", voices=[forged]).status_code == 422
    cases.publish(by=desk.staff, municipality=desk.here, case=here, voices=[voice_of(other).pk])
    voice = Voice.objects.get(pk=forged)
    assert (voice.published_at, voice.translations, voice.links.count()) == (None, {}, 1)


def test_a_photo_of_another_case_is_not_decided_about_here(desk: Desk, picture: Any) -> None:
    here, other = desk.case(), desk.case("Dark", upload_id=picture(desk.here).pk)
    photo = voice_of(other).photos.get().pk
    client = desk.client("action_group")
    for act in ("publish", "keep", "remove"):
        address = desk.address(f"voices/{here.number}/photos/{photo}/")
        assert client.post(address, {"act": act, "alt": "A lamp"}).status_code == 404
    assert Upload.objects.get().looked_at is None


def test_a_lane_refers_nobody_of_another_case_and_writes_no_note_beside_what_it_does_not_see(
    desk: Desk, police: Actor
) -> None:
    lane, public = desk.case("He follows me", theme="threat"), desk.case()
    voice = voice_of(public).pk
    member = desk.world.people["police in the action group"]
    client = Client()
    client.force_login(member)
    address = desk.address(f"voices/{lane.number}/lane-referral/")
    assert client.post(address, {"voice": str(voice), "to": str(desk.power.pk)}).status_code in {404, 422}
    assert not Referral.objects.exists()
    only_lane = desk.client("lane_member")
    note = {"lane": "state_police", "words": "We know him"}
    assert only_lane.post(desk.address(f"voices/{public.number}/lane-note/"), note).status_code == 404
    assert (
        client.post(desk.address(f"voices/{lane.number}/lane-note/"), {**note, "lane": "referral"}).status_code == 404
    )
    assert not LaneNote.objects.exists()


def test_a_delivery_of_somebody_elses_entry_is_neither_ticked_nor_its_contact_shown(desk: Desk) -> None:
    filed = focal.enter_voice(
        by=desk.actor("municipal_focal_point"), municipality=desk.here, consent=True, words="Quiet, please",
        heard_at=timezone.now(), draft_key=uuid4(), language="en", theme=desk.themes["light"], asked_level="staff",
        wants_answer="person", contact=ContactGiven("visit", "The blue door"),
    )  # fmt: skip
    cases.answer(by=desk.staff, municipality=desk.here, case=filed.case, text=texts.make("en", "Yes"))
    waiting = Delivery.objects.get(voice=filed.voice, route="person")
    client = desk.client("community_focal_point")
    assert client.post(desk.address(f"bring-back/{waiting.pk}/told/")).status_code == 404
    assert client.post(desk.address(f"bring-back/{filed.voice.pk}/contact/")).status_code == 404
    waiting.refresh_from_db()
    assert waiting.state == "waiting"
    assert not Audit.objects.filter(verb="listen.contact_looked*").exists()


def test_who_left_the_lane_reads_nothing_more_of_it(desk: Desk, police: Actor) -> None:
    lane = desk.case("He follows me", theme="threat")
    lanes.add_note(by=police, municipality=desk.here, case=lane, lane="state_police", words="We know him")
    member = desk.world.people["police in the action group"]
    client = Client()
    client.force_login(member)
    assert "We know him" in client.get(desk.address(f"voices/{lane.number}/")).content.decode()
    member.grants.filter(role="lane_member").update(until=timezone.localdate() - timedelta(days=1))
    assert client.get(desk.address(f"voices/{lane.number}/")).status_code == 404
    assert "We know him" not in client.get(desk.address("voices/")).content.decode()
