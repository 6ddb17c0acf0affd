"""Questions about ballots. Nothing here counts anything before the close, not even how many have voted."""

from __future__ import annotations

import csv
import io
from collections import Counter
from dataclasses import dataclass
from fractions import Fraction
from typing import Any
from uuid import UUID

from django.utils import timezone

from firstdoor.core.texts import Texts, plain
from firstdoor.decide.models import Ballot, BallotPaper, Option, VotingCode
from firstdoor.formats import pabulib

State = Ballot.State


class NotCounted(Exception):
    """The ballot is not counted yet; there is nothing to publish."""


@dataclass(frozen=True, slots=True)
class Won:
    """A winner on the result page: how many wanted it, what it cost, what each of them paid."""

    option: Option
    votes: int
    cost: int
    payers: int
    each: int
    most: int
    by_votes: bool

    @property
    def all_alike(self) -> bool:
        """Whether everybody who paid, paid the same."""
        return self.each == self.most


@dataclass(frozen=True, slots=True)
class Lost:
    """What did not win: how many wanted it, how many more it would have taken, where their shares went."""

    option: Option
    votes: int
    votes_missing: int | None
    winning_cost: int | None
    spent_on: list[tuple[Texts, int]]


@dataclass(frozen=True, slots=True)
class Result:
    """A count as people read it."""

    won: list[Won]
    lost: list[Lost]
    cost: int
    left: int
    share: int
    voters: int
    with_something: int
    ties: int


def ballot(municipality: Any, slug: str, *, public: bool = False) -> Ballot | None:
    """One ballot; only if it was opened when `public`. 1 query."""
    rows = Ballot.objects.of(municipality).select_related("proposal", "municipality")
    return (rows.exclude(state=State.DRAFT) if public else rows).filter(slug=slug).first()


def all_ballots(municipality: Any) -> list[Ballot]:
    """Every ballot, the latest first. 1 query."""
    return list(Ballot.objects.of(municipality).order_by("-closes_at"))


def public_ballots(municipality: Any) -> list[Ballot]:
    """Those that were opened, the latest first. 1 query."""
    return list(Ballot.objects.of(municipality).exclude(state=State.DRAFT).order_by("-closes_at"))


def options(of: Ballot) -> list[Option]:
    """What can be chosen, in the order of the ballot. 1 query."""
    return list(Option.objects.of(of.municipality_id).filter(ballot=of).order_by("order"))


def option(of: Ballot, pk: UUID) -> Option | None:
    """One of them. 1 query."""
    return Option.objects.of(of.municipality_id).filter(ballot=of, pk=pk).select_related("ballot").first()


def cards_made(of: Ballot) -> tuple[int, int]:
    """How many cards were made, and how many of them are dead. 1 query."""
    dead = list(VotingCode.objects.filter(municipality=of.municipality_id, ballot=of).values_list("dead_at", flat=True))
    return len(dead), sum(1 for at in dead if at is not None)


def is_over(of: Ballot) -> bool:
    """Whether it is closed and waits for its count. No query."""
    return of.state == State.OPEN and of.closes_at <= timezone.now()


def _papers(of: Ballot) -> list[list[str]]:
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
    counts = Counter(choice for choices in papers for choice in choices)
    winners = set((of.result or {}).get("winners", []))
    meta = {
        "description": plain(of.title),
        "country": "Albania",
        "unit": of.municipality.short_name,
        "subunit": plain(of.electorate),
        "instance": str(of.closes_at.year),
        "num_projects": str(len(rows)),
        "num_votes": str(len(papers)),
        "budget": str(of.budget),
        "vote_type": "approval",
        "rule": "equalshares",
        "min_length": str(of.at_least),
        "max_length": str(len(rows)),
        "currency": "ALL",
        "language": of.municipality.language,
    }
    projects = tuple(
        pabulib.Project(
            id=row.project_id,
            cost=Fraction(row.cost),
            others={
                "name": plain(row.name),
                "votes": str(counts.get(row.project_id, 0)),
                "selected": "1" if row.project_id in winners else "0",
            },
        )
        for row in rows
    )
    votes = tuple(
        pabulib.Vote(voter=str(number), choices=tuple(choices)) for number, choices in enumerate(papers, start=1)
    )
    return pabulib.write(pabulib.Ballots(meta=meta, projects=projects, votes=votes))


def published_csv(of: Ballot) -> str:
    """The anonymous ballots as a table: a row each, a column for each option. Raises NotCounted. 2 queries."""
    out = io.StringIO()
    writer = csv.writer(out)
    columns = [row.project_id for row in options(of)]
    writer.writerow(["ballot", *columns])
    for number, choices in enumerate(_papers(of), start=1):
        writer.writerow([number, *("1" if column in choices else "0" for column in columns)])
    return out.getvalue()


def _whole(amount: str | None) -> int:
    return int(Fraction(amount)) if amount else 0


def result(of: Ballot) -> Result:
    """The count as people read it. Raises NotCounted. 1 query."""
    if of.state != State.COUNTED or of.result is None:
        raise NotCounted
    by_id = {row.project_id: row for row in options(of)}
    why = of.result["explanation"]
    won = []
    for entry in why["rounds"]:
        paid = entry["payments"] or []
        won.append(
            Won(
                option=by_id[entry["project"]],
                votes=entry["votes"],
                cost=_whole(entry["cost"]),
                payers=entry["payers"],
                each=min((_whole(one["from"]) for one in paid), default=0),
                most=max((_whole(one["to"]) for one in paid), default=0),
                by_votes=entry["by_votes"],
            )
        )
    lost = [
        Lost(
            option=by_id[entry["project"]],
            votes=entry["votes"],
            votes_missing=entry.get("votes_missing"),
            winning_cost=_whole(entry["winning_cost"]) if entry.get("winning_cost") else None,
            spent_on=[(by_id[name].name, _whole(amount)) for name, amount in _spent(entry)],
        )
        for entry in why["losers"]
    ]
    with_something = sum(share["voters"] for share in why["shares"] if share["winners"] > 0)
    cost = _whole(of.result["cost"])
    return Result(
        won=won,
        lost=sorted(lost, key=lambda one: -one.votes),
        cost=cost,
        left=of.budget - cost,
        share=_whole(of.result["endowment"]),
        voters=of.voters or 0,
        with_something=with_something,
        ties=len(of.result["ties_met"]),
    )


def _spent(entry: dict[str, Any]) -> list[tuple[str, str]]:
    return sorted((entry.get("supporters_spent") or {}).items(), key=lambda pair: -Fraction(pair[1]))
