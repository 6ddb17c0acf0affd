"""Who signed the minutes of a count, as it stands beside the result and in the minutes."""

from __future__ import annotations

import hashlib
import json
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.utils import timezone

from firstdoor.core.actor import Actor
from firstdoor.decide.models import Ballot, CountSignature
from firstdoor.people.selectors import role_label

SIGNED = (
    "checksums",
    "winners",
    "cost",
    "endowment",
    "groups",
)  # of the result; the explanation follows from the ballots
WAITS = timedelta(days=30)  # how long the desk asks for a signature


@dataclass(frozen=True, slots=True)
class Signed:
    """A signature in the reader's language. `holds`: the result that stands there is the one that was signed."""

    name: str
    role: str
    ground: str
    remark: str
    at: datetime
    holds: bool


def result_digest(ballot: Ballot) -> str:
    """What a signature stands under: SHA-256, as 64 hexadecimal signs, of the ballot, its voters, winners, money and files."""
    result = {name: (ballot.result or {}).get(name) for name in SIGNED}
    signed = {"ballot": str(ballot.pk), "voters": ballot.voters, "papers": ballot.papers_digest, **result}
    return hashlib.sha256(json.dumps(signed, sort_keys=True, separators=(",", ":")).encode()).hexdigest()


def signatures(ballot: Ballot) -> list[Signed]:
    """Who signed, the first one first. 1 query."""
    rows = CountSignature.objects.of(ballot.municipality_id).filter(ballot=ballot).order_by("signed_at", "id")
    digest = result_digest(ballot)
    return [
        Signed(
            row.name, role_label(row.role), row.get_ground_display(), row.remark, row.signed_at, row.digest == digest
        )
        for row in rows
    ]


def has_signed(by: Actor, ballot: Ballot) -> bool:
    """Whether she signed these minutes. 1 query."""
    return CountSignature.objects.of(ballot.municipality_id).filter(ballot=ballot, person=by.person).exists()


def to_sign(by: Actor, municipality: Any) -> list[Ballot]:
    """Ballots counted in the last 30 days whose minutes she has not signed. 1 query."""
    counted = Ballot.objects.of(municipality).filter(state=Ballot.State.COUNTED, counted_at__gte=timezone.now() - WAITS)
    return list(counted.exclude(signatures__person=by.person).order_by("counted_at"))
