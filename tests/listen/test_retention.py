"""What is erased after its time, and what stays."""

from datetime import timedelta

import pytest
import time_machine
from django.test import Client
from django.utils import timezone

from firstdoor.core import audit_heads, contacts, receipts, texts
from firstdoor.core.actor import ANYBODY, Actor, Held, system
from firstdoor.core.ids import uuid7
from firstdoor.core.rights import NotAllowed
from firstdoor.listen.models import Case, Delivery, LaneNote, Statement, Voice
from firstdoor.listen.services import ContactGiven, cases, conversations, erase_due, file_voice, statements, voting
from firstdoor.people.models import Person
from firstdoor.places import selectors, services
from tests.talks import prepared

BY = system("test")


@pytest.fixture
def roskovec(db):
    services.load_albania(by=BY, only=["roskovec"])
    found = selectors.municipality_by_slug("roskovec")
    services.load_rules_and_holidays(by=BY, municipality=found, years=[timezone.localdate().year])
    services.open_municipality(by=BY, municipality=found, demo=True)
    return found


def file(municipality, **more):
    return file_voice(
        by=ANYBODY, municipality=municipality, words="Burri i fqinjës bërtet natën.", language="sq",
        heard_at=timezone.now(), draft_key=uuid7(), place="Rruga e shkollës", **more,
    )  # fmt: skip


def end(case, *, months_ago):
    from firstdoor.core import audit

    case.phase, case.ending = Case.Phase.ENDED, Case.Ending.SOLVED
    case.ended_at = timezone.now() - timedelta(days=months_ago * 31)
    case.save()
    from django.db import transaction

    with transaction.atomic():
        audit.record("listen.case_ended", by=BY, municipality=case.municipality, about=case)


def test_words_of_staff_voices_go_two_years_after_the_end_and_nothing_sooner(roskovec):
    old, recent, still_open = file(roskovec), file(roskovec), file(roskovec)
    end(old.case, months_ago=25)
    end(recent.case, months_ago=22)
    erased = erase_due(by=BY, municipality=roskovec, now=timezone.now())
    assert erased.voices == 1
    words = {voice.pk: (voice.words, voice.place) for voice in Voice.objects.of(roskovec)}
    assert words[old.voice.pk] == ("", "")
    assert words[recent.voice.pk][0]
    assert words[still_open.voice.pk][0]
    assert audit_heads.verify()[1] == []
    assert erase_due(by=BY, municipality=roskovec, now=timezone.now()).voices == 0


def test_lane_notes_go_with_the_matter(roskovec):
    filed = file(roskovec)
    LaneNote.objects.create(
        municipality=roskovec, case=filed.case, lane="state_police", sealed=b"x", by=uuid7(), at=timezone.now()
    )
    end(filed.case, months_ago=25)
    assert erase_due(by=BY, municipality=roskovec, now=timezone.now()).notes == 1


def reachable(municipality, **more):
    return file(municipality, contact=ContactGiven("email", "arta@example.org"), wants_answer="email", **more)


def erased_in(municipality, days):
    return erase_due(by=BY, municipality=municipality, now=timezone.now() + timedelta(days=days)).contacts


def test_a_contact_is_kept_while_its_case_is_open_and_a_year_from_its_end_when_nobody_answered(roskovec):
    filed = reachable(roskovec)
    assert erased_in(roskovec, 800) == 0
    end(filed.case, months_ago=0)
    assert erased_in(roskovec, 360) == 0
    assert erased_in(roskovec, 370) == 1
    assert contacts.of_voice(filed.voice.pk) is None
    cases.answer(by=BY, municipality=roskovec, case=filed.case, text={"_": "sq", "sq": "Po"})
    assert list(Delivery.objects.of(roskovec).values_list("route", flat=True)) == ["page"]
    assert audit_heads.verify()[1] == []


def test_the_last_answer_counts_once_the_case_has_ended(roskovec):
    filed = reachable(roskovec)
    cases.answer(by=BY, municipality=roskovec, case=filed.case, text={"_": "sq", "sq": "Po"})
    assert erased_in(roskovec, 370) == 0
    filed.case.refresh_from_db()
    end(filed.case, months_ago=0)
    assert erased_in(roskovec, 360) == 0
    assert erased_in(roskovec, 370) == 1


def test_a_joined_voice_keeps_its_contact_while_the_other_case_is_open(roskovec):
    small, great = reachable(roskovec), reachable(roskovec)
    cases.join(by=BY, municipality=roskovec, case=great.case, other=small.case)
    assert erased_in(roskovec, 800) == 0
    end(Case.objects.of(roskovec).exclude(ending="joined").get(), months_ago=0)
    assert erased_in(roskovec, 370) == 2


def test_what_opens_nothing_keeps_its_contact_for_a_year(roskovec):
    reachable(roskovec, kind="survey", opens_case=False)
    assert erased_in(roskovec, 360) == 0
    assert erased_in(roskovec, 370) == 1


@pytest.fixture
def stated(world, by):
    """A conversation of 500 days with two statements, and an address behind each."""
    talk = prepared(world, by)
    conversations.change_conversation(
        by=by, municipality=world.ours, conversation=talk, version=talk.version, title=talk.title,
        question=talk.question, opens_on=talk.opens_on, closes_on=talk.opens_on + timedelta(days=500), new_an_hour=60,
        moderation="before",
    )  # fmt: skip
    conversations.open_conversation(by=by, municipality=world.ours, conversation=talk)
    for number, words in enumerate(("Duam stola.", "Duam pemë.")):
        statements.write_statement(
            by=ANYBODY, municipality=world.ours, conversation=talk, token=voting.new_token(), words=words,
            language="sq", draft_key=uuid7(), contact=ContactGiven.by_email(f"arta{number}@example.org"),
        )  # fmt: skip
    return Statement.objects.exclude(voice=None).order_by("number")


