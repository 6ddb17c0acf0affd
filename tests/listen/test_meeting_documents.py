"""Invitation, attendance sheet and minutes of a meeting as PDF: what stands in them, and what does not."""

import io
from datetime import timedelta

import pikepdf
import pytest
from django.urls import reverse
from django.utils import timezone

from firstdoor.core import texts
from firstdoor.core.actor import system
from firstdoor.core.ids import uuid7
from firstdoor.listen import documents
from firstdoor.listen.forms.meetings import head_labels, named_heads
from firstdoor.listen.models import Voice
from firstdoor.listen.selectors import meetings as questions
from firstdoor.listen.services import meetings
from tests.world import World

BY = system("test")


@pytest.fixture
def world(db):
    return World()


@pytest.fixture
def meeting(world):
    meeting = meetings.plan_meeting(
        by=BY, municipality=world.ours, title=texts.make("sq", "Takim në Kuman", en="Meeting in Kuman"), place="Shkolla",
        starts_at=timezone.now() - timedelta(hours=2), announced=texts.make("sq", "Vijnë të gjithë. #panic()"),
    )  # fmt: skip
    meetings.publish_meeting(by=BY, municipality=world.ours, meeting=meeting)
    return meeting


def held(world, meeting):
    meetings.invite(
        by=BY, municipality=world.ours, meeting=meeting, channel="door", at=timezone.localdate(), reached=120
    )
    meetings.count_heads(
        by=BY, municipality=world.ours, meeting=meeting,
        counts={("all", ""): 41, ("sex", "women"): 2, ("sex", "men"): 39},
    )  # fmt: skip
    meetings.promise(
        by=BY, municipality=world.ours, meeting=meeting, text=texts.make("sq", "Shkojmë e shohim."), owner="Drejtoria",
        due=timezone.localdate() + timedelta(days=30),
    )  # fmt: skip
    meetings.write_down(
        by=BY, municipality=world.ours, meeting=meeting, version=meeting.version, part="minutes",
        words=texts.make("sq", "Folën banorët."),
    )  # fmt: skip
    meetings.publish_minutes(by=BY, municipality=world.ours, meeting=meeting)


def test_the_invitation_says_when_where_and_how_else(world, meeting, client):
    document = documents.invitation(world.ours, meeting, "example.al/takimi")
    assert document.title == "Meeting in Kuman"
    assert [value for name, value in document.facts if name == "Where"] == ["Shkolla"]
    assert "example.al/takimi" in document.parts[1].words[1]
    answer = client.get(reverse("meeting_invitation", args=[world.ours.slug, meeting.pk]))
    with pikepdf.open(io.BytesIO(answer.content)) as found, found.open_metadata() as metadata:
        assert str(metadata.get("pdfuaid:part")) == "1"


def test_the_sheet_counts_and_asks_no_name(world, meeting):
    document = documents.sheet(world.ours, meeting, head_labels(world.ours))
    groups = [row[0] for row in document.parts[0].rows]
    assert groups[:2] == ["Women", "Men"]
    assert "From Roskovec" in groups
    assert "No names" in document.parts[0].words[0]


def test_public_minutes_hide_small_numbers_and_those_at_the_desk_do_not(world, meeting):
    held(world, meeting)

    def people(public):
        heads = named_heads(questions.heads(meeting, public=public))
        document = documents.minutes(world.ours, meeting, heads, public=public)
        return dict(next(part for part in document.parts if part.title == "Who came").rows)

    assert people(public=True)["Women"] == "hidden"
    assert people(public=False)["Women"] == "2"


def test_minutes_hold_promises_and_how_people_were_invited(world, meeting):
    held(world, meeting)
    document = documents.minutes(world.ours, meeting, [], public=True)
    parts = {part.title: part for part in document.parts}
    assert parts["What was promised"].rows[0][:2] == ["Shkojmë e shohim.", "Drejtoria"]
    assert parts["How people were invited"].items[0].startswith("From door to door")


def test_minutes_that_are_not_published_are_nobodys(world, meeting, client):
    assert client.get(reverse("meeting_minutes", args=[world.ours.slug, meeting.pk])).status_code == 404
    held(world, meeting)
    assert client.get(reverse("meeting_minutes", args=[world.ours.slug, meeting.pk])).status_code == 200


def public(world, meeting, client):
    return client.get(reverse("meeting", args=[world.ours.slug, meeting.pk])).content.decode()


def test_the_page_tells_what_was_said_once_somebody_published_it(world, meeting, client):
    for words in ("Duam dritë <te> kodra.", "Komshiu im Beni pi natën."):
        meetings.enter_input(
            by=BY, municipality=world.ours, meeting=meeting, words=words, language="sq", draft_key=uuid7()
        )
    held(world, meeting)
    html = public(world, meeting, client)
    assert "2 voices were written down" in html
    assert "kodra" not in html
    voice = Voice.objects.of(world.ours).get(words__startswith="Duam")
    Voice.objects.of(world.ours).filter(pk=voice.pk).update(published_at=timezone.now(), level="public")
    html = public(world, meeting, client)
    assert "Duam dritë &lt;te&gt; kodra." in html
    assert "Beni" not in html


def test_the_page_of_a_held_meeting_says_how_people_were_invited(world, meeting, client):
    assert "How people were invited" not in public(world, meeting, client)
    held(world, meeting)
    html = public(world, meeting, client)
    assert "about 120 people" in html
    assert "somebody could be recognised" in html


def test_an_announced_meeting_says_what_to_do_when_one_cannot_come(world, client):
    coming = meetings.plan_meeting(
        by=BY, municipality=world.ours, title=texts.make("sq", "Takim"), place="Shkolla",
        starts_at=timezone.now() + timedelta(days=3),
    )  # fmt: skip
    meetings.publish_meeting(by=BY, municipality=world.ours, meeting=coming)
    html = public(world, coming, client)
    assert "If you cannot come" in html
    assert reverse("meeting_invitation", args=[world.ours.slug, coming.pk]) in html


def test_the_second_writer_of_minutes_can_save_after_looking(world, meeting, client):
    client.force_login(world.people["municipal_focal_point"])
    address = reverse("desk_meeting_minutes", args=[world.ours.slug, meeting.pk])
    form = {"words_sq": "Së dyti.", "version": meeting.version}
    meetings.write_down(
        by=BY, municipality=world.ours, meeting=meeting, version=meeting.version, part="minutes",
        words=texts.make("sq", "Së pari."),
    )  # fmt: skip
    refused = client.post(address, form)
    assert refused.status_code == 422
    now = refused.context["form"]["version"].value()
    assert client.post(address, form | {"version": now}).status_code == 302
    meeting.refresh_from_db()
    assert meeting.minutes["sq"] == "Së dyti."
