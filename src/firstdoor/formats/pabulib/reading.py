"""Bytes to ballots, line by line."""

from __future__ import annotations

import csv
import io
import itertools
import re
from array import array
from collections.abc import Callable, Iterator
from fractions import Fraction
from typing import BinaryIO, Protocol

import numpy as np

from .model import COLUMNS, SECTIONS, Ballots, Note, PabulibError, Project, Tally, Vote, number

MOST_NOTES = 1000
MAX_LINE = 16 * 1024 * 1024
BLOCK = 2**20
ORDER = "a file has the sections META, PROJECTS and VOTES, in this order"
NEEDED = {"META": {"key", "value"}, "PROJECTS": {"project_id", "cost"}, "VOTES": {"voter_id", "vote"}}
EXAMPLE = {"PROJECTS": '"project_id;cost;name"', "VOTES": '"voter_id;vote"'}
LONG = 100_000  # so long a line is left to the csv module, which has a limit for fields


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
    votes: list[Vote] = []
    reader = _Reader(io.BytesIO(data), votes.append, _AllVoters())
    reader.all()
    return Ballots(reader.meta, tuple(reader.projects.values()), tuple(votes), reader.vote_columns, tuple(reader.notes))


def tally(opened: Callable[[], BinaryIO]) -> Tally:
    """Read a `.pb` file for counting, line by line: memory grows with the different ballots and 8 bytes for each voter.

    `opened` opens the file anew; a second time only if a voter seems to be there twice. Refuses what `read` refuses.

    Examples
    --------
    >>> found = tally(lambda: io.BytesIO(b"META\\nkey;value\\nbudget;9\\nvote_type;approval\\n"
    ...     b"PROJECTS\\nproject_id;cost\\na;4\\nVOTES\\nvoter_id;vote\\n1;a\\n2;\\n3;a\\n"))
    >>> found.ballots, found.times
    (((('a',), None), ((), None)), (2, 1))
    """
    voters = _ManyVoters()
    with opened() as stream:
        reader = _Reader(stream, None, voters)
        reader.all()
    if suspects := voters.suspects():
        with opened() as stream:
            _Reader(stream, None, _AllVoters(suspects)).all()
    counts: dict[tuple[tuple[str, ...], tuple[Fraction, ...] | None], int] = {}
    for text, ballot in reader.known.items():  # a few say the same in other words
        counts[ballot] = counts.get(ballot, 0) + reader.times[text]
    return Tally(
        reader.meta, tuple(reader.projects.values()), tuple(counts), tuple(counts.values()), tuple(reader.notes)
    )


class _Voters(Protocol):
    def add(self, voter: str, line: int) -> None:
        """Raises PabulibError when she was there before."""


class _AllVoters:
    """Remembers each voter's line, or of those only whose hash is among the suspects."""

    def __init__(self, suspects: frozenset[int] | None = None) -> None:
        self.suspects = suspects
        self.lines: dict[str, int] = {}

    def add(self, voter: str, line: int) -> None:
        if self.suspects is not None and hash(voter) not in self.suspects:
            return
        before = self.lines.setdefault(voter, line)
        if before != line:
            raise PabulibError(f'voter "{voter}" votes a second time, first on line {before}', line)


class _ManyVoters:
    """Remembers hashes; two that are equal may be one voter twice."""

    def __init__(self) -> None:
        self.hashes = array("q")

    def add(self, voter: str, line: int) -> None:
        self.hashes.append(hash(voter))

    def suspects(self) -> frozenset[int]:
        """Hashes that were there more than once."""
        ordered = np.sort(np.frombuffer(self.hashes, dtype=np.int64)) if self.hashes else np.zeros(0, dtype=np.int64)
        return frozenset(ordered[1:][ordered[1:] == ordered[:-1]].tolist())


def _lines(stream: BinaryIO) -> Iterator[str]:
    """Lines with their ends, as text. Whole blocks are decoded at once where nothing in them needs a closer look."""
    at = 0
    while block := stream.read(BLOCK):
        if not block.endswith(b"\n"):
            block += stream.readline(MAX_LINE + 1)
        try:
            text = block.decode("utf-8-sig" if at == 0 else "utf-8")
        except UnicodeDecodeError:
            text = "\r"
        if "\r" in text or "\0" in text or len(block) > MAX_LINE:
            yield from _closely(block, at)
        else:
            yield from io.StringIO(text, newline="\n")
        at += block.count(b"\n")


def _closely(block: bytes, at: int) -> Iterator[str]:
    """The lines of a block that begins after line `at`, each looked at by itself. Raises PabulibError."""
    for raw in io.BytesIO(block):
        at += 1
        if at == 1 and raw.startswith((b"\xff\xfe", b"\xfe\xff")):
            raise PabulibError("the file is in UTF-16; save it as UTF-8", 1)
        if len(raw) > MAX_LINE:
            raise PabulibError(f"a line of more than {MAX_LINE} bytes", at)
        try:
            text = raw.decode("utf-8-sig" if at == 1 else "utf-8")
        except UnicodeDecodeError:
            raise PabulibError("the text is not UTF-8; save the file as UTF-8", at) from None
        if "\0" in text:
            raise PabulibError("there is a zero byte in the text", at)
        if "\r" in text[:-2] or text[-1:] == "\r":
            yield from re.split(r"(?<=\r)(?!\n)", text)
        else:
            yield text


