"""Who may vote, beside those with cards: people on an e-mail list, people on a register. Only keyed hashes are kept."""

from __future__ import annotations

import csv
import io
import re
import secrets
from collections.abc import Iterable
from datetime import date
from typing import TYPE_CHECKING

from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.db import transaction
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import override

from firstdoor.core import audit, codes, keys, outbox, rights
from firstdoor.core.actor import Actor
from firstdoor.core.texts import plain
from firstdoor.decide.models import Ballot, VotingCode
from firstdoor.decide.services.ballots.cards import PRINT, SIGNS, code_digest
from firstdoor.decide.services.ballots.preparing import locked, sealing_key
from firstdoor.decide.services.ballots.voting import identity_number, register_digest, take_back

if TYPE_CHECKING:
    from firstdoor.places.models import Municipality

MOST_ADDRESSES = 5000
MOST_ROWS = 200_000
SHOWN = 5  # so many faulty lines are named


def _open_to_more(municipality: Municipality, ballot: Ballot) -> Ballot:
    ballot = locked(municipality, ballot)
    if ballot.state not in {Ballot.State.DRAFT, Ballot.State.OPEN} or ballot.closes_at <= timezone.now():
        raise ValidationError(_("The ballot is closed."))
    return ballot


@transaction.atomic
def invite_by_email(
    *, by: Actor, municipality: Municipality, ballot: Ballot, addresses: Iterable[str], url: str
) -> tuple[int, int, int]:
    """Send each address a letter with a code of its own.

    Returns (new ones, ones invited before, who get it again, ones struck off for a card or a sheet, who get none).

    The code follows from the address and the ballot's key: nothing of the address is kept once the letter has left, the
    same person never gets two, and once the count has destroyed the key no address leads to a code. At most one letter a
    day. `url` is the ballot's full address. Raises NotAllowed; ValidationError naming the faulty lines.
    """
    rights.require(by, PRINT, municipality)
    ballot = _open_to_more(municipality, ballot)
    wanted = _addresses(addresses)
    mailed = VotingCode.objects.filter(municipality=municipality, ballot=ballot, kind=VotingCode.Kind.EMAIL)
    if mailed.exists() and not keys.exists(sealing_key(ballot)):
        raise ValidationError(_("The key of the ballot is gone; an address would get a second code. Hand out cards."))
    invited = {address: code_of_address(ballot, address) for address in wanted}
    digests = {address: code_digest(ballot, code) for address, code in invited.items()}
    there = dict(
        VotingCode.objects.filter(municipality=municipality, ballot=ballot, code_hmac__in=digests.values()).values_list(
            "code_hmac", "dead_at"
        )
    )
    struck = {digest for digest, dead_at in there.items() if dead_at is not None}
    _add(ballot, VotingCode.Kind.EMAIL, [digest for digest in digests.values() if digest not in there])
    day = timezone.localdate().isoformat()
    for address in secrets.SystemRandom().sample(wanted, len(wanted)):
        if digests[address] in struck:
            continue
        once = keys.digest("outbox", f"vote|{digests[address]}|{day}")
        outbox.post(
            letter(municipality, ballot, address, invited[address], url), dedup_key=once, municipality=municipality
        )
    audit.note("decide.invited_by_email", by=by, municipality=municipality, table="decide_ballot", row=str(ballot.pk))
    return len(wanted) - len(there), len(there) - len(struck), len(struck)


def _addresses(lines: Iterable[str]) -> list[str]:
    found: dict[str, None] = {}
    wrong = []
    for number, line in enumerate(lines, start=1):
        address = line.strip().strip(",;").lower()
        if not address:
            continue
        try:
            validate_email(address)
        except ValidationError:
            wrong.append(str(number))
            continue
        found[address] = None
    if wrong:
        lines_named = ", ".join(wrong[:SHOWN]) + ("…" if len(wrong) > SHOWN else "")
        raise ValidationError({"addresses": _("No e-mail address in line {lines}.").format(lines=lines_named)})
    if not 1 <= len(found) <= MOST_ADDRESSES:
        raise ValidationError({"addresses": _("Between 1 and {most} addresses at a time.").format(most=MOST_ADDRESSES)})
    return list(found)


def code_of_address(ballot: Ballot, address: str) -> str:
    """The code of an address: it follows from the address and the ballot's key, so nobody gets two."""
    bits = int(keys.digest(sealing_key(ballot), f"email|{address}"), 16)
    data = "".join(codes.ALPHABET[bits >> 5 * place & 31] for place in range(SIGNS - 1))
    return data + codes.check_character(data)


def letter(municipality: Municipality, ballot: Ballot, address: str, code: str, url: str) -> outbox.Letter:
    """The letter that brings a code."""
    with override(municipality.language):
        code = codes.grouped(code)
        opens, closes = (
            date_format(timezone.localtime(at, municipality.zone), "DATETIME_FORMAT")
            for at in (ballot.opens_at, ballot.closes_at)
        )
        body = _(
            "{question}\n\nYour voting code: {code}\n\nOpen {url}?code={code} or type the code there, from {opens} until "
            "{closes}. You can change your vote until then. Do not pass this letter on: whoever has the code can vote.\n\n"
            "Your address is not kept with the vote.\n\n{municipality}"
        ).format(
            question=plain(ballot.question), code=code, url=url, opens=opens, closes=closes,
            municipality=plain(municipality.name),
        )  # fmt: skip
        return outbox.Letter(address, plain(ballot.title), body)


