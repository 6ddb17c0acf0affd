"""What focal points do: enter voices for others, and bring answers back to them.

Contact data is seen for one's own entries only, one at a time, and each look is recorded. Of somebody else's entry a
focal point learns only what is public anyway: unit, the case's name and the answer, for public voices of the own unit.
"""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING, Any
from uuid import UUID

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from firstdoor.core import audit, contacts, rights
from firstdoor.core.actor import Actor
from firstdoor.listen.models import Delivery, Voice
from firstdoor.listen.models.theme import Level
from firstdoor.listen.services.voices import ContactGiven, Filed, file_voice

if TYPE_CHECKING:
    from firstdoor.places.models import Municipality


@transaction.atomic
def enter_voice(
    *,
    by: Actor,
    municipality: Municipality,
    consent: bool,
    words: str,
    heard_at: datetime,
    draft_key: UUID,
    contact: ContactGiven | None = None,
    wants_answer: str = Voice.Answer.PAGE,
    **more: Any,
) -> Filed:
    """Enter a voice for somebody who was told what is kept and agreed to it; `more` is passed on to `file_voice`.

    Raises NotAllowed, NobodyReadsThis, ValidationError without the consent or without a way to bring the answer.
    """
    rights.require(by, "listen.speak_for_others", municipality)
    if not consent:
        raise ValidationError({"consent": _("Ask the person first. Without consent nothing may be entered.")})
    if wants_answer == Voice.Answer.PERSON and contact is None:
        raise ValidationError({"contact": _("Write where or how the person is found.")})
    return file_voice(
        by=by, municipality=municipality, words=words, heard_at=heard_at, draft_key=draft_key, contact=contact,
        wants_answer=wants_answer, spoken_for=True, **more,
    )  # fmt: skip


def may_bring(by: Actor, municipality: Municipality, voice: Voice) -> bool:
    """Whether this voice's answer is one that `by` may bring: an own entry, or a public one of the own unit."""
    if voice.entered_by is not None and voice.entered_by == by.person:
        return True
    if voice.level != Level.PUBLIC or voice.withdrawn_at is not None:
        return False
    everywhere = "municipal_focal_point" in by.roles(municipality.pk)
    return everywhere or voice.unit_id in by.units(municipality.pk)


def _delivery(by: Actor, municipality: Municipality, pk: UUID) -> Delivery:
    rights.require(by, "listen.bring_answers", municipality)
    found = (
        Delivery.objects.of(municipality)
        .select_for_update(of=("self",))
        .select_related("voice", "answer")
        .filter(pk=pk, route=Delivery.Route.PERSON)
        .first()
    )
    if found is None or not may_bring(by, municipality, found.voice):
        raise rights.NotAllowed("listen.bring_answers")
    return found


@transaction.atomic
def tell(*, by: Actor, municipality: Municipality, delivery: UUID, at: datetime | None = None) -> Delivery:
    """The answer was told to the person. Ticked twice is ticked once. Raises NotAllowed."""
    found = _delivery(by, municipality, delivery)
    if found.state != Delivery.State.ARRIVED:
        found.state, found.at, found.by = Delivery.State.ARRIVED, at or timezone.now(), by.person
        found.save(update_fields=["state", "at", "by"])
        audit.record("listen.answer_told", by=by, municipality=municipality, about=found)
    return found


@transaction.atomic
def give_up(*, by: Actor, municipality: Municipality, delivery: UUID, at: datetime | None = None) -> Delivery:
    """The person can't be found: the answer stays on the receipt's page, and nobody looks any more. Raises NotAllowed."""
    found = _delivery(by, municipality, delivery)
    if found.state == Delivery.State.WAITING:
        found.state, found.at, found.by = Delivery.State.FAILED, at or timezone.now(), by.person
        found.save(update_fields=["state", "at", "by"])
        audit.record("listen.person_not_found", by=by, municipality=municipality, about=found)
    return found


@transaction.atomic
def untell(*, by: Actor, municipality: Municipality, delivery: UUID) -> Delivery:
    """Take back what oneself said about an answer: told, or not found. Raises NotAllowed."""
    found = _delivery(by, municipality, delivery)
    if found.by != by.person:
        raise rights.NotAllowed("listen.bring_answers")
    found.state, found.at, found.by = Delivery.State.WAITING, None, None
    found.save(update_fields=["state", "at", "by"])
    audit.record("listen.answer_not_told_yet", by=by, municipality=municipality, about=found)
    return found


@transaction.atomic
def look_up_contact(*, by: Actor, municipality: Municipality, voice: UUID) -> str:
    """How the person behind an own entry is found; the look is recorded. "" when it was erased. Raises NotAllowed."""
    rights.require(by, "listen.speak_for_others", municipality)
    found = Voice.objects.of(municipality).filter(pk=voice, entered_by=by.person).first()
    if found is None or by.person is None:
        raise rights.NotAllowed("listen.speak_for_others")
    contact = contacts.of_voice(found.pk)
    audit.note("listen.contact_looked", by=by, municipality=municipality, table=Voice._meta.db_table, row=str(found.pk))
    return contacts.reveal(contact) if contact else ""
