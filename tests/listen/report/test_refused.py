"""What is refused says why beside the field, answers 4xx, and loses nothing that was typed."""

from __future__ import annotations

import io
import struct
import zlib
from datetime import datetime
from html import escape

import pytest
from django.db import OperationalError
from django.test import Client
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from PIL import Image

from firstdoor.core import photos
from firstdoor.core.models import Upload
from firstdoor.listen import services
from firstdoor.listen.forms.report import plain_words
from firstdoor.listen.models import Photo, Voice
from firstdoor.listen.services import drafts
from firstdoor.listen.views.report import check
from firstdoor.places.models import Municipality, UnitCell
from tests.listen.report.conftest import HERE, OUTSIDE, THERE, WORDS, Resident, picture, the_draft


def refused(page, *kept, beside=True):
    """A refused page: 422, "Error:" in the title, a summary that leads to the field, what was typed."""
    text = page.content.decode()
    assert page.status_code == 422, text
    assert "<title>Error: " in text
    assert 'role="alert"' in text
    assert not beside or 'class="err"' in text
    for typed in kept:
        assert escape(typed) in text
    return text


@pytest.mark.parametrize("words", ["", "  \n ", "\u200b\u200d", "\x01\x02"])
def test_no_words(resident, words):
    text = refused(resident.post(words=words))
    assert "One sentence is enough" in text
    assert 'href="#id_words"' in text


def test_words_longer_than_four_thousand_stay_on_the_page(resident):
    refused(resident.post(words="ë" * 4001), "ë" * 4001)
    assert resident.post(words="ë" * 4000).status_code == 302


def test_neither_street_nor_position_nor_said_that_there_is_none(resident):
    resident.post(words=WORDS)
    refused(resident.post("place/", place=""))
    assert resident.post("place/", no_place="on").status_code == 302


def test_a_point_elsewhere_is_told_whose_it_is_and_the_way_there(resident, roskovec):
    resident.post(words=WORDS)
    text = refused(resident.post("place/", place="Te stadiumi", lat=str(THERE[0]), lon=str(THERE[1])), "Te stadiumi")
    assert "This place is in Patos, not in Roskovec" in text
    assert 'href="/en/patos/report/"' in text
    assert f'value="{THERE[0]}"' not in text  # without the position the street can be sent
    Municipality.objects.filter(slug="patos").update(active=False, phone="034 22 22 22")
    text = refused(resident.post("place/", lat=str(THERE[0]), lon=str(THERE[1])))
    assert "/en/patos/report/" not in text
    assert "034 22 22 22" in text


def test_a_point_that_is_nobodys(resident):
    resident.post(words=WORDS)
    assert "outside Roskovec" in refused(resident.post("place/", lat=str(OUTSIDE[0]), lon=str(OUTSIDE[1])))


@pytest.mark.parametrize("place", ["Stadiumi, Patos", "patos", "Rruga e re, PATOS"])
def test_a_place_that_names_another_municipality(resident, place):
    resident.post(words=WORDS)
    assert "This place is in Patos" in refused(resident.post("place/", place=place), place)


@pytest.mark.parametrize(
    "position", [("nan", "1"), ("inf", "inf"), ("91", "19"), ("abc", "19"), ("40,7", "19"), ("1e999", "0")]
)
def test_a_position_that_is_none(resident, position):
    resident.post(words=WORDS)
    refused(resident.post("place/", lat=position[0], lon=position[1], place="Te ura"), "Te ura")


def test_a_place_longer_than_two_hundred(resident):
    resident.post(words=WORDS)
    refused(resident.post("place/", place="a" * 201), "a" * 201)


@pytest.mark.parametrize(
    ("answer", "contact"),
    [
        ("email", "arta"),
        ("email", ""),
        ("phone", "12"),
        ("phone", "arta@example.al"),
        ("visit", " "),
        ("", "x"),
        ("pigeon", "x"),
    ],
)
def test_no_way_to_reach_somebody(resident, answer, contact):
    resident.post(words=WORDS)
    refused(resident.post("answer/", answer=answer, contact=contact), contact.strip())


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("069 123 4567", "+355691234567"),
        ("(069) 123-45-67", "+355691234567"),
        ("+355 69 123 4567", "+355691234567"),
        ("00355691234567", "+355691234567"),
        ("+39 333 123 4567", "+393331234567"),
    ],
)
def test_a_telephone_is_kept_as_it_is_dialled(resident, typed, kept):
    resident.post(words=WORDS)
    assert resident.post("answer/", answer="phone", contact=typed).status_code == 302
    assert drafts.read(the_draft()).contact == kept


@pytest.mark.parametrize("data", [{"theme": "none"}, {"theme": "lighting.out"}, {"level": "lane"}, {"level": "x"}])
def test_a_choice_that_is_none_at_the_check(resident, roskovec, data):
    resident.walk()
    refused(resident.send(**data), WORDS)
    assert not Voice.objects.of(roskovec).exists()


