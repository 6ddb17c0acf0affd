"""Keys, sealed things, limits, letters, photos, logs: what core keeps and what it lets go."""

import contextlib
import io
import logging
import threading
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, date, datetime, timedelta
from uuid import uuid4

import pytest
from django.core import mail
from django.core.exceptions import ValidationError
from django.db import IntegrityError, connection, transaction
from django.utils import timezone
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image

from firstdoor.core import codes, contacts, keys, limits, logs, outbox, photos, receipts, schedule
from firstdoor.core.actor import ANYBODY
from firstdoor.core.models import Contact, Limit, Outbox, Receipt, Upload

NOON = datetime(2026, 11, 23, 12, tzinfo=UTC)


# --- Keys -------------------------------------------------------------------------------------------------------------


@given(st.text())
def test_what_is_sealed_is_unreadable_and_comes_back(text):
    sealed = keys.seal("test-words", text)
    assert keys.unseal("test-words", sealed) == text
    assert not text or text.encode() not in sealed or len(text) < 4


def test_another_key_opens_nothing():
    with pytest.raises(keys.KeyMissing):
        keys.unseal("test-other", keys.seal("test-words", "Llamba"))


def test_a_destroyed_key_is_gone_for_good():
    sealed = keys.seal("test-gone", "fletë votimi")
    keys.destroy("test-gone")
    with pytest.raises(keys.KeyMissing):
        keys.unseal("test-gone", sealed)
    assert not keys.exists("test-gone")


def test_keys_are_for_their_owner_alone(settings):
    keys.seal("test-words", "x")
    assert (settings.KEYS_FOLDER / "test-words.key").stat().st_mode & 0o077 == 0


@pytest.mark.parametrize("name", ["", "../secret", "A", "x/y", ".hidden"])
def test_no_key_lies_elsewhere(name):
    with pytest.raises(ValueError, match="no key"):
        keys.seal(name, "x")


# --- Receipts and contacts --------------------------------------------------------------------------------------------


@pytest.mark.parametrize(("public", "length"), [(True, 8), (False, 12)])
def test_a_code_finds_its_voice_and_is_not_stored(db, public, length):
    voice = uuid4()
    code = receipts.issue(municipality=uuid4(), voice_id=voice, public=public)
    found = receipts.resolve(codes.normalise(codes.grouped(code).lower()))
    assert (found.voice_id, found.length) == (voice, length)
    stored = Receipt.objects.values().get(voice_id=voice)
    assert code not in repr(stored)
    assert receipts.copy_of(found) is None


def test_a_kept_copy_is_sealed_and_comes_back(db):
    code = receipts.issue(municipality=uuid4(), voice_id=(voice := uuid4()), public=True, keep_copy=True)
    receipt = receipts.of_voice(voice)
    assert code.encode() not in bytes(receipt.sealed_code)
    assert receipts.copy_of(receipt) == code


def test_a_voice_has_one_receipt(db):
    receipts.issue(municipality=uuid4(), voice_id=(voice := uuid4()), public=True)
    with pytest.raises(IntegrityError), transaction.atomic():
        receipts.issue(municipality=uuid4(), voice_id=voice, public=True)


def test_a_contact_is_sealed_and_erased_on_its_day(db):
    voice, address = uuid4(), "arta@example.org"
    here = uuid4()
    contacts.keep(by=ANYBODY, municipality=here, voice_id=voice, kind="email", value=address, language="sq")
    row = Contact.objects.get(voice_id=voice)
    assert address.encode() not in bytes(row.sealed)
    assert contacts.reveal(row) == address
    contacts.postpone_erasure(voice, until=date(2026, 11, 23))
    assert contacts.due(today=date(2026, 11, 23), municipality=here) == []
    assert contacts.due(today=date(2026, 11, 24), municipality=uuid4()) == []
    assert contacts.due(today=date(2026, 11, 24), municipality=here) == [voice]
    contacts.erase(voice)
    assert contacts.of_voice(voice) is None


