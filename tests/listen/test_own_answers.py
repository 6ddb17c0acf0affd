"""What stays with whoever took part: the own answers at the end, the way back from the receipt, the code by e-mail."""

from __future__ import annotations

import pytest
from django.test import Client

from firstdoor.core import outbox, texts
from firstdoor.core.ids import uuid7
from firstdoor.core.models import Outbox
from firstdoor.listen.models import Statement
from firstdoor.listen.services import statements
from tests.listen.test_conversations import vote, written
from tests.talks import SEEDS, address


def test_at_the_end_stand_the_own_answers_each_with_a_way_to_change_it(client, talk):
    for number, act in enumerate(("agree", "disagree"), 1):
        vote(client, talk, number, act)
    assert "Përgjigjet tuaja" not in client.get(address(talk)).content.decode()
    vote(client, talk, 3, "pass")
    told = client.get(address(talk)).content.decode().split("Përgjigjet tuaja")[1].split("</details>")[0]
    for words, said in zip(SEEDS, ("Jeni dakord.", "Nuk jeni dakord.", "Kaluat."), strict=True):
        assert f"<b>{said}</b>" in told.split(words)[1]
    assert 'value="2"' in client.get(address(talk) + "?statement=2").content.decode()
    assert 'href="?statement=2"' in told
    vote(client, talk, 2, "agree")
    assert "Nuk jeni dakord." not in client.get(address(talk)).content.decode()
    assert "Përgjigjet tuaja" not in Client().get(address(talk)).content.decode()


def test_the_own_answers_leave_out_what_is_not_shown_any_more(client, talk, world, by):
    for number in (1, 2, 3):
        vote(client, talk, number, "agree")
    gone = Statement.objects.get(number=2)
    statements.reject_statement(by=by, municipality=world.ours, statement=gone, reason=texts.make("sq", "Emra."))
    page = client.get(address(talk)).content.decode()
    assert [words in page for words in SEEDS] == [True, False, True]


@pytest.mark.parametrize("where", ["conversation_write", "conversation_hear"])
def test_the_receipt_leads_back_to_the_conversation(client, talk, where):
    vote(client, talk, 1, "agree")
    form = {"words": "Duam trotuar deri te ura.", "draft_key": str(uuid7()), "email": "", "send": "1"}
    page = client.get(client.post(address(talk, where), form)["Location"] + "?lang=en").content.decode()
    assert f'href="/en{address(talk)[3:]}"' in page


def test_the_code_of_a_statement_goes_to_the_address_that_was_left(client, talk):
    code = written(client, talk, email="arta@example.org")["Location"].rsplit("/", 1)[1]
    letter = outbox.opened(Outbox.objects.get())
    assert (letter.to, code in letter.body, "trotuar" in letter.body) == ("arta@example.org", True, False)
    written(client, talk, words="Duam stol te ura.")
    assert Outbox.objects.count() == 1
