"""One case at the desk: its voices, its way so far, what was answered, and which others may be about the same."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime, timedelta
from math import asin, cos, radians, sin, sqrt
from typing import Any
from uuid import UUID

from django.db.models import Count, Q
from rapidfuzz import fuzz

from firstdoor.core import rights
from firstdoor.core.actor import Actor
from firstdoor.core.folding import fold
from firstdoor.core.models import Upload
from firstdoor.listen.models import Answer, Case, CaseVoice, Handover, Photo, Referral, Station, Voice
from firstdoor.listen.models.theme import Level
from firstdoor.listen.selectors.queue import lane_cases, staff_cases

NEAR = 400  # metres
CANDIDATES = 300
SAME_PLACE = 0.8  # so alike are the words of two places that are one
MONTH = timedelta(days=30)
ALIKE = 0.6  # the same theme, a place next door, or much the same words


@dataclass(frozen=True, slots=True)
class Picture:
    """A photo of a voice, and whether somebody has looked."""

    photo: UUID
    upload: Upload

    @property
    def waits(self) -> bool:
        """Nobody has looked yet."""
        return self.upload.looked_at is None

    @property
    def public(self) -> bool:
        """Everybody may see it."""
        return self.upload.published_at is not None


@dataclass(slots=True)
class Heard:
    """A voice as the desk shows it; `words` are what the reader may read, in a lane once they are unsealed."""

    voice: Voice
    words: str
    pictures: list[Picture] = field(default_factory=list)
    referrals: list[Referral] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Sent:
    """An answer and what became of it, in counts."""

    answer: Answer
    receipts: int
    arrived: int
    waiting: int
    failed: int
    told: int
    to_tell: int
    not_found: int


@dataclass(frozen=True, slots=True)
class Ways:
    """How an answer would reach those who spoke; all of them see it, or that there is one, on their receipt's page."""

    receipts: int
    email: int
    person: int
    discreet: int  # receipts whose page must not tell what it is about


@dataclass(frozen=True, slots=True)
class CasePage:
    """All that the page of a case shows."""

    case: Case
    voices: list[Heard]
    stations: list[Station]
    handovers: list[Handover]
    joined: list[Case]
    sent: list[Sent]
    ways: Ways

    @property
    def confidential(self) -> bool:
        """Whether somebody's words here are kept from others by their person or theme."""
        return any(heard.voice.confidential for heard in self.voices)

    @property
    def photos_wait(self) -> int:
        """Photos at which nobody has looked."""
        return sum(picture.waits for heard in self.voices for picture in heard.pictures)


def case_page(municipality: Any, case: Case, *, confidential: bool = True) -> CasePage:
    """One case with everything about it; words of a lane stay sealed. 8 queries.

    Without `confidential` it holds no voice that only the safety team may read.
    """
    rows = CaseVoice.objects.of(municipality).filter(case=case, left_at=None)
    if not confidential:
        rows = rows.filter(voice__level=Level.PUBLIC)
    if case.level != Level.LANE:
        rows = rows.exclude(voice__level=Level.LANE)
    links = rows.select_related("voice", "voice__theme", "voice__unit").order_by("voice__heard_at", "voice_id")
    voices = [Heard(link.voice, link.voice.words) for link in links]
    _add_pictures(municipality, voices)
    referrals = Referral.objects.of(municipality).filter(voice__in=[heard.voice for heard in voices])
    for referral in referrals.select_related("to").order_by("at"):
        next(heard for heard in voices if heard.voice.pk == referral.voice_id).referrals.append(referral)
    present = [heard.voice for heard in voices if heard.voice.withdrawn_at is None]
    return CasePage(
        case=case,
        voices=voices,
        stations=list(Station.objects.of(municipality).filter(case=case).order_by("at", "pk")),
        handovers=list(
            Handover.objects.of(municipality).filter(case=case).select_related("institution").order_by("at")
        ),
        joined=list(Case.objects.of(municipality).filter(joined_into=case).order_by("number")),
        sent=sent(municipality, Q(about_kind="case", about_id=case.pk)),
        ways=Ways(
            len(present),
            sum(voice.wants_answer == Voice.Answer.EMAIL for voice in present),
            sum(voice.wants_answer == Voice.Answer.PERSON for voice in present),
            sum(voice.level != Level.PUBLIC for voice in present),
        ),
    )