def test_the_same_address_is_recognised_without_being_read(db):
    for value in ("Arta@example.org ", "arta@EXAMPLE.org"):
        contacts.keep(by=ANYBODY, municipality=uuid4(), voice_id=uuid4(), kind="email", value=value, language="sq")
    assert Contact.objects.values("blind_index").distinct().count() == 1


# --- Limits -----------------------------------------------------------------------------------------------------------


def test_the_limit_holds_and_ends_with_its_window(db):
    for _ in range(3):
        limits.hit("codes", "10.0.0.1", allowed=3, seconds=60, now=NOON)
    with pytest.raises(limits.TooMany) as refused:
        limits.hit("codes", "10.0.0.1", allowed=3, seconds=60, now=NOON + timedelta(seconds=10))
    assert refused.value.seconds == 50
    limits.hit("codes", "10.0.0.2", allowed=3, seconds=60, now=NOON)
    limits.hit("codes", "10.0.0.1", allowed=3, seconds=60, now=NOON + timedelta(seconds=60))


def test_no_address_is_kept(db):
    limits.hit("codes", "203.0.113.7", allowed=3, seconds=60, now=NOON)
    assert "203.0.113.7" not in repr(list(Limit.objects.values()))
    assert limits.forget(before=NOON + timedelta(days=1)) == 1


