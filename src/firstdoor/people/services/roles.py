"""Accounts, roles and seats."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from firstdoor.core import audit, rights
from firstdoor.core.actor import Actor
from firstdoor.core.texts import make
from firstdoor.people.models import Body, Grant, Person, Seat

if TYPE_CHECKING:
    from firstdoor.places.models import Municipality, Unit

BODY_NAMES = {
    "action_group": make("sq", "Grupi Bashkiak i Veprimit", en="Municipal Action Group"),
    "council": make("sq", "Këshilli bashkiak", en="Municipal council"),
}


@transaction.atomic
def ensure_person(
    *, by: Actor, email: str, name: str, phone: str = "", municipality: Municipality | None = None
) -> Person:
    """The person with that e-mail address, made when there is none. Raises NotAllowed."""
    rights.require(by, "people.grant_roles", municipality)
    found = Person.objects.filter(email=email.strip().lower()).first()
    if found is not None:
        return found
    person = Person.objects.create_user(email, name=name, phone=phone)
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
    until: date | None = None,
) -> Grant:
    """Give somebody a role. Only an administrator makes administrators. Raises NotAllowed, ValidationError."""
    rights.require(by, "people.administer" if role == "administrator" else "people.grant_roles", municipality)
    if (role == "lane_member") != bool(lane):
        raise ValidationError({"lane": _("Choose the lane of this member.")})
    if role == "community_focal_point" and unit is None:
        raise ValidationError({"unit": _("Choose the administrative unit for which this person speaks.")})
    grant = Grant.objects.create(
        municipality=municipality, person=person, role=role, lane=lane, unit=unit, kind=kind, since=since, until=until
    )
    audit.record("people.role_granted", by=by, municipality=municipality, about=grant)
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
) -> Seat:
    """Give somebody a seat in a body, which is made with its first seat. Raises NotAllowed."""
    rights.require(by, "people.grant_roles", municipality)
    body, made = Body.objects.get_or_create(
        municipality=municipality, kind=body_kind, defaults={"name": BODY_NAMES[body_kind]}
    )
    if made:
        audit.record("people.body_made", by=by, municipality=municipality, about=body)
    seat = Seat.objects.create(
        municipality=municipality, body=body, person=person, capacity=capacity, chairs=chairs, votes=votes, since=since
    )
    audit.record("people.seat_given", by=by, municipality=municipality, about=seat)
    return seat
