"""Cases: what has to be done about voices, from the first look to the end and the answer."""

from firstdoor.listen.services.cases.common import Outdated
from firstdoor.listen.services.cases.facts import (
    look,
    set_place,
    set_theme,
    set_urgency,
    set_voice_level,
    translate_voice,
)
from firstdoor.listen.services.cases.joining import join, separate, split
from firstdoor.listen.services.cases.phases import answer, end, hand_over, plan, reopen, start, take_back, take_charge
from firstdoor.listen.services.cases.publishing import name, publish, unpublish
from firstdoor.listen.services.cases.undoing import Before, Step, before, remember, undo

__all__ = [
    "Before",
    "Outdated",
    "Step",
    "answer",
    "before",
    "end",
    "hand_over",
    "join",
    "look",
    "name",
    "plan",
    "publish",
    "remember",
    "reopen",
    "separate",
    "set_place",
    "set_theme",
    "set_urgency",
    "set_voice_level",
    "split",
    "start",
    "take_back",
    "take_charge",
    "translate_voice",
    "undo",
    "unpublish",
]
