"""The policy paper from its first sentence to a version that can never be changed."""

from datetime import UTC, date, datetime, timedelta

import pytest
import time_machine
from django.core.exceptions import ValidationError
from django.db import DatabaseError, transaction
from django.utils import timezone

from firstdoor.core import audit_heads, texts
from firstdoor.core.actor import ANYBODY, system
from firstdoor.core.ids import uuid7
from firstdoor.core.rights import NotAllowed
from firstdoor.core.seen import ChangedMeanwhile
from firstdoor.decide.models import Comment, Paragraph, Version
from firstdoor.decide.selectors import paper as questions
from firstdoor.decide.services import comments, decisions, paper
from firstdoor.listen.models import Answer, Theme
from firstdoor.listen.services import ContactGiven, file_voice
from firstdoor.places import services as places
from tests.world import World, a_cycle

BY = system("test")
MONDAY = "2026-10-05 08:00:00+00:00"
WORDS = texts.make("sq", "Bashkia vë 40 llamba.", en="The municipality puts up 40 lamps.")


@pytest.fixture
def world(db):
    with time_machine.travel(MONDAY, tick=False):
        world = World()
        places.load_rules_and_holidays(by=BY, municipality=world.ours, years=[2026, 2027])
        yield world


@pytest.fixture
def draft(world):
    version = paper.begin_paper(by=BY, municipality=world.ours, cycle=a_cycle(world, world.ours))
    for section in paper.NEEDED:
        paper.write_paragraph(by=BY, municipality=world.ours, version=version, section=section, text=WORDS)
    version.refresh_from_db()
    return version


@pytest.fixture
def consulted(world, draft):
    paper.open_consultation(by=BY, municipality=world.ours, version=draft)
    draft.refresh_from_db()
    return draft


def say(world, version, key="meas1", **more):
    return comments.comment(
        by=ANYBODY, municipality=world.ours, version=version, paragraph_key=key,
        words="Deri në mëngjes, ju lutem.", language="sq", draft_key=more.pop("draft_key", None) or uuid7(), **more,
    )  # fmt: skip


def answer(world, comment, outcome="accepted"):
    comments.answer_comment(
        by=world.actor("action_group"), municipality=world.ours, comment=comment, outcome=outcome,
        reason=texts.make("sq", "Shtuam afatin."),
    )  # fmt: skip


def closed(world, version):
    with time_machine.travel(version.closes_on + timedelta(days=1), tick=False):
        return paper.close_consultation(by=BY, municipality=world.ours, version=version)


def test_the_consultation_lasts_twenty_working_days(world, consulted):
    # From Monday 5 October 2026, the day itself not counted; no public holiday lies between.
    assert consulted.closes_on == date(2026, 11, 2)


def test_an_empty_section_keeps_the_draft_at_home(world):
    version = paper.begin_paper(by=BY, municipality=world.ours, cycle=a_cycle(world, world.ours))
    with pytest.raises(ValidationError, match="still empty"):
        paper.open_consultation(by=BY, municipality=world.ours, version=version)


def test_the_text_stays_as_it_is_while_people_comment(world, consulted):
    with pytest.raises(ValidationError, match="no longer a draft"):
        paper.write_paragraph(
            by=BY, municipality=world.ours, version=consulted, section="vision", text=WORDS, key="visi1"
        )


def test_a_comment_is_a_voice_with_a_receipt_and_gets_its_answer(world, consulted):
    filed = say(world, consulted, contact=ContactGiven("email", "arta@example.org"))
    assert filed.case is None
    assert len(filed.code) == 8
    row = Comment.objects.of(world.ours).get()
    assert questions.comments(consulted, public=True) == {}
    answer(world, row)
    assert [found.pk for found in questions.comments(consulted, public=True)["meas1"]] == [row.pk]
    sent = Answer.objects.of(world.ours).get()
    assert (sent.kind, sorted(sent.deliveries.values_list("route", flat=True))) == ("accepted", ["email", "page"])


def test_the_same_comment_sent_twice_is_one(world, consulted):
    key = uuid7()
    say(world, consulted, draft_key=key)
    assert say(world, consulted, draft_key=key).again
    assert Comment.objects.of(world.ours).count() == 1


