"""Questions about the choice of priorities."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from typing import Any
from uuid import UUID

from firstdoor.decide.models import Candidate, Choice, Evidence, Mark
from firstdoor.listen import selectors as listen
from firstdoor.people import selectors as people


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
    return list(rows.select_related("seat__person").order_by("round", "seat__person__name"))


def evidence_of(municipality: Any, target_kind: str, targets: Iterable[UUID]) -> dict[UUID, list[UUID]]:
    """The cases that each target stands on. 1 query."""
    found: dict[UUID, list[UUID]] = defaultdict(list)
    rows = Evidence.objects.of(municipality).filter(target_kind=target_kind, target_id__in=list(targets), kind="case")
    for target, ref in rows.values_list("target_id", "ref"):
        found[target].append(ref)
    return found


def voices_behind_candidates(
    municipality: Any, candidates: Iterable[Candidate]
) -> dict[UUID, tuple[list[UUID], list[UUID]]]:
    """For each candidate its cases and the voices behind them. 1 query, and 1 for each candidate with cases."""
    wanted = [one.pk for one in candidates]
    cases = evidence_of(municipality, "candidate", wanted)
    return {
        pk: (cases.get(pk, []), listen.voices_of_cases(municipality, cases[pk]) if cases.get(pk) else [])
        for pk in wanted
    }
