"""The council's decision on the paper, and what goes back to everybody whose voice led to it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING
from uuid import UUID

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import override

from firstdoor.core import audit, rights
from firstdoor.core.actor import Actor
from firstdoor.core.texts import Texts, plain
from firstdoor.decide.models import Comment, Decision, Measure, Version
from firstdoor.decide.selectors import grounds_of_measures
from firstdoor.decide.selectors import paper as questions
from firstdoor.listen import selectors as listen_questions
from firstdoor.listen import services as listen
from firstdoor.people import services as people
from firstdoor.places import selectors as places

if TYPE_CHECKING:
    from firstdoor.places.models import Municipality

ENTER = "decide.enter_decision"


@dataclass(frozen=True, slots=True)
class Votes:
    """How the council voted."""

    in_favour: int
    against: int
    abstained: int = 0


def check(*, municipality: Municipality, version: Version, number: str, day: date, votes: Votes, adopted: bool) -> None:
    """Raises ValidationError where the council can't have decided this, or it is entered already. 1 query."""
    if version.state != Version.State.PROPOSED:
        raise ValidationError(_("The mayor has not proposed this version."))
    if day > places.local_date(municipality, timezone.now()):
        raise ValidationError({"day": _("This date is in the future.")})
    if version.proposed_at and day < places.local_date(municipality, version.proposed_at):
        raise ValidationError({"day": _("The council cannot decide before the mayor proposed it.")})
    if adopted and votes.in_favour <= votes.against:
        raise ValidationError({"in_favour": _("It cannot be adopted with so few votes in favour.")})
    if Decision.objects.of(municipality).filter(number=number.strip(), date=day).exists():
        raise ValidationError({"number": _("Another decision of that day has this number.")})


@transaction.atomic
def enter_decision(
    *, by: Actor, municipality: Municipality, version: Version, number: str, day: date, votes: Votes, adopted: bool
) -> Decision:
    """Enter the council's decision. An adopted version can never be changed again; the database holds that.

    Tells everybody behind its measures, and all who commented, also that it was not adopted. Raises NotAllowed,
    ValidationError.
    """
    rights.require(by, ENTER, municipality)
    version = Version.objects.of(municipality).select_for_update().get(pk=version.pk)
    check(municipality=municipality, version=version, number=number, day=day, votes=votes, adopted=adopted)
    council = people.ensure_body(by=by, municipality=municipality, kind="council")
    decision = Decision.objects.create(
        municipality=municipality, body=council, version=version, number=number.strip(), date=day,
        votes_for=votes.in_favour, votes_against=votes.against, abstained=votes.abstained, adopted=adopted,
        entered_by=by.person or municipality.pk, entered_at=timezone.now(),
    )  # fmt: skip
    audit.record("decide.decision_entered", by=by, municipality=municipality, about=decision)
    version.state = Version.State.ADOPTED if adopted else Version.State.REJECTED
    version.frozen_at = timezone.now() if adopted else None
    version.edited += 1
    version.save()
    audit.record("decide.paper_decided", by=by, municipality=municipality, about=version)
    if adopted:
        _tell(by, municipality, decision)
        people.step_done(by=by, municipality=municipality, kind="adoption")
    else:
        _tell_not_adopted(by, municipality, decision)
    return decision


def _tell(by: Actor, municipality: Municipality, decision: Decision) -> None:
    measures = questions.measures(decision.version.paper)
    grounds = grounds_of_measures(municipality, measures)
    told: set[object] = set()
    for measure in measures:
        cases, voices = grounds[measure.pk].cases, grounds[measure.pk].voices
        wanted = {*voices, *listen_questions.voices_of_cases(municipality, cases)} - told
        told |= wanted
        _answer(by, municipality, _promise(municipality, measure), "measure", measure.pk, wanted)
    for measure in measures:  # others of a conversation that gave reasons, when nothing of their own was decided
        wanted = grounds[measure.pk].around - told
        told |= wanted
        _answer(by, municipality, _promise(municipality, measure), "measure", measure.pk, wanted)
    others = _commenters(municipality, decision) - told
    _answer(by, municipality, _adopted(municipality, decision), "decision", decision.pk, others)


def _tell_not_adopted(by: Actor, municipality: Municipality, decision: Decision) -> None:
    """One answer to all who wait for the decision: those behind a measure, and those who commented."""
    wanted: set[object] = set(_commenters(municipality, decision))
    for ground in grounds_of_measures(municipality, questions.measures(decision.version.paper)).values():
        wanted |= {*ground.voices, *ground.around, *listen_questions.voices_of_cases(municipality, ground.cases)}
    _answer(by, municipality, _not_adopted(municipality, decision), "decision", decision.pk, wanted)


def _commenters(municipality: Municipality, decision: Decision) -> set[UUID]:
    rows = Comment.objects.of(municipality).filter(version__paper=decision.version.paper_id)
    return set(rows.values_list("voice_id", flat=True))


def _answer(by: Actor, municipality: Municipality, text: Texts, kind: str, pk: object, voices: set) -> None:  # type: ignore[type-arg]
    if voices:
        listen.give_answer(
            by=by, municipality=municipality, kind="decided", about_kind=kind, about_id=pk, text=text,
            voices=sorted(voices), path=f"{municipality.slug}/paper/", by_role="council_secretary", permission=ENTER,
        )  # fmt: skip


def in_each_language(municipality: Municipality, words: object) -> Texts:
    """Texts made by calling `words()` once in each of the municipality's languages; the first is the original."""
    made: Texts = {}
    for code in municipality.languages or ["sq"]:
        with override(code):
            made[code] = words()  # type: ignore[operator]
    return {**made, "_": municipality.language}


def _promise(municipality: Municipality, measure: Measure) -> Texts:
    from django.utils.formats import date_format

    def words() -> str:
        return _("The council decided: {measure}. Who does it: {owner}. By {day}.").format(
            measure=plain(measure.title), owner=plain(measure.owner), day=date_format(measure.due)
        )

    return in_each_language(municipality, words)


def _adopted(municipality: Municipality, decision: Decision) -> Texts:
    from django.utils.formats import date_format

    def words() -> str:
        return _("The council adopted the policy paper by decision no. {number} of {day}.").format(
            number=decision.number, day=date_format(decision.date)
        )

    return in_each_language(municipality, words)


def _not_adopted(municipality: Municipality, decision: Decision) -> Texts:
    from django.utils.formats import date_format

    def words() -> str:
        return _(
            "The council did not adopt the policy paper: decision no. {number} of {day}. It can be changed and proposed again."
        ).format(number=decision.number, day=date_format(decision.date))

    return in_each_language(municipality, words)
