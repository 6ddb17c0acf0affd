"""What a moderator reads: floods of the same words as one row, pages, and acts on all that say the same."""

from __future__ import annotations

from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from django.utils.formats import date_format

from firstdoor.core import audit_heads, texts
from firstdoor.core.actor import ANYBODY
from firstdoor.core.ids import uuid7
from firstdoor.listen.models import Answer, Statement, Voice, Vote
from firstdoor.listen.selectors import moderation
from firstdoor.listen.services import conversations, statements, voting
from tests.talks import address, prepared

FLOOD = 300
WORDS = "Hiqeni kryetarin!"


def write(talk, words, token=None):
    filed = statements.write_statement(
        by=ANYBODY, municipality=talk.municipality, conversation=talk, token=token or voting.new_token(), words=words,
        language="sq", draft_key=uuid7(),
    )  # fmt: skip
    return Statement.objects.get(voice=filed.voice)


def flooded(talk, n=FLOOD, words=WORDS):
    """As the first two, straight into the database: writing each would take a minute."""
    first = write(talk, words)
    voices = [
        Voice(
            municipality=talk.municipality, kind="statement", language="sq", level="public", words=words,
            heard_at=first.voice.heard_at,
        )
        for _ in range(n - 1)
    ]  # fmt: skip
    Voice.objects.bulk_create(voices)
    Statement.objects.bulk_create(
        Statement(municipality=talk.municipality, conversation=talk, number=first.number + at, voice=voice)
        for at, voice in enumerate(voices, start=1)
    )
    return first


def test_a_flood_of_the_same_words_is_one_row_and_one_act(world, by, talk):
    first = flooded(talk)
    other = write(talk, "Duam trotuar.")
    groups, pages, n = moderation.waiting(talk)
    assert [(one.statement.pk, one.n) for one in groups] == [(first.pk, FLOOD), (other.pk, 1)]
    assert (pages, n) == (1, FLOOD + 1)
    with CaptureQueriesContext(connection) as queries:
        why = texts.make("sq", "Është për diçka tjetër.")
        assert statements.reject_statement(
            by=by, municipality=world.ours, statement=first, reason=why, equal=True
        ) == FLOOD - 1  # fmt: skip
    assert len(queries) < 40
    answer = Answer.objects.get(about_id=first.pk)
    assert answer.deliveries.count() == FLOOD
    assert [one.statement.pk for one in moderation.waiting(talk)[0]] == [other.pk]
    audit_heads.verify()


def test_shown_the_same_words_become_one_with_each_persons_latest_vote(world, by, talk):
    token = voting.new_token()
    first, second, third = write(talk, WORDS, token), write(talk, WORDS.upper(), token), write(talk, f" {WORDS}  ")
    latest = Vote.objects.get(statement=second).turn
    alone = Vote.objects.get(statement=third).turn
    assert statements.show_statement(by=by, municipality=world.ours, statement=first, equal=True) == 2
    for row in (second, third):
        row.refresh_from_db()
        assert row.merged_into_id == first.pk
    votes = Vote.objects.filter(statement__conversation=talk).order_by("participant__number")
    assert [(vote.statement_id, vote.value, vote.turn) for vote in votes] == [
        (first.pk, 1, latest),
        (first.pk, 1, alone),
    ]


def test_what_is_shown_and_unread_stands_at_the_desk_once(world, by, client):
    row = prepared(world, by, moderation="after")
    conversations.open_conversation(by=by, municipality=world.ours, conversation=row)
    write(row, "Duam stola nën pemë.")
    client.force_login(world.people["action_group"])
    page = client.get(address(row, "desk_conversation")).content.decode()
    assert page.count("Duam stola nën pemë.") == 2  # the words, and the hidden name of the link to them
    statements.show_statement(by=by, municipality=world.ours, statement=Statement.objects.get(voice__isnull=False))
    page = client.get(address(row, "desk_conversation")).content.decode()
    assert page.count("Duam stola nën pemë.") == 1


def test_the_desks_page_does_not_grow_with_a_flood(world, by, talk, client):
    client.force_login(world.people["action_group"])

    def loaded(query=""):
        with CaptureQueriesContext(connection) as queries:
            answer = client.get(address(talk, "desk_conversation") + query)
        assert answer.status_code == 200
        return len(queries), answer.content.decode()

    few, _page = loaded()
    for at in range(moderation.MANY + 3):
        flooded(talk, n=3, words=f"Pohimi numër {at}.")
    many, page = loaded()
    assert many <= few + 2
    assert page.count("Pohimi numër") <= 2 * moderation.MANY
    assert "Pohimi numër 27." not in page
    assert "Pohimi numër 27." in loaded("?waiting=2")[1]
    assert loaded("?waiting=99999&shown=x&hidden=-1")[1]


def test_the_statements_page_says_how_many_say_the_same_and_acts_on_all(world, talk, client):
    first = flooded(talk, n=4)
    client.force_login(world.people["action_group"])
    page = client.get(address(talk, "desk_statement", first.number).replace("/sq/", "/en/")).content.decode()
    assert "3 others say the same word by word." in page
    answer = client.post(address(talk, "desk_statement", first.number), {"reason_sq": "Për diçka tjetër."})
    assert answer.status_code == 302
    assert set(Statement.objects.filter(voice__isnull=False).values_list("state", flat=True)) == {"rejected"}
    assert WORDS not in Client().get(address(talk)).content.decode()


def test_a_translation_before_it_is_read_leaves_it_waiting(world, by, talk, client):
    row = write(talk, "Duam stola.")
    client.force_login(world.people["action_group"])
    client.cookies["language"] = "en"
    client.post(address(talk, "desk_statement_translation", row.number), {"in-en": "We want benches."})
    groups, _pages, n = moderation.waiting(talk)
    assert ([one.statement.pk for one in groups], n) == ([row.pk], 1)
    page = client.get(address(talk, "desk_statement", row.number).replace("/sq/", "/en/")).content.decode()
    assert "We want benches." in page
    assert "Duam stola." in page  # who judges it in translation sees the words that were written


def test_whoever_closes_it_reads_what_waits_and_afterwards_nothing_stands_as_if_it_could_be_voted_on(
    client, talk, world, by
):
    for words in ("Duam trotuar.", "Duam stola."):
        write(talk, words)
    client.force_login(world.people["action_group"])
    there = f"/en/desk/{world.ours.slug}/conversations/{talk.slug}/"
    closing = client.get(there).content.decode().split("<details")[1].split("</details>")[0]
    assert "2 statements still wait to be read." in closing
    client.post(f"{there}close/")
    page = client.get(there).content.decode()
    assert "Waits to be read" not in page
    assert "Not read before the end" in page
    day = date_format(timezone.localdate(), "DATE_FORMAT")
    for where in (there, address(talk), address(talk, "conversation_results"), f"/en/{world.ours.slug}/conversations/"):
        told = client.get(f"/en/{where[4:]}").content.decode().split("<main")[1]
        assert day in told, where
        assert f"{day} – {day}" not in told, where
        assert f"{day} to {day}" not in told, where
