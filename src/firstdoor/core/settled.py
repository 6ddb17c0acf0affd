"""What a municipality has settled (its own row, themes, rules, holidays), kept in this process until one of them changes.

Nearly every request asks for them and they change a few times a year. The database itself stamps a municipality anew
whenever a row of a watched table changes, whoever changes it: one small query tells whether what was read before still
holds. A stamp is random, so that a change which is undone takes its stamp with it, and no other ever bears it.
"""

from __future__ import annotations

import copy
from collections import OrderedDict
from collections.abc import Callable, Hashable
from threading import Lock
from typing import Any, TypeVar

from django.db import models, transaction
from django.db.backends.base.base import BaseDatabaseWrapper

from firstdoor.core.models import Settled

T = TypeVar("T")
Row = TypeVar("Row", bound=models.Model)
MOST = 2048  # values kept in a process, those asked for last

_STAMP = "SELECT stamp FROM core_settled WHERE municipality_id = %s"
_KEY = Settled._meta.get_field("municipality_id")
_watched: dict[str, str] = {}
_kept: OrderedDict[Hashable, tuple[str, Any]] = OrderedDict()
_lock = Lock()


def watch(table: str, municipality: str = "municipality_id") -> None:
    """Have each change of that table stamp the municipality that its column `municipality` names ("id": its own row)."""
    _watched[table] = municipality


def stamp_of(municipality: Any) -> str:
    """The stamp as it stands in the database now; "" where there is none, then nothing is kept. 1 query."""
    connection = transaction.get_connection()
    key = _KEY.get_db_prep_value(getattr(municipality, "pk", municipality), connection)
    with connection.cursor() as cursor:
        cursor.execute(_STAMP, [key])
        found = cursor.fetchone()
    return found[0] if found else ""


def kept(stamp: str, *about: Hashable, make: Callable[[], T]) -> T:
    """What `make` gave before for `about` under this stamp, else what it gives now.

    `about` names the municipality too. The value is shared between requests: nobody may change it (`copy_of` for rows).
    """
    with _lock:
        before, value = _kept.get(about, ("", None))
        if before and before == stamp:
            _kept.move_to_end(about)
            return value  # type: ignore[no-any-return]
    value = make()
    if stamp:
        with _lock:
            _kept[about] = stamp, value
            _kept.move_to_end(about)
            while len(_kept) > MOST:
                _kept.popitem(last=False)
    return value


def copy_of(row: Row) -> Row:
    """A row of one's own, as if it had just been read: what is done to it stays out of what is kept."""
    own = type(row).__new__(type(row))
    own.__dict__.update(
        {name: copy.deepcopy(value) if isinstance(value, (dict, list)) else value for name, value in vars(row).items()}
    )
    own._state = models.base.ModelState()
    own._state.adding, own._state.db = False, row._state.db
    return own


def install(connection: BaseDatabaseWrapper, *, anew: bool = False) -> None:
    """Put the stamping triggers in place; `anew` stamps all municipalities, for what changed while there were none.

    Safe to run again.
    """
    tables = set(connection.introspection.table_names())
    if not {"core_settled", *_watched} <= tables:
        return
    random = "hex(randomblob(12))" if connection.vendor == "sqlite" else "gen_random_uuid()::text"
    again = "UPDATE SET stamp = excluded.stamp" if anew else "NOTHING"
    with connection.cursor() as cursor:
        for table, column in _watched.items():
            for statement in _statements(connection.vendor, table, column, random):
                cursor.execute(statement)
        for table in (table for table, column in _watched.items() if column == "id"):
            first = f"SELECT id, {random} FROM {table} WHERE TRUE"  # noqa: S608 our own tables' names
            cursor.execute(
                f"INSERT INTO core_settled (municipality_id, stamp) {first} ON CONFLICT (municipality_id) DO {again}"
            )


def _statements(vendor: str, table: str, column: str, random: str) -> list[str]:
    def stamp(row: str) -> str:
        return (
            f"INSERT INTO core_settled (municipality_id, stamp) VALUES ({row}, {random}) "  # noqa: S608 our own names
            "ON CONFLICT (municipality_id) DO UPDATE SET stamp = excluded.stamp;"
        )

    if vendor == "sqlite":
        return [
            f'CREATE TRIGGER IF NOT EXISTS "settled_{table}_{event.lower()}" AFTER {event} ON "{table}" '
            f"BEGIN {stamp(f'{row}.{column}')} END"
            for event, row in (("INSERT", "NEW"), ("UPDATE", "NEW"), ("DELETE", "OLD"))
        ]
    name = f"firstdoor_settled_{table}"
    body = stamp(f"CASE TG_OP WHEN 'DELETE' THEN OLD.{column} ELSE NEW.{column} END")
    function = (
        f"CREATE OR REPLACE FUNCTION {name}() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN {body} RETURN NULL; END $$"
    )
    trigger = f'CREATE OR REPLACE TRIGGER "settled" AFTER INSERT OR UPDATE OR DELETE ON "{table}"'
    return [function, f"{trigger} FOR EACH ROW EXECUTE FUNCTION {name}()"]
