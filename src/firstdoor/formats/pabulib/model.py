"""What a ballot file holds, and the exact numbers in it."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Context, Decimal, Inexact
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


class Head:
    """What META says for counting."""

    __slots__ = ()
    meta: Mapping[str, str]

    @property
    def budget(self) -> Fraction:
        """The money to be given out. Raises PabulibError when META has no readable `budget`."""
        if "budget" not in self.meta:
            raise PabulibError("META has no budget")
        return number(self.meta["budget"], "budget", None)

    @property
    def vote_type(self) -> str:
        """One of VOTE_TYPES. Raises PabulibError when META has none."""
        if "vote_type" not in self.meta:
            raise PabulibError("META has no vote_type")
        kind = self.meta["vote_type"].lower()
        if kind not in VOTE_TYPES:
            raise PabulibError(f'vote_type "{kind}" is unknown; known are {", ".join(VOTE_TYPES)}')
        return kind


@dataclass(frozen=True, slots=True)
class Ballots(Head):
    """A whole file. `notes` and nothing else is left out of comparisons."""

    meta: Mapping[str, str]
    projects: tuple[Project, ...]
    votes: tuple[Vote, ...]
    vote_columns: tuple[str, ...] = ()
    notes: tuple[Note, ...] = field(default=(), compare=False)


@dataclass(frozen=True, slots=True)
class Tally(Head):
    """A whole file for counting: different ballots and how often each was cast, without voters and further columns."""

    meta: Mapping[str, str]
    projects: tuple[Project, ...]
    ballots: tuple[tuple[tuple[str, ...], tuple[Fraction, ...] | None], ...]  # choices and points
    times: tuple[int, ...]
    notes: tuple[Note, ...] = ()


def number(text: str, what: str, line: int | None) -> Fraction:
    """An exact number out of a file. Raises PabulibError."""
    if not _NUMBER.fullmatch(text):
        hint = "; write decimals with a point, and no separator for thousands" if "," in text or " " in text else ""
        raise PabulibError(f'{what} "{text[:MAX_DIGITS]}" is not a number{hint}', line)
    if len(text) > MAX_DIGITS:
        raise PabulibError(f"{what} {text[:9]}... has more than {MAX_DIGITS} digits", line)
    return Fraction(text)


def decimal(number: Fraction) -> str:
    """The exact decimal without spare zeros: 25/2 is 12.5. Raises PabulibError for one that never ends, such as 1/3."""
    enough = len(str(number.numerator)) + number.denominator.bit_length()  # a decimal that ends has no more digits
    exactly = Context(prec=enough, traps=[Inexact])
    try:
        return f"{exactly.divide(Decimal(number.numerator), Decimal(number.denominator)).normalize(exactly):f}"
    except Inexact:
        raise PabulibError(f"{number} has no finite decimal") from None
