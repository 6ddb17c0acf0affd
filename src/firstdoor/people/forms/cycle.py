"""Forms of the cycle."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _

from firstdoor.core.dates import DayField
from firstdoor.core.forms import TextsForm, Words
from firstdoor.people.services.cycle import LONGEST_REASON


class StartForm(TextsForm):
    """A cycle's name and its first day."""

    texts = {"name": Words(_("What is the cycle called?"), _("For example: Safety 2026-2027."), most=120)}
    starts = DayField(
        label=_("On which day does it begin?"),
        help_text=_("Each step gets its usual date; you can move them afterwards."),
    )


class MoveForm(forms.Form):
    """Another date for a step, and why."""

    due = DayField(label=_("Until when?"))
    reason = forms.CharField(
        label=_("Why does the date change?"),
        help_text=_("Everybody who works here reads it. Name nobody."),
        max_length=LONGEST_REASON,
        widget=forms.Textarea({"rows": 3}),
        error_messages={"required": _("Write why the date changes. Others will read it.")},
    )
