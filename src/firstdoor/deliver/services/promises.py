"""Saying how a promise stands. What is late or dropped says why."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from firstdoor.core import audit, rights
from firstdoor.core.actor import Actor
from firstdoor.core.texts import Texts
from firstdoor.decide import selectors as decide
from firstdoor.deliver.models import MeasureState, Pilot
from firstdoor.listen import selectors as listen_questions
from firstdoor.listen import services as listen

if TYPE_CHECKING:
    from firstdoor.decide.models import Measure
    from firstdoor.places.models import Municipality

KEEP = "deliver.keep_promises"


@transaction.atomic
def set_measure_state(
    *,
    by: Actor,
    municipality: Municipality,
    measure: Measure,
    state: str,
    reason: Texts | None = None,
    at: datetime | None = None,
) -> MeasureState:
    """Say how a measure of an adopted paper stands, from now on.

    Kept without a pilot, or dropped: the voices that asked for it are told (a pilot tells them itself when it is
    done). Raises NotAllowed, ValidationError without a reason for late and dropped.
    """
    rights.require(by, KEEP, municipality)
    if state not in MeasureState.State.values:
        raise ValidationError({"state": _("Choose how it stands.")})
    if state in {MeasureState.State.LATE, MeasureState.State.DROPPED} and not reason:
        raise ValidationError({"reason": _("Write why. Everybody reads it.")})
    if measure.pk not in {adopted.pk for adopted in decide.adopted_measures(municipality)}:
        raise ValidationError(_("Only a measure of an adopted paper is a promise."))
    now = at or timezone.now()
    said = MeasureState.objects.create(
        municipality=municipality, measure_id=measure.pk, state=state, reason=reason or {}, at=now, by=by.person
    )
    audit.record("deliver.promise_stands", by=by, municipality=municipality, about=said)
    with_pilot = Pilot.objects.of(municipality).filter(measure_id=measure.pk).exists()
    if reason and (state == MeasureState.State.DROPPED or (state == MeasureState.State.KEPT and not with_pilot)):
        grounds = decide.grounds_of_measures(municipality, [measure])[measure.pk]
        of_cases = listen_questions.voices_of_cases(municipality, grounds.cases)
        listen.give_answer(
            by=by, municipality=municipality, kind="done" if state == MeasureState.State.KEPT else "reply",
            about_kind="measure", about_id=measure.pk, text=reason, voices={*of_cases, *grounds.voices, *grounds.around},
            path=f"/{municipality.slug}/promises/", by_role="action_group", permission=KEEP, at=now,
        )  # fmt: skip
    return said
