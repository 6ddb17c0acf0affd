"""What a voter may say of herself before she sends her vote."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext as _

from firstdoor.decide.models import Ballot
from firstdoor.decide.selectors import groups


class AboutForm(forms.Form):
    """The questions of a ballot; nobody has to answer."""

    def __init__(self, *args: Any, municipality: Any, ballot: Ballot, **options: Any) -> None:
        super().__init__(*args, prefix="about", **options)
        for question in groups.questions(municipality, ballot):
            self.fields[question.name] = forms.ChoiceField(
                label=question.words, required=False, choices=[("", _("I would rather not say")), *question.answers]
            )
