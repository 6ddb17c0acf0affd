"""Rows of votes asked for, held and written in statements made once, each at a random place of its table."""

from __future__ import annotations

import secrets
from functools import cache
from uuid import UUID

from django.db import connection, models

from firstdoor.core.statements import one

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
    values = [field.get_db_prep_save(field.pre_save(row, True), connection) for field in row._meta.concrete_fields]
    if connection.vendor == "sqlite":
        values.append(secrets.randbelow(2**62))
    with connection.cursor() as cursor:
        cursor.execute(_insert(type(row), connection.vendor), values)


@cache
def _insert(model: type[models.Model], vendor: str) -> str:
    columns = [field.column for field in model._meta.concrete_fields] + (["rowid"] if vendor == "sqlite" else [])
    names, places = ", ".join(f'"{name}"' for name in columns), ", ".join(["%s"] * len(columns))
    return f'INSERT INTO "{model._meta.db_table}" ({names}) VALUES ({places})'  # noqa: S608 our own table
