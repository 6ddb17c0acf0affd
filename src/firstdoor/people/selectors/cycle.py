"""Questions about the cycle: which one is going on, its steps with their dates, what is late."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from firstdoor.people.models import Cycle, CycleStep, StepMove

ORDER = list(CycleStep.Kind.values)


@dataclass(frozen=True, slots=True)
class StepNow:
    """A step as it stands on one day. `state`: completed, doing (the first that isn't completed) or later."""

    id: UUID
    kind: str
    name: str
    due: date
    done_at: datetime | None
    state: str
    late: bool
    days: int  # until it is due; below zero: since it was
    moves: list[StepMove]

    @property
    def late_days(self) -> int:
        """For how many days it has been late; 0 when it isn't."""
        return max(0, -self.days) if self.late else 0


@dataclass(frozen=True, slots=True)
class CycleNow:
    """A cycle and its steps in order."""

    cycle: Cycle
    steps: list[StepNow]

    @property
    def doing(self) -> StepNow | None:
        """The first step that isn't completed."""
        return next((step for step in self.steps if step.state == "doing"), None)

    @property
    def done(self) -> list[StepNow]:
        """The steps that are completed."""
        return [step for step in self.steps if step.state == "completed"]

    @property
    def left(self) -> list[StepNow]:
        """The steps that aren't."""
        return [step for step in self.steps if step.state != "completed"]

    @property
    def late(self) -> list[StepNow]:
        """The steps whose date has passed."""
        return [step for step in self.steps if step.late]


def current_cycle(municipality: Any) -> Cycle | None:
    """The cycle that is going on. 1 query."""
    return Cycle.objects.of(municipality).filter(ended_at=None).first()


def past_cycles(municipality: Any) -> list[Cycle]:
    """Those that have ended, newest first. 1 query."""
    return list(Cycle.objects.of(municipality).exclude(ended_at=None).order_by("-starts"))


def steps_of(cycle: Cycle, *, today: date) -> list[StepNow]:
    """The steps of a cycle in the order of the year, as they stand on that day. 2 queries."""
    steps = sorted(
        CycleStep.objects.of(cycle.municipality_id).filter(cycle=cycle), key=lambda step: ORDER.index(step.kind)
    )
    moves: dict[UUID, list[StepMove]] = {}
    for move in StepMove.objects.of(cycle.municipality_id).filter(step__cycle=cycle).order_by("at", "pk"):
        moves.setdefault(move.step_id, []).append(move)
    begun = next((step.pk for step in steps if step.done_at is None), None)
    return [
        StepNow(
            id=step.pk,
            kind=step.kind,
            name=str(step.get_kind_display()),
            due=step.due,
            done_at=step.done_at,
            state="completed" if step.done_at else "doing" if step.pk == begun else "later",
            late=step.done_at is None and step.due < today,
            days=(step.due - today).days,
            moves=moves.get(step.pk, []),
        )
        for step in steps
    ]


def cycle_now(municipality: Any, *, today: date) -> CycleNow | None:
    """The cycle that is going on with its steps, or None between two cycles. 3 queries."""
    cycle = current_cycle(municipality)
    return CycleNow(cycle, steps_of(cycle, today=today)) if cycle else None


def step_of(municipality: Any, kind: str) -> CycleStep | None:
    """A step of the cycle that is going on, for its date: `step_of(m, "ballot").due`. 1 query."""
    return CycleStep.objects.of(municipality).filter(cycle__ended_at=None, kind=kind).first()


def cycle_steps(municipality: Any, cycles: Iterable[UUID]) -> list[CycleStep]:
    """The dated steps of these cycles, in the order of their dates. 1 query."""
    return list(CycleStep.objects.of(municipality).filter(cycle_id__in=list(cycles)).order_by("due"))


def present_cycle_steps(municipality: Any) -> list[CycleStep]:
    """The dated steps of the cycle that goes on now; none when no cycle is open. 1 query."""
    return list(CycleStep.objects.of(municipality).filter(cycle__ended_at=None).order_by("due"))
