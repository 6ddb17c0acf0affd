"""The confidential lane: notes, referrals and neutral answers, by its members alone; each look is recorded.

Whatever is written here is stored sealed under the lane's key, and no other service, selector or page opens it.
"""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING, Any
from uuid import UUID

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from firstdoor.core import audit, contacts, keys, rights
from firstdoor.core.actor import Actor
from firstdoor.listen.models import Answer, Case, LaneNote, Referral, Theme, Voice
from firstdoor.listen.models.theme import Level
from firstdoor.listen.services.cases.common import Work, begin, case_level, present_voices
from firstdoor.listen.services.cases.phases import tell
from firstdoor.listen.services.cases.words import in_all_languages, sentences
from firstdoor.listen.services.voices import lane_key, level_of

if TYPE_CHECKING:
    from firstdoor.places.models import Municipality

NOTE_MOST = 4000


def neutral_answers() -> dict[str, tuple[str, str]]:
    """The sentences that may answer a lane voice, by code: (kind of answer, words). They tell nothing to a stranger."""
    return {
        "read": (Answer.Kind.HEARD, _("Somebody has read what you told us.")),
        **{code: (Answer.Kind.REPLY, words) for code, words in sentences().items()},
    }


def _enter(
    by: Actor, municipality: Municipality, case: Case | UUID, lane: str, *, version: int | None, at: datetime | None
) -> Work:
    rights.require(by, "listen.enter_lane", municipality)
    if not by.system and lane not in by.lanes(municipality.pk):
        raise rights.NotAllowed("listen.enter_lane")
    work = begin(
        by, municipality, case, version=version, permission="listen.see_queue", at=at or timezone.now(), lane_too=True
    )
    if work.in_lane and work.case.lane != lane:
        raise rights.NotAllowed("listen.enter_lane")
    return work


@transaction.atomic
def add_note(
    *, by: Actor, municipality: Municipality, case: Case | UUID, lane: str, words: str, at: datetime | None = None
) -> LaneNote:
    """Write a note that only the members of `lane` read, beside any case. Raises NotAllowed, ValidationError."""
    work = _enter(by, municipality, case, lane, version=None, at=at)
    words = words.replace("\x00", "").strip()
    if not words:
        raise ValidationError({"words": _("Write the note.")})
    if len(words) > NOTE_MOST:
        raise ValidationError({"words": _("This is longer than 4,000 characters. Please shorten it.")})
    note = LaneNote.objects.create(
        municipality=municipality, case=work.case, lane=lane, sealed=keys.seal(lane_key(municipality, lane), words),
        by=by.person, at=work.at,
    )  # fmt: skip
    work.record("lane_note_added", note)
    return note


@transaction.atomic
def refer(
    *, by: Actor, municipality: Municipality, case: Case | UUID, voice: UUID, to: Any, at: datetime | None = None
) -> Referral:
    """Record that a person was referred, to whom and when; never what about. Raises NotAllowed, ValidationError."""
    work = _lane_case(by, municipality, case, version=None, at=at)
    found = next((one for one in present_voices(work.case) if one.pk == voice), None)
    if found is None:
        raise ValidationError({"voice": _("This voice does not belong to the case any more.")})
    if to is None or to.municipality_id != municipality.pk:
        raise ValidationError({"to": _("Choose an institution from the list.")})
    referral = Referral.objects.create(municipality=municipality, voice=found, to=to, by=by.person, at=work.at)
    work.record("referred", referral)
    return referral


@transaction.atomic
def answer_in_lane(
    *, by: Actor, municipality: Municipality, case: Case | UUID, sentence: str, version: int | None = None,
    at: datetime | None = None,
) -> Answer:  # fmt: skip
    """Answer the voices of a lane case with a sentence of the house; free words would stand in clear text.

    Raises NotAllowed, Outdated, ValidationError.
    """
    work = _lane_case(by, municipality, case, version=version, at=at)
    if sentence not in neutral_answers():
        raise ValidationError({"sentence": _("Choose one of the sentences.")})
    voices = [voice.pk for voice in present_voices(work.case) if voice.withdrawn_at is None]
    if not voices:
        raise ValidationError(_("Nobody waits for an answer here."))
    work.looked_at_first()
    work.save("case_answered", "phase")
    text = in_all_languages(municipality, lambda: neutral_answers()[sentence][1])
    return tell(work, neutral_answers()[sentence][0], text, voices, discreet=text)


