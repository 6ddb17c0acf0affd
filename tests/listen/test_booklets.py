"""A conversation on paper: booklets printed, entered by keyboard alone, each one person, none twice."""

from __future__ import annotations

from datetime import timedelta

import pypdfium2
import pytest
from django.core.exceptions import ValidationError
from django.test import Client
from django.utils import timezone

from firstdoor.core import audit_heads, codes, texts
from firstdoor.core.rights import NotAllowed
from firstdoor.listen import conversation_papers as papers
from firstdoor.listen.models import Booklet, Conversation, Participant, Statement, Vote
from firstdoor.listen.services import booklets, conversations, statements, voting
from firstdoor.places.models import Unit
from tests.listen.test_conversations import votes
from tests.talks import SEEDS, address


def printed(by, talk, n=1):
    return booklets.print_booklets(by=by, municipality=talk.municipality, conversation=talk, n=n)


def enter(by, talk, booklet, answers, **more):
    return booklets.enter_booklet(
        by=by, municipality=talk.municipality, conversation=talk, number=booklet.number, answers=answers, **more
    )


def read(file):
    """Whether a PDF is tagged, and the words of each page."""
    document = pypdfium2.PdfDocument(file)
    return document.is_tagged(), [" ".join(page.get_textpage().get_text_range().split()) for page in document]


def test_each_booklet_has_all_statements_in_an_order_of_its_own_and_is_one_person(world, by, talk):
    made = printed(by, talk, 40)
    assert len({one.number for one in made}) == 40
    assert {tuple(sorted(one.statements)) for one in made} == {(1, 2, 3)}
    assert len({tuple(one.statements) for one in made}) > 1
    booklet = next(one for one in made if one.statements == [3, 1, 2])
    done = enter(by, talk, booklet, [1, -1, None])
    assert (done.agree, done.disagree, done.passed, done.gone) == (1, 1, 0, 0)
    assert votes(talk) == [(1, 1, -1), (1, 3, 1)]
    assert Participant.objects.get().way == "paper"
    audit_heads.verify()


def test_the_same_booklet_twice_is_told_and_can_be_taken_back(world, by, talk):
    (booklet,) = printed(by, talk)
    enter(by, talk, booklet, [1, 1, 1])
    with pytest.raises(booklets.EnteredBefore):
        enter(by, talk, booklet, [-1, 1, 1])
    assert Participant.objects.count() == 1
    booklets.take_back_booklet(by=by, municipality=world.ours, conversation=talk, number=booklet.number)
    assert not Vote.objects.exists()
    enter(by, talk, booklet, [-1, 0, 1])
    assert sorted(Vote.objects.values_list("value", flat=True)) == [-1, 0, 1]
    audit_heads.verify()


def test_a_word_as_long_as_the_line_leaves_room_for_the_boxes(world, by, talk):
    statements.begin_with(by=by, municipality=world.ours, conversation=talk, words=texts.make("sq", "x" * 280))
    file = papers.booklets_pdf(world.ours, talk, printed(by, talk), "https://example.org/", language="sq", about=False)
    page = pypdfium2.PdfDocument(file)[0].get_textpage()
    ways = page.search("Jam")
    boxes = page.get_charbox(ways.get_next()[0])[0]
    signs = [at for at, sign in enumerate(page.get_text_range()) if sign == "x"]
    assert len(signs) == 280
    assert max(page.get_charbox(at)[2] for at in signs) < boxes


def test_an_empty_booklet_is_nobody(by, talk):
    (booklet,) = printed(by, talk)
    enter(by, talk, booklet, [None, None, None])
    assert not Participant.objects.exists()
    with pytest.raises(booklets.EnteredBefore):
        enter(by, talk, booklet, [1, 1, 1])


def test_what_was_merged_counts_where_it_went_and_what_is_hidden_is_told(world, by, talk):
    (booklet,) = printed(by, talk)
    of = {row.number: row for row in Statement.objects.filter(conversation=talk)}
    statements.merge_statement(by=by, municipality=world.ours, statement=of[1], into=of[2])
    statements.reject_statement(by=by, municipality=world.ours, statement=of[3], reason=texts.make("sq", "Jo."))
    answers = {1: -1, 2: -1, 3: 1}
    done = enter(by, talk, booklet, [answers[number] for number in booklet.statements])
    assert (done.disagree, done.gone) == (1, 1)
    assert votes(talk) == [(1, 2, -1)]


@pytest.mark.parametrize(
    ("number", "answers", "field"),
    [
        ("123", [1, 1, 1], "number"),
        ("123456", [1, 1, 1], "number"),
        (None, [1], "answers"),
        (None, [1, 1, 7], "answers"),
    ],
)
def test_slips_are_noticed(by, talk, number, answers, field):
    (booklet,) = printed(by, talk)
    booklet.number = number or booklet.number
    with pytest.raises(ValidationError) as refused:
        enter(by, talk, booklet, answers)
    assert field in refused.value.error_dict


def test_after_the_end_nothing_is_printed_entered_or_taken_back(world, by, talk):
    first, second = printed(by, talk, 2)
    enter(by, talk, first, [1, 1, 1])
    conversations.close_conversation(by=by, municipality=world.ours, conversation=talk)
    with pytest.raises(voting.Over):
        enter(by, talk, second, [1, 1, 1])
    with pytest.raises(voting.Over):
        booklets.take_back_booklet(by=by, municipality=world.ours, conversation=talk, number=first.number)
    with pytest.raises(ValidationError):
        printed(by, talk)


