"""Ballot files in the format of Pabulib (`.pb`): bytes to dataclasses and back.

A file has three sections, each opened by a line with its name and a line with its columns::

    META                      PROJECTS                     VOTES
    key;value                 project_id;cost;name         voter_id;vote;points
    budget;20000              p1;5000;Swings               v1;p1,p2;3,1
    vote_type;cumulative      p2;12000.50;"Slide; big"     v2;p2;4

Fields are separated by semicolons and quoted as in CSV; a list inside a field is separated by commas. Text is UTF-8, with
or without byte order mark; lines end in LF or CRLF. Numbers are exact: `12.5` is 25/2. `12,5` is refused, because some
programs read it as 12 and others as 12.5.

What can't be counted honestly is refused with the line at fault (`PabulibError`): doubled projects, doubled voters, votes
for projects that are not there, negative costs. What can be counted but deserves a look is kept in `Ballots.notes`.
"""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from fractions import Fraction
from typing import NamedTuple

VOTE_TYPES = ("approval", "choose-1", "ordinal", "cumulative", "scoring")
SECTIONS = ("META", "PROJECTS", "VOTES")
COLUMNS = ("project_id", "cost", "voter_id", "vote", "points")  # read in any case; all others as they are written
MAX_DIGITS = 30  # longer numbers are no money and no points; they would only slow the count
_NUMBER = re.compile(r"[+-]?[0-9]+(\.[0-9]+)?")


class PabulibError(ValueError):
    """The file can't be read or written: what is wrong, at which line (the first is 1; None: the file as a whole)."""

    def __init__(self, message: str, line: int | None = None) -> None:
        super().__init__(message if line is None else f"line {line}: {message}")
        self.line = line


class Note(NamedTuple):
    """Something odd that doesn't stop the count."""

    line: int | None
    text: str


@dataclass(frozen=True, slots=True)
class Project:
    """A row of PROJECTS. `others` holds the further columns by name, as text."""

    id: str
    cost: Fraction
    others: Mapping[str, str] = field(default_factory=dict)


class Vote(NamedTuple):
    """A row of VOTES.

    `choices` are project ids in the order of the ballot, each once; empty for an empty ballot. `points` has one number for
    each choice, or is None where the file has no points. `others` holds the further columns in the order of
    `Ballots.vote_columns`. (A named tuple, since files hold hundreds of thousands of them.)
    """

    voter: str
    choices: tuple[str, ...]
    points: tuple[Fraction, ...] | None = None
    others: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Ballots:
    """A whole file. `notes` and nothing else is left out of comparisons."""

    meta: Mapping[str, str]
    projects: tuple[Project, ...]
    votes: tuple[Vote, ...]
    vote_columns: tuple[str, ...] = ()
    notes: tuple[Note, ...] = field(default=(), compare=False)

    @property
    def budget(self) -> Fraction:
        """The money to be given out. Raises PabulibError when META has no readable `budget`."""
        if "budget" not in self.meta:
            raise PabulibError("META has no budget")
        return _number(self.meta["budget"], "budget", None)

    @property
    def vote_type(self) -> str:
        """One of VOTE_TYPES. Raises PabulibError when META has none."""
        if "vote_type" not in self.meta:
            raise PabulibError("META has no vote_type")
        kind = self.meta["vote_type"].lower()
        if kind not in VOTE_TYPES:
            raise PabulibError(f'vote_type "{kind}" is unknown; known are {", ".join(VOTE_TYPES)}')
        return kind


def read(data: bytes) -> Ballots:
    """Read a `.pb` file.

    Raises
    ------
    PabulibError
        With the line at fault and what to do about it.

    Examples
    --------
    >>> ballots = read(b"META\\nkey;value\\nbudget;9.50\\nvote_type;approval\\n"
    ...                b"PROJECTS\\nproject_id;cost\\na;4\\nVOTES\\nvoter_id;vote\\n1;a\\n2;\\n")
    >>> ballots.budget, ballots.projects[0].cost, [vote.choices for vote in ballots.votes]
    (Fraction(19, 2), Fraction(4, 1), [('a',), ()])
    """
    return _Reader(_text(data)).ballots()


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


def _text(data: bytes) -> str:
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        raise PabulibError("the file is in UTF-16; save it as UTF-8", 1)
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        raise PabulibError("the text is not UTF-8; save the file as UTF-8", line) from None
    if "\0" in text:
        raise PabulibError("there is a zero byte in the text", text.count("\n", 0, text.index("\0")) + 1)
    return text


def _number(text: str, what: str, line: int | None) -> Fraction:
    if not _NUMBER.fullmatch(text):
        hint = "; write decimals with a point, and no separator for thousands" if "," in text or " " in text else ""
        raise PabulibError(f'{what} "{text[:MAX_DIGITS]}" is not a number{hint}', line)
    if len(text) > MAX_DIGITS:
        raise PabulibError(f"{what} {text[:9]}... has more than {MAX_DIGITS} digits", line)
    return Fraction(text)


