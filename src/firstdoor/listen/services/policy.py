"""What the rooms above do with voices and cases: take them into the policy, let everybody read a comment."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING
from uuid import UUID

from django.db import transaction
from django.utils import timezone

from firstdoor.core import audit, rights
from firstdoor.core.actor import Actor
from firstdoor.core.texts import Texts
from firstdoor.listen.models import Case, Handover, Station, Voice
from firstdoor.listen.models.theme import Level

if TYPE_CHECKING:
    from firstdoor.places.models import Municipality


@transaction.atomic
def take_into_policy(
    *, by: Actor, municipality: Municipality, cases: Iterable[UUID], reason: Texts, permission: str, by_role: str = ""
) -> int:
    """End the open ones of these cases with "taken into the policy"; returns how many. Raises NotAllowed.

    What is planned, being done or with another institution goes on as its people were told: it has a date of its own.
    """
    rights.require(by, permission, municipality)
    now = timezone.now()
    taken = 0
    open_ones = Case.objects.of(municipality).filter(
        pk__in=list(cases), phase__in=[Case.Phase.RECEIVED, Case.Phase.LOOKED_AT]
    )
    elsewhere = Handover.objects.of(municipality).filter(case__in=open_ones, answered_at=None).values("case")
    for case in open_ones.exclude(pk__in=elsewhere):
        case.phase, case.ending, case.ending_reason = Case.Phase.ENDED, Case.Ending.POLICY, reason
        case.ended_at, case.version = now, case.version + 1
        case.save()
        Station.objects.create(
            municipality=municipality, case=case, kind=Station.Kind.ENDED, at=now, by=by.person, by_role=by_role
        )
        audit.record("listen.case_taken_into_policy", by=by, municipality=municipality, about=case)
        taken += 1
    return taken


@transaction.atomic
def publish_voice(*, by: Actor, municipality: Municipality, voice_id: UUID, permission: str) -> bool:
    """Let everybody read a voice of level public, after somebody looked; returns whether they can. Raises NotAllowed."""
    rights.require(by, permission, municipality)
    voice = Voice.objects.of(municipality).filter(pk=voice_id, level=Level.PUBLIC, withdrawn_at=None).first()
    if voice is None:
        return False
    if voice.published_at is None:
        voice.published_at = timezone.now()
        voice.save(update_fields=["published_at"])
        audit.record("listen.voice_published", by=by, municipality=municipality, about=voice)
    return True
