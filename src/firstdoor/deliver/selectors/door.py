"""What the municipality's door tells: what goes on, what became of it, who was heard."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from firstdoor.core.facts import Facts
from firstdoor.decide import selectors as decide
from firstdoor.deliver.models import Pilot
from firstdoor.deliver.selectors.pilots import pilots_under_way
from firstdoor.deliver.selectors.promises import Promises, promises
from firstdoor.deliver.selectors.stations.words import by_when
from firstdoor.listen.selectors import conversations, meetings
from firstdoor.places import selectors as places
from firstdoor.understand import selectors as understand

MEETINGS, PILOTS = 2, 2  # the next ones; all of them have pages of their own


@dataclass(frozen=True, slots=True)
class AtTheDoor:
    """Everything on the door."""

    ballots: list[Any]
    consultation: Any
    conversations: list[Any]
    meetings: list[Any]
    pilots: list[Pilot]
    promises: Promises
    heard: understand.Heard
    reads_by: str = ""  # by when what is told now is read, and answered; told only while nothing goes on
    answers_by: str = ""

    @property
    def quiet(self) -> bool:
        """Whether there is nothing to take part in."""
        return not (self.ballots or self.consultation or self.conversations or self.meetings or self.pilots)


_TOLD_TODAY = ("firstdoor.first_look", "firstdoor.first_answer")


def at_the_door(municipality: Any, *, now: datetime) -> AtTheDoor:
    """What there is to take part in, what became of promises, and who was heard. 14 queries; 4 while nothing changes;
    1 more while nothing goes on, until that changes."""
    today = places.local_date(municipality, now)
    facts = Facts(municipality)
    door = AtTheDoor(
        ballots=decide.open_ballots(municipality, now=now),
        consultation=facts.get("consultation", today, make=lambda: decide.open_consultation(municipality, today=today)),
        conversations=facts.get("conversations", today, make=lambda: conversations.open_now(municipality, today=today)),
        meetings=[one for one in meetings.upcoming(municipality, now=now) if one.called_off_at is None][:MEETINGS],
        pilots=facts.get("pilots", today, make=lambda: pilots_under_way(municipality, today=today))[:PILOTS],
        promises=facts.get("promises", today, make=lambda: promises(municipality, today=today)),
        heard=facts.get("heard", today, make=lambda: understand.heard(municipality, today=today)),
    )
    if not door.quiet:
        return door
    dues = facts.get("dues", today, now.hour, make=lambda: places.dues(_TOLD_TODAY, now, municipality))
    read, answered = (dues[rule] for rule in _TOLD_TODAY)
    return replace(door, reads_by=by_when(read) if read else "", answers_by=by_when(answered) if answered else "")
