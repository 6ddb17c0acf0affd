"""The calendar that legal periods are counted on."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from firstdoor.core import audit, rights, texts
from firstdoor.core.actor import Actor
from firstdoor.places import public_holidays
from firstdoor.places.models import Holiday, Municipality
from firstdoor.places.services.periods import load_rules


@transaction.atomic
def load_rules_and_holidays(*, by: Actor, municipality: Municipality, years: Iterable[int]) -> None:
    """Load the rules and the public holidays of its country, where they aren't there yet.

    A year that has any holiday from the public calendar is left alone, so that what a municipality removed stays
    removed. Raises NotAllowed.
    """
    rights.require(by, "places.change_settings", municipality)
    load_rules(by=by, municipality=municipality)
    loaded = Holiday.objects.of(municipality).filter(source=Holiday.Source.CALENDAR)
    there = set(Holiday.objects.of(municipality).values_list("date", flat=True))
    missing = set(years) - {day.year for day in loaded.values_list("date", flat=True)}
    new = [
        Holiday(
            municipality=municipality, date=found.date, name=found.name, estimated=found.estimated,
            source=Holiday.Source.CALENDAR,
        )
        for found in public_holidays.of(municipality.country, missing)
        if found.date not in there
    ]  # fmt: skip
    Holiday.objects.bulk_create(new)
    audit.record_many("places.holidays_loaded", by=by, municipality=municipality, rows=new)


@transaction.atomic
def add_holiday(*, by: Actor, municipality: Municipality, day: date, name: str, note: str = "") -> Holiday:
    """Add a day on which the municipality doesn't work.

    Raises NotAllowed, or ValidationError with the field at fault.
    """
    rights.require(by, "places.change_settings", municipality)
    holiday = Holiday(municipality=municipality)
    _fill(holiday, day=day, name=name, note=note)
    holiday.save()
    audit.record("places.holiday_added", by=by, municipality=municipality, about=holiday)
    return holiday


@transaction.atomic
def change_holiday(*, by: Actor, holiday: Holiday, day: date, name: str, note: str = "") -> None:
    """Move or rename a holiday; it's the municipality's own from then on, no estimate.

    Raises NotAllowed, or ValidationError with the field at fault.
    """
    rights.require(by, "places.change_settings", holiday.municipality)
    _fill(holiday, day=day, name=name, note=note)
    holiday.estimated = False
    holiday.save()
    audit.record("places.holiday_changed", by=by, municipality=holiday.municipality, about=holiday)


@transaction.atomic
def remove_holiday(*, by: Actor, holiday: Holiday) -> None:
    """Make it a working day again. Raises NotAllowed."""
    rights.require(by, "places.change_settings", holiday.municipality)
    audit.record("places.holiday_removed", by=by, municipality=holiday.municipality, about=holiday, gone=True)
    holiday.delete()


def _fill(holiday: Holiday, *, day: date, name: str, note: str) -> None:
    same_day = Holiday.objects.of(holiday.municipality_id).filter(date=day).exclude(pk=holiday.pk)
    if same_day.exists():
        raise ValidationError({"day": _("There is a holiday on that day already.")})
    if not name.strip():
        raise ValidationError({"name": _("Write what is celebrated, or why nobody works.")})
    if name.strip() not in holiday.name.values():
        holiday.name = texts.make(holiday.municipality.language, name.strip()[:120])
    holiday.date, holiday.note = day, note.strip()[:200]
