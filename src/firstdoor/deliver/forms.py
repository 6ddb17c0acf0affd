"""What this room asks people to fill in."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _


class ProofForm(forms.Form):
    """The one-time code that was sent to the kept e-mail address."""

    proof = forms.CharField(
        label=_("The code of our letter"),
        help_text=_("Six digits. The letter may take a minute."),
        max_length=20,
        error_messages={"required": _("Type the six digits that stand in our letter.")},
        widget=forms.TextInput({"class": "in short", "inputmode": "numeric", "autocomplete": "one-time-code"}),
    )
