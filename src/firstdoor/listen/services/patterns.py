"""Answers that may be one person's for many: left out of the map with a reason that everybody reads, or put back."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from firstdoor.core import audit, rights
from firstdoor.core.actor import Actor
from firstdoor.core.texts import Texts
from firstdoor.listen.models import Conversation, LeftOut, Participant
from firstdoor.listen.selectors.patterns import patterns
from firstdoor.listen.services.conversations import HOLD, locked

if TYPE_CHECKING:
    from firstdoor.places.models import Municipality


@transaction.atomic
def leave_out(*, by: Actor, municipality: Municipality, conversation: Conversation, key: str, reason: Texts) -> LeftOut:
    """Leave the people of a pattern out of the map; how many and why stands with the results.

    Raises NotAllowed; ValidationError without a reason, or when the pattern is another one by now.
    """
    rights.require(by, HOLD, municipality)
    if not reason:
        raise ValidationError({"reason": _("Say why: everybody reads it with the results.")})
    row = locked(municipality, conversation)
    pattern = next((one for one in patterns(row) if one.key == key), None)
    if pattern is None:
        raise ValidationError(_("Meanwhile somebody voted: look at the patterns again."))
    left = LeftOut.objects.create(
        municipality=municipality, conversation=row, reason=reason, people=pattern.people, at=timezone.now()
    )
    numbers = list(pattern.numbers)
    for at in range(0, len(numbers), 500):
        rows = Participant.objects.of(municipality).filter(conversation=row, number__in=numbers[at : at + 500])
        rows.update(left_out=left)
    audit.record("listen.answers_left_out", by=by, municipality=municipality, about=left)
    return left


@transaction.atomic
def put_back(*, by: Actor, municipality: Municipality, left: LeftOut) -> None:
    """Put those people back into the map. Raises NotAllowed."""
    rights.require(by, HOLD, municipality)
    row = LeftOut.objects.of(municipality).select_for_update().get(pk=left.pk)
    if row.put_back_at is None:
        Participant.objects.of(municipality).filter(left_out=row).update(left_out=None)
        row.put_back_at = timezone.now()
        row.save(update_fields=["put_back_at"])
        audit.record("listen.answers_put_back", by=by, municipality=municipality, about=row)
