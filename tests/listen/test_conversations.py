"""A conversation from the first statement to its end, as residents and the desk use it."""

from __future__ import annotations

import json
from datetime import timedelta

import pytest
import time_machine
from django.core.exceptions import ValidationError
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format

from firstdoor.core import audit_heads, codes, receipts, texts
from firstdoor.core.ids import uuid7
from firstdoor.core.rights import NotAllowed
from firstdoor.listen.models import Conversation, Participant, Statement, Voice, Vote
from firstdoor.listen.selectors import conversations as questions
from firstdoor.listen.selectors import moderation, voice_thread
from firstdoor.listen.services import conversations, erase_due, statements, voting, withdraw_voice
from tests.talks import SEEDS, address, prepared


def vote(client, talk, number, act, **more):
    return client.post(address(talk), {"statement": number, "act": act, **more})


def votes(talk):
    rows = Vote.objects.filter(statement__conversation=talk)
    return sorted(rows.values_list("participant__number", "statement__number", "value"))


def written(client, talk, words="Duam trotuar deri te ura.", **more):
    data = {"words": words, "draft_key": str(uuid7()), "email": "", "send": "1", **more}
    return client.post(address(talk, "conversation_write"), data)


def test_somebody_without_an_account_votes_and_comes_back_as_the_same_person(client, talk):
    page = client.get(address(talk)).content.decode()
    assert sum(words in page for words in SEEDS) == 1
    assert "conversation-" not in str(client.cookies)  # nothing is kept of somebody who only looks
    answer = vote(client, talk, 1, "agree")
    assert answer.status_code == 302
    vote(client, talk, 2, "disagree")
    vote(client, talk, 1, "pass")
    assert votes(talk) == [(1, 1, 0), (1, 2, -1)]
    page = client.get(address(talk) + "?lang=en").content.decode()
    assert SEEDS[2] in page
    assert SEEDS[0] not in page
    vote(Client(), talk, 1, "agree")
    assert votes(talk)[-1] == (2, 1, 1)


def test_only_a_keyed_hash_of_the_cookie_is_kept(client, talk):
    vote(client, talk, 1, "agree")
    cookie = next(iter(client.cookies.values()))
    assert cookie["httponly"]
    assert cookie["samesite"] == "Lax"
    assert Participant.objects.get().token_hmac == voting.token_hmac(cookie.value) != cookie.value


def test_a_vote_does_not_tell_when_it_was_given_not_even_by_its_key(client, talk):
    vote(client, talk, 1, "agree")
    row = Vote.objects.get()
    assert row.pk.version == 4
    assert not [field for field in row._meta.concrete_fields if "Date" in type(field).__name__]


def test_a_script_that_sends_what_waited_is_told_what_became_of_it(client, talk):
    def sent(number, act):
        return client.post(address(talk), {"statement": number, "act": act}, headers={"Accept": "application/json"})

    answer = sent(1, "agree")
    assert (answer.status_code, answer.json()["next"].split("?")[0]) == (200, address(talk))
    assert sent(1, "agree").status_code == 200
    assert votes(talk) == [(1, 1, 1)]  # sent twice it is one vote of one person
    assert (sent(99, "agree").status_code, sent(99, "agree").json()) == (422, {"why": "gone"})
    assert sent(1, "").json() == {"why": "choose"}
    Conversation.objects.update(
        opens_on=timezone.localdate() - timedelta(9), closes_on=timezone.localdate() - timedelta(1)
    )
    assert sent(2, "agree").json() == {"why": "over"}


def test_a_phone_is_given_the_statements_to_come(client, talk):
    page = client.get(address(talk)).content.decode()
    told = json.loads(page.split('id="ahead" type="application/json">')[1].split("</script>")[0])
    assert len(told) == 2
    assert {one["words"] for one in told} < set(SEEDS)


def test_of_many_statements_a_page_reads_only_those_that_it_shows(client, talk, world, by):
    def asked():
        with CaptureQueriesContext(connection) as seen:
            page = client.get(address(talk)).content.decode()
        return len(seen), page

    asked()
    queries, _page = asked()
    Statement.objects.bulk_create(
        Statement(
            municipality=world.ours, conversation=talk, number=number, state="shown",
            words=texts.make("sq", f"Pohimi numër {number}."),
        )
        for number in range(4, 1004)
    )  # fmt: skip
    more, page = asked()
    assert more == queries
    assert page.count("Pohimi num") <= questions.AHEAD + 1
    assert "1003 pohime" in page


