"""Two municipalities and everybody who may knock at their doors: what tests of several rooms begin with."""

from __future__ import annotations

import copy
from collections.abc import Callable
from datetime import timedelta
from typing import Any

from django.utils import timezone

from firstdoor.core import texts
from firstdoor.core.actor import Actor
from firstdoor.core.folding import fold
from firstdoor.people import services as people
from firstdoor.people.models import Body, Cycle, CycleStep, Grant, Person, Seat
from firstdoor.places.models import Municipality, Unit

ROLES = tuple(Grant.Role.values)
Make = Callable[["World", Municipality], Any]


def make_municipality(name: str, **values: Any) -> Municipality:
    """An active municipality with one unit of the same name, without ground."""
    slug = fold(name).replace(" ", "-")
    municipality = Municipality.objects.create(
        **{
            "slug": slug,
            "name": texts.make("sq", f"Bashkia {name}", en=f"Municipality of {name}"),
            "short_name": name,
            "folded_name": fold(name),
            "active": True,
            "country": "AL",
            "languages": ["sq", "en"],
            "boundary": Municipality.Boundary.POINTS,
            "phone": "+355 68 200 0000",
            **values,
        }
    )
    Unit.objects.create(
        municipality=municipality, com_id=slug, name=name, folded_name=fold(name), label_lat=40.7, label_lon=19.7
    )
    return municipality


def make_person(email: str, name: str = "", **values: Any) -> Person:
    """Somebody who may sign in."""
    return Person.objects.create_user(email, name=name or email.split("@")[0].title(), **values)


def grant(person: Person, role: str, municipality: Municipality | None, **values: Any) -> Grant:
    """Give a person a role since a year ago: a lane member the State Police's lane, a focal point the first unit."""
    if role == Grant.Role.LANE_MEMBER:
        values.setdefault("lane", "state_police")
    if role == Grant.Role.COMMUNITY_FOCAL_POINT and "unit" not in values:
        values["unit"] = Unit.objects.of(municipality).first()
    since = values.pop("since", timezone.localdate() - timedelta(days=365))
    where = None if role == Grant.Role.ADMINISTRATOR else municipality
    return Grant.objects.create(person=person, role=role, municipality=where, since=since, **values)


def seat(person: Person, municipality: Municipality, *, kind: str = Body.Kind.ACTION_GROUP, **values: Any) -> Seat:
    """Give a person a seat that votes."""
    body, _made = Body.objects.get_or_create(
        municipality=municipality, kind=kind, defaults={"name": texts.make("sq", "Grupi", en="The group")}
    )
    values.setdefault("capacity", Seat.Capacity.CIVIL_SERVANT)
    values.setdefault("since", timezone.localdate() - timedelta(days=365))
    return Seat.objects.create(municipality=municipality, body=body, person=person, **values)


def a_cycle(world: World, municipality: Municipality) -> Cycle:
    """A cycle that began four months ago, its steps a month apart."""
    starts = timezone.localdate() - timedelta(days=120)
    cycle = Cycle.objects.create(
        municipality=municipality,
        name=texts.make("sq", "Cikli", en="The cycle"),
        starts=starts,
        ends=starts + timedelta(days=540),
    )
    for number, kind in enumerate(CycleStep.Kind.values, start=1):
        CycleStep.objects.create(
            municipality=municipality, cycle=cycle, kind=kind, due=starts + timedelta(days=30 * number)
        )
    return cycle


def actor_of(person: Person) -> Actor:
    """The actor that a request of that person would have now."""
    return people.actor_of(person, today=timezone.localdate())


class World:
    """`ours` and `theirs`, and one person for each role in each; rows are made once for each municipality."""

    def __init__(self) -> None:
        self.ours = make_municipality("Roskovec")
        self.theirs = make_municipality("Këlcyrë")
        self.stranger = make_person("stranger@example.al")
        self.people = {role: self._worker(role, self.ours) for role in ROLES}
        self.elsewhere = {role: self._worker(role, self.theirs) for role in ROLES if role != "administrator"}
        self._rows: dict[tuple[Make, str], Any] = {}

    def without_rows(self) -> World:
        """The same people and places, before `row` made anything."""
        fresh = copy.copy(self)
        fresh._rows = {}
        return fresh

    @staticmethod
    def _worker(role: str, municipality: Municipality) -> Person:
        person = make_person(f"{role}@{municipality.slug}.example.al".replace("_", "-"))
        grant(person, role, municipality)
        if role == Grant.Role.ACTION_GROUP:
            seat(person, municipality, chairs=True)
        if role == Grant.Role.COMMUNITY_FOCAL_POINT:
            seat(person, municipality, capacity=Seat.Capacity.COMMUNITY)
        return person

    def actor(self, role: str, municipality: Municipality | None = None) -> Actor:
        """Who acts in that role, in our municipality or in theirs."""
        there = municipality is not None and municipality.pk == self.theirs.pk and role != "administrator"
        return actor_of((self.elsewhere if there else self.people)[role])

    def row(self, make: Make, municipality: Municipality) -> Any:
        """What `make(world, municipality)` makes, made once."""
        key = (make, municipality.slug)
        if key not in self._rows:
            self._rows[key] = make(self, municipality)
        return self._rows[key]
