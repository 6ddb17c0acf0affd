"""Signing the minutes of a count."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy

from firstdoor.decide.models import CountSignature


class SignatureForm(forms.Form):
    """On what ground somebody signs, and what she wants to stand beside it."""

    ground = forms.ChoiceField(
        label=gettext_lazy("What do you vouch for?"),
        choices=[
            (
                CountSignature.Ground.SAW,
                gettext_lazy("I was there when the vote was counted, and saw what stands above."),
            ),
            (
                CountSignature.Ground.COUNTED,
                gettext_lazy("I counted the published ballots again and found what stands above."),
            ),
        ],
        widget=forms.RadioSelect,
    )
    remark = forms.CharField(
        label=gettext_lazy("Remark"),
        max_length=300,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=gettext_lazy("What should stand beside your name, an objection too. Everybody can read it."),
    )
