"""The sample's clock: its year happens in order, each act at its own moment, through the same services as real ones."""

from __future__ import annotations

import heapq
import itertools
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import date, datetime, time, timedelta
from unittest.mock import patch
from zoneinfo import ZoneInfo

from django.utils import timezone

ZONE = ZoneInfo("Europe/Tirane")


@contextmanager
def at(moment: datetime) -> Iterator[None]:
    """Let the services think that it is `moment`: only here, in a process that serves nobody."""
    with patch.object(timezone, "now", lambda: moment):
        yield


class Calendar:
    """Acts with their moments, carried out in order; an act may plan further ones. Days count from today."""

    def __init__(self, now: datetime) -> None:
        self.now = now
        self.off: set[date] = set()  # public holidays, once they are known
        self._waiting: list[tuple[datetime, int, Callable[[], None]]] = []
        self._number = itertools.count()

    def moment(self, day: float, hour: int = 10, minute: int = 0) -> datetime:
        """The moment `day` days from today (negative: before), at that time of the day in Albania."""
        wanted = self.now.astimezone(ZONE).date() + timedelta(days=int(day))
        return datetime.combine(wanted, time(hour, minute), tzinfo=ZONE)

    def works(self, day: date) -> bool:
        """Whether offices are open on that day."""
        return day.weekday() < 5 and day not in self.off

    def working(self, day: float, hour: int = 10, minute: int = 0) -> datetime:
        """As `moment`, on the last day before on which people work; what is to come, on the next one."""
        moment, step = self.moment(day, hour, minute), timedelta(days=-1 if day <= 0 else 1)
        while not self.works(moment.date()):
            moment += step
        return moment

    def office(self, moment: datetime) -> datetime:
        """That moment, or the next one in office hours."""
        local = moment.astimezone(ZONE)
        if local.hour >= 16:
            local = local.replace(hour=8) + timedelta(days=1)
        elif local.hour < 8:
            local = local.replace(hour=8)
        while not self.works(local.date()):
            local += timedelta(days=1)
        return local

    def plan(self, moment: datetime, act: Callable[[], None]) -> None:
        """Have `act` carried out at `moment`; what lies in the future is left out."""
        if moment < self.now:
            heapq.heappush(self._waiting, (moment, next(self._number), act))

    def run(self) -> Iterator[datetime]:
        """Carry out everything in order, telling each moment."""
        while self._waiting:
            moment, _number, act = heapq.heappop(self._waiting)
            with at(moment):
                act()
            yield moment
