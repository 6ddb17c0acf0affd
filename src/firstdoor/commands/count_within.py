"""What `firstdoor count` may be told besides the rule: what is decided, sums for areas, who excludes whom, groups of voters."""

from __future__ import annotations

import argparse
from collections.abc import Sequence
from fractions import Fraction
from typing import Any

from firstdoor.commands import Refused
from firstdoor.formats import pabulib
from firstdoor.methods import equal_shares as shares
from firstdoor.methods.suppression import suppress

SMALL = 5  # groups of fewer people are hidden, and numbers of people below it
MOST_GROUPS = 200


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Each may be given several times, but for the columns."""
    parser.add_argument(
        "--decided",
        action="append",
        default=[],
        metavar="ID,ID,…",
        help="these projects are done in any case; what they cost comes off the budget first",
    )
    parser.add_argument(
        "--exclusive", action="append", default=[], metavar="ID,ID,…", help="of these projects at most one is done"
    )
    parser.add_argument(
        "--area-column",
        default="category",
        metavar="COLUMN",
        help="the column of PROJECTS that says where each belongs, for --least and --most (default category)",
    )
    parser.add_argument(
        "--least",
        action="append",
        default=[],
        metavar="AREA=SUM",
        help="this much is set aside for projects of the area, counted first with that sum",
    )
    parser.add_argument(
        "--most",
        action="append",
        default=[],
        metavar="AREA=SUM",
        help="projects of the area may cost no more than this",
    )
    parser.add_argument(
        "--groups",
        metavar="COLUMN",
        help="a column of VOTES: which group of voters got how much of its share; groups below 5 are hidden",
    )


def constraints(options: argparse.Namespace, projects: Sequence[pabulib.Project]) -> shares.Constraints | None:
    """What the options say of these projects, None when they say nothing. Raises Refused."""
    if not (options.decided or options.exclusive or options.least or options.most):
        return None
    known = {one.id for one in projects}
    decided = frozenset(name for one in options.decided for name in _ids(one, "--decided", known))
    exclusive = tuple(frozenset(_ids(one, "--exclusive", known)) for one in options.exclusive)
    areas: dict[str, str] = {}
    if options.least or options.most:
        areas = {one.id: one.others.get(options.area_column, "") for one in projects}
        if not any(options.area_column in one.others for one in projects):
            raise Refused(f'PROJECTS has no column "{options.area_column}"; name another with --area-column')
    return shares.Constraints(
        decided=decided,
        categories={name: area for name, area in areas.items() if area},
        least=_sums(options.least, "--least"),
        most=_sums(options.most, "--most"),
        exclusive=exclusive,
    )


def _ids(given: str, option: str, known: set[str]) -> list[str]:
    names = [name.strip() for name in given.split(",") if name.strip()]
    for name in names:
        if name not in known:
            raise Refused(f'{option} "{name}": PROJECTS has no project with this project_id')
    return names


def _sums(given: Sequence[str], option: str) -> dict[str, Fraction]:
    sums: dict[str, Fraction] = {}
    for one in given:
        area, sign, amount = one.rpartition("=")
        try:
            sums[area] = Fraction(amount)
        except (ValueError, ZeroDivisionError):
            sign = ""
        if not sign or not area or sums[area] < 0:
            raise Refused(f'{option} "{one}": write AREA=SUM, such as north=5000')
    return sums


def document(election: shares.Election, method: shares.Method, limits: shares.Constraints) -> dict[str, Any]:
    """A count under constraints, as `--json` prints it: the last stage's, with the winners of all. Raises ValueError."""
    found = shares.count_within(election, method, limits)
    last = found.stages[-1]
    whole = shares.outcome_document(last.election, last.outcome)
    return whole | {
        "winners": list(found.winners),
        "cost": shares.money(found.cost),
        "budget": shares.money(election.budget),
        "projects": len(election.ids),
        "decided": sorted(limits.decided),
        "stages": [
            {
                "area": stage.category,
                "budget": shares.money(stage.election.budget),
                "winners": list(stage.outcome.winners),
                "cost": shares.money(stage.outcome.cost),
                "endowment": None if stage.outcome.endowment is None else shares.money(stage.outcome.endowment),
            }
            for stage in found.stages
        ],
    }


def groups(ballots: pabulib.Ballots, column: str) -> list[str]:
    """For each ballot its group; numbers, such as ages, by tens. Raises Refused."""
    if column not in ballots.vote_columns:
        there = ", ".join(ballots.vote_columns) or "none besides voter_id and vote"
        raise Refused(f'VOTES has no column "{column}"; there are: {there}')
    at = ballots.vote_columns.index(column)
    said = [vote.others[at] for vote in ballots.votes]
    if all(one.isdecimal() and one.isascii() and len(one) < 4 for one in said if one):
        said = [one and f"{int(one) // 10 * 10:02}-{int(one) // 10 * 10 + 9:02}" for one in said]
    if len(set(said)) > MOST_GROUPS:
        raise Refused(f'column "{column}" has {len(set(said))} different values; that are no groups')
    return said


def group_document(election: shares.Election, winners: Sequence[str], of: list[str]) -> list[dict[str, Any]]:
    """What each group got of its share, as it stands under "groups"; None for what is hidden."""
    found = shares.group_shares(election, winners, of)
    shown = suppress([one.voters for one in found], SMALL)
    return [
        {
            "group": one.group,
            "voters": voters,
            "share": None if voters is None else shares.money(one.share),
            "got": None if voters is None else shares.money(one.got),
            "empty_handed": None if voters is None or not _tells_nobody(one) else one.empty_handed,
        }
        for one, voters in sorted(zip(found, shown, strict=True), key=lambda each: _place(each[0].group))
    ]


def _place(group: str) -> tuple[int, str]:
    """Names by themselves, bands of numbers by their numbers."""
    first, _, last = group.partition("-")
    return (int(first), "") if first.isdecimal() and last.isdecimal() else (-1, group)


def _tells_nobody(one: shares.GroupShare) -> bool:
    return all(number == 0 or number >= SMALL for number in (one.empty_handed, one.voters - one.empty_handed))
