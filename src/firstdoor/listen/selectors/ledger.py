"""What reached whom: answers and their deliveries for the staff, and what focal points have to bring back."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID

from django.db.models import Q, QuerySet
from django.utils import timezone

from firstdoor.core import codes, receipts, rights
from firstdoor.core.actor import Actor
from firstdoor.core.models import Contact, Receipt
from firstdoor.core.texts import Texts
from firstdoor.listen.models import Answer, Case, CaseVoice, Delivery, Voice
from firstdoor.listen.models.theme import Level
from firstdoor.listen.selectors import matters
from firstdoor.places import selectors as places

MOST = 200
EXCERPT = 120
SOON = timedelta(days=31)  # that long before a contact goes, whoever has something to bring is told


@dataclass(frozen=True, slots=True)
class Missing:
    """An answer that has not reached somebody by the way that person chose, without anything about the person."""

    delivery: Delivery
    case: Case | None
    unit: str
    own_entry: bool  # a focal point entered it and can find the person


def missing(by: Actor, municipality: Any) -> list[Missing]:
    """What did not arrive or waits to be told, the oldest first; none of a lane, nor what `by` may not read. 2 queries."""
    rows = (
        Delivery.objects.of(municipality)
        .filter(route=Delivery.Route.PERSON, state=Delivery.State.WAITING, voice__withdrawn_at=None)
        .filter(voice__level__in=_levels(by, municipality))
        .select_related("answer", "voice", "voice__unit")
        .order_by("answer__at", "pk")[:MOST]
    )
    found = list(rows)
    cases = _cases(municipality, [row.voice_id for row in found])
    return [
        Missing(row, cases.get(row.voice_id), row.voice.unit.name if row.voice.unit else "", bool(row.voice.entered_by))
        for row in found
    ]


def _cases(municipality: Any, voices: Iterable[UUID]) -> dict[UUID, Case]:
    links = CaseVoice.objects.of(municipality).filter(voice__in=list(voices), left_at=None).select_related("case")
    return {link.voice_id: link.case for link in links.order_by("-at")}


def with_cases(by: Actor, municipality: Any, sent: list[Any]) -> list[tuple[Any, Case | None]]:
    """Each answer that `by` may read beside the case that it is about, none for answers about something else. 1 query."""
    ids = [one.answer.about_id for one in sent if one.answer.about_kind == "case"]
    readable = Case.objects.of(municipality).filter(level__in=_levels(by, municipality))
    cases = {case.pk: case for case in readable.filter(pk__in=ids)}
    whole = rights.may(by, "listen.read_confidential", municipality)
    return [
        (one, cases.get(one.answer.about_id))
        for one in sent
        if whole or one.answer.about_kind != "case" or one.answer.about_id in cases
    ]


def _levels(by: Actor, municipality: Any) -> list[str]:
    whole = rights.may(by, "listen.read_confidential", municipality)
    return [Level.PUBLIC, Level.STAFF] if whole else [Level.PUBLIC]


@dataclass(frozen=True, slots=True)
class ToBring:
    """An answer to bring to somebody. For staff and lane voices only that one waits, and the code to look it up with."""

    delivery: UUID
    voice: UUID
    at: datetime
    text: Texts  # empty unless the voice is public
    about: str  # the person's own words, or the case's published name; empty for other levels
    language: str
    heard_at: datetime
    unit: str
    code: str  # of own entries
    contact: str  # kind of the contact that is kept, of own entries
    contact_until: date | None  # its last day, when no matter of the person is open any more
    contact_goes: bool  # within a month


def _waiting(municipality: Any) -> QuerySet[Delivery]:
    return Delivery.objects.of(municipality).filter(
        route=Delivery.Route.PERSON, state=Delivery.State.WAITING, voice__withdrawn_at=None
    )


def _others(by: Actor, municipality: Any) -> Q:
    """Of others' entries only public ones, of the own unit; the Municipal Focal Point's unit is the municipality."""
    public = Q(voice__level=Level.PUBLIC) & ~Q(voice__entered_by=by.person)
    if "municipal_focal_point" in by.roles(municipality.pk):
        return public
    return public & Q(voice__unit__in=list(by.units(municipality.pk)))


def count_to_bring(by: Actor, municipality: Any) -> int:
    """How many answers wait to be brought by `by`. 1 query."""
    if by.person is None:
        return 0
    wanted = Q(voice__entered_by=by.person) | _others(by, municipality)
    return _waiting(municipality).filter(wanted).count()


def to_bring(by: Actor, municipality: Any) -> tuple[list[ToBring], list[ToBring]]:
    """Answers to bring: those to own entries, person by person, and public ones of the unit that did not arrive.

    10 queries, and one for each step of cases joined into others.
    """
    waiting = _waiting(municipality).select_related("answer", "voice", "voice__unit")
    own = waiting.filter(voice__entered_by=by.person).order_by("voice__heard_at", "voice_id", "answer__at", "pk")[:MOST]
    others = list(waiting.filter(_others(by, municipality)).order_by("answer__at", "pk")[:MOST])
    found = codes_of(row.voice_id for row in own)
    kept = _contacts(municipality, [row.voice_id for row in own])
    cases = _cases(municipality, [row.voice_id for row in others])
    mine = [
        _to_bring(row, row.voice.words, code=found.get(row.voice_id, ""), kept=kept.get(row.voice_id)) for row in own
    ]
    theirs = [_to_bring(row, _public_name(cases.get(row.voice_id), row.voice)) for row in others]
    return mine, theirs


@dataclass(frozen=True, slots=True)
class Kept:
    """A contact that is kept: of which kind, its last day when no matter of its person is open, and if that is near."""

    kind: str
    until: date | None
    goes: bool


def _contacts(municipality: Any, voices: list[UUID]) -> dict[UUID, Kept]:
    """The contacts of voices that have had an answer. 4 queries, and one for each step of joining."""
    now = timezone.now()
    soon = places.local_date(municipality, now) + SOON
    open_still = {voice for voice, ends in matters.ends(municipality, voices, now).items() if None in ends}
    rows = Contact.objects.filter(municipality_id=municipality.pk, voice_id__in=voices)
    found = {}
    for voice, kind, until in rows.values_list("voice_id", "kind", "erase_after"):
        last = None if voice in open_still else until
        found[voice] = Kept(kind, last, last is not None and last <= soon)
    return found


def contacts_going(by: Actor, municipality: Any) -> list[date]:
    """The last days of the contacts that go within a month while an answer waits to be brought to their person by `by`.

    The nearest first. 1 query when there are none, else 5, and one for each step of cases joined into others.
    """
    if by.person is None:
        return []
    soon = places.local_date(municipality, timezone.now()) + SOON
    rows = _waiting(municipality).filter(voice__entered_by=by.person)
    near = Contact.objects.filter(municipality_id=municipality.pk, erase_after__lte=soon)
    voices = list(near.filter(voice_id__in=rows.values("voice_id")).values_list("voice_id", flat=True))
    return sorted(one.until for one in _contacts(municipality, voices).values() if one.until) if voices else []


def _public_name(case: Case | None, voice: Voice) -> str:
    """What is public of somebody else's voice: its words once published; the case's name is shown by the page."""
    return voice.words if voice.published_at and case is not None and case.published_at else ""


def _to_bring(row: Delivery, words: str, *, code: str = "", kept: Kept | None = None) -> ToBring:
    public = row.voice.level == Level.PUBLIC
    words = " ".join(words.split()) if public else ""
    return ToBring(
        delivery=row.pk,
        voice=row.voice_id,
        at=row.answer.at,
        text=row.answer.text if public else {},
        about=words if len(words) <= EXCERPT else words[:EXCERPT].rsplit(" ", 1)[0] + " …",
        language=row.voice.language,
        heard_at=row.voice.heard_at,
        unit=row.voice.unit.name if public and row.voice.unit else "",
        code=code,
        contact=kept.kind if kept else "",
        contact_until=kept.until if kept else None,
        contact_goes=kept is not None and kept.goes,
    )


def codes_of(voices: Iterable[UUID]) -> dict[UUID, str]:
    """The codes, as people see them, of the voices whose slip may be printed again. 1 query."""
    rows = Receipt.objects.filter(voice_id__in=list(voices)).exclude(sealed_code=None)
    return {row.voice_id: codes.grouped(receipts.copy_of(row) or "") for row in rows}


@dataclass(frozen=True, slots=True)
class Entry:
    """A voice that somebody entered for another: enough to print its slip again."""

    voice: UUID
    words: str  # empty unless public
    language: str
    heard_at: datetime
    code: str
    waits: int  # answers that wait to be told
    unanswered: bool  # nobody has answered yet; said of public voices alone
    channel: str
    unit: UUID | None


def own_entries(by: Actor, municipality: Any, *, most: int = 50) -> list[Entry]:
    """The voices that `by` entered for others, the last first. 4 queries."""
    if by.person is None:
        return []
    rows = Voice.objects.of(municipality).filter(entered_by=by.person, withdrawn_at=None, meeting=None)
    voices = list(rows.order_by("-pk")[:most])
    found = codes_of(voice.pk for voice in voices)
    waits: dict[UUID, int] = {}
    for voice_id in _waiting(municipality).filter(voice__in=voices).values_list("voice_id", flat=True):
        waits[voice_id] = waits.get(voice_id, 0) + 1
    # That others said the same answers nobody.
    sent = Delivery.objects.of(municipality).filter(voice__in=voices).exclude(answer__kind=Answer.Kind.JOINED)
    answered = set(sent.values_list("voice_id", flat=True))
    return [
        _entry(voice, found.get(voice.pk, ""), waits.get(voice.pk, 0), answered=voice.pk in answered)
        for voice in voices
    ]


def own_entry(by: Actor, municipality: Any, voice: UUID) -> Entry | None:
    """One voice that `by` entered. 2 queries."""
    if by.person is None:
        return None
    found = Voice.objects.of(municipality).filter(pk=voice, entered_by=by.person, withdrawn_at=None).first()
    return _entry(found, codes_of([found.pk]).get(found.pk, ""), 0, answered=True) if found else None


def _entry(voice: Voice, code: str, waits: int, *, answered: bool) -> Entry:
    words = " ".join(voice.words.split()) if voice.level == Level.PUBLIC else ""
    short = words if len(words) <= EXCERPT else words[:EXCERPT].rsplit(" ", 1)[0] + " …"
    unanswered = voice.level == Level.PUBLIC and not answered
    return Entry(
        voice.pk, short, voice.language, voice.heard_at, code, waits, unanswered, voice.channel, voice.unit_id
    )  # fmt: skip
