"""How many voices there are: exact where each of them is public by itself. Who only waits for an answer said nothing."""

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
        .exclude(kind=Voice.Kind.LISTENER)
        .values_list("unit_id")
        .annotate(public=Count("pk", filter=Q(level=Level.PUBLIC)), n=Count("pk"))
        .order_by()
    )
    return {unit: (public, n) for unit, public, n in rows}


def public_voices_by_channel(
    municipality: Any, *, since: datetime, until: datetime
) -> tuple[dict[str, int], dict[UUID | None, int], int]:
    """Voices of level public heard in [since, until), comments and survey answers apart: by channel, and by unit.

    The third number counts those that are not public; alone it may be shown from five on. 2 queries.
    """
    rows = Voice.objects.of(municipality).filter(heard_at__gte=since, heard_at__lt=until, withdrawn_at=None)
    rows = rows.exclude(kind__in=[Voice.Kind.COMMENT, Voice.Kind.SURVEY, Voice.Kind.LISTENER]).order_by()
    counts = rows.filter(level=Level.PUBLIC).values_list("channel", "unit_id").annotate(n=Count("pk"))
    by_channel: dict[str, int] = {}
    by_unit: dict[UUID | None, int] = {}
    for channel, unit, n in counts:
        by_channel[channel] = by_channel.get(channel, 0) + n
        by_unit[unit] = by_unit.get(unit, 0) + n
    return by_channel, by_unit, rows.exclude(level=Level.PUBLIC).count()


def channel_name(channel: str) -> str:
    """What a channel is called. No query."""
    return str(Voice.Channel(channel).label)
