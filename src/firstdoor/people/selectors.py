"""Questions about people, roles and the cycle."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext as _

from firstdoor.people.models import CycleStep, Grant


def _now_held(today: date) -> Q:
    return Q(until=None) | Q(until__gte=today)


def lane_has_member(municipality: Any, lane: str) -> bool:
    """Whether somebody may read that lane's words today. 1 query."""
    today = timezone.localdate()
    return Grant.objects.filter(
        _now_held(today), municipality=municipality, role="lane_member", lane=lane, since__lte=today,
        person__is_active=True,
    ).exists()  # fmt: skip


@dataclass(frozen=True, slots=True)
class Helper:
    """Whom to call: the function and the place, never only a name, and a work number ("" when none is known)."""

    who: str
    phone: str


def role_label(role: str) -> str:
    """A role in the reader's language; "" for what is none. No query."""
    labels = dict(Grant.Role.choices)
    return str(labels[role]) if role in labels else ""


def person_to_talk_to(municipality: Any, unit_id: UUID | None, *, today: date) -> Helper:
    """The Community Focal Point of the unit, else the Municipal Focal Point, else the municipality's own number.

    1 query.
    """
    held = Grant.objects.filter(
        _now_held(today), municipality=municipality, since__lte=today, person__is_active=True,
        role__in=["community_focal_point", "municipal_focal_point"],
    ).select_related("person", "unit")  # fmt: skip
    best = None
    for grant in held.order_by("since", "pk"):
        if grant.role == "municipal_focal_point":
            best = best or grant
        elif unit_id is not None and grant.unit_id == unit_id:
            best = grant
            break
    if best is None:
        return Helper(str(municipality), municipality.phone)
    who = str(best.get_role_display())
    if best.unit is not None:
        who = _("{who}, {unit}").format(who=who, unit=best.unit.name)
    return Helper(who, best.person.phone or municipality.phone)


def cycle_steps(municipality: Any, cycles: Iterable[UUID]) -> list[CycleStep]:
    """The dated steps of these cycles, in the order of their dates. 1 query."""
    return list(CycleStep.objects.of(municipality).filter(cycle_id__in=list(cycles)).order_by("due"))


def present_cycle_steps(municipality: Any) -> list[CycleStep]:
    """The dated steps of the cycle that goes on now; none when no cycle is open. 1 query."""
    return list(CycleStep.objects.of(municipality).filter(cycle__ended_at=None).order_by("due"))
