"""Questions about booklets on paper."""

from __future__ import annotations

from dataclasses import dataclass

from firstdoor.listen.models import Booklet, Conversation, Statement, Vote

LATEST = 12  # entered booklets in the list


@dataclass(frozen=True, slots=True)
class Booklets:
    """How many were printed and entered, and the latest of those."""

    printed: int
    entered: int
    latest: list[Booklet]


def booklets(of: Conversation) -> Booklets:
    """How they stand. 3 queries."""
    rows = Booklet.objects.of(of.municipality_id).filter(conversation=of)
    done = rows.exclude(entered_at=None)
    return Booklets(rows.count(), done.count(), list(done.order_by("-entered_at")[:LATEST]))


def booklet(of: Conversation, number: str) -> Booklet | None:
    """One of them. 1 query."""
    return Booklet.objects.of(of.municipality_id).filter(conversation=of, number=number).first()


def in_order(of: Booklet) -> list[tuple[int, Statement, int | None]]:
    """Its statements as they stand on it: place, statement, and the answer that was entered (None: none). 1 to 2 queries."""
    rows = Statement.objects.of(of.municipality_id).filter(conversation=of.conversation_id, number__in=of.statements)
    by_number = {row.number: row for row in rows.select_related("voice")}
    votes = {}
    if of.participant_id is not None:
        mine = Vote.objects.of(of.municipality_id).filter(participant=of.participant_id)
        votes = dict(mine.values_list("statement_id", "value"))
    found = [by_number[number] for number in of.statements]
    return [(at, row, votes.get(row.merged_into_id or row.pk)) for at, row in enumerate(found, start=1)]
