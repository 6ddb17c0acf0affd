"""How many voices there are: exact where each of them is public by itself."""

from __future__ import annotations

from datetime import datetime
from typing import Any
from uuid import UUID

from django.db.models import Count, Q

from firstdoor.listen.models import Voice
from firstdoor.listen.models.theme import Level


def voices_since(municipality: Any, since: datetime) -> dict[UUID | None, tuple[int, int]]:
    """By unit (None: no unit): public voices, and all voices, heard since then and not withdrawn. 1 query.

    The second number counts voices that are not public: it may not be shown beside the first without suppression.
    """
    rows = (
        Voice.objects.of(municipality)
        .filter(heard_at__gte=since, withdrawn_at=None)
        .values_list("unit_id")
        .annotate(public=Count("pk", filter=Q(level=Level.PUBLIC)), n=Count("pk"))
        .order_by()
    )
    return {unit: (public, n) for unit, public, n in rows}
