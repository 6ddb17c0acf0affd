"""What candidates, measures and proposals stand on: cases with all their voices, or single voices."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING
from uuid import UUID

from django.db import transaction
from django.utils import timezone

from firstdoor.core import audit
from firstdoor.core.actor import Actor
from firstdoor.decide.models import Evidence

if TYPE_CHECKING:
    from firstdoor.places.models import Municipality


@transaction.atomic
def set_evidence(
    *, by: Actor, municipality: Municipality, target_kind: str, target_id: UUID, kind: str, refs: Iterable[UUID]
) -> None:
    """Make `refs` the evidence of that kind for the target: adds what is new, takes away what is no longer there.

    The caller has asked for the right. 2 queries and 3 for each change.
    """
    wanted = set(refs)
    rows = Evidence.objects.of(municipality).filter(target_kind=target_kind, target_id=target_id, kind=kind)
    present = {row.ref: row for row in rows}
    for ref in sorted(wanted - set(present)):
        row = Evidence.objects.create(
            municipality=municipality,
            target_kind=target_kind,
            target_id=target_id,
            kind=kind,
            ref=ref,
            by=by.person,
            at=timezone.now(),
        )
        audit.record("decide.evidence_added", by=by, municipality=municipality, about=row)
    for ref in sorted(set(present) - wanted):
        audit.record("decide.evidence_removed", by=by, municipality=municipality, about=present[ref], gone=True)
        present[ref].delete()
