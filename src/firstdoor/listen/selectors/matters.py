"""When what a voice is about is over: until then, and a while longer, its person can be told something.

Only a case has no day: it stays open until somebody ends it, and a desk shows it as late until then. All else is over at
the latest with the last day on which people could take part, whether or not somebody read it: an address is given for an
answer, and who was never answered should not have it kept for good for that. The answer may still come: on the receipt's page.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping
from datetime import datetime
from typing import Any
from uuid import UUID

from firstdoor.listen.models import Case, CaseVoice, Conversation, Listener, Statement
from firstdoor.listen.selectors.conversations import ended_at

Ends = dict[UUID, list[datetime | None]]
Tell = Callable[[Any, list[UUID], datetime], Mapping[UUID, datetime | None]]
_tell: dict[str, Tell] = {}


def register(name: str, tell: Tell) -> None:
    """Let a room above say when the matters of these voices were over, None where not yet: `tell(municipality, voices, now)`.

    Voices that it knows nothing of stay away.
    """
    _tell[name] = tell


def ends(municipality: Any, voices: Iterable[UUID], now: datetime) -> Ends:
    """Of each voice that is about something, when each of those matters was over, None for one that is not yet.

    4 queries and those of the rooms above, and one more for each step of cases joined into others.
    """
    wanted = list(voices)
    found: Ends = defaultdict(list)
    if not wanted:
        return found
    links = list(CaseVoice.objects.of(municipality).filter(voice__in=wanted, left_at=None).select_related("case"))
    ended = ends_of_cases(municipality, [link.case for link in links])
    for link in links:
        found[link.voice_id].append(ended[link.case_id])
    for voice, at in _statements(municipality, wanted, now).items():
        found[voice].append(at)
    for tell in _tell.values():
        for voice, at in tell(municipality, wanted, now).items():
            found[voice].append(at)
    return found


def ends_of_cases(municipality: Any, cases: Iterable[Case]) -> dict[UUID, datetime | None]:
    """When each case ended, None while it is open; of a joined one, when the one that it went into did.

    One query for each step of joining.
    """
    given = list(cases)
    known = {case.pk: case for case in given}
    while missing := {one.joined_into_id for one in known.values() if one.joined_into_id} - known.keys():
        known.update({case.pk: case for case in Case.objects.of(municipality).filter(pk__in=missing)})
    ended = {}
    for case in given:
        last = case
        while last.joined_into_id is not None:
            last = known[last.joined_into_id]
        ended[case.pk] = last.ended_at
    return ended


def _statements(municipality: Any, voices: list[UUID], now: datetime) -> dict[UUID, datetime | None]:
    """A statement's matter is over with its conversation, read or not; so is that of who voted. 2 queries."""
    return {
        row.voice_id: _end(municipality, row.conversation, now)
        for model in (Statement, Listener)
        for row in model.objects.of(municipality).filter(voice__in=voices).select_related("conversation")
    }


def _end(municipality: Any, conversation: Conversation, now: datetime) -> datetime | None:
    """When a conversation ended: by hand, else with its last day."""
    ended = ended_at(conversation, municipality.zone)
    return ended if ended <= now else None
