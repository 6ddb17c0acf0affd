"""The sample's clock: its year happens in order, each act at its own moment, through the same services as real ones."""

from __future__ import annotations

import heapq
import itertools
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import datetime, time, timedelta
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
        self._waiting: list[tuple[datetime, int, Callable[[], None]]] = []
        self._number = itertools.count()

    def moment(self, day: float, hour: int = 10, minute: int = 0) -> datetime:
        """The moment `day` days from today (negative: before), at that time of the day in Albania."""
        date = self.now.astimezone(ZONE).date() + timedelta(days=int(day))
        return datetime.combine(date, time(hour, minute), tzinfo=ZONE)

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