def _rows(stream: BinaryIO) -> Iterator[tuple[int, list[str]]]:
    """Rows that are not blank, stripped, each with the line that it starts on."""
    lines = _lines(stream)
    start = 0
    for text in lines:
        start += 1
        if '"' in text or len(text) > LONG:
            fields, more = _quoted(text, lines, start)
        else:
            fields, more = text.split(";"), 0
        fields = list(map(str.strip, fields))
        if any(fields):
            yield start, fields
        start += more


def _quoted(text: str, lines: Iterator[str], start: int) -> tuple[list[str], int]:
    """The fields of a row in which there are quotation marks, and how many further lines it takes. Raises PabulibError."""
    reader = csv.reader(itertools.chain((text,), lines), delimiter=";", strict=True)
    try:
        return next(reader), reader.line_num - 1
    except csv.Error as error:
        hint = "a quotation mark is not closed or stands alone inside a field" if '"' in str(error) else str(error)
        if "unexpected end" in str(error):
            hint = "a quotation mark opened here is never closed"
        raise PabulibError(f'{hint}; quote a field as "..." and double the marks inside it', start) from None


class _Reader:
    """Goes through the rows once; each section has a method that takes one row."""

    def __init__(self, stream: BinaryIO, sink: Callable[[Vote], None] | None, voters: _Voters) -> None:
        self.rows = _rows(stream)
        self.sink, self.voters = sink, voters
        self.meta: dict[str, str] = {}
        self.meta_lines: dict[str, int] = {}
        self.projects: dict[str, Project] = {}
        self.project_lines: dict[str, int] = {}
        self.vote_columns: tuple[str, ...] = ()
        self.notes: list[Note] = []
        self.more_notes = 0
        # Most ballots of a large file repeat a few: list and points as they stand -> choices and points, and how often.
        self.known: dict[tuple[str, str | None], tuple[tuple[str, ...], tuple[Fraction, ...] | None]] = {}
        self.times: dict[tuple[str, str | None], int] = {}
        self.doubled: set[tuple[str, str | None]] = set()  # those that mark a project twice
        self.limits: dict[str, Fraction] = {}
        self.breaches: dict[str, str] = {}  # list as it stands in the file -> the rule of META that it breaks
        self.short = self.first_short = 0  # ballots whose row ends before the column vote, and the line of the first
        self.broken: dict[str, tuple[int, int]] = {}  # rule -> ballots that break it, and the line of the first

    def all(self) -> None:
        """Go through the whole file. Raises PabulibError."""
        self._sections()
        self._check_whole()
        for rule, (ballots, line) in self.broken.items():
            self._note(line, f"{ballots} ballots name {rule}; they are counted as they stand")
        if self.short:
            self._note(
                self.first_short,
                f"{self.short} ballots end before the column vote; they are counted as empty (fields are separated by ;)",
            )
        if not any(choices for choices, _points in self.known.values()):
            self._note(None, "no ballot names a project")
        if self.more_notes:
            self.notes.append(Note(None, f"there are {self.more_notes} further remarks"))

    def _note(self, line: int | None, text: str) -> None:
        if len(self.notes) < MOST_NOTES:
            self.notes.append(Note(line, text))
        else:
            self.more_notes += 1

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
                    raise PabulibError(f"section {name} is out of place; {wanted} ({ORDER})", line)
                section = expected.pop(0)
                columns = []
            elif not section:
                raise PabulibError(f"the file does not start with META; is it a Pabulib file? ({ORDER})", line)
            elif expected and columns and NEEDED[expected[0]].issubset(map(str.lower, fields)):
                raise PabulibError(
                    f"the columns of {expected[0]} stand here inside {section}; "
                    f'write a line "{expected[0]}" before this one',
                    line,
                )
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
                    if section == "VOTES" and len(fields) <= self.vote_at:
                        self.short, self.first_short = self.short + 1, self.first_short or line
                    fields += [""] * (width - len(fields))
                if section == "VOTES":
                    self._vote(fields, line)
                elif section == "PROJECTS":
                    self._project(dict(zip(columns, fields, strict=True)), line)
                else:
                    self._meta(fields, line)
        if expected:
            raise PabulibError(f"section {expected[0]} is missing ({ORDER})", line + 1)
        if not columns:
            raise PabulibError('VOTES ends before its line of columns, such as "voter_id;vote"', line + 1)

    def _columns(self, section: str, fields: list[str], line: int) -> list[str]:
        while fields and not fields[-1]:
            fields.pop()
        names = [name.lower() if name.lower() in COLUMNS else name for name in fields]
        if section == "META":
            names = [name.lower() for name in names]
            if names != ["key", "value"]:
                raise PabulibError('the line after META must be "key;value"', line)
        for name in sorted(NEEDED[section] - set(names), key=COLUMNS.index):
            raise PabulibError(
                f"{section} has no column {name}; the line after {section} names its columns, such as {EXAMPLE[section]}",
                line,
            )
        for name in names:
            if not name or names.count(name) > 1:
                raise PabulibError(f'{section} has a column without a name or twice: "{name}"', line)
        if section == "VOTES":
            self.choose_one = self.meta.get("vote_type", "").lower() == "choose-1"
            for key in ("max_length", "min_length", "max_sum_cost"):
                if re.fullmatch(r"[0-9]{1,20}(\.[0-9]{1,9})?", self.meta.get(key, "")):
                    self.limits[key] = Fraction(self.meta[key])
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
        cost = number(fields.pop("cost"), f'cost of project "{name}":', line)
        if cost < 0:
            raise PabulibError(f'cost of project "{name}" is negative', line)
        if cost == 0:
            self._note(line, f'project "{name}" costs nothing')
        self.projects[name] = Project(name, cost, fields)
        self.project_lines[name] = line

    def _vote(self, fields: list[str], line: int) -> None:
        voter, listed = fields[self.voter_at], fields[self.vote_at]
        if not voter:
            raise PabulibError("a vote without voter_id", line)
        self.voters.add(voter, line)
        said = listed, None if self.points_at is None else fields[self.points_at]
        if said in self.times:
            self.times[said] += 1
        else:
            self.known[said] = self._ballot(said, line)
            self.times[said] = 1
        if self.doubled and said in self.doubled:
            self._note(line, "a project is marked more than once on this ballot and counts once")
        if self.breaches and (rule := self.breaches.get(listed)):
            ballots, first = self.broken.get(rule, (0, line))
            self.broken[rule] = (ballots + 1, first)
        if self.sink is not None:
            self.sink(Vote(voter, *self.known[said], tuple([fields[at] for at in self.others_at])))

    def _ballot(self, said: tuple[str, str | None], line: int) -> tuple[tuple[str, ...], tuple[Fraction, ...] | None]:
        listed, pointed = said
        choices = self._choices(listed, line)
        points = None
        if pointed is not None:
            points = tuple(number(one.strip(), "points:", line) for one in pointed.split(",")) if pointed else ()
            if len(points) != len(choices):
                raise PabulibError(f"{len(points)} points for {len(choices)} projects", line)
        if len(set(choices)) < len(choices):  # a ballot is a set: the first mark of a project counts
            self.doubled.add(said)
            first = [at for at, name in enumerate(choices) if name not in choices[:at]]
            choices = tuple(choices[at] for at in first)
            points = None if points is None else tuple(points[at] for at in first)
        if self.choose_one and len(choices) > 1:
            raise PabulibError("more than one project chosen on a choose-1 ballot", line)
        return choices, points

    def _choices(self, listed: str, line: int) -> tuple[str, ...]:
        choices = tuple(one.strip() for one in listed.split(",")) if listed else ()
        for name in choices:
            if name not in self.projects:
                raise PabulibError(
                    f'in VOTES a vote for project "{name}", which is not in PROJECTS; '
                    "add its row there or take it out of the vote",
                    line,
                )
        chosen = set(choices)
        if len(chosen) > self.limits.get("max_length", len(chosen)):
            self.breaches[listed] = f"more projects than max_length ({self.meta['max_length']})"
        elif len(chosen) < self.limits.get("min_length", 0):
            self.breaches[listed] = f"fewer projects than min_length ({self.meta['min_length']})"
        elif "max_sum_cost" in self.limits and sum(self.projects[p].cost for p in chosen) > self.limits["max_sum_cost"]:
            self.breaches[listed] = f"projects that cost more than max_sum_cost ({self.meta['max_sum_cost']})"
        return choices

    def _check_whole(self) -> None:
        whole = Ballots(self.meta, (), ())
        votes = sum(self.times.values())
        for key in ("budget", "vote_type"):
            if key not in self.meta:
                raise PabulibError(f"META has no {key}")
        budget = number(self.meta["budget"], "budget", self.meta_lines["budget"])
        if budget < 0:
            raise PabulibError("budget is negative", self.meta_lines["budget"])
        if budget == 0:
            self._note(self.meta_lines["budget"], "the budget is 0: nothing can be bought")
        try:
            vote_type = whole.vote_type
        except PabulibError as error:
            raise PabulibError(str(error), self.meta_lines["vote_type"]) from None
        for key, found in (("num_projects", len(self.projects)), ("num_votes", votes)):
            if key in self.meta and self.meta[key] != str(found):
                self._note(self.meta_lines[key], f"{key} says {self.meta[key]}, but there are {found}")
        for name, project in self.projects.items():
            if project.cost > budget > 0:
                self._note(self.project_lines[name], f'project "{name}" costs more than the budget')
        if vote_type in ("cumulative", "scoring") and votes and self.points_at is None:
            raise PabulibError(
                f"VOTES has no column points, which {vote_type} votes need", self.meta_lines["vote_type"]
            )
