"""The nouns of listening."""

from firstdoor.listen.models.answer import Answer, Delivery
from firstdoor.listen.models.case import Case, CaseVoice, Handover, LaneNote, Referral, Station
from firstdoor.listen.models.meeting import Headcount, Invitation, Meeting, MeetingPromise
from firstdoor.listen.models.saved import SavedFilter
from firstdoor.listen.models.theme import Theme
from firstdoor.listen.models.voice import Draft, Item, Photo, Response, Voice

__all__ = [
    "Answer", "Case", "CaseVoice", "Delivery", "Draft", "Handover", "Headcount", "Invitation", "Item", "LaneNote",
    "Meeting", "MeetingPromise", "Photo", "Referral", "Response", "SavedFilter", "Station", "Theme", "Voice",
]  # fmt: skip
