"""What comes in through a conversation's doors that nobody would wish for, up to its results."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone

from firstdoor.core import texts
from firstdoor.core.actor import system
from firstdoor.core.ids import uuid7
from firstdoor.listen.models import Conversation, Statement, Vote
from firstdoor.listen.services import conversations, statements
from firstdoor.understand import tasks
from firstdoor.understand.selectors import opinions
from tests.listen.test_conversations import vote, votes, written
from tests.talks import address, prepared

TURNED = "Duam \u202eparkun\u202c \u2067dhe\u2069 شارع שלום"
MANY = 12


@pytest.fixture
def talk(world, by):
    row = prepared(world, by, moderation="after", new_an_hour=1000)
    conversations.open_conversation(by=by, municipality=world.ours, conversation=row)
    row.refresh_from_db()
    return row


def told(talk):
    """What the page tells once the worker has drawn; it answers in any case."""
    tasks.draw_maps.call()
    tasks.look_how_sure.call()
    for name in ("conversation_results", "conversation_wall"):
        assert Client().get(address(talk, name)).status_code == 200
    return opinions.results(talk)


def test_nobody_voted(talk):
    assert not told(talk).told


def test_one_participant(talk):
    for number in (1, 2, 3):
        vote(client := Client(), talk, number, "agree") if number == 1 else vote(client, talk, number, "disagree")
    assert not told(talk).told


def test_one_statement(talk):
    for _ in range(MANY):
        vote(Client(), talk, 1, "agree")
    found = told(talk)
    assert [line.number for line in found.agreed] == [1]
    assert found.why == "few_people"


@pytest.mark.parametrize("act", ["agree", "disagree", "pass"])
def test_all_answer_alike(talk, act):
    for _ in range(MANY):
        client = Client()
        for number in (1, 2, 3):
            vote(client, talk, number, act)
    found = told(talk)
    assert (len(found.agreed), len(found.refused)) == {"agree": (3, 0), "disagree": (0, 3), "pass": (0, 0)}[act]
    assert found.groups == []


def test_nobody_answers_what_another_answered(talk, world, by):
    for at in range(4, MANY + 4):
        statements.begin_with(
            by=by, municipality=world.ours, conversation=talk, words=texts.make("sq", f"Fjalia {at}.")
        )
        vote(Client(), talk, at, "agree")
    found = told(talk)
    assert found.people == MANY
    assert not any(line.told for line in found.lines)


def test_one_person_voting_for_many_is_stopped_at_one_address_and_no_vote_is_dropped(talk):
    Conversation.objects.update(new_an_hour=60)
    answers = [vote(Client(), talk, 1, "agree").status_code for _ in range(62)]
    assert answers == [302] * 60 + [429] * 2
    assert len(votes(talk)) == 60


def test_a_flood_of_equal_statements_leaves_the_pages_as_they_were(talk, world):
    Statement.objects.bulk_create(
        Statement(
            municipality=world.ours, conversation=talk, number=number, state="shown",
            words=texts.make("sq", "Dritë, dritë, dritë!"),
        )
        for number in range(4, 1004)
    )  # fmt: skip
    client = Client()
    assert client.get(address(talk)).status_code == 200
    assert vote(client, talk, 500, "agree").status_code == 302
    data = {"words": "Dritë, dritë!", "draft_key": str(uuid7()), "email": ""}
    page = client.post(address(talk, "conversation_write"), data).content.decode()
    assert 1 <= page.count("?statement=") <= 3
    assert told(talk).votes == 1


@pytest.mark.parametrize("value", ["nan", "NaN", "1", "-1", "inf", "agree\x00", "AGREE", "👍", "x" * 9000])
def test_a_strange_vote_is_no_vote(talk, value):
    assert vote(Client(), talk, 1, value).status_code == 422
    assert Vote.objects.count() == 0


@pytest.mark.parametrize("number", ["", "0", "-1", "1.0", "nan", "²", "1,2", "9" * 30, "1\x00"])
def test_a_strange_number_is_no_statement(talk, number):
    assert vote(Client(), talk, number, "agree").status_code in {302, 422}
    assert set(votes(talk)) <= {(1, 1, 1)}


@pytest.mark.parametrize("words", ["", "   ", "\u202e\u202c", "\x00", "a" * 10_000, "\n" * 400])
def test_what_is_no_statement_is_refused_with_words_beside_the_field(talk, words):
    answer = written(Client(), talk, words=words)
    assert answer.status_code == 422
    assert 'aria-invalid="true"' in answer.content.decode()
    assert Statement.objects.filter(voice__isnull=False).count() == 0


def test_mixed_directions_turn_nothing_around_them(talk):
    assert written(Client(), talk, words=TURNED).status_code == 302
    words = Statement.objects.get(number=4).voice.words
    assert not set(words) & set("\u202e\u202c\u2067\u2069")
    assert "شارع" in words
    for _ in range(MANY):
        vote(Client(), talk, 4, "agree")
    told(talk)
    assert words in Client().get(address(talk, "conversation_results")).content.decode()


def test_an_attack_on_somebody_leaves_every_page_once_it_is_rejected(talk, world, by):
    attack = "Agim Hoxha është hajdut."
    written(client := Client(), talk, words=attack)
    for _ in range(MANY):
        vote(Client(), talk, 4, "agree")
    told(talk)
    assert attack in Client().get(address(talk, "conversation_results")).content.decode()
    statements.reject_statement(
        by=by, municipality=world.ours, statement=Statement.objects.get(number=4),
        reason=texts.make("sq", "Përmend një njeri me emër."),
    )  # fmt: skip
    for name in ("conversation", "conversation_results", "conversation_wall"):
        assert attack not in Client().get(address(talk, name)).content.decode()
    assert attack not in client.get(address(talk)).content.decode()
    told(talk)
    assert votes(talk) == [(person, 4, 1) for person in range(1, MANY + 2)]  # kept, but of nobody's count
    assert opinions.results(talk).votes == 0


def test_the_last_day_passes_while_somebody_votes_and_the_last_map_holds_all_until_then(talk):
    client = Client()
    for _ in range(MANY):
        vote(Client(), talk, 1, "agree")
    vote(client, talk, 1, "agree")
    assert told(talk).people == MANY + 1
    Conversation.objects.update(
        opens_on=timezone.localdate() - timedelta(9), closes_on=timezone.localdate() - timedelta(1)
    )
    late = vote(client, talk, 2, "agree")
    assert late.status_code == 422
    assert 'role="alert"' in late.content.decode()
    talk.refresh_from_db()
    assert told(talk).people == MANY + 1
    assert not opinions.to_draw(talk.municipality, now=timezone.now())


def test_votes_on_their_way_while_somebody_closes_it_are_told_too(talk, world, by, monkeypatch):
    client, seen_open = Client(), (world.ours, talk, "open")
    vote(client, talk, 1, "agree")
    conversations.close_conversation(by=by, municipality=world.ours, conversation=talk)
    monkeypatch.setattr("firstdoor.listen.views.conversations._enter", lambda *_address: seen_open)
    late = vote(client, talk, 2, "agree")
    assert late.status_code == 422
    assert "Kjo erdhi tepër vonë" in late.content.decode()
    assert vote(client, talk, 1, "undo", was="").status_code == 422
    assert written(client, talk).status_code == 422
    assert votes(talk) == [(1, 1, 1)]


def test_a_statement_that_comes_too_late_is_told_and_its_words_are_not_lost(talk):
    client = Client()
    Conversation.objects.update(
        opens_on=timezone.localdate() - timedelta(9), closes_on=timezone.localdate() - timedelta(1)
    )
    late = written(client, talk, words="Duam <b>stola</b> te lumi.")
    assert late.status_code == 422
    page = late.content.decode()
    assert 'role="alert"' in page
    assert "Duam &lt;b&gt;stola&lt;/b&gt; te lumi." in page
    assert "Çfarë shkruat" in page
    assert not Statement.objects.exclude(voice=None).exists()
    assert "Çfarë shkruat" not in client.get(address(talk, "conversation_write")).content.decode()


def test_a_vote_on_what_was_taken_away_meanwhile_is_told_kindly_and_the_others_stand(talk, world, by):
    client = Client()
    vote(client, talk, 1, "agree")
    statements.reject_statement(
        by=system("test"),
        municipality=world.ours,
        statement=Statement.objects.get(number=2),
        reason=texts.make("sq", "Jo."),
    )
    answer = vote(client, talk, 2, "agree")
    assert answer.status_code == 422
    assert 'name="act"' in answer.content.decode()  # the next one is there at once
    assert votes(talk) == [(1, 1, 1)]
