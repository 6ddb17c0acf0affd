"""What the municipality's door tells: what goes on, what became of it, who was heard."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from firstdoor.core.facts import Facts
from firstdoor.decide import selectors as decide
from firstdoor.deliver.models import Pilot
from firstdoor.deliver.selectors.pilots import pilots_under_way
from firstdoor.deliver.selectors.promises import Promises, promises
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


def at_the_door(municipality: Any, *, now: datetime) -> AtTheDoor:
    """What there is to take part in, what became of promises, and who was heard. 14 queries; 4 while nothing changes."""
    today = places.local_date(municipality, now)
    facts = Facts(municipality)
    return AtTheDoor(
        ballots=decide.open_ballots(municipality, now=now),
        consultation=facts.get("consultation", today, make=lambda: decide.open_consultation(municipality, today=today)),
        conversations=facts.get("conversations", today, make=lambda: conversations.open_now(municipality, today=today)),
        meetings=meetings.upcoming(municipality, now=now)[:MEETINGS],
        pilots=facts.get("pilots", today, make=lambda: pilots_under_way(municipality, today=today))[:PILOTS],
        promises=facts.get("promises", today, make=lambda: promises(municipality, today=today)),
        heard=facts.get("heard", today, make=lambda: understand.heard(municipality, today=today)),
    )
