"""How far a case has come: planned, being done, handed over, ended, open again."""

from __future__ import annotations

from datetime import date, datetime
from typing import TYPE_CHECKING, Any
from uuid import UUID

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from firstdoor.core.actor import Actor
from firstdoor.core.texts import Texts, make
from firstdoor.listen.models import Answer, Case, Handover, Station
from firstdoor.listen.services.answers import give_answer
from firstdoor.listen.services.cases.common import Work, begin, present_voices
from firstdoor.listen.services.cases.words import in_all_languages
from firstdoor.places import selectors as places

if TYPE_CHECKING:
    from firstdoor.places.models import Municipality

ENDINGS = (Case.Ending.SOLVED, Case.Ending.NOT_OURS, Case.Ending.WILL_NOT, Case.Ending.POLICY)
ANSWER_KINDS = (Answer.Kind.REPLY, Answer.Kind.HEARD, Answer.Kind.PLANNED)


@transaction.atomic
def plan(
    *,
    by: Actor,
    municipality: Municipality,
    case: Case | UUID,
    expected: date,
    text: Texts | None = None,
    discreet: Texts | None = None,
    version: int | None = None,
    at: datetime | None = None,
) -> Case:
    """Say by when something is done about it; `text`, when there is one, goes to all receipts as an answer.

    Raises NotAllowed, Outdated, ValidationError for a day that is past or a case that has ended.
    """
    work = begin(by, municipality, case, version=version, permission="listen.triage", at=at or timezone.now())
    work.not_ended()
    _not_past(work, expected)
    work.looked_at_first()
    work.case.phase = Case.Phase.PLANNED
    work.station(Station.Kind.PLANNED, expected=expected)
    planned = work.save("case_planned", "phase")
    _tell(work, Answer.Kind.PLANNED, text, discreet)
    return planned


@transaction.atomic
def start(
    *,
    by: Actor,
    municipality: Municipality,
    case: Case | UUID,
    expected: date | None = None,
    version: int | None = None,
    at: datetime | None = None,
) -> Case:
    """Say that it is being done now. Raises NotAllowed, Outdated, ValidationError."""
    work = begin(
        by, municipality, case, version=version, permission="listen.triage", at=at or timezone.now(), lane_too=True
    )
    work.not_ended()
    if expected is not None:
        _not_past(work, expected)
    work.looked_at_first()
    work.case.phase = Case.Phase.DOING
    work.station(Station.Kind.DOING, expected=expected)
    return work.save("case_started", "phase")


@transaction.atomic
def end(
    *,
    by: Actor,
    municipality: Municipality,
    case: Case | UUID,
    ending: str,
    reason: Texts | None = None,
    discreet: Texts | None = None,
    version: int | None = None,
    at: datetime | None = None,
) -> Case:
    """End a case, with its ending and the reason, and answer all its receipts with that.

    "Closed" is never counted as "solved": an ending other than solved needs its reason. In a lane nobody writes a
    reason; the answer is a sentence of the house that tells nothing.

    Raises NotAllowed, Outdated, ValidationError.
    """
    work = begin(
        by, municipality, case, version=version, permission="listen.triage", at=at or timezone.now(), lane_too=True
    )
    work.not_ended()
    if ending not in ENDINGS:
        raise ValidationError({"ending": _("Choose how it ended.")})
    if work.in_lane:
        reason = None
    elif ending != Case.Ending.SOLVED and not reason:
        raise ValidationError({"reason": _("Say why. Those who spoke get this as their answer.")})
    work.looked_at_first()
    row = work.case
    row.phase, row.ending, row.ending_reason, row.ended_at = Case.Phase.ENDED, ending, reason or {}, work.at
    work.station(Station.Kind.ENDED)
    ended = work.save("case_ended", "phase", "ending", "ending_reason", "ended_at")
    if reason:
        _tell(work, Answer.Kind.ENDED, reason, discreet)
    else:
        words = in_all_languages(municipality, _ended_words(work))
        _tell(work, Answer.Kind.ENDED, words, words)
    return ended


def _ended_words(work: Work) -> Any:
    if work.in_lane:
        return lambda: _("Our part is done. You can come back to us at any time.")
    return lambda: _("What you told us about is solved.")


@transaction.atomic
def reopen(
    *,
    by: Actor,
    municipality: Municipality,
    case: Case | UUID,
    version: int | None = None,
    at: datetime | None = None,
) -> Case:
    """Open an ended case again and tell its receipts; its line keeps the end that it had.

    Raises NotAllowed, Outdated, ValidationError.
    """
    work = begin(
        by, municipality, case, version=version, permission="listen.triage", at=at or timezone.now(), lane_too=True
    )
    row = work.case
    if row.phase != Case.Phase.ENDED or row.ending in {Case.Ending.JOINED, Case.Ending.WITHDRAWN}:
        raise ValidationError(_("This case can't be opened again this way."))
    row.phase, row.ending, row.ending_reason, row.ended_at = Case.Phase.LOOKED_AT, "", {}, None
    note = None if work.in_lane else in_all_languages(municipality, lambda: _("Opened again"))
    work.station(Station.Kind.LOOKED_AT, note=note)
    opened = work.save("case_reopened", "phase", "ending", "ending_reason", "ended_at")
    words = in_all_languages(municipality, lambda: _("We look at it once more."))
    _tell(work, Answer.Kind.REPLY, words, words)
    return opened