@transaction.atomic
def let_out(
    *,
    by: Actor,
    municipality: Municipality,
    case: Case | UUID,
    theme: Theme | None,
    consent: bool,
    version: int | None = None,
    at: datetime | None = None,
) -> Case:
    """Give a case of the lane to the safety team, with the consent of its person, which is kept as an event.

    The words become readable to the staff, never to everybody. Raises NotAllowed, Outdated, ValidationError.
    """
    work = _lane_case(by, municipality, case, version=version, at=at)
    if not consent:
        raise ValidationError({"consent": _("Only the person can allow that more people read it.")})
    if theme is None or theme.municipality_id != municipality.pk or theme.level == Level.LANE:
        raise ValidationError({"theme": _("Choose a theme that the safety team works on.")})
    voices = present_voices(work.case)
    if len(voices) > 1:
        raise ValidationError(_("Several persons spoke here, and each has to allow it. Split their voices first."))
    for voice in voices:
        contacts.consent(by=by, municipality=municipality, voice_id=voice.pk, purpose="let_out_of_lane")
        voice.words = _open(municipality, work.case.lane, voice.sealed) if voice.sealed else ""
        if voice.sealed and not voice.words:
            raise ValidationError(_("The key of this lane is not here: nothing can be read or moved."))
        voice.sealed, voice.lane, voice.theme, voice.asked_level = None, "", theme, Level.STAFF
        voice.level = level_of(theme, Level.STAFF)
        voice.save()
        work.record("voice_out_of_lane", voice)
    work.case.theme, work.case.lane, work.case.level = theme, "", case_level(theme, voices)
    return work.save("case_out_of_lane", "theme", "lane", "level")


def _lane_case(
    by: Actor, municipality: Municipality, case: Case | UUID, *, version: int | None, at: datetime | None
) -> Work:
    rights.require(by, "listen.enter_lane", municipality)
    work = begin(
        by, municipality, case, version=version, permission="listen.enter_lane", at=at or timezone.now(), lane_too=True
    )
    if not work.in_lane:
        raise rights.NotAllowed("listen.enter_lane")
    return work


@transaction.atomic
def read_words(*, by: Actor, municipality: Municipality, case: Case, voices: list[Voice]) -> dict[UUID, str]:
    """The words of a lane case's voices in clear, for a member of that lane; the look is recorded. 3 queries.

    Raises NotAllowed. A voice whose key is gone has no words any more.
    """
    if case.level != Level.LANE or case.lane not in by.lanes(municipality.pk):
        raise rights.NotAllowed("listen.enter_lane")
    audit.note("listen.lane_looked", by=by, municipality=municipality, table=case._meta.db_table, row=str(case.pk))
    return {voice.pk: _open(municipality, case.lane, voice.sealed) for voice in voices if voice.sealed}


@transaction.atomic
def read_notes(*, by: Actor, municipality: Municipality, case: Case) -> list[tuple[LaneNote, str]]:
    """The notes beside a case in the lanes of which `by` is a member, in clear, oldest first; the look is recorded.

    Nothing, and nothing recorded, for others. 1 query, and 3 when there is something to read.
    """
    lanes = by.lanes(municipality.pk)
    notes = list(LaneNote.objects.of(municipality).filter(case=case, lane__in=lanes).order_by("at")) if lanes else []
    if notes:
        audit.note(
            "listen.lane_looked", by=by, municipality=municipality, table=LaneNote._meta.db_table, row=str(case.pk)
        )
    return [(note, _open(municipality, note.lane, note.sealed)) for note in notes]


def _open(municipality: Municipality, lane: str, sealed: bytes) -> str:
    try:
        return keys.unseal(lane_key(municipality, lane), sealed)
    except keys.KeyMissing:
        return ""
