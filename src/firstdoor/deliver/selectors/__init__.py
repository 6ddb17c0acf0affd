"""The questions of this room."""

from firstdoor.deliver.selectors.chain import public_voices_behind, voices_behind
from firstdoor.deliver.selectors.export import contact_kept, export_of
from firstdoor.deliver.selectors.thread import AskedBack, GoldenThread, PilotThread, asked_back, golden_thread

__all__ = [
    "AskedBack",
    "GoldenThread",
    "PilotThread",
    "asked_back",
    "contact_kept",
    "export_of",
    "golden_thread",
    "public_voices_behind",
    "voices_behind",
]
