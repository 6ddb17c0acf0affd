"""Forms of the cycle."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from firstdoor.core.forms import TextsForm, Words
from firstdoor.people.services.cycle import LONGEST_REASON

NO_DATE = _("Write a date, for example 31/3/2026.")
DATE = {"required": NO_DATE, "invalid": NO_DATE}


class StartForm(TextsForm):
    """A cycle's name and its first day."""

    texts = {"name": Words(_("What is the cycle called?"), _("For example: Safety 2026-2027."), most=120)}
    starts = forms.DateField(
        label=_("On which day does it begin?"),
        help_text=_("For example 31/3/2026. Each step gets its usual date; you can move them afterwards."),
        widget=forms.DateInput({"class": "short"}),
        error_messages=DATE,
    )

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["starts"].localize = True


class MoveForm(forms.Form):
    """Another date for a step, and why."""

    due = forms.DateField(
        label=_("Until when?"),
        help_text=_("For example 31/3/2026."),
        widget=forms.DateInput({"class": "short"}),
        error_messages=DATE,
    )
    reason = forms.CharField(
        label=_("Why does the date change?"),
        help_text=_("Everybody who works here reads it. Name nobody."),
        max_length=LONGEST_REASON,
        widget=forms.Textarea({"rows": 3}),
        error_messages={"required": _("Write why the date changes. Others will read it.")},
    )

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["due"].localize = True
