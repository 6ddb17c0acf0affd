"""Questions about institutions and lanes."""

from __future__ import annotations

from typing import Any

from django.utils import timezone

from firstdoor.core import texts
from firstdoor.core.folding import albanian_order
from firstdoor.people.models import Grant, Institution
from firstdoor.people.selectors.people import held_on


def institutions(municipality: Any) -> list[Institution]:
    """Who a matter may be handed to: the municipality's own parts first, each in the order of the alphabet. 1 query."""
    found = Institution.objects.of(municipality)
    return sorted(found, key=lambda one: (not one.own, albanian_order(texts.plain(one.name))))


def lane_has_institution(municipality: Any, lane: str) -> bool:
    """Whether the municipality has said which institution that lane belongs to. 1 query."""
    return Institution.objects.of(municipality).filter(lane=lane).exists()


def lane_has_member(municipality: Any, lane: str) -> bool:
    """Whether somebody may read that lane's words today. 1 query."""
    held = held_on(timezone.localdate())
    return Grant.objects.filter(
        held, municipality=municipality, role="lane_member", lane=lane, person__is_active=True
    ).exists()
