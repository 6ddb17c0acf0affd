"""The verbs of listening. Those about cases, photos, lanes and focal points are modules of their own."""

from firstdoor.listen.services import cases, filters, focal, lanes, photos
from firstdoor.listen.services.answers import give_answer
from firstdoor.listen.services.importing import Imported, create_from_reports, import_reports
from firstdoor.listen.services.intake import DraftGone, Sent, answer_about_you, send_report
from firstdoor.listen.services.policy import publish_voice, take_into_policy
from firstdoor.listen.services.receipt_letters import post_receipt
from firstdoor.listen.services.retention import Erased, erase_due
from firstdoor.listen.services.themes import load_themes
from firstdoor.listen.services.voices import ContactGiven, Filed, NobodyReadsThis, file_voice
from firstdoor.listen.services.withdrawal import (
    needs_one_time_code,
    send_one_time_code,
    withdraw_consent,
    withdraw_voice,
)

__all__ = [
    "ContactGiven",
    "DraftGone",
    "Erased",
    "Filed",
    "Imported",
    "NobodyReadsThis",
    "Sent",
    "answer_about_you",
    "cases",
    "create_from_reports",
    "erase_due",
    "file_voice",
    "filters",
    "focal",
    "give_answer",
    "import_reports",
    "lanes",
    "load_themes",
    "needs_one_time_code",
    "photos",
    "post_receipt",
    "publish_voice",
    "send_one_time_code",
    "send_report",
    "take_into_policy",
    "withdraw_consent",
    "withdraw_voice",
]
