"""What is held about a voice, for the person who has its code. Contact data are never in it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.utils.html import strip_tags

from firstdoor.core import contacts
from firstdoor.deliver.selectors.stations import stations
from firstdoor.deliver.selectors.thread import GoldenThread
from firstdoor.listen import selectors as listen

if TYPE_CHECKING:
    from firstdoor.listen.models import Voice

FORMAT = "firstdoor-receipt-1"


def contact_kept(voice: Voice) -> bool:
    """Whether contact data of this voice are kept. 1 query."""
    return contacts.is_kept(voice.pk)


def export_of(thread: GoldenThread, code: str) -> dict[str, Any]:
    """The voice, its stations and answers as plain data. Of a voice not for all eyes only what its page shows. 1 to 3 queries."""
    voice = thread.voice
    held: dict[str, Any] = {
        "format": FORMAT,
        "code": code,
        "municipality": voice.municipality.slug,
        "received": voice.heard_at.isoformat(),
        "withdrawn": voice.withdrawn_at.isoformat() if voice.withdrawn_at else None,
        "contact_data_kept": contact_kept(voice),
    }
    if not thread.neutral:
        held["voice"] = {
            "words": voice.words,
            "language": voice.language,
            "translations": {key: words for key, words in voice.translations.items() if key != "_"},
            "channel": voice.channel,
            "theme": voice.theme.code if voice.theme else None,
            "place": voice.place,
            "latitude": voice.lat,
            "longitude": voice.lon,
            "administrative_unit": voice.unit.name if voice.unit else None,
            "level": voice.level,
            "published": voice.published_at.isoformat() if voice.published_at else None,
            "photos": listen.photos_of(voice),
            "wants_answer": voice.wants_answer,
        }
    held["answers"] = [
        {"kind": told.kind, "at": told.at.isoformat(), "text": {k: v for k, v in told.text.items() if k != "_"}}
        for told in thread.listen.told
    ]
    if thread.neutral:
        held["answers"] = [{"at": told["at"], "text": told["text"]} for told in held["answers"]]
    held["stations"] = [
        {
            "kind": station.kind,
            "state": station.state,
            "day": station.day.isoformat(),
            "who": strip_tags(station.by),
            "title": strip_tags(station.title),
            "text": strip_tags(station.body),
        }
        for station in stations(thread)
    ]
    return held
