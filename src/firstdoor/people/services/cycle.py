"""Keeping the cycle: beginning one, moving a date with a reason, noting that a step is done, ending it."""

from __future__ import annotations

from calendar import monthrange
from datetime import date, timedelta
from typing import TYPE_CHECKING, Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from firstdoor.core import audit, rights, texts
from firstdoor.core.actor import Actor
from firstdoor.people import selectors
from firstdoor.people.models import Cycle, CycleStep, StepMove

if TYPE_CHECKING:
    from firstdoor.places.models import Municipality

Kind = CycleStep.Kind
# Months and days from the beginning until each step is due: the year as the guideline tells it.
USUAL = {
    Kind.MEETINGS: (2, 0),
    Kind.PICTURE: (3, 0),
    Kind.PRIORITIES: (4, 0),
    Kind.PAPER: (4, 15),
    Kind.CONSULTATION: (5, 15),
    Kind.ADOPTION: (6, 0),
    Kind.SESSION: (7, 0),
    Kind.BALLOT: (8, 0),
    Kind.PILOTS: (17, 0),
    Kind.EVALUATION: (18, 0),
}
# Meetings go on, a picture is never finished, and another pilot may begin: who keeps the cycle says when it is enough.
BY_HAND = (CycleStep.Kind.MEETINGS, CycleStep.Kind.PICTURE, CycleStep.Kind.PILOTS)
LONGEST_REASON = 300
FARTHEST = 366  # days from today; a cycle that begins later is a wrong year, and nobody could work meanwhile


def _months_later(start: date, months: int) -> date:
    year, month = divmod(start.month - 1 + months, 12)
    year += start.year
    return date(year, month + 1, min(start.day, monthrange(year, month + 1)[1]))


def usual_dates(starts: date) -> dict[str, date]:
    """When each step of a cycle that begins on that day is usually due."""
    return {str(kind): _months_later(starts, months) + timedelta(days=days) for kind, (months, days) in USUAL.items()}


@transaction.atomic
def start_cycle(
    *, by: Actor, municipality: Municipality, name: texts.Texts, starts: date, dates: dict[str, date] | None = None
) -> Cycle:
    """Begin a cycle, each step with its usual date or with that in `dates`.

    Raises NotAllowed, or ValidationError when one is going on already, when the start is more than a year away, or a step
    would be due before it.
    """
    rights.require(by, "people.keep_cycle", municipality)
    if selectors.current_cycle(municipality) is not None:
        raise ValidationError(_("A cycle is going on. End it before you begin the next."))
    due = {**usual_dates(starts), **(dates or {})}
    if (starts - timezone.localdate()).days > FARTHEST:
        raise ValidationError({"starts": _("This is more than a year away. Look at the year again.")})
    if min(due.values()) < starts:
        raise ValidationError({"starts": _("A step can't be due before the cycle begins.")})
    cycle = Cycle.objects.create(municipality=municipality, name=name, starts=starts, ends=max(due.values()))
    audit.record("people.cycle_started", by=by, municipality=municipality, about=cycle)
    for kind in USUAL:
        step = CycleStep.objects.create(municipality=municipality, cycle=cycle, kind=kind, due=due[kind])
        audit.record("people.step_planned", by=by, municipality=municipality, about=step)
    return cycle


@transaction.atomic
def move_step(*, by: Actor, municipality: Municipality, step: CycleStep, due: date, reason: str) -> CycleStep:
    """Give a step another date, and say why. The reason is kept with the old date.

    Raises NotAllowed, or ValidationError with the field at fault.
    """
    rights.require(by, "people.keep_cycle", municipality)
    step = CycleStep.objects.of(municipality).select_for_update(of=("self",)).select_related("cycle").get(pk=step.pk)
    reason = reason.strip()
    if step.done_at is not None or step.cycle.ended_at is not None:
        raise ValidationError(_("This step is completed; its date stays."))
    if not reason:
        raise ValidationError({"reason": _("Write why the date changes. Others will read it.")})
    if len(reason) > LONGEST_REASON:
        raise ValidationError({"reason": _("This is longer than 300 characters. Please shorten it.")})
    if due < step.cycle.starts:
        raise ValidationError({"due": _("A step can't be due before the cycle begins.")})
    if due == step.due:
        raise ValidationError({"due": _("This is the date that the step has already.")})
    move = StepMove.objects.create(
        municipality=municipality, step=step, was=step.due, due=due, reason=reason, by=by.person, at=timezone.now()
    )
    step.due = due
    step.save(update_fields=["due"])
    audit.record("people.step_moved", by=by, municipality=municipality, about=step)
    audit.record("people.reason_given", by=by, municipality=municipality, about=move)
    if due > step.cycle.ends:
        step.cycle.ends = due
        step.cycle.save(update_fields=["ends"])
        audit.record("people.cycle_prolonged", by=by, municipality=municipality, about=step.cycle)
    return step


@transaction.atomic
def step_done(*, by: Actor, municipality: Any, kind: str) -> CycleStep | None:
    """Note that a step of the cycle that is going on is completed: a paper adopted, a ballot counted.

    The rooms call it with the act that completes the step, whoever may do that act. A step that is completed already
    stays as it is; without a cycle nothing happens and None is returned. Raises NotAllowed. 1 to 5 queries.
    """
    rights.require(by, "people.finish_step", municipality)
    step = CycleStep.objects.of(municipality).filter(cycle__ended_at=None, kind=kind).first()
    if step is None or step.done_at is not None:
        return step
    step.done_at = timezone.now()
    step.save(update_fields=["done_at"])
    audit.record("people.step_done", by=by, municipality=municipality, about=step)
    return step


@transaction.atomic
def complete_step(*, by: Actor, municipality: Municipality, step: CycleStep) -> None:
    """Say that a step is completed that no single act completes (`BY_HAND`). Raises NotAllowed, ValidationError."""
    rights.require(by, "people.keep_cycle", municipality)
    if step.kind not in BY_HAND:
        raise ValidationError(_("The act itself completes this step, for example the council's decision."))
    step_done(by=by, municipality=municipality, kind=step.kind)


@transaction.atomic
def end_cycle(*, by: Actor, municipality: Municipality) -> Cycle:
    """End the cycle that is going on. Raises NotAllowed, or ValidationError when there is none."""
    rights.require(by, "people.keep_cycle", municipality)
    cycle = selectors.current_cycle(municipality)
    if cycle is None:
        raise ValidationError(_("No cycle is going on."))
    cycle.ended_at = timezone.now()
    cycle.save(update_fields=["ended_at"])
    audit.record("people.cycle_ended", by=by, municipality=municipality, about=cycle)
    return cycle
