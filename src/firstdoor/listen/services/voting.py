"""Votes on statements, without an account: whoever holds the token of a cookie is one participant.

No record is written for a vote: the audit trail would tell in what order one person voted. The last vote counts.
"""

from __future__ import annotations

import secrets
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any
from uuid import UUID

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Max
from django.utils import timezone
from django.utils.translation import gettext as _

from firstdoor.core import audit, keys, limits, rights
from firstdoor.core.actor import Actor
from firstdoor.core.locks import hold
from firstdoor.listen.models import Conversation, Participant, Statement, Vote
from firstdoor.listen.selectors.conversations import shown, takes_votes
from firstdoor.places import selectors as places

if TYPE_CHECKING:
    from firstdoor.places.models import Municipality

AN_HOUR = 1000  # votes of one participant
VALUES = (Vote.AGREE, Vote.PASS, Vote.DISAGREE)


class Over(ValidationError):
    """Votes are not taken now."""


class NotShown(ValidationError):
    """The statement is not shown (any more)."""


def new_token() -> str:
    """A random token for a cookie: 192 bits."""
    return secrets.token_urlsafe(24)


def token_hmac(token: str) -> str:
    """What is kept of a token."""
    return keys.digest("participants", token)


def connection_of(conversation: Conversation, address: str) -> str:
    """What is kept of a connection: another one in each conversation, so that nobody is followed; "" for none."""
    return keys.digest("connections", f"{conversation.pk}|{address}") if address else ""


def participant_of(conversation: Conversation, token: str, address: str = "") -> Participant:
    """The participant with that token, locked for this transaction; a new one when there is none. 1 to 5 queries.

    Only somebody new waits for others: the conversation is locked while the next number is given out. Who was there
    before locks the own row alone, so that two votes of one person have an order, and no vote waits for another's.
    """
    rows = Participant.objects.of(conversation.municipality_id).filter(conversation=conversation)
    mine = rows.filter(token_hmac=token_hmac(token))
    found = mine.select_for_update().first()
    if found is not None:
        return found
    Conversation.objects.of(conversation.municipality_id).select_for_update().get(pk=conversation.pk)
    found = mine.select_for_update().first()  # the same telephone may have sent two votes at once
    if found is not None:
        return found
    return Participant.objects.create(
        municipality_id=conversation.municipality_id, conversation=conversation, number=next_number(conversation),
        token_hmac=token_hmac(token), connection=connection_of(conversation, address),
        since=places.local_date(conversation.municipality, timezone.now()),
    )  # fmt: skip


def next_number(conversation: Conversation) -> int:
    """The number of the next participant; the conversation is locked by the caller. 1 query."""
    rows = Participant.objects.of(conversation.municipality_id).filter(conversation=conversation)
    return int(rows.aggregate(top=Max("number"))["top"] or 0) + 1


def acted(participant: Participant) -> int:
    """Count one more act of a participant who is locked: what was read of their votes is old. Its number. 1 query."""
    participant.acts += 1
    participant.save(update_fields=["acts"])
    return participant.acts


def put_vote(participant: Participant, statement: Statement, value: int) -> int | None:
    """Keep the vote of a participant who is locked; the one before on this statement, or None. 3 queries."""
    turn = acted(participant)
    mine = Vote.objects.of(participant.municipality_id).filter(participant=participant)
    before = mine.filter(statement=statement).first()
    if before is None:
        Vote.objects.create(
            municipality_id=participant.municipality_id, participant=participant, statement=statement, value=value,
            turn=turn,
        )  # fmt: skip
        return None
    was = int(before.value)
    before.value, before.turn = value, turn
    before.save(update_fields=["value", "turn"])
    return was


@transaction.atomic
def cast_vote(
    *,
    by: Actor,
    municipality: Municipality,
    conversation: Conversation,
    token: str,
    number: int,
    value: int,
    address: str = "",
) -> tuple[Statement, int | None]:
    """Vote on the statement with that number; on a merged one the vote goes to the one that stayed.

    Returns the statement it counts on, and the vote before. Raises NotAllowed, Over, NotShown, TooMany, ValidationError.
    """
    rights.require(by, "listen.take_part", municipality)
    if value not in VALUES:
        raise ValidationError(_("Choose one of the three buttons."))
    row, statement = _open_one(municipality, conversation, number)
    participant = participant_of(row, token, address)
    limits.hit("votes", str(participant.pk), allowed=AN_HOUR, seconds=3600)
    return statement, put_vote(participant, statement, value)


@transaction.atomic
def say_about_you(
    *, by: Actor, municipality: Municipality, conversation: Conversation, token: str, unit: Any, age: str, gender: str
) -> None:
    """Keep what somebody who votes says of themselves, instead of what they said before. No record is written: with the
    time it would tell who it was. Raises NotAllowed, Over; ValidationError where nobody with that token voted.
    """
    rights.require(by, "listen.take_part", municipality)
    row = Conversation.objects.of(municipality).select_for_update().get(pk=conversation.pk)
    if not takes_votes(row, timezone.now()):
        raise Over(_("This conversation is over."))
    rows = Participant.objects.of(municipality).filter(conversation=row, token_hmac=token_hmac(token))
    if not rows.update(unit=unit, age=age, gender=gender):
        raise ValidationError(_("Vote on a statement first."))


