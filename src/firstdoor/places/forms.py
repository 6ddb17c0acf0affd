"""The forms of a municipality's settings."""

from __future__ import annotations

import json
import zlib
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from firstdoor.core import texts
from firstdoor.core.dates import DayField
from firstdoor.core.forms import TextsForm, Words
from firstdoor.places.models import Holiday, Municipality, Rule
from firstdoor.places.models.settings import CHOICES
from firstdoor.places.services.periods import Value

LENGTHS = [(unit.value, unit.label) for unit in Rule.Unit if unit.value in {"working days", "days", "months", "years"}]
SHORT = forms.NumberInput(attrs={"class": "short"})


class HolidayForm(forms.Form):
    """A day on which the municipality doesn't work."""

    day = DayField(label=_("Day"))
    name = forms.CharField(label=_("What is celebrated, or why nobody works"), max_length=120)
    note = forms.CharField(
        label=_("Note"), max_length=200, required=False, help_text=_("For example the decision that set the day.")
    )

    @staticmethod
    def values_of(holiday: Holiday) -> dict[str, Any]:
        """What the form shows of a holiday, in the municipality's own language."""
        name = texts.plain(holiday.name, holiday.municipality.language)
        return {"day": holiday.date, "name": name, "note": holiday.note}


class RuleForm(forms.Form):
    """A new version of a rule: only the fields that its kind has."""

    amount = forms.IntegerField(label=_("How long"), min_value=1, max_value=10_000, widget=SHORT)
    unit = forms.ChoiceField(label=_("Counted in"), choices=LENGTHS)
    month = forms.IntegerField(label=_("Month"), min_value=1, max_value=12, widget=SHORT)
    day = forms.IntegerField(label=_("Day of the month"), min_value=1, max_value=31, widget=SHORT)
    value = forms.ChoiceField(label=_("From then on"), choices=[])
    valid_from = DayField(label=_("Holds from"))
    legal_ref = forms.CharField(
        label=_("Law, decision or promise"), max_length=120, help_text=_("For example: Law 146/2014, article 15.")
    )
    source = forms.CharField(label=_("Where you read it"), max_length=200, required=False)
    certainty = forms.CharField(
        label=_("How sure this is"),
        max_length=120,
        required=False,
        help_text=_("Shown to administrators only, for example: read in the Official Gazette."),
    )

    def __init__(self, data: Any = None, *, rule: Rule) -> None:
        super().__init__(data, initial={"amount": rule.amount, "unit": rule.unit, "month": rule.month, "day": rule.day})
        self.fields["value"].choices = list(CHOICES.items())
        self.initial["value"] = rule.value
        kind = {"date": {"month", "day"}, "value": {"value"}, "years of age": {"amount"}, "hours": {"amount"}}
        kept = kind.get(rule.unit, {"amount", "unit"})
        for name in {"amount", "unit", "month", "day", "value"} - kept:
            del self.fields[name]
        if rule.unit == Rule.Unit.AGE:
            self.fields["amount"].label = _("Age in years")
        elif rule.unit == Rule.Unit.HOURS:
            self.fields["amount"].label = _("How many hours")

    def clean(self) -> dict[str, Any]:
        """Refuse the 31st of a month that has none."""
        cleaned = super().clean() or {}
        longest = 29 if cleaned.get("month") == 2 else 30 if cleaned.get("month") in {4, 6, 9, 11} else 31
        if (cleaned.get("day") or 0) > longest:
            self.add_error("day", gettext("This month has no such day."))
        return cleaned

    def arguments(self) -> dict[str, Any]:
        """What the service takes."""
        told = self.cleaned_data
        value = Value(**{name: told[name] for name in ("amount", "unit", "month", "day", "value") if name in told})
        return {"value": value} | {name: told[name] for name in ("valid_from", "legal_ref", "source", "certainty")}


class ContactForm(TextsForm):
    """How the municipality is reached, and the numbers for danger. Texts are asked for in each of its languages."""

    phone = forms.CharField(label=_("Telephone"), max_length=30, required=False)
    email = forms.EmailField(label=_("E-mail"), required=False)
    danger_number = forms.CharField(
        label=_("Number to call in danger"), max_length=20, help_text=_("Stands on top of every page.")
    )
    emergency_numbers = forms.CharField(
        label=_("Other numbers that help"),
        required=False,
        widget=forms.Textarea(attrs={"rows": 7}),
        help_text=_("One a line: the number, then the name in each language, with semicolons between."),
    )
    seen = forms.CharField(widget=forms.HiddenInput, required=False)
    texts = {
        "office_hours": Words(label=_("Office hours"), required=False, most=200),
        "address": Words(label=_("Address"), required=False, most=200),
        "coordinator": Words(
            label=_("Coordinator for notification and consultation"),
            hint=_("Function, telephone, e-mail. Stands on the policy paper's page."),
            required=False,
            most=300,
        ),
    }

    def __init__(self, data: Any = None, *, municipality: Municipality) -> None:
        self.municipality = municipality
        self.languages = list(municipality.languages or ["sq"])
        initial = {
            "phone": municipality.phone,
            "email": municipality.email,
            "danger_number": municipality.danger_number,
            "emergency_numbers": self._lines(),
            "office_hours": municipality.office_hours,
            "address": municipality.address,
            "coordinator": municipality.coordinator,
            "seen": self._mark(),
        }
        super().__init__(data, languages=self.languages, initial=initial)

    def clean_emergency_numbers(self) -> list[dict[str, Any]]:
        """Numbers with their names; the line at fault is named."""
        numbers = []
        for line in filter(str.strip, self.cleaned_data["emergency_numbers"].splitlines()):
            number, *names = (part.strip() for part in line.split(";"))
            if not names or not names[0] or not any(sign.isdigit() for sign in number) or len(number) > 20:
                raise ValidationError(
                    gettext("This line needs a number and a name with a semicolon between: %(line)s") % {"line": line}
                )
            told = dict(zip(self.languages, names, strict=False))
            numbers.append({"number": number, "name": texts.make(self.languages[0], names[0], **told)})
        return numbers

    def clean(self) -> dict[str, Any]:
        """Refuse what was written over somebody else's change; what was typed stays."""
        cleaned = super().clean() or {}
        if cleaned.get("seen") != self._mark():
            self.data = self.data.copy()
            self.data["seen"] = self._mark()
            raise ValidationError(
                gettext("Somebody else changed this in the meantime. Look at it once more and save it again.")
            )
        return cleaned

    def values(self) -> dict[str, Any]:
        """What the service takes."""
        told = self.cleaned_data
        values = {name: told[name] for name in ("phone", "email", "danger_number", "emergency_numbers")}
        return values | {name: self.words_of(name) for name in self.texts}

    def _lines(self) -> str:
        return "\n".join(
            "; ".join([str(entry["number"]), *(entry["name"].get(code, "") for code in self.languages)]).rstrip("; ")
            for entry in self.municipality.emergency_numbers
        )

    def _mark(self) -> str:
        """A mark of what stands there now, by which a later change is noticed."""
        now = self.municipality
        there = [now.phone, now.email, now.danger_number, now.emergency_numbers, now.office_hours, now.address]
        there.append(now.coordinator)
        return f"{zlib.crc32(json.dumps(there, sort_keys=True).encode()):08x}"
