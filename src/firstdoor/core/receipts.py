"""Receipts: a code for each voice, stored as a keyed hash, unique over the installation."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.db import transaction
from django.utils import timezone

from firstdoor.core import codes, keys
from firstdoor.core.models import Receipt

# In the order of the model's columns.
_NAMES = ("code_hmac", "municipality_id", "voice_id", "length", "sealed_code", "made_at")
_COLUMNS = [column for column in Receipt._meta.concrete_fields if column.name in _NAMES]
# A code that somebody has already is passed over by the database: no savepoint for what nearly never happens.
_ISSUE = (
    "INSERT INTO core_receipt (code_hmac, municipality_id, voice_id, length, sealed_code, made_at) "
    "VALUES (%s, %s, %s, %s, %s, %s) ON CONFLICT (code_hmac) DO NOTHING"
)


def _hmac(code: str) -> str:
    return keys.digest("receipts", code)


def issue(*, municipality: Any, voice_id: UUID, public: bool, keep_copy: bool = False) -> str:
    """Give a voice its receipt and return the code, ungrouped.

    Eight signs for public voices, twelve for others. `keep_copy` keeps an encrypted copy, for slips printed again and
    letters that name the code; without it nothing can ever show the code a second time. 1 query. Raises IntegrityError
    where the voice has one.
    """
    length = codes.PUBLIC_LENGTH if public else codes.QUIET_LENGTH
    connection = transaction.get_connection()
    key = getattr(municipality, "pk", municipality)
    for _ in range(8):
        code = codes.new_code(length)
        sealed = keys.seal("slips", code) if keep_copy else None
        row = dict(zip(_NAMES, (_hmac(code), key, voice_id, length, sealed, timezone.now()), strict=True))
        with connection.cursor() as cursor:
            cursor.execute(_ISSUE, [one.get_db_prep_value(row[one.name], connection) for one in _COLUMNS])
            if cursor.rowcount:
                return code
    raise RuntimeError("no free receipt code found in eight tries")


def resolve(code: str) -> Receipt | None:
    """The receipt of a normalised code, or None. 1 query."""
    return Receipt.objects.filter(code_hmac=_hmac(code)).first()


def of_voice(voice_id: UUID) -> Receipt | None:
    """The receipt of a voice. 1 query."""
    return Receipt.objects.filter(voice_id=voice_id).first()


def copy_of(receipt: Receipt) -> str | None:
    """The code itself, ungrouped, where an encrypted copy was kept."""
    return keys.unseal("slips", receipt.sealed_code) if receipt.sealed_code else None
