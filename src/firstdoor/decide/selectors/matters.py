"""When a comment on the paper, or an idea for a vote, was over: until then its person still waits to be told something."""

from __future__ import annotations

from datetime import datetime, time
from typing import Any
from uuid import UUID

from firstdoor.decide.models import Ballot, Comment, Idea, Version


def ends(municipality: Any, voices: list[UUID], now: datetime) -> dict[UUID, datetime | None]:
    """A comment is over when it is answered, an idea when its vote is counted; None for what is not yet. 2 queries.

    A comment that nobody answers is over with the last day of its consultation, and a vote that never opened when it would
    have closed: no address is kept without end for an answer that does not come.
    """
    comments = Comment.objects.of(municipality).filter(voice__in=voices).select_related("version")
    found = {row.voice_id: row.answered_at or _last_day(municipality, row.version, now) for row in comments}
    ideas = Idea.objects.of(municipality).filter(voice__in=voices).select_related("ballot")
    return found | {idea.voice_id: _end(idea.ballot, now) for idea in ideas}


def _last_day(municipality: Any, version: Version, now: datetime) -> datetime | None:
    if version.closes_on is None:
        return None
    last = datetime.combine(version.closes_on, time.max, municipality.zone)
    return last if last <= now else None


def _end(ballot: Ballot, now: datetime) -> datetime | None:
    if ballot.state == Ballot.State.DRAFT and ballot.closes_at <= now:
        return ballot.closes_at
    return ballot.counted_at
