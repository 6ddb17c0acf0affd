"""Questions about conversations."""

from __future__ import annotations

import hashlib
import random
from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime, time
from typing import Any
from zoneinfo import ZoneInfo

import numpy as np
from django.db.models import Count, Q, QuerySet, Sum
from django.utils import timezone
from numpy.typing import NDArray

from firstdoor.listen.models import Conversation, Participant, Statement, Vote
from firstdoor.listen.selectors.cast import cast_votes
from firstdoor.listen.selectors.lately import Counts, lately
from firstdoor.methods.opinions import similar
from firstdoor.places import selectors as places

State = Conversation.State
AHEAD = 30  # statements that a phone is given in advance
SHOWN = Q(state=Statement.State.SHOWN) & (Q(voice=None) | Q(voice__withdrawn_at=None))


def standing(conversation: Conversation, today: date) -> str:
    """How it stands that day: "draft", "coming", "open" or "over". No query."""
    if conversation.state == State.DRAFT:
        return "draft"
    if conversation.state == State.CLOSED or conversation.closes_on < today:
        return "over"
    return "coming" if today < conversation.opens_on else "open"


def takes_votes(conversation: Conversation, now: datetime) -> bool:
    """Whether people vote now. No query (the municipality is loaded with it, else 1)."""
    return standing(conversation, places.local_date(conversation.municipality, now)) == "open"


def ended_at(conversation: Conversation, zone: ZoneInfo) -> datetime:
    """When its end is, or was: by hand, else with its last day in the municipality."""
    return conversation.closed_at or datetime.combine(conversation.closes_on, time.max, zone)


def standing_now(conversation: Conversation) -> str:
    """How it stands now. No query (the municipality is loaded with it, else 1)."""
    return standing(conversation, places.local_date(conversation.municipality, timezone.now()))


def conversation(municipality: Any, slug: str, *, public: bool = False) -> Conversation | None:
    """One of them; a draft only at the desk. 1 query."""
    rows = Conversation.objects.of(municipality).filter(slug=slug).select_related("municipality")
    return (rows.exclude(state=State.DRAFT) if public else rows).first()


def conversations(municipality: Any, *, public: bool) -> list[Conversation]:
    """All, the latest first, with `n_people` who voted. 1 query."""
    rows = Conversation.objects.of(municipality).select_related("municipality")
    rows = rows.exclude(state=State.DRAFT) if public else rows
    return list(rows.annotate(n_people=Count("participants")).order_by("-opens_on", "slug"))


def open_now(municipality: Any, *, today: date) -> list[Conversation]:
    """Those in which people vote today, the one that ends first first. 1 query."""
    rows = Conversation.objects.of(municipality).filter(state=State.OPEN, opens_on__lte=today, closes_on__gte=today)
    return list(rows.order_by("closes_on", "slug"))


def begun(municipality: Any, *, today: date) -> list[tuple[Conversation, str]]:
    """Those in which people vote or voted, with how each stands: "open" or "over". 1 query."""
    rows = Conversation.objects.of(municipality).exclude(state=State.DRAFT).select_related("municipality")
    stands = [(row, standing(row, today)) for row in rows.order_by("opens_on", "slug")]
    return [(row, how) for row, how in stands if how != "coming"]


def shown(of: Conversation) -> QuerySet[Any]:
    """The statements on which people vote, with their words. A query when it is read."""
    rows = Statement.objects.of(of.municipality_id).filter(SHOWN, conversation=of)
    return rows.select_related("voice").order_by("number")


def statement(of: Conversation, number: int) -> Statement | None:
    """Any statement of a conversation. 1 query."""
    rows = Statement.objects.of(of.municipality_id).filter(conversation=of, number=number)
    return rows.select_related("voice", "conversation").first()


def waiting_at_desk(municipality: Any) -> list[tuple[Conversation, int]]:
    """The conversations with statements that nobody has read, and how many. 1 query."""
    unread = Q(statements__looked_at=None, statements__voice__withdrawn_at=None)
    rows = Conversation.objects.of(municipality).annotate(n=Count("statements", filter=unread))
    return [(row, row.n) for row in rows.filter(n__gt=0).order_by("closes_on")]


def not_shown(of: Conversation) -> list[Statement]:
    """What was rejected or merged. 1 query."""
    rows = Statement.objects.of(of.municipality_id).filter(
        conversation=of, state__in=[Statement.State.REJECTED, Statement.State.MERGED]
    )
    return list(rows.select_related("voice", "merged_into__voice").order_by("number"))


def alike(of: Conversation, words: str, *, apart: Any = None) -> list[Statement]:
    """The shown statements that say nearly the same, in any of their languages, the most alike first. 1 query."""
    rows = [row for row in shown(of) if row.pk != apart]
    texts = [(row, text) for row in rows for code, text in row.text.items() if code != "_"]
    found = similar(words, [text for _row, text in texts], most=6)
    return list({texts[place][0].pk: texts[place][0] for place, _likeness in found}.values())[:3]