def _add_pictures(municipality: Any, voices: list[Heard]) -> None:
    photos = list(Photo.objects.of(municipality).filter(voice__in=[heard.voice for heard in voices]))
    uploads = Upload.objects.filter(pk__in=[photo.upload_id for photo in photos], removed_at=None)
    found = {upload.pk: upload for upload in uploads}
    for heard in voices:
        heard.pictures = [
            Picture(photo.pk, found[photo.upload_id])
            for photo in photos
            if photo.voice_id == heard.voice.pk and photo.upload_id in found
        ]


def sent(municipality: Any, which: Q, *, start: int = 0, most: int = 50, lane_too: bool = True) -> list[Sent]:
    """Answers from `start` on, the last first, with how many receipts each reached and by which way. 1 query."""

    def n(**what: Any) -> Count:
        condition = Q(**{f"deliveries__{name}": value for name, value in what.items()})
        if not lane_too:
            condition &= ~Q(deliveries__voice__level=Level.LANE)
        return Count("deliveries", filter=condition)

    answers = Answer.objects.of(municipality).filter(which).annotate(
        receipts=n(route="page"),
        arrived=n(route="email", state="arrived"),
        waiting=n(route="email", state="waiting"),
        failed=n(route="email", state="failed"),
        told=n(route="person", state="arrived"),
        to_tell=n(route="person", state="waiting"),
        not_found=n(route="person", state="failed", voice__withdrawn_at=None),
    )  # fmt: skip
    return [
        Sent(row, row.receipts, row.arrived, row.waiting, row.failed, row.told, row.to_tell, row.not_found)
        for row in answers.filter(receipts__gt=0).order_by("-at", "-pk")[start : start + most]
    ]


def picture_of(by: Actor, municipality: Any, photo: UUID) -> Upload | None:
    """A photo for the eyes of the desk; none of a lane, since there are none. 3 queries."""
    photos = Photo.objects.of(municipality).filter(pk=photo).exclude(voice__level=Level.LANE)
    if not rights.may(by, "listen.read_confidential", municipality):
        photos = photos.filter(voice__level=Level.PUBLIC)
    found = photos.first()
    cases = staff_cases(by, municipality).filter(links__voice__photos=photo)
    if found is None or not cases.exists():
        return None
    return Upload.objects.filter(pk=found.upload_id, removed_at=None).first()


@dataclass(frozen=True, slots=True)
class Alike:
    """An open case that may be about the same: how far, how alike, and what was said in it.

    What is confidential there is read on its own page, where each look is recorded.
    """

    case: Case
    words: list[tuple[str, str]]  # with their language
    picture: UUID | None
    metres: int | None
    score: float


def alike(by: Actor, municipality: Any, page: CasePage, *, most: int = 5) -> list[Alike]:
    """Open cases that may be about the same matter, the likeliest first: near, of the same theme, in like words, soon after.

    In a lane only that lane's. 3 queries.
    """
    case = page.case
    cases = lane_cases(by, municipality).filter(lane=case.lane) if case.lane else staff_cases(by, municipality)
    same = Q(theme=case.theme) | Q(unit=case.unit, unit__isnull=False) | Q(cell10=case.cell10, cell10__isnull=False)
    others = cases.filter(same).exclude(phase="ended").exclude(pk=case.pk).filter(source="")
    found = list(others.select_related("theme", "unit").order_by("-opened_at")[:CANDIDATES])
    links = CaseVoice.objects.of(municipality).filter(case__in=found, left_at=None).select_related("voice")
    words: dict[UUID, list[Voice]] = {}
    for link in links.order_by("voice__heard_at"):
        words.setdefault(link.case_id, []).append(link.voice)
    mine = fold(" ".join(heard.words for heard in page.voices))
    scored = [_alike(case, other, mine, words.get(other.pk, [])) for other in found]
    best = sorted(
        (one for one in scored if one.score >= ALIKE),
        key=lambda one: (-one.score - _soon(case, one.case), one.case.number),
    )[:most]
    return _with_pictures(municipality, best, words)


