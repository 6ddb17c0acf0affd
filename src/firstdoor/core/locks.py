"""Holding rows so that nobody changes them, while others may hold them as well."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.db import connection


def hold(model: Any, keys: Sequence[Any]) -> bool:
    """Wait for whoever has these rows locked for a change, and keep others from it until this transaction ends.

    Several may hold a row at once, which Django's `select_for_update` has no way to say. On SQLite whoever writes has the
    whole database, and there is nothing to do. Whether somebody may have changed them before. 1 query on PostgreSQL.
    """
    if not keys or connection.vendor != "postgresql":
        return False
    table = connection.ops.quote_name(model._meta.db_table)
    with connection.cursor() as cursor:
        # Keys and tables come from models; the order is the same for all, so that two never wait for each other.
        cursor.execute(f"SELECT 1 FROM {table} WHERE id = ANY(%s) ORDER BY id FOR KEY SHARE", [list(keys)])  # noqa: S608
    return True
