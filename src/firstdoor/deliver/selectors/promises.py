"""Every promise and what became of it: measures of an adopted paper, and what was promised in meetings."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import TYPE_CHECKING, Any
from uuid import UUID

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from firstdoor.core.standing import Standing
from firstdoor.core.texts import Texts
from firstdoor.decide import selectors as decide
from firstdoor.deliver.models import MeasureState, Pilot
from firstdoor.listen import selectors as listen
from firstdoor.listen.selectors import meetings

if TYPE_CHECKING:
    from firstdoor.decide.models import Measure

KEPT, UNDER_WAY, LATE, DROPPED = "kept", "under_way", "late", "dropped"
STATES = (KEPT, UNDER_WAY, LATE, DROPPED)
OPEN = (UNDER_WAY, LATE)


@dataclass(frozen=True, slots=True)
class Promise:
    """One promise. `voices` counts public voices only, and so exactly; `meeting` is where it was made, if in one."""

    pk: UUID
    title: Texts
    owner: Texts | str
    due: date
    budget: int | None
    indicator: Texts
    state: str
    reason: Texts
    changed: datetime | None
    pilots: list[Pilot]
    voices: int
    meeting: Any = None
    history: list[MeasureState] = field(default_factory=list)  # what was said before, the latest first

    @property
    def from_meeting(self) -> bool:
        """Made in a meeting, not by the paper."""
        return self.meeting is not None


@dataclass(frozen=True, slots=True)
class Promises:
    """All of them, the earliest due first."""

    all: list[Promise]

    def count(self, state: str) -> int:
        """How many stand so."""
        return sum(promise.state == state for promise in self.all)

    @property
    def counts(self) -> dict[str, int]:
        """How many stand how, for the bar."""
        return {state: self.count(state) for state in STATES}

    def latest(self, n: int = 3) -> list[Promise]:
        """What became of it lately: those that changed last, then those due next."""
        changed = [(one.changed, one) for one in self.all if one.changed and one.state in {KEPT, DROPPED}]
        settled = [one for _at, one in sorted(changed, key=lambda pair: pair[0], reverse=True)]
        going = [one for one in self.all if one.state in {LATE, UNDER_WAY}]
        head = [*settled[:1], *going[:1], *settled[1:2]]
        rest = [one for one in [*settled, *going] if one not in head]
        return [*head, *rest][:n]


def promises(municipality: Any, *, today: date) -> Promises:
    """Every measure of an adopted paper and every promise of published minutes. 7 queries."""
    measures = decide.adopted_measures(municipality)
    states: dict[UUID, list[MeasureState]] = {measure.pk: [] for measure in measures}
    for row in MeasureState.objects.of(municipality).filter(measure__in=measures).order_by("-at", "-pk"):
        states[row.measure_id].append(row)
    pilots = list(Pilot.objects.of(municipality).select_related("proposal__session").order_by("starts", "pk"))
    asked = _asked(municipality, measures)
    alone = Counter(measure.candidate_id for measure in measures)
    found = [
        _of_measure(
            measure, states[measure.pk], [one for one in pilots if _carries_out(one, measure, alone)],
            asked[measure.pk], today,
        )
        for measure in measures
    ]  # fmt: skip
    found += [_of_meeting(promise, today) for promise in meetings.promises(municipality, public=True)]
    return Promises(sorted(found, key=lambda one: one.due))


@dataclass(frozen=True, slots=True)
class Overdue:
    """A promise neither kept nor dropped that is past its date, or whose pilot is `done`; `explained` when it was said
    why it is late.

    `measure` or `meeting` is where it was made.
    """

    title: Texts
    due: date
    explained: bool
    done: bool = False
    measure: UUID | None = None
    meeting: UUID | None = None


def overdue(municipality: Any, *, today: date) -> list[Overdue]:
    """Every promise whose date has passed, of the adopted paper and of published minutes, and every measure whose pilot
    is done: whether that keeps the promise somebody has to say. 3 or 4 queries."""
    carried = set(Pilot.objects.of(municipality).exclude(done_at=None).values_list("measure_id", flat=True))
    measures = [one for one in decide.adopted_measures(municipality) if one.due < today or one.pk in carried]
    said: dict[UUID, MeasureState] = {}
    if measures:
        rows = MeasureState.objects.of(municipality).filter(measure__in=measures).order_by("at", "pk")
        said = {row.measure_id: row for row in rows}
    found = [
        Overdue(one.title, one.due, one.pk in said and said[one.pk].state == LATE, one.pk in carried, measure=one.pk)
        for one in measures
        if one.pk not in said or said[one.pk].state in OPEN
    ]
    return found + [
        Overdue(one.text, one.due, bool(one.reason), meeting=one.meeting_id)
        for one in meetings.promises(municipality, public=True)
        if one.due < today and one.state in OPEN
    ]


def promise_of_measure(municipality: Any, key: UUID, *, today: date) -> Promise | None:
    """One measure of an adopted paper as a promise, or none. 7 queries."""
    return next(
        (one for one in promises(municipality, today=today).all if one.pk == key and not one.from_meeting), None
    )


def _asked(municipality: Any, measures: list[Measure]) -> dict[UUID, int]:
    """How many public voices asked for each measure, each voice once."""
    grounds = decide.grounds_of_measures(municipality, measures)
    by_case = listen.public_voices_by_case(municipality, {case for one in grounds.values() for case in one.cases})
    single = listen.public_voices(municipality, {voice for one in grounds.values() for voice in one.voices})
    return {
        measure: len((one.voices & single).union(*(by_case.get(case, set()) for case in one.cases)))
        for measure, one in grounds.items()
    }


def _state(said: str, due: date, today: date) -> str:
    """As somebody said it; what is under way past its date is late, whatever anybody said."""
    return LATE if said == UNDER_WAY and due < today else said


def _of_measure(measure: Measure, states: list[MeasureState], pilots: list[Pilot], voices: int, today: date) -> Promise:
    said = states[0] if states else None
    return Promise(
        pk=measure.pk,
        title=measure.title,
        owner=measure.owner,
        due=measure.due,
        budget=measure.budget,
        indicator=measure.indicator,
        state=_state(said.state if said else UNDER_WAY, measure.due, today),
        reason=said.reason if said else {},
        changed=said.at if said else None,
        pilots=pilots,
        voices=voices,
        history=states[1:],
    )


def _carries_out(pilot: Pilot, measure: Measure, alone: Counter[UUID | None]) -> bool:
    """The measure that the pilot names, else the only one of the priority that its proposal came from."""
    if pilot.measure_id is not None:
        return pilot.measure_id == measure.pk
    candidate = pilot.proposal.session.candidate_id if pilot.proposal else None
    return candidate is not None and candidate == measure.candidate_id and alone[candidate] == 1


def _of_meeting(promise: Any, today: date) -> Promise:
    return Promise(
        pk=promise.pk,
        title=promise.text,
        owner=promise.owner,
        due=promise.due,
        budget=None,
        indicator={},
        state=_state(promise.state, promise.due, today),
        reason=promise.reason,
        changed=promise.changed_at,
        pilots=[],
        voices=0,
        meeting=promise.meeting,
    )


LABELS = {KEPT: _("Kept"), UNDER_WAY: _("Under way"), LATE: _("Late"), DROPPED: _("Dropped")}
SHAPES = {KEPT: "done", UNDER_WAY: "doing", LATE: "late", DROPPED: "no"}


def standings(municipality: Any, today: date) -> dict[UUID, Standing]:
    """How each adopted measure stands, for the rooms below. 7 queries."""
    page = reverse("promises", args=[municipality.slug])
    return {
        one.pk: Standing(SHAPES[one.state], str(LABELS[one.state]), f"{page}#p-{one.pk}")
        for one in promises(municipality, today=today).all
        if not one.from_meeting
    }
