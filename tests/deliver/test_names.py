"""Albanian names go through every way out as they were written: pages, search, CSV, PDF, letters."""

from __future__ import annotations

import csv
import email
import email.policy
import html
import io
import unicodedata
from datetime import timedelta
from uuid import uuid4

import pypdfium2
import pytest
from django.core.mail import EmailMessage
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from firstdoor.core import codes, texts
from firstdoor.core.actor import ANYBODY, system
from firstdoor.decide.models import Comment
from firstdoor.decide.services import comments, paper
from firstdoor.listen.models import Voice
from firstdoor.listen.services import cases, file_voice, meetings
from firstdoor.listen.services.answers import letter_about_news
from firstdoor.places import services as places
from tests.deliver.story import theme
from tests.world import World, a_cycle

BY = system("test")
NAME = "Zoë Ç. D’Arçit & s'ëma «Ëndrra»"
WORDS = f"Te shtëpia e {NAME} s'ka dritë."


@pytest.fixture
def world(db: None) -> World:
    world = World()
    world.ours.name = texts.make("sq", "Bashkia e Këlcyrës s'Ë Çamit", en="Municipality of Këlcyra d'Ë Çami")
    world.ours.save()
    places.load_rules_and_holidays(
        by=BY, municipality=world.ours, years=[timezone.localdate().year + n for n in (0, 1)]
    )
    return world


def said(world: World, words: str = WORDS) -> tuple[Voice, str]:
    filed = file_voice(
        by=BY, municipality=world.ours, words=words, language="sq", heard_at=timezone.now(), draft_key=uuid4(),
        theme=theme(world.ours), place=f"Rruga {NAME}",
    )  # fmt: skip
    assert filed.case is not None
    cases.name(
        by=BY, municipality=world.ours, case=filed.case, title=texts.make("sq", f"Dritë te {NAME}"),
        public_text=texts.make("sq", WORDS),
    )  # fmt: skip
    cases.publish(by=BY, municipality=world.ours, case=filed.case, voices=[filed.voice.pk])
    return filed.voice, codes.grouped(filed.code)


def page(address: str, **query: str) -> str:
    answer = Client().get(address, query)
    assert answer.status_code == 200
    return html.unescape(answer.content.decode())


@pytest.mark.parametrize("asked", [NAME, "zoe c. d'arcit", "ZOË Ç. D’ARÇIT", "endrra", "Ëndrra", "s’ema", "darcit"])
def test_a_report_is_shown_and_found_with_and_without_its_marks(world: World, asked: str) -> None:
    _voice, code = said(world)
    assert WORDS in page(f"/r/{code}", lang="sq")
    there = reverse("reports", args=[world.ours.slug])
    assert NAME in page(there, words=asked)
    assert NAME not in page(there, words="Zoja")


def test_words_typed_on_a_phone_that_splits_letters_and_marks_are_found_too(world: World) -> None:
    voice, code = said(world, unicodedata.normalize("NFD", WORDS))
    assert unicodedata.normalize("NFC", WORDS) in unicodedata.normalize("NFC", page(f"/r/{code}", lang="sq"))
    assert voice.words


def test_a_comment_stands_in_the_table_for_spreadsheets_as_it_was_written(world: World) -> None:
    version = paper.begin_paper(by=BY, municipality=world.ours, cycle=a_cycle(world, world.ours))
    for section in paper.NEEDED:
        paper.write_paragraph(
            by=BY, municipality=world.ours, version=version, section=section, text=texts.make("sq", NAME)
        )
    version.refresh_from_db()
    paper.open_consultation(by=BY, municipality=world.ours, version=version)
    version.refresh_from_db()
    comments.comment(
        by=ANYBODY, municipality=world.ours, version=version, paragraph_key="meas1", words=WORDS, language="sq",
        draft_key=uuid4(),
    )  # fmt: skip
    comments.answer_comment(
        by=world.actor("action_group"), municipality=world.ours, comment=Comment.objects.get(), outcome="refused",
        reason=texts.make("sq", f"Jo: {NAME}"),
    )  # fmt: skip
    answer = Client().get(reverse("paper_comments_csv", args=[world.ours.slug]))
    row = next(csv.DictReader(io.StringIO(answer.content.decode("utf-8-sig"))))
    assert row["comment"] == WORDS
    assert f"Jo: {NAME}" in row.values()


def test_a_document_holds_the_names_as_text(world: World) -> None:
    meeting = meetings.plan_meeting(
        by=BY, municipality=world.ours, title=texts.make("sq", f"Takim te {NAME}"), place=f"Shkolla «{NAME}»",
        starts_at=timezone.now() + timedelta(days=9), announced=texts.make("sq", WORDS),
    )  # fmt: skip
    meetings.publish_meeting(by=BY, municipality=world.ours, meeting=meeting)
    answer = Client().get(f"/sq/{world.ours.slug}/meetings/{meeting.pk}/invitation.pdf")
    read = "".join(one.get_textpage().get_text_range() for one in pypdfium2.PdfDocument(answer.content))
    plain = " ".join(unicodedata.normalize("NFC", read).replace("’", "'").split())
    for words in (f"Takim te {NAME}", "s'ka dritë", "Këlcyrës s'Ë Çamit"):
        assert words.replace("’", "'") in plain


def test_a_letter_has_the_municipalitys_name_in_its_subject(world: World, settings) -> None:
    settings.PUBLIC_URL = "https://example.al"
    voice, code = said(world)
    letter = letter_about_news(world.ours, "zoe@example.al", "sq", code, voice)
    sent = EmailMessage(letter.subject, letter.body, "siguria@example.al", [letter.to]).message().as_bytes()
    assert b"\xc3\xab" not in sent.split(b"\n\n", 1)[0], "headers are ASCII on the wire"
    read = email.message_from_bytes(sent, policy=email.policy.default)
    assert read["Subject"].endswith("Bashkia e Këlcyrës s'Ë Çamit")
    assert "Bashkia e Këlcyrës s'Ë Çamit" in read.get_content()
