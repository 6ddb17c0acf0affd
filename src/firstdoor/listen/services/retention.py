"""What is erased once it has been kept long enough. Each step may run twice without harm."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING

from django.db import transaction
from django.db.models import Exists, OuterRef, Q

from firstdoor.core import audit, contacts, photos, rights
from firstdoor.core.actor import Actor
from firstdoor.core.models import Upload
from firstdoor.listen.models import Case, LaneNote, Photo, Voice
from firstdoor.listen.models.theme import Level
from firstdoor.listen.services.drafts import forget_expired
from firstdoor.places import selectors as places

if TYPE_CHECKING:
    from firstdoor.places.models import Municipality

BATCH = 200


@dataclass(frozen=True, slots=True)
class Erased:
    """How much was erased."""

    contacts: int
    voices: int
    notes: int
    drafts: int


def erase_due(*, by: Actor, municipality: Municipality, now: datetime) -> Erased:
    """Erase contact data whose day has come, words of staff and lane voices long after their matter ended, lane notes
    with them, and drafts that were never sent. Raises NotAllowed."""
    rights.require(by, "listen.retain", municipality)
    today = places.local_date(municipality, now)
    with transaction.atomic():
        gone = contacts.erase_due(today=today, municipality=municipality)
        for voice_id in gone:
            audit.note("listen.contact_erased", by=by, municipality=municipality, row=str(voice_id))
    voices, notes = _erase_words(by, municipality, now)
    return Erased(len(gone), voices, notes, forget_expired(municipality=municipality, now=now))


def _long_ended(municipality: Municipality, now: datetime) -> list[Case]:
    """Cases whose period of keeping is over."""
    ended = Case.objects.of(municipality).filter(phase=Case.Phase.ENDED, ended_at__lt=now, source="")
    candidates = ended.filter(
        Q(links__voice__level__in=[Level.STAFF, Level.LANE], links__voice__words__gt="")
        | Q(links__voice__sealed__isnull=False)
        | Q(Exists(LaneNote.objects.of(municipality).filter(case=OuterRef("pk"))))
    ).distinct()
    today = places.local_date(municipality, now)
    kept = {}
    for case in candidates:
        day = case.ended_at.date()
        kept.setdefault(day, places.due("retention.sealed_words", case.ended_at, municipality))
    return [case for case in candidates if kept[case.ended_at.date()] and kept[case.ended_at.date()] < today]


def _erase_words(by: Actor, municipality: Municipality, now: datetime) -> tuple[int, int]:
    voices = notes = 0
    for case in _long_ended(municipality, now):
        with transaction.atomic():
            # A voice stays whole while another case of it is still worked on.
            open_elsewhere = (
                Voice.objects.of(municipality)
                .filter(pk=OuterRef("pk"), links__left_at=None)
                .exclude(links__case__phase=Case.Phase.ENDED)
            )
            for voice in Voice.objects.of(municipality).filter(
                ~Exists(open_elsewhere), links__case=case, level__in=[Level.STAFF, Level.LANE]
            ):
                voices += _empty(by, municipality, voice)
            for note in LaneNote.objects.of(municipality).filter(case=case):
                audit.record("listen.lane_note_erased", by=by, municipality=municipality, about=note, gone=True)
                note.delete()
                notes += 1
    return voices, notes


def _empty(by: Actor, municipality: Municipality, voice: Voice) -> int:
    if not voice.words and voice.sealed is None:
        return 0
    voice.words, voice.sealed, voice.translations, voice.place = "", None, {}, ""
    voice.lat = voice.lon = voice.cell10 = None
    voice.save()
    for photo in Photo.objects.of(municipality).filter(voice=voice):
        photos.remove(Upload.objects.get(pk=photo.upload_id))
    audit.record("listen.words_erased", by=by, municipality=municipality, about=voice)
    return 1
