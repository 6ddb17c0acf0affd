"""Alarms of a ballot: counted by day, for the desk to see. Nothing tells who tried, from where or at what hour."""

from __future__ import annotations

from django.db import transaction
from django.db.models import F
from django.utils import timezone

from firstdoor.decide.models import Ballot, BallotAlarm


@transaction.atomic
def sound(ballot: Ballot, kind: BallotAlarm.Kind) -> None:
    """Count one more of `kind` today. No audit record: it is nobody's act here. 2 queries."""
    municipality = ballot.municipality
    today = timezone.localtime(timezone.now(), municipality.zone).date()
    rows = BallotAlarm.objects.of(municipality).filter(ballot=ballot, kind=kind, day=today)
    if not rows.update(n=F("n") + 1):
        _row, made = BallotAlarm.objects.of(municipality).get_or_create(
            municipality=municipality, ballot=ballot, kind=kind, day=today
        )
        if not made:
            rows.update(n=F("n") + 1)
