"""Minutes of a count are signed by those who were there or counted again: in their own name, once, for that result."""

import io

import pypdfium2
import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.test import Client

from firstdoor.core.models import Audit
from firstdoor.core.rights import NotAllowed
from firstdoor.decide.models import CountSignature
from firstdoor.decide.selectors.signatures import signatures
from firstdoor.decide.services import ballots
from tests.decide.test_ballots import BY, count, opened, vote
from tests.world import World


@pytest.fixture
def world(db):
    return World()


@pytest.fixture
def counted(world):
    ballot, cards = opened(world)
    for card in cards:
        vote(world, ballot, card)
    return count(world, ballot)


def sign(world, counted, role="action_group", **values):
    return ballots.sign_count(
        by=world.actor(role), municipality=world.ours, ballot=counted, **{"ground": "saw", **values}
    )


def browser(world, role):
    client = Client()
    client.force_login(world.people[role])
    return client


def page(counted):
    return f"/en/desk/roskovec/ballots/{counted.slug}/sign/"


def test_somebody_signs_and_it_stands_beside_the_result_and_in_the_minutes(world, counted):
    desk = browser(world, "action_group")
    shown = desk.get(page(counted)).content.decode()
    assert counted.result["checksums"]["pb"] in shown
    assert "a signature can't be taken back" in shown
    sent = desk.post(page(counted), {"ground": "counted", "remark": "Two of us counted."}, follow=True)
    assert "You have signed." in sent.content.decode()
    name = world.people["action_group"].name
    public = Client().get(f"/en/roskovec/ballots/{counted.slug}/result/").content.decode()
    assert f"<b>{name}</b>" in public
    assert "counted the published ballots again, with the same result" in public
    assert "Two of us counted." in public
    minutes = pypdfium2.PdfDocument(
        io.BytesIO(Client().get(f"/en/roskovec/ballots/{counted.slug}/protocol.pdf").content)
    )
    words = " ".join(" ".join(one.get_textpage().get_text_range().split()) for one in minutes)
    assert name in words
    assert "Two of us counted." in words
    assert Audit.objects.filter(verb="decide.count_signed").count() == 1


def test_nothing_is_signed_without_saying_what_one_vouches_for(world, counted):
    answer = browser(world, "action_group").post(page(counted), {"ground": "", "remark": "I was late."})
    assert answer.status_code == 422
    assert "I was late." in answer.content.decode()
    assert not CountSignature.objects.exists()


def test_nobody_signs_twice(world, counted):
    sign(world, counted)
    with pytest.raises(ValidationError, match="signed these minutes already"):
        sign(world, counted)
    assert "Sign</button>" not in browser(world, "action_group").get(page(counted)).content.decode()


def test_before_the_count_there_is_nothing_to_sign(world):
    ballot, _cards = opened(world)
    with pytest.raises(ValidationError, match="before the count"):
        sign(world, ballot)
    assert browser(world, "action_group").get(page(ballot)).status_code == 404


def test_only_somebody_of_the_municipality_signs(world, counted):
    with pytest.raises(NotAllowed):
        sign(world, counted, role="coach")
    with pytest.raises(NotAllowed):  # the system itself has no name to sign with
        ballots.sign_count(by=BY, municipality=world.ours, ballot=counted, ground="saw")


def test_a_signature_stays_as_it_was_given(world, counted):
    row = sign(world, counted)
    with pytest.raises(IntegrityError), transaction.atomic():
        CountSignature.objects.of(world.ours).filter(pk=row.pk).update(remark="changed")
    with pytest.raises(IntegrityError), transaction.atomic():
        CountSignature.objects.of(world.ours).filter(pk=row.pk).delete()


def test_a_signature_for_another_result_is_told(world, counted, monkeypatch):
    sign(world, counted)
    assert [one.holds for one in signatures(counted)] == [True]
    counted.result["winners"] = ["p3"]  # as if somebody had got at the database
    assert [one.holds for one in signatures(counted)] == [False]


def test_the_desk_asks_the_group_to_sign_until_they_have(world, counted):
    desk = browser(world, "action_group")
    assert "Sign the minutes of the count" in desk.get("/en/desk/roskovec/").content.decode()
    sign(world, counted)
    assert "Sign the minutes of the count" not in desk.get("/en/desk/roskovec/").content.decode()
    assert "Sign the minutes of the count" not in browser(world, "mayor").get("/en/desk/roskovec/").content.decode()
