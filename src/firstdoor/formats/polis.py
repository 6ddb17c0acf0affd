"""Conversations in Polis's export format, and in a long form of our own: files to numbers and back.

Read are a folder with `participants-votes.csv` (one row a person, one column a statement) or `votes.csv` (a log), and
`comments.csv`, each also as `.gz`; and one file `participant,statement,vote`. A vote is 1, 0 or -1. The source of the format
is the export of Polis, https://compdemocracy.org/export; its log's `vote` has agree as 1 in exports.
"""

from __future__ import annotations

import csv
import gzip
import io
import zlib
from array import array
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

WIDE, LOG, TEXTS = "participants-votes.csv", "votes.csv", "comments.csv"
ABOUT = {"participant", "xid", "group-id", "n-comments", "n-votes", "n-agree", "n-disagree"}
VOTES = {"1": 1, "0": 0, "-1": -1}
LOG_COLUMNS = ("voter-id", "comment-id", "vote")
LONG_COLUMNS = ("participant", "statement", "vote")
LONGEST = 1024 * 1024


class PolisError(ValueError):
    """A file can't be read; the message names it and the line, says why and what to do."""


@dataclass(frozen=True, slots=True)
class Statement:
    """A row of `comments.csv`. `moderated` is 1 accepted, 0 not yet, -1 rejected."""

    id: str
    text: str = ""
    author: str = ""
    moderated: int = 0
    meta: bool = False


@dataclass(slots=True)
class Conversation:
    """Votes by place in `participants` and `statements`, in the order of the file; `at` is empty without times.

    Several votes of a person on a statement may occur in a log: the largest time counts, then the later line.
    """

    participants: list[str] = field(default_factory=list)
    statements: list[str] = field(default_factory=list)
    person: array[int] = field(default_factory=lambda: array("q"))
    statement: array[int] = field(default_factory=lambda: array("q"))
    vote: array[int] = field(default_factory=lambda: array("b"))
    at: array[int] = field(default_factory=lambda: array("q"))
    texts: dict[str, Statement] = field(default_factory=dict)

    @property
    def rejected(self) -> list[str]:
        """Statements that moderation took out."""
        return [one.id for one in self.texts.values() if one.moderated == -1]

    @property
    def meta(self) -> list[str]:
        """Statements about the person."""
        return [one.id for one in self.texts.values() if one.meta]


def read_conversation(path: Path) -> Conversation:
    """A folder or a file, see above.

    Raises
    ------
    PolisError
        If nothing that fits is there, a column is missing, a vote is none of 1, 0, -1, or the text is not UTF-8.
    OSError
        If a file can't be opened.
    """
    if not path.is_dir():
        return _file(path)
    for name in (WIDE, LOG):
        found = _either(path, name)
        if found is not None:
            conversation = _file(found)
            texts = _either(path, TEXTS)
            if texts is not None:
                conversation.texts = {one.id: one for one in read_statements(texts)}
            return conversation
    raise PolisError(f"{path} holds neither {WIDE} nor {LOG} (nor either as .gz)")


def _either(folder: Path, name: str) -> Path | None:
    return next((path for path in (folder / name, folder / f"{name}.gz") if path.exists()), None)


def _file(path: Path) -> Conversation:
    with _reader(path) as (header, rows):
        if header[:1] == ["participant"] and not set(LONG_COLUMNS[1:]) & set(header):
            return _wide(path, header, rows)
        for columns in (LOG_COLUMNS, LONG_COLUMNS):
            if set(columns) <= set(header):
                return _long(path, header, rows, columns)
    raise PolisError(
        f"{path}, line 1: the columns are none that are known; wanted are {','.join(LONG_COLUMNS)}, or Polis's {WIDE} "
        f"or {LOG}"
    )


@contextmanager
def _reader(path: Path) -> Iterator[tuple[list[str], Iterator[tuple[int, list[str]]]]]:
    """The header, then the rows with their physical lines; whatever is wrong with the bytes said as PolisError."""
    with (gzip.open if path.suffix == ".gz" else open)(path, "rt", encoding="utf-8-sig", newline="") as file:
        reader = csv.reader(file, strict=True)
        csv.field_size_limit(LONGEST)

        def rows() -> Iterator[tuple[int, list[str]]]:
            for cells in reader:
                if cells:
                    yield reader.line_num, cells

        try:
            header = [cell.strip() for cell in next(reader, [])]
            repeated = {name for name in header if header.count(name) > 1}
            if repeated:
                raise PolisError(f"{path}, line 1: the column {min(repeated)!r} stands there twice")
            yield header, rows()
        except UnicodeDecodeError as wrong:
            raise PolisError(f"{path} is not UTF-8 text; save it as UTF-8") from wrong
        except csv.Error as wrong:
            raise PolisError(f"{path}, line {reader.line_num}: {wrong}") from wrong
        except (EOFError, zlib.error, gzip.BadGzipFile) as wrong:
            raise PolisError(f"{path} is damaged: {wrong}") from wrong


