"""The golden thread: one receipt from top to bottom of the house, in one place."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, datetime
from typing import TYPE_CHECKING, Any
from uuid import UUID

from django.db.models import Count, Q, Sum

from firstdoor.decide import selectors as decide
from firstdoor.deliver.models import AskBack, MeasureState, Milestone, Pilot, Reading
from firstdoor.listen import selectors as listen
from firstdoor.methods.suppression import suppress
from firstdoor.people import selectors as people
from firstdoor.places import selectors as places

if TYPE_CHECKING:
    from firstdoor.decide.selectors import PolicyThread
    from firstdoor.listen.models import Voice
    from firstdoor.listen.selectors import VoiceThread
    from firstdoor.people.models import CycleStep
    from firstdoor.people.selectors import Helper

TOO_FEW = 5  # below it a count of an ask-back stays hidden, and all of them while no more have answered


@dataclass(frozen=True, slots=True)
class AskedBack:
    """What those who reported it say about a pilot; `own` is this voice's answer, "" before it gave one."""

    yes: int = 0
    no: int = 0
    unknown: int = 0
    own: str = ""

    @property
    def n(self) -> int:
        """How many answered."""
        return self.yes + self.no + self.unknown

    @property
    def shown(self) -> bool:
        """Whether there are enough answers for the counts to name nobody."""
        return self.n >= TOO_FEW

    @property
    def counts(self) -> list[int | None]:
        """How many said yes, no, and that they do not know; None where the number could name somebody."""
        return suppress([self.yes, self.no, self.unknown], TOO_FEW)

    @property
    def hidden(self) -> bool:
        """Whether one of the counts is hidden."""
        return None in self.counts


@dataclass(frozen=True, slots=True)
class PilotThread:
    """A pilot as a thread tells it."""

    pilot: Pilot
    spent: int
    milestones: list[Milestone]
    readings: list[Reading]
    asked: AskedBack


@dataclass(frozen=True, slots=True)
class GoldenThread:
    """All that became of a voice. On a neutral page policy and pilots are empty, whatever there is."""

    listen: VoiceThread
    policy: PolicyThread
    pilots: list[PilotThread]
    measure_states: dict[UUID, MeasureState]
    steps: list[CycleStep]
    helper: Helper
    recontact: date | None  # the day by which there is news even when there is none
    now: datetime = field(kw_only=True)

    @property
    def voice(self) -> Voice:
        """The voice itself."""
        return self.listen.voice

    @property
    def neutral(self) -> bool:
        """Whether the page may say only neutral things."""
        return self.listen.neutral

    @property
    def weighed(self) -> bool:
        """Whether a theme that stands on this voice was chosen, or not."""
        return any(candidate.chosen is not None for candidate in self.policy.candidates)

    @property
    def fresh(self) -> bool:
        """Nobody has read it yet: the page is the receipt."""
        case = self.listen.case
        return (
            self.voice.withdrawn_at is None
            and (case is None or case.phase == "received")
            and not self.listen.told
            and self.policy.comment is None
            and not self.policy.candidates
            and not any(one.over or one.told or one.led_to for one in self.listen.stated)
        )


def golden_thread(voice: Voice, *, now: datetime) -> GoldenThread:
    """Everything that became of a voice (from `listen.selectors.voice_of`), following its receipt through the house.

    At most 26 queries however long the thread is; 8 for most reports that nobody took into the policy, 5 when neutral.
    """
    municipality = voice.municipality
    below = listen.voice_thread(voice)
    policy = decide.PolicyThread()
    if not below.neutral:
        policy = decide.policy_thread(
            municipality, cases=below.counted_on, voice=voice.pk, kind=voice.kind,
            statements=[ref for one in below.stated for ref in one.refs],
        )  # fmt: skip
    unit = None if below.neutral else voice.unit_id
    day = places.local_date(municipality, now)
    return GoldenThread(
        below,
        policy,
        _pilots(voice, policy),
        _states(voice, policy),
        _steps(voice, below, policy),
        people.person_to_talk_to(municipality, unit, today=day),
        _recontact(voice, below),
        now=now,
    )


def _recontact(voice: Voice, below: VoiceThread) -> date | None:
    """By when there is news even when there is none: asked only where no other date stands."""
    case = below.case
    if case is None or case.phase == "ended" or any(stop.expected for stop in below.stops):
        return None
    if case.phase in {"received", "looked_at"} and case.answer_due and not below.told:
        return None
    last_news = max([stop.at for stop in below.stops if stop.at] + [told.at for told in below.told], default=None)
    return places.due("firstdoor.recontact", last_news, voice.municipality) if last_news else None


def _steps(voice: Voice, below: VoiceThread, policy: PolicyThread) -> list[CycleStep]:
    """The dates of the cycle that this voice is part of; of the present one where it waits to be weighed."""
    if policy.cycles:
        return people.cycle_steps(voice.municipality, policy.cycles)
    waits = below.case is not None and below.case.ending == "policy" and not below.neutral
    waits = waits or (below.listens_to is not None and not below.told)
    return people.present_cycle_steps(voice.municipality) if waits or policy.comment else []


def _pilots(voice: Voice, policy: PolicyThread) -> list[PilotThread]:
    if not (policy.proposals or policy.measures):
        return []
    rows = (
        Pilot.objects.of(voice.municipality_id)
        .filter(
            Q(proposal__in=policy.proposals) | Q(measure__in=policy.measures) | Q(ballot__in=policy.ballots),
        )
        .annotate(spent=Sum("spending__amount"))
        .order_by("starts", "pk")
    )
    pilots = list(rows)
    milestones: dict[UUID, list[Milestone]] = {}
    for milestone in Milestone.objects.of(voice.municipality_id).filter(pilot__in=pilots).order_by("due", "pk"):
        milestones.setdefault(milestone.pilot_id, []).append(milestone)
    readings: dict[UUID, list[Reading]] = {}
    for reading in Reading.objects.of(voice.municipality_id).filter(pilot__in=pilots).order_by("date", "pk"):
        readings.setdefault(reading.pilot_id, []).append(reading)
    asked = asked_back(voice.municipality_id, [pilot.pk for pilot in pilots], voice=voice.pk)
    return [
        PilotThread(
            pilot,
            pilot.spent or 0,
            milestones.get(pilot.pk, []),
            readings.get(pilot.pk, []),
            asked.get(pilot.pk, AskedBack()),
        )
        for pilot in pilots
    ]


def asked_back(municipality: Any, pilots: list[UUID], *, voice: UUID | None = None) -> dict[UUID, AskedBack]:
    """What people answered when asked back about these pilots. 1 query."""
    rows = (
        AskBack.objects.of(municipality)
        .filter(pilot__in=pilots)
        .values_list("pilot_id", "says")
        .annotate(n=Count("pk"), own=Count("pk", filter=Q(voice_id=voice)))
        .order_by()
    )
    counts: dict[UUID, dict[str, Any]] = {}
    for pilot, says, n, own in rows:
        one = counts.setdefault(pilot, {})
        one[says] = n
        if voice is not None and own:
            one["own"] = says
    return {pilot: AskedBack(**one) for pilot, one in counts.items()}


def _states(voice: Voice, policy: PolicyThread) -> dict[UUID, MeasureState]:
    if not policy.measures:
        return {}
    rows = MeasureState.objects.of(voice.municipality_id).filter(measure__in=policy.measures).order_by("at", "pk")
    return {row.measure_id: row for row in rows}