@pytest.mark.parametrize("data", [{"P01": "6"}, {"age": "x"}, {"gender": "<b>"}, {"unit": "x"}])
def test_a_choice_that_is_none_about_you(resident, data):
    resident.walk()
    resident.send()
    refused(resident.post("about-you/", **data))


def test_a_form_in_no_time_or_with_the_hidden_field_filled_is_asked_again_and_kept(resident, roskovec, monkeypatch):
    resident.walk()
    refused(resident.send(website="https://spam.example"), WORDS, beside=False)
    monkeypatch.setattr(check, "LEAST_SECONDS", 1000.0)
    assert "That went very fast" in refused(resident.send(), WORDS, beside=False)
    assert not Voice.objects.of(roskovec).exists()
    monkeypatch.setattr(check, "LEAST_SECONDS", 0.0)
    assert resident.send().status_code == 302


def test_a_forged_form_is_refused(roskovec):
    strict = Resident(client=Client(enforce_csrf_checks=True))
    for step in ("", "place/", "photo/", "answer/", "check/", "about-you/", "forget/"):
        assert strict.post(step, words=WORDS).status_code == 403, step


@pytest.mark.parametrize("cookie", ["", "x", "00000000-0000-0000-0000-000000000000", "' OR 1=1", "é" * 500])
def test_a_forged_cookie_finds_nothing(resident, cookie):
    resident.walk()
    other = Resident()
    other.client.cookies["draft-en"] = cookie
    assert other.get("check/")["Location"] == other.url()


# --- Photos -----------------------------------------------------------------------------------------------------------


def at_the_photo(resident):
    resident.post(words=WORDS)
    resident.post("place/", place="Te ura")


def exif_with_position() -> bytes:
    exif = Image.Exif()
    exif[0x010F] = "Nokia"
    exif[0x8825] = {1: "N", 2: (40.0, 44.0, 13.0), 3: "E", 4: (19.0, 42.0, 7.0)}
    return exif.tobytes()