@transaction.atomic
def take_charge(
    *,
    by: Actor,
    municipality: Municipality,
    case: Case | UUID,
    institution: Any = None,
    version: int | None = None,
    at: datetime | None = None,
) -> Case:
    """Say that it is ours, perhaps with the directorate that does it. Raises NotAllowed, Outdated, ValidationError."""
    work = begin(by, municipality, case, version=version, permission="listen.triage", at=at or timezone.now())
    work.not_ended()
    if institution is not None and (institution.municipality_id != municipality.pk or not institution.own):
        raise ValidationError({"institution": _("Choose one of the municipality's own.")})
    work.looked_at_first()
    work.case.institution = institution
    return work.save("case_taken_charge", "phase", "institution")


@transaction.atomic
def hand_over(
    *,
    by: Actor,
    municipality: Municipality,
    case: Case | UUID,
    institution: Any,
    reference: str = "",
    expected: date | None = None,
    text: Texts | None = None,
    discreet: Texts | None = None,
    version: int | None = None,
    at: datetime | None = None,
) -> Handover:
    """Pass a case to an institution; its receipts show to whom and until when. `text` goes to all of them as an answer.

    Raises NotAllowed, Outdated, ValidationError.
    """
    work = begin(by, municipality, case, version=version, permission="listen.hand_over", at=at or timezone.now())
    work.not_ended()
    if institution is None or institution.municipality_id != municipality.pk:
        raise ValidationError({"institution": _("Choose an institution from the list.")})
    if expected is not None:
        _not_past(work, expected)
    work.looked_at_first()
    work.case.institution = institution
    handover = Handover.objects.create(
        municipality=municipality, case=work.case, institution=institution, at=work.at, by=by.person,
        reference=reference.strip(), expected=expected,
    )  # fmt: skip
    work.record("case_handed_over_to", handover)
    work.station(Station.Kind.HANDED_OVER, expected=expected, note=institution.name)
    work.save("case_handed_over", "phase", "institution")
    _tell(work, Answer.Kind.REPLY, text, discreet)
    return handover


@transaction.atomic
def take_back(
    *,
    by: Actor,
    municipality: Municipality,
    case: Case | UUID,
    version: int | None = None,
    at: datetime | None = None,
) -> Case:
    """The institution has answered: the case is ours again, and no state of theirs keeps it waiting for ever.

    Raises NotAllowed, Outdated, ValidationError when it is with nobody.
    """
    work = begin(by, municipality, case, version=version, permission="listen.hand_over", at=at or timezone.now())
    waiting = list(Handover.objects.of(municipality).filter(case=work.case, answered_at=None))
    if not waiting:
        raise ValidationError(_("This case is with nobody else."))
    for handover in waiting:
        handover.answered_at = work.at
        handover.save(update_fields=["answered_at"])
        work.record("handover_answered", handover)
    work.case.institution = None
    return work.save("case_taken_back", "institution")


@transaction.atomic
def answer(
    *,
    by: Actor,
    municipality: Municipality,
    case: Case | UUID,
    text: Texts,
    kind: str = Answer.Kind.REPLY,
    discreet: Texts | None = None,
    version: int | None = None,
    at: datetime | None = None,
) -> Answer:
    """Answer all receipts of a case. Raises NotAllowed, Outdated, ValidationError when there is nothing to say."""
    work = begin(by, municipality, case, version=version, permission="listen.answer", at=at or timezone.now())
    if kind not in ANSWER_KINDS:
        raise ValidationError({"kind": _("Choose what kind of answer it is.")})
    if not text:
        raise ValidationError({"text": _("Write the answer.")})
    work.looked_at_first()
    work.save("case_answered", "phase")
    given = _tell(work, kind, text, discreet)
    if given is None:
        raise ValidationError(_("Nobody waits for an answer here."))
    return given


def _tell(work: Work, kind: str, text: Texts | None, discreet: Texts | None = None) -> Answer | None:
    """Answer the voices of the case, when there is something to say and somebody to say it to."""
    voices = [voice.pk for voice in present_voices(work.case) if voice.withdrawn_at is None]
    if not text or not voices:
        return None
    return tell(work, kind, text, voices, discreet=discreet)


def tell(work: Work, kind: str, text: Texts, voices: list[UUID], *, discreet: Texts | None = None) -> Answer:
    """Answer some voices about the case at hand; `discreet` is for those of them that are not for everybody."""
    path = f"/{work.municipality.slug}/reports/{work.case.number}/" if work.case.published_at else ""
    return give_answer(
        by=work.by, municipality=work.municipality, kind=kind, about_kind="case", about_id=work.case.pk, text=text,
        discreet=discreet, voices=voices, path=path, by_role=work.role, at=work.at,
        permission="listen.enter_lane" if work.in_lane else "listen.answer",
    )  # fmt: skip


def _not_past(work: Work, day: date) -> None:
    if day < places.local_date(work.municipality, work.at):
        raise ValidationError({"expected": _("This day is past.")})


def say(language: str, words: str, **translations: str) -> Texts:
    """Texts from what was typed; empty when nothing was."""
    return make(language, words.strip(), **translations) if words.strip() else {}
