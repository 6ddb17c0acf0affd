"""This room's pages in the desk's navigation."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from firstdoor.core.desk import Entry
from firstdoor.listen.selectors.ledger import count_to_bring
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
)