def test_a_statement_keeps_its_contact_until_its_conversation_is_over_though_it_was_answered(world, by, stated):
    statements.show_statement(by=by, municipality=world.ours, statement=stated[0])
    assert erased_in(world.ours, 490) == 0
    assert erased_in(world.ours, 502) == 1
    assert contacts.of_voice(stated[0].voice_id) is None


def test_a_statement_that_nobody_reads_keeps_its_contact_a_year_from_the_end_of_its_conversation(world, stated):
    assert erased_in(world.ours, 500 + 360) == 0
    assert erased_in(world.ours, 500 + 370) == 2


def test_a_statement_that_is_answered_after_the_end_keeps_its_contact_a_year_from_then(world, by, stated):
    with time_machine.travel(timezone.now() + timedelta(days=700), tick=False):
        statements.reject_statement(
            by=by, municipality=world.ours, statement=stated[1], reason=texts.make("sq", "Është për diçka tjetër.")
        )
    assert erased_in(world.ours, 700 + 360) == 1  # that of the other, which nobody answered
    assert contacts.of_voice(stated[1].voice_id) is not None
    assert erased_in(world.ours, 700 + 370) == 1


def test_only_the_system_and_administrators_erase(roskovec):
    with pytest.raises(NotAllowed):
        erase_due(by=Actor(uuid7(), (Held("action_group", roskovec.pk),)), municipality=roskovec, now=timezone.now())


def test_a_voice_stays_whole_while_another_case_of_it_is_open_or_ended_lately(roskovec):
    split_off, keep, joined = file(roskovec), file(roskovec), file(roskovec)
    cases.split(by=BY, municipality=roskovec, case=split_off.case, voice=split_off.voice.pk, stays=True)
    split_off.case.refresh_from_db()
    end(split_off.case, months_ago=30)
    cases.join(by=BY, municipality=roskovec, case=keep.case, other=joined.case)
    joined.case.refresh_from_db()
    joined.case.ended_at = timezone.now() - timedelta(days=30 * 31)
    joined.case.save()
    keep.case.refresh_from_db()
    end(keep.case, months_ago=3)
    assert erase_due(by=BY, municipality=roskovec, now=timezone.now()).voices == 0
    assert all(voice.words for voice in Voice.objects.of(roskovec))
    for case in Case.objects.of(roskovec).exclude(ending="joined"):
        end(case, months_ago=25)
    assert erase_due(by=BY, municipality=roskovec, now=timezone.now()).voices == 3
    assert not any(voice.words for voice in Voice.objects.of(roskovec))


def test_what_the_staff_called_a_confidential_matter_goes_with_its_words(roskovec):
    filed = file(roskovec)
    title = {"_": "sq", "sq": "Burri i fqinjës"}
    cases.name(by=BY, municipality=roskovec, case=filed.case, title=title)
    filed.case.refresh_from_db()
    end(filed.case, months_ago=25)
    erase_due(by=BY, municipality=roskovec, now=timezone.now())
    filed.case.refresh_from_db()
    assert (filed.case.title, filed.case.place) == ({}, "")
    assert audit_heads.verify()[1] == []


def copy_of(filed):
    return receipts.copy_of(receipts.of_voice(filed.voice.pk))


def test_the_copy_of_a_code_goes_with_the_contact_and_the_code_still_opens_its_page(roskovec):
    filed = reachable(roskovec)
    assert copy_of(filed) == filed.code
    end(filed.case, months_ago=0)
    erased_in(roskovec, 360)
    assert copy_of(filed) == filed.code
    erased_in(roskovec, 370)
    assert copy_of(filed) is None
    assert receipts.resolve(filed.code).voice_id == filed.voice.pk


def test_the_copy_for_a_slip_goes_a_year_after_the_end_and_not_while_an_answer_is_still_to_be_brought(world, by):
    focal = world.actor("community_focal_point")
    filed, asked = (
        file_voice(
            by=focal, municipality=world.ours, words="Rruga pa drita.", language="sq", heard_at=timezone.now(),
            draft_key=uuid7(), spoken_for=True, wants_answer=wants,
        )
        for wants in ("page", "person")
    )  # fmt: skip
    cases.answer(by=by, municipality=world.ours, case=asked.case, text={"_": "sq", "sq": "Po"})
    copies = []
    for months, days in ((None, 800), (0, 360), (0, 370)):
        for one in (filed, asked):
            one.case.refresh_from_db()
            if months is not None:
                end(one.case, months_ago=months)
        erase_due(by=BY, municipality=world.ours, now=timezone.now() + timedelta(days=days))
        copies.append((copy_of(filed), copy_of(asked)))
    assert copies == [(filed.code, asked.code), (filed.code, asked.code), (None, asked.code)]
    client = Client()
    client.force_login(Person.objects.get(pk=focal.person))
    page = client.get(f"/en/desk/{world.ours.slug}/speak/{filed.voice.pk}/").content.decode()
    assert "Its code cannot be shown again" in page
    assert filed.code not in page.replace("-", "")
