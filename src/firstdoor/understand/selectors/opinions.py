"""What a conversation says, read from the map that was kept, with the words of now.

Numbers come from the kept map, drawn at most some seconds ago; words come from the statements as they stand, so that what
somebody has taken back, or what is not shown any more, is gone at once.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime
from functools import partial
from typing import Any

from firstdoor.core.facts import Facts
from firstdoor.core.texts import Texts
from firstdoor.listen.selectors import conversations as talks
from firstdoor.listen.selectors.hands import hand_totals
from firstdoor.places import selectors as places
from firstdoor.understand.models import MapState
from firstdoor.understand.summary import LEAST, MARKS, MOST

STABLE, DISSOLVES = 0.75, 0.6  # how much of a group is found again (Hennig 2007)
MOVED = 5  # percent, from which on weighing is told of
MORE = 1.1  # times as many votes as before, from which on it is looked again how sure the groups are


@dataclass(frozen=True, slots=True)
class Line:
    """A statement with its counts; `merged` are the words of those that were merged into it."""

    number: int
    text: Texts
    agree: int
    disagree: int
    passed: int
    merged: tuple[Texts, ...] = ()
    numbers_merged: tuple[int, ...] = ()
    hands: tuple[int, int, int] = (
        0,
        0,
        0,
    )  # agree, disagree, pass by show of hands: not in the map, nor in the counts above

    @property
    def total(self) -> tuple[int, int, int]:
        """Votes and hands together; hands alone where the votes are too few to be told, since the rest would tell them."""
        if not self.told:
            return self.hands
        return self.agree + self.hands[0], self.disagree + self.hands[1], self.passed + self.hands[2]

    @property
    def n_hands(self) -> int:
        """Hands of which may be told."""
        return sum(self.hands)

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
class Sure:
    """How sure groups are: of `draws` draws of people `same` gave as many groups; letters of those that mostly stayed
    together, and of those that dissolved."""

    draws: int
    same: int
    stable: list[str]
    dissolve: list[str]


@dataclass(frozen=True, slots=True)
class Weighed:
    """What would be held if each unit weighed as much as people live there. `said` of `people` said where they live; so
    weighed all count like `like`; `missing` units are not heard; `moved`: statement, percent who agree before and after."""

    said: int
    people: int
    like: int
    missing: list[str]
    moved: list[tuple[Line, int, int]]


@dataclass(frozen=True, slots=True)
class Results:
    """Everything on the page. `why` says why no groups are told: "few_people", "like_chance", "too_small",
    "groups" where they came out of too few maps in a row; or ""."""

    drawn_at: datetime
    people: int
    votes: int
    mapped: int
    lines: list[Line]
    agreed: list[Line]
    refused: list[Line]
    undecided: list[Line]
    groups: list[Group]
    why: str
    sure: Sure | None
    weighed: Weighed | None = None
    dots: list[list[Any]] = field(default_factory=list)  # x, y, letter ("" where groups are not told), size
    labels: list[list[Any]] = field(default_factory=list)  # letter, x, y
    axes: dict[str, Any] = field(default_factory=dict)  # what a reader's device needs to find the own place

    @property
    def told(self) -> bool:
        """Whether enough people took part to tell anything."""
        return self.people >= LEAST

    @property
    def by_hand(self) -> bool:
        """Whether hands were raised of which may be told, however few voted."""
        return any(line.n_hands for line in self.lines)

    @property
    def shared_marks(self) -> bool:
        """Whether a mark may stand for several people."""
        return self.mapped > MARKS

    @property
    def own(self) -> dict[str, Any]:
        """What a reader's device needs to find the own place from the votes that it kept: no person is in it."""
        return {**self.axes, "merged": {str(gone): line.number for line in self.lines for gone in line.numbers_merged}}


