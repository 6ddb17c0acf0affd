"""One voice and what became of it, as far as listening knows: the ground floor of the golden thread."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db.models import Q

from firstdoor.core.statements import every, listed, moment, one, rows_of
from firstdoor.core.texts import Texts
from firstdoor.listen.models import (
    Answer,
    Case,
    CaseVoice,
    Conversation,
    Delivery,
    Handover,
    Listener,
    Station,
    Voice,
)
from firstdoor.listen.models.theme import Level
from firstdoor.listen.selectors.stated import Stated, stated_of
from firstdoor.places import selectors as places


@dataclass(frozen=True, slots=True)
class Company:
    """The other public voices about the same matter, by how they came. Only public ones: so the counts are exact."""

    reports: int = 0
    meeting: int = 0
    paper: int = 0
    person: int = 0
    since: datetime | None = None

    @property
    def n(self) -> int:
        """All of them."""
        return self.reports + self.meeting + self.paper + self.person


@dataclass(frozen=True, slots=True)
class Stop:
    """A station of a case as this voice passed it. `at` is none for what is still expected."""

    kind: str
    at: datetime | None
    expected: Any
    by_role: str
    note: Texts
    case: Case


@dataclass(frozen=True, slots=True)
class Told:
    """An answer that was given to this voice. `text` is what its page may say: on a neutral one often nothing."""

    kind: str
    text: Texts
    path: str
    by_role: str
    at: datetime
    about_kind: str
    about_id: UUID


@dataclass(frozen=True, slots=True)
class VoiceThread:
    """All that a receipt's page may say. On a neutral page there are no handovers and no company."""

    voice: Voice
    neutral: bool
    cases: list[Case]
    counted_on: list[UUID]  # the cases through which evidence finds this voice
    stops: list[Stop]
    told: list[Told]
    handovers: list[Handover]
    company: Company
    stated: list[Stated]  # what it said, or led to, in a conversation
    listens_to: Conversation | None = None  # the conversation of which it wants to hear the outcome

    @property
    def case(self) -> Case | None:
        """The case that is furthest from its end; none for voices that open none, and after a withdrawal."""
        order = list(Case.Phase.values)
        return min(self.cases, key=lambda case: order.index(case.phase), default=None)


def is_neutral(voice: Voice) -> bool:
    """Whether the page may show neither words nor theme, place or photo: while the voice is not for everybody.

    By its level, not by the length of its code: most reports come without a theme, get a long code, and are for
    everybody once the desk has set one. Their pages must then tell what became of them.
    """
    return voice.level != Level.PUBLIC


def voice_of(voice_id: UUID) -> Voice | None:
    """The voice behind a receipt, with municipality and unit. 2 queries, one of them small; 3 where it has a unit.

    By its id alone: whoever comes with a code doesn't know the municipality, and receipts stand outside of all.
    """
    found = rows_of(Voice, "WHERE t.id = %s", [voice_id])
    if not found:
        return None
    voice = found[0]
    voice.municipality = places.municipality_by_id(voice.municipality_id)
    if voice.unit_id is not None:
        for unit in places.units(voice.municipality):
            if unit.pk == voice.unit_id:
                voice.unit = unit
    return voice


_PHOTOS = "SELECT COUNT(*) FROM listen_photo WHERE municipality_id = %s AND voice_id = %s"


def photos_of(voice: Voice) -> int:
    """How many photos came with a voice. 1 query."""
    found = one(_PHOTOS, [voice.municipality_id, voice.pk])
    return found[0] if found else 0


def voice_thread(voice: Voice) -> VoiceThread:
    """Where a voice (from `voice_of`) stands, following its cases through every joining.

    5 to 7 queries; 4 when neutral; 3 more where its words are a statement, or led to one.
    """
    neutral = is_neutral(voice)
    links = _links(voice)
    present = [link.case for link in links if link.left_at is None]
    counted_on = [link.case_id for link in links if link.left_at is None or link.case.ending == Case.Ending.JOINED]
    quiet = neutral or not present
    stops = _stops(voice, links)
    handed_over = any(stop.kind == Station.Kind.HANDED_OVER for stop in stops)
    return VoiceThread(
        voice=voice,
        neutral=neutral,
        cases=present,
        counted_on=counted_on,
        stops=stops,
        told=_told(
            voice,
            neutral,
            {link.case_id for link in links if link.case.published_at and link.case.level == Level.PUBLIC},
        ),
        handovers=_handovers(voice, present) if handed_over and not quiet else [],
        company=Company() if quiet else _company(voice, present),
        stated=[] if neutral else stated_of(voice, counted_on),
        listens_to=_listens_to(voice) if voice.kind == Voice.Kind.LISTENER else None,
    )


_LINKS = "WHERE t.municipality_id = %s AND t.voice_id = %s ORDER BY t.at, t.id"
# Named one by one: a subquery has SQLite read every case of the municipality.
_CASES = "WHERE t.municipality_id = %s AND t.id IN ({cases})"


def _links(voice: Voice) -> list[CaseVoice]:
    """The cases that a voice stands or stood behind, in order. 2 queries."""
    here = voice.municipality_id
    links = rows_of(CaseVoice, _LINKS, [here, voice.pk])
    wanted = list({link.case_id for link in links})
    cases = (
        {case.pk: case for case in rows_of(Case, _CASES.format(cases=listed(wanted)), [here, *wanted])}
        if wanted
        else {}
    )
    for link in links:
        link.case = cases[link.case_id]
    return links


def _listens_to(voice: Voice) -> Conversation | None:
    found = Listener.objects.of(voice.municipality_id).filter(voice=voice).select_related("conversation").first()
    if found is None:
        return None
    found.conversation.municipality = voice.municipality
    return found.conversation


