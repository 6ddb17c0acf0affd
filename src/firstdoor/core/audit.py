"""The audit trail: one record for each act that changes something, chained by hash, one chain per municipality.

A record says who (an id), when, what (verb, table, row) and a keyed digest of the row after it; never personal data,
so that erasing stays possible. Database triggers refuse changing or deleting records (core.triggers). What the trail
can find and what it can't stands in docs/why/audit-trail.md.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Iterable, Sequence
from datetime import UTC, date, datetime
from functools import cache
from typing import Any
from uuid import UUID

from django.db import models, transaction
from django.utils import timezone

from firstdoor.core import keys
from firstdoor.core.actor import Actor
from firstdoor.core.models import Audit, AuditHead
from firstdoor.core.statements import one

INSTALLATION = UUID(int=0)  # the chain of acts that belong to no municipality
GONE = ""  # the digest of a row that was deleted


def _plain(value: Any) -> Any:
    if isinstance(value, datetime):
        return value.astimezone(UTC).isoformat(timespec="microseconds")
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, (bytes, memoryview, bytearray)):
        return bytes(value).hex()
    if isinstance(value, (dict, list, int, float, bool)) or value is None:
        return value
    return str(value)


def _unsaid(field: Any) -> Any:
    """What a column holds where nothing was said: NULL where it may, else its default."""
    if field.null:
        return None
    if field.default in {models.NOT_PROVIDED, dict, list}:
        return {dict: {}, list: []}.get(field.default, "" if field.empty_strings_allowed else None)
    return None if callable(field.default) else field.default


@cache
def _columns(model: type[models.Model]) -> list[tuple[str, Callable[[Any], Any], Any]]:
    """Each column's name, how its value is read, and what it holds where nothing was said."""
    return [(field.attname, field.to_python, _unsaid(field)) for field in model._meta.concrete_fields]


def row_digest(row: models.Model) -> str:
    """Keyed digest of a row's columns as they stand in memory, the same after a reload from either database.

    A column with nothing in it, or with what it has when nobody says anything, is left out: so that a column which a
    later version adds does not change the digest of a row that was there before.
    """
    columns: dict[str, Any] = {}
    for name, to_python, unsaid in _columns(type(row)):
        value = getattr(row, name)
        value = to_python(value) if value is not None else None
        if value != unsaid:
            columns[name] = _plain(value)
    return keys.digest("audit", json.dumps(columns, sort_keys=True, ensure_ascii=False, separators=(",", ":")))


def record_hash(entry: Audit) -> str:
    """SHA-256 over the record before it and all of this record's columns."""
    columns = [
        entry.prev, str(entry.municipality_id), entry.seq, _plain(entry.at), entry.actor, entry.verb, entry.table,
        entry.row, entry.digest,
    ]  # fmt: skip
    return hashlib.sha256(json.dumps(columns, separators=(",", ":")).encode()).hexdigest()


# Written by hand, alike on both databases: the trail is written with each act, and building these three statements anew
# each time costs more than running them.
_HEAD = "SELECT seq, hash FROM core_audithead WHERE municipality_id = %s"
_FIRST_HEAD = "INSERT INTO core_audithead (municipality_id, seq, hash) VALUES (%s, 0, '') ON CONFLICT DO NOTHING"
_MOVE_HEAD = "UPDATE core_audithead SET seq = %s, hash = %s WHERE municipality_id = %s"
_RECORD = 'INSERT INTO core_audit (municipality_id, seq, at, actor, verb, "table", "row", digest, prev, hash) VALUES '
_PLACES = "(%s, %s, %s, %s, %s, %s, %s, %s, %s, %s)"
_LEAF = 'INSERT INTO core_auditleaf (municipality_id, seq, number, "row", digest) VALUES (%s, %s, %s, %s, %s)'
_KEY = AuditHead._meta.get_field("municipality_id")


