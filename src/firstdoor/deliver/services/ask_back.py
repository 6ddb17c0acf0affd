"""Asking back: is it so now? Those who reported it answer, once each, and may change their mind."""

from __future__ import annotations

from typing import TYPE_CHECKING
from uuid import UUID

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from firstdoor.core import audit, rights
from firstdoor.core.actor import Actor
from firstdoor.deliver.models import AskBack, Pilot
from firstdoor.deliver.selectors.chain import voices_behind
from firstdoor.listen.selectors import is_neutral

if TYPE_CHECKING:
    from firstdoor.listen.models import Voice
    from firstdoor.places.models import Municipality

SAYS = ("yes", "no", "unknown")


@transaction.atomic
def answer_ask_back(*, by: Actor, municipality: Municipality, voice: Voice, pilot: str, says: str) -> AskBack:
    """Keep what somebody who reported it says about a finished pilot; a later answer takes the earlier one's place.

    Only public voices are asked: the counts are public. Raises NotAllowed, ValidationError for an unknown answer or
    a pilot that doesn't stand on this voice.
    """
    rights.require(by, "deliver.follow_receipt", municipality)
    if says not in SAYS:
        raise ValidationError(_("Choose one of the three answers."))
    about = _finished(municipality, pilot)
    if about is None or is_neutral(voice) or voice.pk not in voices_behind(about):
        raise ValidationError(_("There is no question for you here any more."))
    kept, _made = AskBack.objects.update_or_create(
        municipality=municipality, pilot=about, voice_id=voice.pk, defaults={"says": says, "at": timezone.now()}
    )
    audit.record("deliver.asked_back", by=by, municipality=municipality, about=kept)
    return kept


def _finished(municipality: Municipality, pilot: str) -> Pilot | None:
    try:
        return Pilot.objects.of(municipality).filter(pk=UUID(pilot), done_at__isnull=False).first()
    except ValueError:
        return None
