"""Rows of votes asked for, held and written in statements made once, each at a random place of its table."""

from __future__ import annotations

import secrets
from uuid import UUID

from django.db import connection, models

from firstdoor.core.statements import insert, one

_HOLD_CODE = (
    "SELECT id FROM decide_votingcode WHERE municipality_id = %s AND ballot_id = %s AND code_hmac = %s FOR UPDATE"
)


def hold_ballot(municipality: UUID, ballot: UUID) -> None:
    """Keep others from changing a ballot until the transaction ends; votes hold it together.

    SQLite has one writer at a time, so there is nothing to do there.
    """
    if connection.vendor != "sqlite":
        one("SELECT id FROM decide_ballot WHERE municipality_id = %s AND id = %s FOR SHARE", [municipality, ballot])


def hold_code(municipality: UUID, ballot: UUID, digest: str) -> None:
    """Keep a second vote with the same code waiting until the transaction ends."""
    if connection.vendor != "sqlite":
        one(_HOLD_CODE, [municipality, ballot], digest)


def put(row: models.Model) -> None:
    """Insert a new row in one statement.

    In SQLite it gets a random place, for the hidden row numbers would tell in which order votes came.
    """
    insert(row, rowid=secrets.randbelow(2**62) if connection.vendor == "sqlite" else None)
