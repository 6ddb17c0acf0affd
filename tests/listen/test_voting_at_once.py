"""Votes at the very same moment: none waits for another, and one person stays one."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor

import pytest
from django.db import connection, connections, transaction
from django.test import Client

from firstdoor.listen.models import Conversation, Participant
from firstdoor.listen.services import conversations
from tests.listen.test_conversations import vote, votes
from tests.talks import prepared
from tests.world import World

pytestmark = pytest.mark.django_db(transaction=True)
WAITS = 20  # seconds, after which a vote that waits for a lock has failed


@pytest.fixture
def talk():
    world = World()
    by = world.actor("action_group")
    row = prepared(world, by)
    conversations.open_conversation(by=by, municipality=world.ours, conversation=row)
    return row


def sent(client, talk, number, act):
    try:
        return vote(client, talk, number, act).status_code
    finally:
        connections.close_all()


def test_a_vote_does_not_wait_while_somebody_holds_the_conversation(talk):
    if connection.vendor != "postgresql":
        pytest.skip("SQLite has one writer at a time")
    client = Client()
    vote(client, talk, 1, "agree")
    with ThreadPoolExecutor(1) as pool, transaction.atomic():
        Conversation.objects.select_for_update().get(pk=talk.pk)
        assert pool.submit(sent, client, talk, 2, "disagree").result(timeout=WAITS) == 302
    assert votes(talk) == [(1, 1, 1), (1, 2, -1)]


def test_new_people_at_once_get_numbers_of_their_own(talk):
    with ThreadPoolExecutor(4) as pool:
        answers = list(pool.map(lambda _at: sent(Client(), talk, 1, "agree"), range(8)))
    assert answers == [302] * 8
    assert sorted(Participant.objects.values_list("number", flat=True)) == list(range(1, 9))


def test_one_person_on_two_pages_at_once_stays_one(talk):
    client = Client()
    vote(client, talk, 1, "agree")

    def again(number):
        other = Client()
        other.cookies.update(client.cookies)
        return sent(other, talk, number, "disagree")

    with ThreadPoolExecutor(3) as pool:
        assert list(pool.map(again, (1, 2, 3))) == [302] * 3
    assert votes(talk) == [(1, 1, -1), (1, 2, -1), (1, 3, -1)]
