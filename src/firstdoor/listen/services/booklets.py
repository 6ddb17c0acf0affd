"""Booklets: the statements of a conversation on paper. Each one that comes back is a participant without a token."""

from __future__ import annotations

import secrets
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from firstdoor.core import audit, rights
from firstdoor.core.actor import Actor
from firstdoor.core.digits import NotANumber, new_numbers, read_number
from firstdoor.listen.models import Booklet, Conversation, Participant, Statement, Vote
from firstdoor.listen.selectors.conversations import shown, takes_votes
from firstdoor.listen.services.conversations import HOLD, locked
from firstdoor.listen.services.statements import add_from_paper
from firstdoor.listen.services.voting import VALUES, Over, locked_statements, next_number

if TYPE_CHECKING:
    from firstdoor.places.models import Municipality

ENTER = "listen.enter_booklets"
MOST = 500  # printed at a time
MOST_IN_ALL = 20_000  # of 100,000 numbers: a mistyped one is seldom another booklet's


class EnteredBefore(ValidationError):
    """A booklet with that number was entered already."""


@dataclass(frozen=True, slots=True)
class AboutYou:
    """What somebody says of themselves, in the codes of the question bank; "" and None where they say nothing."""

    unit: Any = None
    age: str = ""
    gender: str = ""


@dataclass(frozen=True, slots=True)
class Entered:
    """A booklet that was entered: how many agree, disagree, pass, and answers to statements that are not shown any more."""

    booklet: Booklet
    agree: int
    disagree: int
    passed: int
    gone: int


@transaction.atomic
def print_booklets(*, by: Actor, municipality: Municipality, conversation: Conversation, n: int) -> list[Booklet]:
    """Make `n` booklets with all statements that are shown, each in an order of its own, for printing now.

    Raises NotAllowed, ValidationError.
    """
    rights.require(by, HOLD, municipality)
    row = locked(municipality, conversation)
    if not takes_votes(row, timezone.now()) and row.state != Conversation.State.DRAFT:
        raise ValidationError(_("This conversation is over."))
    taken = set(Booklet.objects.of(municipality).filter(conversation=row).values_list("number", flat=True))
    if not 1 <= n <= min(MOST, MOST_IN_ALL - len(taken)):
        raise ValidationError({"n": _("Between 1 and {most} booklets at a time.").format(most=MOST)})
    statements = [statement.number for statement in shown(row)]
    if not statements:
        raise ValidationError(_("There is no statement yet."))
    chance = secrets.SystemRandom()
    made = [
        Booklet(
            municipality=municipality, conversation=row, number=number,
            statements=chance.sample(statements, len(statements)),
        )
        for number in new_numbers(n, taken)
    ]  # fmt: skip
    Booklet.objects.bulk_create(made, batch_size=500)
    audit.note(
        "listen.booklets_printed", by=by, municipality=municipality, table=Conversation._meta.db_table, row=str(row.pk)
    )
    return made


def booklet_number(typed: str) -> str:
    """The number of a booklet as it was typed or scanned. Raises ValidationError."""
    try:
        return read_number(typed)
    except NotANumber as wrong:
        said = {
            "length": _("A booklet's number has six digits. Look at it again."),
            "check": _("One digit is not right. Look at the booklet again."),
        }
        raise ValidationError({"number": said[wrong.args[0]]}) from wrong