def _alike(case: Case, other: Case, mine: str, voices: list[Voice]) -> Alike:
    metres = _metres(case, other)
    score = 0.0
    if metres is not None:
        score += 2 * max(0.0, 1 - metres / NEAR)
    elif case.unit_id is not None and case.unit_id == other.unit_id:
        score += 0.4
    score = max(score, 2 * _same_place(case, other))
    if case.theme_id is not None and case.theme_id == other.theme_id:
        score += 0.6
    said = [voice.words for voice in voices if voice.words]
    if mine and said:
        score += max(0.0, fuzz.token_set_ratio(mine, fold(" ".join(said))) - 50) / 50
    shown = [(voice.words, voice.language) for voice in voices if voice.words and not voice.confidential]
    return Alike(other, shown, None, metres, score)


def _same_place(case: Case, other: Case) -> float:
    """How alike two places are as people name them, 0 to 1; the name of the unit alone is no place."""
    units = {fold(one.unit.name) for one in (case, other) if one.unit}
    names = [fold(one.place) for one in (case, other)]
    if case.unit_id != other.unit_id or not all(names) or units & set(names):
        return 0.0
    ratio = fuzz.token_sort_ratio(*names) / 100
    return ratio if ratio >= SAME_PLACE else 0.0


def _soon(case: Case, other: Case) -> float:
    """How near in time they came, 0 to 0.5: it orders what is alike, and makes nothing alike."""
    return 0.5 * max(0.0, 1 - abs(case.opened_at - other.opened_at) / MONTH)


def _with_pictures(municipality: Any, best: list[Alike], words: dict[UUID, list[Voice]]) -> list[Alike]:
    shown = [(one, voice) for one in best for voice in words.get(one.case.pk, []) if not voice.confidential]
    voices = {voice.pk: one.case.pk for one, voice in shown}
    there = Upload.objects.filter(municipality_id=municipality.pk, removed_at=None).values("pk")
    photos = Photo.objects.of(municipality).filter(voice__in=list(voices), upload_id__in=there)
    first: dict[UUID, UUID] = {}
    for photo in photos:
        first.setdefault(voices[photo.voice_id], photo.pk)
    return [Alike(one.case, one.words, first.get(one.case.pk), one.metres, one.score) for one in best]


def _metres(one: Case, other: Case) -> int | None:
    if one.lat is None or other.lat is None or one.lon is None or other.lon is None:
        return None
    a, b = radians(one.lat), radians(other.lat)
    half = sin((b - a) / 2) ** 2 + cos(a) * cos(b) * sin(radians(other.lon - one.lon) / 2) ** 2
    return round(2 * 6_371_000 * asin(sqrt(half)))


def exported(by: Actor, municipality: Any, *, most: int = 100_000) -> list[Any]:
    """Every case that the staff reads, for a table: no lane, no words of voices, no contact. 1 query."""
    cases = staff_cases(by, municipality).select_related("theme", "unit", "institution")
    counted = cases.annotate(voice_count=Count("links", filter=Q(links__left_at=None)))
    return list(counted.order_by("number")[:most])


def last_change(case: Case) -> datetime | None:
    """When the case last reached a station. 1 query."""
    last = Station.objects.of(case.municipality_id).filter(case=case, at__isnull=False).order_by("-at").first()
    return last.at if last else None
