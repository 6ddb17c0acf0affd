"""The coach's visits: observation and advice by the coach, the reaction by the group. The coach decides nothing."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from firstdoor.core import audit, rights
from firstdoor.core.actor import Actor
from firstdoor.core.texts import Texts
from firstdoor.deliver.models import CoachVisit, Pilot

if TYPE_CHECKING:
    from firstdoor.places.models import Municipality


@transaction.atomic
def write_visit(
    *, by: Actor, municipality: Municipality, pilot: Pilot, day: date, observation: Texts, advice: Texts
) -> CoachVisit:
    """Write what the coach saw and advises. Raises NotAllowed, ValidationError for a day to come."""
    rights.require(by, "deliver.visit_as_coach", municipality)
    if day > timezone.localdate():
        raise ValidationError({"day": _("This date is in the future.")})
    visit = CoachVisit.objects.create(
        municipality=municipality, pilot=pilot, coach=by.person, date=day, observation=observation, advice=advice
    )
    audit.record("deliver.coach_visited", by=by, municipality=municipality, about=visit)
    return visit


@transaction.atomic
def react_to_visit(
    *, by: Actor, municipality: Municipality, visit: CoachVisit, reaction: Texts, public: bool
) -> CoachVisit:
    """Write what the group does with the advice, and whether everybody may read both. Raises NotAllowed."""
    rights.require(by, "deliver.react_to_coach", municipality)
    visit.reaction, visit.reaction_by, visit.public = reaction, by.person, public
    visit.save()
    audit.record("deliver.coach_answered", by=by, municipality=municipality, about=visit)
    return visit
