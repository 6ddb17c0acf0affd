"""What this room shows in the desk's frame."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_lazy as _

from firstdoor.core import rights
from firstdoor.core.actor import Actor
from firstdoor.core.desk import Entry, Task
from firstdoor.core.texts import plain
from firstdoor.deliver.selectors.promises import Overdue, overdue
from firstdoor.deliver.selectors.waiting import waiting_in_pilots

ENTRIES = (
    Entry(
        key="pilots",
        label=_("Pilots"),
        route="desk_pilots",
        permission="deliver.see_pilots",
        order=68,
        hint=_("Steps, money, photos, the coach's visits, before and after."),
        steps=("pilots", "evaluation"),
    ),
    Entry(
        key="promises",
        label=_("Promises"),
        route="desk_promises",
        permission="deliver.see_pilots",
        order=70,
        hint=_("How each measure stands, and why."),
    ),
)
PLACES = {"steps": "steps", "visits": "coach", "photos": "photos", "figures": "measure"}  # on the pilot's page


def waiting(by: Actor, municipality: Any, today: date) -> list[Task]:
    """What waits in the pilots, for whoever carries them out. 5 queries, none for others."""
    if not rights.may(by, "deliver.run_pilot", municipality):
        return []
    return [
        Task(
            words=_in_words(one.what, one.n),
            url=f"{reverse('desk_pilot', args=[municipality.slug, one.pilot.pk])}#{PLACES[one.what]}",
            due=one.due,
            late=one.what == "steps",
            hint=plain(one.pilot.title),
        )
        for one in waiting_in_pilots(municipality, today=today)
    ]


def overdue_promises(by: Actor, municipality: Any, today: date) -> list[Task]:
    """The promises past their date or whose pilot is done, for whoever says how they stand. 3 or 4 queries, none for
    others."""
    if not rights.may(by, "deliver.keep_promises", municipality):
        return []
    return [_of_promise(one, municipality, today) for one in overdue(municipality, today=today)]


def _of_promise(one: Overdue, municipality: Any, today: date) -> Task:
    if one.done:
        words, hint = gettext("The pilot is done: {promise}"), gettext("Say whether it keeps the promise.")
    elif one.explained:
        words = gettext("Past its date: {promise}")
        hint = gettext("Why it is late is told. Say so when it is kept or dropped.")
    else:
        words = gettext("Past its date: {promise}")
        hint = gettext("Say whether it is kept, or why it is late. Everybody reads it.")
    where = ("desk_promise", one.measure) if one.measure else ("desk_meeting_promises", one.meeting)
    return Task(
        words=words.format(promise=plain(one.title)),
        url=reverse(where[0], args=[municipality.slug, where[1]]),
        due=one.due,
        late=one.due < today,
        hint=hint,
    )


def in_words(waits: dict[str, int]) -> list[tuple[str, str]]:
    """What waits in one pilot, each with its place on the pilot's page."""
    return [(PLACES[what], _in_words(what, n)) for what, n in waits.items()]


def _in_words(what: str, n: int) -> str:
    match what:
        case "steps":
            words = ngettext("One step is past its date", "{n} steps are past their date", n)
        case "visits":
            words = ngettext("One visit of the coach has no answer", "{n} visits of the coach have no answer", n)
        case "photos":
            words = ngettext("One photo waits for your eye", "{n} photos wait for your eye", n)
        case _:
            words = ngettext(
                "One figure is to be taken after the work", "{n} figures are to be taken after the work", n
            )
    return words.format(n=n)