def test_progress_is_true_and_the_end_is_said(client, talk):
    for done, number in enumerate((1, 2, 3)):
        page = client.get("/en" + address(talk)[3:]).content.decode()
        assert (f"You have answered {done} of 3." in page) is bool(done)
        vote(client, talk, number, "agree")
    assert "You have seen all of them" in client.get("/en" + address(talk)[3:]).content.decode()


def test_undo_brings_back_what_was_there(client, talk):
    vote(client, talk, 1, "agree")
    vote(client, talk, 1, "disagree")
    answer = vote(client, talk, 1, "undo", was="agree")
    assert votes(talk) == [(1, 1, 1)]
    assert "statement=1" in answer["Location"]
    vote(client, talk, 1, "undo", was="")
    assert votes(talk) == []


def test_another_one_keeps_no_vote_and_puts_the_first_off(client, talk):
    answer = vote(client, talk, 1, "another")
    answer = vote(client, talk, 2, "another", later="1")
    assert votes(talk) == []
    assert SEEDS[2] in client.get(answer["Location"]).content.decode()


NONSENSE = (
    {}, {"statement": "1", "act": "maybe"}, {"statement": "x" * 9000, "act": "agree"}, {"statement": "²", "act": "agree"},
    {"statement": "99", "act": "agree"},
)  # fmt: skip


def test_the_votes_of_all_are_not_counted_for_each_visitor(client, talk):
    vote(client, talk, 1, "agree")
    client.get(address(talk))
    with CaptureQueriesContext(connection) as seen:
        Client().get(address(talk))
    assert not [one["sql"] for one in seen if "COUNT(" in one["sql"] and "listen_vote" in one["sql"]]


@pytest.mark.parametrize("data", NONSENSE)
def test_a_vote_that_makes_no_sense_is_refused_with_words(client, talk, data):
    answer = client.post(address(talk), data)
    assert answer.status_code == 422
    assert 'role="alert"' in answer.content.decode()
    assert votes(talk) == []


def test_a_closing_date_that_passed_while_somebody_voted_is_told_and_loses_nothing(client, talk, world, by):
    vote(client, talk, 1, "agree")
    Conversation.objects.update(
        opens_on=timezone.localdate() - timedelta(9), closes_on=timezone.localdate() - timedelta(1)
    )
    answer = vote(client, talk, 2, "agree")
    assert answer.status_code == 422
    assert votes(talk) == [(1, 1, 1)]
    assert written(client, talk).status_code == 422
    assert client.get(address(talk)).status_code == 200


def test_before_its_first_day_nobody_votes(client, world, by):
    row = prepared(world, by, opens_on=timezone.localdate() + timedelta(days=2))
    assert client.get(address(row)).status_code == 404
    conversations.open_conversation(by=by, municipality=world.ours, conversation=row)
    assert client.get(address(row)).status_code == 200
    assert vote(client, row, 1, "agree").status_code == 422
    assert votes(row) == []


def test_it_opens_only_with_statements_and_days_that_make_sense(world, by):
    today = timezone.localdate()
    names = {"title": texts.make("sq", "X"), "question": texts.make("sq", "Y?")}
    with pytest.raises(ValidationError):
        conversations.prepare_conversation(
            by=by, municipality=world.ours, opens_on=today, closes_on=today - timedelta(1), **names
        )
    row = conversations.prepare_conversation(by=by, municipality=world.ours, opens_on=today, closes_on=today, **names)
    with pytest.raises(ValidationError):
        conversations.open_conversation(by=by, municipality=world.ours, conversation=row)
    with pytest.raises(NotAllowed):
        conversations.open_conversation(by=world.actor("mayor"), municipality=world.ours, conversation=row)


def test_an_own_statement_is_a_voice_with_a_receipt_and_waits_to_be_read(client, talk, world, by):
    answer = written(client, talk)
    assert answer.status_code == 302
    assert "/r/" in answer["Location"]
    row = Statement.objects.get(state="waiting")
    assert (row.voice.kind, row.voice.words) == (Voice.Kind.STATEMENT, "Duam trotuar deri te ura.")
    code = answer["Location"].rstrip("/").rsplit("/", 1)[-1]
    assert receipts.resolve(codes.normalise(code)).voice_id == row.voice_id
    assert vote(Client(), talk, row.number, "agree").status_code == 422  # nobody sees it yet
    page = client.get(answer["Location"]).content.decode()
    for words in ("E morëm", "E lexon një njeri", "Biseda mbyllet"):
        assert words in page
    statements.show_statement(by=by, municipality=world.ours, statement=row)
    assert votes(talk) == [(1, row.number, 1)]  # whoever wrote it agrees
    assert [told.kind for told in voice_thread(row.voice).told] == ["reply"]
    assert vote(Client(), talk, row.number, "agree").status_code == 302
    page = client.get(answer["Location"])
    assert page.status_code == 200
    assert row.voice.words in page.content.decode()
    assert audit_heads.verify()[1] == []