def bomb(side: int) -> bytes:
    """A PNG of `side` times `side` black points, in two colours."""

    def chunk(kind: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))

    head = struct.pack(">IIBBBBB", side, side, 1, 0, 0, 0, 0)
    rows = zlib.compress((b"\0" * (side // 8 + 1)) * side, 9)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", rows) + chunk(b"IEND", b"")


def test_a_photo_is_cleaned_shown_to_its_writer_alone_and_filed(resident, roskovec):
    at_the_photo(resident)
    photo = picture(size=(2400, 1200), exif=exif_with_position())
    assert b"Exif" in photo.getvalue()
    assert resident.post("photo/", photo=photo)["Location"] == resident.url("answer/")
    seen = resident.get("photo/preview.jpg")
    assert seen["Content-Type"] == "image/jpeg"
    assert b"Exif" not in seen.content
    assert b"Nokia" not in seen.content
    assert Image.open(io.BytesIO(seen.content)).size == (1600, 800)
    assert Resident().get("photo/preview.jpg").status_code == 404
    assert "photo/preview.jpg" in resident.get("check/").content.decode()
    resident.send(theme="lighting")
    upload = Upload.objects.get()
    assert Photo.objects.of(roskovec).get().upload_id == upload.pk
    assert upload.published_at is None


@pytest.mark.parametrize(
    "file",
    [
        (b"<svg xmlns='http://www.w3.org/2000/svg'><script/></svg>", "a.svg", "image/svg+xml"),
        (b"<svg xmlns='http://www.w3.org/2000/svg'/>", "a.jpg", "image/jpeg"),
        (b"MZ\x90\x00" + b"\0" * 100, "a.png", "image/png"),
        (b"%PDF-1.7", "a.pdf", "application/pdf"),
        (b"\xff\xd8\xff\xe0" + b"\0" * 40, "half.jpg", "image/jpeg"),
        (b"x", "a.jpg", "image/jpeg"),
    ],
)
def test_what_is_no_photo_is_refused_beside_the_field(resident, file):
    at_the_photo(resident)
    data, name, kind = file
    photo = io.BytesIO(data)
    photo.name, photo.content_type = name, kind
    text = refused(resident.post("photo/", photo=photo))
    assert "not a photo we can read" in text
    assert the_draft().upload_id is None


@pytest.mark.parametrize("side", [8_000, 12_000, 30_000])  # the last: 100 KB that unpack to 900 million points
def test_a_picture_of_too_many_points_is_refused_before_it_is_unpacked(resident, side):
    at_the_photo(resident)
    photo = io.BytesIO(bomb(side))
    photo.name, photo.content_type = "a.png", "image/png"
    assert "too many pixels" in refused(resident.post("photo/", photo=photo))


def test_an_empty_file_is_no_photo(resident):
    at_the_photo(resident)
    photo = io.BytesIO(b"")
    photo.name = "empty.jpg"
    page = resident.post("photo/", photo=photo)
    assert page.status_code == 302
    assert the_draft().upload_id is None


def test_thirty_megabytes_are_refused_before_they_are_read(resident, monkeypatch):
    at_the_photo(resident)
    cleaned = []
    monkeypatch.setattr(photos, "clean", lambda *args: cleaned.append(args))
    photo = io.BytesIO(b"\xff\xd8\xff" + b"\0" * 30_000_000)
    photo.name = "large.jpg"
    text = refused(resident.post("photo/", photo=photo))
    assert "larger than 20 MB" in text
    assert not cleaned


def test_another_photo_replaces_the_first_and_taking_it_out_deletes_it(resident):
    at_the_photo(resident)
    resident.post("photo/", photo=picture())
    first = Upload.objects.get()
    resident.post("photo/", photo=picture(size=(20, 20)))
    first.refresh_from_db()
    assert first.removed_at is not None
    assert not photos.path_of(first).exists()
    second = Upload.objects.get(removed_at=None)
    resident.post("photo/", without="on")
    assert the_draft().upload_id is None
    assert not photos.path_of(second).exists()


def test_a_theme_without_photos_deletes_it(resident, roskovec):
    at_the_photo(resident)
    resident.post("photo/", photo=picture())
    resident.client.post(resident.url("answer/"), {"answer": "page"})
    from firstdoor.listen.models import Theme

    Theme.objects.of(roskovec).filter(code="order").update(photo_allowed=False)
    resident.send(theme="order")
    assert not Photo.objects.of(roskovec).exists()
    assert Upload.objects.get().removed_at is not None


def test_drafts_of_yesterday_go_with_their_photos(resident, roskovec):
    at_the_photo(resident)
    resident.post("photo/", photo=picture())
    upload = Upload.objects.get()
    assert drafts.forget_expired(municipality=roskovec, now=datetime.fromisoformat("2999-01-01T00:00Z")) == 1
    assert not photos.path_of(upload).exists()


# --- Words of every kind ----------------------------------------------------------------------------------------------

NASTY = [
    "=HYPERLINK(\"http://x\")", "@SUM(A1)", "<img src=x onerror=alert(1)>", "{{ 7*7 }}{% now 'Y' %}", "Ç'është kjo?",
    "Zëri i fëmijëve — “dritë” ’", "👩‍👩‍👧 🚧", "a\u202egnp.exe", "\x00\x07bell", "ë\u0301", "line\r\nline",
    "'; DROP TABLE voices; --",
]  # fmt: skip


@pytest.mark.parametrize("words", NASTY)
def test_words_of_every_kind_are_kept_as_text(resident, roskovec, words):
    resident.walk(words=words)
    page = resident.get("check/").content.decode()
    assert "<img src=x" not in page
    resident.send()
    assert Voice.objects.of(roskovec).get().words == plain_words(words)


@given(st.text(max_size=300))
@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_any_words_are_taken_or_refused_in_words(resident, words):
    resident.client.cookies.clear()
    page = resident.post(words=words)
    if not plain_words(words):
        refused(page)
        return
    assert page.status_code == 302
    shown = resident.client.get(resident.url("?back=check")).content.decode()
    assert escape(plain_words(words)).split("\n")[0].strip() in shown


@given(st.text(max_size=120))
@settings(max_examples=200, deadline=None)
def test_clean_words_hold_no_control_signs_and_cleaning_again_changes_nothing(words):
    clean = plain_words(words)
    assert plain_words(clean) == clean
    assert not {sign for sign in clean if ord(sign) < 32 and sign not in "\n\t"}
    assert "\u202e" not in clean


# --- A full disk ------------------------------------------------------------------------------------------------------


def full(*_args, **_options):
    raise OperationalError("database or disk is full")


def test_a_full_disk_loses_nothing_that_was_typed(resident, roskovec, monkeypatch):
    with monkeypatch.context() as broken:
        broken.setattr(drafts, "begin", full)
        page = resident.post(words=WORDS)
        assert page.status_code == 507
        assert WORDS in page.content.decode()
    resident.walk()
    with monkeypatch.context() as broken:
        broken.setattr(services, "send_report", full)
        page = resident.send()
        assert page.status_code == 507
        assert "What you wrote is still here" in page.content.decode()
        assert WORDS in page.content.decode()
    assert resident.send().status_code == 302
    assert Voice.objects.of(roskovec).count() == 1


def test_a_disk_that_takes_no_photo_lets_the_report_go_on(resident, monkeypatch):
    at_the_photo(resident)
    with monkeypatch.context() as broken:
        broken.setattr(photos, "keep", lambda *args, **options: full())
        assert resident.post("photo/", photo=picture()).status_code == 507
    assert resident.post("photo/").status_code == 302


def test_a_boundary_that_moved_meanwhile_is_told_at_the_end(resident, roskovec):
    resident.post(words=WORDS)
    resident.post("place/", lat=str(HERE[0]), lon=str(HERE[1]))
    UnitCell.objects.of(roskovec).delete()
    assert "outside Roskovec" in refused(resident.send(), WORDS, beside=False)
    assert not Voice.objects.of(roskovec).exists()
