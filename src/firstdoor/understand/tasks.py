"""This room's work in the background. It may run twice without harm."""

from __future__ import annotations

from datetime import timedelta

from django.utils import timezone
from django_tasks import task

from firstdoor.core import schedule
from firstdoor.core.actor import system
from firstdoor.places import selectors as places
from firstdoor.understand import services
from firstdoor.understand.selectors import opinions

# With a worker that looks each second a map is at most five seconds old, at a million votes too.
EVERY = timedelta(seconds=2)
BY = "maps"


@task()
def draw_maps() -> int:
    """Draw the map of each conversation in which somebody voted since, or that ended; returns how many."""
    by, drawn = system(BY), 0
    for municipality in places.active_municipalities():
        for conversation in opinions.to_draw(municipality, now=timezone.now()):
            drawn += services.draw_map(by=by, municipality=municipality, conversation=conversation)
    return drawn


@task()
def look_how_sure() -> int:
    """See how sure the groups of kept maps are; returns of how many it was looked at."""
    by, looked = system(BY), 0
    for municipality in places.active_municipalities():
        for conversation in opinions.to_look_at(municipality):
            looked += services.look_how_sure(by=by, municipality=municipality, conversation=conversation)
    return looked


def votes_came() -> bool:
    """Whether there is a map to draw."""
    now = timezone.now()
    return any(opinions.to_draw(municipality, now=now) for municipality in places.active_municipalities())


def groups_moved() -> bool:
    """Whether it is worth looking how sure groups are."""
    return any(opinions.to_look_at(municipality) for municipality in places.active_municipalities())


def schedule_all() -> None:
    """What comes round, and how often."""
    schedule.recur("understand.draw_maps", draw_maps, every=EVERY, when=votes_came)
    schedule.recur("understand.look_how_sure", look_how_sure, every=timedelta(minutes=2), when=groups_moved)
