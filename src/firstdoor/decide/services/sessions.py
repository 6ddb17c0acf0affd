"""The working session: eight steps, and the pilot proposals that come out of it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import TYPE_CHECKING

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import override

from firstdoor.core import audit, rights
from firstdoor.core.actor import Actor
from firstdoor.core.forms import CHANGED
from firstdoor.core.texts import Texts, plain
from firstdoor.decide.models import Candidate, Proposal, Session, Step
from firstdoor.decide.selectors.thread import grounds_of_pilot
from firstdoor.decide.services.decisions import in_each_language
from firstdoor.decide.steps import COMMUNICATION, STEPS
from firstdoor.listen import selectors as listen_questions
from firstdoor.listen import services as listen
from firstdoor.people import services as people

if TYPE_CHECKING:
    from firstdoor.places.models import Municipality

HOLD = "decide.hold_session"
SUBMIT = "decide.submit_proposal"
CHOOSE = "decide.choose_proposal"
FIELDS = ("title", "problem", "goal", "activities", "partners", "risks", "upkeep", "indicator", "communication")


class ChangedMeanwhile(ValidationError):
    """Somebody else saved it in between; what was typed is kept in the form."""


@transaction.atomic
def begin_session(
    *,
    by: Actor,
    municipality: Municipality,
    candidate: Candidate,
    title: Texts,
    held_on: date,
    place: str = "",
    facilitator: str = "",
) -> Session:
    """Begin a working session on a chosen priority; sent twice it is one. Raises NotAllowed, ValidationError."""
    rights.require(by, HOLD, municipality)
    if not candidate.chosen:
        raise ValidationError({"candidate": _("A session works on a priority that was chosen.")})
    alike = Session.objects.of(municipality).filter(candidate=candidate, held_on=held_on, place=place, ended_at=None)
    same = next((row for row in alike if row.title == title), None)
    if same is not None:
        return same
    session = Session.objects.create(
        municipality=municipality, candidate=candidate, title=title, held_on=held_on, place=place,
        facilitator=facilitator,
    )  # fmt: skip
    audit.record("decide.session_begun", by=by, municipality=municipality, about=session)
    return session


@transaction.atomic
def write_step(
    *,
    by: Actor,
    municipality: Municipality,
    session: Session,
    number: int,
    content: Mapping[str, Texts],
    version: int = 0,
) -> Step:
    """Write down one step: each field in its original, with the translations that there are.

    `version` is that of the page that was filled in, 0 for a step nobody has written.

    Raises NotAllowed, ValidationError, ChangedMeanwhile.
    """
    rights.require(by, HOLD, municipality)
    if session.ended_at is not None:
        raise ValidationError(_("This session has ended."))
    step = Step.objects.of(municipality).select_for_update().filter(session=session, number=number).first()
    if step is not None and step.version != version:
        raise ChangedMeanwhile(
            _("Somebody else changed this meanwhile. Look at it again; what you typed is kept here."), code=CHANGED
        )
    allowed = STEPS[number - 1].fields
    unknown = set(content) - set(allowed)
    if unknown:
        raise ValidationError(_("Unknown: {names}.").format(names=", ".join(sorted(unknown))))
    if step is None:
        step = Step(municipality=municipality, session=session, number=number, version=0)
    step.content = {name: words for name, words in content.items() if words}
    step.done_at, step.version = timezone.now(), step.version + 1
    step.save()
    audit.record("decide.step_written", by=by, municipality=municipality, about=step)
    return step


def in_one(parts: Sequence[tuple[object, Texts]], *, original: str) -> Texts:
    """One text out of several, a line for each, behind its label if it has one. A language is in it if all parts are:
    half a translation would hide from its readers that there is more."""
    written = [(label, words) for label, words in parts if words.get(original)]
    languages = set.intersection(*(set(words) - {"_"} for _label, words in written)) if written else set()
    made: Texts = {}
    for code in languages:
        with override(code):
            made[code] = "\n".join(f"{label}: {words[code]}" if label else words[code] for label, words in written)
    return {**made, "_": original} if made else {}


@transaction.atomic
def draft_proposal(*, by: Actor, municipality: Municipality, session: Session) -> Proposal:
    """Begin a pilot proposal from what the session wrote down; one that nobody has written in yet is that. Raises NotAllowed."""
    rights.require(by, HOLD, municipality)
    steps = {step.number: step.content for step in Step.objects.of(municipality).filter(session=session)}
    found = {name: words for content in steps.values() for name, words in content.items()}

    def texts(*names: str) -> Texts:
        return in_one([("", found.get(name, {})) for name in names], original=municipality.language)

    drafts = Proposal.objects.of(municipality).filter(session=session, state=Proposal.State.DRAFT, version=1)
    proposal = drafts.first() or Proposal(municipality=municipality, session=session)
    proposal.title = session.title
    proposal.problem, proposal.goal = texts("problem", "causes"), texts("goal")
    proposal.activities, proposal.partners = texts("options", "plan"), texts("partners")
    proposal.risks, proposal.upkeep = texts("risks"), texts("upkeep")
    proposal.indicator = texts("indicator", "value_now")
    proposal.communication = in_one(
        [(label, found.get(name, {})) for name, label in COMMUNICATION.items()], original=municipality.language
    )
    proposal.save()
    audit.record("decide.proposal_drafted", by=by, municipality=municipality, about=proposal)
    return proposal


@transaction.atomic
def write_proposal(
    *, by: Actor, municipality: Municipality, proposal: Proposal, version: int, budget: int, **texts: Texts
) -> Proposal:
    """Write the proposal. Raises NotAllowed, ValidationError once submitted, ChangedMeanwhile."""
    rights.require(by, HOLD, municipality)
    proposal = Proposal.objects.of(municipality).select_for_update().get(pk=proposal.pk)
    if proposal.state != Proposal.State.DRAFT:
        raise ValidationError(_("The proposal was submitted; it stays as it is."))
    if proposal.version != version:
        raise ChangedMeanwhile(
            _("Somebody else changed this meanwhile. Look at it again; what you typed is kept here."), code=CHANGED
        )
    for name in FIELDS:
        setattr(proposal, name, texts.get(name, {}))
    proposal.budget, proposal.version = budget, proposal.version + 1
    proposal.save()
    audit.record("decide.proposal_written", by=by, municipality=municipality, about=proposal)
    return proposal


def missing(proposal: Proposal) -> list[str]:
    """What keeps a proposal from being submitted: empty parts, the communication paragraph among them, and no budget."""
    empty = [name for name in FIELDS if not getattr(proposal, name)]
    return [*empty, *([] if proposal.budget else ["budget"])]


@transaction.atomic
def submit_proposal(*, by: Actor, municipality: Municipality, proposal: Proposal) -> None:
    """Submit the proposal. Without its communication paragraph it cannot be. Raises NotAllowed, ValidationError."""
    rights.require(by, SUBMIT, municipality)
    proposal = Proposal.objects.of(municipality).select_for_update().get(pk=proposal.pk)
    if proposal.state != Proposal.State.DRAFT:
        return
    lacks = missing(proposal)
    if "communication" in lacks:
        raise ValidationError(
            _("Without the communication paragraph it cannot be submitted: who is told what, how, and how they answer.")
        )
    if lacks:
        raise ValidationError(_("Some parts are still empty."))
    proposal.state, proposal.submitted_at = Proposal.State.SUBMITTED, timezone.now()
    proposal.save()
    audit.record("decide.proposal_submitted", by=by, municipality=municipality, about=proposal)
    people.step_done(by=by, municipality=municipality, kind="session")


@transaction.atomic
def choose_proposal(*, by: Actor, municipality: Municipality, proposal: Proposal, chosen: bool, reason: Texts) -> None:
    """Choose a submitted proposal as a pilot, or not, with the reason; the voices behind it hear of it.

    Raises NotAllowed, ValidationError.
    """
    rights.require(by, CHOOSE, municipality)
    proposal = Proposal.objects.of(municipality).select_for_update().get(pk=proposal.pk)
    if proposal.state != Proposal.State.SUBMITTED:
        raise ValidationError(_("Only a submitted proposal is chosen."))
    if not reason:
        raise ValidationError({"reason": _("Say why.")})
    proposal.state = Proposal.State.CHOSEN if chosen else Proposal.State.NOT_CHOSEN
    proposal.reason = reason
    proposal.save()
    audit.record("decide.proposal_decided", by=by, municipality=municipality, about=proposal)
    grounds = grounds_of_pilot(municipality, proposal=proposal.pk)
    voices = {*grounds.voices, *listen_questions.voices_of_cases(municipality, grounds.cases)}
    if not voices:
        return

    def words() -> str:
        said = _("It becomes a pilot: {title}.") if chosen else _("It does not become a pilot: {title}.")
        return f"{said.format(title=plain(proposal.title))} {plain(reason)}"

    listen.give_answer(
        by=by, municipality=municipality, kind="planned" if chosen else "not_chosen", about_kind="proposal",
        about_id=proposal.pk, text=in_each_language(municipality, words), voices=sorted(voices),
        path=f"{municipality.slug}/proposals/{proposal.pk}/", by_role="action_group", permission=CHOOSE,
    )  # fmt: skip


@transaction.atomic
def end_session(*, by: Actor, municipality: Municipality, session: Session) -> None:
    """End the session; its pages stay as they are. Raises NotAllowed."""
    rights.require(by, HOLD, municipality)
    if session.ended_at is None:
        session.ended_at = timezone.now()
        session.save()
        audit.record("decide.session_ended", by=by, municipality=municipality, about=session)