@dataclass(frozen=True, slots=True)
class Turn:
    """What a participant sees: a statement (none when there are no more), own vote on it, how far they are, and those
    that come after it, so that a phone has them where there is no network."""

    statement: Statement | None
    vote: int | None
    seen: int
    all: int
    ahead: tuple[Statement, ...] = ()


def participant(of: Conversation, token_hmac: str) -> Participant | None:
    """Who has that token. 1 query."""
    return Participant.objects.of(of.municipality_id).filter(conversation=of, token_hmac=token_hmac).first()


def answers_of(of: Conversation, who: Participant) -> list[tuple[Statement, int]]:
    """What `who` answered, by the statements' numbers; only on those that are shown. 2 queries."""
    said = dict(Vote.objects.of(of.municipality_id).filter(participant=who).values_list("statement_id", "value"))
    return [(row, said[row.pk]) for row in shown(of).filter(votes__participant=who)]


def turn(
    of: Conversation, who: Participant | None, *, wanted: int | None = None, later: Collection[int] = (), seed: str = ""
) -> Turn:
    """The statement to show next to `who` (None: nobody yet), or the `wanted` one with the vote on it.

    Those in `later` come after all others. The next is drawn by how much it is worth asking, the draw fixed by `seed`
    and how many were seen, so that a page loaded again shows the same one. 3 queries, and 1 each five seconds; of the
    statements only those that are shown are read with their words.
    """
    numbers = dict(shown(of).values_list("pk", "number"))
    votes: dict[Any, int] = {}
    if who is not None:
        votes = dict(Vote.objects.of(of.municipality_id).filter(participant=who).values_list("statement_id", "value"))
    left = [pk for pk in numbers if pk not in votes]
    seen = len(numbers) - len(left)
    lot = f"{of.pk}|{seed}|{seen}|{len(later)}"
    chosen = next((pk for pk, number in numbers.items() if number == wanted), None) if wanted is not None else None
    first = [pk for pk in left if numbers[pk] not in later]
    if chosen is None and left:
        chosen = _draw(first or left, lately(of), lot)
    order = random.Random(lot)  # noqa: S311 - no secret: that not everybody without network begins with the same ones
    put_off = [pk for pk in left if numbers[pk] in later]
    ahead = [pk for pk in [*order.sample(first, len(first)), *put_off] if pk != chosen][:AHEAD]
    rows = {row.pk: row for row in shown(of).filter(pk__in=[*ahead, chosen])}
    coming = tuple(rows[pk] for pk in ahead if pk in rows)
    return Turn(rows.get(chosen), votes.get(chosen), seen, len(numbers), coming)


def _draw(keys: list[Any], counts: Counts, seed: str) -> Any:
    """One of them in proportion to its worth: new ones, and those on which few pass, sooner (methods.opinions)."""
    agree, disagree, passed = np.array([counts.get(key, (0, 0, 0)) for key in keys], dtype=float).T
    seen = agree + disagree + passed
    worth = ((1 - (passed + 1) / (seen + 2)) * (agree + 1) / (seen + 2) * (1 + 8 * 2.0 ** (-seen / 5))) ** 2
    share = int.from_bytes(hashlib.sha256(seed.encode()).digest()[:8], "big") / 2**64
    return keys[min(int(np.searchsorted(np.cumsum(worth), share * worth.sum(), side="right")), len(keys) - 1)]


def votes_of(of: Conversation) -> NDArray[np.int32]:
    """Every vote on a statement that is shown, shape (v, 3): participant's number, statement's number, value, in no order.

    Without those of people who are left out of the map. 3 queries, and those for votes that changed (`cast_votes`).
    """
    votes = cast_votes(of)
    here = np.isin(votes[:, 1], list(shown(of).values_list("number", flat=True)))
    out = Participant.objects.of(of.municipality_id).filter(conversation=of, left_out__isnull=False)
    gone = list(out.values_list("number", flat=True))
    return votes[here & ~np.isin(votes[:, 0], gone)] if gone else votes[here]


def mark(of: Conversation) -> str:
    """Another one whenever somebody votes, changes a vote or takes it back, other statements are shown, or somebody is left
    out of the map. 3 queries; no vote is read, since each counts as an act of its participant."""
    numbers = shown(of).order_by("number").values_list("number", flat=True)
    people = Participant.objects.of(of.municipality_id).filter(conversation=of)
    found = people.aggregate(n=Count("pk"), acts=Sum("acts"))
    out = people.filter(left_out__isnull=False).order_by("number").values_list("number", flat=True)
    about = [found["n"], found["acts"] or 0, *numbers, "out", *out]
    return hashlib.sha256(",".join(map(str, about)).encode()).hexdigest()
