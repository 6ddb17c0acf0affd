"""Cases that are taken into the policy: their own line ends there, the thread goes on above."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING
from uuid import UUID

from django.db import transaction
from django.utils import timezone

from firstdoor.core import audit, rights
from firstdoor.core.actor import Actor
from firstdoor.core.texts import Texts
from firstdoor.listen.models import Case, Station

if TYPE_CHECKING:
    from firstdoor.places.models import Municipality


@transaction.atomic
def take_into_policy(
    *, by: Actor, municipality: Municipality, cases: Iterable[UUID], reason: Texts, permission: str, by_role: str = ""
) -> int:
    """End the open ones of these cases with "taken into the policy"; returns how many. Raises NotAllowed."""
    rights.require(by, permission, municipality)
    now = timezone.now()
    taken = 0
    for case in Case.objects.of(municipality).filter(pk__in=list(cases)).exclude(phase=Case.Phase.ENDED):
        case.phase, case.ending, case.ending_reason = Case.Phase.ENDED, Case.Ending.POLICY, reason
        case.ended_at, case.version = now, case.version + 1
        case.save()
        Station.objects.create(
            municipality=municipality, case=case, kind=Station.Kind.ENDED, at=now, by=by.person, by_role=by_role
        )
        audit.record("listen.case_taken_into_policy", by=by, municipality=municipality, about=case)
        taken += 1
    return taken
