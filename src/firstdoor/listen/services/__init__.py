"""The verbs of listening."""

from firstdoor.listen.services.answers import give_answer
from firstdoor.listen.services.policy import take_into_policy
from firstdoor.listen.services.retention import Erased, erase_due
from firstdoor.listen.services.themes import load_themes
from firstdoor.listen.services.voices import ContactGiven, Filed, NobodyReadsThis, file_voice

__all__ = [
    "ContactGiven",
    "Erased",
    "Filed",
    "NobodyReadsThis",
    "erase_due",
    "file_voice",
    "give_answer",
    "load_themes",
    "take_into_policy",
]