class Chain:
    """A municipality's chain, held until the transaction ends, for an act that leaves more than one record.

    Nobody else can write a record meanwhile, so numbers that go up one by one may be given out under it. What is
    recorded goes into the database with `write`, all at once. 1 query to hold it, 2 to write.
    """

    def __init__(self, *, by: Actor, municipality: Any) -> None:
        connection = transaction.get_connection()
        if not connection.in_atomic_block:
            raise RuntimeError("the audit trail is written in the transaction of the act")
        self._connection, self._by, self._of = connection, by, _id(municipality)
        self._key = _KEY.get_db_prep_value(self._of, connection)
        self._entries: list[Audit] = []
        lock = f"{_HEAD} FOR UPDATE" if connection.features.has_select_for_update else _HEAD
        with connection.cursor() as cursor:
            cursor.execute(lock, [self._key])
            head = cursor.fetchone()
            if head is None:
                cursor.execute(_FIRST_HEAD, [self._key])
                cursor.execute(lock, [self._key])
                head = cursor.fetchone()
        self._seq, self._hash = head

    def record(self, verb: str, about: models.Model) -> None:
        """Record an act on the row `about`, as it stands now."""
        self.add(verb, about._meta.db_table, str(about.pk), row_digest(about))

    def add(self, verb: str, table: str, row: str, digest: str) -> Audit:
        """The next record of the chain."""
        entry = Audit(
            municipality_id=self._of, seq=self._seq + 1, at=timezone.now(), actor=self._by.mark, verb=verb,
            table=table, row=row, digest=digest, prev=self._hash,
        )  # fmt: skip
        entry.hash = record_hash(entry)
        self._seq, self._hash = entry.seq, entry.hash
        self._entries.append(entry)
        return entry

    def write(self) -> None:
        """Put into the database what was recorded since, and move the head."""
        values: list[Any] = []
        for entry in self._entries:
            at = self._connection.ops.adapt_datetimefield_value(entry.at)
            values += [
                self._key, entry.seq, at, entry.actor, entry.verb, entry.table, entry.row, entry.digest, entry.prev, entry.hash
            ]  # fmt: skip
        with self._connection.cursor() as cursor:
            cursor.execute(_RECORD + ", ".join([_PLACES] * len(self._entries)), values)
            cursor.execute(_MOVE_HEAD, [self._seq, self._hash, self._key])
        self._entries = []


def _append(verb: str, by: Actor, municipality_id: UUID, table: str, row: str, digest: str) -> Audit:
    chain = Chain(by=by, municipality=municipality_id)
    entry = chain.add(verb, table, row, digest)
    chain.write()
    return entry


def head(municipality: Any) -> str:
    """The hash of the chain's last record; "" while there is none. It moves with each act in the municipality. 1 query."""
    found = one(_HEAD, [_id(municipality)])
    return found[1] if found else ""


def _id(municipality: Any) -> UUID:
    return INSTALLATION if municipality is None else getattr(municipality, "pk", municipality)


def record(verb: str, *, by: Actor, municipality: Any, about: models.Model, gone: bool = False) -> None:
    """Record that `by` did `verb` to the row `about` (as it stands now; `gone` when it was deleted). 3 queries."""
    digest = GONE if gone else row_digest(about)
    _append(verb, by, _id(municipality), about._meta.db_table, str(about.pk), digest)


def note(verb: str, *, by: Actor, municipality: Any, table: str = "", row: str = "") -> None:
    """Record an act that leaves no row behind it to digest: a look at something confidential, an erasure, an export."""
    _append(f"{verb}*", by, _id(municipality), table, row, GONE)


def looked(verb: str, *, by: Actor, municipality: Any, about: models.Model) -> None:
    """Record a look at something confidential; opens a transaction of its own when there is none."""
    with transaction.atomic():
        note(verb, by=by, municipality=municipality, table=about._meta.db_table, row=str(about.pk))


def leaves_digest(leaves: Iterable[tuple[str, str]]) -> str:
    """Digest over (row, digest) pairs in order: what the one record of a bulk act carries."""
    total = hashlib.sha256()
    for row, digest in leaves:
        total.update(f"{row}:{digest}\n".encode())
    return total.hexdigest()


def record_many(verb: str, *, by: Actor, municipality: Any, rows: Sequence[models.Model]) -> None:
    """Record a bulk act on rows of one table: one record, and a leaf for each row."""
    if not rows:
        return
    pairs = [(str(row.pk), row_digest(row)) for row in rows]
    table = rows[0]._meta.db_table
    entry = _append(f"{verb}+", by, _id(municipality), table, str(len(rows)), leaves_digest(pairs))
    connection = transaction.get_connection()
    key = _KEY.get_db_prep_value(entry.municipality_id, connection)
    with connection.cursor() as cursor:
        cursor.executemany(_LEAF, [(key, entry.seq, number, row, digest) for number, (row, digest) in enumerate(pairs)])
