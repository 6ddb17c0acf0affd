"""Measuring a pilot: its indicator before and after, each with how it was measured and how sure it is."""

from __future__ import annotations

from datetime import date, datetime
from typing import TYPE_CHECKING

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.text import slugify
from django.utils.translation import gettext as _

from firstdoor.core import audit, rights
from firstdoor.core.actor import Actor
from firstdoor.core.folding import fold
from firstdoor.core.texts import Texts, plain
from firstdoor.deliver.models import Pilot, Reading
from firstdoor.deliver.services import pilots

if TYPE_CHECKING:
    from firstdoor.places.models import Municipality

MEASURE = "deliver.measure"


@transaction.atomic
def take_reading(
    *,
    by: Actor,
    municipality: Municipality,
    pilot: Pilot,
    what: Texts,
    value: float,
    unit: str,
    day: date,
    method: Texts,
    n: int | None = None,
    margin: float | None = None,
    before: Reading | None = None,
) -> Reading:
    """Enter a figure before the work, or after it (`before` names the figure that it is compared with).

    Raises NotAllowed, ValidationError with the field at fault: entered twice, in the future, a share above 100.
    """
    rights.require(by, MEASURE, municipality)
    if day > timezone.localdate():
        raise ValidationError({"day": _("This date is in the future.")})
    if unit == "%" and not 0 <= value <= 100:
        raise ValidationError({"value": _("A share lies between 0 and 100.")})
    key = before.key if before else (slugify(fold(plain(what, what.get("_"))))[:40].strip("-") or "indicator")
    moment = "after" if before else "before"
    if Reading.objects.of(municipality).filter(pilot=pilot, key=key, moment=moment).exists():
        raise ValidationError(_("This figure stands there already."))
    reading = Reading.objects.create(
        municipality=municipality, pilot=pilot, moment=moment, what=before.what if before else what, key=key,
        value=value, unit=before.unit if before else unit, n=n, margin=margin, date=day, method=method,
    )  # fmt: skip
    audit.record("deliver.reading_taken", by=by, municipality=municipality, about=reading)
    return reading


@transaction.atomic
def mark_measured(
    *, by: Actor, municipality: Municipality, pilot: Pilot, text: Texts, at: datetime | None = None
) -> Pilot:
    """Publish before and after, and tell all voices behind the pilot.

    Raises NotAllowed, ValidationError unless it is done and each figure has been taken before and after.
    """
    rights.require(by, MEASURE, municipality)
    held = pilots.locked(municipality, pilot.pk)
    if held.done_at is None:
        raise ValidationError(_("First the work has to be done."))
    if held.measured_at is not None:
        raise ValidationError(_("This pilot is measured already."))
    taken = list(Reading.objects.of(municipality).filter(pilot=held).values_list("key", "moment"))
    keys = {key for key, _moment in taken}
    if not keys or any((key, moment) not in taken for key in keys for moment in ("before", "after")):
        raise ValidationError(_("Each figure is needed before and after the work."))
    held.measured_at = at or timezone.now()
    return pilots.answer_measured(by, municipality, held, text)
