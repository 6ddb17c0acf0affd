"""SQLite with its largest size reached, at each step of a report that keeps something."""

from __future__ import annotations

import errno
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from django.db import connection

from firstdoor.listen.models import Voice
from tests.listen.report.conftest import Resident, picture, the_draft

pytestmark = [
    pytest.mark.skipif(connection.vendor != "sqlite", reason="PostgreSQL has no limit of pages to set"),
    pytest.mark.django_db(transaction=True),
]
LONG = "Çdo mbrëmje te ura është errësirë. " * 110  # more than any page of the database has room for


@contextmanager
def full_disk() -> Iterator[None]:
    """No page more, and none that is free."""

    def pragma(name: str, value: int | None = None) -> int:
        with connection.cursor() as cursor:
            cursor.execute(f"PRAGMA {name}" + (f" = {value}" if value is not None else ""))
            return cursor.fetchone()[0]

    with connection.cursor() as cursor:
        cursor.execute("CREATE TABLE IF NOT EXISTS filler (bytes BLOB)")
        while free := pragma("freelist_count"):
            cursor.execute("INSERT INTO filler VALUES (zeroblob(%s))", [free * (pragma("page_size") - 4)])
    before = pragma("max_page_count")
    pragma("max_page_count", pragma("page_count"))
    try:
        yield
    finally:
        pragma("max_page_count", before)
        with connection.cursor() as cursor:
            cursor.execute("DROP TABLE filler")


def test_the_first_page_gives_the_words_back(resident: Resident, roskovec) -> None:
    key = resident.get().context["form"]["form"].value()
    with full_disk():
        page = resident.post(words=LONG, form=key)
    assert page.status_code == 507
    assert "What you wrote is still here" in page.content.decode()
    assert LONG.strip() in page.content.decode()
    assert resident.post(words=LONG, form=key).status_code == 302


def test_sending_gives_the_words_back_and_leaves_nothing_half_written(resident: Resident, roskovec) -> None:
    resident.walk(words=LONG)
    with full_disk():
        page = resident.send(theme="lighting")
        assert page.status_code == 507
        assert "What you wrote is still here" in page.content.decode()
        assert LONG.strip() in page.content.decode()
    assert not Voice.objects.of(roskovec).exists()
    assert the_draft().pk
    assert resident.send(theme="lighting").status_code == 302
    assert Voice.objects.of(roskovec).get().words == LONG.strip()


def test_a_photo_that_finds_no_room_is_said_and_the_report_goes_on(
    resident: Resident, roskovec, monkeypatch, settings, tmp_path
) -> None:
    settings.MEDIA_ROOT = tmp_path
    key = resident.get().context["form"]["form"].value()
    resident.post(words=LONG, form=key)
    resident.post("place/", place="Rruga e shkollës")

    def half(path: Path, data: bytes) -> None:
        with path.open("wb") as file:
            file.write(data[:100])
        raise OSError(errno.ENOSPC, "No space left on device")

    with monkeypatch.context() as broken:
        broken.setattr("pathlib.Path.write_bytes", half)
        page = resident.post("photo/", photo=picture())
    assert page.status_code == 507
    assert "could not keep this" in page.content.decode()
    assert [file for file in tmp_path.rglob("*") if file.is_file()] == []
    assert resident.post("photo/").status_code == 302