@transaction.atomic
def enter_booklet(
    *,
    by: Actor,
    municipality: Municipality,
    conversation: Conversation,
    number: str,
    answers: Sequence[int | None],
    about: AboutYou | None = None,
    own: str = "",
) -> Entered:
    """Enter one booklet: an answer (or None) for each of its statements, in the order of the booklet, and the sentence
    that was written at its end, if any: it becomes a statement that waits to be read.

    Answers to a statement that was merged count on the one that stayed; those to one that is not shown any more are
    counted in the result and kept nowhere. Raises NotAllowed, Over, EnteredBefore; ValidationError with the field at
    fault.
    """
    rights.require(by, ENTER, municipality)
    row = locked(municipality, conversation)
    if not takes_votes(row, timezone.now()):
        raise Over(_("This conversation is over: nothing can be added."))
    found = Booklet.objects.of(municipality).select_for_update()
    booklet = found.filter(conversation=row, number=booklet_number(number)).first()
    if booklet is None:
        raise ValidationError({"number": _("No booklet of this conversation has this number.")})
    if booklet.entered_at is not None:
        day = date_format(timezone.localtime(booklet.entered_at, municipality.zone), "DATETIME_FORMAT")
        words = _("This booklet was entered already, on {day}. It counts once.")
        raise EnteredBefore({"number": words.format(day=day)})
    _check(booklet, answers)
    counted, gone = _counted(municipality, row, booklet, answers)
    said = about or AboutYou()
    if counted or own:
        booklet.participant = Participant.objects.create(
            municipality=municipality, conversation=row, number=next_number(row), way=Participant.Way.PAPER,
            unit=said.unit, age=said.age, gender=said.gender,
        )  # fmt: skip
        Vote.objects.bulk_create(
            Vote(municipality=municipality, participant=booklet.participant, statement_id=pk, value=value, turn=turn)
            for turn, (pk, value) in enumerate(counted.items(), start=booklet.participant.acts - len(counted))
        )
    if own and booklet.participant is not None:
        add_from_paper(by=by, municipality=municipality, conversation=row, participant=booklet.participant, words=own)
    booklet.entered_at, booklet.entered_by = timezone.now(), by.person
    booklet.save()
    audit.record("listen.booklet_entered", by=by, municipality=municipality, about=booklet)
    values = list(counted.values())
    return Entered(
        booklet, values.count(Vote.AGREE), values.count(Vote.DISAGREE), values.count(Vote.PASS), gone
    )  # fmt: skip


def _check(booklet: Booklet, answers: Sequence[int | None]) -> None:
    wanted = len(booklet.statements)
    if len(answers) != wanted:
        words = _("There are {wanted} statements on this booklet; you typed {n} answers.")
        raise ValidationError({"answers": words.format(wanted=wanted, n=len(answers))})
    if any(value is not None and value not in VALUES for value in answers):
        raise ValidationError({"answers": _("Choose one of the three answers.")})


def _counted(
    municipality: Municipality, row: Conversation, booklet: Booklet, answers: Sequence[int | None]
) -> tuple[dict[Any, int], int]:
    """Each statement's id with its answer, and how many answers were given to statements that are not shown any more."""
    by_number = locked_statements(municipality, row, booklet.statements)
    counted: dict[Any, int] = {}
    gone = 0
    for number, value in zip(booklet.statements, answers, strict=True):
        one = by_number[number]
        if value is None:
            continue
        if one.state != Statement.State.SHOWN or one.withdrawn:
            gone += 1
            continue
        counted[one.pk] = value
    return counted, gone


@transaction.atomic
def take_back_booklet(*, by: Actor, municipality: Municipality, conversation: Conversation, number: str) -> Booklet:
    """Take back what was entered of a booklet, so that it can be entered again. Raises NotAllowed, Over, ValidationError."""
    rights.require(by, ENTER, municipality)
    row = locked(municipality, conversation)
    if not takes_votes(row, timezone.now()):
        raise Over(_("This conversation is over: what was entered stands."))
    found = Booklet.objects.of(municipality).select_for_update()
    booklet = found.filter(conversation=row, number=number).exclude(entered_at=None).first()
    if booklet is None:
        raise ValidationError(_("This booklet was not entered."))
    participant = booklet.participant
    booklet.participant = booklet.entered_at = booklet.entered_by = None
    booklet.save()
    if participant is not None:
        Vote.objects.of(municipality).filter(participant=participant).delete()
        participant.delete()
    audit.record("listen.booklet_taken_back", by=by, municipality=municipality, about=booklet)
    return booklet
