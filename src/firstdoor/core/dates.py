"""How days and hours are asked for everywhere: the browser's own calendar and clock, or typed as people write them."""

from __future__ import annotations

from datetime import date
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy

EARLIEST, LATEST = date(1900, 1, 1), date(2199, 12, 31)  # beyond, a year is a slip of the hand
NO_DATE = gettext_lazy("Write a date, for example 31/3/2026.")
NO_TIME = gettext_lazy("Write a time, for example 17:30.")


class DayField(forms.DateField):
    """A day. Also where a browser has no calendar: 31/3/2026, 31.3.2026 and 2026-03-31 are the same."""

    default_error_messages = {"required": NO_DATE, "invalid": NO_DATE, "year": gettext_lazy("Look at the year again.")}

    def __init__(self, **options: Any) -> None:
        options.setdefault("widget", forms.DateInput({"type": "date", "class": "short"}, format="%Y-%m-%d"))
        super().__init__(input_formats=["%Y-%m-%d", "%d/%m/%Y", "%d.%m.%Y", "%d-%m-%Y"], **options)

    def validate(self, value: date | None) -> None:
        """Refuse a year that nobody means; a calendar's box takes 0026 and 20266 without a word."""
        super().validate(value)
        if value is not None and not EARLIEST <= value <= LATEST:
            raise ValidationError(self.error_messages["year"], code="year")


class HourField(forms.TimeField):
    """A time of the day: 17:30 or 17.30."""

    default_error_messages = {"required": NO_TIME, "invalid": NO_TIME}

    def __init__(self, **options: Any) -> None:
        options.setdefault("widget", forms.TimeInput({"type": "time", "class": "short"}, format="%H:%M"))
        super().__init__(input_formats=["%H:%M", "%H:%M:%S", "%H.%M", "%H"], **options)
