"""Who voted and wrote nothing can leave an address for the answer, and nothing leads from it to the votes."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.core.exceptions import ValidationError
from django.utils import timezone

from firstdoor.core import contacts, outbox
from firstdoor.core.actor import ANYBODY
from firstdoor.core.ids import uuid7
from firstdoor.core.models import Consent, Contact, Outbox
from firstdoor.listen.models import Conversation, Listener, Voice
from firstdoor.listen.selectors import matters
from firstdoor.listen.selectors.heard import public_voices_by_channel, voices_since
from firstdoor.listen.services import conversations, listening, voting
from tests.listen.test_conversations import vote
from tests.talks import address, prepared

pytestmark = pytest.mark.django_db
MAIL = "arta@example.org"


def sent(client, talk, **more):
    return client.post(address(talk, "conversation_hear"), {"draft_key": str(uuid7()), "email": MAIL, **more})


def test_offered_once_somebody_voted(client, talk):
    where = address(talk, "conversation_hear")
    assert where not in client.get(address(talk)).content.decode()
    assert client.get(where).status_code == 302
    assert sent(client, talk).status_code == 302
    assert not Voice.objects.exists()
    vote(client, talk, 1, "agree")
    assert where in client.get(address(talk)).content.decode()
    assert client.get(where).status_code == 200


def test_the_receipt_says_what_it_is_for_and_the_address_is_sealed(client, talk):
    vote(client, talk, 1, "agree")
    page = client.get(sent(client, talk)["Location"]).content.decode()
    assert "Votova në bisedën “Rruga e shkollës”" in page
    assert "Askush tjetër nuk e lexon." in page
    voice = Voice.objects.get()
    assert (voice.kind, voice.wants_answer, voice.published_at) == ("listener", "email", None)
    contact = Contact.objects.get()
    assert MAIL.encode() not in bytes(contact.sealed)
    assert contacts.reveal(contact) == MAIL
    assert Consent.objects.get().purpose == "answer"


def test_the_code_goes_to_the_address_once_and_the_letter_tells_nothing_of_the_matter(client, talk):
    vote(client, talk, 1, "agree")
    key = str(uuid7())
    code = sent(client, talk, draft_key=key)["Location"].rsplit("/", 1)[1]
    assert sent(client, talk, draft_key=key).status_code == 302
    letter = outbox.opened(Outbox.objects.get())
    assert (letter.to, code in letter.body) == (MAIL, True)
    assert not [word for word in ("bised", "rrug", "votova") if word in (letter.subject + letter.body).lower()]


def test_without_an_address_there_is_the_page_alone(client, talk):
    vote(client, talk, 1, "agree")
    assert sent(client, talk, email="").status_code == 302
    assert Voice.objects.get().wants_answer == "page"
    assert not Contact.objects.exists()
    assert not Outbox.objects.exists()


def test_what_is_no_address_is_said_beside_it_and_stays_typed(client, talk):
    vote(client, talk, 1, "agree")
    page = sent(client, talk, email="arta@")
    assert page.status_code == 422
    assert 'value="arta@"' in page.content.decode()
    assert page.content.decode().count('role="alert"') == 1
    assert not Voice.objects.exists()


def test_nothing_leads_from_the_receipt_to_the_votes(client, talk):
    vote(client, talk, 1, "agree")
    sent(client, talk)
    told = {field.name for field in Listener._meta.get_fields()}
    assert told == {"id", "municipality", "conversation", "voice"}
    number = talk.participants.get().pk
    for row in (Listener.objects.get(), Voice.objects.get(), Contact.objects.get(), Consent.objects.get()):
        assert str(number) not in str(row.__dict__)


def test_sent_twice_it_is_one(client, talk):
    vote(client, talk, 1, "agree")
    key = str(uuid7())
    for _ in range(2):
        sent(client, talk, draft_key=key)
    assert Listener.objects.count() == Voice.objects.count() == 1


def test_it_is_no_voice_among_those_that_are_counted(client, talk):
    vote(client, talk, 1, "agree")
    sent(client, talk)
    since = timezone.now() - timedelta(days=1)
    assert voices_since(talk.municipality, since) == {}
    until = timezone.now() + timedelta(days=1)
    assert public_voices_by_channel(talk.municipality, since=since, until=until) == ({}, {}, 0)


def test_its_matter_is_over_with_the_conversation_and_afterwards_it_is_offered_still(client, talk, by):
    vote(client, talk, 1, "agree")
    sent(client, talk)
    voice, now = Voice.objects.get(), timezone.now()
    assert matters.ends(talk.municipality, [voice.pk], now) == {voice.pk: [None]}
    conversations.close_conversation(by=by, municipality=talk.municipality, conversation=talk)
    closed = Conversation.objects.get(pk=talk.pk).closed_at
    assert matters.ends(talk.municipality, [voice.pk], timezone.now()) == {voice.pk: [closed]}
    assert address(talk, "conversation_hear") in client.get(address(talk)).content.decode()
    assert sent(client, talk, email="").status_code == 302
    assert Listener.objects.count() == 2


def test_nobody_waits_for_what_has_not_begun(world, by):
    row = prepared(world, by)
    with pytest.raises(ValidationError):
        listening.want_to_hear(
            by=ANYBODY, municipality=world.ours, conversation=row, token=voting.new_token(), language="sq",
            draft_key=uuid7(),
        )  # fmt: skip


def test_the_receipt_tells_how_far_the_conversation_is(client, talk, by, world):
    vote(client, talk, 1, "agree")
    receipt = sent(client, talk)["Location"]
    results = f"/sq/{talk.municipality.slug}/conversations/{talk.slug}/results/"
    page = client.get(receipt).content.decode()
    assert "Biseda mbyllet" in page
    assert results not in page
    conversations.close_conversation(by=by, municipality=talk.municipality, conversation=talk)
    page = client.get(receipt).content.decode()
    assert "Biseda u mbyll" in page
    assert results in page
