"""Who may take part: everybody, or whoever has the code; how many from one address; and the language of what they write."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone

from firstdoor.core import codes
from firstdoor.core.ids import uuid7
from firstdoor.listen.models import Conversation, Participant, Statement
from firstdoor.listen.services import conversations
from tests.listen.test_conversations import vote, votes, written
from tests.talks import address, prepared


def opened(world, by, **more):
    row = prepared(world, by, **more)
    conversations.open_conversation(by=by, municipality=world.ours, conversation=row)
    row.refresh_from_db()
    return row


@pytest.fixture
def invited(world, by):
    return opened(world, by, invited=True)


def test_the_door_and_the_lists_say_for_whom_it_is(client, world, by, invited):
    places = [f"/en/{world.ours.slug}/", f"/en/{world.ours.slug}/conversations/"]
    assert ["for invited people" in client.get(place).content.decode() for place in places] == [True, True]
    client.force_login(world.people["action_group"])
    assert "for invited people" in client.get(f"/en/desk/{world.ours.slug}/conversations/").content.decode()


def test_of_one_for_everybody_nothing_is_said(client, world, by):
    opened(world, by)
    assert "for invited people" not in client.get(f"/en/{world.ours.slug}/conversations/").content.decode()


def test_without_the_code_nobody_votes_or_writes_and_what_came_of_it_is_public(client, invited):
    page = client.get(address(invited)).content.decode()
    assert 'name="code"' in page
    assert 'name="act"' not in page
    assert vote(client, invited, 1, "agree").status_code == 403
    assert written(client, invited).status_code == 302
    assert Participant.objects.count() == Statement.objects.filter(voice__isnull=False).count() == 0
    assert client.get(address(invited, "conversation_results")).status_code == 200


@pytest.mark.parametrize("typed", [str.lower, codes.grouped, lambda code: f" {code[:4]} – {code[4:]} "])
def test_with_the_code_somebody_votes_however_it_is_typed(client, invited, typed):
    answer = client.post(address(invited), {"code": typed(invited.invitation)})
    assert answer.status_code == 302
    assert vote(client, invited, 1, "agree").status_code == 302
    assert votes(invited) == [(1, 1, 1)]
    assert vote(Client(), invited, 1, "agree").status_code == 403


def test_a_link_brings_the_code_along(client, invited):
    assert client.get(address(invited), {"code": codes.grouped(invited.invitation)}).status_code == 302
    assert 'name="act"' in client.get(address(invited)).content.decode()


def test_the_desk_gives_a_link_that_opens_in_each_readers_language(client, world, invited):
    client.force_login(world.people["action_group"])
    page = client.get(address(invited, "desk_conversation")).content.decode()
    code = codes.grouped(invited.invitation)
    assert f"/{world.ours.slug}/c/{invited.slug}/?code={code}" in page
    assert f"conversations/{invited.slug}/?code={code}" not in page


def test_another_conversations_code_or_cookie_opens_nothing(client, world, by, invited):
    other = opened(world, by, invited=True)
    assert client.post(address(invited), {"code": other.invitation}).status_code == 422
    client.get(address(other), {"code": other.invitation})
    client.cookies[f"invited-{invited.pk.hex}"] = client.cookies[f"invited-{other.pk.hex}"].value
    assert vote(client, invited, 1, "agree").status_code == 403


@pytest.mark.parametrize("typed", ["", "K7M2", "ç" * 39, "0" * 8, "x" * 5000])
def test_what_is_no_code_is_refused_beside_the_field(client, invited, typed):
    answer = client.post(address(invited), {"code": typed})
    assert answer.status_code == 422
    assert 'aria-invalid="true"' in answer.content.decode()


def test_wrong_codes_are_limited_and_a_right_one_costs_nothing(client, invited):
    for _ in range(30):
        assert Client().post(address(invited), {"code": invited.invitation}).status_code == 302
    for _ in range(20):
        assert client.post(address(invited), {"code": "00000000"}).status_code == 422
    assert client.post(address(invited), {"code": "00000000"}).status_code == 429
    assert client.post(address(invited), {"code": invited.invitation}).status_code == 429
    elsewhere = Client(REMOTE_ADDR="192.0.2.7")
    assert elsewhere.post(address(invited), {"code": invited.invitation}).status_code == 302


def test_a_new_code_shuts_out_those_with_the_old_one(client, world, by, invited):
    client.get(address(invited), {"code": invited.invitation})
    same = {"title": invited.title, "question": invited.question, "moderation": "before"}
    days = {"opens_on": invited.opens_on, "closes_on": invited.closes_on}
    for version, wanted in ((invited.version, True), (invited.version + 1, False), (invited.version + 2, True)):
        before = Conversation.objects.get(pk=invited.pk).invitation
        conversations.change_conversation(
            by=by, municipality=world.ours, conversation=invited, version=version, invited=wanted, **same, **days
        )
        now = Conversation.objects.get(pk=invited.pk).invitation
        assert (now == before) is (version == invited.version)
    assert vote(client, invited, 1, "agree").status_code == 403


def test_the_desk_chooses_who_may_take_part_and_sees_the_code(client, world):
    client.force_login(world.people["action_group"])
    today = timezone.localdate()
    data = {
        "title_sq": "Parku", "question_sq": "Si?", "opens_on": today, "closes_on": today + timedelta(3),
        "moderation": "before", "invited": "1", "new_an_hour": "300",
    }  # fmt: skip
    new = "/sq/desk/roskovec/conversations/new/"
    assert client.post(new, {**data, "new_an_hour": "7"}).status_code == 422
    assert client.post(new, data).status_code == 302
    row = Conversation.objects.get()
    assert row.new_an_hour == 300
    page = client.get(address(row, "desk_conversation")).content.decode()
    assert codes.grouped(row.invitation) in page
    client.force_login(world.people["mayor"])
    assert codes.grouped(row.invitation) not in client.get(address(row, "desk_conversation")).content.decode()


def test_a_school_votes_behind_one_address_when_the_desk_says_so(world, by):
    house, school = opened(world, by), opened(world, by, new_an_hour=300)
    for row, most in ((house, 60), (school, 300)):
        Participant.objects.all().delete()
        answers = [vote(Client(), row, 1, "another").status_code for _ in range(3)]  # looking costs nothing
        assert answers == [302] * 3
        for _ in range(most):
            last = vote(client := Client(), row, 99, "agree")
        assert last.status_code == 422
        assert vote(Client(), row, 1, "agree").status_code == 429
        assert "conversation-" not in str(client.cookies)


def test_a_statement_is_in_the_language_that_its_author_chose(client, world, by):
    row = opened(world, by)
    written(client, row, words="We want lights.", language="en")
    assert Statement.objects.get(voice__isnull=False).text == {"en": "We want lights.", "_": "en"}
    data = {"words": "We want more lights.", "draft_key": str(uuid7()), "email": "", "language": "en"}
    page = client.post(address(row, "conversation_write"), data).content.decode()
    assert '<p class="stated card" lang="en" dir="auto">We want more lights.</p>' in page
    assert client.post(address(row, "conversation_write"), {**data, "language": "xx"}).status_code == 422
    written(client, row, words="Duam trotuar.")
    assert Statement.objects.get(number=5).text["_"] == "sq"


def test_the_reader_sees_a_translation_and_the_words_of_its_author(client, world, by):
    row = opened(world, by, moderation="after")
    written(client, row, words="We want lights.", language="en")
    Statement.objects.filter(number__lt=4).update(state="rejected")
    assert '<span lang="en">We want lights.</span>' in Client().get(address(row)).content.decode()
    voice = Statement.objects.get(number=4).voice
    voice.translations = {"sq": "Duam drita."}
    voice.save()
    page = Client().get(address(row)).content.decode()
    assert "Duam drita.</h1>" in page
    assert "Me fjalët e kujt e shkroi:" in page
    assert '<span lang="en">We want lights.</span>' in page
