"""Statements of a conversation as reasons of a priority: marked at the desk, shown with their votes, answered."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from firstdoor.core import audit_heads, codes, texts
from firstdoor.core.actor import ANYBODY, system
from firstdoor.core.ids import uuid7
from firstdoor.decide.models import Evidence
from firstdoor.decide.selectors import grounds_of_candidates
from firstdoor.decide.selectors.priorities import candidates_of
from firstdoor.decide.services import priorities
from firstdoor.listen.models import Answer, Statement, Theme
from firstdoor.listen.services import ContactGiven, conversations, listening, statements, voting, withdraw_voice
from firstdoor.understand.services import draw_map
from tests.world import World, a_cycle

BY = system("test")
WORDS = ("Sheshi duhet të ketë dritë.", "Duam trotuar.", "Duam qetësi.")


@pytest.fixture
def world(db):
    return World()


@pytest.fixture
def talk(world):
    today = timezone.localdate()
    row = conversations.prepare_conversation(
        by=BY, municipality=world.ours, title=texts.make("sq", "Sheshi ynë", en="Our square"),
        question=texts.make("sq", "Si?"), opens_on=today, closes_on=today + timedelta(days=7), moderation="after",
    )  # fmt: skip
    for words in WORDS:
        statements.begin_with(by=BY, municipality=world.ours, conversation=row, words=texts.make("sq", words))
    conversations.open_conversation(by=BY, municipality=world.ours, conversation=row)
    return row


def write(world, talk, words, **more):
    filed = statements.write_statement(
        by=ANYBODY, municipality=world.ours, conversation=talk, token=voting.new_token(), words=words, language="sq",
        draft_key=uuid7(), **more,
    )  # fmt: skip
    return filed, Statement.objects.get(voice=filed.voice)


def page_of(filed):
    code = codes.grouped(filed.code)
    return Client().get(f"/r/{code}?lang=en").content.decode()


@pytest.fixture
def choice(world):
    cycle = a_cycle(world, world.ours)
    return priorities.begin_choice(by=BY, municipality=world.ours, cycle=cycle, wanted=1)


def put_up(world, choice, code, reasons=()):
    row = Theme.objects.create(municipality=world.ours, code=code, level="public", name=texts.make("sq", code.title()))
    return priorities.put_up(
        by=BY, municipality=world.ours, choice=choice, theme=row, title=row.name, case_for=row.name, statements=reasons
    )


def decide(world, choice, chosen):
    actor = world.actor("action_group")
    priorities.open_marking(by=BY, municipality=world.ours, choice=choice)
    priorities.mark(by=actor, municipality=world.ours, choice=choice, candidates=[chosen.pk])
    priorities.close_round(by=BY, municipality=world.ours, choice=choice)
    choice.refresh_from_db()
    for one in candidates_of(choice):
        words = f"Arsyeja për {one.theme.code}."
        priorities.write_reason(by=BY, municipality=world.ours, candidate=one, reason=texts.make("sq", words))
    priorities.publish_choice(by=BY, municipality=world.ours, choice=choice)


def test_authors_and_others_of_the_conversation_hear_what_was_chosen_and_why(world, talk, choice):
    mine, reason = write(world, talk, "Duam stola nën pemë.", contact=ContactGiven("email", "ana@example.org"))
    other, _statement = write(world, talk, "Duam park për qen.")
    dark = put_up(world, choice, "lighting", [reason.pk])
    put_up(world, choice, "clean")
    decide(world, choice, dark)
    told = {answer.kind: answer for answer in Answer.objects.filter(about_kind="candidate", about_id=dark.pk)}
    assert set(told["chosen"].deliveries.values_list("voice_id", "route")) == {
        (mine.voice.pk, "page"), (mine.voice.pk, "email"),
    }  # fmt: skip
    assert list(told["reply"].deliveries.values_list("voice_id", flat=True)) == [other.voice.pk]
    assert "Arsyeja për lighting." in told["reply"].text["sq"]
    assert "It became a priority of the municipality." in page_of(mine)
    assert "It became a priority of the municipality." not in page_of(other)
    assert "Arsyeja për lighting." in page_of(other)
    audit_heads.verify()


def test_who_only_voted_and_left_a_receipt_hears_it_too(world, talk, choice):
    token = voting.new_token()
    voting.cast_vote(by=ANYBODY, municipality=world.ours, conversation=talk, token=token, number=2, value=1)
    heard = {"by": ANYBODY, "municipality": world.ours, "conversation": talk, "token": token, "language": "en"}
    written = listening.want_to_hear(**heard, draft_key=uuid7(), contact=ContactGiven("email", "ben@example.org"))
    silent = listening.want_to_hear(**heard, draft_key=uuid7())
    gone = listening.want_to_hear(**heard, draft_key=uuid7())
    withdraw_voice(by=ANYBODY, municipality=world.ours, voice=gone.voice)
    first = Statement.objects.get(conversation=talk, number=1)
    assert "We answered you." not in page_of(silent)
    dark = put_up(world, choice, "lighting", [first.pk])
    put_up(world, choice, "clean")
    decide(world, choice, dark)
    (told,) = Answer.objects.filter(about_kind="candidate", kind="reply")
    assert set(told.deliveries.values_list("voice_id", "route")) == {
        (written.voice.pk, "page"), (written.voice.pk, "email"), (silent.voice.pk, "page"),
    }  # fmt: skip
    assert "Arsyeja për lighting." in page_of(silent)
    assert "We answered you." in page_of(silent)


def test_a_merged_statement_counts_as_the_one_that_stayed(world, talk, choice):
    mine, own = write(world, talk, "Sheshi duhet të ketë dritë, po!")
    first = Statement.objects.get(conversation=talk, number=1)
    dark = put_up(world, choice, "lighting", [first.pk])
    statements.merge_statement(by=BY, municipality=world.ours, statement=own, into=first)
    assert grounds_of_candidates(world.ours, [dark.pk])[dark.pk].voices == {mine.voice.pk}
    put_up(world, choice, "clean")
    decide(world, choice, dark)
    assert "It became a priority of the municipality." in page_of(mine)


def test_the_public_page_tells_how_many_agreed_and_nothing_of_few_votes(world, talk, choice):
    voting.enter_booklets(
        by=BY, municipality=world.ours, conversation=talk, booklets=[{1: 1, 2: 1}] * 4 + [{1: 1}] * 3 + [{1: -1}]
    )
    of = {row.number: row.pk for row in Statement.objects.filter(conversation=talk)}
    dark = put_up(world, choice, "lighting", [of[1], of[2], of[3]])
    put_up(world, choice, "clean")
    decide(world, choice, dark)
    statements.reject_statement(
        by=BY, municipality=world.ours, statement=Statement.objects.get(pk=of[3]), reason=texts.make("sq", "Jo.")
    )
    page = Client().get(f"/en/{world.ours.slug}/paper/priorities/").content.decode()
    assert "7 of 8 agreed" in page
    assert "4 of 4" not in page
    assert WORDS[1] in page
    assert WORDS[2] not in page
    assert f"/en/{world.ours.slug}/conversations/{talk.slug}/results/" in page


def test_the_desk_ticks_statements_and_unticks_them(world, talk, choice, client):
    voting.enter_booklets(by=BY, municipality=world.ours, conversation=talk, booklets=[{1: 1, 2: -1}] * 6)
    draw_map(by=BY, municipality=world.ours, conversation=talk)
    of = {row.number: row.pk for row in Statement.objects.filter(conversation=talk)}
    candidate = put_up(world, choice, "lighting")
    client.force_login(world.people["action_group"])
    address = reverse("desk_candidate", args=[world.ours.slug, candidate.pk])
    page = client.get(address.replace("/sq/", "/en/")).content.decode()
    assert "nearly everybody agrees: 6 of 6" in page
    data = {"theme": "lighting", "title_sq": "Dritë", "case_for_sq": "Pse."}
    data["edited"] = client.get(address).context["form"]["edited"].value()
    assert client.post(address, {**data, "statements": [str(of[1]), str(of[2])]}).status_code == 302
    assert set(Evidence.objects.filter(target_id=candidate.pk).values_list("ref", flat=True)) == {of[1], of[2]}
    assert client.post(address, {**data, "statements": [str(uuid7())]}).status_code == 422
    assert client.post(address, {**data, "statements": [str(of[2])]}).status_code == 302
    assert list(Evidence.objects.filter(target_id=candidate.pk).values_list("ref", flat=True)) == [of[2]]


def test_a_statement_in_the_thread_tells_how_people_voted(world, talk):
    filed, own = write(world, talk, "Duam stola nën pemë.")
    voting.enter_booklets(
        by=BY, municipality=world.ours, conversation=talk, booklets=[{own.number: 1}] * 4 + [{own.number: -1}] * 3
    )
    assert "Others are voting on your statement." in page_of(filed)
    conversations.close_conversation(by=BY, municipality=world.ours, conversation=talk)
    page = page_of(filed)
    assert "5 of 8 people agreed with you." in page
    assert f"/en/{world.ours.slug}/conversations/{talk.slug}/results/" in page
