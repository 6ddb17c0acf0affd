"""What everybody may read: cases that somebody published, one by one, so that their counts are exact."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from itertools import pairwise
from typing import TYPE_CHECKING, Any
from uuid import UUID

from django.db import transaction
from django.db.models import Count, F, Q, QuerySet

from firstdoor.core.folding import fold
from firstdoor.core.models import Upload
from firstdoor.core.statements import moment, one
from firstdoor.listen.models import Answer, Case, CaseVoice, Photo, Station, Theme, Voice
from firstdoor.listen.models.theme import Level
from firstdoor.places import grid

if TYPE_CHECKING:
    from firstdoor.places.models import Municipality

PER_PAGE = 20
PLACE_NAMED_BY, PLACES_MOST = 3, 40
SHOWN = (
    "number", "source", "title", "phase", "ending", "opened_at", "place", "theme__name", "unit__name",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Wanted:
    """What a reader filters by; nothing set means everything."""

    theme: str = ""  # a code at the top
    unit: str = ""
    phase: str = ""
    words: str = ""


@dataclass(frozen=True, slots=True)
class CasePage:
    """One page of the list, what a line shows of each case (SHOWN, by name), and how many there are in all."""

    cases: list[Any]
    total: int
    number: int
    pages: int


@dataclass(frozen=True, slots=True)
class PublicCase:
    """A published case with what may be shown of it."""

    case: Case
    voices: list[Voice]  # those whose words were published
    photos: list[Upload]
    stations: list[Station]
    answers: list[Answer]
    company: int  # how many public voices stand behind it


@dataclass(frozen=True, slots=True)
class Spread:
    """How many cases lie where."""

    by_cell: Mapping[int, int] = field(default_factory=dict)
    by_unit: Mapping[UUID | None, int] = field(default_factory=dict)


def published(municipality: Municipality, wanted: Wanted = Wanted()) -> QuerySet[Case]:
    """Published cases that nobody joined to another, as filtered. No query by itself."""
    cases = Case.objects.of(municipality).filter(published_at__isnull=False, level=Level.PUBLIC, joined_into=None)
    if wanted.theme:
        cases = cases.filter(Q(theme__code=wanted.theme) | Q(theme__parent__code=wanted.theme))
    if wanted.unit:
        cases = cases.filter(unit_id=wanted.unit)
    if wanted.phase:
        cases = cases.filter(phase=wanted.phase)
    for word in fold(wanted.words).split():
        cases = cases.filter(search__contains=word)
    return cases


_OPENED = (
    "(SELECT {} FROM listen_case WHERE municipality_id = %s AND level = 'public' AND joined_into_id IS NULL"
    " AND published_at IS NOT NULL{})"
)
_ENDS = "SELECT " + ", ".join(_OPENED.format(f"{end}(opened_at)", "") for end in ("MIN", "MAX"))
_SPAN = _OPENED.format("COUNT(*)", " AND opened_at >= %s AND opened_at < %s")


def known_places(municipality: Municipality) -> list[str]:
    """Places that several published cases name, with their unit, the most named first: what a resident may pick from.

    What one case alone names might be somebody's house. 1 query.
    """
    named = published(municipality).exclude(place="").values_list("place", "unit__name").annotate(n=Count("pk"))
    often = named.filter(n__gte=PLACE_NAMED_BY).order_by("-n", "place")[:PLACES_MOST]
    return [place if not unit or fold(unit) in fold(place) else f"{place}, {unit}" for place, unit, _n in often]


def first_and_last_opened(municipality: Municipality) -> tuple[datetime, datetime] | None:
    """When the first and when the latest of the `published` cases were opened; None without any. 1 query."""
    first, last = one(_ENDS, [municipality.pk, municipality.pk]) or (None, None)
    return (moment(first), moment(last)) if first else None


def opened_between(municipality: Municipality, moments: Sequence[datetime]) -> list[int]:
    """How many of the `published` cases were opened from each of these moments (in order) up to the next. 1 query.

    An index holds them as they were opened, so each is passed once; to compare every row with every month took longest.
    """
    connection = transaction.get_connection()
    here = Case._meta.pk.get_db_prep_value(municipality.pk, connection)
    at = [connection.ops.adapt_datetimefield_value(each) for each in moments]
    if len(at) < 2:
        return []
    values = [each for start, end in pairwise(at) for each in (here, start, end)]
    return list(one("SELECT " + ", ".join([_SPAN] * (len(at) - 1)), [], *values) or ())


def case_page(municipality: Municipality, wanted: Wanted, number: int) -> CasePage | None:
    """A page of the list, the newest first; None past the end. 2 queries, however many there are."""
    cases = published(municipality, wanted)
    total = cases.count()
    pages = max(1, -(-total // PER_PAGE))
    if not 1 <= number <= pages:
        return None
    start = (number - 1) * PER_PAGE
    lines = cases.order_by("-published_at", "-number").values_list(*SHOWN, named=True)
    return CasePage(list(lines[start : start + PER_PAGE]), total, number, pages)


def spread(municipality: Municipality, wanted: Wanted) -> Spread:
    """How many published cases lie in each hexagon and each unit. 1 query."""
    cases = published(municipality, wanted).order_by().annotate(key=F("cell10").bitrightshift(grid.KEY_SHIFT))
    by_cell: dict[int, int] = {}
    by_unit: dict[UUID | None, int] = {}
    for unit, key, n in cases.values_list("unit_id", "key").annotate(n=Count("*")):
        by_unit[unit] = by_unit.get(unit, 0) + n
        if key is not None:
            cell = grid.cell_of_key(key)
            by_cell[cell] = by_cell.get(cell, 0) + n
    return Spread(by_cell, by_unit)


def public_case(municipality: Municipality, number: int) -> PublicCase | None:
    """A published case by its public number; None when it isn't there, or not for everybody. 6 queries."""
    case = (
        Case.objects.of(municipality)
        .filter(number=number, published_at__isnull=False, level=Level.PUBLIC)
        .select_related("theme", "unit", "institution", "joined_into")
        .first()
    )
    if case is None:
        return None
    links = CaseVoice.objects.of(municipality).filter(
        case=case, left_at=None, voice__level=Level.PUBLIC, voice__withdrawn_at=None
    )
    voices = [link.voice for link in links.select_related("voice").order_by("voice__heard_at", "voice_id")]
    photos = Photo.objects.of(municipality).filter(voice__in=[voice.pk for voice in voices])
    shown = Upload.objects.filter(
        pk__in=list(photos.values_list("upload_id", flat=True)), published_at__isnull=False, removed_at=None
    )
    answers = Answer.objects.of(municipality).filter(about_kind="case", about_id=case.pk)
    return PublicCase(
        case=case,
        voices=[voice for voice in voices if voice.published_at is not None],
        photos=list(shown.order_by("made_at", "pk")),
        stations=list(Station.objects.of(municipality).filter(case=case).order_by("at", "expected", "pk")),
        answers=list(answers.order_by("at", "pk")),
        company=len(voices),
    )


def photo(municipality: Municipality, upload_id: UUID) -> Upload | None:
    """A cleaned photo of a voice here that was not removed. 1 query."""
    here = Photo.objects.of(municipality).filter(upload_id=upload_id).values("upload_id")
    return Upload.objects.filter(pk__in=here, removed_at=None).first()


def top_theme_counts(municipality: Municipality) -> list[tuple[Theme, int]]:
    """Each theme of the top with its published cases, those of its leaves counted in. 2 queries."""
    counts: dict[UUID, int] = {}
    rows = published(municipality).filter(theme__isnull=False).order_by()
    for theme, parent, n in rows.values_list("theme_id", "theme__parent_id").annotate(n=Count("*")):
        counts[parent or theme] = counts.get(parent or theme, 0) + n
    tops = Theme.objects.of(municipality).filter(parent=None, hidden=False).order_by("order", "code")
    return [(top, counts.get(top.pk, 0)) for top in tops]
