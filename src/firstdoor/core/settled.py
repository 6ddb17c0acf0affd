"""What a municipality has settled (its own row, themes, rules, holidays), kept in this process until one of them changes.

Nearly every request asks for them and they change a few times a year. The database itself stamps a municipality anew
whenever a row of a watched table changes, whoever changes it: one small query tells whether what was read before still
holds. A stamp is random, so that a change which is undone takes its stamp with it, and no other ever bears it.
"""

from __future__ import annotations

import copy
from collections.abc import Callable, Hashable, Sequence
from dataclasses import dataclass
from typing import Any, TypeVar

from django.db import models
from django.db.backends.base.base import BaseDatabaseWrapper

from firstdoor.core.keeping import Keeping
from firstdoor.core.statements import one


@dataclass(frozen=True, slots=True)
class Watched:
    """Whose stamp a change of a table renews, the columns that count, and whether its rows are the municipalities."""

    whose: str
    columns: tuple[str, ...] = ()
    first: bool = False


T = TypeVar("T")
Row = TypeVar("Row", bound=models.Model)
values = Keeping(2048)
_STAMP = "SELECT stamp FROM core_settled WHERE municipality_id = %s"
_watched: dict[str, Watched] = {}
OWN = "SELECT {row}.municipality_id AS id"


def watch(table: str, whose: str = OWN, *, columns: Sequence[str] = ()) -> None:
    """Have each change of that table (of these columns alone, when a row stays) stamp the municipalities it concerns.

    `whose` is SQL that gives their ids in a column `id`, with {row} for the row that changes, the same on both databases.
    """
    _watched[table] = Watched(whose, tuple(columns))


def watch_municipalities(table: str) -> None:
    """Watch the table of the municipalities themselves, each of which has a stamp from the beginning."""
    _watched[table] = Watched("SELECT {row}.id AS id", first=True)


def stamp_of(municipality: Any) -> str:
    """The stamp as it stands in the database now; "" where there is none, then nothing is kept. 1 query."""
    found = one(_STAMP, [getattr(municipality, "pk", municipality)])
    return found[0] if found else ""


def kept(stamp: str, *about: Hashable, make: Callable[[], T]) -> T:
    """What `make` gave before for `about` under this stamp, else what it gives now.

    `about` names the municipality too. The value is shared between requests: nobody may change it (`copy_of` for rows).
    """
    return values.get(stamp, about, make)


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
        for table, watched in _watched.items():
            for statement in _statements(connection.vendor, table, watched, random):
                cursor.execute(statement)
            if watched.first:
                cursor.execute(_stamp(f"SELECT id FROM {table}", random, again))  # noqa: S608 our own tables' names


def _stamp(ids: str, random: str, again: str = "UPDATE SET stamp = excluded.stamp") -> str:
    each = f"SELECT DISTINCT each.id FROM ({ids}) each"  # noqa: S608 what the rooms wrote, nobody else
    stamped = f"SELECT whose.id, {random} FROM ({each}) whose WHERE whose.id IS NOT NULL"  # noqa: S608
    return f"INSERT INTO core_settled (municipality_id, stamp) {stamped} ON CONFLICT (municipality_id) DO {again}"


def _statements(vendor: str, table: str, watched: Watched, random: str) -> list[str]:
    update = f"UPDATE OF {', '.join(watched.columns)}" if watched.columns else "UPDATE"
    if vendor == "sqlite":
        return [
            f'CREATE TRIGGER IF NOT EXISTS "settled_{table}_{event[:6].lower()}" AFTER {event} ON "{table}" '
            f"BEGIN {_stamp(watched.whose.format(row=row), random)}; END"
            for event, row in (("INSERT", "NEW"), (update, "NEW"), ("DELETE", "OLD"))
        ]
    name = f"firstdoor_settled_{table}"
    old, new = (_stamp(watched.whose.format(row=row), random) for row in ("OLD", "NEW"))
    body = f"IF TG_OP = 'DELETE' THEN {old}; ELSE {new}; END IF; RETURN NULL;"
    function = f"CREATE OR REPLACE FUNCTION {name}() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN {body} END $$"
    trigger = f'CREATE OR REPLACE TRIGGER "settled" AFTER INSERT OR {update} OR DELETE ON "{table}"'
    return [function, f"{trigger} FOR EACH ROW EXECUTE FUNCTION {name}()"]
