"""Groups of voters: what a ballot may ask, and how much of its share each group got, small groups hidden."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from firstdoor.decide.models import Ballot
from firstdoor.places import selectors as places

AREA, AGE = "area", "age"
AGES = ("0-15", "16-24", "25-39", "40-64", "65-")  # years, both included
SMALLEST = 10  # voters; more than elsewhere, for the ballots themselves are published beside the table


@dataclass(frozen=True, slots=True)
class Question:
    """What a voter may say of herself: `answers` are values with their words."""

    name: str
    words: str
    answers: list[tuple[str, str]]


@dataclass(frozen=True, slots=True)
class Groups:
    """A table of how groups fared; rows of cells, the first names the group. `hidden`: those with too few, in words."""

    title: str
    head: list[str]
    rows: list[list[str]]
    hidden: str


def asks(ballot: Ballot) -> list[str]:
    """What the ballot asks of its voters besides the choice."""
    return [name for name, asked in ((AREA, ballot.asks_area), (AGE, ballot.asks_age)) if asked]


def asked_besides(municipality: Any, ballot: Ballot) -> str:
    """The questions of a ballot in one line; "" for none. 1 small query at most."""
    return " ".join(question.words for question in questions(municipality, ballot))


def questions(municipality: Any, ballot: Ballot) -> list[Question]:
    """The questions of a ballot, in the reader's language. 1 small query at most."""
    found = []
    if ballot.asks_area:
        units = [(str(unit.pk), unit.name) for unit in places.units(municipality)]
        found.append(Question(AREA, _("Where do you live?"), units))
    if ballot.asks_age:
        found.append(Question(AGE, _("How old are you?"), [(age, _age(age)) for age in AGES]))
    return found


def group_tables(municipality: Any, ballot: Ballot) -> list[Groups]:
    """The tables of a counted ballot, groups in the order of the question. 1 small query at most."""
    told: Mapping[str, list[dict[str, Any]]] = (ballot.result or {}).get("groups") or {}
    titles = {AREA: _("By where they live"), AGE: _("By age")}
    found = []
    for question in questions(municipality, ballot):
        said = {row["group"]: row for row in told.get(question.name, [])}
        named = [(words, said[value]) for value, words in [*question.answers, ("", _("Not said"))] if value in said]
        rows = [[words, str(row["voters"]), f"{row['percent']} %"] for words, row in named if row["voters"] is not None]
        hidden = "; ".join(words for words, row in named if row["voters"] is None)
        head = [_("Who"), _("Voters"), _("Got of its equal share")]
        if rows or hidden:
            found.append(Groups(titles[question.name], head, rows, hidden))
    return found


def _age(band: str) -> str:
    first, last = band.split("-")
    if not last:
        return _("{first} or older").format(first=first)
    return (
        _("{first} to {last}").format(first=first, last=last)
        if first != "0"
        else _("under {n}").format(n=int(last) + 1)
    )
