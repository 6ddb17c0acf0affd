"""Code cards: made once, printed, not kept. Only hashes of the codes are stored, with the serial on each card."""

from __future__ import annotations

import secrets
from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from firstdoor.core import audit, codes, keys, rights
from firstdoor.core.actor import Actor
from firstdoor.decide.models import Ballot, VotingCode
from firstdoor.decide.selectors import ballots as questions
from firstdoor.decide.services.ballots.preparing import locked
from firstdoor.decide.services.ballots.voting import take_back

if TYPE_CHECKING:
    from firstdoor.places.models import Municipality

PRINT = "decide.print_cards"
MOST = 5000
SIGNS = 12  # 55 random bits: guessing a live one of 180 takes 10**14 tries


@dataclass(frozen=True, slots=True)
class Card:
    """What is printed on one card: the code, ungrouped, and the serial. It exists only until it is printed."""

    code: str
    serial: str


def code_digest(ballot: Ballot, code: str) -> str:
    """The keyed hash under which a code is stored; another ballot's code never fits."""
    return keys.digest("ballots", f"{ballot.pk}|{code}")


@transaction.atomic
def make_cards(*, by: Actor, municipality: Municipality, ballot: Ballot, n: int, batch: str = "") -> list[Card]:
    """Make `n` cards and return them, for printing now: nothing can show their codes again.

    Raises NotAllowed; ValidationError for a number out of range, or once the ballot is closed.
    """
    rights.require(by, PRINT, municipality)
    ballot = locked(municipality, ballot)
    if not 1 <= n <= MOST:
        raise ValidationError({"n": _("Between 1 and {most} cards at a time.").format(most=MOST)})
    if ballot.state not in {Ballot.State.DRAFT, Ballot.State.OPEN} or ballot.closes_at <= timezone.now():
        raise ValidationError(_("The ballot is closed."))
    there = VotingCode.objects.filter(municipality=municipality, ballot=ballot, kind=VotingCode.Kind.CARD).count()
    cards, rows = [], []
    for number in range(there + 1, there + n + 1):
        card = Card(codes.new_code(SIGNS), f"{number:04d}")
        cards.append(card)
        rows.append(
            VotingCode(
                municipality=municipality, ballot=ballot, code_hmac=code_digest(ballot, card.code),
                serial=card.serial, batch=batch,
            )
        )  # fmt: skip
    # Stored in another order than printed, so that the place of a row says nothing about the pile.
    secrets.SystemRandom().shuffle(rows)
    VotingCode.objects.bulk_create(rows, batch_size=1000)
    audit.note("decide.cards_made", by=by, municipality=municipality, table="decide_ballot", row=str(ballot.pk))
    return cards


@transaction.atomic
def declare_dead(*, by: Actor, municipality: Municipality, ballot: Ballot, serial: str) -> None:
    """Declare a lost card dead: its code no longer votes, and a vote that it cast is taken back.

    Whether it had voted is neither told nor recorded. Raises NotAllowed; ValidationError for no such card.
    """
    rights.require(by, PRINT, municipality)
    ballot = locked(municipality, ballot)
    if ballot.state not in {Ballot.State.DRAFT, Ballot.State.OPEN}:
        raise ValidationError(_("The ballot is closed."))
    card = questions.card(ballot, serial)
    if card is None:
        raise ValidationError({"serial": _("There is no card with this number.")})
    if card.dead_at is None:
        card.dead_at = timezone.now()
        card.save(update_fields=["dead_at"])
        take_back(ballot, card.code_hmac)
    audit.note("decide.card_declared_dead", by=by, municipality=municipality, table="decide_ballot", row=str(ballot.pk))
