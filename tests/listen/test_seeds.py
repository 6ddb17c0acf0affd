"""Statements made of what people told: only of public words, and whoever told them reads what came of it."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.core.exceptions import ValidationError
from django.test import Client
from django.utils import timezone

from firstdoor.core import audit_heads, codes, texts
from firstdoor.core.actor import ANYBODY
from firstdoor.core.ids import uuid7
from firstdoor.listen.models import Statement, Theme
from firstdoor.listen.selectors import speakers
from firstdoor.listen.services import conversations, file_voice, statements, voting, withdraw_voice
from tests.listen.test_conversations import vote, written
from tests.talks import address, prepared

DARK = "Rruga pas shkollës është pa dritë."


@pytest.fixture
def talk(world, by):
    return prepared(world, by)


def told(world, words=DARK, level="public", code="lighting"):
    theme, _made = Theme.objects.get_or_create(
        municipality=world.ours, code=code, defaults={"level": level, "name": texts.make("sq", code)}
    )
    return file_voice(
        by=ANYBODY, municipality=world.ours, words=words, language="sq", heard_at=timezone.now() - timedelta(days=9),
        draft_key=uuid7(), theme=theme,
    )  # fmt: skip


def begin(world, by, talk, **whose):
    words = texts.make("sq", "Rrugët e shkollave duhen ndriçuar të parat.")
    return statements.begin_with(by=by, municipality=world.ours, conversation=talk, words=words, **whose)


def receipt(filed):
    return Client().get(f"/r/{codes.grouped(filed.code)}?lang=en").content.decode()


SAYS = "What you told us became a statement that people vote on"


def test_whoever_told_it_reads_that_it_became_a_statement_and_how_people_voted(world, by, talk):
    mine, other = told(world), told(world, "Makinat ecin shpejt.")
    seed = begin(world, by, talk, voice=mine.voice.pk)
    assert SAYS not in receipt(mine)  # nobody sees a draft
    conversations.open_conversation(by=by, municipality=world.ours, conversation=talk)
    assert SAYS in receipt(mine)
    assert SAYS not in receipt(other)
    voting.enter_booklets(
        by=by, municipality=world.ours, conversation=talk, booklets=[{seed.number: 1}] * 6 + [{seed.number: -1}] * 2
    )
    conversations.close_conversation(by=by, municipality=world.ours, conversation=talk)
    assert "6 of 8 people agreed." in receipt(mine)
    assert DARK not in Client().get(f"/sq/{world.ours.slug}/conversations/{talk.slug}/results/").content.decode()
    assert speakers(world.ours, [seed.pk]).authors[seed.pk] == {mine.voice.pk}
    audit_heads.verify()


def test_of_a_case_all_its_voices_read_it(world, by, talk):
    first = told(world)
    seed = begin(world, by, talk, case=first.case.pk)
    conversations.open_conversation(by=by, municipality=world.ours, conversation=talk)
    assert SAYS in receipt(first)
    assert speakers(world.ours, [seed.pk]).authors[seed.pk] == {first.voice.pk}


def test_only_public_words_become_a_statement(world, by, talk):
    quiet = told(world, level="staff", code="violence")
    gone = told(world)
    withdraw_voice(by=ANYBODY, municipality=world.ours, voice=gone.voice)
    for whose in ({"voice": quiet.voice.pk}, {"voice": gone.voice.pk}, {"case": quiet.case.pk}, {"voice": uuid7()}):
        with pytest.raises(ValidationError):
            begin(world, by, talk, **whose)
    assert Statement.objects.filter(conversation=talk).count() == 3


def test_who_wrote_what_was_merged_into_it_reads_that_and_not_that_theirs_led_to_it(world, by, talk, client):
    conversations.open_conversation(by=by, municipality=world.ours, conversation=talk)
    vote(client, talk, 1, "agree")
    page = written(client, talk)["Location"]
    mine, seed = Statement.objects.exclude(voice=None).get(), Statement.objects.get(conversation=talk, number=1)
    statements.merge_statement(by=by, municipality=world.ours, statement=mine, into=seed)
    told = client.get(f"{page}?lang=en").content.decode()
    assert SAYS not in told
    assert "It counts as “" in told
    assert seed.words["sq"] in told


def test_who_takes_it_back_later_stands_behind_nothing(world, by, talk):
    mine = told(world)
    seed = begin(world, by, talk, voice=mine.voice.pk)
    conversations.open_conversation(by=by, municipality=world.ours, conversation=talk)
    withdraw_voice(by=ANYBODY, municipality=world.ours, voice=mine.voice)
    assert speakers(world.ours, [seed.pk]).authors[seed.pk] == set()
    assert SAYS not in receipt(mine)


def test_the_desk_chooses_from_a_list_by_theme_with_the_words_at_hand(world, by, talk, client):
    mine = told(world)
    told(world, "Fjalë për ekipin.", level="staff", code="violence")
    client.force_login(world.people["action_group"])
    page = client.get(address(talk, "desk_conversation_sources")).content.decode()
    assert DARK in page
    assert "Fjalë për ekipin." not in page
    assert client.get(address(talk, "desk_conversation_sources") + "?theme=violence&page=x").status_code == 200
    form = f"{address(talk, 'desk_conversation_begin_with')}?voice={mine.voice.pk}&theme=lighting"
    assert client.get(form).content.decode().count(DARK) == 2  # as it was said, and in the field
    assert client.post(form, {"words_sq": "x" * 281}).status_code == 422
    answer = client.post(form, {"words_sq": "Rrugët e shkollave duhen ndriçuar të parat."})
    assert answer["Location"].endswith("/statement/from/?theme=lighting")
    assert Statement.objects.get(from_voice=mine.voice.pk).words["sq"].startswith("Rrugët")
    assert "voice=" not in client.get(address(talk, "desk_conversation_sources")).content.decode()
    assert client.get(f"{address(talk, 'desk_conversation_begin_with')}?voice={uuid7()}").status_code == 404
