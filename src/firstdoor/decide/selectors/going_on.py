"""What people can take part in now, and what was promised by an adopted paper."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from django.db.models import Exists, OuterRef

from firstdoor.decide.models import Ballot, Measure, Version


def open_ballots(municipality: Any, *, now: datetime) -> list[Ballot]:
    """Votes that are open, the one that closes first first. 1 query."""
    rows = Ballot.objects.of(municipality).filter(state=Ballot.State.OPEN, opens_at__lte=now, closes_at__gt=now)
    return list(rows.order_by("closes_at"))


def open_consultation(municipality: Any, *, today: date) -> Version | None:
    """The version of the paper that can be commented on. 1 query."""
    rows = Version.objects.of(municipality).filter(state=Version.State.CONSULTATION, closes_on__gte=today)
    return rows.select_related("paper").order_by("-opened_at").first()


def adopted_measures(municipality: Any) -> list[Measure]:
    """Every measure of papers that were adopted, the earliest due first. 1 query."""
    adopted = Version.objects.filter(
        municipality=OuterRef("municipality"), paper=OuterRef("paper"), state=Version.State.ADOPTED
    )
    rows = Measure.objects.of(municipality).filter(Exists(adopted), dropped_at=None)
    return list(rows.order_by("due", "key"))
