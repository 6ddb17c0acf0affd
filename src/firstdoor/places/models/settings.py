"""What a municipality goes by: its holidays, and rules with the date from which they hold."""

from __future__ import annotations

from django.db import models
from django.db.models import CheckConstraint, F, Q, UniqueConstraint
from django.utils.translation import gettext_lazy as _

from firstdoor.core.texts import TextsField, plain
from firstdoor.places.tenant import Tenant


class Holiday(Tenant):
    """A day on which the municipality doesn't work."""

    class Source(models.TextChoices):
        CALENDAR = "calendar", _("Public calendar")
        OWN = "own", _("Entered by the municipality")

    date = models.DateField()
    name = TextsField()
    estimated = models.BooleanField(default=False)  # the Bajrams of later years, until the moon is seen
    source = models.CharField(max_length=8, choices=Source, default=Source.OWN)
    note = models.CharField(max_length=200, blank=True)

    class Meta:
        ordering = ["date"]
        constraints = [
            UniqueConstraint(fields=["municipality", "date"], name="holiday_once"),
            CheckConstraint(condition=Q(source__in=["calendar", "own"]), name="holiday_source_known"),
        ]

    def __str__(self) -> str:
        return f"{self.date} {plain(self.name)}"


class Rule(Tenant):
    """A legal period, a promise of our own or another setting, with its reference and the dates between which it holds.

    Without an amount and without a day of the year it says: not known, the municipality decides. Rules aren't changed
    but followed by a newer version, so that yesterday's dates can still be explained.
    """

    class Unit(models.TextChoices):
        WORKING_DAYS = "working days", _("working days")
        DAYS = "days", _("days")
        HOURS = "hours", _("hours")
        MONTHS = "months", _("months")
        YEARS = "years", _("years")
        AGE = "years of age", _("years of age")
        DATE = "date", _("day of the year")
        VALUE = "value", _("choice")

    code = models.CharField(max_length=60)
    what = TextsField()
    amount = models.PositiveIntegerField(null=True, blank=True)
    unit = models.CharField(max_length=12, choices=Unit, blank=True)
    month = models.PositiveSmallIntegerField(null=True, blank=True)
    day = models.PositiveSmallIntegerField(null=True, blank=True)
    value = models.CharField(max_length=60, blank=True)
    counted_from = TextsField()
    who = TextsField()
    legal_ref = models.CharField(max_length=120, blank=True)
    certainty = TextsField()
    source = models.CharField(max_length=200, blank=True)
    valid_from = models.DateField(null=True, blank=True)  # none: since when wasn't found
    valid_to = models.DateField(null=True, blank=True)  # the first day on which it no longer holds

    class Meta:
        ordering = ["code", F("valid_from").asc(nulls_first=True)]
        constraints = [
            UniqueConstraint(
                fields=["municipality", "code", "valid_from"], condition=~Q(valid_from=None), name="rule_once"
            ),
            UniqueConstraint(fields=["municipality", "code"], condition=Q(valid_from=None), name="rule_undated_once"),
            CheckConstraint(
                condition=Q(unit__in=["", "working days", "days", "hours", "months", "years", "years of age"])
                | Q(unit="date", month__range=(1, 12), day__range=(1, 31))
                | (Q(unit="value") & ~Q(value="")),
                name="rule_unit_known",
            ),
            CheckConstraint(condition=Q(amount=None) | Q(amount__gt=0), name="rule_amount_positive"),
            CheckConstraint(
                condition=Q(valid_from=None) | Q(valid_to=None) | Q(valid_to__gt=F("valid_from")),
                name="rule_ends_after_start",
            ),
        ]

    def __str__(self) -> str:
        return self.code

    @property
    def known(self) -> bool:
        """Whether the rule says anything that can be computed with."""
        return self.amount is not None or bool(self.month and self.day) or bool(self.value)
