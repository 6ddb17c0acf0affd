"""Shows of hands, as the note taker of a meeting counted them. They stand in the totals, never in the map."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import TYPE_CHECKING

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from firstdoor.core import audit, rights
from firstdoor.core.actor import Actor
from firstdoor.core.forms import CHANGED
from firstdoor.listen.models import Conversation, HandCount, Hands, Meeting
from firstdoor.listen.selectors.conversations import shown
from firstdoor.listen.services.conversations import locked
from firstdoor.places import selectors as places

if TYPE_CHECKING:
    from firstdoor.places.models import Municipality

COUNT = "listen.count_hands"
MOST = 10_000  # hands in one place
Three = tuple[int, int, int]  # agree, disagree, pass


@transaction.atomic
def write_hands(
    *,
    by: Actor,
    municipality: Municipality,
    conversation: Conversation,
    held_on: date,
    place: str,
    counts: Mapping[int, Three],
    meeting: Meeting | None = None,
    present: int | None = None,
    hands: Hands | None = None,
    version: int = 0,
) -> Hands:
    """Write down a show of hands, or correct one: `counts` by number of the statement, without those not asked.

    Raises NotAllowed; ValidationError with the field at fault (`statement-<number>`), with code CHANGED when somebody
    else saved in between.
    """
    rights.require(by, COUNT, municipality)
    talk = locked(municipality, conversation)
    _check(municipality, talk, held_on, counts, present)
    row = hands and Hands.objects.of(municipality).select_for_update().get(pk=hands.pk, conversation=talk)
    if row is not None and row.version != version:
        raise ValidationError(
            _("Somebody else changed this meanwhile. Look at it again; what you typed is kept here."), code=CHANGED
        )
    verb = "listen.hands_corrected" if row else "listen.hands_counted"
    row = row or Hands(municipality=municipality, conversation=talk, version=0)
    row.held_on, row.place, row.present, row.meeting = held_on, place, present, meeting
    row.version += 1
    row.save()
    audit.record(verb, by=by, municipality=municipality, about=row)
    _put(by, municipality, row, counts)
    return row


def _check(
    municipality: Municipality, talk: Conversation, held_on: date, counts: Mapping[int, Three], present: int | None
) -> None:
    if talk.state == Conversation.State.DRAFT:
        raise ValidationError(_("Open the conversation first."))
    if held_on > places.local_date(municipality, timezone.now()):
        raise ValidationError({"held_on": _("This date is in the future.")})
    if not talk.opens_on <= held_on <= talk.closes_on:
        raise ValidationError({"held_on": _("The conversation was not open on that day.")})
    if not counts:
        raise ValidationError(_("Write down the hands for at least one statement."))
    for number, three in counts.items():
        if min(three) < 0 or not 0 < sum(three) <= MOST:
            raise ValidationError({f"statement-{number}": _("Write three numbers, none below nothing.")})
        if present is not None and sum(three) > present:
            raise ValidationError({f"statement-{number}": _("These are more hands than people who were there.")})


def _put(by: Actor, municipality: Municipality, row: Hands, counts: Mapping[int, Three]) -> None:
    statements = {one.number: one for one in shown(row.conversation)}
    there = {
        one.statement.number: one
        for one in HandCount.objects.of(municipality).filter(hands=row).select_related("statement")
    }
    if not set(counts) <= set(statements) | set(there):
        raise ValidationError(_("One of these statements is not shown."))
    changed = []
    for number, (agree, disagree, passed) in sorted(counts.items()):
        one = there.get(number) or HandCount(
            municipality=municipality, hands=row, statement=statements.get(number), agree=0, disagree=0, passed=0
        )
        if (one.agree, one.disagree, one.passed) != (agree, disagree, passed):
            one.agree, one.disagree, one.passed = agree, disagree, passed
            one.save()
            changed.append(one)
    gone = [one for number, one in there.items() if number not in counts and number in statements]
    audit.record_many("listen.hand_count_written", by=by, municipality=municipality, rows=changed)
    for one in gone:
        audit.record("listen.hand_count_taken_away", by=by, municipality=municipality, about=one, gone=True)
        one.delete()


@transaction.atomic
def take_away_hands(*, by: Actor, municipality: Municipality, hands: Hands) -> None:
    """Take away a show of hands that was written down by mistake. Raises NotAllowed."""
    rights.require(by, COUNT, municipality)
    row = Hands.objects.of(municipality).select_for_update().get(pk=hands.pk)
    for one in HandCount.objects.of(municipality).filter(hands=row):
        audit.record("listen.hand_count_taken_away", by=by, municipality=municipality, about=one, gone=True)
        one.delete()
    audit.record("listen.hands_taken_away", by=by, municipality=municipality, about=row, gone=True)
    row.delete()