_STATIONS = "WHERE t.municipality_id = %s AND t.case_id IN ({cases}) ORDER BY t.at NULLS LAST, t.expected, t.id"


def _stops(voice: Voice, links: list[CaseVoice]) -> list[Stop]:
    """Stations of each case while the voice was with it; of a case it joined also the plan that was there already."""
    by_case: dict[UUID, list[Station]] = {}
    cases = list({link.case_id for link in links})
    for station in rows_of(Station, _STATIONS.format(cases=listed(cases)), [voice.municipality_id, *cases]):
        by_case.setdefault(station.case_id, []).append(station)
    own = (Station.Kind.RECEIVED, Station.Kind.LOOKED_AT)
    found: list[Stop] = []
    for link in links:
        for station in by_case.get(link.case_id, []):
            before = station.at is not None and station.at < link.at
            after = link.left_at is not None and (station.at is None or station.at > link.left_at)
            if (before and station.kind in own) or (after and station.kind != Station.Kind.ENDED):
                continue
            if link.left_at is not None and station.kind == Station.Kind.ENDED:
                continue  # the case ended by joining; this voice goes on
            at = max(station.at, link.at) if station.at is not None and before else station.at
            found.append(Stop(station.kind, at, station.expected, station.by_role, station.note, link.case))
        if link.left_at is not None and link.case.ending == Case.Ending.JOINED:
            found.append(Stop(Station.Kind.JOINED, link.left_at, None, "", {}, link.case))
    return found


_ANSWERS = (
    "JOIN listen_delivery sent ON sent.answer_id = t.id AND sent.municipality_id = t.municipality_id "
    "WHERE t.municipality_id = %s AND sent.voice_id = %s AND sent.route = %s ORDER BY t.at, t.id"
)


def _told(voice: Voice, neutral: bool, public: set[UUID]) -> list[Told]:
    """What was answered; to the page of a case it leads only while that case is public, whatever it was then."""
    found = rows_of(Answer, _ANSWERS, [voice.municipality_id, voice.pk], Delivery.Route.PAGE.value)
    return [
        Told(
            answer.kind, answer.discreet if neutral else answer.text,
            answer.path if answer.about_kind != "case" or answer.about_id in public else "",
            answer.by_role, answer.at, answer.about_kind, answer.about_id,
        )
        for answer in found
    ]  # fmt: skip


def _handovers(voice: Voice, cases: list[Case]) -> list[Handover]:
    found = Handover.objects.of(voice.municipality_id).filter(case__in=cases).select_related("institution")
    return list(found.order_by("at", "pk"))


_OTHERS = (
    "SELECT voice.kind, voice.channel, COUNT(DISTINCT voice.id), MIN(link.at) FROM listen_casevoice link "
    "JOIN listen_voice voice ON voice.id = link.voice_id AND voice.municipality_id = link.municipality_id "
    "WHERE link.municipality_id = %s AND voice.id <> %s AND link.case_id IN ({cases}) AND link.left_at IS NULL "
    "AND voice.level = %s AND voice.withdrawn_at IS NULL GROUP BY voice.kind, voice.channel"
)


def _company(voice: Voice, cases: list[Case]) -> Company:
    wanted = [case.pk for case in cases]
    found = every(_OTHERS.format(cases=listed(wanted)), [voice.municipality_id, voice.pk, *wanted], Level.PUBLIC.value)
    counts = dict.fromkeys(("reports", "meeting", "paper", "person"), 0)
    for kind, channel, n, _first in found:
        counts["meeting" if kind == Voice.Kind.MEETING else channel if channel in counts else "reports"] += n
    return Company(**counts, since=min((moment(row[3]) for row in found), default=None))


def _of_cases(cases: Iterable[UUID]) -> Q:
    """Links through which voices stand behind these cases: present ones, and those that moved on when a case joined."""
    wanted = list(cases)
    return Q(case_id__in=wanted, left_at=None) | Q(case_id__in=wanted, case__ending=Case.Ending.JOINED)


def voices_of_cases(municipality: Any, cases: Iterable[UUID]) -> list[UUID]:
    """The voices behind these cases that were not withdrawn, each once. 1 query."""
    rows = CaseVoice.objects.of(municipality).filter(_of_cases(cases), voice__withdrawn_at=None)
    return list(rows.values_list("voice_id", flat=True).distinct().order_by("voice_id"))


def public_voices_by_case(municipality: Any, cases: Iterable[UUID]) -> dict[UUID, set[UUID]]:
    """The public, not withdrawn voices behind each of these cases: what may be counted exactly. 1 query."""
    rows = CaseVoice.objects.of(municipality).filter(
        _of_cases(cases), voice__withdrawn_at=None, voice__level=Level.PUBLIC
    )
    found: dict[UUID, set[UUID]] = {}
    for case_id, voice_id in rows.values_list("case_id", "voice_id"):
        found.setdefault(case_id, set()).add(voice_id)
    return found


def public_voices(municipality: Any, voices: Iterable[UUID]) -> set[UUID]:
    """Those of these voices that are public and were not withdrawn. 1 query."""
    rows = Voice.objects.of(municipality).filter(pk__in=list(voices), level=Level.PUBLIC, withdrawn_at=None)
    return set(rows.values_list("pk", flat=True))


def standing_voices(municipality: Any, voices: Iterable[UUID]) -> set[UUID]:
    """Those of these voices that were not withdrawn. 1 query."""
    rows = Voice.objects.of(municipality).filter(pk__in=list(voices), withdrawn_at=None)
    return set(rows.values_list("pk", flat=True))
