"""Statements: begun with, written by residents, read, shown, not shown, merged and translated by the municipality."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any
from uuid import UUID

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Max
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, override

from firstdoor.core import audit, limits, rights
from firstdoor.core.actor import Actor
from firstdoor.core.texts import Texts, make
from firstdoor.listen.models import Conversation, Participant, Statement, Voice, Vote
from firstdoor.listen.models.conversation import STATEMENT_MOST
from firstdoor.listen.selectors.conversations import takes_votes
from firstdoor.listen.services.answers import give_answer
from firstdoor.listen.services.conversations import HOLD, locked
from firstdoor.listen.services.policy import publish_voice
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
def begin_with(*, by: Actor, municipality: Municipality, conversation: Conversation, words: Texts) -> Statement:
    """Add a statement of the municipality's own, shown at once. Raises NotAllowed, ValidationError."""
    rights.require(by, HOLD, municipality)
    row = locked(municipality, conversation)
    if row.state == Conversation.State.CLOSED:
        raise ValidationError(_("It is closed: nobody could vote on it."))
    for text in words.values():
        _check(text)
    statement = Statement.objects.create(
        municipality=municipality, conversation=row, number=_next(row), words=words, state=State.SHOWN,
        looked_at=timezone.now(),
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
    participant = participant_of(row, token)
    limits.hit("statements", str(participant.pk), allowed=AN_HOUR, seconds=3600)
    filed = file_voice(
        by=by, municipality=municipality, words=words, language=language, heard_at=timezone.now(),
        draft_key=draft_key, kind=Voice.Kind.STATEMENT, contact=contact, opens_case=False,
        wants_answer="email" if contact is not None and contact.kind == "email" else "page",
    )  # fmt: skip
    if filed.again:
        return filed
    at_once = row.moderation == Conversation.Moderation.AFTER
    statement = Statement.objects.create(
        municipality=municipality, conversation=row, number=_next(row), voice=filed.voice,
        state=State.SHOWN if at_once else State.WAITING,
    )  # fmt: skip
    if at_once:
        publish_voice(by=by, municipality=municipality, voice_id=filed.voice.pk, permission="listen.take_part")
    audit.record("listen.statement_written", by=by, municipality=municipality, about=statement)
    put_vote(participant, statement, Vote.AGREE)
    return filed


def _read(municipality: Municipality, statement: Statement) -> Statement:
    row = Statement.objects.of(municipality).select_for_update(of=("self",)).select_related("voice", "conversation")
    found = row.get(pk=statement.pk)
    if found.withdrawn:
        raise ValidationError(_("Whoever wrote it has taken it back."))
    found.looked_at = timezone.now()
    return found


@transaction.atomic
def show_statement(*, by: Actor, municipality: Municipality, statement: Statement) -> None:
    """Let everybody read it and vote on it. Its author hears it. Raises NotAllowed, ValidationError."""
    rights.require(by, HOLD, municipality)
    row = _read(municipality, statement)
    if row.state == State.MERGED:
        raise ValidationError(_("It was merged with another; its votes are there."))
    before, row.state, row.reason = row.state, State.SHOWN, {}
    row.save()
    audit.record("listen.statement_shown", by=by, municipality=municipality, about=row)
    if row.voice_id is not None:
        publish_voice(by=by, municipality=municipality, voice_id=row.voice_id, permission=HOLD)
    if before != State.SHOWN:
        _tell(by, municipality, row, _in_both(_SHOWN))


@transaction.atomic
def reject_statement(*, by: Actor, municipality: Municipality, statement: Statement, reason: Texts) -> None:
    """Don't show it (any more), and say why; the votes on it stop counting. Raises NotAllowed, ValidationError."""
    rights.require(by, HOLD, municipality)
    if not reason:
        raise ValidationError({"reason": _("Say why. Whoever wrote it reads this.")})
    row = _read(municipality, statement)
    if row.state == State.MERGED:
        raise ValidationError(_("It was merged with another; its votes are there."))
    row.state, row.reason = State.REJECTED, reason
    row.save()
    audit.record("listen.statement_rejected", by=by, municipality=municipality, about=row)
    if row.voice is not None and row.voice.published_at is not None:
        row.voice.published_at = None
        row.voice.save(update_fields=["published_at"])
        audit.record("listen.voice_unpublished", by=by, municipality=municipality, about=row.voice)
    _tell(by, municipality, row, reason)


@transaction.atomic
def merge_statement(*, by: Actor, municipality: Municipality, statement: Statement, into: Statement) -> None:
    """Merge a near-duplicate into the statement that stays: a participant's later vote on either counts there.

    Raises NotAllowed, ValidationError.
    """
    rights.require(by, HOLD, municipality)
    row = _read(municipality, statement)
    rows = Statement.objects.of(municipality).select_for_update(of=("self",)).select_related("voice")
    kept = rows.filter(pk=into.pk, conversation=row.conversation_id, state=State.SHOWN).first()
    if kept is None or kept.pk == row.pk or kept.withdrawn:
        raise ValidationError({"into": _("Choose a statement that is shown.")})
    if row.state == State.MERGED:
        raise ValidationError(_("It was merged already."))
    row.state, row.merged_into, row.reason = State.MERGED, kept, {}
    row.save()
    for earlier in Statement.objects.of(municipality).filter(merged_into=row):
        earlier.merged_into = kept
        earlier.save(update_fields=["merged_into"])
        audit.record("listen.statement_merged", by=by, municipality=municipality, about=earlier)
    _move_votes(row, kept)
    audit.record("listen.statement_merged", by=by, municipality=municipality, about=row)
    _tell(by, municipality, row, _in_both(_MERGED))


def _move_votes(row: Statement, kept: Statement) -> None:
    there = {vote.participant_id: vote for vote in Vote.objects.of(row.municipality_id).filter(statement=kept)}
    moved, changed, gone = [], [], []
    for vote in Vote.objects.of(row.municipality_id).filter(statement=row):
        other = there.get(vote.participant_id)
        if other is None:
            vote.statement = kept
            moved.append(vote)
            continue
        gone.append(vote.pk)
        if vote.turn > other.turn:
            other.value, other.turn = vote.value, vote.turn
            changed.append(other)
    Vote.objects.bulk_update(moved, ["statement"], batch_size=500)
    Vote.objects.bulk_update(changed, ["value", "turn"], batch_size=500)
    for at in range(0, len(gone), 500):
        Vote.objects.of(row.municipality_id).filter(pk__in=gone[at : at + 500]).delete()


@transaction.atomic
def translate_statement(
    *, by: Actor, municipality: Municipality, statement: Statement, translations: dict[str, str]
) -> None:
    """Put translations beside the original; it stays one statement with one set of votes. An empty one takes it away.

    Raises NotAllowed, ValidationError.
    """
    rights.require(by, HOLD, municipality)
    for text in translations.values():
        _check(text)
    row = _read(municipality, statement)
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


def _tell(by: Actor, municipality: Municipality, row: Statement, text: Texts) -> None:
    if row.voice_id is None:
        return
    give_answer(
        by=by, municipality=municipality, kind="reply", about_kind="statement", about_id=row.pk, text=text,
        voices=[row.voice_id], path=f"{municipality.slug}/conversations/{row.conversation.slug}/",
        by_role="action_group", permission=HOLD,
    )  # fmt: skip


def forget_tokens(*, by: Actor, municipality: Municipality, before: date) -> int:
    """Erase the tokens' hashes of conversations that ended before that day: nobody can add to those votes, or be found
    by a telephone's cookie. Returns how many. 1 query when nothing is due, and 3 for each conversation."""
    rows = Conversation.objects.of(municipality).filter(closes_on__lt=before, participants__token_hmac__isnull=False)
    erased = 0
    for row in rows.distinct():
        with transaction.atomic():
            theirs = Participant.objects.of(municipality).filter(conversation=row, token_hmac__isnull=False)
            erased += theirs.update(token_hmac=None)
            audit.note(
                "listen.tokens_forgotten", by=by, municipality=municipality,
                table=Conversation._meta.db_table, row=str(row.pk),
            )  # fmt: skip
    return erased