@transaction.atomic
def take_register(*, by: Actor, municipality: Municipality, ballot: Ballot, file: bytes) -> tuple[int, int, int]:
    """Let those in the file vote: identity number, birth date, and perhaps a mark that this person gets a card or a sheet.

    Returns (new ones, ones there before, ones left out or struck off for such a mark: they vote in that way). The file is
    not kept, only a keyed hash of each line. Raises NotAllowed; ValidationError naming the faulty lines.
    """
    rights.require(by, PRINT, municipality)
    ballot = _open_to_more(municipality, ballot)
    rows = _rows(file)
    marked = {register_digest(ballot, number, born) for number, born, mark in rows if mark}
    digests = {register_digest(ballot, number, born) for number, born, _mark in rows} - marked
    entries = VotingCode.objects.filter(municipality=municipality, ballot=ballot, kind=VotingCode.Kind.REGISTER)
    there = dict(entries.values_list("code_hmac", "dead_at"))
    for digest in marked & there.keys():
        if there[digest] is None:
            _strike(ballot, digest)
    new = sorted(digests - there.keys())
    _add(ballot, VotingCode.Kind.REGISTER, new)
    audit.note("decide.register_taken", by=by, municipality=municipality, table="decide_ballot", row=str(ballot.pk))
    return len(new), len(digests) - len(new), len(marked)


@transaction.atomic
def strike_off(
    *,
    by: Actor,
    municipality: Municipality,
    ballot: Ballot,
    number: str = "",
    born: date | None = None,
    email: str = "",
) -> None:
    """End the right of somebody on the register or the e-mail list, since she gets a card or a sheet.

    A vote that she cast is taken back; whether she had is neither told nor recorded. Raises NotAllowed; ValidationError for
    somebody who stands on no list.
    """
    rights.require(by, PRINT, municipality)
    ballot = _open_to_more(municipality, ballot)
    digest, field = "", "number"
    if email.strip():
        field = "email"
        if keys.exists(sealing_key(ballot)):
            digest = code_digest(ballot, code_of_address(ballot, _addresses([email])[0]))
    elif identity_number(number) and born is not None:
        digest = register_digest(ballot, number, born)
    else:
        raise ValidationError({"number": _("Type identity number and birth date, or an e-mail address.")})
    rows = VotingCode.objects.filter(municipality=municipality, ballot=ballot, code_hmac=digest, dead_at=None)
    if not rows.exists():
        raise ValidationError({field: _("Nobody with this stands on a list of this vote (any more).")})
    _strike(ballot, digest)
    audit.note("decide.struck_off", by=by, municipality=municipality, table="decide_ballot", row=str(ballot.pk))


def _strike(ballot: Ballot, digest: str) -> None:
    rows = VotingCode.objects.filter(municipality_id=ballot.municipality_id, ballot=ballot, code_hmac=digest)
    rows.update(dead_at=timezone.now())
    take_back(ballot, digest)


def _rows(file: bytes) -> list[tuple[str, date, bool]]:
    try:
        text = file.decode("utf-8-sig")
    except UnicodeDecodeError:
        raise ValidationError({"file": _("This is no text file in UTF-8. Save the table as CSV.")}) from None
    first = text.partition("\n")[0]
    sign = max(";,\t", key=first.count)
    rows: list[tuple[str, date, bool]] = []
    wrong: list[str] = []
    for number, cells in enumerate(csv.reader(io.StringIO(text), delimiter=sign), start=1):
        cells = [cell.strip() for cell in cells]
        if not any(cells):
            continue
        born = _date(cells[1]) if len(cells) > 1 else None
        if born is not None and identity_number(cells[0]):
            rows.append((cells[0], born, any(cells[2:])))
        elif number > 1 or (len(cells) > 1 and any(sign.isdigit() for sign in cells[1])):
            wrong.append(str(number))  # the first line may be the names of the columns
    if wrong:
        named = ", ".join(wrong[:SHOWN]) + ("…" if len(wrong) > SHOWN else "")
        words = _("Line {lines}: an identity number and a birth date such as 1984-03-21 or 21.03.1984 are needed.")
        raise ValidationError({"file": words.format(lines=named)})
    if not 1 <= len(rows) <= MOST_ROWS:
        raise ValidationError({"file": _("Between 1 and {most} people at a time.").format(most=MOST_ROWS)})
    return rows


def _date(text: str) -> date | None:
    found = re.fullmatch(r"(\d{4})-(\d\d?)-(\d\d?)", text)
    parts = found.groups() if found else None
    if not parts and (found := re.fullmatch(r"(\d\d?)[./](\d\d?)[./](\d{4})", text)):
        parts = found.groups()[::-1]
    try:
        return date(*(int(part) for part in parts)) if parts else None
    except ValueError:
        return None


def _add(ballot: Ballot, kind: VotingCode.Kind, digests: list[str]) -> None:
    rows = [
        VotingCode(
            municipality_id=ballot.municipality_id, ballot=ballot, kind=kind, code_hmac=digest,
            serial=secrets.token_hex(6),
        )
        for digest in digests
    ]  # fmt: skip
    # Stored in another order than listed, so that the place of a row says nothing about the list.
    secrets.SystemRandom().shuffle(rows)
    VotingCode.objects.bulk_create(rows, batch_size=1000)