def _value(path: Path, line: int, cell: str) -> int:
    value = VOTES.get(cell.strip())
    if value is None:
        raise PolisError(f"{path}, line {line}: {cell[:40]!r} is no vote; 1 is agree, 0 pass, -1 disagree")
    return value


def _wide(path: Path, header: list[str], rows: Iterator[tuple[int, list[str]]]) -> Conversation:
    found = Conversation()
    columns = [place for place, name in enumerate(header) if name not in ABOUT]
    found.statements = [header[place] for place in columns]
    known: set[str] = set()
    for line, cells in rows:
        name = cells[0].strip()
        if len(cells) != len(header):
            raise PolisError(f"{path}, line {line}: {len(cells)} cells under {len(header)} columns")
        if not name or name in known:
            raise PolisError(f"{path}, line {line}: the participant {name!r} is named twice or not at all")
        known.add(name)
        found.participants.append(name)
        for statement, place in enumerate(columns):
            if cells[place]:
                found.person.append(len(found.participants) - 1)
                found.statement.append(statement)
                found.vote.append(_value(path, line, cells[place]))
    return found


def _long(
    path: Path, header: list[str], rows: Iterator[tuple[int, list[str]]], columns: tuple[str, ...]
) -> Conversation:
    found = Conversation()
    who, what, how = (header.index(name) for name in columns)
    when = header.index("timestamp") if "timestamp" in header else None
    people: dict[str, int] = {}
    statements: dict[str, int] = {}
    for line, cells in rows:
        if len(cells) != len(header):
            raise PolisError(f"{path}, line {line}: {len(cells)} cells under {len(header)} columns")
        person, statement = cells[who].strip(), cells[what].strip()
        if not person or not statement:
            raise PolisError(f"{path}, line {line}: a vote needs somebody who gave it and a statement")
        if when is not None:
            try:
                found.at.append(int(cells[when]))
            except (ValueError, OverflowError) as wrong:
                raise PolisError(
                    f"{path}, line {line}: {cells[when][:40]!r} is no timestamp in milliseconds"
                ) from wrong
        found.person.append(people.setdefault(person, len(people)))
        found.statement.append(statements.setdefault(statement, len(statements)))
        found.vote.append(_value(path, line, cells[how]))
    found.participants, found.statements = list(people), list(statements)
    return found


def read_statements(path: Path) -> Iterator[Statement]:
    """The rows of a `comments.csv`. Raises PolisError and OSError as `read_conversation`."""
    with _reader(path) as (header, rows):
        if "comment-id" not in header:
            raise PolisError(f"{path}, line 1: the column comment-id is missing")
        for line, cells in rows:
            row = dict(zip(header, cells, strict=False))
            moderated = row.get("moderated", "0").strip() or "0"
            if moderated not in VOTES:
                raise PolisError(f"{path}, line {line}: moderated is 1, 0 or -1, not {moderated[:40]!r}")
            yield Statement(
                id=row["comment-id"].strip(),
                text=row.get("comment-body", ""),
                author=row.get("author-id", ""),
                moderated=VOTES[moderated],
                meta=row.get("is-meta", "").strip().lower() in {"1", "true"},
            )


def read_groups(path: Path) -> dict[str, str]:
    """A CSV `participant,group`: the group of each person, both as they stand there. Raises as `read_conversation`."""
    groups: dict[str, str] = {}
    with _reader(path) as (header, rows):
        if not {"participant", "group"} <= set(header):
            raise PolisError(f"{path}, line 1: the columns participant,group are wanted")
        who, which = header.index("participant"), header.index("group")
        for line, cells in rows:
            if len(cells) != len(header) or not cells[who].strip() or not cells[which].strip():
                raise PolisError(f"{path}, line {line}: a participant and a group are wanted")
            name = cells[who].strip()
            if groups.setdefault(name, cells[which].strip()) != cells[which].strip():
                raise PolisError(f"{path}, line {line}: {name!r} is in two groups")
    return groups


def write_wide(participants: Iterable[str], statements: Iterable[str], cells: Iterable[Iterable[int | None]]) -> str:
    """`participants-votes.csv`: a row a person with counts, an empty cell where a statement was not seen."""
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(["participant", "group-id", "n-comments", "n-votes", "n-agree", "n-disagree", *statements])
    for name, row in zip(participants, cells, strict=True):
        given = list(row)
        said = [vote for vote in given if vote is not None]
        writer.writerow(
            [name, "", 0, len(said), said.count(1), said.count(-1), *("" if one is None else one for one in given)]
        )
    return out.getvalue()


def write_statements(statements: Iterable[tuple[Statement, int, int | None, int | None]]) -> str:
    """`comments.csv`: each statement with its time in milliseconds, agrees and disagrees (None: an empty cell)."""
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(
        ["timestamp", "comment-id", "author-id", "agrees", "disagrees", "moderated", "is-meta", "comment-body"]
    )
    for one, at, agrees, disagrees in statements:
        writer.writerow([at, one.id, one.author, agrees, disagrees, one.moderated, str(one.meta).lower(), one.text])
    return out.getvalue()
