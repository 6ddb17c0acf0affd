"""When a comment on the paper, or an idea for a vote, was over: until then its person still waits to be told something."""

from __future__ import annotations

from datetime import datetime
from typing import Any
from uuid import UUID

from firstdoor.decide.models import Ballot, Comment, Idea


def ends(municipality: Any, voices: list[UUID], now: datetime) -> dict[UUID, datetime | None]:
    """A comment is over when it is answered, an idea when its vote is counted; None for what is not yet. 2 queries.

    A vote that never opened is over when it would have closed: nothing more is told of it.
    """
    comments = Comment.objects.of(municipality).filter(voice__in=voices).values_list("voice_id", "answered_at")
    found: dict[UUID, datetime | None] = dict(comments)
    ideas = Idea.objects.of(municipality).filter(voice__in=voices).select_related("ballot")
    return found | {idea.voice_id: _end(idea.ballot, now) for idea in ideas}


def _end(ballot: Ballot, now: datetime) -> datetime | None:
    if ballot.state == Ballot.State.DRAFT and ballot.closes_at <= now:
        return ballot.closes_at
    return ballot.counted_at
