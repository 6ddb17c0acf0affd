"""The anonymous ballots as files that anybody counts again. The same bytes in every language, so that a checksum holds."""

from __future__ import annotations

import csv
import hashlib
import io
from collections import Counter
from fractions import Fraction

from firstdoor.core.texts import plain
from firstdoor.decide.models import Ballot, BallotPaper, VoteReceipt
from firstdoor.decide.selectors import marks
from firstdoor.decide.selectors.ballots import NotCounted, State, options
from firstdoor.formats import pabulib


def _papers(of: Ballot) -> list[marks.Stored]:
    if of.state != State.COUNTED:
        raise NotCounted
    rows = BallotPaper.objects.filter(municipality=of.municipality_id, ballot=of)
    return sorted(rows.values_list("choices", flat=True))


def published(of: Ballot) -> bytes:
    """The anonymous ballots as a Pabulib file that others' tools count; sorted, so their order says nothing.

    Raises NotCounted. 2 queries.
    """
    papers = _papers(of)
    rows = options(of)
    said = [marks.points_of(choices) for choices in papers]
    votes_for = Counter(choice for given in said for choice in given)
    points: Counter[str] = Counter()
    for given in said:
        points.update(given)
    winners = set((of.result or {}).get("winners", []))
    language = of.municipality.language
    meta = {
        "description": plain(of.title, language),
        "country": "Albania",
        "unit": of.municipality.short_name,
        "subunit": plain(of.electorate, language),
        "instance": str(of.closes_at.year),
        "num_projects": str(len(rows)),
        "num_votes": str(len(papers)),
        "budget": str(of.budget),
        "vote_type": "cumulative" if marks.spreads(of) else "approval",
        "rule": "equalshares",
        "completion": of.completion,
        "ties": of.ties,
        "min_length": str(of.at_least),
        "max_length": str(len(rows)),
        **({"max_points": str(of.most_each), "max_sum_points": str(of.points)} if marks.spreads(of) else {}),
        "currency": of.municipality.currency,
        "language": language,
    }
    projects = tuple(
        pabulib.Project(
            id=row.project_id,
            cost=Fraction(row.cost),
            others={
                "name": plain(row.name, language),
                **({"score": str(points[row.project_id])} if marks.spreads(of) else {}),
                "votes": str(votes_for[row.project_id]),
                "selected": "1" if row.project_id in winners else "0",
            },
        )
        for row in rows
    )
    votes = tuple(
        pabulib.Vote(
            voter=str(number), choices=tuple(given),
            points=tuple(map(Fraction, given.values())) if marks.spreads(of) else None,
        )
        for number, given in enumerate(said, start=1)
    )  # fmt: skip
    return pabulib.write(pabulib.Ballots(meta=meta, projects=projects, votes=votes))


def published_csv(of: Ballot) -> bytes:
    """The anonymous ballots as a table: a row each, for each option a column: 1 or 0, or points. Raises NotCounted. 2 queries."""
    out = io.StringIO()
    writer = csv.writer(out)
    columns = [row.project_id for row in options(of)]
    writer.writerow(["ballot", *columns])
    for number, choices in enumerate(_papers(of), start=1):
        given = marks.points_of(choices)
        writer.writerow([number, *(given.get(column, 0) for column in columns)])
    return out.getvalue().encode()


def receipts(of: Ballot) -> bytes:
    """The SHA-256 of every voter's receipt, a line each, sorted; as many as ballots. Raises NotCounted. 1 query."""
    if of.state != State.COUNTED:
        raise NotCounted
    rows = VoteReceipt.objects.filter(municipality=of.municipality_id, ballot=of).order_by("token_hash")
    return "".join(f"{one}\n" for one in rows.values_list("token_hash", flat=True)).encode()


def checksums(of: Ballot) -> dict[str, str]:
    """The SHA-256 of each file, as 64 hexadecimal signs. Raises NotCounted. 5 queries."""
    return {kind: hashlib.sha256(file(of)).hexdigest() for kind, file in FILES.items()}


FILES = {"pb": published, "csv": published_csv, "receipts": receipts}
