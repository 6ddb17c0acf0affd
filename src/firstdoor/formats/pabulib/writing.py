"""Ballots to bytes, in one canonical way."""

from __future__ import annotations

from .model import SECTIONS, Ballots, PabulibError, decimal


def write(ballots: Ballots) -> bytes:
    """Write a file in one canonical way: UTF-8 without mark, LF, quotes only where needed, numbers without spare zeros.

    `read(write(ballots)) == ballots` for whatever `read` returned.

    Raises
    ------
    PabulibError
        For what the format can't hold: an id with a comma, with spaces at its ends or empty, a cost such as 1/3.
    """
    lines = ["META", "key;value", *(_row((key, value)) for key, value in ballots.meta.items())]
    columns = list(dict.fromkeys(name for project in ballots.projects for name in project.others))
    lines += ["PROJECTS", _row(("project_id", "cost", *columns))]
    for project in ballots.projects:
        _writable(project.id)
        others = (project.others.get(name, "") for name in columns)
        lines.append(_row((project.id, decimal(project.cost), *others)))
    pointed = any(vote.points is not None for vote in ballots.votes)
    lines += ["VOTES", _row(("voter_id", "vote", *(["points"] if pointed else []), *ballots.vote_columns))]
    for vote in ballots.votes:
        _writable(vote.voter)
        points = [",".join(map(decimal, vote.points or ()))] if pointed else []
        lines.append(_row((vote.voter, ",".join(vote.choices), *points, *vote.others)))
    return ("\n".join(lines) + "\n").encode()


def _row(values: tuple[str, ...]) -> str:
    return ";".join('"' + v.replace('"', '""') + '"' if any(c in v for c in ';"\r\n') else v for v in values)


def _writable(identifier: str) -> None:
    if not identifier or identifier != identifier.strip() or "," in identifier or identifier.upper() in SECTIONS:
        raise PabulibError(f'"{identifier}" can\'t be an id in this format')
