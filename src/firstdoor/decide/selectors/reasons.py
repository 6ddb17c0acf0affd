"""Statements of conversations as reasons of a priority: those to choose from, and those that were chosen."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any
from uuid import UUID

from django.utils import timezone

from firstdoor.decide.models import Candidate, Evidence
from firstdoor.listen import selectors as listen
from firstdoor.listen.selectors import conversations as talks
from firstdoor.places import selectors as places
from firstdoor.understand.selectors import opinions

if TYPE_CHECKING:
    from firstdoor.core.texts import Texts
    from firstdoor.listen.models import Conversation
    from firstdoor.listen.selectors import Stated

LATEST = 6  # conversations to choose from


@dataclass(frozen=True, slots=True)
class Offer:
    """A statement to choose: `shared` where nearly everybody agrees, in every group too; "refused" where they refuse."""

    pk: UUID
    line: opinions.Line
    shared: str  # "agreed", "refused" or ""


def statements_to_choose(municipality: Any) -> list[tuple[Conversation, list[Offer]]]:
    """The statements of the latest conversations with what people hold of them, the most shared first.

    1 query, and 5 for each conversation.
    """
    today = places.local_date(municipality, timezone.now())
    rows = [
        row for row in talks.conversations(municipality, public=True) if talks.standing(row, today) in {"open", "over"}
    ]
    return [(row, found) for row in rows[:LATEST] if (found := _offers(row))]


def _offers(conversation: Conversation) -> list[Offer]:
    results = opinions.results(conversation)
    if results is None:  # the worker draws the first map within seconds
        return []
    shared = {line.number: "agreed" for line in results.agreed} | {line.number: "refused" for line in results.refused}
    pks = {row.number: row.pk for row in talks.shown(conversation)}
    offers = [Offer(pks[line.number], line, shared.get(line.number, "")) for line in results.lines]
    order = {"agreed": 0, "refused": 1, "": 2}
    return sorted(offers, key=lambda one: (order[one.shared], -one.line.agree / max(one.line.n, 1), one.line.number))


def reasons_of(municipality: Any, targets: Iterable[UUID]) -> dict[UUID, list[Stated]]:
    """The statements that are reasons of each target and are shown, the most agreed first. 1 query, 4 where there are any."""
    rows = Evidence.objects.of(municipality).filter(target_id__in=list(targets), kind="statement")
    pairs = list(rows.values_list("target_id", "ref"))
    found = listen.statements_that_count(municipality, {ref for _target, ref in pairs})
    by_target: dict[UUID, dict[UUID, Stated]] = {}
    for target, ref in pairs:
        if ref in found:
            by_target.setdefault(target, {})[found[ref].statement.pk] = found[ref]
    return {
        target: sorted(rows.values(), key=lambda one: (-one.agree / max(one.n, 1), one.statement.number))
        for target, rows in by_target.items()
    }


def reasons_of_priorities(municipality: Any, cycle: Any) -> list[tuple[Texts, list[Stated]]]:
    """The priorities of a cycle that stand on statements: title and statements. 2 queries, 5 where there are any."""
    rows = Candidate.objects.of(municipality).filter(choice__cycle=cycle, chosen=True).order_by("rank")
    found = reasons_of(municipality, [row.pk for row in rows])
    return [(row.title, found[row.pk]) for row in rows if row.pk in found]
