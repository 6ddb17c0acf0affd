"""Tables that may only grow, and rows that are frozen: held by the database, whatever code runs.

Rooms add their own with `protect` at import; `install` runs after each migration.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.db import connections
from django.db.backends.base.base import BaseDatabaseWrapper

from firstdoor.core import tenancy


@dataclass(frozen=True, slots=True)
class Protected:
    """A table whose rows may not be changed or deleted where `frozen` holds of the row as it was.

    `frozen` is SQL over OLD, the same on both databases; "" means each row. `inserts` is SQL over NEW that refuses
    new rows; "" refuses none.
    """

    table: str
    frozen: str = ""
    inserts: str = ""


_protected: dict[str, Protected] = {}


def protect(table: str, *, frozen: str = "", inserts: str = "") -> None:
    """Have the database refuse changes of that table's (frozen) rows."""
    _protected[table] = Protected(table, frozen, inserts)


def install(connection: BaseDatabaseWrapper) -> None:
    """Put all refusing triggers in place. Safe to run again."""
    tables = set(connection.introspection.table_names())
    present = [protected for protected in _protected.values() if protected.table in tables]
    with connection.cursor() as cursor:
        for protected in present:
            for statement in _statements(connection.vendor, protected):
                cursor.execute(statement)


def remove(connection: BaseDatabaseWrapper) -> None:
    """Take them away again: for tests that empty the database between two cases, never in the product."""
    with connection.cursor() as cursor:
        tables = set(connection.introspection.table_names())
        for protected in _protected.values():
            if protected.table not in tables:
                continue
            for event in ("update", "delete", "truncate", "insert"):
                if connection.vendor == "postgresql":
                    cursor.execute(f'DROP TRIGGER IF EXISTS "refuse_{event}" ON "{protected.table}"')
                else:
                    cursor.execute(f'DROP TRIGGER IF EXISTS "refuse_{protected.table}_{event}"')


def _statements(vendor: str, protected: Protected) -> list[str]:
    table = protected.table
    events = {"update": protected.frozen, "delete": protected.frozen}
    if protected.inserts:
        events["insert"] = protected.inserts
    if vendor == "sqlite":
        return [
            f'CREATE TRIGGER IF NOT EXISTS "refuse_{table}_{event}" BEFORE {event.upper()} ON "{table}" '
            f"{f'WHEN {condition}' if condition else ''} "
            f"BEGIN SELECT RAISE(ABORT, 'CHECK constraint failed: {table} is frozen'); END"
            for event, condition in events.items()
        ]
    function = """
        CREATE OR REPLACE FUNCTION firstdoor_refuse() RETURNS trigger LANGUAGE plpgsql AS $$
        BEGIN RAISE EXCEPTION '% is frozen', TG_TABLE_NAME USING ERRCODE = 'check_violation'; END $$"""
    statements = [function]
    for event, condition in events.items():
        # A condition may look into other tables, which WHEN on PostgreSQL may not: it stands in a function of its own.
        name = f"firstdoor_refuse_{table}_{event}"[:63]
        result = "OLD" if event == "delete" else "NEW"
        statements.append(
            f"CREATE OR REPLACE FUNCTION {name}() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN "
            f"IF {condition or 'TRUE'} THEN RAISE EXCEPTION '{table} is frozen' USING ERRCODE = 'check_violation'; "
            f"END IF; RETURN {result}; END $$"
        )
        statements.append(
            f'CREATE OR REPLACE TRIGGER "refuse_{event}" BEFORE {event.upper()} ON "{table}" '
            f"FOR EACH ROW EXECUTE FUNCTION {name}()"
        )
    if not protected.frozen:
        statements.append(
            f'CREATE OR REPLACE TRIGGER "refuse_truncate" BEFORE TRUNCATE ON "{table}" '
            "FOR EACH STATEMENT EXECUTE FUNCTION firstdoor_refuse()"
        )
    return statements


def before_migrate(sender: Any, using: str = "default", plan: Sequence[Any] = (), **_options: Any) -> None:
    """Before tables change on SQLite: take our triggers away until they have.

    A column is added there by making the table anew; while it is gone, SQLite refuses to go on as long as a trigger of
    any other table names it. With nothing to migrate the triggers stay.
    """
    connection = connections[using]
    if connection.vendor != "sqlite" or not plan:
        return
    with connection.cursor() as cursor:
        cursor.execute("SELECT name FROM sqlite_master WHERE type = 'trigger'")
        for (name,) in cursor.fetchall():
            if name.startswith(("same_municipality_", "refuse_", "settled_")):
                cursor.execute(f'DROP TRIGGER IF EXISTS "{name}"')


def after_migrate(sender: Any, using: str = "default", plan: Sequence[Any] = (), **_options: Any) -> None:
    """After each app's migration: tenancy keys, refusing triggers, stamping ones."""
    from firstdoor.core import settled  # it holds a model: loaded once the apps are

    connection = connections[using]
    tenancy.install(connection)
    install(connection)
    settled.install(connection, anew=bool(plan))
