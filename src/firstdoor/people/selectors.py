"""Questions about people, roles and the cycle."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.db.models import Q
from django.utils import timezone

from firstdoor.people.models import Grant


def _now_held(today: date) -> Q:
    return Q(until=None) | Q(until__gte=today)


def lane_has_member(municipality: Any, lane: str) -> bool:
    """Whether somebody may read that lane's words today. 1 query."""
    today = timezone.localdate()
    return Grant.objects.filter(
        _now_held(today), municipality=municipality, role="lane_member", lane=lane, since__lte=today,
        person__is_active=True,
    ).exists()  # fmt: skip