@pytest.mark.django_db(transaction=True)
def test_none_slips_through_when_many_come_at_once():
    passed, lock = [], threading.Lock()

    def knock():
        try:
            for _ in range(10):
                try:
                    limits.hit("race", "", allowed=25, seconds=600, now=NOON)
                except limits.TooMany:
                    continue
                with lock:
                    passed.append(1)
        finally:
            connection.close()

    threads = [threading.Thread(target=knock) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(passed) == 25


# --- Letters ----------------------------------------------------------------------------------------------------------

LETTER = outbox.Letter("arta@example.org", "Lajme", "Kodi juaj: K7M2-9XQ4")


def test_a_letter_waits_sealed_is_sent_once_and_forgotten(db):
    outbox.post(LETTER, dedup_key="one")
    outbox.post(LETTER, dedup_key="one")
    assert b"K7M2" not in bytes(Outbox.objects.get().sealed_message)
    assert outbox.send_waiting() == (1, 0)
    assert outbox.send_waiting() == (0, 0)
    assert [(letter.to, letter.body) for letter in mail.outbox] == [([LETTER.to], LETTER.body)]
    assert Outbox.objects.get().sealed_message is None


def test_a_letter_that_cannot_be_sent_is_tried_again_then_given_up(db, settings, monkeypatch):
    def refuse(_self):
        raise OSError("no route")

    monkeypatch.setattr("django.core.mail.EmailMessage.send", refuse)
    outbox.post(LETTER, dedup_key="two")
    now = timezone.now()
    for _ in range(outbox.TRIES):
        outbox.send_waiting(now=now)
        now += timedelta(days=30)
    message = Outbox.objects.get()
    assert (message.state, message.tries, message.sealed_message) == ("failed", outbox.TRIES, None)


def test_a_subject_cannot_smuggle_headers(db):
    outbox.post(outbox.Letter("a@example.org", "Hi\nBcc: b@example.org", "x"), dedup_key="three")
    outbox.send_waiting()
    assert mail.outbox == []


# --- Photos -----------------------------------------------------------------------------------------------------------


def photo(size=(640, 480), kind="JPEG", exif=None, **options):
    out = io.BytesIO()
    Image.new("RGB", size, (120, 160, 90)).save(out, kind, **({"exif": exif} if exif else {}), **options)
    return out


def with_position():
    exif = Image.Exif()
    exif[0x010E] = "Shtëpia ime"
    exif[0x0112] = 6  # lying on its side
    exif.get_ifd(0x8825).update({1: "N", 2: (40.0, 44.0, 51.0), 3: "E", 4: (19.0, 42.0, 17.0)})
    return photo(exif=exif)


def cleaned(file):
    data = file.getvalue()
    return photos.clean(io.BytesIO(data), len(data))


def test_position_camera_and_words_leave_the_photo_and_it_stands_upright():
    result = cleaned(with_position())
    picture = Image.open(io.BytesIO(result.data))
    assert dict(picture.getexif()) == {}
    assert "exif" not in picture.info
    assert b"Sht" not in result.data
    assert (result.width, result.height) == (480, 640)


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP", "GIF", "BMP", "TIFF"])
def test_each_kind_of_picture_becomes_a_jpeg(kind):
    assert Image.open(io.BytesIO(cleaned(photo(kind=kind)).data)).format == "JPEG"


def test_large_ones_are_made_smaller():
    result = cleaned(photo((4000, 3000)))
    assert (result.width, result.height) == (1600, 1200)


@pytest.mark.parametrize(
    "data",
    [b"", b"no picture", b"<svg xmlns='http://www.w3.org/2000/svg'><script>alert(1)</script></svg>", b"%PDF-1.7",
     b"GIF89a", photo().getvalue()[:200], b"\xff\xd8\xff" + b"\x00" * 2000],
)  # fmt: skip
def test_what_is_no_picture_is_refused(data):
    with pytest.raises(ValidationError):
        photos.clean(io.BytesIO(data), len(data))


def test_thirty_megabytes_are_refused_before_they_are_read():
    class Unread(io.BytesIO):
        def read(self, *_size):
            raise AssertionError("was read")

    with pytest.raises(ValidationError, match="20 MB"):
        photos.clean(Unread(), 30_000_000)


def test_too_many_pixels_are_refused():
    with pytest.raises(ValidationError):
        cleaned(photo((12000, 9000), "PNG"))


@given(st.binary(max_size=400))
def test_any_bytes_give_a_picture_or_a_refusal(data):
    with contextlib.suppress(ValidationError):
        photos.clean(io.BytesIO(data), len(data))


def test_a_removed_photo_leaves_the_disk_once_nobody_shows_it(db):
    picture = cleaned(photo())
    first, second = (photos.keep(picture, municipality=uuid4()) for _ in range(2))
    assert not first.published_at
    photos.remove(first)
    assert photos.path_of(second).exists()
    photos.remove(second)
    assert not photos.path_of(second).exists()


def test_nothing_is_public_before_somebody_looked(db):
    upload = photos.keep(cleaned(photo()), municipality=uuid4())
    with pytest.raises(IntegrityError), transaction.atomic():
        Upload.objects.filter(pk=upload.pk).update(published_at=timezone.now())


# --- Logs, schedule ---------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("message", ["GET /r/K7M2-9XQ4 200", "https://x.al/r/K7M2-9XQ4/slip/?lang=sq"])
def test_no_log_holds_a_receipt(message):
    record = logging.LogRecord("x", logging.INFO, "x", 1, "%s", (message,), None)
    assert logs.NoReceipts().filter(record)
    assert "K7M2" not in record.getMessage()


def test_scheduled_work_begins_once_when_due(db, monkeypatch):
    begun = []

    class Task:
        def enqueue(self):
            begun.append(1)

    monkeypatch.setattr(schedule, "_recurring", {"test.daily": schedule.Recurring(Task(), timedelta(days=1))})
    assert schedule.tick(NOON) == ["test.daily"]
    assert schedule.tick(NOON + timedelta(hours=23)) == []
    assert schedule.tick(NOON + timedelta(hours=24)) == ["test.daily"]
    assert len(begun) == 2


def test_a_key_that_many_ask_for_at_once_is_made_once(settings, tmp_path):
    """The first visitors of a new installation come together, in threads of one process."""
    settings.KEYS_FOLDER = tmp_path
    start = threading.Barrier(8)

    def digest(_number):
        start.wait()
        return keys.digest("test-together", "a")

    with ThreadPoolExecutor(8) as pool:
        assert len(set(pool.map(digest, range(8)))) == 1
    assert [file.name for file in tmp_path.iterdir()] == ["test-together.key"]
