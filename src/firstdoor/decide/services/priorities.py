"""How the Action Group chooses its priorities: each seat marks as many as are wanted, the most marks win.

A tie over the last places goes to a second round among those tied; a tie there is decided by the chair, with the
reason recorded. Nothing is published before every candidate has its reason, the chosen and the others.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from functools import partial
from typing import TYPE_CHECKING
from uuid import UUID

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from firstdoor.core import audit, rights
from firstdoor.core.actor import Actor
from firstdoor.core.seen import mark_of, unchanged
from firstdoor.core.texts import Texts, plain
from firstdoor.decide.models import Candidate, Choice, Mark
from firstdoor.decide.selectors.priorities import candidates_of, voices_behind_candidates
from firstdoor.decide.services.decisions import in_each_language
from firstdoor.decide.services.evidence import set_evidence
from firstdoor.listen import services as listen
from firstdoor.people import selectors as people
from firstdoor.people import services as people_services

if TYPE_CHECKING:
    from firstdoor.listen.models import Theme
    from firstdoor.people.models import Cycle, Seat
    from firstdoor.places.models import Municipality

PREPARE = "decide.prepare_choice"
MARK = "decide.mark_priorities"
State = Choice.State
ROUND_OF = {State.ROUND_1: 1, State.ROUND_2: 2}


@dataclass(frozen=True, slots=True)
class Tally:
    """What a round came to: surely in, and those tied over the places that are left."""

    through: list[UUID]
    tied: list[UUID]
    places: int


def tally(marks: Mapping[UUID, int], wanted: int) -> Tally:
    """The candidates with the most marks; whoever ties over the last places stays open.

    >>> a, b, c = (UUID(int=n) for n in (1, 2, 3))
    >>> tally({a: 3, b: 2, c: 1}, 2).tied
    []
    >>> tally({a: 3, b: 2, c: 2}, 2).tied == [b, c]
    True
    """
    order = sorted(marks, key=lambda candidate: (-marks[candidate], str(candidate)))
    if len(order) <= wanted:
        return Tally(order, [], 0)
    edge = marks[order[wanted - 1]]
    if marks[order[wanted]] < edge:
        return Tally(order[:wanted], [], 0)
    through = [candidate for candidate in order if marks[candidate] > edge]
    tied = [candidate for candidate in order if marks[candidate] == edge]
    return Tally(through, tied, wanted - len(through))


@transaction.atomic
def begin_choice(*, by: Actor, municipality: Municipality, cycle: Cycle, wanted: int = 2) -> Choice:
    """Begin choosing in this cycle, or return the choice that has begun. Raises NotAllowed."""
    rights.require(by, PREPARE, municipality)
    choice = Choice.objects.of(municipality).filter(cycle=cycle).first()
    if choice is None:
        choice = Choice.objects.create(municipality=municipality, cycle=cycle, wanted=wanted)
        audit.record("decide.choice_begun", by=by, municipality=municipality, about=choice)
    return choice


def mark_of_candidate(row: Candidate) -> str:
    """What tells whether somebody changed it meanwhile."""
    return mark_of(row.title, row.case_for)


@transaction.atomic
def put_up(
    *,
    by: Actor,
    municipality: Municipality,
    choice: Choice,
    theme: Theme,
    title: Texts,
    case_for: Texts,
    cases: Iterable[UUID] = (),
    statements: Iterable[UUID] = (),
    seen: str | None = None,
) -> Candidate:
    """Put up a theme as a candidate, with what speaks for it, the cases whose voices it would answer, and the statements
    of conversations that are reasons for it; or change it. `seen` is the mark of the candidate that was changed, "" where
    none was there: whoever puts up a theme that somebody else has put up meanwhile is told.

    Raises NotAllowed; ValidationError once marking has begun; ChangedMeanwhile.
    """
    rights.require(by, PREPARE, municipality)
    if choice.state != State.GATHERING:
        raise ValidationError(_("Marking has begun; candidates stay as they are."))
    candidate = Candidate.objects.of(municipality).filter(choice=choice, theme=theme).first()
    if candidate is not None and (candidate.title, candidate.case_for) != (title, case_for):
        unchanged(seen, mark_of_candidate(candidate))
    candidate = candidate or Candidate(municipality=municipality, choice=choice, theme=theme)
    candidate.title, candidate.case_for = title, case_for
    candidate.save()
    audit.record("decide.candidate_put_up", by=by, municipality=municipality, about=candidate)
    for kind, refs in (("case", cases), ("statement", statements)):
        set_evidence(
            by=by, municipality=municipality, target_kind="candidate", target_id=candidate.pk, kind=kind, refs=refs
        )
    return candidate


@transaction.atomic
def take_down(*, by: Actor, municipality: Municipality, candidate: Candidate) -> None:
    """Take a candidate back before marking begins. Raises NotAllowed, ValidationError."""
    rights.require(by, PREPARE, municipality)
    if candidate.choice.state != State.GATHERING:
        raise ValidationError(_("Marking has begun; candidates stay as they are."))
    for kind in ("case", "statement"):
        set_evidence(
            by=by, municipality=municipality, target_kind="candidate", target_id=candidate.pk, kind=kind, refs=()
        )
    audit.record("decide.candidate_taken_down", by=by, municipality=municipality, about=candidate, gone=True)
    candidate.delete()


def _move(by: Actor, municipality: Municipality, choice: Choice, state: str) -> None:
    choice.state = state
    choice.save()
    audit.record(f"decide.choice_{state}", by=by, municipality=municipality, about=choice)


def _locked(municipality: Municipality, choice: Choice) -> Choice:
    return Choice.objects.of(municipality).select_for_update().get(pk=choice.pk)


@transaction.atomic
def open_marking(*, by: Actor, municipality: Municipality, choice: Choice) -> None:
    """Let the seats mark. Raises NotAllowed; ValidationError with fewer candidates than places."""
    rights.require(by, PREPARE, municipality)
    choice = _locked(municipality, choice)
    if choice.state != State.GATHERING:
        return
    if len(candidates_of(choice)) <= choice.wanted:
        raise ValidationError(_("Put up more candidates than can be chosen, so that there is a choice."))
    _move(by, municipality, choice, State.ROUND_1)


def own_seat(by: Actor, municipality: Municipality, *, chairs: bool = False) -> Seat:
    """The actor's own seat in the Action Group if it votes (or chairs): the seat gives the right, whatever the role.

    Raises NotAllowed.
    """
    rights.require(by, MARK, municipality)
    seat = people.seat_of(by, municipality, today=timezone.localdate())
    if seat is None or not (seat.chairs if chairs else seat.votes):
        raise rights.NotAllowed(MARK)
    return seat


@transaction.atomic
def mark(*, by: Actor, municipality: Municipality, choice: Choice, candidates: Iterable[UUID]) -> None:
    """Mark as many candidates as there are places, for the seat one holds; again until the round is closed.

    Raises NotAllowed without a seat that votes; ValidationError for a wrong number or a candidate not in this round.
    """
    seat = own_seat(by, municipality)
    choice = _locked(municipality, choice)
    if choice.state not in ROUND_OF:
        raise ValidationError(_("Marking is not open."))
    number = ROUND_OF[State(choice.state)]
    allowed, places = standing(municipality, choice)
    chosen = set(candidates)
    if not chosen <= set(allowed):
        raise ValidationError({"candidates": _("One of these is not in this round.")})
    if len(chosen) != places:
        raise ValidationError({"candidates": _("Mark exactly {n}.").format(n=places)})
    rows = {
        row.candidate_id: row
        for row in Mark.objects.of(municipality).filter(candidate__choice=choice, seat=seat, round=number)
    }
    for candidate in set(rows) - chosen:
        audit.record("decide.mark_taken_back", by=by, municipality=municipality, about=rows[candidate], gone=True)
        rows[candidate].delete()
    for candidate in sorted(chosen - set(rows)):
        row = Mark.objects.create(
            municipality=municipality, candidate_id=candidate, seat=seat, round=number, at=timezone.now()
        )
        audit.record("decide.marked", by=by, municipality=municipality, about=row)


def counts(municipality: Municipality, choice: Choice, number: int, among: Iterable[UUID]) -> dict[UUID, int]:
    """How many marks each candidate of a round has. 1 query."""
    marks = Mark.objects.of(municipality).filter(candidate__choice=choice, round=number)
    found = Counter(marks.values_list("candidate_id", flat=True))
    return {candidate: found.get(candidate, 0) for candidate in among}


def standing(municipality: Municipality, choice: Choice) -> tuple[list[UUID], int]:
    """Who stands in the present round, and how many places are open. 1 to 2 queries."""
    everybody = [candidate.pk for candidate in candidates_of(choice)]
    if choice.state in {State.GATHERING, State.ROUND_1}:
        return everybody, choice.wanted
    first = tally(counts(municipality, choice, 1, everybody), choice.wanted)
    if choice.state == State.ROUND_2:
        return first.tied, first.places
    second = tally(counts(municipality, choice, 2, first.tied), first.places)
    return second.tied, second.places


def _through(municipality: Municipality, choice: Choice) -> list[UUID]:
    """Those that the rounds so far let through for sure, best first."""
    everybody = [candidate.pk for candidate in candidates_of(choice)]
    first = tally(counts(municipality, choice, 1, everybody), choice.wanted)
    if not first.tied:
        return first.through
    second = tally(counts(municipality, choice, 2, first.tied), first.places)
    return [*first.through, *second.through]


@transaction.atomic
def close_round(*, by: Actor, municipality: Municipality, choice: Choice) -> None:
    """Close the round: it is settled, or goes to a second round, or to the chair. Raises NotAllowed, ValidationError."""
    rights.require(by, PREPARE, municipality)
    choice = _locked(municipality, choice)
    if choice.state not in ROUND_OF:
        raise ValidationError(_("No round is open."))
    allowed, places = standing(municipality, choice)
    found = counts(municipality, choice, ROUND_OF[State(choice.state)], allowed)
    if not any(found.values()):
        raise ValidationError(_("Nobody has marked anything yet."))
    outcome = tally(found, places)
    if not outcome.tied:
        _settle(by, municipality, choice, _through(municipality, choice))
    elif choice.state == State.ROUND_1:
        _move(by, municipality, choice, State.ROUND_2)
    else:
        _move(by, municipality, choice, State.CHAIR)


@transaction.atomic
def decide_tie(
    *, by: Actor, municipality: Municipality, choice: Choice, candidates: Iterable[UUID], reason: Texts
) -> None:
    """The chair decides who of those tied gets the places left, and says why. Raises NotAllowed, ValidationError."""
    own_seat(by, municipality, chairs=True)
    choice = _locked(municipality, choice)
    if choice.state != State.CHAIR:
        raise ValidationError(_("There is no tie to decide."))
    tied, places = standing(municipality, choice)
    chosen = list(dict.fromkeys(candidates))
    if len(chosen) != places or not set(chosen) <= set(tied):
        raise ValidationError({"candidates": _("Choose exactly {n} of those tied.").format(n=places)})
    if not reason:
        raise ValidationError({"reason": _("Say why: the reason is published.")})
    choice.chair_reason = reason
    _settle(by, municipality, choice, [*_through(municipality, choice), *chosen])


def _settle(by: Actor, municipality: Municipality, choice: Choice, chosen: list[UUID]) -> None:
    for candidate in candidates_of(choice):
        candidate.chosen = candidate.pk in chosen
        candidate.rank = chosen.index(candidate.pk) + 1 if candidate.chosen else None
        candidate.save()
        audit.record("decide.candidate_settled", by=by, municipality=municipality, about=candidate)
    _move(by, municipality, choice, State.REASONS)


@transaction.atomic
def write_reason(
    *, by: Actor, municipality: Municipality, candidate: Candidate, reason: Texts, seen: str | None = None
) -> None:
    """Say why a candidate was chosen or not; `seen` is the mark of the reason that stood there.

    Raises NotAllowed; ValidationError once published; ChangedMeanwhile.
    """
    rights.require(by, PREPARE, municipality)
    unchanged(seen, mark_of(candidate.reason))
    if candidate.choice.state != State.REASONS:
        raise ValidationError(_("Reasons are written after the marking and before the result is published."))
    candidate.reason = reason
    candidate.save()
    audit.record("decide.reason_written", by=by, municipality=municipality, about=candidate)


@transaction.atomic
def publish_choice(*, by: Actor, municipality: Municipality, choice: Choice, at: datetime | None = None) -> None:
    """Publish the choice with all reasons, and answer every voice behind every candidate.

    Voices of chosen candidates hear it first; a voice behind both hears only that. Whoever wrote something else in a
    conversation that gave reasons hears what became of it. Raises NotAllowed; ValidationError
    while a reason is missing.
    """
    rights.require(by, PREPARE, municipality)
    choice = _locked(municipality, choice)
    if choice.state != State.REASONS:
        raise ValidationError(_("The result cannot be published yet."))
    candidates = candidates_of(choice)
    if any(not candidate.reason for candidate in candidates):
        raise ValidationError(_("Every candidate needs its reason, also those not chosen."))
    choice.decided_at = at or timezone.now()
    _move(by, municipality, choice, State.DECIDED)
    behind = voices_behind_candidates(municipality, candidates)
    told: set[UUID] = set()
    for candidate in sorted(candidates, key=lambda one: (not one.chosen, one.rank or 0)):
        cases, voices = behind[candidate.pk].cases, behind[candidate.pk].voices
        if candidate.chosen:
            listen.take_into_policy(
                by=by, municipality=municipality, cases=cases, reason=candidate.reason, permission=PREPARE,
                by_role="action_group",
            )  # fmt: skip
        listen.give_answer(
            by=by,
            municipality=municipality,
            kind="chosen" if candidate.chosen else "not_chosen",
            about_kind="candidate",
            about_id=candidate.pk,
            text=candidate.reason,
            voices=[voice for voice in voices if voice not in told],
            path=f"{municipality.slug}/paper/priorities/",
            by_role="action_group",
            at=choice.decided_at,
            permission=PREPARE,
        )
        told |= set(voices)
    _tell_around(by, municipality, choice, candidates, {pk: one.around - told for pk, one in behind.items()})
    people_services.step_done(by=by, municipality=municipality, kind="priorities")


def _tell_around(
    by: Actor, municipality: Municipality, choice: Choice, candidates: list[Candidate], around: dict[UUID, set[UUID]]
) -> None:
    """Tell those who wrote something else in a conversation what it was a reason for: one answer each, of all of it."""
    groups: dict[tuple[UUID, ...], list[UUID]] = {}
    for voice in sorted(set().union(*around.values())):
        groups.setdefault(tuple(one.pk for one in candidates if voice in around[one.pk]), []).append(voice)
    for pks, voices in groups.items():
        about = [one for one in candidates if one.pk in pks]
        listen.give_answer(
            by=by, municipality=municipality, kind="reply", about_kind="candidate", about_id=about[0].pk,
            text=in_each_language(municipality, partial(_around_words, about)), voices=voices,
            path=f"{municipality.slug}/paper/priorities/", by_role="action_group", at=choice.decided_at,
            permission=PREPARE,
        )  # fmt: skip


def _around_words(about: list[Candidate]) -> str:
    said = [
        _("What people said in the conversation in which you took part was weighed when the priorities were chosen.")
    ]
    for one in about:
        words = _("Chosen: {title}. {reason}") if one.chosen else _("Not chosen this time: {title}. {reason}")
        said.append(words.format(title=plain(one.title), reason=plain(one.reason)))
    return " ".join(said)
