"""A full disk is said in words, and what was typed comes back."""

import errno

import pytest
from django.db import OperationalError, connection
from django.urls import reverse

from firstdoor.core.errors import disk_is_full
from firstdoor.core.models import Outbox
from firstdoor.people.models import Cycle
from tests.world import World, a_cycle


@pytest.fixture
def world(db):
    return World()


@pytest.mark.skipif(connection.vendor != "sqlite", reason="PostgreSQL has no limit of pages to set")
def test_what_was_typed_comes_back_when_the_disk_is_full(world, client):
    from tests.doors.listen import a_meeting

    meeting = a_meeting(world, world.ours)
    client.force_login(world.people["municipal_focal_point"])
    page = reverse("desk_meeting_minutes", args=[world.ours.slug, meeting.pk])
    words = "U fol për dritën. " * 900
    client.get(page)
    with connection.cursor() as cursor:
        cursor.execute("PRAGMA max_page_count")
        before = cursor.fetchone()[0]
        cursor.execute("PRAGMA page_count")
        cursor.execute(f"PRAGMA max_page_count = {cursor.fetchone()[0]}")
    try:
        answer = client.post(page, {"words_sq": words, "words_en": "", "version": meeting.version})
    finally:
        with connection.cursor() as cursor:
            cursor.execute(f"PRAGMA max_page_count = {before}")
    assert answer.status_code == 507
    assert "U fol për dritën." in answer.content.decode()


def test_other_troubles_are_not_taken_for_a_full_disk(world, client, monkeypatch):
    def fail(*_args, **_options):
        raise OSError("the network is down")

    monkeypatch.setattr("firstdoor.people.selectors.cycle_now", fail)
    a_cycle(world, world.ours)
    client.force_login(world.people["coach"])
    with pytest.raises(OSError, match="network"):
        client.get(reverse("desk_cycle", args=[world.ours.slug]))
    assert Cycle.objects.of(world.ours).exists()
    assert not Outbox.objects.exists()


def test_each_way_of_having_no_room_is_known():
    def told(**marks):
        cause = Exception()
        cause.__dict__.update(marks)
        trouble = OperationalError("the database's own words")
        trouble.__cause__ = cause
        return disk_is_full(trouble)

    assert told(sqlite_errorname="SQLITE_IOERR_WRITE")  # a limit of file sizes, or a quota
    assert told(sqlstate="53100")
    assert not told(sqlite_errorname="SQLITE_BUSY")
    assert not told(sqlstate="53300")
    assert [disk_is_full(OSError(number, "")) for number in (errno.EFBIG, errno.EDQUOT, errno.EIO)] == [
        True,
        True,
        False,
    ]
