"""What to show next rests on counts of some seconds ago: in a large conversation nobody waits until they are made."""

from __future__ import annotations

import threading

import pytest

from firstdoor.listen.selectors import cast, lately
from firstdoor.listen.services import conversations
from tests.listen.test_conversations import vote
from tests.talks import address, prepared
from tests.world import World

pytestmark = pytest.mark.django_db(transaction=True)
WAITS = 20  # seconds


@pytest.fixture
def talk(client):
    """An open conversation with one vote, of which this process knows nothing."""
    world = World()
    by = world.actor("action_group")
    row = prepared(world, by)
    conversations.open_conversation(by=by, municipality=world.ours, conversation=row)
    vote(client, row, 1, "agree")
    lately._counted.clear()
    return row


def test_where_many_vote_a_page_does_not_read_their_votes_and_a_thread_does(talk, client, monkeypatch):
    reads, may_read, has_read = [], threading.Event(), threading.Event()

    def slowly(of):
        reads.append(threading.current_thread())
        assert may_read.wait(WAITS)
        return cast.cast_votes(of)

    monkeypatch.setattr(lately, "MANY", 0)
    monkeypatch.setattr(lately, "cast_votes", slowly)
    close = lately.connections.close_all
    monkeypatch.setattr(lately.connections, "close_all", lambda: (close(), has_read.set()))
    for _ in range(2):  # the second page comes while the first one's thread still reads: it begins no other
        assert client.get(address(talk)).status_code == 200
    assert lately.lately(talk) == {}
    may_read.set()
    assert has_read.wait(WAITS)
    assert threading.current_thread() not in reads
    assert len(reads) == 1
    first = talk.statements.get(number=1)
    assert lately.lately(talk) == {first.pk: (1, 0, 0)}


def test_a_thread_that_failed_is_followed_by_another(talk, monkeypatch):
    done = threading.Semaphore(0)

    def fails(of):
        raise RuntimeError("the database went away")

    monkeypatch.setattr(lately, "MANY", 0)
    monkeypatch.setattr(lately, "cast_votes", fails)
    monkeypatch.setattr(threading, "excepthook", lambda _what: done.release())
    for _ in range(2):
        assert lately.lately(talk) == {}
        assert done.acquire(timeout=WAITS)


def test_where_few_vote_the_first_page_counts_them(talk):
    assert list(lately.lately(talk).values()) == [(1, 0, 0)]
