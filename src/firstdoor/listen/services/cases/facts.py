"""What a case is about: first look, theme, place, urgency, and who may read each voice."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING
from uuid import UUID

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from firstdoor.core import contacts
from firstdoor.core.actor import Actor
from firstdoor.core.texts import Texts
from firstdoor.listen.models import Case, CaseVoice, Theme, Voice
from firstdoor.listen.models.theme import Level
from firstdoor.listen.services.cases.common import Work, begin, case_level, hide_photos, present_voices
from firstdoor.listen.services.cases.confining import into_lane
from firstdoor.listen.services.voices import STRICTNESS, level_of
from firstdoor.places import grid
from firstdoor.places import selectors as places

if TYPE_CHECKING:
    from firstdoor.places.models import Municipality, Unit

MADE_PUBLIC = "made_public"  # what a consent to more readers is for


@transaction.atomic
def look(
    *, by: Actor, municipality: Municipality, case: Case | UUID, version: int | None = None, at: datetime | None = None
) -> Case:
    """Somebody of the staff has looked at it. Raises NotAllowed, Outdated. About 10 queries."""
    work = begin(
        by, municipality, case, version=version, permission="listen.triage", at=at or timezone.now(), lane_too=True
    )
    if work.case.phase != Case.Phase.RECEIVED:
        return work.case
    work.looked_at_first()
    return work.save("case_looked_at", "phase")


@transaction.atomic
def set_theme(
    *,
    by: Actor,
    municipality: Municipality,
    case: Case | UUID,
    theme: Theme | None,
    version: int | None = None,
    at: datetime | None = None,
) -> Case:
    """Say what a case is about; who may read it follows from that.

    A lane theme seals the words of its voices under the lane's key and empties place, photo, title and texts. A public
    theme lets voices whose person chose everybody be published, after a check. Nothing comes out of a lane this way.

    Raises NotAllowed, Outdated, NobodyReadsThis when the lane has no member.
    """
    work = begin(by, municipality, case, version=version, permission="listen.triage", at=at or timezone.now())
    if theme is not None and theme.municipality_id != municipality.pk:
        raise ValidationError({"theme": _("Choose a theme from the list.")})
    if theme is not None and theme.level == Level.LANE:
        return into_lane(work, theme)
    before, work.case.theme = work.case.theme, theme
    voices = present_voices(work.case)
    for voice in voices:
        theme_of_voice(work, voice, before)
    if theme is not None and theme.danger_notice and work.case.urgency == Case.Urgency.NORMAL:
        work.case.urgency = Case.Urgency.DANGER
    level_of_case(work, voices)
    return work.save("case_theme_set", "theme", "level", "urgency", "published_at")


def theme_of_voice(work: Work, voice: Voice, before: Theme | None) -> None:
    """Give a voice the case's theme, and the level that follows; `before` is the theme that the case had.

    A voice with cases of its own elsewhere keeps the strictest level that any of them asks for.
    """
    elsewhere = CaseVoice.objects.of(work.municipality).filter(voice=voice, left_at=None).exclude(case=work.case)
    themes = [link.case.theme for link in elsewhere.select_related("case__theme")]
    if not themes or voice.theme_id in {None, before.pk if before else None}:
        voice.theme = work.case.theme
    levels = [level_of(theme, voice.asked_level) for theme in [work.case.theme, *themes]]
    set_level(work, voice, max(levels, key=STRICTNESS.index), "voice_theme_set")


def set_level(work: Work, voice: Voice, level: str, verb: str) -> None:
    """Give a voice its level; what not everybody may read leaves the public pages, its photos with it."""
    voice.level = level
    if level != Level.PUBLIC:
        voice.published_at = None
        hide_photos(work, [voice], remove=False)
    voice.save(update_fields=["theme", "level", "asked_level", "published_at"])
    work.record(verb, voice)


def level_of_case(work: Work, voices: list[Voice]) -> None:
    """Who may read the case follows from its theme and voices; what not everybody may read leaves the public pages."""
    work.case.level = case_level(work.case.theme, voices, imported=bool(work.case.source))
    if work.case.level != Level.PUBLIC:
        work.case.published_at = None


@transaction.atomic
def set_voice_level(
    *,
    by: Actor,
    municipality: Municipality,
    case: Case | UUID,
    voice: UUID,
    level: str,
    consent: bool = False,
    version: int | None = None,
    at: datetime | None = None,
) -> Case:
    """Tighten at once who may read a voice, or loosen it with the person's consent, which is kept as an event.

    The theme still holds: with a theme for the safety team only, consent to everybody changes nothing that is shown.
    Raises NotAllowed, Outdated, ValidationError when consent is missing.
    """
    work = begin(by, municipality, case, version=version, permission="listen.triage", at=at or timezone.now())
    if level not in {Level.PUBLIC, Level.STAFF}:
        raise ValidationError({"level": _("Into a lane it goes by its theme.")})
    voices = present_voices(work.case)
    found = next((one for one in voices if one.pk == voice), None)
    if found is None:
        raise ValidationError({"level": _("This voice does not belong to the case any more.")})
    if level == Level.PUBLIC and found.asked_level != Level.PUBLIC:
        if not consent:
            raise ValidationError({"consent": _("Only the person can allow that more people read it.")})
        contacts.consent(by=by, municipality=municipality, voice_id=found.pk, purpose=MADE_PUBLIC)
    found.asked_level = level
    set_level(work, found, level_of(work.case.theme, level), "voice_level_set")
    level_of_case(work, voices)
    return work.save("case_level_set", "level", "published_at")


@transaction.atomic
def set_place(
    *,
    by: Actor,
    municipality: Municipality,
    case: Case | UUID,
    place: str,
    unit: Unit | None = None,
    lat: float | None = None,
    lon: float | None = None,
    version: int | None = None,
    at: datetime | None = None,
) -> Case:
    """Say where a case is. A point finds its unit by itself; what the voices said stays with them.

    Raises NotAllowed, Outdated, ValidationError for a point or unit that is not the municipality's.
    """
    work = begin(by, municipality, case, version=version, permission="listen.triage", at=at or timezone.now())
    row = work.case
    row.place, row.unit, row.lat, row.lon, row.cell10 = place.strip(), unit, None, None, None
    if unit is not None and unit.municipality_id != municipality.pk:
        raise ValidationError({"unit": _("Choose a unit from the list.")})
    if lat is not None and lon is not None:
        try:
            whose = places.whose_is(lat, lon, municipality)
        except ValueError:
            raise ValidationError({"point": _("This is no place on the map.")}) from None
        if not whose.ours:
            raise ValidationError({"point": _("This place is not in our municipality.")})
        row.unit, row.lat, row.lon, row.cell10 = whose.unit, lat, lon, grid.cell_at(lat, lon)
    return work.save("case_place_set", "place", "unit", "lat", "lon", "cell10")


@transaction.atomic
def set_urgency(
    *,
    by: Actor,
    municipality: Municipality,
    case: Case | UUID,
    urgency: str,
    version: int | None = None,
    at: datetime | None = None,
) -> Case:
    """Say how urgent it is: danger comes first in the queue. Raises NotAllowed, Outdated, ValidationError."""
    work = begin(
        by, municipality, case, version=version, permission="listen.triage", at=at or timezone.now(), lane_too=True
    )
    if urgency not in Case.Urgency.values:
        raise ValidationError({"urgency": _("Choose one of the three.")})
    work.case.urgency = urgency
    return work.save("case_urgency_set", "urgency")


@transaction.atomic
def translate_voice(
    *,
    by: Actor,
    municipality: Municipality,
    case: Case | UUID,
    voice: UUID,
    translations: Texts,
    version: int | None = None,
    at: datetime | None = None,
) -> Voice:
    """Put the staff's translation beside a person's words, which are never changed. Raises NotAllowed, Outdated."""
    work = begin(by, municipality, case, version=version, permission="listen.triage", at=at or timezone.now())
    found = next((one for one in present_voices(work.case) if one.pk == voice), None)
    if found is None or not found.words:
        raise ValidationError({"words": _("This voice does not belong to the case any more.")})
    kept = {code: words for code, words in translations.items() if words and code not in {"_", found.language}}
    found.translations = {**kept, found.language: found.words, "_": found.language} if kept else {}
    found.save(update_fields=["translations"])
    work.record("voice_translated", found)
    work.save("case_words_translated")
    return found
