"""This room's pages in the desk's navigation."""

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
from firstdoor.listen.selectors.conversations import waiting_at_desk
from firstdoor.listen.selectors.ledger import contacts_going, count_to_bring
from firstdoor.listen.selectors.queue import first_looks

ENTRIES = (
    Entry(
        key="voices",
        label=_("Voices"),
        route="desk_voices",
        permission="listen.see_desk",
        order=10,
        waiting=first_looks,
        hint=_("What people told the municipality, and what has to be done about it."),
    ),
    Entry(
        key="answers",
        label=_("Answers"),
        route="desk_bring_back",
        permission="listen.bring_answers",
        order=20,
        waiting=count_to_bring,
        hint=_("Answers to bring back to those for whom you spoke, and what reached whom."),
    ),
    Entry(
        key="speak",
        label=_("Enter a voice"),
        route="desk_speak",
        permission="listen.speak_for_others",
        order=30,
        hint=_("Write down what somebody without a telephone or a computer says."),
        action=_("Enter a voice"),
    ),
    Entry(
        key="conversations",
        label=_("Conversations"),
        route="desk_conversations",
        permission="listen.see_conversations",
        order=45,
        hint=_("What people agree on: statements, votes on them, and what came of it."),
    ),
)


def statements_to_read(by: Actor, municipality: Any, today: date) -> list[Task]:
    """The conversations with statements that nobody has read. 1 query."""
    if not rights.may(by, "listen.hold_conversations", municipality):
        return []
    return [
        Task(
            words=ngettext("Read {n} new statement", "Read {n} new statements", n).format(n=n),
            url=reverse("desk_conversation", args=[municipality.slug, row.slug]),
            hint=plain(row.title),
        )
        for row, n in waiting_at_desk(municipality)
    ]


def contacts_going_soon(by: Actor, municipality: Any, today: date) -> list[Task]:
    """That answers have to be brought before it is forgotten where their people are found. 1 to 5 queries."""
    if not rights.may(by, "listen.bring_answers", municipality):
        return []
    days = contacts_going(by, municipality)
    if not days:
        return []
    n = len(days)
    return [
        Task(
            words=ngettext("Bring {n} person the answer", "Bring {n} people their answers", n).format(n=n),
            url=reverse("desk_bring_back", args=[municipality.slug]),
            due=days[0],
            hint=gettext("From the next day we do not keep how the person is found."),
        )
    ]
