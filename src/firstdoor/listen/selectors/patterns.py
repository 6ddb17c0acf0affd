"""What may be one person voting for many, in counts: the same answers again and again, many from one connection."""

from __future__ import annotations

import hashlib
from collections import defaultdict
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import numpy as np
from django.db.models import Max
from django.db.models.functions import Coalesce

from firstdoor.listen.models import Conversation, LeftOut, Participant
from firstdoor.listen.selectors.conversations import votes_of

ANSWERS = 8  # from so many equal answers on it is no chance
PEOPLE = 5  # who answered the same
FROM_ONE = 20  # new ones from one connection in a day: a class is one too
WRITTEN = 5  # statements of one device


@dataclass(frozen=True, slots=True)
class Pattern:
    """People who may be one. `kind`: "same" (all answers alike) or "connection"; `key` finds it again; `numbers` are
    the participants'. Nobody's answers are shown."""

    kind: str
    key: str
    numbers: tuple[int, ...]
    answers: int  # of each, where they are all alike
    connections: int  # that are known
    days: int

    @property
    def people(self) -> int:
        """How many participants."""
        return len(self.numbers)


def patterns(of: Conversation) -> list[Pattern]:
    """All of them, the largest first; without who is left out already. 2 queries, and costs with the votes."""
    about = {
        number: (connection, since)
        for number, connection, since in Participant.objects.of(of.municipality_id)
        .filter(conversation=of, left_out=None)
        .values_list("number", "connection", "since")
    }
    votes = votes_of(of)
    votes = votes[np.lexsort((votes[:, 1], votes[:, 0]))]
    voted, begins, answered = np.unique(votes[:, 0], return_index=True, return_counts=True)
    said = np.ascontiguousarray(votes[:, 1] * 3 + votes[:, 2])
    # Those who answered the same have the same numbers in the same order.
    alike: dict[bytes, list[int]] = defaultdict(list)
    for place in np.flatnonzero(answered >= ANSWERS).tolist():
        alike[said[begins[place] : begins[place] + answered[place]].tobytes()].append(int(voted[place]))
    found = [
        _pattern("same", people, len(answers) // said.itemsize, about)
        for answers, people in alike.items()
        if len(people) >= PEOPLE
    ]
    together: dict[tuple[str, Any], list[int]] = defaultdict(list)
    somebody = set(voted.tolist())
    for number, (connection, since) in about.items():
        if connection and number in somebody:
            together[connection, since].append(number)
    found += [_pattern("connection", people, 0, about) for people in together.values() if len(people) >= FROM_ONE]
    return sorted(found, key=lambda one: (-one.people, one.kind, one.key))


def _pattern(kind: str, people: list[int], answers: int, about: dict[int, tuple[str, Any]]) -> Pattern:
    numbers = tuple(sorted(people))
    key = hashlib.sha256(f"{kind}|{numbers}".encode()).hexdigest()[:16]
    known = [about[number] for number in numbers if number in about]
    return Pattern(
        kind, key, numbers, answers, len({connection for connection, _since in known if connection}),
        len({since for _connection, since in known if since}),
    )  # fmt: skip


def busy_writers(of: Conversation) -> list[int]:
    """How many statements those wrote who wrote many, the most first. 1 query."""
    rows = Participant.objects.of(of.municipality_id).filter(conversation=of, written__gte=WRITTEN)
    return list(rows.order_by("-written").values_list("written", flat=True)[:20])


def left_out(of: Conversation) -> list[LeftOut]:
    """What is left out of the map now, the first first. 1 query."""
    return list(LeftOut.objects.of(of.municipality_id).filter(conversation=of, put_back_at=None).order_by("at"))


def last_left_out(municipality: Any) -> dict[Any, datetime]:
    """When something was last left out or put back, by conversation. 1 query."""
    rows = LeftOut.objects.of(municipality).order_by().values("conversation")
    return dict(rows.annotate(last=Max(Coalesce("put_back_at", "at"))).values_list("conversation", "last"))
