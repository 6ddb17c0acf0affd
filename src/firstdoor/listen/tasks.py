"""Work of this room that comes round. Each may run twice without harm."""

from __future__ import annotations

from datetime import timedelta

from django.utils import timezone
from django_tasks import task

from firstdoor.core import schedule
from firstdoor.core.actor import system
from firstdoor.listen.services.retention import erase_due
from firstdoor.places import selectors as places


@task()
def retain() -> int:
    """Erase in every municipality what has been kept long enough; returns how much."""
    total = 0
    for municipality in places.active_municipalities():
        erased = erase_due(by=system("retention"), municipality=municipality, now=timezone.now())
        total += erased.contacts + erased.voices + erased.notes + erased.drafts + erased.tokens + erased.copies
    return total


def schedule_all() -> None:
    """What comes round, and how often."""
    schedule.recur("listen.retain", retain, every=timedelta(days=1))
