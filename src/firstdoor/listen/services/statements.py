"""Statements: begun with, written by residents, read, shown, not shown, merged and translated by the municipality."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any
from uuid import UUID

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import F, Max, Q, QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, override

from firstdoor.core import audit, limits, rights
from firstdoor.core.actor import Actor
from firstdoor.core.ids import uuid7
from firstdoor.core.texts import Texts, make
from firstdoor.listen.models import Booklet, Conversation, HandCount, Participant, Statement, Voice, Vote
from firstdoor.listen.models.conversation import STATEMENT_MOST
from firstdoor.listen.selectors import sources
from firstdoor.listen.selectors.conversations import takes_votes
from firstdoor.listen.selectors.moderation import equal_to
from firstdoor.listen.services.answers import give_answer
from firstdoor.listen.services.conversations import HOLD, locked
from firstdoor.listen.services.policy import publish_voice
from firstdoor.listen.services.receipt_letters import post_receipt
from firstdoor.listen.services.voices import ContactGiven, Filed, file_voice
from firstdoor.listen.services.voting import participant_of, put_vote

if TYPE_CHECKING:
    from firstdoor.places.models import Municipality

State = Statement.State
AN_HOUR = 10  # statements of one participant
_SHOWN = gettext_lazy("Your statement is shown: others vote on it now.")
_MERGED = gettext_lazy("Others had said nearly the same: your statement and its votes were joined with theirs.")


def _next(row: Conversation) -> int:
    top = Statement.objects.of(row.municipality_id).filter(conversation=row).aggregate(top=Max("number"))["top"]
    return int(top or 0) + 1


def _check(words: str) -> None:
    if len(words) > STATEMENT_MOST:
        words = _("This is longer than {n} characters. Say one thing; a second one can be a statement of its own.")
        raise ValidationError({"words": words.format(n=STATEMENT_MOST)})


@transaction.atomic
def begin_with(
    *,
    by: Actor,
    municipality: Municipality,
    conversation: Conversation,
    words: Texts,
    voice: UUID | None = None,
    case: UUID | None = None,
) -> Statement:
    """Add a statement of the municipality's own, shown at once. `voice` or `case` says whose words led to it: a public
    voice, or a case with at least one; their receipts tell so. Raises NotAllowed, ValidationError.
    """
    rights.require(by, HOLD, municipality)
    if (voice and not sources.public_source(municipality, voice)) or (
        case and not sources.public_voices_of_case(municipality, case)
    ):
        raise ValidationError(_("Only what somebody said for everybody to read can become a statement."))
    row = locked(municipality, conversation)
    if row.state == Conversation.State.CLOSED:
        raise ValidationError(_("It is closed: nobody could vote on it."))
    for text in words.values():
        _check(text)
    statement = Statement.objects.create(
        municipality=municipality, conversation=row, number=_next(row), words=words, state=State.SHOWN,
        looked_at=timezone.now(), from_voice_id=voice, from_case_id=None if voice else case,
    )  # fmt: skip
    audit.record("listen.statement_begun_with", by=by, municipality=municipality, about=statement)
    return statement


@transaction.atomic
def write_statement(
    *,
    by: Actor,
    municipality: Municipality,
    conversation: Conversation,
    token: str,
    words: str,
    language: str,
    draft_key: UUID,
    contact: ContactGiven | None = None,
    address: str = "",
) -> Filed:
    """Write a statement of one's own: a voice with a receipt. Whoever writes it agrees with it.

    Raises NotAllowed, TooMany; ValidationError when votes are not taken now, or the words are too long.
    """
    rights.require(by, "listen.take_part", municipality)
    row = locked(municipality, conversation)
    if not takes_votes(row, timezone.now()):
        raise ValidationError(_("This conversation is over: nothing can be added."))
    words = " ".join(words.split())
    _check(words)
    participant = participant_of(row, token, address)
    limits.hit("statements", str(participant.pk), allowed=AN_HOUR, seconds=3600)
    filed = file_voice(
        by=by, municipality=municipality, words=words, language=language, heard_at=timezone.now(),
        draft_key=draft_key, kind=Voice.Kind.STATEMENT, contact=contact, opens_case=False,
        wants_answer="email" if contact is not None and contact.kind == "email" else "page",
    )  # fmt: skip
    if filed.again:
        return filed
    post_receipt(municipality, filed, contact)
    at_once = row.moderation == Conversation.Moderation.AFTER
    statement = Statement.objects.create(
        municipality=municipality, conversation=row, number=_next(row), voice=filed.voice,
        state=State.SHOWN if at_once else State.WAITING,
    )  # fmt: skip
    if at_once:
        publish_voice(by=by, municipality=municipality, voice_id=filed.voice.pk, permission="listen.take_part")
    audit.record("listen.statement_written", by=by, municipality=municipality, about=statement)
    put_vote(participant, statement, Vote.AGREE)
    participant.written += 1
    participant.save(update_fields=["written"])
    return filed


def add_from_paper(
    *, by: Actor, municipality: Municipality, conversation: Conversation, participant: Participant, words: str
) -> Statement:
    """Add what somebody wrote at the end of a booklet, to be read before it is shown; whoever wrote it agrees with it.

    Inside the transaction of `enter_booklet`, which asked for the right and locked the conversation. About 20 queries.
    """
    words = " ".join(words.split())
    if len(words) > STATEMENT_MOST:
        raise ValidationError({"own": _("This is longer than {n} characters.").format(n=STATEMENT_MOST)})
    filed = file_voice(
        by=by, municipality=municipality, words=words, language=municipality.language, heard_at=timezone.now(),
        draft_key=uuid7(), kind=Voice.Kind.STATEMENT, channel=Voice.Channel.PAPER, opens_case=False, spoken_for=True,
    )  # fmt: skip
    statement = Statement.objects.create(
        municipality=municipality, conversation=conversation, number=_next(conversation), voice=filed.voice
    )
    audit.record("listen.statement_written", by=by, municipality=municipality, about=statement)
    put_vote(participant, statement, Vote.AGREE)
    return statement


def _rows(municipality: Municipality) -> QuerySet[Any]:
    return Statement.objects.of(municipality).select_for_update(of=("self",)).select_related("voice", "conversation")


def _locked(municipality: Municipality, statement: Statement) -> Statement:
    found: Statement = _rows(municipality).get(pk=statement.pk)
    if found.withdrawn:
        raise ValidationError(_("Whoever wrote it has taken it back."))
    if found.state == State.MERGED:
        raise ValidationError(_("It was merged with another; its votes are there."))
    return found


def _read(municipality: Municipality, statement: Statement, *, equal: bool = False) -> list[Statement]:
    """The statement, locked and looked at; with `equal` also the unread ones that say the same word by word."""
    found = _locked(municipality, statement)
    others = list(_rows(municipality).filter(pk__in=equal_to(found)).order_by("number")) if equal else []
    for one in (found, *others):
        one.looked_at = timezone.now()
    return [found, *others]


def _saved(by: Actor, municipality: Municipality, rows: list[Statement], verb: str) -> None:
    Statement.objects.bulk_update(rows, ["state", "merged_into", "reason", "looked_at"], batch_size=200)
    if len(rows) == 1:
        audit.record(f"listen.{verb}", by=by, municipality=municipality, about=rows[0])
    else:
        audit.record_many(f"listen.{verb}", by=by, municipality=municipality, rows=rows)


@transaction.atomic
def show_statement(*, by: Actor, municipality: Municipality, statement: Statement, equal: bool = False) -> int:
    """Let everybody read it and vote on it. Its author hears it. With `equal` the unread ones that say the same word by
    word are merged into it. Returns how many were. Raises NotAllowed, ValidationError.
    """
    rights.require(by, HOLD, municipality)
    row, *others = _read(municipality, statement, equal=equal)
    before, row.state, row.reason = row.state, State.SHOWN, {}
    _saved(by, municipality, [row], "statement_shown")
    if row.voice_id is not None:
        publish_voice(by=by, municipality=municipality, voice_id=row.voice_id, permission=HOLD)
    if before != State.SHOWN:
        _tell(by, municipality, [row], _in_both(_SHOWN))
    if others:
        _merge(by, municipality, others, row)
    return len(others)


@transaction.atomic
def reject_statement(
    *, by: Actor, municipality: Municipality, statement: Statement, reason: Texts, equal: bool = False
) -> int:
    """Don't show it (any more), and say why; the votes on it stop counting. With `equal` neither the unread ones that
    say the same word by word. Returns how many others these were. Raises NotAllowed, ValidationError.
    """
    rights.require(by, HOLD, municipality)
    if not reason:
        raise ValidationError({"reason": _("Say why. Whoever wrote it reads this.")})
    rows = _read(municipality, statement, equal=equal)
    for row in rows:
        row.state, row.reason = State.REJECTED, reason
    _saved(by, municipality, rows, "statement_rejected")
    hidden = [row.voice for row in rows if row.voice is not None and row.voice.published_at is not None]
    for voice in hidden:
        voice.published_at = None
    Voice.objects.bulk_update(hidden, ["published_at"], batch_size=200)
    audit.record_many("listen.voice_unpublished", by=by, municipality=municipality, rows=hidden)
    _tell(by, municipality, rows, reason)
    return len(rows) - 1


@transaction.atomic
def merge_statement(
    *, by: Actor, municipality: Municipality, statement: Statement, into: Statement, equal: bool = False
) -> int:
    """Merge a near-duplicate into the statement that stays: a participant's latest vote on any of them counts there.
    With `equal` the unread ones that say the same word by word go along. Returns how many others these were.

    Raises NotAllowed, ValidationError.
    """
    rights.require(by, HOLD, municipality)
    rows = _read(municipality, statement, equal=equal)
    shown = Statement.objects.of(municipality).select_for_update(of=("self",)).select_related("voice")
    kept = shown.filter(pk=into.pk, conversation=rows[0].conversation_id, state=State.SHOWN).first()
    if kept is None or kept.pk == statement.pk or kept.withdrawn:
        raise ValidationError({"into": _("Choose a statement that is shown.")})
    rows = [row for row in rows if row.pk != kept.pk]
    _merge(by, municipality, rows, kept)
    return len(rows) - 1


def _merge(by: Actor, municipality: Municipality, rows: list[Statement], kept: Statement) -> None:
    for row in rows:
        row.state, row.merged_into, row.reason = State.MERGED, kept, {}
    earlier = list(Statement.objects.of(municipality).filter(merged_into__in=[row.pk for row in rows]))
    for row in earlier:
        row.merged_into = kept
    _move_votes(municipality, [row.pk for row in rows], kept)
    _move_hands(municipality, [row.pk for row in rows], kept)
    _saved(by, municipality, [*rows, *earlier], "statement_merged")
    _tell(by, municipality, rows, _in_both(_MERGED))


def _move_votes(municipality: Municipality, rows: list[UUID], kept: Statement) -> None:
    votes = Vote.objects.of(municipality).select_for_update()
    stay = {vote.participant_id: vote for vote in votes.filter(statement=kept)}
    gone, moved = [], set()
    for vote in votes.filter(statement__in=rows).order_by("turn"):
        moved.add(vote.participant_id)
        other = stay.get(vote.participant_id)
        if other is None:
            vote.statement = kept
            stay[vote.participant_id] = vote
            continue
        gone.append(vote.pk)
        if vote.turn > other.turn:
            other.value, other.turn = vote.value, vote.turn
    people = sorted(moved)
    for at in range(0, len(people), 500):
        Participant.objects.of(municipality).filter(pk__in=people[at : at + 500]).update(acts=F("acts") + 1)
    for at in range(0, len(gone), 500):
        Vote.objects.of(municipality).filter(pk__in=gone[at : at + 500]).delete()
    Vote.objects.bulk_update(stay.values(), ["statement", "value", "turn"], batch_size=200)


def _move_hands(municipality: Municipality, rows: list[UUID], kept: Statement) -> None:
    """Hands raised on one of them count on the one that stays; where both were asked in one room, those on that one do."""
    counts = HandCount.objects.of(municipality)
    asked = set(counts.filter(statement=kept).values_list("hands_id", flat=True))
    for one in counts.filter(statement__in=rows).order_by("pk"):
        if one.hands_id not in asked:
            asked.add(one.hands_id)
            one.statement = kept
            one.save(update_fields=["statement"])


@transaction.atomic
def translate_statement(
    *, by: Actor, municipality: Municipality, statement: Statement, translations: dict[str, str]
) -> None:
    """Put translations beside the original; it stays one statement with one set of votes. An empty one takes it away.

    Whether it may be shown is not said with that: one that nobody has read waits on. Raises NotAllowed, ValidationError.
    """
    rights.require(by, HOLD, municipality)
    for text in translations.values():
        _check(text)
    row = _locked(municipality, statement)
    if row.voice is None:
        original = row.words["_"]
        row.words = make(original, row.words[original], **{k: v for k, v in translations.items() if k != original})
    else:
        row.voice.translations = {k: v for k, v in translations.items() if v and k != row.voice.language}
        row.voice.save(update_fields=["translations"])
        audit.record("listen.voice_translated", by=by, municipality=municipality, about=row.voice)
    row.save()
    audit.record("listen.statement_translated", by=by, municipality=municipality, about=row)


def _in_both(words: Any) -> Texts:
    told: dict[str, str] = {}
    for code in ("sq", "en"):
        with override(code):
            told[code] = str(words)
    return make("sq", told["sq"], en=told["en"])


def _tell(by: Actor, municipality: Municipality, rows: list[Statement], text: Texts) -> None:
    voices = [row.voice_id for row in rows if row.voice_id is not None]
    if not voices:
        return
    give_answer(
        by=by, municipality=municipality, kind="reply", about_kind="statement", about_id=rows[0].pk, text=text,
        voices=voices, path=f"{municipality.slug}/conversations/{rows[0].conversation.slug}/",
        by_role="action_group", permission=HOLD,
    )  # fmt: skip


def forget_tokens(*, by: Actor, municipality: Municipality, before: date) -> int:
    """Erase the tokens' hashes of conversations that ended before that day, and whose votes a booklet was.

    Nobody can add to those votes then, or be found by a telephone's cookie or a booklet's number. Returns how many
    tokens. 1 query when nothing is due, and 4 for each conversation.
    """
    rows = Conversation.objects.of(municipality).filter(closes_on__lt=before)
    rows = rows.filter(Q(participants__token_hmac__isnull=False) | Q(booklets__participant__isnull=False))
    erased = 0
    for row in rows.distinct():
        with transaction.atomic():
            theirs = Participant.objects.of(municipality).filter(conversation=row, token_hmac__isnull=False)
            erased += theirs.update(token_hmac=None, connection="", since=None)
            Booklet.objects.of(municipality).filter(conversation=row).update(participant=None)
            audit.note(
                "listen.tokens_forgotten", by=by, municipality=municipality,
                table=Conversation._meta.db_table, row=str(row.pk),
            )  # fmt: skip
    return erased
