"""This room's work in the background. It may run twice without harm."""

from __future__ import annotations

from datetime import timedelta

from django.utils import timezone
from django_tasks import task

from firstdoor.core import schedule
from firstdoor.core.actor import system
from firstdoor.places import selectors, services

YEARS_AHEAD = 2  # a period that begins in December may end after the next New Year


@task()
def keep_holidays() -> int:
    """Load the public holidays of the coming years for each municipality with a door."""
    municipalities = selectors.active_municipalities()
    for municipality in municipalities:
        year = selectors.local_date(municipality, timezone.now()).year
        services.load_rules_and_holidays(
            by=system("holidays"), municipality=municipality, years=range(year, year + YEARS_AHEAD + 1)
        )
    return len(municipalities)


def schedule_all() -> None:
    """What of this room comes round, and how often."""
    schedule.recur("places.keep_holidays", keep_holidays, every=timedelta(days=7))
