"""Questions about the choice of priorities."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Any
from uuid import UUID

from firstdoor.decide.models import Candidate, Choice, Evidence, Mark
from firstdoor.decide.selectors.reasons import reasons_of
from firstdoor.decide.selectors.thread import grounds_of_candidates
from firstdoor.listen import selectors as listen
from firstdoor.people import selectors as people

if TYPE_CHECKING:
    from firstdoor.core.texts import Texts
    from firstdoor.listen.selectors import Stated
    from firstdoor.people.models import Seat


def choice_now(municipality: Any) -> Choice | None:
    """The choice of the cycle that is going on. 2 queries."""
    cycle = people.current_cycle(municipality)
    return None if cycle is None else Choice.objects.of(municipality).filter(cycle=cycle).first()


def candidates_of(choice: Choice) -> list[Candidate]:
    """The candidates: chosen first by rank, then as they were put up. 1 query."""
    rows = Candidate.objects.of(choice.municipality_id).filter(choice=choice).select_related("theme", "choice")
    return sorted(rows, key=lambda candidate: (candidate.rank is None, candidate.rank or 0, str(candidate.pk)))


def candidate(municipality: Any, pk: UUID) -> Candidate | None:
    """One candidate. 1 query."""
    return Candidate.objects.of(municipality).filter(pk=pk).select_related("choice", "theme").first()


def marks_of(choice: Choice) -> list[Mark]:
    """Every mark, with its seat and person: the group's minutes are open. 1 query."""
    rows = Mark.objects.of(choice.municipality_id).filter(candidate__choice=choice)
    return list(rows.select_related("seat__person", "candidate").order_by("round", "seat__person__name", "candidate"))


@dataclass(frozen=True, slots=True)
class Minutes:
    """Who marked what in a round that is over, by the seat's person."""

    number: int
    rows: list[tuple[str, list[Texts]]]


def minutes_of(choice: Choice) -> list[Minutes]:
    """The marks of each round that is closed, by seat: while a round is open nobody sees the others' marks. 1 query."""
    still_open = {Choice.State.ROUND_1: 1, Choice.State.ROUND_2: 2}.get(Choice.State(choice.state))
    rounds: dict[int, dict[UUID, tuple[str, list[Texts]]]] = defaultdict(dict)
    for mark in marks_of(choice):
        if mark.round != still_open:
            _name, titles = rounds[mark.round].setdefault(mark.seat_id, (mark.seat.person.name, []))
            titles.append(mark.candidate.title)
    return [Minutes(number, list(rows.values())) for number, rows in sorted(rounds.items())]


def seats_to_mark(choice: Choice, *, today: date) -> tuple[list[Seat], list[Seat]]:
    """The seats that vote today, and those of them that have not marked in the round that is open. 2 queries."""
    number = 2 if choice.state == Choice.State.ROUND_2 else 1
    marks = Mark.objects.of(choice.municipality_id).filter(candidate__choice=choice, round=number)
    marked = set(marks.values_list("seat_id", flat=True))
    voting = [seat for seat in people.seats_of(choice.municipality_id, today=today) if seat.votes]
    return voting, [seat for seat in voting if seat.pk not in marked]


@dataclass(frozen=True, slots=True)
class Behind:
    """What stands behind a candidate: cases, voices, and the others who wrote in a conversation that gives reasons."""

    cases: list[UUID]
    voices: list[UUID]
    around: set[UUID]


def evidence_of(
    municipality: Any, target_kind: str, targets: Iterable[UUID], kind: str = "case"
) -> dict[UUID, list[UUID]]:
    """The cases (or what `kind` says) that each target stands on. 1 query."""
    found: dict[UUID, list[UUID]] = defaultdict(list)
    rows = Evidence.objects.of(municipality).filter(target_kind=target_kind, target_id__in=list(targets), kind=kind)
    for target, ref in rows.values_list("target_id", "ref"):
        found[target].append(ref)
    return found


def voices_behind_candidates(municipality: Any, candidates: Iterable[Candidate]) -> dict[UUID, Behind]:
    """What stands behind each candidate. 1 query, 1 for each candidate with cases, and 3 where statements do."""
    grounds = grounds_of_candidates(municipality, [one.pk for one in candidates])
    found = {}
    for pk, one in grounds.items():
        of_cases = listen.voices_of_cases(municipality, one.cases) if one.cases else []
        found[pk] = Behind(sorted(one.cases), sorted({*of_cases, *one.voices}), one.around - set(of_cases))
    return found


@dataclass(frozen=True, slots=True)
class Row:
    """A candidate with the marks of each round, how many voices stand behind it, and the statements that are reasons."""

    candidate: Candidate
    marks: dict[int, int]
    voices: int
    cases: int
    reasons: list[Stated]

    @property
    def voices_shown(self) -> int | None:
        """The number of voices for public pages: hidden while small, since not all of them are public."""
        return self.voices if self.voices >= 5 else None

    @property
    def first(self) -> int:
        """Marks in the first round."""
        return self.marks.get(1, 0)

    @property
    def second(self) -> int | None:
        """Marks in the second round, where there was one for this candidate."""
        return self.marks.get(2)


def published_choice(municipality: Any) -> Choice | None:
    """The newest choice that was published. 1 query."""
    rows = Choice.objects.of(municipality).filter(state=Choice.State.DECIDED)
    return rows.order_by("-decided_at").first()


def outcome(choice: Choice) -> list[Row]:
    """Every candidate with its marks, voices and reasons. 4 queries, 1 for each candidate with cases, and 6 where
    statements are reasons."""
    candidates = candidates_of(choice)
    counted: dict[UUID, Counter[int]] = defaultdict(Counter)
    for mark in Mark.objects.of(choice.municipality_id).filter(candidate__choice=choice):
        counted[mark.candidate_id][mark.round] += 1
    behind = voices_behind_candidates(choice.municipality_id, candidates)
    reasons = reasons_of(choice.municipality_id, [one.pk for one in candidates])
    return [
        Row(
            one, dict(counted[one.pk]), len(behind[one.pk].voices), len(behind[one.pk].cases), reasons.get(one.pk, [])
        )
        for one in candidates
    ]  # fmt: skip


def seats_that_marked(choice: Choice) -> int:
    """How many seats have marked in the last round that was open. 1 query."""
    number = 2 if choice.state == Choice.State.ROUND_2 else 1
    rows = Mark.objects.of(choice.municipality_id).filter(candidate__choice=choice, round=number)
    return rows.values("seat").distinct().count()