def test_moderation_afterwards_shows_it_at_once_and_still_asks_somebody_to_read_it(client, world, by):
    row = prepared(world, by, moderation="after")
    conversations.open_conversation(by=by, municipality=world.ours, conversation=row)
    written(client, row)
    assert [one.number for one in questions.shown(row)] == [1, 2, 3, 4]
    assert [one.statement.number for one in moderation.waiting(row)[0]] == [4]
    assert questions.waiting_at_desk(world.ours)[0][1] == 1


def test_the_receipt_of_what_is_shown_at_once_says_when_the_conversation_ends(client, world, by):
    row = prepared(world, by, moderation="after")
    conversations.open_conversation(by=by, municipality=world.ours, conversation=row)
    page = client.get(written(client, row)["Location"]).content.decode()
    assert "Biseda mbyllet" in page
    assert "E lexon një njeri" not in page  # others vote on it already


def test_similar_ones_are_shown_before_sending_and_nothing_is_kept_yet(client, talk):
    page = client.post(
        address(talk, "conversation_write"),
        {"words": "Rruga e shkolles duhet te kete drite", "draft_key": str(uuid7()), "email": ""},
    ).content.decode()
    assert "?statement=1" in page
    assert "?statement=3" not in page
    assert Statement.objects.count() == 3


def test_too_long_a_statement_is_refused_beside_the_field_and_kept(client, talk):
    words = "fjalë " * 1700
    answer = client.post(address(talk, "conversation_write"), {"words": words, "draft_key": str(uuid7()), "email": ""})
    assert answer.status_code == 422
    assert words.strip() in answer.content.decode()
    assert 'maxlength="280"' not in answer.content.decode()  # a browser would cut what is pasted


def test_html_and_turned_text_are_shown_as_text(client, talk):
    words = "<script>alert(1)</script> \u202egnorw"
    page = client.post(
        address(talk, "conversation_write"), {"words": words, "draft_key": str(uuid7()), "email": ""}
    ).content.decode()
    assert "<script>alert" not in page
    assert "&lt;script&gt;" in page
    assert "\u202e" not in page


def test_the_same_form_sent_twice_is_one_statement(client, talk):
    key = str(uuid7())
    written(client, talk, draft_key=key)
    assert written(client, talk, draft_key=key).status_code == 302
    assert Statement.objects.filter(voice__isnull=False).count() == 1


def test_a_flood_of_statements_is_stopped(client, talk):
    answers = [written(client, talk, words=f"Fjali {n}").status_code for n in range(12)]
    assert answers[:10] == [302] * 10
    assert answers[10:] == [429, 429]
    assert "Duam stola te lumi.</textarea>" in written(client, talk, words="Duam stola te lumi.").content.decode()


def test_a_rejected_statement_tells_its_author_why_and_takes_no_votes(client, talk, world, by):
    written(client, talk)
    row = Statement.objects.get(state="waiting")
    with pytest.raises(ValidationError):
        statements.reject_statement(by=by, municipality=world.ours, statement=row, reason={})
    statements.reject_statement(
        by=by, municipality=world.ours, statement=row, reason=texts.make("sq", "Përmend një emër.")
    )
    assert voice_thread(row.voice).told[0].text["sq"] == "Përmend një emër."
    assert vote(Client(), talk, row.number, "agree").status_code == 422


def test_merging_keeps_each_persons_later_vote(talk, world, by):
    first, second, third = (Client() for _ in range(3))
    vote(first, talk, 1, "agree")
    vote(first, talk, 2, "disagree")  # later: this one counts
    vote(second, talk, 2, "agree")
    vote(second, talk, 1, "pass")  # later: this one counts
    vote(third, talk, 2, "agree")  # only on the one that goes
    one, two = (Statement.objects.get(number=number) for number in (1, 2))
    statements.merge_statement(by=by, municipality=world.ours, statement=two, into=one)
    assert votes(talk) == [(1, 1, -1), (2, 1, 0), (3, 1, 1)]
    vote(third, talk, 2, "disagree")  # an old page: the vote counts where the statement went
    assert votes(talk)[-1] == (3, 1, -1)
    with pytest.raises(ValidationError):
        statements.merge_statement(by=by, municipality=world.ours, statement=one, into=one)


