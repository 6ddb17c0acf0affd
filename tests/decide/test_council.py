"""What the council decided: its secretary is asked before it stands, and everybody who waits for it hears."""

from datetime import date, timedelta

import pytest
import time_machine
from django.urls import reverse
from django.utils import timezone

from firstdoor.core import texts
from firstdoor.core.actor import ANYBODY, system
from firstdoor.core.ids import uuid7
from firstdoor.decide.models import Comment, Decision, Version
from firstdoor.decide.services import comments, paper
from firstdoor.listen.models import Theme
from firstdoor.listen.services import file_voice
from firstdoor.places import services as places
from tests.world import World, a_cycle

BY = system("test")
TYPED = {"number": "41", "in_favour": "5", "against": "12", "abstained": "1", "adopted": "no"}


@pytest.fixture
def world(db):
    world = World()
    year = timezone.localdate().year
    places.load_rules_and_holidays(by=BY, municipality=world.ours, years=[year, year + 1])
    return world


@pytest.fixture
def receipts(world):
    """The receipts of a report behind a measure, and of a comment on the paper that the mayor proposed."""
    version = paper.begin_paper(by=BY, municipality=world.ours, cycle=a_cycle(world, world.ours))
    for section in paper.NEEDED:
        paper.write_paragraph(
            by=BY, municipality=world.ours, version=version, section=section, text=texts.make("sq", "Fjalë")
        )
    name = texts.make("sq", "Dritë")
    theme = Theme.objects.create(municipality=world.ours, code="lighting", level="public", name=name)
    reported = file_voice(
        by=ANYBODY, municipality=world.ours, words="Errësirë", language="sq", heard_at=timezone.now(),
        draft_key=uuid7(), theme=theme,
    )  # fmt: skip
    paper.put_measure(
        by=BY, municipality=world.ours, version=version, title=texts.make("sq", "40 llamba"), budget=1,
        owner=texts.make("sq", "Drejtoria"), due=date(2090, 1, 1), indicator=texts.make("sq", "Llamba"),
        cases=[reported.case.pk],
    )  # fmt: skip
    paper.open_consultation(by=BY, municipality=world.ours, version=version)
    version.refresh_from_db()
    said = comments.comment(
        by=ANYBODY, municipality=world.ours, version=version, paragraph_key="visi1", words="Po", language="sq",
        draft_key=uuid7(),
    )  # fmt: skip
    comments.answer_comment(
        by=BY, municipality=world.ours, comment=Comment.objects.get(), outcome="accepted",
        reason=texts.make("sq", "Po."),
    )  # fmt: skip
    Version.objects.filter(pk=version.pk).update(closes_on=timezone.localdate() - timedelta(days=1))
    second = paper.close_consultation(by=BY, municipality=world.ours, version=version)
    paper.propose(by=BY, municipality=world.ours, version=second)
    return {"reported": reported.code, "commented": said.code}


@pytest.fixture
def send(world, client, receipts):
    """Send the secretary's form, with what was typed."""
    client.force_login(world.people["council_secretary"])
    address = reverse("desk_decision", args=[world.ours.slug]).replace("/sq/", "/en/")

    def send(**more):
        return client.post(address, TYPED | {"day": timezone.localdate().isoformat()} | more)

    return send


def test_the_secretary_is_asked_before_it_stands(send):
    asked = send()
    html = asked.content.decode()
    assert "Enter this decision?" in html
    assert "Not adopted" in html
    assert '<input type="hidden" name="against" value="12">' in html
    assert not Decision.objects.exists()
    changed = send(sure="1", change="1")
    assert changed.status_code == 200
    assert 'value="41"' in changed.content.decode()
    assert not Decision.objects.exists()
    assert send(sure="1").status_code == 302
    assert Decision.objects.get().votes_against == 12


def test_what_cannot_be_is_said_before_the_question(send):
    refused = send(adopted="yes")
    assert refused.status_code == 422
    assert "cannot be adopted with so few votes" in refused.content.decode()


@pytest.mark.parametrize("who", ["reported", "commented"])
def test_who_waits_for_the_decision_hears_that_it_was_not_adopted(send, client, receipts, who):
    send(sure="1")
    told = client.get(f"/r/{receipts[who]}?lang=en", follow=True).content.decode()
    assert "The council did not adopt the policy paper: decision no. 41" in told


@pytest.mark.parametrize("hour", [8, 12, 20])
def test_what_happened_on_one_day_stands_in_its_order(world, send, client, receipts, hour):
    """Whatever the hour: a decision has a day alone."""
    today = timezone.localtime(timezone.now(), world.ours.zone)
    with time_machine.travel(today.replace(hour=hour, minute=1), tick=True):
        send(sure="1")
        third = paper.rewrite(by=BY, municipality=world.ours, version=Version.objects.get(state="rejected"))
        paper.propose(by=BY, municipality=world.ours, version=third)
        send(sure="1", adopted="yes", in_favour="17", against="2", number="42")
        told = client.get(f"/r/{receipts['reported']}?lang=en", follow=True).content.decode()
    assert told.index("did not adopt") < told.index("Decision no. 42")


def test_a_number_that_is_taken_is_said_beside_it(world, send, client, receipts):
    send(sure="1")
    third = paper.rewrite(by=BY, municipality=world.ours, version=Version.objects.get(state="rejected"))
    paper.propose(by=BY, municipality=world.ours, version=third)
    again = send(sure="1", adopted="yes", in_favour="17", against="2")
    assert again.status_code == 422
    assert "Another decision of that day has this number." in again.content.decode()
    send(sure="1", adopted="yes", in_favour="17", against="2", number="42")
    told = client.get(f"/r/{receipts['reported']}?lang=en", follow=True).content.decode()
    assert told.index("did not adopt") < told.index("Decision no. 42")
