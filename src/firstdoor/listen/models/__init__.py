"""The nouns of listening."""

from firstdoor.listen.models.answer import Answer, Delivery
from firstdoor.listen.models.case import Case, CaseVoice, Handover, LaneNote, Referral, Station
from firstdoor.listen.models.conversation import Booklet, Conversation, LeftOut, Listener, Participant, Statement, Vote
from firstdoor.listen.models.hands import HandCount, Hands
from firstdoor.listen.models.meeting import Headcount, Invitation, Meeting, MeetingPromise
from firstdoor.listen.models.saved import SavedFilter
from firstdoor.listen.models.theme import Theme
from firstdoor.listen.models.voice import Draft, Item, Photo, Response, Voice

__all__ = [
    "Answer", "Booklet", "Case", "CaseVoice", "Conversation", "Delivery", "Draft", "HandCount", "Handover",
    "Hands", "Headcount", "Invitation", "Item",
    "LaneNote", "LeftOut", "Listener", "Meeting", "MeetingPromise", "Participant", "Photo", "Referral", "Response", "SavedFilter",
    "Statement", "Station", "Theme", "Voice", "Vote",
]  # fmt: skip
