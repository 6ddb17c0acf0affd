"""What a municipality goes by: its holidays, and rules with the date from which they hold."""

from __future__ import annotations

from django.db import models
from django.db.models import CheckConstraint, F, Q, UniqueConstraint
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from firstdoor.core import settled
from firstdoor.core.texts import TextsField, plain
from firstdoor.places.tenant import Tenant

LENGTHS = {
    "working days": lambda n: ngettext("%(n)d working day", "%(n)d working days", n),
    "days": lambda n: ngettext("%(n)d day", "%(n)d days", n),
    "hours": lambda n: ngettext("%(n)d hour", "%(n)d hours", n),
    "months": lambda n: ngettext("%(n)d month", "%(n)d months", n),
    "years": lambda n: ngettext("%(n)d year", "%(n)d years", n),
    "years of age": lambda n: ngettext("%(n)d year of age", "%(n)d years of age", n),
}
OUR_OWN = {
    "own promise": _("our own promise"),
    "own rule": _("our own rule"),
    "own rule of a municipality": _("a municipality's own rule"),
}
# What rules say that set a body instead of a length.
CHOICES = {"municipal_council": _("Municipal council"), "mayor": _("Mayor")}


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
    def words(self) -> str:
        """What the rule says, for people: "20 working days", "31.12.", or that it isn't known."""
        if self.unit == self.Unit.DATE:
            return f"{self.day}.{self.month}."
        if self.value:
            return str(CHOICES.get(self.value, self.value))
        if self.amount is None:
            return str(_("not known: the municipality decides"))
        return LENGTHS[self.unit](self.amount) % {"n": self.amount}

    @property
    def law(self) -> str:
        """The legal reference, with the words that come with the package in the reader's language."""
        article = str(_("Art."))
        return str(OUR_OWN.get(self.legal_ref) or self.legal_ref.replace("Art. ", f"{article} "))

    @property
    def known(self) -> bool:
        """Whether the rule says anything that can be computed with."""
        return self.amount is not None or bool(self.month and self.day) or bool(self.value)


for _table in ("places_rule", "places_holiday"):
    settled.watch(_table)
