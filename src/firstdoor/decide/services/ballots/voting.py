"""Voting with a code: once, changeable until the close, and without a trace of who, when or in what order.

Nothing here writes the audit trail. The link between code and paper is sealed under the ballot's key, outside the
database; docs/why/secrecy-of-ballots.md says what somebody with database and keys could still learn before the count.
"""

from __future__ import annotations

import hashlib
import re
import uuid
from collections.abc import Mapping
from datetime import date
from typing import TYPE_CHECKING

from django.core import signing
from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from firstdoor.core import codes, keys, rights
from firstdoor.core.actor import Actor
from firstdoor.core.statements import one
from firstdoor.decide.models import Ballot, BallotPaper, CastLink, VoteReceipt, VotingCode
from firstdoor.decide.selectors import ballots as questions
from firstdoor.decide.selectors import marks
from firstdoor.decide.services.ballots import groups, rows
from firstdoor.decide.services.ballots.preparing import sealing_key

if TYPE_CHECKING:
    from firstdoor.places.models import Municipality

SIGNS = 12
# Votes come in by hundreds in a second: what each of them asks and writes is not built anew by the ORM.
_CODE = "SELECT dead_at, kind FROM decide_votingcode WHERE municipality_id = %s AND ballot_id = %s AND code_hmac = %s"
_LINK = "SELECT sealed_paper FROM decide_castlink WHERE municipality_id = %s AND ballot_id = %s AND code_hmac = %s"
PASS = "register:"  # noqa: S105 what a pass begins with
RECEIPT_SIGNS = 16  # 75 bits that nobody guesses


class CodeRefused(ValidationError):
    """The code does not open this ballot; the words say whether it was mistyped."""


class UnknownCode(CodeRefused):
    """A well-formed code that nobody has: no mistyping, for that its last sign is a check."""


class TooLate(ValidationError):
    """The ballot is not open (any more); the vote was not taken."""


def is_open(ballot: Ballot) -> bool:
    """Whether votes are taken at this moment."""
    return ballot.state == Ballot.State.OPEN and ballot.opens_at <= timezone.now() < ballot.closes_at


def check_code(municipality: Municipality, ballot: Ballot, typed: str) -> str:
    """The digest of a code that may vote here, or of the pass that `pass_of_register` gave. Raises CodeRefused. 1 query."""
    if typed.startswith(PASS):
        return _of_pass(municipality, ballot, typed)
    try:
        code = codes.normalise(typed, lengths=(SIGNS,))
    except codes.NotACode as refused:
        words = {
            "length": _("A code has twelve signs. Look at the card again."),
            "sign": _("There is a sign in it that codes do not have. Look at the card again."),
            "check": _("One sign is not right. Look at the card again."),
        }
        raise CodeRefused({"code": words[refused.args[0]]}) from None
    digest = keys.digest("ballots", f"{ballot.pk}|{code}")
    row = one(_CODE, [municipality.pk, ballot.pk], digest)
    if row is None:
        raise UnknownCode({"code": _("This code is not for this ballot.")})
    dead_at, kind = row
    if dead_at is not None:
        if kind == VotingCode.Kind.CARD:
            raise CodeRefused({"code": _("This card was declared lost and replaced. Use the new one.")})
        raise CodeRefused({"code": _("Instead of this code a card or a sheet was handed out. Use that.")})
    return digest


def identity_number(text: str) -> str:
    """An identity number as it is compared, without spaces and dashes; "" for what cannot be one."""
    bare = re.sub(r"[\s.-]", "", text).upper()
    return bare if re.fullmatch(r"[0-9A-Z]{6,20}", bare) else ""


def register_digest(ballot: Ballot, number: str, born: date) -> str:
    """The keyed hash of somebody on the register. Raises ValueError for what cannot be an identity number."""
    if not identity_number(number):
        raise ValueError("no identity number")
    return keys.digest("ballots", f"{ballot.pk}|register|{identity_number(number)}|{born.isoformat()}")


def pass_of_register(municipality: Municipality, ballot: Ballot, number: str, born: date) -> str:
    """A pass for an hour for somebody on the register, which stands for a code. Raises CodeRefused, UnknownCode. 1 query."""
    words = {"number": _("With this number and birth date nobody is on the register of this vote. Look at both again.")}
    try:
        digest = register_digest(ballot, number, born)
    except ValueError:
        raise UnknownCode(words) from None
    row = VotingCode.objects.filter(municipality=municipality, ballot=ballot, code_hmac=digest).first()
    if row is None:
        raise UnknownCode(words)
    if row.dead_at is not None:
        raise CodeRefused({"number": _("Instead of this entry a card or a sheet was handed out. Use that.")})
    return PASS + signing.dumps([str(ballot.pk), digest], salt="firstdoor.vote", compress=True)


def _of_pass(municipality: Municipality, ballot: Ballot, given: str) -> str:
    try:
        of, digest = signing.loads(given.removeprefix(PASS), salt="firstdoor.vote", max_age=3600)
    except signing.BadSignature:
        raise CodeRefused({"code": _("That took more than an hour. Begin again.")}) from None
    there = VotingCode.objects.filter(municipality=municipality, ballot=ballot, code_hmac=digest, dead_at=None)
    if of != str(ballot.pk) or not there.exists():
        raise CodeRefused({"code": _("This code is not for this ballot.")})
    return str(digest)


