"""What a conversation says: what nearly everybody holds, where groups differ, what is undecided, and the map.

Small numbers are honoured: a statement is counted from `LEAST` votes on, and where one group has fewer people than that
none is described, since the others and the total would tell what it said.
"""

from __future__ import annotations

import random
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

import numpy as np

from firstdoor.core import keys
from firstdoor.core.tables import cell
from firstdoor.core.texts import Texts, plain
from firstdoor.formats import polis
from firstdoor.listen.selectors import conversations as talks
from firstdoor.methods.opinions import LETTERS, OpinionMap, collect, interval, opinion_map

LEAST = 5  # people or votes that may be told of
MOST = 5  # statements in a list
ALL, EACH = 0.7, 0.6  # what of all, and of each group, has to agree for "nearly everybody"
WIDTH, HEIGHT, EDGE = 640, 440, 36  # of the drawing


@dataclass(frozen=True, slots=True)
class Line:
    """A statement with its counts; `merged` are the words of those that were merged into it."""

    number: int
    text: Texts
    agree: int
    disagree: int
    passed: int
    merged: tuple[Texts, ...] = ()

    @property
    def n(self) -> int:
        """Votes."""
        return self.agree + self.disagree + self.passed

    @property
    def told(self) -> bool:
        """Whether there are enough votes to tell how they fell."""
        return self.n >= LEAST

    @property
    def parts(self) -> list[tuple[str, str, str]]:
        """Agree, pass, disagree as (name, start, width) in percent, for a bar."""
        rows, start = [], 0.0
        for name, n in (("agree", self.agree), ("pass", self.passed), ("disagree", self.disagree)):
            width = 100 * n / max(self.n, 1)
            rows.append((name, f"{start:.2f}", f"{width:.2f}"))
            start += width
        return rows


@dataclass(frozen=True, slots=True)
class Said:
    """What sets a group apart: a statement, whether it agrees, and in percent how many of it and of the others do."""

    line: Line
    agrees: bool
    here: int
    elsewhere: int


@dataclass(frozen=True, slots=True)
class Group:
    """A group of people who answered alike."""

    letter: str
    people: int
    said: list[Said]


@dataclass(frozen=True, slots=True)
class Dot:
    """One person in the drawing; `letter` is empty where groups are not told."""

    x: str
    y: str
    letter: str


@dataclass(frozen=True, slots=True)
class Results:
    """Everything on the page. `why` says why no groups are told: "few_people", "like_chance", "too_small", or ""."""

    people: int
    votes: int
    mapped: int
    lines: list[Line]
    agreed: list[Line]
    refused: list[Line]
    undecided: list[Line]
    groups: list[Group]
    why: str
    dots: list[Dot] = field(default_factory=list)
    labels: list[tuple[str, str, str]] = field(default_factory=list)  # letter, x, y

    @property
    def told(self) -> bool:
        """Whether enough people took part to tell anything."""
        return self.people >= LEAST


def results(of: Any) -> Results:
    """What the conversation says now. 3 queries; drawing the map costs with the votes (methods.opinions)."""
    shown = {row.number: row for row in talks.shown(of)}
    votes = talks.votes_of(of)
    merged: dict[int, list[Texts]] = {}
    for row in talks.not_shown(of):
        if row.merged_into is not None and row.text:
            merged.setdefault(row.merged_into.number, []).append(row.text)
    people = sorted({person for person, _statement, _value in votes})
    place = {person: at for at, person in enumerate(people)}
    numbers = sorted(shown)
    column = {number: at for at, number in enumerate(numbers)}
    found = opinion_map(
        collect(
            [place[person] for person, _s, _v in votes], [column[statement] for _p, statement, _v in votes],
            [value for _p, _s, value in votes],
            participants=[str(person) for person in people], statements=[str(number) for number in numbers],
        )
    ) if votes else None  # fmt: skip
    lines = _lines(shown, votes, merged)
    if found is None or len(people) < LEAST:
        return Results(len(people), len(votes), 0, lines, [], [], [], [], "few_people")
    return _described(found, lines, len(people), len(votes))


def _lines(shown: dict[int, Any], votes: list[tuple[int, int, int]], merged: dict[int, list[Texts]]) -> list[Line]:
    counts = {number: [0, 0, 0] for number in shown}
    for _person, statement, value in votes:
        counts[statement][1 - value] += 1
    return [
        Line(number, row.text, counts[number][0], counts[number][2], counts[number][1], tuple(merged.get(number, ())))
        for number, row in shown.items()
    ]


def _described(found: OpinionMap, lines: list[Line], people: int, votes: int) -> Results:
    by_number = {line.number: line for line in lines}
    at = [by_number[int(name)] for name in found.votes.statements]
    k = found.structure.k
    small = k > 1 and int(found.sizes.min()) < LEAST
    why = "too_small" if small else "" if k > 1 else found.structure.reason
    agreed = _shared(at, found, found.counts.agree, [line.agree for line in at], found.consensus)
    refused = _shared(at, found, found.counts.disagree, [line.disagree for line in at], found.consensus_disagree)
    groups = [] if why else [_group(found, at, number) for number in range(k)]
    taken = {one.number for one in [*agreed, *refused]} | {one.line.number for group in groups for one in group.said}
    if groups:
        taken |= _split(found, at)
    dots, labels = _drawn(found, bool(groups))
    return Results(
        people, votes, int(found.inside.sum()), lines, agreed, refused,
        _undecided([line for line in at if line.number not in taken]), groups, why, dots, labels,
    )  # fmt: skip


