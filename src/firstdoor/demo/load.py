"""Loading the sample municipality, once. Its units and figures are real, its people and words are invented."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from django.utils import timezone

from firstdoor.core.actor import system
from firstdoor.demo.people import PEOPLE
from firstdoor.listen import services as listen
from firstdoor.people import services as people
from firstdoor.places import selectors as places_now
from firstdoor.places import services as places

SLUG = "roskovec"
BY = system("demo")


def load() -> Iterator[str]:
    """Load what is missing, telling each step."""
    municipality = places_now.municipality_by_slug(SLUG)
    if municipality is not None and municipality.demo:
        return
    today = timezone.localdate()
    yield "61 municipalities and 373 administrative units of Albania"
    places.load_albania(by=BY)
    municipality = places_now.municipality_by_slug(SLUG)
    if municipality is None:
        raise RuntimeError("the package data holds no Roskovec")
    places.load_rules_and_holidays(by=BY, municipality=municipality, years=range(today.year - 1, today.year + 3))
    listen.load_themes(by=BY, municipality=municipality)
    yield "people with their roles (invented)"
    _people(municipality, date(today.year - 1, 1, 1))
    places.open_municipality(by=BY, municipality=municipality, demo=True)


def _people(municipality, since: date) -> None:  # type: ignore[no-untyped-def]
    units = {unit.name: unit for unit in places_now.units(municipality)}
    for sample in PEOPLE:
        person = people.ensure_person(by=BY, email=sample.email, name=sample.name, phone=sample.phone)
        for role, detail in sample.roles:
            people.grant_role(
                by=BY, municipality=None if role == "administrator" else municipality, person=person, role=role,
                lane=detail if role == "lane_member" else "",
                unit=units[detail] if role == "community_focal_point" else None, since=since,
            )  # fmt: skip
        if sample.seat:
            people.give_seat(
                by=BY, municipality=municipality, body_kind="action_group", person=person, capacity=sample.seat,
                chairs=sample.chairs, since=since,
            )  # fmt: skip
