"""Taking back a voice, or only the contact data: what is erased, what stays, and who may."""

from __future__ import annotations

import io
import json
import re
from datetime import timedelta

import pytest
from django.core.exceptions import ValidationError
from django.db import transaction
from django.test import Client
from django.utils import timezone
from PIL import Image

from firstdoor.core import audit, audit_heads, contacts, limits, outbox, photos, receipts
from firstdoor.core.models import Audit, Contact, Limit, Outbox, Upload
from firstdoor.listen import services as listen
from firstdoor.listen.models import Delivery, Item, Photo, Response, Voice
from firstdoor.listen.services import cases
from firstdoor.listen.services.withdrawal import one_time_code
from tests.deliver.story import WORDS, a_priority, case_of, file, t
from tests.world import World

EMAIL = listen.ContactGiven("email", "ana@example.al")


def with_photo(world: World, voice: Voice) -> Upload:
    out = io.BytesIO()
    Image.new("RGB", (20, 20), "red").save(out, "JPEG")
    upload = photos.keep(photos.clean(io.BytesIO(out.getvalue()), len(out.getvalue())), municipality=world.ours)
    Photo.objects.create(municipality=world.ours, voice=voice, upload_id=upload.pk)
    return upload


def test_everything_is_erased_and_the_page_stays(world: World, settings: object, tmp_path: object) -> None:
    settings.MEDIA_ROOT = tmp_path  # type: ignore[attr-defined]
    voice, code = file(world, place="Shkolla")
    upload = with_photo(world, voice)
    response = Response.objects.create(municipality=world.ours, voice=voice, age="30-44", at=timezone.now())
    Item.objects.create(municipality=world.ours, response=response, question="P01", value="1")
    case = case_of(voice)
    page = Client().get(f"/r/{code}/withdrawal/?lang=en")
    assert "erased for good" in page.content.decode()
    assert Voice.objects.get(pk=voice.pk).words == WORDS  # looking changes nothing
    assert Client().post(f"/r/{code}/withdrawal/").status_code == 302
    voice.refresh_from_db()
    case.refresh_from_db()
    upload.refresh_from_db()
    assert (voice.words, voice.place, voice.unit_id, voice.translations) == ("", "", None, {})
    assert voice.withdrawn_at is not None
    assert (case.phase, case.ending, case.place, case.unit_id) == ("ended", "withdrawn", "", None)
    assert upload.removed_at is not None
    assert not photos.path_of(upload).exists()
    assert not Response.objects.exists()
    assert not Item.objects.exists()
    after = Client().get(f"/r/{code}?lang=en").content.decode()
    assert "You took your voice back." in after
    assert WORDS not in after
    assert "Take my voice back" not in after
    assert Client().post(f"/r/{code}/withdrawal/").status_code == 302  # twice changes nothing
    assert Audit.objects.filter(verb="listen.voice_withdrawn").count() == 1


def test_nothing_leads_to_a_page_that_went_with_it_and_the_desk_asks_nothing_of_it_any_more(world: World) -> None:
    voice, code = file(world)
    case = case_of(voice)
    who = {"by": world.actor("action_group"), "municipality": world.ours}
    case = cases.name(**who, case=case, title=t("S'ka dritë", "No light"))
    case = cases.publish(**who, case=case, voices=[voice.pk])
    cases.answer(**who, case=case, text=t("Vijmë të hënën", "On Monday it is mended"))
    address = f"/en/{world.ours.slug}/reports/{case.number}/"
    assert address in Client().get(f"/r/{code}?lang=en").content.decode()
    Client().post(f"/r/{code}/withdrawal/")
    assert Client().get(address).status_code == 404
    after = Client().get(f"/r/{code}?lang=en").content.decode()
    assert "On Monday it is mended" in after
    assert address not in after
    desk = Client()
    desk.force_login(world.people["action_group"])
    shown = desk.get(f"/en/desk/{world.ours.slug}/voices/{case.number}/").content.decode()
    assert "Withdrawn by the person." in shown
    assert "Everybody may read it" not in shown
    assert "Reads the answer on" not in shown