def _shared(at: list[Line], found: OpinionMap, by_group: Any, total: list[int], order: Any) -> list[Line]:
    """What at least `ALL` of all and `EACH` of every group say, the most shared first."""
    chosen = []
    for place in np.argsort(-np.asarray(order), kind="stable").tolist():
        seen = found.counts.seen[:, place]
        each = by_group[:, place][seen > 0] / seen[seen > 0]
        if at[place].told and total[place] >= ALL * at[place].n and (each >= EACH).all():
            chosen.append(at[place])
    return chosen[:MOST]


def _split(found: OpinionMap, at: list[Line]) -> set[int]:
    """Statements on which each group knows what it holds, one this and another that: they are not undecided."""
    seen = np.maximum(found.counts.seen, 1)
    yes = (found.counts.agree / seen >= EACH).any(axis=0)
    no = (found.counts.disagree / seen >= EACH).any(axis=0)
    return {line.number for line, both in zip(at, (yes & no).tolist(), strict=True) if both}


def _undecided(lines: Iterable[Line]) -> list[Line]:
    """Where agree and disagree cannot be told apart, or most pass; the closest first."""
    chosen = []
    for line in lines:
        if not line.told:
            continue
        low, high = interval(line.agree, line.agree + line.disagree)
        if (float(low) < 0.5 < float(high)) or 2 * line.passed > line.n:
            chosen.append(line)
    return sorted(chosen, key=lambda line: (abs(line.agree - line.disagree) / line.n, line.number))[:MOST]


def _group(found: OpinionMap, at: list[Line], number: int) -> Group:
    counts, said = found.counts, []
    for one in found.representative[number]:
        agrees = one.direction == "agree"
        yes = (counts.agree if agrees else counts.disagree)[:, one.statement]
        seen = counts.seen[:, one.statement]
        others, theirs = int(seen.sum() - seen[number]), int(yes.sum() - yes[number])
        if seen[number] < LEAST or others < LEAST:
            continue
        said.append(
            Said(
                at[one.statement],
                agrees,
                round(100 * int(yes[number]) / int(seen[number])),
                round(100 * theirs / others),
            )
        )
    return Group(LETTERS[number], int(found.sizes[number]), said)


def _drawn(found: OpinionMap, grouped: bool) -> tuple[list[Dot], list[tuple[str, str, str]]]:
    """The people of the map as they stand, in an order that says nothing, and where each group's letter goes."""
    points, labels = found.positions[found.inside], found.labels[found.inside]
    if not len(points):
        return [], []
    low, span = points.min(axis=0), np.ptp(points, axis=0)
    scale = min((side - 2 * EDGE) / max(extent, 1e-9) for side, extent in zip((WIDTH, HEIGHT), span, strict=True))
    middle = low + span / 2
    spots = (points - middle) * min(scale, 1e6) * (1, -1) + (WIDTH / 2, HEIGHT / 2)
    order = np.lexsort((spots[:, 1], spots[:, 0]))
    dots = [
        Dot(f"{spots[at, 0]:.0f}", f"{spots[at, 1]:.0f}", LETTERS[labels[at]] if grouped else "")
        for at in order.tolist()
    ]
    places = []
    for number in range(found.structure.k if grouped else 0):
        x, y = np.median(spots[labels == number], axis=0)
        places.append((LETTERS[number], f"{x:.0f}", f"{y:.0f}"))
    return dots, places


def _people_shuffled(of: Any) -> list[tuple[str, dict[int, int]]]:
    """Each person's votes under a new number, in an order that does not follow when they came."""
    rows: dict[int, dict[int, int]] = {}
    for person, statement, value in talks.votes_of(of):
        rows.setdefault(person, {})[statement] = value
    people = sorted(rows)
    random.Random(keys.digest("shuffles", str(of.pk))).shuffle(people)  # noqa: S311 an order, not a secret by itself
    return [(str(number), rows[person]) for number, person in enumerate(people)]


def wide_file(of: Any) -> str:
    """`participants-votes.csv` of Polis's export format: a row a person. 2 queries."""
    numbers = [row.number for row in talks.shown(of)]
    people = _people_shuffled(of)
    cells = ([votes.get(number) for number in numbers] for _name, votes in people)
    return polis.write_wide([name for name, _votes in people], [str(number) for number in numbers], cells)


def long_file(of: Any) -> str:
    """`participant,statement,vote` with 1, 0, -1, by person and statement. 1 query."""
    lines = ["participant,statement,vote"]
    for name, votes in _people_shuffled(of):
        lines += [f"{name},{statement},{value}" for statement, value in sorted(votes.items())]
    return "\n".join(lines) + "\n"


def statements_file(of: Any) -> str:
    """`comments.csv` of Polis's export format, without authors or times; no cell is run as a formula. 2 queries."""
    counts = talks.tallies(of)
    rows = []
    for row in talks.shown(of):
        agree, disagree, _passed = counts.get(row.pk, (0, 0, 0))
        words = cell(plain(row.text, of.municipality.language))
        rows.append((polis.Statement(str(row.number), words, "", 1), 0, agree, disagree))
    return polis.write_statements(rows)
