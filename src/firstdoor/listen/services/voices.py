"""Taking in a voice: the one way in for the web form, focal points, meetings, comments and other systems."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Any
from uuid import UUID

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from firstdoor.core import audit, contacts, keys, receipts, rights
from firstdoor.core.actor import Actor
from firstdoor.core.statements import insert, one
from firstdoor.listen.models import Case, CaseVoice, Photo, Station, Theme, Voice
from firstdoor.listen.models.theme import Level
from firstdoor.listen.models.voice import WORDS_MOST
from firstdoor.listen.services.answers import contact_kept_until
from firstdoor.people import selectors as people
from firstdoor.places import grid
from firstdoor.places import selectors as places

if TYPE_CHECKING:
    from firstdoor.places.models import Municipality, Unit

STRICTNESS = [Level.PUBLIC, Level.STAFF, Level.LANE]


class NobodyReadsThis(ValidationError):
    """The theme belongs to a lane without a member here: no words are taken; the page shows who helps."""


@dataclass(frozen=True, slots=True)
class ContactGiven:
    """How the person wants to be reached: kind `email`, `phone` or `visit`, and the value as typed."""

    kind: str
    value: str
    may_call: bool = False

    @classmethod
    def by_email(cls, address: str) -> ContactGiven | None:
        """An e-mail address, or None where none was written."""
        return cls("email", address) if address else None


@dataclass(frozen=True, slots=True)
class Filed:
    """A voice that was taken in. `code` is empty when it had arrived before and no copy of its code is kept."""

    voice: Voice
    code: str
    case: Case | None
    again: bool = False


def lane_key(municipality: Any, lane: str) -> str:
    """The name of the key under which that lane's words are sealed."""
    return f"lane-{getattr(municipality, 'pk', municipality)}-{lane}"


_SENT_BEFORE = "SELECT 1 FROM listen_voice WHERE municipality_id = %s AND draft_key = %s"
_HIGHEST = "SELECT COALESCE(MAX(number), 0) FROM listen_case WHERE municipality_id = %s"


def level_of(theme: Theme | None, asked: str, kind: str = Voice.Kind.REPORT) -> str:
    """The stricter of what the theme says and what the person asked for.

    Staff while nobody has said the theme; a comment on a public text, a statement, or an idea for a vote, has none and
    is as public as was asked.
    """
    by_theme = Level(theme.level) if theme is not None else Level.STAFF
    if kind in {Voice.Kind.COMMENT, Voice.Kind.IDEA, Voice.Kind.STATEMENT, Voice.Kind.LISTENER}:
        by_theme = Level.PUBLIC
    return max(by_theme, Level(asked) if asked != Level.LANE else Level.STAFF, key=STRICTNESS.index)


