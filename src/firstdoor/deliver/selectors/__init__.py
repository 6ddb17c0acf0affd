"""The questions of this room."""

from firstdoor.deliver.selectors.chain import public_voices_behind, voices_behind
from firstdoor.deliver.selectors.door import AtTheDoor, at_the_door
from firstdoor.deliver.selectors.export import contact_kept, export_of
from firstdoor.deliver.selectors.pilots import (
    Picture,
    PilotPage,
    all_pilots,
    milestone,
    open_steps,
    picture,
    pilot_by_id,
    pilot_by_slug,
    pilot_page,
    sources_open,
    sources_without_pilot,
    visit,
)
from firstdoor.deliver.selectors.promises import STATES, Promise, Promises, overdue, promise_of_measure, promises
from firstdoor.deliver.selectors.thread import AskedBack, GoldenThread, PilotThread, asked_back, golden_thread

__all__ = [
    "STATES",
    "AskedBack",
    "AtTheDoor",
    "GoldenThread",
    "Picture",
    "PilotPage",
    "PilotThread",
    "Promise",
    "Promises",
    "all_pilots",
    "asked_back",
    "at_the_door",
    "contact_kept",
    "export_of",
    "golden_thread",
    "milestone",
    "open_steps",
    "overdue",
    "picture",
    "pilot_by_id",
    "pilot_by_slug",
    "pilot_page",
    "promise_of_measure",
    "promises",
    "public_voices_behind",
    "sources_open",
    "sources_without_pilot",
    "visit",
    "voices_behind",
]
