"""What became of a counted vote, for the pages of the room below."""

from __future__ import annotations

from datetime import date
from typing import Any
from uuid import UUID

from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext as _

from firstdoor.core.standing import Carried, Standing
from firstdoor.deliver.models import Milestone, Pilot, Reading
from firstdoor.deliver.selectors.stations import delivered
from firstdoor.places import selectors as places


def carried_out(municipality: Any, ballot: UUID, proposal: UUID | None, today: date) -> Carried | None:
    """The pilot that carries out a vote: the one that began from it, else the latest of its proposal. At most 3 queries."""
    rows = Pilot.objects.of(municipality).filter(
        Q(ballot=ballot) | Q(ballot=None, proposal=proposal, proposal__isnull=False)
    )
    found = sorted(rows, key=lambda pilot: (pilot.ballot_id == ballot, pilot.starts))
    if not found:
        return None
    pilot = found[-1]
    steps = Milestone.objects.of(municipality).filter(pilot=pilot).order_by("due", "pk")
    readings = Reading.objects.of(municipality).filter(pilot=pilot).order_by("date", "pk") if pilot.measured_at else []
    return Carried(
        standing=_standing(municipality, pilot, today),
        title=pilot.title,
        due=pilot.due,
        done_on=places.local_date(municipality, pilot.done_at) if pilot.done_at else None,
        steps=[(step.text, step.done_on or step.due, step.done_on is not None) for step in steps],
        changes=delivered.changes(list(readings)),
    )


def _standing(municipality: Any, pilot: Pilot, today: date) -> Standing:
    if pilot.measured_at:
        state, label = "done", _("Done and measured")
    elif pilot.done_at:
        state, label = "done", _("Done")
    elif pilot.due < today:
        state, label = "late", _("Late")
    elif pilot.starts > today:
        state, label = "received", _("Begins soon")
    else:
        state, label = "doing", _("Under way")
    return Standing(state, label, reverse("pilot", args=[municipality.slug, pilot.slug]))