def results(of: Any) -> Results | None:
    """What the conversation says, as its kept map tells; None before the first one was drawn. 4 queries."""
    state = MapState.objects.of(of.municipality_id).filter(conversation=of).defer("shown").first()
    if state is None:
        return None
    found, lines = state.found, _lines(of, state.found["counts"])
    agreed, refused, undecided = (
        [lines[number] for number in found[name] if number in lines] for name in ("agreed", "refused", "undecided")
    )
    groups = [
        Group(
            group["letter"], group["people"],
            [Said(lines[number], agrees, *shares) for number, agrees, *shares in group["said"] if number in lines],
        )
        for group in found["groups"]
    ]  # fmt: skip
    return Results(
        state.drawn_at, found["people"], found["votes"], found["mapped"], list(lines.values()), agreed, refused,
        undecided, groups, found["why"], _sure(state), _weighed(of, found, lines), found["dots"], found["labels"], found["axes"],
    )  # fmt: skip


def _lines(of: Any, counts: dict[str, list[int]]) -> dict[int, Line]:
    merged: dict[int, list[Any]] = {}
    for row in talks.not_shown(of):
        if row.merged_into is not None:
            merged.setdefault(row.merged_into.number, []).append(row)
    lines, raised = {}, hand_totals(of)
    for row in talks.shown(of):
        agree, disagree, passed = counts.get(str(row.number), (0, 0, 0))
        joined = merged.get(row.number, [])
        hands = raised.get(row.pk, (0, 0, 0))
        lines[row.number] = Line(
            row.number, row.text, agree, disagree, passed, tuple(one.text for one in joined if one.text),
            tuple(one.number for one in joined), hands if sum(hands) >= LEAST else (0, 0, 0),
        )  # fmt: skip
    return lines


def _weighed(of: Any, found: dict[str, Any], lines: dict[int, Line]) -> Weighed | None:
    kept = found.get("weighed")
    if not kept:
        return None
    names = {str(unit.pk): unit.name for unit in places.units(of.municipality)}
    moved = [
        (lines[int(number)], before, after)
        for number, (before, after) in kept["shares"].items()
        if int(number) in lines and abs(after - before) >= MOVED
    ]
    moved.sort(key=lambda row: (-abs(row[2] - row[1]), row[0].number))
    missing = [names[unit] for unit in kept["missing"] if unit in names]
    return Weighed(kept["said"], kept["people"], kept["like"], missing, moved[:MOST])


def _sure(state: MapState) -> Sure | None:
    kept = state.sure
    if not kept or not state.found["groups"] or kept["k"] != state.found["k"]:
        return None
    shares = kept["kept"].items()
    return Sure(
        kept["draws"], kept["same"], [letter for letter, share in shares if share >= STABLE],
        [letter for letter, share in shares if share < DISSOLVES],
    )  # fmt: skip


def to_draw(municipality: Any, *, now: datetime) -> list[Any]:
    """The conversations whose kept map is not that of the votes of now. 3 queries, and 3 for each that is open.

    What becomes of one that is over leaves a record each time, so it is looked at again only once there is a new one.
    """
    rows = talks.begun(municipality, today=places.local_date(municipality, now))
    kept = MapState.objects.of(municipality).filter(conversation__in=[row for row, _how in rows]).defer("shown")
    states = {state.conversation_id: state for state in kept}
    facts = Facts(municipality)
    due = []
    for row, how in rows:
        state = states.get(row.pk)
        if state is None or (how == "over" and not state.final):
            due.append(row)
        elif how == "open":
            if state.mark != talks.mark(row):
                due.append(row)
        elif state.mark != facts.get("votes", row.pk, make=partial(talks.mark, row)):
            due.append(row)
    return due


def unsure(state: MapState) -> bool:
    """Whether it is worth looking again how sure its groups are. No query."""
    looked, found = state.sure, state.found
    if not found["groups"]:
        return False
    if not looked or looked["k"] != found["k"]:
        return True
    return bool(found["votes"] >= MORE * looked["votes"] or state.final > looked["final"])


def to_look_at(municipality: Any) -> list[Any]:
    """The conversations of whose groups nobody looked how sure they are, as they are now. 1 query."""
    states = MapState.objects.of(municipality).select_related("conversation__municipality").defer("shown")
    return [state.conversation for state in states if unsure(state)]
