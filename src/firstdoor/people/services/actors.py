"""From a signed-in person to the actor that services are handed."""

from __future__ import annotations

from datetime import date

from firstdoor.core.actor import ANYBODY, Actor, Held
from firstdoor.people.models import Grant, Person
from firstdoor.people.selectors.people import held_on


def actor_of(person: Person | None, *, today: date) -> Actor:
    """The actor with all roles that person holds today; anybody for nobody. 1 query."""
    if person is None or not person.is_active:
        return ANYBODY
    grants = Grant.objects.filter(held_on(today), person=person)
    held = tuple(
        Held(role, municipality, lane, unit)
        for role, municipality, lane, unit in grants.values_list("role", "municipality_id", "lane", "unit_id")
    )
    return Actor(person=person.pk, held=held, names={"name": person.name})
