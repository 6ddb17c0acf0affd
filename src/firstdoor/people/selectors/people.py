"""Questions about people: names, roles, seats, and whom to talk to."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any
from uuid import UUID

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils.translation import gettext as _

from firstdoor.core import settled
from firstdoor.core.actor import Actor
from firstdoor.core.folding import albanian_order
from firstdoor.people.models import Body, Grant, Person, Seat

Role = Grant.Role
FEWEST = 3  # who said it, before a balance is shown


@dataclass(frozen=True, slots=True)
class Helper:
    """Whom to call: the function and the place, the name ("" for the municipality itself), and a work number."""

    who: str
    phone: str
    name: str = ""


def held_on(today: date) -> Q:
    """Grants and seats that are held on that day; the last day counts."""
    return Q(since__lte=today) & (Q(until=None) | Q(until__gte=today))


def role_label(role: str) -> str:
    """A role in the reader's language; "" for what is none. No query."""
    return str(Role(role).label) if role in Role.values else ""


def person_names(ids: Iterable[UUID | None]) -> dict[UUID, str]:
    """The names of people by their id; those without an id are left out. 1 query."""
    return dict(Person.objects.filter(pk__in={one for one in ids if one is not None}).values_list("pk", "name"))


def person_by_email(email: str) -> Person | None:
    """The person with that address, in any spelling of capitals. 1 query."""
    return Person.objects.filter(email=email.strip().lower()).first()


def grants_of(municipality: Any) -> QuerySet[Grant]:
    """All roles ever given there, with person and unit; an administrator's aren't among them. 1 query."""
    found = Grant.objects.filter(municipality=municipality).select_related("person", "unit")
    return found.order_by("person__name", "person_id", "role", "since")


def roles_held(municipality: Any = None, *, today: date) -> list[Grant]:
    """All roles held on that day, in one municipality or in the whole installation, by e-mail address. 1 query."""
    found = Grant.objects.filter(held_on(today)).select_related("person", "unit", "municipality")
    if municipality is not None:
        found = found.filter(municipality=municipality)
    return list(found.order_by("person__email", "municipality__slug", "role"))


@dataclass(frozen=True, slots=True)
class Worker:
    """A person with the roles held there."""

    person: Person
    grants: list[Grant]


def roles_at(municipality: Any, *, today: date) -> tuple[list[Worker], list[Grant]]:
    """Who holds which roles there on that day, by name; and the roles that have ended, newest first. 1 query."""
    workers: dict[UUID, Worker] = {}
    past = []
    for grant in grants_of(municipality):
        if grant.until is None or grant.until >= today:
            workers.setdefault(grant.person_id, Worker(grant.person, [])).grants.append(grant)
        else:
            past.append(grant)
    people = sorted(workers.values(), key=lambda worker: albanian_order(worker.person.name))
    return people, sorted(past, key=lambda grant: grant.until or today, reverse=True)


def ending_soon(municipality: Any, *, today: date, within: timedelta) -> list[Grant]:
    """Mandates of Community Focal Points that end in that time and that nobody follows in the unit. 1 query."""
    after = Grant.objects.filter(role=Role.COMMUNITY_FOCAL_POINT, municipality=municipality, unit=OuterRef("unit"))
    after = after.filter(Q(until=None) | Q(until__gt=OuterRef("until")))
    ends = grants_of(municipality).filter(held_on(today), role=Role.COMMUNITY_FOCAL_POINT, until__lte=today + within)
    return list(ends.filter(~Exists(after)).order_by("until", "person__name"))


def seats_of(municipality: Any, body_kind: str = Body.Kind.ACTION_GROUP, *, today: date) -> list[Seat]:
    """The seats of a body that are held on that day, with their people, the chair first. 1 query."""
    seats = Seat.objects.of(municipality).filter(held_on(today), body__kind=body_kind)
    return list(seats.select_related("person").order_by("-chairs", "person__name", "pk"))


@dataclass(frozen=True, slots=True)
class Balance:
    """How many women and men have a seat in a body; `others` said something else or nothing: the two are never apart."""

    women: int
    men: int
    others: int


def balance_of(seats: Sequence[Seat]) -> Balance | None:
    """The gender balance of these seats; None while fewer than `FEWEST` said it, since that would name them. No query."""
    women = sum(seat.gender == Seat.Gender.WOMAN for seat in seats)
    men = sum(seat.gender == Seat.Gender.MAN for seat in seats)
    if sum(bool(seat.gender) for seat in seats) < FEWEST:
        return None
    return Balance(women, men, len(seats) - women - men)


def seat(municipality: Any, seat_id: UUID) -> Seat | None:
    """One seat of that municipality. 1 query."""
    return Seat.objects.of(municipality).filter(pk=seat_id).select_related("person", "body").first()


def seat_of(by: Actor, municipality: Any, body_kind: str = Body.Kind.ACTION_GROUP, *, today: date) -> Seat | None:
    """The seat that the actor holds in a body on that day. 1 query."""
    if by.person is None:
        return None
    seats = Seat.objects.of(municipality).filter(held_on(today), body__kind=body_kind, person=by.person)
    return seats.select_related("person").order_by("-votes", "pk").first()


def _focal_points(municipality: Any, today: date) -> Any:
    asked = Q(role=Role.MUNICIPAL_FOCAL_POINT) | Q(role=Role.COMMUNITY_FOCAL_POINT)
    held = Grant.objects.filter(held_on(today), asked, municipality=municipality, person__is_active=True)
    return held.select_related("person", "unit")


def person_to_talk_to(municipality: Any, unit_id: UUID | None = None, *, today: date) -> Helper:
    """The Community Focal Point of the unit, else the Municipal Focal Point, else the municipality's own number.

    1 query, a small one from then on.
    """
    grants = settled.kept(
        settled.stamp_of(municipality), "to talk to", municipality.pk, today,
        make=lambda: sorted(
            _focal_points(municipality, today),
            key=lambda grant: (grant.role != Role.COMMUNITY_FOCAL_POINT, grant.since, grant.pk),
        ),
    )  # fmt: skip
    found = [grant for grant in grants if grant.role == Role.MUNICIPAL_FOCAL_POINT or grant.unit_id == (unit_id or 0)]
    if not found:
        return Helper(str(municipality), municipality.phone)
    best = found[0]
    who = str(best.get_kind_display() if best.kind else best.get_role_display())
    if best.unit is not None:
        who = _("{who}, {unit}").format(who=who, unit=best.unit.name)
    return Helper(who, best.person.phone or municipality.phone, best.person.name)
