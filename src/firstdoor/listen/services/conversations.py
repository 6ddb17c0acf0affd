"""Conversations: prepared, opened and closed by the municipality."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.text import slugify
from django.utils.translation import gettext as _

from firstdoor.core import audit, codes, rights
from firstdoor.core.actor import Actor
from firstdoor.core.folding import fold
from firstdoor.core.forms import CHANGED
from firstdoor.core.texts import Texts, plain
from firstdoor.listen.models import Conversation, Statement
from firstdoor.places import selectors as places

if TYPE_CHECKING:
    from firstdoor.places.models import Municipality

HOLD = "listen.hold_conversations"
FEWEST = 3  # statements to begin with: with fewer nobody knows what kind of thing is asked for
State = Conversation.State


def locked(municipality: Municipality, conversation: Conversation) -> Conversation:
    """The conversation as it stands now, for this transaction alone. 1 query."""
    return Conversation.objects.of(municipality).select_for_update().get(pk=conversation.pk)


def _slug(municipality: Municipality, title: Texts) -> str:
    base = slugify(fold(plain(title, municipality.language)))[:50].strip("-") or "conversation"
    taken = set(Conversation.objects.of(municipality).filter(slug__startswith=base).values_list("slug", flat=True))
    return next(slug for n in range(1, len(taken) + 2) if (slug := base if n == 1 else f"{base}-{n}") not in taken)


def _days(municipality: Municipality, opens_on: date, closes_on: date) -> None:
    if closes_on < opens_on:
        raise ValidationError({"closes_on": _("The last day lies before the first.")})
    if closes_on < places.local_date(municipality, timezone.now()):
        raise ValidationError({"closes_on": _("This day has passed.")})


@transaction.atomic
def prepare_conversation(
    *,
    by: Actor,
    municipality: Municipality,
    title: Texts,
    question: Texts,
    opens_on: date,
    closes_on: date,
    moderation: str = Conversation.Moderation.BEFORE,
    invited: bool = False,
    new_an_hour: int = 60,
) -> Conversation:
    """Begin a conversation; nobody else sees it until it is opened. Raises NotAllowed, ValidationError."""
    rights.require(by, HOLD, municipality)
    _days(municipality, opens_on, closes_on)
    row = Conversation.objects.create(
        municipality=municipality, slug=_slug(municipality, title), title=title, question=question,
        opens_on=opens_on, closes_on=closes_on, moderation=moderation, new_an_hour=new_an_hour,
        invitation=codes.new_code() if invited else "",
    )  # fmt: skip
    audit.record("listen.conversation_prepared", by=by, municipality=municipality, about=row)
    return row


@transaction.atomic
def change_conversation(
    *,
    by: Actor,
    municipality: Municipality,
    conversation: Conversation,
    version: int,
    title: Texts,
    question: Texts,
    opens_on: date,
    closes_on: date,
    moderation: str,
    invited: bool = False,
    new_an_hour: int = 60,
) -> None:
    """Change its words, days, moderation or who may take part while it is not closed; its address stays.

    The invitation code stays, too, as long as it is for invited people; opened to all and closed again it is another.

    Raises NotAllowed; ValidationError, with code CHANGED when somebody else saved in between.
    """
    rights.require(by, HOLD, municipality)
    row = locked(municipality, conversation)
    if row.version != version:
        raise ValidationError(
            _("Somebody else changed this meanwhile. Look at it again; what you typed is kept here."), code=CHANGED
        )
    if row.state == State.CLOSED:
        raise ValidationError(_("It is closed: people have seen what came of it."))
    _days(municipality, opens_on, closes_on)
    row.title, row.question, row.moderation = title, question, moderation
    row.opens_on, row.closes_on, row.new_an_hour = opens_on, closes_on, new_an_hour
    row.invitation = (row.invitation or codes.new_code()) if invited else ""
    _save(by, municipality, row, "conversation_changed")


@transaction.atomic
def open_conversation(*, by: Actor, municipality: Municipality, conversation: Conversation) -> None:
    """Let everybody see it; from its first day on people vote. Raises NotAllowed, ValidationError."""
    rights.require(by, HOLD, municipality)
    row = locked(municipality, conversation)
    if row.state != State.DRAFT:
        return
    _days(municipality, row.opens_on, row.closes_on)
    shown = Statement.objects.of(municipality).filter(conversation=row, state=Statement.State.SHOWN).count()
    if shown < FEWEST:
        raise ValidationError(_("Write at least {n} statements first: they show what kind is meant.").format(n=FEWEST))
    row.state = State.OPEN
    _save(by, municipality, row, "conversation_opened")


@transaction.atomic
def close_conversation(*, by: Actor, municipality: Municipality, conversation: Conversation) -> None:
    """End it now, whatever its last day is. Votes made until now count. Raises NotAllowed, ValidationError."""
    rights.require(by, HOLD, municipality)
    row = locked(municipality, conversation)
    if row.state == State.DRAFT:
        raise ValidationError(_("It was never opened."))
    if row.state == State.OPEN:
        row.state, row.closed_at = State.CLOSED, timezone.now()
        _save(by, municipality, row, "conversation_closed")


def _save(by: Actor, municipality: Municipality, row: Conversation, verb: str) -> None:
    row.version += 1
    row.save()
    audit.record(f"listen.{verb}", by=by, municipality=municipality, about=row)