@transaction.atomic
def cast(
    *,
    by: Actor,
    municipality: Municipality,
    ballot: Ballot,
    code: str,
    choices: marks.Said,
    about: Mapping[str, str] | None = None,
) -> str:
    """Cast a vote, or change the one that this code cast before; returns the voter's receipt, the same each time.

    `about` is what she said of herself where the ballot asks; with a changed vote that is said anew.

    The ballot's row is held meanwhile, so that a vote is either counted or told that it came too late; votes hold it
    together, and each its own code. Raises CodeRefused, TooLate, ValidationError for too few choices or ones that are not
    on the ballot. 7 queries, 9 on PostgreSQL.
    """
    rights.require(by, "decide.vote", municipality)
    rows.hold_ballot(municipality.pk, ballot.pk)
    present = questions.ballot(municipality, ballot.slug)
    if present is None or present.pk != ballot.pk or not is_open(present):
        raise TooLate(_("The ballot is closed; this vote came too late and was not counted."))
    ballot = present
    digest = check_code(municipality, ballot, code)
    rows.hold_code(municipality.pk, ballot.pk, digest)
    chosen = chosen_of(municipality, ballot, choices)
    said = groups.said_of(municipality, ballot, about or {})
    link = one(_LINK, [municipality.pk, ballot.pk], digest)
    if link is not None:
        paper = _paper_of(ballot, link[0])
        BallotPaper.objects.filter(municipality=municipality, ballot=ballot, pk=uuid.UUID(paper)).update(choices=chosen)
        if said:
            mine = CastLink.objects.filter(municipality=municipality, ballot=ballot, code_hmac=digest)
            mine.update(sealed_paper=groups.seal(ballot, paper, said))
        return receipt_of(ballot, digest)
    paper_row = BallotPaper(municipality=municipality, ballot=ballot, choices=chosen)
    sealed = groups.seal(ballot, str(paper_row.pk), said)
    receipt = receipt_of(ballot, digest)
    rows.put(paper_row)
    rows.put(CastLink(municipality=municipality, ballot=ballot, code_hmac=digest, sealed_paper=sealed))
    rows.put(VoteReceipt(municipality=municipality, ballot=ballot, token_hash=receipt_hash(receipt)))
    return receipt


def chosen_of(municipality: Municipality, ballot: Ballot, choices: marks.Said) -> marks.Stored:
    """What was chosen, in the order of the ballot. Raises ValidationError for what is no vote on it. 1 query."""
    on_it = [option.project_id for option in questions.options(ballot)]
    if isinstance(choices, Mapping) is not marks.spreads(ballot):
        raise ValidationError({"choices": _("This is no vote as the ballot asks for it.")})
    given = marks.points_of(choices)
    if not set(given) <= set(on_it):
        raise ValidationError({"choices": _("Something was chosen that is not on the ballot.")})
    if marks.flaw_of(ballot, given):
        raise ValidationError(
            {"choices": marks.refusal(ballot, given) or _("This is no vote as the ballot asks for it.")}
        )
    return marks.stored(ballot, given, on_it)


def has_voted(ballot: Ballot, digest: str) -> bool:
    """Whether the code with this digest cast a vote, which another would replace. 1 query."""
    return one(_LINK, [ballot.municipality_id, ballot.pk], digest) is not None


def new_receipt() -> str:
    """A receipt of a vote without a code: it follows from nothing."""
    return codes.new_code(RECEIPT_SIGNS)


def receipt_of(ballot: Ballot, digest: str) -> str:
    """The receipt of the vote that the code with this digest cast: sixteen signs, the last a check.

    It follows from the code and the ballot's key. The count destroys the key: then nobody can tell whose it was.
    """
    bits = int(keys.digest(sealing_key(ballot), f"receipt|{digest}"), 16)
    data = "".join(codes.ALPHABET[bits >> 5 * place & 31] for place in range(RECEIPT_SIGNS - 1))
    return data + codes.check_character(data)


def receipt_hash(receipt: str) -> str:
    """What is published of a receipt: the SHA-256 of its signs, without a key, so that its holder can work it out herself."""
    return hashlib.sha256(receipt.encode()).hexdigest()


def _paper_of(ballot: Ballot, sealed: bytes | memoryview) -> str:
    try:
        return groups.unseal(ballot, sealed)[0]
    except keys.KeyMissing:
        raise ValidationError(
            _("This vote cannot be changed any more: the key of the ballot is gone. It is counted as it was cast.")
        ) from None


def take_back(ballot: Ballot, digest: str) -> None:
    """Take back the vote that a code cast, if it did."""
    link = CastLink.objects.filter(municipality_id=ballot.municipality_id, ballot=ballot, code_hmac=digest).first()
    if link is None:
        return
    paper = _paper_of(ballot, link.sealed_paper)
    BallotPaper.objects.filter(municipality_id=ballot.municipality_id, ballot=ballot, pk=uuid.UUID(paper)).delete()
    mine = receipt_hash(receipt_of(ballot, digest))
    VoteReceipt.objects.filter(municipality_id=ballot.municipality_id, ballot=ballot, token_hash=mine).delete()
    link.delete()
