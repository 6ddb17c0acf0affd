"""What the staff does with a case, through its services."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.utils import timezone

from firstdoor.core import audit_heads
from firstdoor.core.models import Consent
from firstdoor.core.rights import NotAllowed
from firstdoor.core.texts import make, plain
from firstdoor.listen.models import Answer, Case, Delivery, Station, Theme
from firstdoor.listen.services import cases, photos
from tests.listen.desk.conftest import Desk, voice_of


def stations(case: Case) -> list[str]:
    return list(Station.objects.filter(case=case).order_by("at", "pk").values_list("kind", flat=True))


def told(voice: Any) -> list[str]:
    return list(Answer.objects.filter(deliveries__voice=voice).order_by("at", "pk").values_list("kind", flat=True))


def test_a_first_look_is_a_station_of_its_own_and_happens_once(desk: Desk) -> None:
    case = desk.case()
    cases.look(by=desk.staff, municipality=desk.here, case=case, version=1)
    cases.look(by=desk.staff, municipality=desk.here, case=case)
    case.refresh_from_db()
    assert (case.phase, stations(case)) == ("looked_at", ["received", "looked_at"])


@pytest.mark.parametrize("role", ["coach", "mayor", "community_focal_point", "administrator", "lane_member"])
def test_who_does_not_handle_cases_changes_nothing(desk: Desk, role: str) -> None:
    case = desk.case()
    with pytest.raises(NotAllowed):
        cases.look(by=desk.actor(role), municipality=desk.here, case=case)
    with pytest.raises(NotAllowed):
        cases.answer(by=desk.actor(role), municipality=desk.here, case=case, text=make("en", "Thank you"))


def test_another_municipalitys_staff_find_no_case_here(desk: Desk) -> None:
    case = desk.case()
    with pytest.raises(NotAllowed):
        cases.look(by=desk.world.actor("action_group", desk.world.theirs), municipality=desk.world.theirs, case=case)


def test_the_second_of_two_editors_is_told(desk: Desk) -> None:
    case = desk.case()
    cases.set_place(by=desk.staff, municipality=desk.here, case=case, place="School gate", version=1)
    with pytest.raises(cases.Outdated) as told_so:
        cases.set_place(by=desk.staff, municipality=desk.here, case=case, place="Market", version=1)
    assert told_so.value.case.place == "School gate"
    case.refresh_from_db()
    assert (case.place, case.version) == ("School gate", 2)


def test_a_voice_without_a_theme_is_the_staffs_until_its_theme_is_public(desk: Desk) -> None:
    case = desk.case(theme="")
    assert case.level == "staff"
    with pytest.raises(ValidationError):
        cases.publish(by=desk.staff, municipality=desk.here, case=case, voices=[voice_of(case).pk])
    cases.set_theme(by=desk.staff, municipality=desk.here, case=case, theme=desk.themes["light"])
    case.refresh_from_db()
    assert (case.level, voice_of(case).level, case.published_at) == ("public", "public", None)


def test_who_chose_the_team_only_is_not_published_by_a_public_theme(desk: Desk) -> None:
    case = desk.case(theme="", asked_level="staff")
    cases.set_theme(by=desk.staff, municipality=desk.here, case=case, theme=desk.themes["light"])
    case.refresh_from_db()
    assert (case.level, voice_of(case).level) == ("staff", "staff")


def publish(desk: Desk, case: Case) -> None:
    cases.name(by=desk.staff, municipality=desk.here, case=case, title=make("en", "Dark school gate"))
    cases.publish(by=desk.staff, municipality=desk.here, case=case, voices=[voice_of(case).pk])


def test_publishing_shows_only_words_of_those_who_chose_everybody(desk: Desk) -> None:
    case, quiet = desk.case(), desk.case("I saw who broke it", asked_level="staff")
    kept, _gone = cases.join(by=desk.staff, municipality=desk.here, case=case, other=quiet)
    cases.name(by=desk.staff, municipality=desk.here, case=kept, title=make("en", "Dark school gate"))
    everyone = [link.voice_id for link in kept.links.all()]
    cases.publish(by=desk.staff, municipality=desk.here, case=kept, voices=everyone)
    shown = {link.voice.words: link.voice.published_at is not None for link in kept.links.select_related("voice")}
    assert shown == {"The lamp at the school gate is out": True, "I saw who broke it": False}


def test_a_stricter_theme_takes_words_and_photos_from_public_pages(desk: Desk, picture: Any) -> None:
    case = desk.case(upload_id=picture(desk.here).pk)
    publish(desk, case)
    photo = voice_of(case).photos.get()
    upload = photos.publish_photo(by=desk.staff, municipality=desk.here, case=case, photo=photo.pk, alt="A dark lamp")
    cases.set_theme(by=desk.staff, municipality=desk.here, case=case, theme=desk.themes["bite"])
    case.refresh_from_db()
    upload.refresh_from_db()
    assert (case.published_at, voice_of(case).published_at, upload.published_at) == (None, None, None)


def test_tightening_needs_nobody_and_loosening_needs_the_person(desk: Desk) -> None:
    case = desk.case()
    voice = voice_of(case)
    set_level = {"by": desk.staff, "municipality": desk.here, "case": case, "voice": voice.pk}
    cases.set_voice_level(**set_level, level="staff")
    assert voice_of(case).level == "staff"
    with pytest.raises(ValidationError):
        cases.set_voice_level(**set_level, level="public")
    cases.set_voice_level(**set_level, level="public", consent=True)
    assert voice_of(case).level == "public"
    assert Consent.objects.filter(voice_id=voice.pk, purpose="made_public").count() == 1


def test_an_ending_other_than_solved_says_why_and_goes_to_the_receipts(desk: Desk) -> None:
    case = desk.case()
    with pytest.raises(ValidationError):
        cases.end(by=desk.staff, municipality=desk.here, case=case, ending="will_not")
    reason = make("en", "The road belongs to the state")
    cases.end(by=desk.staff, municipality=desk.here, case=case, ending="not_ours", reason=reason)
    case.refresh_from_db()
    assert (case.phase, case.ending, told(voice_of(case))) == ("ended", "not_ours", ["ended"])
    cases.reopen(by=desk.staff, municipality=desk.here, case=case)
    case.refresh_from_db()
    assert (case.phase, case.ending, stations(case)[-2:]) == ("looked_at", "", ["ended", "looked_at"])
    assert told(voice_of(case)) == ["ended", "reply"]


def test_a_matter_handed_over_can_always_come_back(desk: Desk) -> None:
    case = desk.case()
    soon = timezone.localdate() + timedelta(days=9)
    handover = cases.hand_over(
        by=desk.staff, municipality=desk.here, case=case, institution=desk.power, reference="77/26", expected=soon
    )
    case.refresh_from_db()
    assert (case.institution, stations(case)[-1]) == (desk.power, "handed_over")
    cases.take_back(by=desk.staff, municipality=desk.here, case=case)
    handover.refresh_from_db()
    case.refresh_from_db()
    assert handover.answered_at is not None
    assert case.institution is None


def test_nothing_is_planned_for_a_day_that_is_past(desk: Desk) -> None:
    with pytest.raises(ValidationError):
        cases.plan(
            by=desk.staff, municipality=desk.here, case=desk.case(), expected=timezone.localdate() - timedelta(days=1)
        )


def test_joining_ends_the_smaller_and_every_voice_keeps_its_receipt(desk: Desk) -> None:
    first, second, third = desk.case(), desk.case("Dark here too"), desk.case("No light")
    kept, gone = cases.join(by=desk.staff, municipality=desk.here, case=second, other=first)
    assert (kept.number, gone.number, gone.ending, gone.joined_into) == (first.number, second.number, "joined", kept)
    kept, gone = cases.join(by=desk.staff, municipality=desk.here, case=third, other=first)
    assert gone.number == third.number
    words = set(kept.links.filter(left_at=None).values_list("voice__words", flat=True))
    assert words == {"The lamp at the school gate is out", "Dark here too", "No light"}
    assert all("joined" in told(link.voice) for link in kept.links.all())
    assert "3" in plain(Answer.objects.filter(kind="joined").order_by("at", "pk").last().text)


def test_what_was_joined_comes_apart_again(desk: Desk) -> None:
    first, second = desk.case(), desk.case("Dark here too")
    cases.plan(by=desk.staff, municipality=desk.here, case=second, expected=timezone.localdate())
    cases.join(by=desk.staff, municipality=desk.here, case=first, other=second)
    cases.separate(by=desk.staff, municipality=desk.here, case=second)
    first.refresh_from_db()
    second.refresh_from_db()
    assert (second.phase, second.ending, second.joined_into) == ("planned", "", None)
    assert voice_of(second).words == "Dark here too"
    assert first.links.filter(left_at=None).count() == 1
    assert "ended" not in stations(second)
    assert "joined" not in stations(first)


def test_a_voice_without_a_theme_takes_that_of_the_case_it_is_joined_to(desk: Desk) -> None:
    first, second = desk.case(theme=""), desk.case("Dark here too")
    kept, _gone = cases.join(by=desk.staff, municipality=desk.here, case=first, other=second)
    assert (kept.number, kept.theme, kept.level) == (first.number, desk.themes["light"], "public")
    assert set(kept.links.filter(left_at=None).values_list("voice__level", flat=True)) == {"public"}
    third = desk.case("And here", theme="")
    cases.join(by=desk.staff, municipality=desk.here, case=third, other=kept)
    third.refresh_from_db()
    cases.separate(by=desk.staff, municipality=desk.here, case=third)
    third.refresh_from_db()
    assert (third.theme, third.level, voice_of(third).level) == (None, "staff", "staff")


def test_imported_cases_are_joined_like_others(desk: Desk) -> None:
    rows = [
        Case.objects.create(
            municipality=desk.here, number=9000 + n, theme=desk.themes["light"], level="public", source="old",
            foreign_id=str(n), opened_at=timezone.now(), published_at=timezone.now(), title=make("en", "Lamp"),
        )
        for n in range(2)
    ]  # fmt: skip
    page = desk.client("action_group").post(desk.address("voices/9000/join/"), {"version": "1", "number": "9001"})
    assert page.status_code == 302
    kept, gone = (Case.objects.get(pk=row.pk) for row in rows)
    assert (gone.joined_into, kept.level) == (kept, "public")
    assert kept.published_at is not None


def test_one_receipt_may_hold_several_matters(desk: Desk) -> None:
    case = desk.case("Two lamps are out and a manhole is open")
    with pytest.raises(ValidationError):
        cases.split(by=desk.staff, municipality=desk.here, case=case, voice=voice_of(case).pk)
    new = cases.split(by=desk.staff, municipality=desk.here, case=case, voice=voice_of(case).pk, stays=True)
    assert new.number == case.number + 1
    assert voice_of(new) == voice_of(case)


def test_undo_takes_back_what_was_done_until_somebody_goes_on(desk: Desk) -> None:
    case = desk.case()
    was = cases.before(case)
    case = cases.take_charge(by=desk.staff, municipality=desk.here, case=case, institution=desk.roads)
    step = cases.remember("ours", was, case)
    cases.undo(by=desk.staff, municipality=desk.here, step=step)
    case.refresh_from_db()
    assert (case.phase, case.institution, stations(case)) == ("received", None, ["received"])
    was = cases.before(case)
    case = cases.look(by=desk.staff, municipality=desk.here, case=case)
    step = cases.remember("look", was, case)
    cases.set_urgency(by=desk.staff, municipality=desk.here, case=case, urgency="danger")
    with pytest.raises(cases.Outdated):
        cases.undo(by=desk.staff, municipality=desk.here, step=step)


def test_undo_of_a_theme_restores_who_may_read(desk: Desk) -> None:
    case = desk.case(theme="")
    was = cases.before(case)
    case = cases.set_theme(by=desk.staff, municipality=desk.here, case=case, theme=desk.themes["light"])
    cases.undo(by=desk.staff, municipality=desk.here, step=cases.remember("theme", was, case))
    case.refresh_from_db()
    assert (case.theme, case.level, voice_of(case).level) == (None, "staff", "staff")


def test_undo_of_what_everybody_sees_brings_words_and_photos_back(desk: Desk, picture: Any) -> None:
    case = desk.case(upload_id=picture(desk.here).pk)
    photo = voice_of(case).photos.get()
    photos.publish_photo(by=desk.staff, municipality=desk.here, case=case, photo=photo.pk, alt="A dark lamp")
    publish(desk, case)
    case.refresh_from_db()
    since, was = case.published_at, cases.before(case)
    case = cases.unpublish(by=desk.staff, municipality=desk.here, case=case)
    assert (cases.before(case).published, cases.before(case).voices, cases.before(case).photos) == ("", (), ())
    cases.undo(by=desk.staff, municipality=desk.here, step=cases.remember("unpublish", was, case))
    case.refresh_from_db()
    assert (case.published_at, cases.before(case)) == (since, was)
    stricter = cases.set_theme(by=desk.staff, municipality=desk.here, case=case, theme=desk.themes["bite"])
    cases.undo(by=desk.staff, municipality=desk.here, step=cases.remember("theme", was, stricter))
    assert cases.before(Case.objects.get(pk=case.pk)) == was
    assert audit_heads.verify()[1] == []


def test_undo_of_place_and_name_brings_back_what_was_written(desk: Desk) -> None:
    case = desk.case(place="By the well", unit=desk.here_unit)
    cases.name(by=desk.staff, municipality=desk.here, case=case, title=make("en", "A lamp"))
    publish(desk, case)
    case.refresh_from_db()
    was = cases.before(case)
    case = cases.set_place(by=desk.staff, municipality=desk.here, case=case, place="At the school")
    step = cases.remember("place", was, case)
    assert "well" not in str(step)
    cases.undo(by=desk.staff, municipality=desk.here, step=step)
    case.refresh_from_db()
    assert (case.place, case.unit) == ("By the well", desk.here_unit)
    assert "well" in case.search
    was = cases.before(case)
    named = make("en", "Another", sq="Tjetër")
    case = cases.name(by=desk.staff, municipality=desk.here, case=case, title=named, public_text=named)
    step = cases.remember("name", was, case)
    cases.undo(by=desk.staff, municipality=desk.here, step=step)
    case.refresh_from_db()
    assert cases.before(case) == was
    with pytest.raises(cases.Outdated):
        cases.undo(by=desk.staff, municipality=desk.here, step=step)
    assert audit_heads.verify()[1] == []


def test_undo_of_the_readers_takes_the_consent_back(desk: Desk) -> None:
    case = desk.case(asked_level="staff")
    was, voice = cases.before(case), voice_of(case)
    change = {"by": desk.staff, "municipality": desk.here, "voice": voice.pk}
    case = cases.set_voice_level(**change, case=case, level="public", consent=True)
    cases.undo(by=desk.staff, municipality=desk.here, step=cases.remember("level", was, case))
    case.refresh_from_db()
    assert (cases.before(case), case.level) == (was, "staff")
    assert Consent.objects.get(voice_id=voice.pk, purpose="made_public").withdrawn_at is not None


def test_undo_of_tighter_readers_shows_the_words_again(desk: Desk) -> None:
    case = desk.case()
    publish(desk, case)
    case.refresh_from_db()
    was, voice = cases.before(case), voice_of(case)
    change = {"by": desk.staff, "municipality": desk.here, "voice": voice.pk}
    case = cases.set_voice_level(**change, case=case, level="staff")
    assert (case.level, case.published_at) == ("staff", None)
    cases.undo(by=desk.staff, municipality=desk.here, step=cases.remember("level", was, case))
    case.refresh_from_db()
    assert (cases.before(case), case.level) == (was, "public")
    assert audit_heads.verify()[1] == []


def test_photos_wait_until_somebody_looked(desk: Desk, picture: Any) -> None:
    case = desk.case(upload_id=picture(desk.here).pk)
    photo = voice_of(case).photos.get()
    with pytest.raises(ValidationError):
        photos.publish_photo(by=desk.staff, municipality=desk.here, case=case, photo=photo.pk, alt=" ")
    upload = photos.publish_photo(by=desk.staff, municipality=desk.here, case=case, photo=photo.pk, alt="A dark lamp")
    assert (upload.looked_by, upload.looked_at == upload.published_at) == (desk.staff.person, True)
    kept = photos.keep_photo(by=desk.staff, municipality=desk.here, case=case, photo=photo.pk)
    assert (kept.looked_by, kept.published_at) == (desk.staff.person, None)
    gone = photos.remove_photo(by=desk.staff, municipality=desk.here, case=case, photo=photo.pk)
    assert gone.published_at is None
    with pytest.raises(ValidationError):
        photos.keep_photo(by=desk.staff, municipality=desk.here, case=case, photo=photo.pk)


def test_answers_reach_everybody_by_the_way_they_chose(desk: Desk) -> None:
    from firstdoor.listen.services import ContactGiven

    case = desk.case(contact=ContactGiven("email", "ana@example.al"), wants_answer="email")
    answer = cases.answer(by=desk.staff, municipality=desk.here, case=case, text=make("en", "On Monday it is mended"))
    routes = set(Delivery.objects.filter(answer=answer).values_list("route", "state"))
    assert routes == {("page", "arrived"), ("email", "waiting")}
    case.refresh_from_db()
    assert case.phase == "looked_at"


def test_the_audit_trail_knows_every_row_that_triage_changed(desk: Desk, picture: Any) -> None:
    case, other = desk.case(upload_id=picture(desk.here).pk), desk.case("Dark here too", theme="")
    publish(desk, case)
    cases.set_theme(by=desk.staff, municipality=desk.here, case=other, theme=desk.themes["light"])
    cases.join(by=desk.staff, municipality=desk.here, case=case, other=other)
    cases.hand_over(by=desk.staff, municipality=desk.here, case=case, institution=desk.power)
    cases.take_back(by=desk.staff, municipality=desk.here, case=case)
    cases.separate(by=desk.staff, municipality=desk.here, case=other)
    cases.end(by=desk.staff, municipality=desk.here, case=case, ending="solved")
    lane = Theme.objects.get(code="threat")
    cases.set_theme(by=desk.staff, municipality=desk.here, case=other, theme=lane)
    _seen, findings = audit_heads.verify()
    assert findings == []


def test_html_in_words_is_shown_as_words(desk: Desk) -> None:
    case = desk.case("<script>alert(1)</script> <b>dark</b>", place="<i>here</i>")
    page = desk.client("action_group").get(desk.address(f"voices/{case.number}/")).content.decode()
    assert "<script>alert" not in page
    assert "&lt;b&gt;dark" in page
    assert "<i>here" not in page
