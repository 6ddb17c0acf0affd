"""Who gives and ends which role; what a role, once ended, still opens: nothing."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.test import Client
from django.utils import timezone

from firstdoor.core import texts
from firstdoor.core.actor import system
from firstdoor.core.models import Audit
from firstdoor.core.rights import NotAllowed
from firstdoor.people import entries, selectors, services
from firstdoor.people.models import Grant, Person, Seat
from firstdoor.places.models import Unit
from tests.world import World, actor_of, grant, make_person, seat

TODAY = timezone.localdate()


def _grant(world: World, by: str, role: str, **options: object) -> Grant:
    person = Person.objects.filter(email="new@example.al").first() or make_person("new@example.al", "Besa")
    return services.grant_role(
        by=world.actor(by), municipality=world.ours, person=person, role=role, since=TODAY, **options
    )


@pytest.mark.parametrize("role", ["action_group", "mayor", "council_secretary", "coach"])
def test_the_municipal_focal_point_gives_a_role_and_it_opens_the_desk(world: World, role: str) -> None:
    given = _grant(world, "municipal_focal_point", role)
    assert actor_of(given.person).roles(world.ours.pk) == {role}
    assert not actor_of(given.person).roles(world.theirs.pk)
    assert Audit.objects.get(verb="people.role_granted").row == str(given.pk)


@pytest.mark.parametrize("role", ["municipal_focal_point", "administrator"])
def test_the_municipal_focal_point_makes_no_equal_and_no_administrator(world: World, role: str) -> None:
    with pytest.raises(NotAllowed):
        _grant(world, "municipal_focal_point", role)


@pytest.mark.parametrize("by", ["action_group", "mayor", "coach", "council_secretary", "lane_member"])
def test_nobody_else_gives_roles(world: World, by: str) -> None:
    with pytest.raises(NotAllowed):
        _grant(world, by, "coach")


def test_an_administrator_gives_all_but_that_of_an_administrator(world: World) -> None:
    assert _grant(world, "administrator", "municipal_focal_point")
    with pytest.raises(NotAllowed):
        services.grant_role(
            by=world.actor("administrator"), municipality=None, person=world.stranger, role="administrator", since=TODAY
        )
    made = services.grant_role(
        by=system("command"), municipality=None, person=world.stranger, role="administrator", since=TODAY
    )
    assert actor_of(made.person).roles(world.theirs.pk) == {"administrator"}


@pytest.mark.parametrize("by", ["municipal_focal_point", "administrator"])
def test_nobody_gives_a_role_to_themselves(world: World, by: str) -> None:
    with pytest.raises(ValidationError, match="themselves"):
        services.grant_role(
            by=world.actor(by), municipality=world.ours, person=world.people[by], role="lane_member",
            lane="state_police", since=TODAY,
        )  # fmt: skip
    with pytest.raises(ValidationError, match="themselves"):
        services.give_seat(
            by=world.actor(by), municipality=world.ours, body_kind="council", person=world.people[by],
            capacity="civil_servant", since=TODAY,
        )  # fmt: skip


def test_a_lane_is_opened_only_once_its_institution_is_named(world: World) -> None:
    with pytest.raises(ValidationError, match="institution"):
        _grant(world, "municipal_focal_point", "lane_member", lane="referral")
    services.add_institution(
        by=world.actor("municipal_focal_point"), municipality=world.ours, name=texts.make("sq", "Qendra"),
        lane="referral",
    )  # fmt: skip
    given = _grant(world, "municipal_focal_point", "lane_member", lane="referral")
    assert actor_of(given.person).lanes(world.ours.pk) == {"referral"}
    assert selectors.lane_has_member(world.ours, "referral")
    assert not selectors.lane_has_member(world.theirs, "referral")


def test_a_lane_has_one_institution(world: World) -> None:
    by, name = world.actor("municipal_focal_point"), texts.make("sq", "Qendra")
    services.add_institution(by=by, municipality=world.ours, name=name, lane="referral")
    with pytest.raises(ValidationError, match="already"):
        services.add_institution(by=by, municipality=world.ours, name=name, lane="referral")


def test_a_focal_point_speaks_for_a_unit_and_a_lane_member_for_a_lane(world: World) -> None:
    with pytest.raises(ValidationError) as refused:
        _grant(world, "administrator", "community_focal_point")
    assert "unit" in refused.value.message_dict
    with pytest.raises(ValidationError) as refused:
        _grant(world, "administrator", "lane_member")
    assert "lane" in refused.value.message_dict


def test_the_same_role_twice_is_one(world: World) -> None:
    assert _grant(world, "administrator", "coach") == _grant(world, "administrator", "coach")


def test_a_role_that_was_ended_opens_nothing_at_once(world: World) -> None:
    given = _grant(world, "municipal_focal_point", "action_group")
    services.end_grant(by=world.actor("municipal_focal_point"), municipality=world.ours, grant=given)
    assert not actor_of(given.person).held
    with pytest.raises(NotAllowed):
        services.end_grant(
            by=world.actor("municipal_focal_point"), municipality=world.ours,
            grant=Grant.objects.get(person=world.people["municipal_focal_point"]),
        )  # fmt: skip


def test_a_role_is_held_from_its_first_to_its_last_day(world: World) -> None:
    person = make_person("temp@example.al")
    grant(person, "coach", world.ours, since=TODAY, until=TODAY + timedelta(days=3))
    held = [bool(services.actor_of(person, today=TODAY + timedelta(days=n)).held) for n in (-1, 0, 3, 4)]
    assert held == [False, True, True, False]


@pytest.mark.parametrize("kind", Grant.Kind.values)
def test_a_mandate_says_which_office_it_is_where_it_is_from_and_how_long(world: World, kind: str) -> None:
    unit = Unit.objects.of(world.ours).get()
    given = _grant(
        world, "municipal_focal_point", "community_focal_point", unit=unit, kind=kind, until=TODAY + timedelta(days=900),
        chosen_how=" Elected by the village meeting ",
    )  # fmt: skip
    given.refresh_from_db()
    assert (given.kind, given.chosen_how) == (kind, "Elected by the village meeting")
    for older in Grant.objects.filter(role="community_focal_point").exclude(pk=given.pk):
        services.end_grant(by=world.actor("administrator"), municipality=older.municipality, grant=older)
    near = selectors.person_to_talk_to(world.ours, unit.pk, today=TODAY)
    assert near.who == f"{given.get_kind_display()}, Roskovec"


@pytest.mark.parametrize(("role", "kind"), [("coach", "liaison"), ("community_focal_point", "king")])
def test_no_other_role_has_an_office_of_the_community(world: World, role: str, kind: str) -> None:
    unit = Unit.objects.of(world.ours).get()
    with pytest.raises(ValidationError) as refused:
        _grant(world, "administrator", role, unit=unit, kind=kind)
    assert "kind" in refused.value.message_dict
    with pytest.raises(IntegrityError), transaction.atomic():
        grant(world.people["coach"], role, world.ours, kind=kind)


def test_a_mandate_that_begins_later_opens_nothing_before_and_stands_beside_the_present_one(world: World) -> None:
    unit, first = Unit.objects.of(world.ours).get(), TODAY + timedelta(days=30)
    person = make_person("new@example.al", "Besa")
    by = world.actor("municipal_focal_point")

    def give(**days: object) -> Grant:
        return services.grant_role(
            by=by, municipality=world.ours, person=person, role="community_focal_point", unit=unit, **days
        )

    later = give(since=first)
    assert not actor_of(person).held
    now = give(since=TODAY, until=first - timedelta(days=1))
    assert now != later
    assert actor_of(person).roles(world.ours.pk) == {"community_focal_point"}
    assert give(since=TODAY - timedelta(days=400)) in {now, later}


def test_the_municipal_focal_point_is_told_before_a_unit_is_left_without_anybody(world: World) -> None:
    by, unit = world.actor("municipal_focal_point"), Unit.objects.of(world.ours).get()
    held = Grant.objects.get(role="community_focal_point", municipality=world.ours)
    assert entries.mandates(by, world.ours, TODAY) == []
    held.until = TODAY + timedelta(days=20)
    held.save()
    [task] = entries.mandates(by, world.ours, TODAY)
    assert (task.due, "Roskovec" in str(task.words)) == (held.until, True)
    assert entries.mandates(world.actor("coach"), world.ours, TODAY) == []
    grant(make_person("new@example.al"), "community_focal_point", world.ours, unit=unit, since=held.until)
    assert entries.mandates(by, world.ours, TODAY) == []


def test_somebody_who_left_holds_nothing(world: World) -> None:
    coach = world.people["coach"]
    coach.is_active = False
    coach.save()
    assert not actor_of(coach).signed_in


def test_a_person_is_known_by_the_address_in_any_capitals(world: World) -> None:
    by = world.actor("municipal_focal_point")
    one = services.ensure_person(by=by, municipality=world.ours, email="Agron@Example.al ", name="Agron")
    two = services.ensure_person(by=by, municipality=world.ours, email="agron@example.AL", name="Somebody else")
    assert one == two
    assert two.name == "Agron"
    for email, name, field in (("agron", "Agron", "email"), ("a@example.al", " ", "name")):
        with pytest.raises(ValidationError) as refused:
            services.ensure_person(by=by, municipality=world.ours, email=email, name=name)
        assert field in refused.value.message_dict


def test_seats_name_the_chair_first_and_end(world: World, django_assert_num_queries: object) -> None:
    with django_assert_num_queries(1):  # type: ignore[operator]
        seats = selectors.seats_of(world.ours, today=TODAY)
    assert [seat.person for seat in seats] == [world.people["action_group"], world.people["community_focal_point"]]
    mine = selectors.seat_of(world.actor("community_focal_point"), world.ours, today=TODAY)
    assert mine == seats[1]
    services.end_seat(by=world.actor("municipal_focal_point"), municipality=world.ours, seat=seats[1])
    assert selectors.seat_of(world.actor("community_focal_point"), world.ours, today=TODAY) is None
    assert selectors.seat_of(world.actor("community_focal_point"), world.theirs, today=TODAY) is None


def test_a_body_has_one_chair_and_a_person_one_seat(world: World) -> None:
    def give(person: Person, **options: object) -> Seat:
        return services.give_seat(
            by=world.actor("administrator"), municipality=world.ours, body_kind="action_group", person=person,
            capacity="fire_brigade", since=TODAY, **options,
        )  # fmt: skip

    with pytest.raises(ValidationError, match="chairs"):
        give(world.stranger, chairs=True)
    give(world.stranger)
    with pytest.raises(ValidationError, match="seat already"):
        give(world.stranger)


def test_whom_to_talk_to(world: World, django_assert_num_queries: object) -> None:
    unit = Unit.objects.of(world.ours).get()
    with django_assert_num_queries(2):  # type: ignore[operator]
        near = selectors.person_to_talk_to(world.ours, unit.pk, today=TODAY)
    assert (near.who, near.name) == ("Community Focal Point, Roskovec", world.people["community_focal_point"].name)
    assert selectors.person_to_talk_to(world.ours, None, today=TODAY).who == "Municipal Focal Point"
    Grant.objects.filter(municipality=world.ours).update(until=TODAY - timedelta(days=1))
    nobody = selectors.person_to_talk_to(world.ours, unit.pk, today=TODAY)
    assert (nobody.who, nobody.phone, nobody.name) == (str(world.ours), world.ours.phone, "")


def _seats(world: World, n: int) -> list[Seat]:
    return [seat(make_person(f"sits{k}@example.al"), world.ours, kind="council") for k in range(n)]


def test_a_balance_is_shown_once_three_have_said_it_and_never_who_said_something_else(world: World) -> None:
    sits = _seats(world, 5)
    by = world.actor("municipal_focal_point")
    note = {"by": by, "municipality": world.ours}
    services.note_genders(**note, genders={sits[0].pk: "f", sits[1].pk: "m"})
    council = selectors.seats_of(world.ours, "council", today=TODAY)
    assert selectors.balance_of(council) is None
    services.note_genders(**note, genders={sits[1].pk: "m", sits[2].pk: "x"})
    council = selectors.seats_of(world.ours, "council", today=TODAY)
    assert selectors.balance_of(council) == selectors.Balance(women=1, men=1, others=3)
    assert Audit.objects.filter(verb="people.gender_noted").count() == 3  # only what changed
    with pytest.raises(NotAllowed):
        services.note_genders(by=world.actor("action_group"), municipality=world.ours, genders={sits[0].pk: "m"})
    with pytest.raises(IntegrityError), transaction.atomic():
        Seat.objects.of(world.ours).filter(pk=sits[0].pk).update(gender="?")


def test_another_municipalitys_seats_keep_what_they_say(world: World) -> None:
    theirs = seat(make_person("there@example.al"), world.theirs)
    services.note_genders(by=world.actor("municipal_focal_point"), municipality=world.ours, genders={theirs.pk: "f"})
    theirs.refresh_from_db()
    assert theirs.gender == ""


def test_the_balance_is_noted_and_shown_where_members_are_kept(world: World, client: Client) -> None:
    sits = _seats(world, 3)
    client.force_login(world.people["municipal_focal_point"])
    address = f"/en/desk/{world.ours.slug}/people/"
    assert "too few have said it" in client.get(address).content.decode()
    chosen = {f"seat-{sits[0].pk}": "f", f"seat-{sits[1].pk}": "f", f"seat-{sits[2].pk}": "m"}
    wrong = client.post(f"{address}seats/balance/", {f"seat-{sits[0].pk}": "q"})
    assert wrong.status_code == 422
    assert client.post(f"{address}seats/balance/", chosen).status_code == 302
    assert "2 women, 1 man." in client.get(address).content.decode()
    page = client.get(f"{address}seats/balance/").content.decode()
    assert page.count('<option value="f" selected>') == 2