def test_the_trail_agrees_with_the_rows(world: World) -> None:
    voice, code = file(world)
    case = case_of(voice)
    Client().post(f"/r/{code}/withdrawal/")
    voice.refresh_from_db()
    case.refresh_from_db()
    for row in (voice, case):
        last = Audit.objects.filter(table=row._meta.db_table, row=str(row.pk)).order_by("-seq").first()
        assert last.digest == audit.row_digest(row)
        assert last.actor == "anybody"


def test_nothing_looks_like_tampering_afterwards(world: World) -> None:
    voice, code = file(world, contact=listen.ContactGiven("phone", "069 111 2222"), wants_answer="person")
    response = Response.objects.create(municipality=world.ours, voice=voice, age="30-44", at=timezone.now())
    item = Item.objects.create(municipality=world.ours, response=response, question="P01", value="1")
    with transaction.atomic():
        for row in (case_of(voice), response, item):
            audit.record("tests.made", by=world.actor("action_group"), municipality=world.ours, about=row)
    listen.give_answer(
        by=world.actor("action_group"), municipality=world.ours, kind="reply", about_kind="case",
        about_id=case_of(voice).pk, text=t("Po.", "Yes."), voices=[voice.pk],
    )  # fmt: skip
    assert audit_heads.verify()[1] == []
    Client().post(f"/r/{code}/contact/")
    Client().post(f"/r/{code}/withdrawal/")
    assert audit_heads.verify()[1] == []


def test_a_case_with_others_goes_on(world: World) -> None:
    story = a_priority(world)
    story.case.phase, story.case.ending, story.case.place = "looked_at", "", "Shkolla"
    story.case.save()
    Client().post(f"/r/{story.code}/withdrawal/")
    story.case.refresh_from_db()
    assert (story.case.phase, story.case.place) == ("looked_at", "Shkolla")


def test_a_kept_address_asks_for_a_code_sent_there(world: World) -> None:
    voice, code = file(world, contact=EMAIL, wants_answer="email")
    client = Client()
    first = client.get(f"/r/{code}/withdrawal/?lang=en").content.decode()
    assert "Send me the code" in first
    assert "ana@example.al" not in first
    asked = client.post(f"/r/{code}/withdrawal/?lang=en")
    assert asked.status_code == 200
    assert "The code is on its way to your e-mail address." in asked.content.decode()
    letter = outbox.opened(Outbox.objects.get(dedup_key__startswith="withdrawal-"))
    assert letter.to == "ana@example.al"
    assert b"ana@example.al" not in bytes(Outbox.objects.get(dedup_key__startswith="withdrawal-").sealed_message)
    digits = re.search(r"\d{6}", letter.body).group()
    wrong = client.post(f"/r/{code}/withdrawal/?lang=en", {"proof": f"{(int(digits) + 1) % 1000000:06d}"})
    assert wrong.status_code == 422
    assert "not the code of our letter" in wrong.content.decode()
    another = re.search(r'href="([^"]+)">Ask for a new code', wrong.content.decode())
    assert another
    assert "Send me the code" in client.get(another[1]).content.decode()
    assert client.post(f"/r/{code}/withdrawal/", {"proof": ""}).status_code == 422
    assert Voice.objects.get(pk=voice.pk).withdrawn_at is None
    assert client.post(f"/r/{code}/withdrawal/", {"proof": f"{digits[:3]} {digits[3:]}"}).status_code == 302
    assert Voice.objects.get(pk=voice.pk).withdrawn_at is not None
    assert not Contact.objects.exists()


