"""What is erased once it has been kept long enough. Each step may run twice without harm."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING
from uuid import UUID

from django.db import transaction
from django.db.models import Exists, Max, OuterRef, Q

from firstdoor.core import audit, contacts, photos, receipts, rights
from firstdoor.core.actor import Actor
from firstdoor.core.models import Upload
from firstdoor.listen.models import Case, CaseVoice, Delivery, LaneNote, Photo, Voice
from firstdoor.listen.models.theme import Level
from firstdoor.listen.selectors import matters
from firstdoor.listen.services.answers import contact_kept_until
from firstdoor.listen.services.drafts import forget_expired
from firstdoor.listen.services.statements import forget_tokens
from firstdoor.places import selectors as places

if TYPE_CHECKING:
    from firstdoor.places.models import Municipality

BATCH = 200
TOKENS_KEPT = timedelta(days=30)  # after the end of a conversation


@dataclass(frozen=True, slots=True)
class Erased:
    """How much was erased."""

    contacts: int
    voices: int
    notes: int
    drafts: int
    tokens: int = 0
    copies: int = 0  # of receipt codes, for letters and slips


def erase_due(*, by: Actor, municipality: Municipality, now: datetime) -> Erased:
    """Erase contact data whose day has come and that no open matter needs, copies of codes that no letter and no slip
    needs, words of staff and lane voices long after their matter ended, lane notes with them, drafts that were never
    sent, and tokens of conversations that ended a month ago.

    Raises NotAllowed.
    """
    rights.require(by, "listen.retain", municipality)
    today = places.local_date(municipality, now)
    with transaction.atomic():
        gone = _without_use(municipality, contacts.due(today=today, municipality=municipality), now)
        for voice_id in gone:
            contacts.erase(voice_id)
            audit.note("listen.contact_erased", by=by, municipality=municipality, row=str(voice_id))
        # A slip may be asked for again where somebody spoke through a focal point; a letter is sent no more.
        receipts.forget_copies(
            Voice.objects.of(municipality).filter(pk__in=gone, entered_by=None).values_list("pk", flat=True)
        )
        # Without an address nothing more is sent: else each later answer would look for a person nobody can find.
        for voice in Voice.objects.of(municipality).filter(pk__in=gone, wants_answer=Voice.Answer.EMAIL):
            voice.wants_answer = Voice.Answer.PAGE
            voice.save(update_fields=["wants_answer"])
            audit.record("listen.answer_on_the_page_only", by=by, municipality=municipality, about=voice)
        copies = _forget_copies(by, municipality, now)
    voices, notes = _erase_words(by, municipality, now)
    tokens = forget_tokens(by=by, municipality=municipality, before=today - TOKENS_KEPT)
    return Erased(len(gone), voices, notes, forget_expired(municipality=municipality, now=now), tokens, copies)


def _without_use(municipality: Municipality, voices: list[UUID], now: datetime) -> list[UUID]:
    """Those whose contact nobody needs any more: no matter of theirs is open, and whoever was never answered could have
    been for a whole period after the last of them ended."""
    ends = matters.ends(municipality, voices, now)
    answered = set(Delivery.objects.of(municipality).filter(voice__in=voices).values_list("voice_id", flat=True))
    today = places.local_date(municipality, now)

    def over(voice: UUID) -> bool:
        days = [at for at in ends.get(voice, []) if at is not None]
        if len(days) < len(ends.get(voice, [])):
            return False
        return voice in answered or not days or contact_kept_until(municipality, max(days)) < today

    return [voice for voice in voices if over(voice)]


def _forget_copies(by: Actor, municipality: Municipality, now: datetime) -> int:
    """Copies of codes go with the contact; where none was kept, as late as one would have: until then somebody may come
    to a focal point for a new slip, or an answer is still to be brought."""
    today = places.local_date(municipality, now)
    issued = dict(receipts.copies_without_contact(municipality=municipality))
    waiting = Delivery.objects.of(municipality).filter(state=Delivery.State.WAITING, voice__in=list(issued))
    for voice in waiting.values_list("voice_id", flat=True):
        issued.pop(voice, None)
    told = dict(
        Delivery.objects.of(municipality).filter(voice__in=list(issued)).values_list("voice_id").annotate(Max("at"))
    )
    ends = matters.ends(municipality, issued, now)
    until: dict[date, date] = {}

    def over(voice: UUID) -> bool:
        days = [issued[voice], *ends.get(voice, []), *filter(None, [told.get(voice)])]
        if None in days:
            return False
        last = max(day for day in days if day is not None)
        if last.date() not in until:
            until[last.date()] = contact_kept_until(municipality, last)
        return until[last.date()] < today

    gone = [voice for voice in issued if over(voice)]
    for voice in gone:
        audit.note("listen.code_copy_erased", by=by, municipality=municipality, row=str(voice))
    return receipts.forget_copies(gone)


def _long_ended(municipality: Municipality, now: datetime) -> list[Case]:
    """Cases whose period of keeping is over. What was joined is kept as long as the case that it was joined into."""
    ended = Case.objects.of(municipality).filter(phase=Case.Phase.ENDED, ended_at__lt=now)
    candidates = ended.filter(
        Q(links__voice__level__in=[Level.STAFF, Level.LANE], links__voice__words__gt="")
        | Q(links__voice__sealed__isnull=False)
        | Q(Exists(LaneNote.objects.of(municipality).filter(case=OuterRef("pk"))))
    ).distinct()
    today = places.local_date(municipality, now)
    kept: dict[date, date | None] = {}
    due = []
    found = list(candidates)
    ended_at = matters.ends_of_cases(municipality, found)
    for case in found:
        at = ended_at[case.pk]
        if at is None:
            continue
        until = kept.setdefault(at.date(), places.due("retention.sealed_words", at, municipality))
        if until is not None and until < today:
            due.append(case)
    return due


def _erase_words(by: Actor, municipality: Municipality, now: datetime) -> tuple[int, int]:
    voices = notes = 0
    due = _long_ended(municipality, now)
    # A voice stays whole while another case of it is worked on, or has not ended long enough ago.
    needed = CaseVoice.objects.of(municipality).filter(voice=OuterRef("pk"), left_at=None)
    needed = needed.exclude(case__in=[case.pk for case in due])
    for case in due:
        with transaction.atomic():
            theirs = Voice.objects.of(municipality).filter(links__case=case, level__in=[Level.STAFF, Level.LANE])
            for voice in theirs.filter(~Exists(needed)).distinct():
                voices += _empty(by, municipality, voice)
            for note in LaneNote.objects.of(municipality).filter(case=case):
                audit.record("listen.lane_note_erased", by=by, municipality=municipality, about=note, gone=True)
                note.delete()
                notes += 1
            _empty_case(by, municipality, case)
    return voices, notes


def _empty_case(by: Actor, municipality: Municipality, case: Case) -> None:
    """What the staff wrote to name and find a confidential matter goes with its words; theme and unit are counted on."""
    if case.level == Level.PUBLIC or not (case.title or case.public_text or case.place or case.lat is not None):
        return
    case.title, case.public_text, case.place = {}, {}, ""
    case.lat = case.lon = case.cell10 = None
    case.version += 1
    case.save()
    audit.record("listen.case_words_erased", by=by, municipality=municipality, about=case)


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
