"""The verbs of listening. Those about cases, photos, lanes and focal points are modules of their own."""

from firstdoor.listen.services import cases, focal, lanes, photos
from firstdoor.listen.services.answers import give_answer
from firstdoor.listen.services.policy import publish_voice, take_into_policy
from firstdoor.listen.services.retention import Erased, erase_due
from firstdoor.listen.services.themes import load_themes
from firstdoor.listen.services.voices import ContactGiven, Filed, NobodyReadsThis, file_voice

__all__ = [
    "ContactGiven",
    "Erased",
    "Filed",
    "NobodyReadsThis",
    "cases",
    "erase_due",
    "file_voice",
    "focal",
    "give_answer",
    "lanes",
    "load_themes",
    "photos",
    "publish_voice",
    "take_into_policy",
]
