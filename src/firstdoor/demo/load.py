"""Loading the sample municipality, once. Its units and figures are real, its people and words are invented."""

from __future__ import annotations

import random
from collections.abc import Iterator
from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING

from django.db import transaction
from django.utils import timezone

from firstdoor.core.actor import system
from firstdoor.core.texts import make
from firstdoor.demo.clock import Calendar, at
from firstdoor.demo.deciding import plan_decisions
from firstdoor.demo.delivering import plan_deliveries
from firstdoor.demo.listening import Sample, plan_bringing_back, plan_voices
from firstdoor.demo.meeting import plan_meetings
from firstdoor.demo.newest import plan_newest
from firstdoor.demo.people import PEOPLE
from firstdoor.demo.talking import plan_talks
from firstdoor.listen import selectors as listen_now
from firstdoor.listen import services as listen
from firstdoor.people import selectors as people_now
from firstdoor.people import services as people
from firstdoor.places import selectors as places_now
from firstdoor.places import services as places

if TYPE_CHECKING:
    from firstdoor.places.models import Municipality

SLUG = "roskovec"
SEED = 2026
BY = system("demo")
DUE = {
    "meetings": -255, "picture": -225, "priorities": -210, "paper": -195, "consultation": -160, "adoption": -145,
    "session": -138, "ballot": -104, "pilots": 60, "evaluation": 150,
}  # fmt: skip


class NotASample(Exception):
    """The municipality has a door of its own: invented voices must not stand among real ones."""


def load(now: datetime | None = None) -> Iterator[str]:
    """Load what is missing, telling each step. Ended half way, nothing of the year is there and it begins again.

    The year ends at `now`, the present moment when none is given. Raises NotASample when real people use that door.
    """
    municipality = places_now.municipality_by_slug(SLUG)
    if municipality is not None and municipality.demo:
        return
    if municipality is not None and municipality.active:
        raise NotASample
    yield "61 municipalities and 373 administrative units of Albania"
    places.load_albania(by=BY)
    municipality = places_now.municipality_by_slug(SLUG)
    if municipality is None:
        raise RuntimeError("the package data holds no Roskovec")
    yield "a year of Roskovec: people, words and figures are invented"
    with transaction.atomic():
        _year(municipality, now or timezone.now())
    yield "done"


def _year(municipality: Municipality, now: datetime) -> None:
    calendar = Calendar(now)
    begin = calendar.moment(-332, 8)
    with at(begin):
        years = range(begin.year - 1, begin.year + 4)
        places.load_rules_and_holidays(by=BY, municipality=municipality, years=years)
        calendar.off = places_now.holidays(municipality)
        places.change_contact_data(
            by=BY, municipality=municipality,
            values={
                "phone": "069 000 0000",
                "office_hours": make("sq", "e hënë – e premte, 8.00 – 16.00", en="Monday to Friday, 8:00 to 16:00"),
                "address": make("sq", "Bashkia Roskovec, sheshi qendror", en="Municipality of Roskovec, main square"),
                "coordinator": make(
                    "sq", "Drejtoria Juridike, zyra 4, 069 000 0006, konsultimi@roskovec.example",
                    en="Legal Directorate, office 4, 069 000 0006, konsultimi@roskovec.example",
                ),
            },
        )  # fmt: skip
        listen.load_themes(by=BY, municipality=municipality)
        _people(municipality, begin.date())
        people.start_cycle(
            by=BY, municipality=municipality, name=make("sq", "Cikli i parë", en="The first cycle"), starts=begin.date(),
            dates={kind: calendar.working(day).date() for kind, day in DUE.items()},
        )  # fmt: skip
    sample = Sample(municipality, calendar, _actors(begin.date()), random.Random(SEED))
    sample.themes = {
        theme.code: theme for top in listen_now.theme_tree(municipality) for theme in (top.top, *top.leaves)
    }
    with at(begin):
        sample.themes["police"] = people.add_institution(
            by=BY, municipality=municipality, name=make("sq", "Policia e Shtetit", en="State Police"), lane="state_police",
        )  # fmt: skip
        people.add_institution(
            by=BY, municipality=municipality, name=make("sq", "OSHEE (energjia elektrike)", en="OSHEE (electricity)")
        )
        places.open_municipality(by=BY, municipality=municipality, demo=True)
    plan_voices(sample)
    plan_newest(sample)
    plan_meetings(sample)
    plan_talks(sample)
    plan_bringing_back(sample)
    calendar.plan(calendar.moment(-254), lambda: people.step_done(by=BY, municipality=municipality, kind="meetings"))
    calendar.plan(calendar.moment(-224), lambda: people.step_done(by=BY, municipality=municipality, kind="picture"))
    plan_decisions(sample)
    plan_deliveries(sample)
    for _moment in calendar.run():
        pass


def _people(municipality: Municipality, since: date) -> None:
    units = {unit.name: unit for unit in places_now.units(municipality)}
    for sample in PEOPLE:
        person = people.ensure_person(by=BY, email=sample.email, name=sample.name, phone=sample.phone)
        for role, detail in sample.roles:
            people.grant_role(
                by=BY, municipality=None if role == "administrator" else municipality, person=person, role=role,
                lane=detail if role == "lane_member" else "",
                unit=units[detail] if role == "community_focal_point" else None, kind=sample.kind,
                chosen_how=sample.chosen_how, since=since,
            )  # fmt: skip
        if sample.seat:
            people.give_seat(
                by=BY, municipality=municipality, body_kind="action_group", person=person, capacity=sample.seat,
                chairs=sample.chairs, since=since, gender=sample.gender,
            )  # fmt: skip


def _actors(day: date) -> dict:  # type: ignore[type-arg]
    actors = {}
    for sample in PEOPLE:
        person = people_now.person_by_email(sample.email)
        actors[sample.email.split("@")[0]] = people.actor_of(person, today=day + timedelta(days=1))
    return actors
