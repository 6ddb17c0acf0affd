"""Taking back the last act, while nobody has gone on from it.

Ids and codes are kept for it; words only where the act changed some (place, name), and then sealed."""

from __future__ import annotations

import itertools
import json
from dataclasses import dataclass, replace
from datetime import datetime
from typing import TYPE_CHECKING
from uuid import UUID

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from firstdoor.core import contacts, keys
from firstdoor.core.actor import Actor
from firstdoor.listen.models import Case, Handover, Station, Theme
from firstdoor.listen.models.theme import Level
from firstdoor.listen.services.cases.common import Work, begin, present_voices, uploads_of
from firstdoor.listen.services.cases.facts import MADE_PUBLIC, level_of_case, set_level, set_theme
from firstdoor.listen.services.cases.joining import join, separate
from firstdoor.listen.services.cases.publishing import show_voice
from firstdoor.listen.services.voices import level_of

if TYPE_CHECKING:
    from firstdoor.places.models import Municipality

PLAIN = ("look", "urgency", "plan", "start", "ours", "hand", "back")  # columns, stations and a handover come back
PUBLIC = ("publish", "unpublish")
WORDS = {"place": ("place", "lat", "lon", "cell10", "unit_id"), "name": ("title", "public_text")}
ACTS = (*PLAIN, *PUBLIC, *WORDS, "level", "theme", "join", "split")


@dataclass(frozen=True, slots=True)
class Before:
    """A case as it was before an act, as far as an undo needs it."""

    phase: str
    urgency: str
    theme: str
    institution: str
    stations: tuple[str, ...]
    published: str  # since when the case is public, in ISO form; "" when it is not
    voices: tuple[str, ...]  # whose words everybody reads
    photos: tuple[str, ...]  # the photos that everybody sees
    asked: tuple[str, ...] = ()  # voices that their persons gave to the safety team alone
    words: str = ""  # of an act on words: the columns before it; sealed as soon as it leaves this module


@dataclass(frozen=True, slots=True)
class Step:
    """One act that may be taken back: which, of what case, the version it made, and what was before."""

    act: str
    case: str
    version: int
    before: Before
    other: str = ""  # the case that was split off


def before(case: Case) -> Before:
    """Note how a case stands. 4 queries."""
    stations = Station.objects.of(case.municipality_id).filter(case=case).values_list("pk", flat=True)
    voices = present_voices(case)
    return Before(
        phase=case.phase,
        urgency=case.urgency,
        theme=str(case.theme_id or ""),
        institution=str(case.institution_id or ""),
        stations=tuple(map(str, stations)),
        published=case.published_at.isoformat() if case.published_at else "",
        voices=tuple(str(voice.pk) for voice in voices if voice.published_at is not None),
        photos=tuple(str(upload.pk) for upload in uploads_of(voices) if upload.published_at is not None),
        asked=tuple(str(voice.pk) for voice in voices if voice.asked_level != Level.PUBLIC),
        words=json.dumps({name: getattr(case, name) for name in itertools.chain(*WORDS.values())}, default=str),
    )


def remember(act: str, was: Before, case: Case, *, other: str = "") -> Step | None:
    """What to keep for `undo`; None for what can't be taken back: an answer that went out, a way into a lane."""
    if act not in ACTS or case.level == Level.LANE:
        return None
    words = keys.seal("drafts", was.words).decode() if act in WORDS else ""
    return Step(act, str(case.pk), case.version, replace(was, words=words), other)


@transaction.atomic
def undo(*, by: Actor, municipality: Municipality, step: Step, at: datetime | None = None) -> None:
    """Take an act back. Raises NotAllowed, Outdated when somebody went on from it, ValidationError."""
    now, case = at or timezone.now(), UUID(step.case)
    if step.act == "join":
        separate(by=by, municipality=municipality, case=case, version=step.version, at=now)
        return
    if step.act == "split":
        join(by=by, municipality=municipality, case=case, other=UUID(step.other), at=now)
        return
    if step.act not in ACTS:
        raise ValidationError(_("This can't be taken back."))
    version: int | None = step.version
    if step.act == "theme":
        theme = Theme.objects.of(municipality).filter(pk=step.before.theme or None).first()
        set_theme(by=by, municipality=municipality, case=case, theme=theme, version=version, at=now)
        version = None
    work = begin(by, municipality, case, version=version, permission="listen.triage", at=now)
    if step.act == "level":
        _restore_readers(work, step.before)
    if step.act in {"theme", "level", *PUBLIC}:
        _restore_public(work, step.before)
    if step.act in WORDS:
        _restore_words(work, step)
        return
    _restore(work, step)


def _restore(work: Work, step: Step) -> None:
    for stop in Station.objects.of(work.municipality).filter(case=work.case).exclude(pk__in=step.before.stations):
        work.record("station_taken_back", stop, gone=True)
        stop.delete()
    if step.act in {"hand", "back"}:
        _last_handover(work, gone=step.act == "hand")
    work.case.phase, work.case.urgency = step.before.phase, step.before.urgency
    work.case.institution_id = step.before.institution or None
    work.save("undone", "phase", "urgency", "institution")


def _restore_words(work: Work, step: Step) -> None:
    try:
        was = json.loads(keys.unseal("drafts", step.before.words.encode()))
    except keys.KeyMissing:
        raise ValidationError(_("This can't be taken back.")) from None
    for column in WORDS[step.act]:
        setattr(work.case, column, was[column])
    work.save("undone", *(column.removesuffix("_id") for column in WORDS[step.act]))


def _restore_readers(work: Work, was: Before) -> None:
    """Each voice has the readers again that it had. A consent that was noted by this act is withdrawn with it."""
    voices = present_voices(work.case)
    for voice in voices:
        asked = Level.STAFF if str(voice.pk) in was.asked else Level.PUBLIC
        if voice.asked_level == asked:
            continue
        if asked == Level.STAFF:
            contacts.withdraw(voice_id=voice.pk, purpose=MADE_PUBLIC)
        voice.asked_level = asked
        set_level(work, voice, level_of(work.case.theme, asked), "voice_level_set")
    level_of_case(work, voices)
    work.case.save(update_fields=["level", "published_at"])


def _restore_public(work: Work, was: Before) -> None:
    """Everybody sees again what everybody saw, as far as it may still be public: case, words and photos."""
    for voice in present_voices(work.case):
        shown = str(voice.pk) in was.voices and voice.level == Level.PUBLIC and voice.withdrawn_at is None
        show_voice(work, voice, shown=shown)
        for upload in uploads_of([voice]):
            if str(upload.pk) in was.photos and voice.level == Level.PUBLIC and upload.published_at is None:
                upload.published_at = work.at
                upload.save(update_fields=["published_at"])
                work.record("photo_published", upload)
    again = was.published and work.case.level == Level.PUBLIC
    work.case.published_at = datetime.fromisoformat(was.published) if again else None
    work.case.save(update_fields=["published_at"])


def _last_handover(work: Work, *, gone: bool) -> None:
    handovers = Handover.objects.of(work.municipality).filter(case=work.case)
    last = handovers.order_by("-at" if gone else "-answered_at", "-pk").first()
    if last is None:
        return
    if gone:
        work.record("handover_taken_back", last, gone=True)
        last.delete()
    else:
        last.answered_at = None
        last.save(update_fields=["answered_at"])
        work.record("handover_waits_again", last)
