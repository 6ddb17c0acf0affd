"""What a moderator reads: the statements nobody has looked at, those that say the same as one, a page at a time."""

from __future__ import annotations

from dataclasses import dataclass
from uuid import UUID

from django.db.models import F, Q

from firstdoor.core.folding import fold
from firstdoor.listen.models import Conversation, Statement
from firstdoor.listen.selectors import conversations as talks

MANY = 25  # groups of waiting statements, or hidden ones, on a page
PAGE = 60  # shown statements on a page
UNREAD = Q(looked_at=None, voice__isnull=False, voice__withdrawn_at=None) & ~Q(state=Statement.State.MERGED)


@dataclass(frozen=True, slots=True)
class Same:
    """Statements that say the same word by word: the first of them, and how many there are."""

    statement: Statement
    n: int


def _key(words: str) -> str:
    """Words without case, marks, or what is no letter or figure: what two that say the same have in common."""
    return " ".join("".join(sign if sign.isalnum() else " " for sign in fold(words)).split()) or words


def waiting(of: Conversation, page: int = 1) -> tuple[list[Same], int, int]:
    """What nobody has read yet, a group for each wording, the first first: groups of that page, pages, statements.
    2 queries."""
    groups: dict[str, list[UUID]] = {}
    rows = Statement.objects.of(of.municipality_id).filter(UNREAD, conversation=of).order_by("number")
    for pk, words in rows.values_list("pk", "voice__words"):
        groups.setdefault(_key(words), []).append(pk)
    pages = max(1, -(-len(groups) // MANY))
    first = (min(max(page, 1), pages) - 1) * MANY
    chosen = {pks[0]: len(pks) for pks in list(groups.values())[first : first + MANY]}
    found = Statement.objects.of(of.municipality_id).filter(pk__in=chosen).select_related("voice").order_by("number")
    return [Same(row, chosen[row.pk]) for row in found], pages, sum(len(pks) for pks in groups.values())


def equal_to(statement: Statement) -> list[UUID]:
    """The other unread statements of its conversation that say the same word by word. 1 query."""
    if statement.voice is None or not statement.voice.words:
        return []
    rows = Statement.objects.of(statement.municipality_id).filter(UNREAD, conversation=statement.conversation_id)
    key = _key(statement.voice.words)
    return [
        pk
        for pk, words in rows.exclude(pk=statement.pk).order_by("number").values_list("pk", "voice__words")
        if _key(words) == key
    ]


def shown(of: Conversation, page: int = 1) -> tuple[list[Statement], int]:
    """What people vote on and somebody has read: statements of that page, pages. 2 queries."""
    rows = talks.shown(of).exclude(looked_at=None)
    pages = max(1, -(-rows.count() // PAGE))
    first = (min(max(page, 1), pages) - 1) * PAGE
    return list(rows[first : first + PAGE]), pages


def not_shown(of: Conversation, page: int = 1) -> tuple[list[Statement], int]:
    """What was rejected or merged, the latest first: statements of that page, pages. 2 queries."""
    rows = Statement.objects.of(of.municipality_id).filter(
        conversation=of, state__in=[Statement.State.REJECTED, Statement.State.MERGED]
    )
    pages = max(1, -(-rows.count() // MANY))
    first = (min(max(page, 1), pages) - 1) * MANY
    found = rows.select_related("voice", "merged_into__voice").order_by(F("looked_at").desc(nulls_last=True), "-number")
    return list(found[first : first + MANY]), pages
