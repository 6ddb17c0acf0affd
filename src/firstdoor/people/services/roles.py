"""Accounts, roles and seats.

Who gives which role: an administrator gives all but that of an administrator, which only the command on the server gives
(`firstdoor person grant`); a Municipal Focal Point gives, in the own municipality, those
of ROLES_OF_FOCAL_POINT, a lane only once the municipality has named the lane's institution. Nobody gives a role or a
seat to themselves: so no administrator enters a lane alone, and the trail names a second person.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, timedelta
from typing import TYPE_CHECKING, Any
from uuid import UUID

from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.db import transaction
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext as _

from firstdoor.core import audit, rights
from firstdoor.core.actor import Actor
from firstdoor.core.texts import make
from firstdoor.people import selectors
from firstdoor.people.models import Body, Grant, Person, Seat
from firstdoor.people.selectors.people import held_on

if TYPE_CHECKING:
    from firstdoor.places.models import Municipality, Unit

Role = Grant.Role
BODY_NAMES = {
    "action_group": make("sq", "Grupi Bashkiak i Veprimit", en="Municipal Action Group"),
    "council": make("sq", "Këshilli bashkiak", en="Municipal council"),
}
ROLES_OF_FOCAL_POINT = (
    Role.COMMUNITY_FOCAL_POINT,
    Role.ACTION_GROUP,
    Role.LANE_MEMBER,
    Role.MAYOR,
    Role.COUNCIL_SECRETARY,
    Role.COACH,
)


def grantable(by: Actor, municipality: Any) -> list[str]:
    """The roles that the actor may give and end there. No query."""
    if rights.may(by, "people.administer", municipality):
        return [role for role in Role.values if role != Role.ADMINISTRATOR]
    if rights.may(by, "people.grant_roles", municipality):
        return [str(role) for role in ROLES_OF_FOCAL_POINT]
    return []


@transaction.atomic
def ensure_person(
    *, by: Actor, email: str, name: str, phone: str = "", municipality: Municipality | None = None
) -> Person:
    """The person with that e-mail address, made when there is none. Raises NotAllowed, ValidationError."""
    rights.require(by, "people.grant_roles", municipality)
    found = selectors.person_by_email(email)
    if found is not None:
        return found
    try:
        validate_email(email.strip())
    except ValidationError:
        raise ValidationError({"email": _("Write an e-mail address, for example name@example.org.")}) from None
    if not name.strip():
        raise ValidationError({"name": _("Write the person's name.")})
    person = Person.objects.create_user(email, name=name.strip(), phone=phone.strip())
    audit.record("people.person_added", by=by, municipality=municipality, about=person)
    return person


@transaction.atomic
def grant_role(
    *,
    by: Actor,
    municipality: Municipality | None,
    person: Person,
    role: str,
    since: date,
    lane: str = "",
    unit: Unit | None = None,
    kind: str = "",
    chosen_how: str = "",
    until: date | None = None,
) -> Grant:
    """Give somebody a role, from one day to another. The same role again for days at which it is held returns that; when
    it is said to have begun earlier, its first day moves back.

    Of a Community Focal Point `kind` says which office of the community it is, `chosen_how` where the mandate is from.

    Raises NotAllowed when the actor may not give that role there, or ValidationError with the field at fault.
    """
    rights.require(by, "people.grant_roles" if municipality else "people.administer", municipality)
    if not by.system and role not in grantable(by, municipality):
        raise rights.NotAllowed(f"people.grant_roles: {role}")
    _not_to_oneself(by, person)
    if (role == Role.LANE_MEMBER) != bool(lane):
        raise ValidationError({"lane": _("Choose the lane of this member.")})
    may_all = rights.may(by, "people.administer", municipality)
    if lane and not may_all and not selectors.lane_has_institution(municipality, lane):
        raise ValidationError({"lane": _("First name the institution that this lane belongs to.")})
    if role == Role.COMMUNITY_FOCAL_POINT and unit is None:
        raise ValidationError({"unit": _("Choose the administrative unit for which this person speaks.")})
    if kind and (role != Role.COMMUNITY_FOCAL_POINT or kind not in Grant.Kind.values):
        raise ValidationError({"kind": _("Choose one of the offices of a Community Focal Point.")})
    if until is not None and until < since:
        raise ValidationError({"until": _("The last day is before the first.")})
    held = Grant.objects.filter(person=person, municipality=municipality, role=role, lane=lane, unit=unit)
    held = held.filter(Q(until=None) | Q(until__gte=since)).order_by(F("until").desc(nulls_first=True), "since")
    present = (held if until is None else held.filter(since__lte=until)).first()
    if present is not None:
        if since < present.since:
            present.since = since
            present.save(update_fields=["since"])
            audit.record("people.role_begins_earlier", by=by, municipality=municipality, about=present)
        return present
    grant = Grant.objects.create(
        municipality=municipality, person=person, role=role, lane=lane, unit=unit, kind=kind,
        chosen_how=chosen_how.strip(), since=since, until=until,
    )  # fmt: skip
    audit.record("people.role_granted", by=by, municipality=municipality, about=grant)
    return grant


@transaction.atomic
def end_grant(*, by: Actor, municipality: Municipality | None, grant: Grant) -> Grant:
    """End a role from this moment on; the seat in the Action Group stays. Raises NotAllowed."""
    rights.require(by, "people.grant_roles" if municipality else "people.administer", municipality)
    if not by.system and grant.role not in grantable(by, municipality):
        raise rights.NotAllowed(f"people.grant_roles: {grant.role}")
    yesterday = timezone.localdate() - timedelta(days=1)
    if grant.until is None or grant.until > yesterday:
        grant.until = yesterday
        grant.save(update_fields=["until"])
        audit.record("people.role_ended", by=by, municipality=municipality, about=grant)
    return grant


@transaction.atomic
def give_seat(
    *,
    by: Actor,
    municipality: Municipality,
    body_kind: str,
    person: Person,
    capacity: str,
    since: date,
    chairs: bool = False,
    votes: bool = True,
    chosen_how: str = "",
    gender: str = "",
) -> Seat:
    """Give somebody a seat in a body, which is made with its first seat. A body has one chair.

    Raises NotAllowed, or ValidationError when the person sits there already or somebody else chairs.
    """
    rights.require(by, "people.grant_roles", municipality)
    _not_to_oneself(by, person)
    body = ensure_body(by=by, municipality=municipality, kind=body_kind)
    held = Seat.objects.of(municipality).filter(held_on(since), body=body)
    if held.filter(person=person).exists():
        raise ValidationError({"person": _("This person has a seat already.")})
    if chairs and held.filter(chairs=True).exists():
        raise ValidationError({"chairs": _("Somebody else chairs this body. End that seat first.")})
    seat = Seat.objects.create(
        municipality=municipality, body=body, person=person, capacity=capacity, chairs=chairs, votes=votes, since=since,
        chosen_how=chosen_how, gender=gender,
    )  # fmt: skip
    audit.record("people.seat_given", by=by, municipality=municipality, about=seat)
    return seat


@transaction.atomic
def note_genders(*, by: Actor, municipality: Municipality, genders: Mapping[UUID, str]) -> None:
    """Note the gender of those who sit in the municipality's bodies, by seat; "" where nobody said. Raises NotAllowed."""
    rights.require(by, "people.grant_roles", municipality)
    for seat in Seat.objects.of(municipality).select_for_update().filter(pk__in=list(genders)).order_by("pk"):
        if seat.gender != genders[seat.pk]:
            seat.gender = genders[seat.pk]
            seat.save(update_fields=["gender"])
            audit.record("people.gender_noted", by=by, municipality=municipality, about=seat)


@transaction.atomic
def end_seat(*, by: Actor, municipality: Municipality, seat: Seat) -> Seat:
    """End a seat from this moment on. Raises NotAllowed."""
    rights.require(by, "people.grant_roles", municipality)
    yesterday = timezone.localdate() - timedelta(days=1)
    if seat.until is None or seat.until > yesterday:
        seat.until = yesterday
        seat.save(update_fields=["until"])
        audit.record("people.seat_ended", by=by, municipality=municipality, about=seat)
    return seat


def _not_to_oneself(by: Actor, person: Person) -> None:
    if by.person is not None and by.person == person.pk:
        raise ValidationError({"email": _("Nobody gives a role to themselves. Ask another who may.")})


@transaction.atomic
def ensure_body(*, by: Actor, municipality: Municipality, kind: str) -> Body:
    """The body of that kind, made when it is first needed. Raises NotAllowed for who does not work here. 1 to 5 queries."""
    rights.require(by, "people.work_here", municipality)
    body, made = Body.objects.get_or_create(municipality=municipality, kind=kind, defaults={"name": BODY_NAMES[kind]})
    if made:
        audit.record("people.body_made", by=by, municipality=municipality, about=body)
    return body