def test_after_the_last_day_no_comment_is_taken(world, consulted):
    with time_machine.travel(consulted.closes_on + timedelta(days=1), tick=False), pytest.raises(ValidationError):
        say(world, consulted)


@pytest.mark.parametrize("key", ["", "nothing", "'; DROP TABLE"])
def test_a_comment_is_about_a_paragraph_that_is_there(world, consulted, key):
    with pytest.raises(ValidationError):
        say(world, consulted, key=key)


def test_it_is_not_closed_while_people_may_comment_or_wait_for_an_answer(world, consulted):
    with pytest.raises(ValidationError, match="until"):
        paper.close_consultation(by=BY, municipality=world.ours, version=consulted)
    say(world, consulted)
    with pytest.raises(ValidationError, match="every comment"):
        closed(world, consulted)


@pytest.mark.parametrize(("outcome", "reason"), [("", "Po"), ("maybe", "Po"), ("accepted", "")])
def test_an_answer_has_an_outcome_and_a_reason(world, consulted, outcome, reason):
    say(world, consulted)
    with pytest.raises(ValidationError):
        comments.answer_comment(
            by=BY, municipality=world.ours, comment=Comment.objects.of(world.ours).get(), outcome=outcome,
            reason=texts.make("sq", reason) if reason else {},
        )  # fmt: skip


def test_more_time_goes_up_to_what_the_law_allows_and_once(world, consulted):
    before = consulted.closes_on
    paper.extend_consultation(by=BY, municipality=world.ours, version=consulted)
    consulted.refresh_from_db()
    assert consulted.closes_on > before
    with pytest.raises(ValidationError, match="no more"):
        paper.extend_consultation(by=BY, municipality=world.ours, version=consulted)


def test_the_next_version_keeps_keys_and_says_after_how_many_comments_it_changed(world, consulted):
    say(world, consulted)
    answer(world, Comment.objects.of(world.ours).get())
    second = closed(world, consulted)
    assert [row.key for row in questions.paragraphs(second)] == [row.key for row in questions.paragraphs(consulted)]
    changed = paper.write_paragraph(
        by=BY,
        municipality=world.ours,
        version=second,
        section="measures",
        key="meas1",
        text=texts.make("sq", "Ndryshe."),
    )
    assert changed.changed_after == 1


def test_the_second_editor_is_told(world, draft):
    edited = paper.mark_of_paragraph(Paragraph.objects.of(world.ours).get(key="visi1"))
    write = {"by": BY, "municipality": world.ours, "version": draft, "section": "vision", "key": "visi1"}
    paper.write_paragraph(text=texts.make("sq", "Së pari."), seen=edited, **write)
    with pytest.raises(ChangedMeanwhile):
        paper.write_paragraph(text=texts.make("sq", "Së dyti."), seen=edited, **write)
    assert Paragraph.objects.of(world.ours).get(key="visi1").text["sq"] == "Së pari."


@pytest.fixture
def proposed(world, consulted):
    second = closed(world, consulted)
    paper.propose(by=world.actor("mayor"), municipality=world.ours, version=second)
    second.refresh_from_db()
    return second


def decide(world, version, *, by=None, adopted=True, votes=(17, 2, 1), day=None):
    return decisions.enter_decision(
        by=by or world.actor("council_secretary"), municipality=world.ours, version=version, number="41",
        day=day or timezone.localdate(), votes=decisions.Votes(*votes), adopted=adopted,
    )  # fmt: skip


def test_without_a_consultation_the_mayor_cannot_propose(world, draft):
    with pytest.raises(ValidationError, match="consultation first"):
        paper.propose(by=world.actor("mayor"), municipality=world.ours, version=draft)


@pytest.mark.parametrize(
    "role", ["municipal_focal_point", "action_group", "council_secretary", "coach", "administrator"]
)
def test_only_the_mayor_proposes(world, draft, role):
    with pytest.raises(NotAllowed):
        paper.propose(by=world.actor(role), municipality=world.ours, version=draft)


@pytest.mark.parametrize("role", ["municipal_focal_point", "action_group", "mayor", "coach", "administrator"])
def test_only_the_secretary_enters_the_decision(world, proposed, role):
    with pytest.raises(NotAllowed):
        decide(world, proposed, by=world.actor(role))


