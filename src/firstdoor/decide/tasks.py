"""Work of this room that comes round. It may run twice without harm."""

from __future__ import annotations

from datetime import timedelta

from django_tasks import task

from firstdoor.core import schedule
from firstdoor.decide.services import ballots
from firstdoor.places import selectors as places


def keys_left() -> bool:
    """Whether a counted ballot still has its key, which is gone a moment after the count unless that was killed."""
    return any(ballots.left_keys(municipality=one) for one in places.active_municipalities())


@task()
def finish_counts() -> int:
    """Destroy in every municipality what a killed count left of a ballot's key; returns how many."""
    return sum(ballots.finish_counts(municipality=one) for one in places.active_municipalities())


def schedule_all() -> None:
    """What comes round, and how often."""
    schedule.recur("decide.finish_counts", finish_counts, every=timedelta(minutes=10), when=keys_left)