def test_a_translation_stands_beside_the_original_as_one_statement(client, talk, world, by):
    written(client, talk)
    row = Statement.objects.get(state="waiting")
    statements.show_statement(by=by, municipality=world.ours, statement=row)
    statements.translate_statement(
        by=by, municipality=world.ours, statement=row, translations={"en": "We want a pavement to the bridge."}
    )
    row = questions.statement(talk, row.number)
    assert row.text == {
        "sq": "Duam trotuar deri te ura.", "en": "We want a pavement to the bridge.", "_": "sq",
    }  # fmt: skip
    page = client.get("/en" + address(talk)[3:] + f"?statement={row.number}").content.decode()
    assert "We want a pavement" in page


def test_a_statement_taken_back_takes_its_words_along(client, talk, world, by):
    written(client, talk)
    row = Statement.objects.get(state="waiting")
    statements.show_statement(by=by, municipality=world.ours, statement=row)
    withdraw_voice(by=by, municipality=world.ours, voice=row.voice)
    row = questions.statement(talk, row.number)
    assert row.text == {}
    assert row.number not in [one.number for one in questions.shown(talk)]
    assert vote(Client(), talk, row.number, "agree").status_code == 422
    with pytest.raises(ValidationError):
        statements.show_statement(by=by, municipality=world.ours, statement=row)


def test_closed_by_hand_it_says_the_day_on_which_it_ended(client, talk, world, by):
    with time_machine.travel(timezone.now() + timedelta(days=2), tick=False):
        conversations.close_conversation(by=by, municipality=world.ours, conversation=talk)
        ended = timezone.localdate()
    talk.refresh_from_db()
    assert talk.last_day == ended < talk.closes_on
    client.force_login(world.people["action_group"])
    results, listed = address(talk, "conversation_results"), "/sq/roskovec/conversations/"
    desk = [address(talk, "desk_conversation"), "/sq/desk/roskovec/conversations/"]
    for page in (address(talk), listed, results, *desk):
        told = client.get(page).content.decode()
        assert date_format(ended, "j E Y") in told
        assert date_format(talk.closes_on, "j E Y") not in told


def test_tokens_are_forgotten_a_month_after_the_end(client, talk, world):
    vote(client, talk, 1, "agree")
    later = timezone.now() + timedelta(days=39)
    assert (
        erase_due(by=world.actor("administrator"), municipality=world.ours, now=later - timedelta(days=3)).tokens == 0
    )
    assert erase_due(by=world.actor("administrator"), municipality=world.ours, now=later).tokens == 1
    assert Participant.objects.get().token_hmac is None
    assert votes(talk) == [(1, 1, 1)]


def test_the_desk_prepares_opens_reads_and_closes_it_with_forms(client, world):
    client.force_login(world.people["action_group"])
    today = timezone.localdate()
    data = {
        "title_sq": "Parku", "question_sq": "Si duhet të jetë?", "opens_on": today, "closes_on": today, "invited": "0",
        "moderation": "before", "new_an_hour": "60",
    }  # fmt: skip
    refused = client.post(
        reverse("desk_conversation_new", args=["roskovec"]), {**data, "closes_on": today - timedelta(1)}
    )
    assert refused.status_code == 422
    assert "Si duhet" in refused.content.decode()
    assert client.post(reverse("desk_conversation_new", args=["roskovec"]), data).status_code == 302
    row = Conversation.objects.get()
    for words in SEEDS:
        client.post(address(row, "desk_conversation_begin_with"), {"words_sq": words})
    client.post(address(row, "desk_conversation_open"))
    written(Client(), row)
    page = client.get(address(row, "desk_conversation")).content.decode()
    assert (short := f"/roskovec/c/{row.slug}/") in page
    assert Client().get(short, follow=True).redirect_chain[-1][0].endswith(address(row).partition("/sq")[2])
    assert "Duam trotuar deri te ura." in page
    assert client.post(address(row, "desk_statement", 4), {"reason_sq": ""}).status_code == 422
    assert client.post(address(row, "desk_statement_merge", 4), {"merge-into": "77"}).status_code == 422
    client.post(address(row, "desk_statement_show", 4))
    client.post(address(row, "desk_statement_translation", 4), {"in-en": "A pavement."})
    assert questions.statement(row, 4).text["en"] == "A pavement."
    client.post(address(row, "desk_statement_merge", 4), {"merge-into": "1"})
    client.post(address(row, "desk_conversation_close"))
    row.refresh_from_db()
    assert (row.state, questions.statement(row, 4).state) == ("closed", "merged")
    assert audit_heads.verify()[1] == []


def test_the_door_and_the_list_name_what_is_open(client, talk):
    for page in ("/sq/roskovec/", "/sq/roskovec/conversations/"):
        assert address(talk) in client.get(page).content.decode()