@transaction.atomic
def enter_booklets(
    *,
    by: Actor,
    municipality: Municipality,
    conversation: Conversation,
    booklets: Sequence[Mapping[int, int]],
    about: Sequence[tuple[Any, str, str]] = (),
) -> int:
    """Enter what people answered on paper: each booklet, by number of statement, is a participant without a token.

    `about` says of each booklet unit (or None), age and gender, in the codes of the question bank.

    Returns how many were entered: empty ones are nobody. 6 queries and 2 for each 500 votes.
    Raises NotAllowed, Over, NotShown, ValidationError.
    """
    rights.require(by, "listen.hold_conversations", municipality)
    row = Conversation.objects.of(municipality).select_for_update().get(pk=conversation.pk)
    if not takes_votes(row, timezone.now()):
        raise Over(_("This conversation is over: nothing can be added."))
    by_number = {statement.number: statement for statement in shown(row)}
    said = [*about, *[(None, "", "")] * (len(booklets) - len(about))]
    given = [booklet for booklet in booklets if booklet]
    who = [one for one, booklet in zip(said, booklets, strict=True) if booklet]
    if any(number not in by_number for booklet in given for number in booklet):
        raise NotShown(_("One of these statements is not shown."))
    if any(value not in VALUES for booklet in given for value in booklet.values()):
        raise ValidationError(_("Choose one of the three answers."))
    people = [
        Participant(
            municipality=municipality, conversation=row, number=number, way=Participant.Way.PAPER, unit=unit, age=age,
            gender=gender,
        )
        for number, (unit, age, gender) in enumerate(who, start=next_number(row))
    ]  # fmt: skip
    Participant.objects.bulk_create(people, batch_size=500)
    Vote.objects.bulk_create(
        [
            Vote(municipality=municipality, participant=person, statement=by_number[number], value=value, turn=turn)
            for person, booklet in zip(people, given, strict=True)
            for turn, (number, value) in enumerate(sorted(booklet.items()), start=person.acts - len(booklet))
        ],
        batch_size=500,
    )
    audit.note(
        "listen.booklets_entered", by=by, municipality=municipality, table=Conversation._meta.db_table, row=str(row.pk)
    )
    return len(given)


@transaction.atomic
def take_back(
    *, by: Actor, municipality: Municipality, conversation: Conversation, token: str, number: int, to: int | None
) -> Statement:
    """Undo: the vote `to` that stood there before, or none. Raises NotAllowed, Over, NotShown."""
    rights.require(by, "listen.take_part", municipality)
    row, statement = _open_one(municipality, conversation, number)
    people = Participant.objects.of(municipality).select_for_update()
    participant = people.filter(conversation=row, token_hmac=token_hmac(token)).first()
    if participant is not None:
        turn = acted(participant)
        mine = Vote.objects.of(municipality).filter(statement=statement, participant=participant)
        if to in VALUES:
            mine.update(value=to, turn=turn)
        else:
            mine.delete()
    return statement


def locked_statements(
    municipality: Municipality, conversation: Conversation, numbers: Sequence[int]
) -> dict[int, Statement]:
    """Statements by number, or what they were merged into: none is merged, shown or hidden until this transaction ends.

    They are held so that others may vote on them meanwhile, and before any participant: whoever merges them holds the
    statements first, too, and moves the votes that came before. Unknown numbers are missing. 1 query, 3 on PostgreSQL.
    """
    rows = Statement.objects.of(municipality).filter(conversation=conversation, number__in=numbers)
    rows = rows.select_related("voice", "merged_into__voice", "merged_into__conversation", "conversation")
    held: set[UUID] = set()
    while True:
        found = list(rows.all())
        keys = {key for one in found for key in (one.pk, one.merged_into_id) if key}
        if keys <= held or not hold(Statement, sorted(keys - held)):
            return {one.number: one.merged_into or one for one in found}
        held |= keys


def _open_one(municipality: Municipality, conversation: Conversation, number: int) -> tuple[Conversation, Statement]:
    # Read, not locked: a vote that was on its way when somebody closes the conversation may count, others do not wait.
    row = Conversation.objects.of(municipality).select_related("municipality").get(pk=conversation.pk)
    if not takes_votes(row, timezone.now()):
        raise Over(_("This conversation is over: your vote came too late and does not count."))
    statement = locked_statements(municipality, row, [number]).get(number)
    if statement is None or statement.state != Statement.State.SHOWN or statement.withdrawn:
        raise NotShown(_("This statement is not shown any more. Your other votes stand."))
    return row, statement
