"""Votes at the very same moment: none waits for another, and one person stays one."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor

import pytest
from django.db import connection, connections, transaction
from django.test import Client

from firstdoor.core.actor import ANYBODY
from firstdoor.listen.models import Conversation, Participant, Statement, Vote
from firstdoor.listen.services import conversations, statements, voting
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
    row.by = by
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


def vote_of_somebody_new(talk, number):
    """Agree, inside of the transaction that goes on."""
    voting.cast_vote(
        by=ANYBODY, municipality=talk.municipality, conversation=talk, token=voting.new_token(), number=number, value=1
    )


def merged(talk, number, into):
    one, other = (Statement.objects.get(conversation=talk, number=n) for n in (number, into))
    try:
        statements.merge_statement(by=talk.by, municipality=talk.municipality, statement=one, into=other)
    finally:
        if not connection.in_atomic_block:
            connections.close_all()


def until_somebody_waits():
    """Come back when another connection waits for a lock that this one has."""
    with connection.cursor() as cursor:
        waiting = 0
        while not waiting:
            cursor.execute("SELECT count(*) FROM pg_locks WHERE NOT granted")
            waiting = cursor.fetchone()[0]


@pytest.mark.skipif(connection.vendor != "postgresql", reason="SQLite has one writer at a time")
@pytest.mark.parametrize("first", [None, "disagree"])
def test_a_vote_sent_while_statements_are_merged_counts_on_the_one_that_stays(talk, first):
    client = Client()
    vote(client, talk, 3, "pass")
    if first:
        vote(client, talk, 2, first)
    with ThreadPoolExecutor(1) as pool:
        with transaction.atomic():
            merged(talk, 2, into=1)
            late = pool.submit(sent, client, talk, 2, "agree")
            until_somebody_waits()
        assert late.result(timeout=WAITS) == 302
    assert votes(talk) == [(1, 1, 1), (1, 3, 0)]


@pytest.mark.skipif(connection.vendor != "postgresql", reason="SQLite has one writer at a time")
def test_statements_that_are_merged_while_a_vote_is_kept_take_it_along(talk):
    with ThreadPoolExecutor(1) as pool:
        with transaction.atomic():
            vote_of_somebody_new(talk, 2)
            merging = pool.submit(merged, talk, 2, 1)
            until_somebody_waits()
        merging.result(timeout=WAITS)
    assert votes(talk) == [(1, 1, 1)]


@pytest.mark.skipif(connection.vendor != "postgresql", reason="SQLite has one writer at a time")
def test_two_votes_on_one_statement_do_not_wait_for_each_other(talk):
    with ThreadPoolExecutor(1) as pool:
        vote(Client(), talk, 3, "pass")
        other = Client()
        vote(other, talk, 3, "pass")
        with transaction.atomic():
            vote_of_somebody_new(talk, 2)
            assert pool.submit(sent, other, talk, 2, "agree").result(timeout=WAITS) == 302
    assert Vote.objects.filter(statement__number=2).count() == 2
