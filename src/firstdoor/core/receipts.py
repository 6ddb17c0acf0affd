"""Receipts: a code for each voice, stored as a keyed hash, unique over the installation."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from typing import Any
from uuid import UUID

from django.utils import timezone

from firstdoor.core import codes, keys
from firstdoor.core.models import Contact, Receipt
from firstdoor.core.statements import insert, rows_of


def _hmac(code: str) -> str:
    return keys.digest("receipts", code)


def issue(*, municipality: Any, voice_id: UUID, public: bool, keep_copy: bool = False) -> str:
    """Give a voice its receipt and return the code, ungrouped.

    Eight signs for public voices, twelve for others. `keep_copy` keeps an encrypted copy, for slips printed again and
    letters that name the code; without it nothing can ever show the code a second time. 1 query. Raises IntegrityError
    where the voice has one.
    """
    length = codes.PUBLIC_LENGTH if public else codes.QUIET_LENGTH
    for _ in range(8):
        code = codes.new_code(length)
        row = Receipt(
            code_hmac=_hmac(code),
            municipality_id=getattr(municipality, "pk", municipality),
            voice_id=voice_id,
            length=length,
            sealed_code=keys.seal("slips", code) if keep_copy else None,
            made_at=timezone.now(),
        )
        if insert(row, unless="code_hmac"):  # no savepoint for what nearly never happens: a code that somebody has
            return code
    raise RuntimeError("no free receipt code found in eight tries")


def resolve(code: str) -> Receipt | None:
    """The receipt of a normalised code, or None. 1 query."""
    return next(iter(rows_of(Receipt, "WHERE t.code_hmac = %s", [], _hmac(code))), None)


def of_voice(voice_id: UUID) -> Receipt | None:
    """The receipt of a voice. 1 query."""
    return Receipt.objects.filter(voice_id=voice_id).first()


def copy_of(receipt: Receipt) -> str | None:
    """The code itself, ungrouped, where an encrypted copy was kept."""
    return keys.unseal("slips", receipt.sealed_code) if receipt.sealed_code else None


def forget_copies(voices: Iterable[UUID]) -> int:
    """Erase the encrypted copies of these voices' codes; the codes go on working. Returns how many there were. 1 query."""
    return Receipt.objects.filter(voice_id__in=list(voices)).exclude(sealed_code=None).update(sealed_code=None)


def copies_without_contact(*, municipality: Any) -> list[tuple[UUID, datetime]]:
    """The voices of a municipality whose code has a copy though no contact is kept, with when it was issued. 1 query."""
    mine = Receipt.objects.filter(municipality_id=getattr(municipality, "pk", municipality)).exclude(sealed_code=None)
    reachable = Contact.objects.filter(municipality_id=getattr(municipality, "pk", municipality)).values("voice_id")
    return list(mine.exclude(voice_id__in=reachable).values_list("voice_id", "made_at"))
