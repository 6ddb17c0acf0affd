"""What everybody may read of a case: a title and a text of the staff, and the words of those who chose everybody."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime
from typing import TYPE_CHECKING
from uuid import UUID

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from firstdoor.core.actor import Actor
from firstdoor.core.texts import Texts
from firstdoor.listen.models import Case, Voice
from firstdoor.listen.models.theme import Level
from firstdoor.listen.services.cases.common import Work, begin, hide_photos, present_voices

if TYPE_CHECKING:
    from firstdoor.places.models import Municipality


@transaction.atomic
def name(
    *,
    by: Actor,
    municipality: Municipality,
    case: Case | UUID,
    title: Texts,
    public_text: Texts | None = None,
    version: int | None = None,
    at: datetime | None = None,
) -> Case:
    """Give a case its short name and the text that may become public with it. Raises NotAllowed, Outdated."""
    work = begin(by, municipality, case, version=version, permission="listen.triage", at=at or timezone.now())
    if not title:
        raise ValidationError({"title": _("Write a short name.")})
    work.case.title, work.case.public_text = title, public_text or {}
    return work.save("case_named", "title", "public_text")


@transaction.atomic
def publish(
    *,
    by: Actor,
    municipality: Municipality,
    case: Case | UUID,
    voices: Collection[UUID] = (),
    version: int | None = None,
    at: datetime | None = None,
) -> Case:
    """Let everybody read a case, and the words of those of `voices` whose persons chose everybody; no others.

    Raises NotAllowed, Outdated, ValidationError when the case is not public or has no short name yet.
    """
    work = begin(by, municipality, case, version=version, permission="listen.triage", at=at or timezone.now())
    if work.case.level != Level.PUBLIC:
        raise ValidationError(_("Theme or person say that not everybody may read this."))
    if not work.case.title:
        raise ValidationError(_("Give it a short name first."))
    for voice in present_voices(work.case):
        shown = voice.pk in voices and voice.level == Level.PUBLIC and voice.withdrawn_at is None
        show_voice(work, voice, shown=shown)
    work.looked_at_first()
    work.case.published_at = work.case.published_at or work.at
    return work.save("case_published", "phase", "published_at")


@transaction.atomic
def unpublish(
    *, by: Actor, municipality: Municipality, case: Case | UUID, version: int | None = None, at: datetime | None = None
) -> Case:
    """Take a case, its voices' words and photos from all public pages. Raises NotAllowed, Outdated."""
    work = begin(by, municipality, case, version=version, permission="listen.triage", at=at or timezone.now())
    for voice in present_voices(work.case):
        show_voice(work, voice, shown=False)
    work.case.published_at = None
    return work.save("case_unpublished", "published_at")


def show_voice(work: Work, voice: Voice, *, shown: bool) -> None:
    """Let everybody read a voice's words, or nobody outside; nothing where that is so already."""
    if shown == (voice.published_at is not None):
        return
    voice.published_at = work.at if shown else None
    voice.save(update_fields=["published_at"])
    work.record("voice_published" if shown else "voice_unpublished", voice)
    if not shown:
        hide_photos(work, [voice], remove=False)