def decimal(number: Fraction) -> str:
    """The exact decimal without spare zeros: 25/2 is 12.5. Raises PabulibError for one that never ends, such as 1/3."""
    if number.denominator == 1:
        return str(number.numerator)
    places, rest = 0, number.denominator
    for prime in (2, 5):
        power = 0
        while rest % prime == 0:
            rest, power = rest // prime, power + 1
        places = max(places, power)
    if rest != 1:
        raise PabulibError(f"{number} has no finite decimal")
    shifted = number * 10**places
    digits = str(abs(shifted.numerator)).rjust(places + 1, "0")
    return f"{'-' if number < 0 else ''}{digits[:-places]}.{digits[-places:]}"


def _row(values: tuple[str, ...]) -> str:
    return ";".join('"' + v.replace('"', '""') + '"' if any(c in v for c in ';"\r\n') else v for v in values)


def _writable(identifier: str) -> None:
    if not identifier or identifier != identifier.strip() or "," in identifier or identifier.upper() in SECTIONS:
        raise PabulibError(f'"{identifier}" can\'t be an id in this format')


def _rows(text: str) -> Iterator[tuple[int, list[str]]]:
    """Rows that are not blank, stripped, each with the line that it starts on."""
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=";", strict=True)
    start = 1
    try:
        for row in reader:
            fields = [value.strip() for value in row]
            if any(fields):
                yield start, fields
            start = reader.line_num + 1
    except csv.Error as error:
        hint = "a quotation mark is not closed or stands alone inside a field" if '"' in str(error) else str(error)
        if "unexpected end" in str(error):
            hint = "a quotation mark opened here is never closed"
        raise PabulibError(f'{hint}; quote a field as "..." and double the marks inside it', start) from None


