"""Heads of the audit chains, kept daily outside the database, and the check of everything against them."""

from __future__ import annotations

import hmac
import json
import os
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from uuid import UUID

from django.apps import apps
from django.conf import settings
from django.db import models

from firstdoor.core import audit, keys
from firstdoor.core.models import Audit, AuditHead, AuditLeaf

BATCH = 500


@dataclass(frozen=True, slots=True)
class Finding:
    """Something that does not fit: where, and what."""

    municipality: UUID
    seq: int
    what: str


def _file() -> Path:
    return Path(settings.KEYS_FOLDER) / "audit-heads.jsonl"


def keep(*, now: datetime) -> int:
    """Append each chain's head to the file in FIRSTDOOR_KEYS, signed with the audit key; returns how many chains."""
    lines = []
    for head in AuditHead.objects.order_by("municipality_id"):
        if head.seq:
            body = {
                "at": now.astimezone(UTC).isoformat(timespec="seconds"),
                "municipality": str(head.municipality_id),
                "seq": head.seq,
                "hash": head.hash,
            }
            text = json.dumps(body, sort_keys=True)
            lines.append(json.dumps({**body, "mac": keys.digest("audit", text)}) + "\n")
    descriptor = os.open(_file(), os.O_CREAT | os.O_APPEND | os.O_WRONLY, 0o600)
    with os.fdopen(descriptor, "w") as out:
        out.writelines(lines)
        out.flush()
        os.fsync(out.fileno())
    return len(lines)


def kept() -> Iterator[tuple[UUID, int, str, str]]:
    """(municipality, seq, hash, trouble) of each kept head, oldest first; `trouble` is empty when its mark fits."""
    if not _file().exists():
        return
    for line in _file().read_text().splitlines():
        try:
            body = json.loads(line)
            mac = body.pop("mac")
            fits = hmac.compare_digest(mac, keys.digest("audit", json.dumps(body, sort_keys=True)))
            yield UUID(body["municipality"]), int(body["seq"]), body["hash"], "" if fits else "its mark does not fit"
        except (ValueError, KeyError, TypeError):
            yield audit.INSTALLATION, 0, "", "a line of audit-heads.jsonl cannot be read"


def verify() -> tuple[int, list[Finding]]:
    """Walk every chain; returns (records seen, findings).

    Finds: a record whose columns were changed, a gap, a cut end (against the stored head and the last kept head), a
    chain rewritten since a head was kept, and rows that changed without a record. O(records + rows they name).
    """
    seen, findings = 0, []
    heads = {head.municipality_id: head for head in AuditHead.objects.all()}
    hashes: dict[tuple[UUID, int], str] = {}
    wanted = {(municipality, seq) for municipality, seq, _hash, _trouble in kept()}
    last: dict[tuple[str, str], tuple[UUID, int, str]] = {}
    present = set(Audit.objects.values_list("municipality_id", flat=True).distinct())
    for municipality_id in sorted(present | set(heads), key=str):
        prev, seq = "", 0
        for entry in Audit.objects.filter(municipality_id=municipality_id).order_by("seq").iterator(BATCH):
            seen += 1
            if entry.seq != seq + 1:
                findings.append(
                    Finding(municipality_id, entry.seq, f"records {seq + 1} to {entry.seq - 1} are missing")
                )
            if entry.prev != prev or audit.record_hash(entry) != entry.hash:
                findings.append(Finding(municipality_id, entry.seq, "this record was changed"))
            prev, seq = entry.hash, entry.seq
            if (municipality_id, seq) in wanted:
                hashes[municipality_id, seq] = entry.hash
            if entry.verb.endswith("+"):
                findings.extend(_leaves(entry, last))
            elif not entry.verb.endswith("*"):
                last[entry.table, entry.row] = (municipality_id, entry.seq, entry.digest)
        head = heads.get(municipality_id)
        if head is None or (head.seq, head.hash) != (seq, prev):
            findings.append(Finding(municipality_id, seq, "the chain does not end where its head says: it was cut"))
    for municipality_id, seq, digest, trouble in kept():
        if trouble:
            findings.append(Finding(municipality_id, seq, f"a kept head: {trouble}"))
        elif hashes.get((municipality_id, seq)) != digest:
            findings.append(Finding(municipality_id, seq, "differs from the kept head: the chain was cut or rewritten"))
    findings.extend(_changed_rows(last))
    return seen, findings


def _leaves(entry: Audit, last: dict[tuple[str, str], tuple[UUID, int, str]]) -> Iterator[Finding]:
    leaves = AuditLeaf.objects.filter(municipality_id=entry.municipality_id, seq=entry.seq).order_by("number")
    pairs = list(leaves.values_list("row", "digest"))
    if audit.leaves_digest(pairs) != entry.digest:
        yield Finding(entry.municipality_id, entry.seq, "the leaves of this record were changed")
    for row, digest in pairs:
        last[entry.table, row] = (entry.municipality_id, entry.seq, digest)


def _changed_rows(last: dict[tuple[str, str], tuple[UUID, int, str]]) -> Iterator[Finding]:
    by_table: dict[str, list[str]] = {}
    for table, row in last:
        by_table.setdefault(table, []).append(row)
    tables: dict[str, type[models.Model]] = {model._meta.db_table: model for model in apps.get_models()}
    for table, rows in sorted(by_table.items()):
        model = tables.get(table)
        if model is None:
            continue
        for start in range(0, len(rows), BATCH):
            chunk = rows[start : start + BATCH]
            now = {str(row.pk): row for row in model._default_manager.filter(pk__in=chunk)}
            for row in chunk:
                municipality_id, seq, digest = last[table, row]
                found = now.get(row)
                if found is None and digest != audit.GONE:
                    yield Finding(municipality_id, seq, f"{table} {row} was deleted without a record")
                elif found is not None and audit.row_digest(found) != digest:
                    yield Finding(municipality_id, seq, f"{table} {row} was changed without a record")
