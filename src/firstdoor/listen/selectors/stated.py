"""Statements as threads and decisions see them: what became of a voice's words in a conversation, and who said what."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any
from uuid import UUID

from django.db.models import Count, Q
from django.utils import timezone

from firstdoor.core.statements import listed, one
from firstdoor.listen.models import CaseVoice, Conversation, HandCount, Listener, Statement, Voice, Vote
from firstdoor.listen.selectors.conversations import standing
from firstdoor.listen.selectors.hands import totals_of
from firstdoor.places import selectors as places

if TYPE_CHECKING:
    from firstdoor.core.texts import Texts

_LED = "SELECT 1 FROM listen_statement WHERE municipality_id = %s AND (from_voice_id = %s OR from_case_id IN ({cases})) LIMIT 1"
LEAST = 5  # votes of which may be told how they fell


@dataclass(frozen=True, slots=True)
class Stated:
    """A statement as it counts now: of one that was merged, the one that stayed. `refs` are all that count as it.

    Votes and hands together; fewer than `LEAST` hands are left out, since the difference would tell whose they were.
    """

    statement: Statement
    refs: frozenset[UUID]
    state: str  # of the voice's own statement
    agree: int
    disagree: int
    passed: int
    over: bool
    hands: int = 0  # of these by show of hands, at meetings
    led_to: bool = False  # it is the municipality's, and what the voice had said led to it

    @property
    def conversation(self) -> Conversation:
        """Where it was made."""
        return self.statement.conversation

    @property
    def text(self) -> Texts:
        """Its words."""
        return self.statement.text

    @property
    def n(self) -> int:
        """Votes on it."""
        return self.agree + self.disagree + self.passed

    @property
    def told(self) -> bool:
        """Whether there are enough votes to tell how they fell."""
        return self.n >= LEAST


def stated_of(voice: Voice, cases: Iterable[UUID] = ()) -> list[Stated]:
    """The statement that a voice is, else those to which its words, or those of its cases, led.

    1 small query where there is none, as nearly always; 5 where there is one.
    """
    rows, among = Statement.objects.of(voice.municipality_id), list(cases)
    if voice.kind == Voice.Kind.STATEMENT:
        return _stated(voice.municipality_id, rows.filter(voice=voice))
    if not _led_anywhere(voice, among):
        return []
    led_to = rows.filter(Q(from_voice=voice) | Q(from_case__in=among))
    return _stated(voice.municipality_id, led_to.exclude(conversation__state=Conversation.State.DRAFT), led_to=True)


def _led_anywhere(voice: Voice, cases: list[UUID]) -> bool:
    return one(_LED.format(cases=listed(cases)), [voice.municipality_id, voice.pk, *cases]) is not None


def statements_that_count(municipality: Any, refs: Iterable[UUID]) -> dict[UUID, Stated]:
    """These statements as they count now, by the id asked for; without those that are not shown. 1 to 4 queries."""
    wanted = set(refs)
    found = _stated(municipality, Statement.objects.of(municipality).filter(pk__in=wanted)) if wanted else []
    kept = [one for one in found if one.statement.state == Statement.State.SHOWN and not one.statement.withdrawn]
    return {ref: one for one in kept for ref in one.refs & wanted}


def _stated(municipality: Any, rows: Any, *, led_to: bool = False) -> list[Stated]:
    joined = ("voice", "conversation__municipality", "merged_into__voice", "merged_into__conversation__municipality")
    asked = list(rows.select_related(*joined).order_by("number"))
    if not asked:
        return []
    kept = {(row.merged_into or row).pk: row.merged_into or row for row in asked}
    refs = {pk: {pk} for pk in kept}
    for pk, into in Statement.objects.of(municipality).filter(merged_into__in=kept).values_list("pk", "merged_into"):
        refs[into].add(pk)
    counts = dict.fromkeys(kept, (0, 0, 0))
    votes = Vote.objects.of(municipality).filter(statement__in=kept, participant__left_out=None).values("statement_id")
    for row in votes.annotate(
        yes=Count("pk", filter=Q(value=Vote.AGREE)), no=Count("pk", filter=Q(value=Vote.DISAGREE)), n=Count("pk")
    ):
        counts[row["statement_id"]] = row["yes"], row["no"], row["n"] - row["yes"] - row["no"]
    hands = totals_of(HandCount.objects.of(municipality).filter(statement__in=kept))
    hands = {pk: three for pk, three in hands.items() if sum(three) >= LEAST}
    states = {(row.merged_into or row).pk: row.state for row in asked}
    found = []
    for pk, row in kept.items():
        raised = hands.get(pk, (0, 0, 0))
        three = [votes + more for votes, more in zip(counts[pk], raised, strict=True)]
        found.append(Stated(row, frozenset(refs[pk]), states[pk], *three, _over(row), sum(raised), led_to))
    return found


def _over(row: Statement) -> bool:
    today = places.local_date(row.conversation.municipality, timezone.now())
    return standing(row.conversation, today) == "over"


@dataclass(frozen=True, slots=True)
class Speakers:
    """Voices behind statements: of those who said so, and of the others who wrote in the same conversations, or voted
    there and left a receipt."""

    authors: dict[UUID, set[UUID]]  # by statement
    others: dict[UUID, set[UUID]]


def speakers(municipality: Any, refs: Iterable[UUID]) -> Speakers:
    """Who said these statements, nearly the same with them, or something else in the same conversation, or wants to hear what
    comes of it. 5 queries.

    Those whose words led to a statement said it too. Voices that were taken back are not among them.
    """
    wanted = set(refs)
    if not wanted:
        return Speakers({}, {})
    of = dict(Statement.objects.of(municipality).filter(pk__in=wanted).values_list("pk", "conversation_id"))
    rows = Statement.objects.of(municipality).filter(
        conversation__in=set(of.values()), voice__isnull=False, voice__withdrawn_at=None
    )
    by_conversation: dict[UUID, set[UUID]] = {}
    waiting = Listener.objects.of(municipality).filter(conversation__in=set(of.values()), voice__withdrawn_at=None)
    for conversation, voice in waiting.values_list("conversation_id", "voice_id"):
        by_conversation.setdefault(conversation, set()).add(voice)
    authors: dict[UUID, set[UUID]] = {ref: set() for ref in of}
    for pk, into, voice, conversation in rows.values_list("pk", "merged_into_id", "voice_id", "conversation_id"):
        by_conversation.setdefault(conversation, set()).add(voice)
        for ref in {pk, into} & set(of):
            authors[ref].add(voice)
    for ref, voice in _led_to(municipality, wanted):
        authors[ref].add(voice)
    others = {ref: by_conversation.get(conversation, set()) - authors[ref] for ref, conversation in of.items()}
    return Speakers(authors, others)


def _led_to(municipality: Any, refs: set[UUID]) -> list[tuple[UUID, UUID]]:
    """Statement and voice, where a voice or its case led to the statement, or to one that was merged into it."""
    rows = Statement.objects.of(municipality).filter(Q(pk__in=refs) | Q(merged_into__in=refs))
    led = list(rows.exclude(from_voice=None, from_case=None))
    standing_voices = Voice.objects.of(municipality).filter(withdrawn_at=None)
    single = set(standing_voices.filter(led_to__in=led).values_list("pk", flat=True))
    by_case: dict[UUID, set[UUID]] = {}
    links = CaseVoice.objects.of(municipality).filter(
        case__in=[row.from_case_id for row in led if row.from_case_id], left_at=None, voice__in=standing_voices
    )
    for case, voice in links.values_list("case_id", "voice_id"):
        by_case.setdefault(case, set()).add(voice)
    found = []
    for row in led:
        voices = {row.from_voice_id} & single if row.from_voice_id else by_case.get(row.from_case_id, set())
        found += [(ref, voice) for ref in {row.pk, row.merged_into_id} & refs for voice in voices]
    return found
