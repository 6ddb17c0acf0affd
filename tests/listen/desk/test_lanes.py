"""What is confidential to one lane: who reads it, who does not, and what stays in the database."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.db import connection
from django.test import Client

from firstdoor.core import audit_heads
from firstdoor.core.actor import Actor
from firstdoor.core.models import Audit, Consent, Upload
from firstdoor.core.rights import NotAllowed
from firstdoor.core.texts import make, plain
from firstdoor.listen.models import Answer, Case, LaneNote, Referral
from firstdoor.listen.services import NobodyReadsThis, cases, lanes
from firstdoor.listen.services.cases.common import present_voices
from firstdoor.people.models import Person
from tests.listen.desk.conftest import SECRET, Desk, voice_of


def everything_stored() -> str:
    """Every column of every table, as text."""
    found = []
    with connection.cursor() as cursor:
        for table in connection.introspection.table_names(cursor):
            cursor.execute(f'SELECT * FROM "{table}"')
            found += [str(bytes(v) if isinstance(v, memoryview) else v) for row in cursor.fetchall() for v in row]
    return "\n".join(found)


def test_a_lane_theme_seals_the_words_and_empties_everything_else(desk: Desk, police: Actor, picture: Any) -> None:
    case = desk.case(SECRET, theme="", place="Behind the school", upload_id=picture(desk.here).pk)
    joined = desk.case("The same man again", theme="", place="Behind the school")
    cases.name(by=desk.staff, municipality=desk.here, case=joined, title=make("en", "The man of the school"))
    cases.join(by=desk.staff, municipality=desk.here, case=case, other=joined)
    cases.name(by=desk.staff, municipality=desk.here, case=case, title=make("en", "A man with a knife"))
    voice = voice_of(case)
    cases.translate_voice(
        by=desk.staff, municipality=desk.here, case=case, voice=voice.pk, translations={"sq": "Ai pret me thikë"}
    )
    cases.set_theme(by=desk.staff, municipality=desk.here, case=case, theme=desk.themes["threat"])
    case.refresh_from_db()
    voice.refresh_from_db()
    assert (case.level, case.lane, case.title, case.place, voice.words, voice.place) == (
        "lane", "state_police", {}, "", "", "",
    )  # fmt: skip
    assert not Upload.objects.filter(removed_at=None).exists()
    stored = everything_stored()
    for told in ("knife", "thikë", "same man", "man of the school", "Behind the school"):
        assert told not in stored
    links = [link.voice for link in case.links.filter(left_at=None).select_related("voice")]
    words = lanes.read_words(by=police, municipality=desk.here, case=case, voices=links)
    assert sorted(words.values()) == [SECRET, "The same man again"]


def test_what_was_answered_before_goes_into_the_lane_too(desk: Desk, police: Actor) -> None:
    filed = desk.filed(SECRET, "", wants_answer="page")
    usual = make("en", "Somebody has read what you told us.")
    said = make("en", "We speak with the man who has the knife")
    cases.answer(by=desk.staff, municipality=desk.here, case=filed.case, text=said, discreet=usual)
    cases.set_theme(by=desk.staff, municipality=desk.here, case=filed.case, theme=desk.themes["threat"])
    assert "speak with the man" not in everything_stored()
    notes = lanes.read_notes(by=police, municipality=desk.here, case=filed.case)
    assert [words for _note, words in notes] == [
        "Answered before it came into this lane: We speak with the man who has the knife"
    ]
    page = Client().get(f"/r/{filed.code}", follow=True).content.decode()
    assert "Somebody has read what you told us." in page
    assert audit_heads.verify()[1] == []


def test_an_answer_that_somebody_else_got_too_stays_theirs(desk: Desk) -> None:
    case, other = desk.case(SECRET, theme=""), desk.case("The lamp is out", theme="")
    cases.join(by=desk.staff, municipality=desk.here, case=case, other=other)
    kept = Case.objects.of(desk.here).exclude(ending="joined").get()
    said = make("en", "We come on Monday")
    cases.answer(by=desk.staff, municipality=desk.here, case=kept, text=said)
    voice = next(one for one in present_voices(kept) if one.words == SECRET)
    apart = cases.split(by=desk.staff, municipality=desk.here, case=kept, voice=voice.pk)
    cases.set_theme(by=desk.staff, municipality=desk.here, case=apart, theme=desk.themes["threat"])
    assert Answer.objects.of(desk.here).filter(kind="reply").get().text == said


def test_a_voice_in_two_cases_takes_none_of_them_along_that_has_others(desk: Desk) -> None:
    case = desk.case(SECRET, theme="")
    copy = cases.split(by=desk.staff, municipality=desk.here, case=case, voice=voice_of(case).pk, stays=True)
    alone = cases.split(by=desk.staff, municipality=desk.here, case=case, voice=voice_of(case).pk, stays=True)
    other = desk.case("The lamp is out there", theme="")
    cases.join(by=desk.staff, municipality=desk.here, case=copy, other=other)
    cases.set_theme(by=desk.staff, municipality=desk.here, case=case, theme=desk.themes["threat"])
    copy.refresh_from_db()
    alone.refresh_from_db()
    assert copy.level == "staff"
    assert list(copy.links.filter(left_at=None).values_list("voice__words", flat=True)) == ["The lamp is out there"]
    assert alone.level == "lane"


def test_a_lane_without_a_member_takes_no_words(desk: Desk) -> None:
    case = desk.case(SECRET, theme="")
    with pytest.raises(NobodyReadsThis):
        cases.set_theme(by=desk.staff, municipality=desk.here, case=case, theme=desk.themes["home"])
    assert voice_of(case).words == SECRET


def test_a_note_is_stored_sealed_and_read_by_the_lane_alone(desk: Desk, police: Actor) -> None:
    case = desk.case()
    lanes.add_note(by=police, municipality=desk.here, case=case, lane="state_police", words=SECRET)
    assert SECRET not in everything_stored()
    assert lanes.read_notes(by=police, municipality=desk.here, case=case)[0][1] == SECRET
    for role in desk.world.people:
        if role not in {"lane_member", "police in the action group"}:
            assert lanes.read_notes(by=desk.actor(role), municipality=desk.here, case=case) == []


def test_a_note_says_who_wrote_it(desk: Desk, police: Actor) -> None:
    case = desk.case()
    lanes.add_note(by=police, municipality=desk.here, case=case, lane="state_police", words=SECRET)
    page = desk.client("police in the action group").get(desk.address(f"voices/{case.number}/")).content.decode()
    written = page.split(SECRET)[1].split("</p>")[0]
    assert Person.objects.get(pk=police.person).name in written


def test_each_look_is_recorded_with_who(desk: Desk, police: Actor) -> None:
    case = desk.case(SECRET, theme="threat")
    lanes.read_words(by=police, municipality=desk.here, case=case, voices=[voice_of(case)])
    looks = Audit.objects.filter(verb="listen.lane_looked*", row=str(case.pk))
    assert [look.actor for look in looks] == [f"person:{police.person}"]


ROLES = [
    "municipal_focal_point", "community_focal_point", "action_group", "mayor", "council_secretary", "coach",
    "administrator",
]  # fmt: skip


@pytest.mark.parametrize("role", ROLES)
def test_nobody_else_does_or_reads_anything_in_a_lane(desk: Desk, role: str) -> None:
    case = desk.case(SECRET, theme="threat")
    by, here = desk.actor(role), desk.here
    tries = [
        lambda: lanes.add_note(by=by, municipality=here, case=case, lane="state_police", words="x"),
        lambda: lanes.read_words(by=by, municipality=here, case=case, voices=[voice_of(case)]),
        lambda: lanes.answer_in_lane(by=by, municipality=here, case=case, sentence="read"),
        lambda: lanes.refer(by=by, municipality=here, case=case, voice=voice_of(case).pk, to=desk.power),
        lambda: lanes.let_out(by=by, municipality=here, case=case, theme=desk.themes["bite"], consent=True),
        lambda: cases.look(by=by, municipality=here, case=case),
        lambda: cases.end(by=by, municipality=here, case=case, ending="solved"),
        lambda: cases.set_theme(by=by, municipality=here, case=case, theme=None),
    ]
    for attempt in tries:
        with pytest.raises(NotAllowed):
            attempt()


def test_another_lanes_member_is_nobody_here(desk: Desk) -> None:
    from firstdoor.core.actor import Held

    case = desk.case(SECRET, theme="threat")
    health = Actor(person=desk.staff.person, held=(Held("lane_member", desk.here.pk, "health"),))
    with pytest.raises(NotAllowed):
        lanes.read_words(by=health, municipality=desk.here, case=case, voices=[voice_of(case)])
    with pytest.raises(NotAllowed):
        lanes.add_note(by=health, municipality=desk.here, case=case, lane="health", words="x")


def test_answers_in_a_lane_are_sentences_of_the_house(desk: Desk, police: Actor) -> None:
    case = desk.case(SECRET, theme="threat")
    with pytest.raises(ValidationError):
        lanes.answer_in_lane(by=police, municipality=desk.here, case=case, sentence="The man was arrested")
    given = lanes.answer_in_lane(by=police, municipality=desk.here, case=case, sentence="read")
    assert plain(given.text, "en") == "Somebody has read what you told us."
    assert (given.by_role, Answer.objects.count()) == ("", 1)
    cases.end(by=police, municipality=desk.here, case=case, ending="solved", reason=make("en", SECRET))
    assert SECRET not in everything_stored()


def test_a_referral_says_to_whom_and_when_only(desk: Desk, police: Actor) -> None:
    case = desk.case(SECRET, theme="threat")
    lanes.refer(by=police, municipality=desk.here, case=case, voice=voice_of(case).pk, to=desk.power)
    columns = {field.name for field in Referral._meta.concrete_fields}
    assert columns == {"id", "municipality", "voice", "to", "by", "at"}


def test_a_referral_is_about_the_voice_of_its_day_here(desk: Desk, police: Actor) -> None:
    night = datetime(2026, 3, 10, 23, 30, tzinfo=UTC)  # half past midnight in Tirana
    case = desk.case(SECRET, theme="threat", heard_at=night)
    page = desk.client("lane_member").get(desk.address(f"voices/{case.number}/lane-referral/")).content.decode()
    assert "Voice of 11 March 2026" in page


def test_out_of_a_lane_goes_only_what_the_person_allowed(desk: Desk, police: Actor) -> None:
    case = desk.case(SECRET, theme="threat")
    let_out = {"by": police, "municipality": desk.here, "case": case, "theme": desk.themes["light"]}
    with pytest.raises(ValidationError):
        lanes.let_out(**let_out, consent=False)
    lanes.let_out(**let_out, consent=True)
    voice = voice_of(case)
    assert (voice.level, voice.words, voice.sealed) == ("staff", SECRET, None)
    assert Consent.objects.filter(voice_id=voice.pk, purpose="let_out_of_lane").count() == 1


def test_a_lane_case_is_joined_only_inside_its_lane(desk: Desk, police: Actor) -> None:
    case, other = desk.case(SECRET, theme="threat"), desk.case()
    with pytest.raises(ValidationError):
        cases.join(by=police, municipality=desk.here, case=case, other=other)
    twin = desk.case("He was there again", theme="threat")
    kept, _gone = cases.join(by=police, municipality=desk.here, case=twin, other=case)
    assert kept.level == "lane"


def test_notes_are_not_readable_in_the_row(desk: Desk, police: Actor) -> None:
    lanes.add_note(by=police, municipality=desk.here, case=desk.case(), lane="state_police", words=SECRET)
    assert b"knife" not in bytes(LaneNote.objects.get().sealed)