def test_the_council_decides_on_the_day_of_the_proposal_or_later_as_the_calendar_there_says(world, proposed):
    half_past_midnight = datetime(2026, 3, 4, 23, 30, tzinfo=UTC)  # the fifth in Tirana
    Version.objects.of(world.ours).filter(pk=proposed.pk).update(proposed_at=half_past_midnight)
    with pytest.raises(ValidationError, match="cannot decide before"):
        decide(world, proposed, day=date(2026, 3, 4))
    assert decide(world, proposed, day=date(2026, 3, 5)).date == date(2026, 3, 5)


def test_an_adopted_version_can_never_be_changed(world, proposed):
    decide(world, proposed)
    proposed.refresh_from_db()
    assert proposed.state == Version.State.ADOPTED
    paragraph = Paragraph.objects.of(world.ours).filter(version=proposed).first()
    attempts = [
        lambda: Paragraph.objects.of(world.ours).filter(pk=paragraph.pk).update(text={"sq": "X", "_": "sq"}),
        lambda: Paragraph.objects.of(world.ours).filter(pk=paragraph.pk).delete(),
        lambda: Paragraph.objects.create(
            municipality=world.ours, version=proposed, key="new", section="vision", order=9, text=WORDS
        ),
        lambda: Version.objects.of(world.ours).filter(pk=proposed.pk).update(state="draft", frozen_at=None),
        lambda: proposed.decision.delete(),
    ]
    for attempt in attempts:
        with pytest.raises(DatabaseError), transaction.atomic():
            attempt()
    assert audit_heads.verify()[1] == []


def test_what_was_not_adopted_is_written_anew(world, proposed):
    decide(world, proposed, adopted=False, votes=(5, 12, 0))
    third = paper.rewrite(by=BY, municipality=world.ours, version=proposed)
    assert third.number == 3
    paper.propose(by=world.actor("mayor"), municipality=world.ours, version=third)


@pytest.mark.parametrize(("votes", "days"), [((2, 17, 0), 0), ((17, 2, 0), 1), ((17, 2, 0), -400)])
def test_a_decision_that_cannot_be_is_refused(world, proposed, votes, days):
    with pytest.raises(ValidationError):
        decide(world, proposed, votes=votes, day=timezone.localdate() + timedelta(days=days))


def test_voices_behind_a_measure_and_commenters_hear_of_the_decision(world, draft):
    theme = Theme.objects.create(
        municipality=world.ours, code="lighting", level="public", name=texts.make("sq", "Dritë")
    )
    filed = file_voice(
        by=ANYBODY, municipality=world.ours, words="Errësirë", language="sq", heard_at=timezone.now(),
        draft_key=uuid7(), theme=theme,
    )  # fmt: skip
    paper.put_measure(
        by=BY, municipality=world.ours, version=draft, title=texts.make("sq", "40 llamba", en="40 lamps"),
        owner=texts.make("sq", "Drejtoria e Shërbimeve"), due=date(2027, 9, 30), budget=3_400_000,
        indicator=texts.make("sq", "Llamba që punojnë"), cases=[filed.case.pk],
    )  # fmt: skip
    paper.open_consultation(by=BY, municipality=world.ours, version=draft)
    draft.refresh_from_db()
    commented = say(world, draft)
    answer(world, Comment.objects.of(world.ours).get(), "refused")
    second = closed(world, draft)
    paper.propose(by=world.actor("mayor"), municipality=world.ours, version=second)
    decide(world, second)
    told = {
        answer.about_kind: set(answer.deliveries.values_list("voice_id", flat=True))
        for answer in Answer.objects.of(world.ours).filter(kind="decided")
    }
    assert told == {"measure": {filed.voice.pk}, "decision": {commented.voice.pk}}
    measure = Answer.objects.of(world.ours).get(about_kind="measure")
    assert "40 llamba" in measure.text["sq"]
    assert "40 lamps" in measure.text["en"]


def test_a_number_of_that_day_is_used_once(world, proposed):
    decide(world, proposed, adopted=False, votes=(5, 12, 0))
    third = paper.rewrite(by=BY, municipality=world.ours, version=proposed)
    paper.propose(by=world.actor("mayor"), municipality=world.ours, version=third)
    with pytest.raises(ValidationError, match="has this number"):
        decide(world, third)