def test_the_code_ends_and_guessing_it_too(world: World) -> None:
    voice, _code = file(world, contact=EMAIL, wants_answer="email")
    now = timezone.now()
    who = {"by": world.actor("coach"), "municipality": world.ours, "voice": voice}
    old = one_time_code(voice.pk, now - timedelta(hours=2))
    if old != one_time_code(voice.pk, now):
        with pytest.raises(ValidationError):
            listen.withdraw_voice(**who, proof=old, now=now)
    Limit.objects.all().delete()
    for _ in range(5):
        with pytest.raises(ValidationError):
            listen.withdraw_voice(**who, proof="", now=now)
    with pytest.raises(limits.TooMany):  # the right one comes too late now
        listen.withdraw_voice(**who, proof=one_time_code(voice.pk, now), now=now)
    for _ in range(3):
        assert listen.send_one_time_code(**who, now=now)
    with pytest.raises(limits.TooMany):
        listen.send_one_time_code(**who, now=now)


def test_a_code_of_one_voice_is_none_of_another(world: World) -> None:
    one, _code = file(world, contact=EMAIL)
    other, _code = file(world, contact=listen.ContactGiven("email", "ana@example.al"))
    now = timezone.now()
    assert one_time_code(one.pk, now) != one_time_code(other.pk, now)


def test_contact_data_can_be_erased_alone(world: World) -> None:
    voice, code = file(world, contact=listen.ContactGiven("phone", "069 111 2222"), wants_answer="person")
    listen.give_answer(
        by=world.actor("action_group"), municipality=world.ours, kind="reply", about_kind="case",
        about_id=case_of(voice).pk, text=t("Po.", "Yes."), voices=[voice.pk],
    )  # fmt: skip
    assert "Erase how you can be reached" in Client().get(f"/r/{code}?lang=en").content.decode()
    assert Client().get(f"/r/{code}/contact/").status_code == 200
    assert "Your contact data is erased." not in Client().get(f"/r/{code}?lang=en&done=contact").content.decode()
    done = Client().post(f"/r/{code}/contact/?lang=en", follow=True)
    assert done.status_code == 200
    assert "Your contact data is erased." in done.content.decode()
    voice.refresh_from_db()
    assert contacts.of_voice(voice.pk) is None
    assert receipts.copy_of(receipts.of_voice(voice.pk)) is None  # type: ignore[arg-type]
    assert (voice.words, voice.wants_answer, voice.withdrawn_at) == (WORDS, "page", None)
    assert not Delivery.objects.filter(state="waiting").exists()
    assert Client().get(f"/r/{code}/contact/").status_code == 302


def test_letters_that_wait_are_taken_back(world: World) -> None:
    voice, code = file(world, contact=EMAIL, wants_answer="email")
    listen.give_answer(
        by=world.actor("action_group"), municipality=world.ours, kind="reply", about_kind="case",
        about_id=case_of(voice).pk, text=t("Po.", "Yes."), voices=[voice.pk],
    )  # fmt: skip
    assert Outbox.objects.filter(about_kind="delivery").exists()
    assert receipts.copy_of(receipts.of_voice(voice.pk)) is not None  # type: ignore[arg-type]
    Client().post(f"/r/{code}/withdrawal/", {"proof": one_time_code(voice.pk, timezone.now())})
    assert receipts.copy_of(receipts.of_voice(voice.pk)) is None  # type: ignore[arg-type]
    assert not Outbox.objects.filter(about_kind="delivery").exists()


def test_the_file_holds_the_voice_but_no_contact(world: World) -> None:
    voice, code = file(world, contact=EMAIL, wants_answer="email", place="Shkolla")
    page = Client().get(f"/r/{code}/export")
    held = json.loads(page.content)
    assert page["Content-Type"].startswith("application/json")
    assert "ana@example.al" not in page.content.decode()
    assert held["contact_data_kept"] is True
    assert (held["voice"]["words"], held["voice"]["place"]) == (WORDS, "Shkolla")
    assert held["stations"][0]["kind"] == "received"
    assert voice.pk.hex not in page.content.decode()
