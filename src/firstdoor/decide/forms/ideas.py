"""Forms about ideas for a ballot."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy

from firstdoor.core.amounts import AmountField
from firstdoor.core.forms import AnswerByEmail, TextsForm, Words
from firstdoor.decide.pictures import NAMES


class IdeaForm(AnswerByEmail):
    """What somebody proposes to choose from, and perhaps where the answer should go."""

    field_order = ("words",)

    words = forms.CharField(
        label=gettext_lazy("Your idea"), max_length=1000, widget=forms.Textarea({"rows": 4}),
        help_text=gettext_lazy("What, and where? One thing at a time."),
        error_messages={"required": gettext_lazy("Write your idea first.")},
    )  # fmt: skip


class ReviewForm(TextsForm):
    """Whether it can be done, why, and how it stands on the ballot."""

    field_order = ("outcome",)

    texts = {
        "reason": Words(gettext_lazy("Why"), gettext_lazy("Whoever proposed it reads this, and everybody."), rows=3),
        "name": Words(
            gettext_lazy("Its name on the ballot"), gettext_lazy("Only if it can be done."), required=False, most=80
        ),
    }
    outcome = forms.ChoiceField(
        label=gettext_lazy("Can it be done?"), widget=forms.RadioSelect,
        choices=[("feasible", gettext_lazy("Yes: it goes on the ballot")), ("not", gettext_lazy("No"))],
        error_messages={"required": gettext_lazy("Say whether it can be done.")},
    )  # fmt: skip
    cost = AmountField(label=gettext_lazy("Price, in {currency}"), required=False)
    picture = forms.ChoiceField(
        label=gettext_lazy("Picture"), required=False, choices=[("", gettext_lazy("None")), *NAMES.items()]
    )
    hide = forms.BooleanField(
        label=gettext_lazy("Keep the words off the public page: they name or hurt somebody"), required=False
    )
