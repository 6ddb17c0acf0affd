"""The votes of a conversation as files, for others to count again.

What may be in them, and why, stands in docs/decisions/votes-as-rows.md.
"""

from __future__ import annotations

import random
from collections.abc import Callable
from typing import Any

from firstdoor.core import keys
from firstdoor.core.tables import cell
from firstdoor.core.texts import plain
from firstdoor.formats import polis
from firstdoor.listen.selectors import conversations as talks
from firstdoor.listen.selectors.lately import by_statement
from firstdoor.understand.summary import LEAST

FEWEST = 30  # people in the files of rows, below which there are only counts
ANSWERS = 3  # of a person, below which the row is left out: it would say little but who wrote a statement


def _people_shuffled(of: Any) -> tuple[list[str], list[tuple[str, dict[int, int]]]]:
    """The statements of which may be told, and each person's votes on them under a new number, in an order that does
    not follow when they came."""
    votes = talks.votes_of(of)  # as the page counts them: without those that are left out
    counts = by_statement(votes)
    numbers = {row.number: None for row in talks.shown(of) if sum(counts.get(row.number, ())) >= LEAST}
    rows: dict[int, dict[int, int]] = {}
    for person, statement, value in votes.tolist():
        if statement in numbers:
            rows.setdefault(person, {})[statement] = value
    people = sorted(person for person, votes in rows.items() if len(votes) >= min(ANSWERS, len(numbers)))
    random.Random(keys.digest("shuffles", str(of.pk))).shuffle(people)  # noqa: S311 an order, not a secret by itself
    return [str(number) for number in numbers], [(str(at), rows[person]) for at, person in enumerate(people)]


def wide_file(of: Any) -> str:
    """`participants-votes.csv` of Polis's export format: a row a person; "" when there are too few. 3 queries."""
    numbers, people = _people_shuffled(of)
    if len(people) < FEWEST:
        return ""
    cells = ([votes.get(int(number)) for number in numbers] for _name, votes in people)
    return polis.write_wide([name for name, _votes in people], numbers, cells)


def long_file(of: Any) -> str:
    """`participant,statement,vote` with 1, 0, -1, by person and statement; "" when there are too few. 3 queries."""
    _numbers, people = _people_shuffled(of)
    if len(people) < FEWEST:
        return ""
    lines = ["participant,statement,vote"]
    for name, votes in people:
        lines += [f"{name},{statement},{value}" for statement, value in sorted(votes.items())]
    return "\n".join(lines) + "\n"


def statements_file(of: Any) -> str:
    """`comments.csv` of Polis's export format, without authors or times, and without counts where they are few; no cell
    is run as a formula; "" when too few people voted. 2 queries."""
    votes = talks.votes_of(of)
    if len(set(votes[:, 0].tolist())) < LEAST:
        return ""
    counts, rows = by_statement(votes), []
    for row in talks.shown(of):
        three = counts.get(row.number, (0, 0, 0))
        agree, disagree, _passed = three if sum(three) >= LEAST else (None, None, None)
        words = cell(plain(row.text, of.municipality.language))
        rows.append((polis.Statement(str(row.number), words, "", 1), 0, agree, disagree))
    return polis.write_statements(rows)


FILES: dict[str, Callable[[Any], str]] = {
    "participants-votes": wide_file, "votes-long": long_file, "comments": statements_file,
}  # fmt: skip