def test_what_booklet_was_whose_is_forgotten_with_the_tokens(world, by, talk):
    (booklet,) = printed(by, talk)
    enter(by, talk, booklet, [1, 1, 1])
    conversations.close_conversation(by=by, municipality=world.ours, conversation=talk)
    statements.forget_tokens(by=by, municipality=world.ours, before=timezone.localdate() + timedelta(days=30))
    booklet.refresh_from_db()
    assert booklet.participant_id is None
    assert booklet.entered_at is not None
    assert Vote.objects.count() == 3


def test_a_focal_point_enters_one_by_keyboard_alone_and_nothing_typed_is_lost(world, by, talk):
    client = Client()
    client.force_login(world.people["community_focal_point"])
    (booklet,) = printed(by, talk)
    page = address(talk, "desk_booklets")
    first = client.post(page, {"number": f"{booklet.number[:3]} {booklet.number[3:]}"}).content.decode()
    assert 'name="answers"' in first
    assert first.index(SEEDS[booklet.statements[0] - 1]) < first.index(SEEDS[booklet.statements[2] - 1])
    refused = client.post(page, {"number": booklet.number, "answers": "12"})
    assert refused.status_code == 422
    assert 'value="12"' in refused.content.decode()
    assert client.post(page, {"number": booklet.number, "answers": "1x2"}).status_code == 422
    unit = Unit.objects.of(world.ours).get()
    data = {
        "number": f"https://x.example/?number={booklet.number}",
        "answers": "1 2 3",
        "unit": str(unit.pk),
        "age": "2",
    }
    assert client.post(page, data).status_code == 302
    participant = Participant.objects.get()
    assert (participant.unit_id, participant.age, participant.gender) == (unit.pk, "2", "")
    again = client.post(page.replace("/sq/", "/en/"), data)
    assert again.status_code == 422
    assert "This booklet was entered already" in again.content.decode()
    assert f"/booklets/{booklet.number}/" in again.content.decode()
    assert client.get(address(talk, "desk_booklet", booklet.number)).status_code == 200
    back = client.post(address(talk, "desk_booklet_take_back", booklet.number))
    assert back["Location"].endswith(f"?number={booklet.number}")
    assert not Participant.objects.exists()


def test_the_sentence_at_the_end_waits_to_be_read_and_the_booklet_can_be_taken_back_all_the_same(world, by, talk):
    (booklet,) = printed(by, talk)
    enter(by, talk, booklet, [None, None, None], own="  Duam stola nën pemë. ")
    own = Statement.objects.get(voice__isnull=False)
    assert (own.state, own.looked_at, own.voice.words, own.voice.channel) == (
        "waiting", None, "Duam stola nën pemë.", "paper",
    )  # fmt: skip
    booklets.take_back_booklet(by=by, municipality=world.ours, conversation=talk, number=booklet.number)
    assert not Participant.objects.exists()
    assert Statement.objects.filter(pk=own.pk).exists()


def test_who_only_looks_on_enters_nothing(world, by, talk):
    (booklet,) = printed(by, talk)
    with pytest.raises(NotAllowed):
        enter(world.actor("coach"), talk, booklet, [1, 1, 1])


def test_the_pdf_shows_every_statement_in_the_booklets_order_with_its_number(world, by, talk):
    made = printed(by, talk, 2)
    file = papers.booklets_pdf(
        world.ours, talk, made, "https://dera.example/booklets/", language="sq", units=Unit.objects.of(world.ours)
    )
    tagged, pages = read(file)
    words = " ".join(pages)
    assert tagged
    for one in made:
        assert f"{one.number[:3]} {one.number[3:]}" in words
    order = [words.index(SEEDS[number - 1]) for number in made[0].statements]
    assert order == sorted(order)


def test_printing_from_the_desk_answers_with_the_pdf_and_refuses_too_many(world, talk, client):
    client.force_login(world.people["action_group"])
    page = address(talk, "desk_booklets_print")
    answer = client.post(page, {"n": "3", "language": "sq", "about": "on"})
    assert answer["Content-Type"] == "application/pdf"
    assert Booklet.objects.count() == 3
    assert client.post(page, {"n": "501", "language": "sq"}).status_code == 422
    assert client.post(page, {"n": "1", "language": "de"}).status_code == 422


@pytest.mark.parametrize("size", ["a4", "a3"])
def test_the_poster_has_the_question_the_address_and_the_last_day(world, talk, client, size):
    client.force_login(world.people["coach"])
    answer = client.get(address(talk, "desk_conversation_poster", size))
    tagged, (words,) = read(answer.content)
    assert tagged
    assert "Çfarë e bën rrugën të sigurt?" in words
    assert f"testserver/{world.ours.slug}/c/{talk.slug} " in words
    short = client.get(f"/{world.ours.slug}/c/{talk.slug}/", follow=True)
    assert short.request["PATH_INFO"] == address(talk)
    assert client.get(address(talk, "desk_conversation_poster", "a9")).status_code == 404


def test_the_poster_of_an_invitation_brings_the_code_for_those_who_may_hold_it(world, talk, client):
    Conversation.objects.filter(pk=talk.pk).update(invitation="23456784")
    page, code = address(talk, "desk_conversation_poster", "a4"), codes.grouped("23456784")
    client.force_login(world.people["coach"])
    assert code not in read(client.get(page).content)[1][0]
    client.force_login(world.people["action_group"])
    assert code in read(client.get(page).content)[1][0]
    short = client.get(f"/{world.ours.slug}/c/{talk.slug}/?code={code}&more=1")
    assert client.get(short.url).url.endswith(f"/conversations/{talk.slug}/?code={code}")
