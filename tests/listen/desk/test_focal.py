"""Voices entered for others, and the answers brought back to them."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from typing import Any
from uuid import uuid4

import pytest
import time_machine
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.formats import date_format

from firstdoor.core import audit_heads, contacts
from firstdoor.core.actor import system
from firstdoor.core.models import Audit, Consent
from firstdoor.core.rights import NotAllowed
from firstdoor.core.texts import make
from firstdoor.listen.models import Delivery
from firstdoor.listen.services import ContactGiven, cases, erase_due, focal
from firstdoor.places.models import Unit
from tests.listen.desk.conftest import Desk, voice_of
from tests.world import actor_of, grant, make_person


def entered(desk: Desk, role: str = "community_focal_point", theme: str = "light", **more: Any) -> Any:
    values = {
        "consent": True, "words": "No light on my way home", "heard_at": timezone.now(), "draft_key": uuid4(),
        "language": "en", "channel": "paper", "theme": desk.themes.get(theme), "wants_answer": "person",
        "unit": Unit.objects.of(desk.here).first(), "contact": ContactGiven("visit", "Drita, the blue door"),
    }  # fmt: skip
    return focal.enter_voice(by=desk.actor(role), municipality=desk.here, **{**values, **more})


def answered(desk: Desk, filed: Any) -> Delivery:
    case = filed.case
    cases.answer(by=desk.staff, municipality=desk.here, case=case, text=make("en", "The lamp comes on Monday"))
    return Delivery.objects.get(voice=filed.voice, route="person", state="waiting")


def test_nothing_is_entered_for_somebody_who_did_not_agree(desk: Desk) -> None:
    with pytest.raises(ValidationError):
        entered(desk, consent=False)
    filed = entered(desk)
    assert Consent.objects.filter(voice_id=filed.voice.pk, purpose="spoken_for").count() == 1


def test_who_wants_the_answer_brought_can_be_found(desk: Desk) -> None:
    with pytest.raises(ValidationError):
        entered(desk, contact=None)


def test_a_paper_that_lay_somewhere_for_a_year_keeps_its_contact_until_it_is_answered(desk: Desk) -> None:
    filed = entered(desk, heard_at=timezone.now() - timedelta(days=500))
    erase_due(by=system("test"), municipality=desk.here, now=timezone.now())
    assert contacts.of_voice(filed.voice.pk) is not None


def test_an_answer_waits_until_it_is_told(desk: Desk) -> None:
    waiting = answered(desk, entered(desk))
    by = desk.actor("community_focal_point")
    focal.tell(by=by, municipality=desk.here, delivery=waiting.pk)
    waiting.refresh_from_db()
    assert (waiting.state, waiting.by) == ("arrived", by.person)
    focal.untell(by=by, municipality=desk.here, delivery=waiting.pk)
    waiting.refresh_from_db()
    assert (waiting.state, waiting.by) == ("waiting", None)


def test_who_cannot_be_found_waits_no_more_and_is_counted_and_that_is_taken_back(desk: Desk) -> None:
    filed = entered(desk)
    waiting = answered(desk, filed)
    client, address = desk.client("community_focal_point"), desk.address(f"bring-back/{waiting.pk}/told/")
    page = client.post(address, {"act": "not_found"}, follow=True).content.decode()
    assert "Noted. The answer stays on the page of the receipt." in page
    assert "No answer waits for you." in page
    ledger = desk.client("action_group").get(desk.address("answers/")).content.decode()
    assert "1 person not found" in ledger
    assert "Every answer has arrived." in ledger
    client.post(f"{address}?back=1")
    waiting.refresh_from_db()
    assert (waiting.state, waiting.by) == ("waiting", None)
    assert audit_heads.verify()[1] == []


def test_own_entries_say_whether_they_are_answered(desk: Desk) -> None:
    filed = entered(desk)
    assert "not answered yet" in bringing(desk)
    waiting = answered(desk, filed)
    page = bringing(desk)
    assert "an answer is here: tell it" in page
    assert "not answered yet" not in page
    focal.tell(by=desk.actor("community_focal_point"), municipality=desk.here, delivery=waiting.pk)
    page = bringing(desk)
    assert "an answer is here: tell it" not in page
    assert "not answered yet" not in page


def test_what_others_entered_is_not_among_ones_own(desk: Desk) -> None:
    entered(desk)
    entered(desk, "municipal_focal_point", words="The street of somebody else")
    for page in (bringing(desk), bringing(desk, "speak/")):
        assert "No light on my way home" in page
        assert "The street of somebody else" not in page


def test_of_what_is_not_for_everybody_only_that_something_waits_is_said(desk: Desk) -> None:
    filed = entered(desk, theme="bite")
    assert "not answered yet" not in bringing(desk)
    answered(desk, filed)
    page = bringing(desk)
    assert "<b>something waits</b>" in page
    assert "an answer is here" not in page


def bringing(desk: Desk, path: str = "bring-back/") -> str:
    return desk.client("community_focal_point").get(desk.address(path)).content.decode()


def test_it_is_said_until_when_a_person_is_found_and_the_last_month_warns(desk: Desk) -> None:
    filed = entered(desk)
    waiting = answered(desk, filed)
    assert "How the person is found is kept until" not in bringing(desk)  # an open case keeps it
    cases.end(by=desk.staff, municipality=desk.here, case=filed.case, ending="solved", reason=make("en", "It is lit"))
    last = contacts.of_voice(filed.voice.pk).erase_after
    assert f"How the person is found is kept until {date_format(last)}." in bringing(desk)
    with time_machine.travel(midday(last) - timedelta(days=32), tick=False):
        assert "Bring it by" not in bringing(desk)
        assert "Bring 1 person the answer" not in bringing(desk, "")
    with time_machine.travel(midday(last) - timedelta(days=31), tick=False):
        assert f"Bring it by {date_format(last)}." in bringing(desk)
        assert "Bring 1 person the answer" in bringing(desk, "")
        assert "Bring 1 person the answer" not in desk.client("action_group").get(desk.address("")).content.decode()
    with time_machine.travel(midday(last) + timedelta(days=1), tick=False):
        assert erase_due(by=system("test"), municipality=desk.here, now=timezone.now()).contacts == 1
        assert "How the person is found is not kept any more." in bringing(desk)
        assert "Bring 1 person the answer" not in bringing(desk, "")
        for delivery in Delivery.objects.filter(voice=filed.voice, route="person", state="waiting"):
            focal.tell(by=desk.actor("community_focal_point"), municipality=desk.here, delivery=delivery.pk)
        assert "not kept any more" not in bringing(desk)
    waiting.refresh_from_db()
    assert waiting.state == "arrived"


def midday(day: date) -> datetime:
    return datetime(day.year, day.month, day.day, 12, tzinfo=UTC)


def other_focal_point(desk: Desk, **values: Any) -> Any:
    person = make_person(f"{uuid4()}@roskovec.example.al")
    grant(person, "community_focal_point", desk.here, **values)
    return actor_of(person)


def test_contact_data_is_for_whoever_entered_it_and_each_look_is_recorded(desk: Desk) -> None:
    filed = entered(desk)
    by = desk.actor("community_focal_point")
    assert focal.look_up_contact(by=by, municipality=desk.here, voice=filed.voice.pk) == "Drita, the blue door"
    assert Audit.objects.get(verb="listen.contact_looked*").actor == f"person:{by.person}"
    others = [desk.actor(role) for role in ("action_group", "municipal_focal_point")] + [other_focal_point(desk)]
    for actor in others:
        with pytest.raises(NotAllowed):
            focal.look_up_contact(by=actor, municipality=desk.here, voice=filed.voice.pk)


def test_an_answer_for_somebody_elses_entry_is_brought_only_when_public_and_near(desk: Desk) -> None:
    near = other_focal_point(desk)
    unit = Unit.objects.create(
        municipality=desk.here, com_id="2", name="Kuman", folded_name="kuman", label_lat=40.7, label_lon=19.7
    )
    far = other_focal_point(desk, unit=unit)
    public, quiet = answered(desk, entered(desk)), answered(desk, entered(desk, asked_level="staff"))
    with pytest.raises(NotAllowed):
        focal.tell(by=far, municipality=desk.here, delivery=public.pk)
    with pytest.raises(NotAllowed):
        focal.tell(by=near, municipality=desk.here, delivery=quiet.pk)
    focal.tell(by=near, municipality=desk.here, delivery=public.pk)


def test_the_same_form_sent_twice_is_one_voice_with_one_code(desk: Desk) -> None:
    key = uuid4()
    first, again = entered(desk, draft_key=key), entered(desk, draft_key=key)
    assert (first.voice.pk, first.code, again.again) == (again.voice.pk, again.code, True)


def test_a_code_stays_for_printing_again(desk: Desk) -> None:
    from firstdoor.core import receipts

    filed = entered(desk)
    assert receipts.copy_of(receipts.of_voice(voice_of(filed.case).pk)) == filed.code
