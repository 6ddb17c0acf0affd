"""One device for a class: a teacher's key opens it for hours, each child votes in turn, and only how many is known."""

from __future__ import annotations

import secrets
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from firstdoor.core import audit, codes, keys, rights
from firstdoor.core.actor import Actor
from firstdoor.decide.models import Ballot, BallotAlarm, BallotPaper, ClassKey, VoteReceipt
from firstdoor.decide.selectors import marks
from firstdoor.decide.services.ballots.alarms import sound
from firstdoor.decide.services.ballots.cards import PRINT, SIGNS
from firstdoor.decide.services.ballots.preparing import locked
from firstdoor.decide.services.ballots.rows import put
from firstdoor.decide.services.ballots.voting import (
    CodeRefused,
    TooLate,
    UnknownCode,
    chosen_of,
    is_open,
    new_receipt,
    receipt_hash,
)

if TYPE_CHECKING:
    from firstdoor.places.models import Municipality

MOST_CHILDREN = 60
MOST_HOURS = 8
TURN_OVER = gettext_lazy("This turn is over. A vote that was sent is in the box; begin the next child's turn.")


class OutOfHours(CodeRefused):
    """The key is right, but not now: too early, too late, or stopped."""


class TurnOver(ValidationError):
    """This turn was used up: the vote was sent before, or another device has begun one."""


def _digest(ballot: Ballot, code: str) -> str:
    return keys.digest("ballots", f"{ballot.pk}|class|{code}")


@transaction.atomic
def make_class_key(
    *,
    by: Actor,
    municipality: Municipality,
    ballot: Ballot,
    batch: str,
    children: int,
    opens_at: datetime,
    closes_at: datetime,
) -> str:
    """Make a key for one class and return it, for handing to the teacher now: nothing can show it again.

    Raises NotAllowed; ValidationError for hours or a number out of range.
    """
    rights.require(by, PRINT, municipality)
    ballot = locked(municipality, ballot)
    if ballot.state not in {Ballot.State.DRAFT, Ballot.State.OPEN}:
        raise ValidationError(_("The ballot is closed."))
    if not batch.strip():
        raise ValidationError({"batch": _("Say for which class.")})
    if not 1 <= children <= MOST_CHILDREN:
        raise ValidationError({"children": _("Between 1 and {most} children.").format(most=MOST_CHILDREN)})
    if not opens_at < closes_at <= opens_at + timedelta(hours=MOST_HOURS):
        raise ValidationError({"until": _("It has to end after it begins, within {n} hours.").format(n=MOST_HOURS)})
    if opens_at < ballot.opens_at or closes_at > ballot.closes_at:
        raise ValidationError({"day": _("These hours are not all within the vote.")})
    code = codes.new_code(SIGNS)
    row = ClassKey.objects.create(
        municipality=municipality, ballot=ballot, key_hmac=_digest(ballot, code), batch=batch.strip(), children=children,
        opens_at=opens_at, closes_at=closes_at,
    )  # fmt: skip
    audit.record("decide.class_key_made", by=by, municipality=municipality, about=row)
    return code


@transaction.atomic
def stop_class_key(*, by: Actor, municipality: Municipality, key: ClassKey) -> None:
    """Let a key open nothing any more; the votes that it took stay. Raises NotAllowed."""
    rights.require(by, PRINT, municipality)
    key = ClassKey.objects.of(municipality).select_for_update().get(pk=key.pk)
    if key.stopped_at is None:
        key.stopped_at, key.turn = timezone.now(), ""
        key.save()
        audit.record("decide.class_key_stopped", by=by, municipality=municipality, about=key)


def enter_class(municipality: Municipality, ballot: Ballot, typed: str) -> ClassKey:
    """The key that was typed, if it opens the device now. Raises CodeRefused, UnknownCode, OutOfHours (alarmed). 1 query."""
    try:
        code = codes.normalise(typed, lengths=(SIGNS,))
    except codes.NotACode as refused:
        long = refused.args[0] != "length"
        words = (
            _("One sign is not right. Look at the key again.")
            if long
            else _("A teacher's key has twelve signs. Look at it again.")
        )
        raise CodeRefused({"code": words}) from None
    found = ClassKey.objects.of(municipality).filter(ballot=ballot, key_hmac=_digest(ballot, code)).first()
    if found is None:
        raise UnknownCode({"code": _("This key is not for this ballot.")})
    in_hours(ballot, found)
    return found


def key_to_print(*, by: Actor, municipality: Municipality, ballot: Ballot, code: str) -> ClassKey:
    """The key that was just made, for its sheet: the page that shows it sends it back, since it is stored nowhere. 1 query.

    Raises NotAllowed; UnknownCode for another or a stopped one.
    """
    rights.require(by, PRINT, municipality)
    rows = ClassKey.objects.of(municipality).filter(ballot=ballot, stopped_at=None)
    try:
        found = rows.filter(key_hmac=_digest(ballot, codes.normalise(code, lengths=(SIGNS,)))).first()
    except codes.NotACode:
        found = None
    if found is None:
        raise UnknownCode({"code": _("This key is not for this ballot.")})
    return found


def in_hours(ballot: Ballot, key: ClassKey) -> None:
    """Raise OutOfHours, and sound the alarm, when the key is used before or after its hours or was stopped."""
    now = timezone.now()
    if key.stopped_at is None and key.opens_at <= now < key.closes_at and is_open(ballot):
        return
    sound(ballot, BallotAlarm.Kind.AFTER_HOURS)
    if key.stopped_at is not None:
        raise OutOfHours({"code": _("This key was stopped.")})
    raise OutOfHours({"code": _("This key opens only in its hours. The municipality was told that it was tried.")})


@transaction.atomic
def next_child(municipality: Municipality, key: ClassKey) -> ClassKey:
    """Begin the next child's turn; a turn that was begun before and not sent is over. Raises ValidationError when all voted."""
    key = ClassKey.objects.of(municipality).select_for_update().get(pk=key.pk)
    if key.voted >= key.children:
        raise ValidationError(_("All {n} children of this class have voted.").format(n=key.children))
    key.turn = secrets.token_hex(16)
    key.save(update_fields=["turn"])
    return key


@transaction.atomic
def cast_in_class(
    *, by: Actor, municipality: Municipality, ballot: Ballot, key: ClassKey, turn: str, choices: marks.Said
) -> None:
    """Cast the vote of the child whose turn it is. It has no code, so it cannot be changed.

    Raises TooLate, OutOfHours, TurnOver; ValidationError for too few choices or ones that are not on the ballot.
    """
    rights.require(by, "decide.vote", municipality)
    ballot = locked(municipality, ballot)
    if not is_open(ballot):
        raise TooLate(_("The ballot is closed; this vote came too late and was not counted."))
    key = ClassKey.objects.of(municipality).select_for_update().get(pk=key.pk, ballot=ballot)
    in_hours(ballot, key)
    if not turn or not secrets.compare_digest(turn, key.turn):
        raise TurnOver(TURN_OVER)
    chosen = chosen_of(municipality, ballot, choices)
    key.turn, key.voted = "", key.voted + 1
    key.save(update_fields=["turn", "voted"])
    put(BallotPaper(municipality=municipality, ballot=ballot, choices=chosen))
    put(VoteReceipt(municipality=municipality, ballot=ballot, token_hash=receipt_hash(new_receipt())))
