"""What every verb about a case begins and ends with: the right, the lock, the version, the record."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING, Any
from uuid import UUID

from django.core.exceptions import ValidationError
from django.db.models import Q
from django.utils.translation import gettext as _

from firstdoor.core import audit, photos, rights
from firstdoor.core.actor import Actor
from firstdoor.core.models import Upload
from firstdoor.core.texts import Texts
from firstdoor.listen.models import Case, CaseVoice, Photo, Station, Theme, Voice
from firstdoor.listen.models.theme import Level

if TYPE_CHECKING:
    from firstdoor.places.models import Municipality

ROLES = ("action_group", "municipal_focal_point", "lane_member")


class Outdated(Exception):
    """Somebody changed the case after this page was opened. `case` is how it stands now."""

    def __init__(self, case: Case) -> None:
        super().__init__(case.number)
        self.case = case


@dataclass(slots=True)
class Work:
    """One change of one case: who, where, when, and the case under lock."""

    by: Actor
    municipality: Municipality
    case: Case
    at: datetime

    @property
    def in_lane(self) -> bool:
        """Whether the case is confidential to one lane: then nothing but neutral stations may be written."""
        return self.case.level == Level.LANE

    @property
    def role(self) -> str:
        """The role in which `by` acts, as stations and answers name it; none in a lane."""
        held = self.by.roles(self.municipality.pk)
        return "" if self.in_lane else next((role for role in ROLES if role in held), "")

    def save(self, verb: str, *fields: str) -> Case:
        """Write these columns, count the version up, and record it."""
        self.case.version += 1
        self.case.save(update_fields=[*fields, "version"])
        self.record(verb, self.case)
        return self.case

    def record(self, verb: str, row: Any, *, gone: bool = False) -> None:
        """Record a change of any row in this municipality's trail."""
        audit.record(f"listen.{verb}", by=self.by, municipality=self.municipality, about=row, gone=gone)

    def station(
        self, kind: str, *, expected: date | None = None, note: Texts | None = None, at: datetime | None = None
    ) -> Station:
        """Add a stop on the way of the case."""
        stop = Station.objects.create(
            municipality=self.municipality, case=self.case, kind=kind, at=at or self.at, expected=expected,
            by=self.by.person, by_role=self.role, note=note or {},
        )  # fmt: skip
        self.record("station_reached", stop)
        return stop

    def looked_at_first(self) -> None:
        """Whatever is done with a case, somebody has looked at it: the line on the receipt's page has no gap."""
        if self.case.phase == Case.Phase.RECEIVED:
            self.case.phase = Case.Phase.LOOKED_AT
            # An instant earlier than what follows in the same act, so that their order never hangs on chance.
            self.station(Station.Kind.LOOKED_AT, at=self.at - timedelta(microseconds=1))

    def not_ended(self) -> None:
        """Raise ValidationError for an ended case."""
        if self.case.phase == Case.Phase.ENDED:
            raise ValidationError(_("This case has ended. Open it again first."))


def begin(
    by: Actor, municipality: Municipality, case: Case | UUID, *, version: int | None, permission: str,
    at: datetime, lane_too: bool = False,
) -> Work:  # fmt: skip
    """Lock a case for a change. 1 query.

    Raises NotAllowed (also for a case that is not there, or is another lane's), and Outdated when `version` is given
    and no longer the present one.
    """
    pk = getattr(case, "pk", case)
    found = (
        Case.objects.of(municipality)
        .select_for_update(of=("self",))
        .select_related("theme", "institution")
        .filter(pk=pk)
        .first()
    )
    if found is None:
        raise rights.NotAllowed(permission)
    if found.level == Level.LANE:
        if not lane_too or not (by.system or found.lane in by.lanes(municipality.pk)):
            raise rights.NotAllowed("listen.enter_lane")
    else:
        rights.require(by, permission, municipality)
    if version is not None and found.version != version:
        raise Outdated(found)
    return Work(by, municipality, found, at)


def present_links(case: Case) -> list[CaseVoice]:
    """The case's links to the voices that belong to it now, with the voices, oldest first. 1 query."""
    links = CaseVoice.objects.of(case.municipality_id).filter(case=case, left_at=None)
    return list(links.select_related("voice", "voice__theme").order_by("voice__heard_at", "voice_id"))


def present_voices(case: Case) -> list[Voice]:
    """The voices that belong to the case now, oldest first. 1 query."""
    return [link.voice for link in present_links(case)]


def case_level(theme: Theme | None, voices: Iterable[Voice], *, imported: bool = False) -> str:
    """A case is public when its theme is and one of its voices is; without a theme it is staff's."""
    if theme is None:
        return Level.STAFF
    if theme.level != Level.PUBLIC or imported:
        return theme.level
    return Level.PUBLIC if any(voice.level == Level.PUBLIC for voice in voices) else Level.STAFF


def uploads_of(voices: Iterable[Voice]) -> list[Upload]:
    """The photos of these voices that are still there. 2 queries."""
    told = list(voices)
    whose = {voice.municipality_id for voice in told}
    ids = Photo.objects.filter(municipality__in=whose, voice__in=told).values_list("upload_id", flat=True)
    return list(Upload.objects.filter(pk__in=list(ids), removed_at=None))


def hide_photos(work: Work, voices: Iterable[Voice], *, remove: bool) -> None:
    """Take these voices' photos from public pages, or away for good."""
    for upload in uploads_of(voices):
        if remove:
            photos.remove(upload)
            work.record("photo_removed", upload)
        elif upload.published_at is not None:
            upload.published_at = None
            upload.save(update_fields=["published_at"])
            work.record("photo_unpublished", upload)


def open_cases() -> Q:
    """Cases that have not ended."""
    return ~Q(phase=Case.Phase.ENDED)