@transaction.atomic(savepoint=False)
def file_voice(
    *,
    by: Actor,
    municipality: Municipality,
    words: str,
    language: str,
    heard_at: datetime,
    draft_key: UUID,
    kind: str = Voice.Kind.REPORT,
    channel: str = Voice.Channel.WEB,
    theme: Theme | None = None,
    asked_level: str = Level.PUBLIC,
    place: str = "",
    lat: float | None = None,
    lon: float | None = None,
    unit: Unit | None = None,
    wants_answer: str = Voice.Answer.PAGE,
    contact: ContactGiven | None = None,
    upload_id: UUID | None = None,
    meeting: Any = None,
    spoken_for: bool = False,
    opens_case: bool = True,
) -> Filed:
    """File a voice with its receipt and, for reports and meeting inputs, a case of its own.

    The same `draft_key` again returns the voice that is there. A lane theme seals the words and drops place and photo.

    Raises NotAllowed, NobodyReadsThis, or ValidationError with the field at fault. About 14 queries.
    """
    rights.require(by, "listen.speak_for_others" if spoken_for else "listen.file_report", municipality)
    if one(_SENT_BEFORE, [municipality.pk, draft_key]):
        before = Voice.objects.of(municipality).get(draft_key=draft_key)
        receipt = receipts.of_voice(before.pk)
        code = (receipts.copy_of(receipt) if receipt else None) or ""
        link = before.links.filter(left_at=None).select_related("case").first()
        return Filed(before, code, link.case if link else None, again=True)

    words = words.replace("\x00", "").strip()
    _check(words, heard_at)
    level = level_of(theme, asked_level, kind)
    lane = theme.lane if theme is not None and level == Level.LANE else ""
    if level == Level.LANE and not (lane and people.lane_has_member(municipality, lane)):
        raise NobodyReadsThis({"theme": _("Nobody here may read words about this. See who helps, and the numbers.")})
    voice = Voice(
        municipality=municipality, kind=kind, channel=channel, language=language, level=level, asked_level=asked_level,
        lane=lane, theme=theme, heard_at=heard_at, wants_answer=wants_answer, draft_key=draft_key, meeting=meeting,
        entered_by=by.person if spoken_for or meeting is not None else None,
    )  # fmt: skip
    if level == Level.LANE:
        voice.sealed = keys.seal(lane_key(municipality, lane), words)
        voice.unit = None
    else:
        voice.words, voice.place, voice.unit = words, place.strip(), unit
        if lat is not None and lon is not None:
            voice.unit = _unit_inside(municipality, lat, lon)
            voice.lat, voice.lon, voice.cell10 = lat, lon, grid.cell_at(lat, lon)
    insert(voice)
    code = receipts.issue(
        municipality=municipality,
        voice_id=voice.pk,
        public=level == Level.PUBLIC,
        keep_copy=spoken_for or meeting is not None or contact is not None,
    )
    if contact is not None:
        contacts.keep(
            by=by, municipality=municipality, voice_id=voice.pk, kind=contact.kind, value=contact.value,
            language=language, may_call=contact.may_call,
            # From the day it is entered: a paper may have lain somewhere for a year.
            erase_after=contact_kept_until(municipality, timezone.now()),
        )  # fmt: skip
    if spoken_for:
        contacts.consent(by=by, municipality=municipality, voice_id=voice.pk, purpose="spoken_for")
    if upload_id is not None and level != Level.LANE and (theme is None or theme.photo_allowed):
        Photo.objects.create(municipality=municipality, voice=voice, upload_id=upload_id)
    chain = audit.Chain(by=by, municipality=municipality)
    chain.record("listen.voice_filed", voice)
    case = open_case(by=by, municipality=municipality, voice=voice, chain=chain) if opens_case else None
    chain.write()
    return Filed(voice, code, case)


def _check(words: str, heard_at: datetime) -> None:
    if not words:
        raise ValidationError({"words": _("Write what is going on. One sentence is enough.")})
    if len(words) > WORDS_MOST:
        raise ValidationError({"words": _("This is longer than 4,000 characters. Please shorten it.")})
    if heard_at > timezone.now():
        raise ValidationError({"heard_at": _("This date is in the future.")})


def _unit_inside(municipality: Municipality, lat: float, lon: float) -> Unit:
    """The unit of a point, refused with the name of whose it is when it lies elsewhere."""
    own = places.own_unit_at(lat, lon, municipality)
    if own is not None:
        return own
    try:
        whose = places.whose_is(lat, lon, municipality)
    except ValueError:
        raise ValidationError({"place": _("This is no place on the map.")}) from None
    if whose.ours and whose.unit is not None:
        return whose.unit
    if whose.municipality is None:
        raise ValidationError({"place": _("This place is outside {here}.").format(here=municipality.short_name)})
    raise ValidationError(
        {
            "place": ValidationError(
                _("This place is in {there}, not in {here}.").format(
                    there=whose.municipality.short_name, here=municipality.short_name
                ),
                code="elsewhere",
                params={"slug": whose.municipality.slug, "name": whose.municipality.short_name},
            )
        }
    )


def open_case(*, by: Actor, municipality: Municipality, voice: Voice, chain: audit.Chain) -> Case:
    """Open the case of a voice, recorded in `chain`, which the caller writes. Its number is the next; that the chain is
    held keeps two from taking the same."""
    found = one(_HIGHEST, [municipality.pk])
    highest = found[0] if found else 0
    due = places.dues(["firstdoor.first_look", "firstdoor.first_answer"], voice.heard_at, municipality)
    case = Case(
        municipality=municipality, number=highest + 1, theme=voice.theme, level=voice.level, lane=voice.lane,
        place=voice.place, lat=voice.lat, lon=voice.lon, cell10=voice.cell10, unit_id=voice.unit_id,
        opened_at=voice.heard_at,
        look_due=due["firstdoor.first_look"], answer_due=due["firstdoor.first_answer"],
    )  # fmt: skip
    if voice.theme is not None and voice.theme.danger_notice:
        case.urgency = Case.Urgency.DANGER
    insert(case)
    insert(CaseVoice(municipality=municipality, case=case, voice=voice, by=by.person, at=voice.heard_at))
    insert(Station(municipality=municipality, case=case, kind=Station.Kind.RECEIVED, at=voice.heard_at, by=by.person))
    chain.record("listen.case_opened", case)
    return case
