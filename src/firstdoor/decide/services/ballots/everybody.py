"""Open to everybody: a code for whoever asks, against work of her device or by a letter to an address. Weak, and said so.

A puzzle is a number of small ones, so that how long it takes hardly varies: for each a number is sought that makes the
SHA-256 of `seed:place:number` begin with so many zero bits. docs/decisions/open-to-everybody.md says what it is good for.
"""

from __future__ import annotations

import hashlib
import re
import secrets
from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.core import signing
from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from firstdoor.core import codes, keys, limits, outbox, rights
from firstdoor.core.actor import Actor
from firstdoor.decide.models import Ballot, BallotAlarm, VotingCode
from firstdoor.decide.services.ballots.alarms import sound
from firstdoor.decide.services.ballots.cards import SIGNS, code_digest
from firstdoor.decide.services.ballots.electorate import code_of_address, letter
from firstdoor.decide.services.ballots.preparing import sealing_key
from firstdoor.decide.services.ballots.rows import put
from firstdoor.decide.services.ballots.voting import CodeRefused, TooLate, is_open

if TYPE_CHECKING:
    from firstdoor.places.models import Municipality

PARTS = 8
MINUTES = 60  # a puzzle is good for
SALT = "firstdoor.puzzle"
DAY = 86_400
# Of one connection in a day: from so many codes on the next puzzle is four times as much work. A whole village may come
# over one address of its mobile network, so nobody is refused before the last number.
STEPS = (10, 40, 120)
MOST = 400


@dataclass(frozen=True, slots=True)
class Puzzle:
    """What a device is to solve: PARTS numbers, each with `bits` zero bits. `token` is signed and comes back with them."""

    seed: str
    bits: int
    token: str
    parts: int = PARTS


class PuzzleRefused(CodeRefused):
    """The solution gives no code; the words say what to do."""


def _bits(ballot: Ballot, address: str) -> int:
    """How hard the next puzzle of this connection is. Raises TooMany. 2 queries."""
    limits.require_room("open-votes", {address: MOST}, seconds=DAY)
    asked = limits.counted("open-votes", address, seconds=DAY)
    return (ballot.puzzle_bits or 0) + sum(2 for step in STEPS if asked >= step)


def new_puzzle(ballot: Ballot, *, address: str) -> Puzzle:
    """A puzzle for this connection, good for an hour. Nothing is stored. Raises TooMany, TooLate."""
    if not is_open(ballot) or ballot.puzzle_bits is None:
        raise TooLate(_("The ballot is not open to everybody, or closed."))
    seed, bits = secrets.token_hex(12), _bits(ballot, address)
    return Puzzle(seed, bits, signing.dumps([str(ballot.pk), seed, bits], salt=SALT))


def _solved(seed: str, bits: int, numbers: str) -> bool:
    given = numbers.split(",")
    if len(given) != PARTS or not all(re.fullmatch(r"[0-9]{1,15}", number) for number in given):
        return False
    return all(
        int.from_bytes(hashlib.sha256(f"{seed}:{place}:{number}".encode()).digest(), "big") >> (256 - bits) == 0
        for place, number in enumerate(given)
    )


def code_for_puzzle(
    *, by: Actor, municipality: Municipality, ballot: Ballot, token: str, numbers: str, address: str
) -> str:
    """A voting code for a solved puzzle, once for each; it votes as one on a card does.

    Raises PuzzleRefused (too old, wrong, used before, or too easy by now), TooLate, TooMany.
    """
    rights.require(by, "decide.vote", municipality)
    if not is_open(ballot) or ballot.puzzle_bits is None:
        raise TooLate(_("The ballot is not open to everybody, or closed."))
    try:
        of, seed, bits = signing.loads(token, salt=SALT, max_age=MINUTES * 60)
    except signing.BadSignature:
        raise PuzzleRefused({"puzzle": _("That took more than an hour. Here is a new puzzle.")}) from None
    if of != str(ballot.pk) or not _solved(seed, bits, numbers):
        sound(ballot, BallotAlarm.Kind.PUZZLE)
        raise PuzzleRefused({"puzzle": _("The puzzle was not solved. Here is a new one.")})
    if bits < _bits(ballot, address):
        raise PuzzleRefused(
            {"puzzle": _("Many codes were asked for over your connection, so the puzzle is harder now.")}
        )
    code = _code_of(ballot, seed)
    if not _add(ballot, code):
        sound(ballot, BallotAlarm.Kind.PUZZLE)
        raise PuzzleRefused({"puzzle": _("For this puzzle a code was given already. Use that, or solve a new one.")})
    _counted(ballot, address)
    return code


def code_by_letter(
    *, by: Actor, municipality: Municipality, ballot: Ballot, email: str, url: str, address: str
) -> None:
    """Send a voting code to an e-mail address: for whose device solves no puzzles. An address has one code, asked or invited.

    Raises ValidationError for what is no address, TooLate, TooMany.
    """
    rights.require(by, "decide.vote", municipality)
    if not is_open(ballot) or ballot.puzzle_bits is None:
        raise TooLate(_("The ballot is not open to everybody, or closed."))
    email = email.strip().lower()
    try:
        validate_email(email)
    except ValidationError:
        raise ValidationError({"email": _("This is no e-mail address. Look at it again.")}) from None
    limits.hit("open-votes-letters", address, allowed=20, seconds=DAY)
    limits.hit("open-votes-letters", "", allowed=1000, seconds=3600)
    if not keys.exists(sealing_key(ballot)):
        raise ValidationError({"email": _("Codes can't be sent any more. Ask the municipality for a card.")})
    code = code_of_address(ballot, email)
    with transaction.atomic():
        if _add(ballot, code):
            _counted(ballot, address)
        day = timezone.localdate().isoformat()
        once = keys.digest("outbox", f"vote|{code_digest(ballot, code)}|{day}")
        outbox.post(letter(municipality, ballot, email, code, url), dedup_key=once, municipality=municipality)


def _code_of(ballot: Ballot, seed: str) -> str:
    bits = int(keys.digest(sealing_key(ballot), f"puzzle|{seed}"), 16)
    data = "".join(codes.ALPHABET[bits >> 5 * place & 31] for place in range(SIGNS - 1))
    return data + codes.check_character(data)


def _add(ballot: Ballot, code: str) -> bool:
    """Let a code vote, whose place in the table says nothing; False when it is there already."""
    try:
        with transaction.atomic():
            put(
                VotingCode(
                    municipality_id=ballot.municipality_id, ballot=ballot, kind=VotingCode.Kind.OPEN,
                    code_hmac=code_digest(ballot, code), serial=secrets.token_hex(6),
                )
            )  # fmt: skip
    except IntegrityError:
        return False
    return True


def _counted(ballot: Ballot, address: str) -> None:
    """Count a code for this connection; from the first step on the desk hears of it."""
    limits.hit("open-votes", address, allowed=MOST + 1, seconds=DAY)
    if limits.counted("open-votes", address, seconds=DAY) > STEPS[0]:
        sound(ballot, BallotAlarm.Kind.MANY)
