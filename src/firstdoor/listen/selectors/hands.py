"""Questions about shows of hands."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.db.models import Count, Sum

from firstdoor.listen.models import Conversation, HandCount, Hands, Meeting

Three = tuple[int, int, int]  # agree, disagree, pass


def all_hands(of: Conversation) -> list[Hands]:
    """Every show of hands, the latest first, each with `n_statements`. 1 query."""
    rows = Hands.objects.of(of.municipality_id).filter(conversation=of).select_related("meeting")
    return list(rows.annotate(n_statements=Count("counts")).order_by("-held_on", "-pk"))


def one_show(of: Conversation, pk: UUID) -> Hands | None:
    """One of them. 1 query."""
    return Hands.objects.of(of.municipality_id).filter(conversation=of, pk=pk).select_related("meeting").first()


def counts_of(hands: Hands) -> dict[int, Three]:
    """Its counts by number of the statement. 1 query."""
    rows = HandCount.objects.of(hands.municipality_id).filter(hands=hands)
    return {row[0]: row[1:] for row in rows.values_list("statement__number", "agree", "disagree", "passed")}


def hand_totals(of: Conversation) -> dict[Any, Three]:
    """By statement, the hands of all meetings together. 1 query."""
    rows = HandCount.objects.of(of.municipality_id).filter(hands__conversation=of)
    return totals_of(rows)


def totals_of(rows: Any) -> dict[Any, Three]:
    """By statement, these counts together. 1 query."""
    summed = rows.order_by().values("statement_id").annotate(a=Sum("agree"), d=Sum("disagree"), p=Sum("passed"))
    return {row["statement_id"]: (row["a"], row["d"], row["p"]) for row in summed}


def most_hands(of: Conversation) -> list[int]:
    """For each show of hands how many people there were as far as hands tell: the most on one statement. 1 query."""
    rows = HandCount.objects.of(of.municipality_id).filter(hands__conversation=of)
    most: dict[UUID, int] = {}
    for pk, *three in rows.values_list("hands_id", "agree", "disagree", "passed"):
        most[pk] = max(most.get(pk, 0), sum(three))
    return list(most.values())


def meetings_of(of: Conversation) -> list[Meeting]:
    """The meetings held while it was open: those at which hands can have been raised. 1 query."""
    zone = of.municipality.zone
    rows = Meeting.objects.of(of.municipality_id).order_by("-starts_at")
    return [row for row in rows if of.opens_on <= row.starts_at.astimezone(zone).date() <= of.closes_on]
