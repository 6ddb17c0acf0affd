"""One voting for many: seen in counts, left out of the map with a reason that everybody reads, put back."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.core.exceptions import ValidationError
from django.test import Client
from django.utils import timezone

from firstdoor.core import audit_heads, texts
from firstdoor.core.actor import ANYBODY, system
from firstdoor.core.ids import uuid7
from firstdoor.listen.models import LeftOut, Participant
from firstdoor.listen.selectors import conversations as questions
from firstdoor.listen.selectors import patterns as seen
from firstdoor.listen.services import conversations, patterns, statements, voting
from firstdoor.understand import services as maps
from firstdoor.understand import tasks
from firstdoor.understand.selectors import opinions
from tests.talks import address, prepared

SAME = dict.fromkeys(range(1, 9), 1)
WHY = texts.make("sq", "Një njeri me shumë telefona.", en="One person with many phones.")


@pytest.fixture
def talk(world, by):
    row = prepared(world, by)
    for number in range(4, 9):
        words = texts.make("sq", f"Fjalia {number}.")
        statements.begin_with(by=by, municipality=world.ours, conversation=row, words=words)
    conversations.open_conversation(by=by, municipality=world.ours, conversation=row)
    row.refresh_from_db()
    return row


def online(world, talk, n, address="10.0.0.1", answers=SAME):
    for _ in range(n):
        token = voting.new_token()
        for number, value in answers.items():
            voting.cast_vote(
                by=ANYBODY, municipality=world.ours, conversation=talk, token=token, number=number, value=value,
                address=address,
            )  # fmt: skip


def test_the_same_answers_again_and_again_are_one_pattern(world, by, talk):
    online(world, talk, 5)
    online(world, talk, 4, "10.0.0.2", SAME | {1: -1})
    online(world, talk, 5, "10.0.0.3", {1: 1, 2: 1})
    (pattern,) = seen.patterns(talk)
    assert (pattern.kind, pattern.people, pattern.answers, pattern.connections, pattern.days) == ("same", 5, 8, 1, 1)


def test_many_from_one_connection_in_a_day_are_one_too_and_no_address_is_kept(world, talk):
    online(world, talk, 20, "10.0.0.7", {1: 1})
    online(world, talk, 19, "10.0.0.8", {1: 1})
    (pattern,) = seen.patterns(talk)
    assert (pattern.kind, pattern.people) == ("connection", 20)
    assert not Participant.objects.filter(connection__contains="10.0.0").exists()


def test_left_out_of_map_and_counts_with_a_reason_and_put_back(world, by, talk):
    online(world, talk, 6)
    voting.enter_booklets(by=by, municipality=world.ours, conversation=talk, booklets=[{1: -1, 2: 1}] * 7)
    before, mark = len(questions.votes_of(talk)), questions.mark(talk)
    (pattern,) = seen.patterns(talk)
    for key, reason in ((pattern.key, {}), ("x", WHY)):
        with pytest.raises(ValidationError):
            patterns.leave_out(by=by, municipality=world.ours, conversation=talk, key=key, reason=reason)
    left = patterns.leave_out(by=by, municipality=world.ours, conversation=talk, key=pattern.key, reason=WHY)
    assert len(questions.votes_of(talk)) == before - 48
    assert questions.mark(talk) != mark
    assert seen.patterns(talk) == []
    maps.draw_map(by=system("test"), municipality=world.ours, conversation=talk)
    page = Client().get(f"/en/{world.ours.slug}/conversations/{talk.slug}/results/").content.decode()
    assert "The answers of 6 people are left out of the map and the counts: One person with many phones." in page
    patterns.put_back(by=by, municipality=world.ours, left=left)
    assert len(questions.votes_of(talk)) == before
    audit_heads.verify()


def test_the_map_of_what_is_over_is_drawn_again(world, by, talk):
    online(world, talk, 6)
    voting.enter_booklets(by=by, municipality=world.ours, conversation=talk, booklets=[{1: -1, 2: 1}] * 7)
    conversations.close_conversation(by=by, municipality=world.ours, conversation=talk)
    tasks.draw_maps.func()
    assert opinions.results(talk).people == 13
    (pattern,) = seen.patterns(talk)
    patterns.leave_out(by=by, municipality=world.ours, conversation=talk, key=pattern.key, reason=WHY)
    tasks.draw_maps.func()
    assert opinions.results(talk).people == 7
    assert opinions.to_draw(world.ours, now=timezone.now()) == []


def test_connections_go_with_the_tokens(world, by, talk):
    online(world, talk, 1)
    conversations.close_conversation(by=by, municipality=world.ours, conversation=talk)
    statements.forget_tokens(by=by, municipality=world.ours, before=timezone.localdate() + timedelta(days=30))
    assert Participant.objects.values_list("connection", "since").get() == ("", None)


def test_who_writes_many_statements_is_seen_in_counts(world, talk):
    token = voting.new_token()
    for number in range(6):
        statements.write_statement(
            by=ANYBODY, municipality=world.ours, conversation=talk, token=token, words=f"Duam {number} stola.",
            language="sq", draft_key=uuid7(),
        )  # fmt: skip
    assert seen.busy_writers(talk) == [6]


def test_the_desk_shows_counts_and_leaves_out_with_a_reason(world, talk, client):
    online(world, talk, 5)
    client.force_login(world.people["action_group"])
    page = address(talk, "desk_patterns")
    assert "5 people gave the same 8 answers" in client.get(page.replace("/sq/", "/en/")).content.decode()
    (pattern,) = seen.patterns(talk)
    assert client.post(page, {"key": pattern.key}).status_code == 422
    lost = client.post(page, {"key": "0" * 16, "reason_sq": "Një njeri."})
    assert lost.status_code == 422
    assert client.post(page, {"key": pattern.key, "reason_sq": "Një njeri."}).status_code == 302
    left = LeftOut.objects.get()
    assert (left.people, left.reason["sq"]) == (5, "Një njeri.")
    assert "Një njeri." in client.get(page).content.decode()
    assert client.post(address(talk, "desk_patterns_put_back", left.pk)).status_code == 302
    assert not Participant.objects.exclude(left_out=None).exists()