class _Reader:
    """Goes through the rows once; each section has a method that takes one row."""

    def __init__(self, text: str) -> None:
        self.rows = _rows(text)
        self.meta: dict[str, str] = {}
        self.meta_lines: dict[str, int] = {}
        self.projects: dict[str, Project] = {}
        self.project_lines: dict[str, int] = {}
        self.votes: list[Vote] = []
        self.voter_lines: dict[str, int] = {}
        self.vote_columns: tuple[str, ...] = ()
        self.notes: list[Note] = []
        self.known_lists: dict[str, tuple[str, ...]] = {}  # most ballots of a large file repeat a few lists
        self.known_points: dict[str, tuple[Fraction, ...]] = {}

    def ballots(self) -> Ballots:
        self._sections()
        result = Ballots(self.meta, tuple(self.projects.values()), tuple(self.votes), self.vote_columns, ())
        self._check_whole(result)
        return Ballots(self.meta, result.projects, result.votes, self.vote_columns, tuple(self.notes))

    def _sections(self) -> None:
        expected = list(SECTIONS)
        section = ""
        columns: list[str] = []
        width = 0
        line = 0
        for line, fields in self.rows:
            name = fields[0].upper()
            if name in SECTIONS and not any(fields[1:]):
                if not expected or name != expected[0]:
                    wanted = f"{expected[0]} is expected here" if expected else "it was there before"
                    raise PabulibError(f"section {name} is out of place; {wanted}", line)
                section = expected.pop(0)
                columns = []
            elif not section:
                raise PabulibError("the file does not start with META; is it a Pabulib file?", line)
            elif not columns:
                columns = self._columns(section, fields, line)
                width = len(columns)
            else:
                if len(fields) > width:
                    if any(fields[width:]):
                        raise PabulibError(
                            f"{len(fields)} fields where {section} has {width} columns; "
                            "a semicolon inside a field needs quotation marks",
                            line,
                        )
                    fields = fields[:width]
                elif len(fields) < width:
                    fields += [""] * (width - len(fields))
                if section == "VOTES":
                    self._vote(fields, line)
                elif section == "PROJECTS":
                    self._project(dict(zip(columns, fields, strict=True)), line)
                else:
                    self._meta(fields, line)
        if expected:
            raise PabulibError(f"section {expected[0]} is missing", line + 1)
        if not columns:
            raise PabulibError("VOTES ends before its line of columns", line + 1)

    def _columns(self, section: str, fields: list[str], line: int) -> list[str]:
        while fields and not fields[-1]:
            fields.pop()
        names = [name.lower() if name.lower() in COLUMNS else name for name in fields]
        needed = {"META": ("key", "value"), "PROJECTS": ("project_id", "cost"), "VOTES": ("voter_id", "vote")}[section]
        if section == "META":
            names = [name.lower() for name in names]
            if names != ["key", "value"]:
                raise PabulibError('the line after META must be "key;value"', line)
        for name in needed:
            if name not in names:
                raise PabulibError(f"{section} has no column {name}", line)
        for name in names:
            if not name or names.count(name) > 1:
                raise PabulibError(f'{section} has a column without a name or twice: "{name}"', line)
        if section == "VOTES":
            self.voter_at, self.vote_at = names.index("voter_id"), names.index("vote")
            self.points_at = names.index("points") if "points" in names else None
            own = (self.voter_at, self.vote_at, self.points_at)
            self.others_at = [at for at in range(len(names)) if at not in own]
            self.vote_columns = tuple(names[at] for at in self.others_at)
        return names

    def _meta(self, fields: list[str], line: int) -> None:
        key, value = fields
        if not key:
            raise PabulibError("a value without a key", line)
        if key in self.meta:
            raise PabulibError(f'"{key}" stands here again, first on line {self.meta_lines[key]}', line)
        self.meta[key] = value
        self.meta_lines[key] = line

    def _project(self, fields: dict[str, str], line: int) -> None:
        name = fields.pop("project_id")
        if not name or "," in name:
            raise PabulibError(f'"{name}" can\'t be a project_id: it must not be empty or hold a comma', line)
        if name in self.projects:
            raise PabulibError(f'project "{name}" stands here again, first on line {self.project_lines[name]}', line)
        cost = _number(fields.pop("cost"), f'cost of project "{name}":', line)
        if cost < 0:
            raise PabulibError(f'cost of project "{name}" is negative', line)
        if cost == 0:
            self.notes.append(Note(line, f'project "{name}" costs nothing'))
        self.projects[name] = Project(name, cost, fields)
        self.project_lines[name] = line

    def _vote(self, fields: list[str], line: int) -> None:
        voter, listed = fields[self.voter_at], fields[self.vote_at]
        if not voter:
            raise PabulibError("a vote without voter_id", line)
        if voter in self.voter_lines:
            raise PabulibError(f'voter "{voter}" votes a second time, first on line {self.voter_lines[voter]}', line)
        self.voter_lines[voter] = line
        choices = self.known_lists.get(listed)
        if choices is None:
            choices = self.known_lists[listed] = self._choices(listed, line)
        points = None
        if self.points_at is not None:
            text = fields[self.points_at]
            points = self.known_points.get(text)
            if points is None:
                points = tuple(_number(one.strip(), "points:", line) for one in text.split(",")) if text else ()
                self.known_points[text] = points
            if len(points) != len(choices):
                raise PabulibError(f"{len(points)} points for {len(choices)} projects", line)
        if len(set(choices)) < len(choices):
            choices, points = self._once(choices, points, line)
        self.votes.append(Vote(voter, choices, points, tuple(fields[at] for at in self.others_at)))

    def _choices(self, listed: str, line: int) -> tuple[str, ...]:
        choices = tuple(one.strip() for one in listed.split(",")) if listed else ()
        for name in choices:
            if name not in self.projects:
                raise PabulibError(f'a vote for project "{name}", which is not in PROJECTS', line)
        return choices

    def _once(
        self, choices: tuple[str, ...], points: tuple[Fraction, ...] | None, line: int
    ) -> tuple[tuple[str, ...], tuple[Fraction, ...] | None]:
        """A ballot is a set: the first mark of a project counts, further marks of it don't."""
        first = [at for at, name in enumerate(choices) if name not in choices[:at]]
        self.notes.append(Note(line, "a project is marked more than once on this ballot and counts once"))
        return tuple(choices[at] for at in first), None if points is None else tuple(points[at] for at in first)

    def _check_whole(self, ballots: Ballots) -> None:
        for key, kind in (("budget", "number"), ("vote_type", "type")):
            if key not in self.meta:
                raise PabulibError(f"META has no {key}")
            line = self.meta_lines[key]
            if kind == "number" and _number(self.meta[key], key, line) < 0:
                raise PabulibError(f"{key} is negative", line)
        try:
            vote_type = ballots.vote_type
        except PabulibError as error:
            raise PabulibError(str(error), self.meta_lines["vote_type"]) from None
        for key, found in (("num_projects", len(self.projects)), ("num_votes", len(self.votes))):
            if key in self.meta and self.meta[key] != str(found):
                self.notes.append(Note(self.meta_lines[key], f"{key} says {self.meta[key]}, but there are {found}"))
        if vote_type in ("cumulative", "scoring") and self.votes and self.points_at is None:
            raise PabulibError(
                f"VOTES has no column points, which {vote_type} votes need", self.meta_lines["vote_type"]
            )
        if vote_type == "choose-1":
            for vote, line in zip(self.votes, self.voter_lines.values(), strict=True):
                if len(vote.choices) > 1:
                    raise PabulibError("more than one project chosen on a choose-1 ballot", line)
