"""Statements written out by hand, alike on both databases, for what is asked with nearly every request.

Building one with the ORM takes several times as long as running it; see docs/performance.md.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import UTC, datetime
from functools import cache, lru_cache
from typing import Any, TypeVar
from uuid import UUID

from django.db import models, transaction

_ID = models.UUIDField()
Row = TypeVar("Row", bound=models.Model)


def one(statement: str, ids: Sequence[UUID], *more: Any) -> tuple[Any, ...] | None:
    """The first row that a statement finds; its places take the ids first, then what is given `more`. 1 query."""
    connection = transaction.get_connection()
    with connection.cursor() as cursor:
        cursor.execute(statement, [*(_ID.get_db_prep_value(key, connection) for key in ids), *more])
        found: tuple[Any, ...] | None = cursor.fetchone()
    return found


def every(statement: str, ids: Sequence[UUID], *more: Any) -> list[tuple[Any, ...]]:
    """As `one`, all rows. 1 query."""
    connection = transaction.get_connection()
    with connection.cursor() as cursor:
        cursor.execute(statement, [*(_ID.get_db_prep_value(key, connection) for key in ids), *more])
        return list(cursor.fetchall())


def moment(value: Any) -> datetime:
    """A moment as a driver gave it: SQLite keeps the words of one, in UTC."""
    return value if isinstance(value, datetime) else datetime.fromisoformat(value).replace(tzinfo=UTC)


def rows_of(model: type[Row], rest: str, ids: Sequence[UUID], *more: Any) -> list[Row]:
    """Rows of a table as the ORM gives them, without what belongs to them. 1 query.

    `rest` is what follows SELECT … FROM; the table is called `t` in it, and its places are taken as in `one`.
    """
    connection = transaction.get_connection()
    names, converted = _read(model, connection.vendor)
    found, made = every(_select(model, rest), ids, *more), []
    for values in map(list, found):
        for number, column, converters in converted:
            for convert in converters:
                values[number] = convert(values[number], column, connection)
        made.append(model.from_db(connection.alias, names, values))
    return made


def listed(values: Sequence[Any]) -> str:
    """Places for that many values, to stand in brackets after IN; where there are none, what is equal to nothing."""
    return ", ".join(["%s"] * len(values)) or "NULL"


@lru_cache(512)
def _select(model: type[models.Model], rest: str) -> str:
    columns = ", ".join(f't."{field.column}"' for field in model._meta.concrete_fields)
    return f'SELECT {columns} FROM "{model._meta.db_table}" t {rest}'  # noqa: S608 statements of our own


@cache
def _read(model: type[models.Model], _vendor: str) -> tuple[list[str], list[tuple[int, Any, list[Callable[..., Any]]]]]:
    """The fields of a row by name, and how those are read that the driver does not give as they are."""
    connection = transaction.get_connection()
    columns = [field.get_col(model._meta.db_table) for field in model._meta.concrete_fields]
    read = [
        (number, column, connection.ops.get_db_converters(column) + column.get_db_converters(connection))
        for number, column in enumerate(columns)
    ]
    return [field.attname for field in model._meta.concrete_fields], [each for each in read if each[2]]


def insert(row: models.Model, *, unless: str = "", rowid: int | None = None) -> bool:
    """Insert a new row in one statement; False where another has the same value in the column `unless`.

    `rowid` is its place in a table of SQLite. Raises IntegrityError for what else the table refuses. 1 query.
    """
    connection = transaction.get_connection()  # the connection itself: asking its proxy for each field takes longer
    values = [field.get_db_prep_save(field.pre_save(row, True), connection) for field in row._meta.concrete_fields]
    if rowid is not None:
        values.append(rowid)
    with connection.cursor() as cursor:
        cursor.execute(_insert(type(row), unless, rowid is not None), values)
        done = bool(cursor.rowcount)
    if done:
        row._state.adding, row._state.db = False, connection.alias
    return done


def update(row: models.Model, *names: str) -> bool:
    """Write these columns of a row that is there; False where it is not there any more. 1 query."""
    connection = transaction.get_connection()
    fields = [field for field in row._meta.concrete_fields if field.name in names]
    values = [field.get_db_prep_save(field.pre_save(row, False), connection) for field in fields]
    with connection.cursor() as cursor:
        cursor.execute(_update(type(row), names), [*values, _ID.get_db_prep_value(row.pk, connection)])
        return bool(cursor.rowcount)


@cache
def _update(model: type[models.Model], names: tuple[str, ...]) -> str:
    columns = ", ".join(f'"{field.column}" = %s' for field in model._meta.concrete_fields if field.name in names)
    return f'UPDATE "{model._meta.db_table}" SET {columns} WHERE id = %s'  # noqa: S608 our own table


@cache
def _insert(model: type[models.Model], unless: str, placed: bool) -> str:
    columns = [str(field.column) for field in model._meta.concrete_fields] + (["rowid"] if placed else [])
    names, places = ", ".join(f'"{name}"' for name in columns), ", ".join(["%s"] * len(columns))
    passed = f' ON CONFLICT ("{unless}") DO NOTHING' if unless else ""
    return f'INSERT INTO "{model._meta.db_table}" ({names}) VALUES ({places}){passed}'  # noqa: S608 our own table
