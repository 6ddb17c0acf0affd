"""Statements written out by hand, alike on both databases, for what is asked with nearly every request.

Building one with the ORM takes several times as long as running it; see docs/performance.md.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from django.db import connection, models

_ID = models.UUIDField()


def one(statement: str, ids: Sequence[UUID], *more: Any) -> tuple[Any, ...] | None:
    """The first row that a statement finds; its places take the ids first, then what is given `more`. 1 query."""
    with connection.cursor() as cursor:
        cursor.execute(statement, [*(_ID.get_db_prep_value(key, connection) for key in ids), *more])
        found: tuple[Any, ...] | None = cursor.fetchone()
    return found
