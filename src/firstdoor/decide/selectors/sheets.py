"""Questions about paper ballots: how many stand how, which wait for a second person, and where two saw different things."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from typing import Any

from firstdoor.decide.models import Ballot, Option, PaperSheet
from firstdoor.decide.selectors import marks
from firstdoor.people import selectors as people

State = PaperSheet.State


@dataclass(frozen=True, slots=True)
class Sheets:
    """How many paper ballots stand how, and the numbers of those that somebody has to take up again."""

    printed: int
    once: list[str]
    differing: list[str]
    taken: int
    spoilt: list[tuple[str, str]]  # number, why
    settled: int  # of the taken and spoilt, by a third look

    @property
    def done(self) -> int:
        """How many need nothing any more."""
        return self.taken + len(self.spoilt)

    @property
    def open(self) -> int:
        """How many were entered and would not count now."""
        return len(self.once) + len(self.differing)


def sheets(of: Ballot) -> Sheets:
    """How the paper ballots stand. 1 query."""
    rows = list(PaperSheet.objects.of(of.municipality_id).filter(ballot=of).order_by("number"))
    states = Counter(row.state for row in rows)
    return Sheets(
        printed=len(rows),
        once=[row.number for row in rows if row.state == State.ONCE],
        differing=[row.number for row in rows if row.state == State.DIFFERS],
        taken=states[State.TAKEN],
        spoilt=[(row.number, str(row.get_flaw_display())) for row in rows if row.state == State.SPOILT],
        settled=sum(row.third_by is not None for row in rows),
    )


@dataclass(frozen=True, slots=True)
class Difference:
    """A sheet that two people entered differently, side by side."""

    sheet: PaperSheet
    first: str  # who
    second: str
    rows: list[
        tuple[int, Option, int, int]
    ]  # number on the sheet, what, the points that the first and the second saw (1 for a cross)
    flaws: tuple[str, str]


def difference(of: Ballot, number: str, options: list[Option]) -> Difference | None:
    """The two entries of a sheet that differ, or None. 2 queries."""
    rows = PaperSheet.objects.of(of.municipality_id).filter(ballot=of, number=number, state=State.DIFFERS)
    sheet = rows.first()
    if sheet is None:
        return None
    names: dict[Any, str] = people.person_names([sheet.first_by, sheet.second_by])
    one_flaw, other_flaw = sheet.first[0], sheet.second[0]
    one, other = (marks.points_of(entry[1]) for entry in (sheet.first, sheet.second))
    words = {"": "", **{flaw.value: str(flaw.label) for flaw in PaperSheet.Flaw}}
    return Difference(
        sheet=sheet,
        first=names.get(sheet.first_by, ""),
        second=names.get(sheet.second_by, ""),
        rows=[
            (at, option, one.get(option.project_id, 0), other.get(option.project_id, 0))
            for at, option in enumerate(options, start=1)
        ],
        flaws=(words[one_flaw], words[other_flaw]),
    )
