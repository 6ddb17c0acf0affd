"""What this room shows in the desk's frame: its pages, what waits, and the part that somebody has."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext, pgettext_lazy

from firstdoor.core import rights
from firstdoor.core.actor import Actor
from firstdoor.core.desk import Entry, Task
from firstdoor.people import selectors
from firstdoor.people.lanes import LANES
from firstdoor.people.models import Grant

MANDATE_ENDS = timedelta(days=60)
ENTRIES = (
    Entry(
        key="cycle",
        label=gettext_lazy("Cycle"),
        route="desk_cycle",
        permission="people.see_cycle",
        order=80,
        hint=gettext_lazy("The steps of the year with their dates, and what is late."),
    ),
    Entry(
        key="people",
        label=pgettext_lazy("page of the desk", "People"),
        route="desk_people",
        permission="people.grant_roles",
        order=90,
        hint=gettext_lazy("Who works here in which role, who has a seat, which institutions there are."),
    ),
)


def part_of(by: Actor, municipality: Any) -> str:
    """The roles that the actor holds there, in the order of the list of roles; a lane by its own name."""
    held, lanes = by.roles(municipality.pk), by.lanes(municipality.pk)
    parts = [str(label) for role, label in Grant.Role.choices if role in held and role != "lane_member"]
    return ", ".join([*parts, *(str(label) for lane, label in LANES if lane in lanes)])


def mandates(by: Actor, municipality: Any, today: date) -> list[Task]:
    """Units whose Community Focal Point's mandate ends within two months, for whoever gives roles. 1 query."""
    if not rights.may(by, "people.grant_roles", municipality):
        return []
    return [
        Task(
            words=_("{unit}: the mandate of {name} ends").format(
                unit=grant.unit.name if grant.unit else municipality, name=grant.person.name
            ),
            url=reverse("desk_role_new", args=[municipality.slug]),
            due=grant.until,
            hint=_("Nobody follows yet. Until somebody does, residents there have no focal point."),
        )
        for grant in selectors.ending_soon(municipality, today=today, within=MANDATE_ENDS)
    ]


def late_steps(by: Actor, municipality: Any, today: date) -> list[Task]:
    """Steps of the cycle whose date has passed, for whoever keeps the cycle. 3 queries, none for others."""
    if not rights.may(by, "people.keep_cycle", municipality):
        return []
    cycle = selectors.cycle_now(municipality, today=today)
    if cycle is None:
        address = reverse("desk_cycle_start", args=[municipality.slug])
        return [Task(_("Begin a cycle: none is going on"), address)]
    return [
        Task(
            words=step.name,
            url=reverse("desk_cycle_step", args=[municipality.slug, step.kind]),
            due=step.due,
            late=True,
            hint=ngettext(
                "Late by one day. Complete it, or give it another date and say why.",
                "Late by {n} days. Complete it, or give it another date and say why.",
                step.late_days,
            ).format(n=step.late_days),
        )
        for step in cycle.late
    ]
