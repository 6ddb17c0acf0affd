"""Counts of votes as they stood some seconds ago, for which nobody waits.

What to show next needs to know roughly how each statement stands. Counting a million votes takes a process that has just
started more than a second; so where there are many people a thread counts, and until it has, the counts of before serve.
"""

from __future__ import annotations

from threading import Lock, Thread
from time import monotonic
from typing import Any

import numpy as np
from django.db import connections
from numpy.typing import NDArray

from firstdoor.listen.models import Conversation, Participant, Statement
from firstdoor.listen.selectors.cast import cast_votes

Counts = dict[Any, tuple[int, int, int]]
LATELY = 5.0  # seconds
MANY = 2000  # people; the votes of fewer are counted while somebody waits: a tenth of a second
MOST = 64  # conversations that a process keeps
_counted: dict[Any, tuple[float, Counts]] = {}
_counting: set[Any] = set()
_lock = Lock()


def lately(of: Conversation) -> Counts:
    """`tallies` as they stood some seconds ago; none of a large conversation that this process has not counted yet.

    No query within five seconds, then 1; those of `tallies` too where fewer than `MANY` people vote.
    """
    at, counts = _counted.get(of.pk, (0.0, {}))
    if of.pk in _counted and monotonic() - at <= LATELY:
        return counts
    if not Participant.objects.of(of.municipality_id).filter(conversation=of, number__gt=MANY).exists():
        return _count(of)
    with _lock:
        if of.pk in _counting:
            return counts
        _counting.add(of.pk)
    Thread(target=_count_beside, args=(of,), name=f"count-{of.pk}", daemon=True).start()
    return counts


def _count_beside(of: Conversation) -> None:
    try:
        _count(of)
    finally:
        with _lock:
            _counting.discard(of.pk)
        connections.close_all()  # those of this thread


def _count(of: Conversation) -> Counts:
    counts = tallies(of)
    with _lock:
        if len(_counted) >= MOST and of.pk not in _counted:
            _counted.clear()
        _counted[of.pk] = monotonic(), counts
    return counts


def tallies(of: Conversation) -> Counts:
    """Of each statement with votes how many agree, disagree, pass. 2 queries, and those for votes that changed."""
    counts = by_statement(cast_votes(of))
    rows = Statement.objects.of(of.municipality_id).filter(conversation=of).values_list("pk", "number")
    return {pk: counts[number] for pk, number in rows if number in counts}


def by_statement(votes: NDArray[np.int32]) -> dict[int, tuple[int, int, int]]:
    """Of votes as `cast_votes` gives them how many agree, disagree, pass, by number of the statement. No query."""
    counts = np.bincount(votes[:, 1] * 3 + votes[:, 2] + 1)
    counts = np.append(counts, np.zeros(-len(counts) % 3, dtype=counts.dtype)).reshape(-1, 3).tolist()
    return {
        number: (agree, disagree, passed)
        for number, (disagree, passed, agree) in enumerate(counts)
        if agree + disagree + passed
    }
