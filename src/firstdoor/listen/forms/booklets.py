"""Forms about booklets: how many to print, and what is marked in one, typed on the pad of digits."""

from __future__ import annotations

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from firstdoor.core.forms import AS_CALLED_HERE, NumberedForm
from firstdoor.core.texts import plain
from firstdoor.listen.models.conversation import STATEMENT_MOST
from firstdoor.listen.selectors.questions import question_bank
from firstdoor.listen.services.booklets import MOST, AboutYou, booklet_number

MEANS = {"1": 1, "2": -1, "3": 0, "0": None}
BETWEEN = " .,;-"
PREFER_NOT = "8"  # in the question bank


class PrintForm(forms.Form):
    """How many booklets, in which language, and whether they ask who somebody is."""

    n = forms.IntegerField(label=gettext_lazy("How many booklets"), min_value=1, max_value=MOST, initial=40)
    language = forms.ChoiceField(label=gettext_lazy("Language"))
    about = forms.BooleanField(
        label=gettext_lazy("Ask at the end where somebody lives, how old they are, and their gender"), required=False,
        initial=True, help_text=gettext_lazy("Nobody has to answer. It shows who has been heard, in counts alone."),
    )  # fmt: skip

    def __init__(self, *args: Any, languages: list[str], **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["language"].choices = [(code, AS_CALLED_HERE.get(code, code)) for code in languages]


def about_choices(units: list[Any]) -> dict[str, tuple[str, list[tuple[str, str]]]]:
    """What may be asked about somebody: name of the field to its words and its answers."""
    bank = question_bank()

    def answers(code: str) -> list[tuple[str, str]]:
        return [(one.code, plain(one.name)) for one in bank[code].options if one.code != PREFER_NOT]

    return {
        "unit": (plain(bank["B03"].words), [(str(unit.pk), unit.name) for unit in units]),
        "age": (plain(bank["B02"].words), answers("B02")),
        "gender": (plain(bank["B01"].words), answers("B01")),
    }


class AboutForm(forms.Form):
    """Who somebody is, for those who say it."""

    def __init__(self, *args: Any, units: list[Any], **options: Any) -> None:
        super().__init__(*args, **options)
        self.units = {str(unit.pk): unit for unit in units}
        for name, (words, choices) in about_choices(units).items():
            self.fields[name] = forms.ChoiceField(
                label=words, required=False, choices=[("", _("Not said")), *choices],
                error_messages={"invalid_choice": gettext_lazy("Choose one of the answers.")},
            )  # fmt: skip

    def about(self) -> AboutYou:
        """What the service takes."""
        data = self.cleaned_data
        return AboutYou(self.units.get(data["unit"]), data["age"], data["gender"])


class EntryForm(NumberedForm, AboutForm):
    """One booklet: its number, Enter, a digit for each statement, Enter."""

    marked = "answers"
    number = NumberedForm.number_field(gettext_lazy("Number of the booklet"))
    answers = forms.CharField(
        label=gettext_lazy("What is marked, from the first statement to the last"), max_length=900, required=False,
        help_text=gettext_lazy("1 agree, 2 disagree, 3 pass, 0 nothing or unclear. A space between is as good as none."),
        widget=forms.TextInput({"autocomplete": "off", "inputmode": "numeric"}),
    )  # fmt: skip
    own = forms.CharField(
        label=gettext_lazy("The sentence at the end"), max_length=STATEMENT_MOST, required=False,
        help_text=gettext_lazy("As it was written. It waits to be read, like every new statement."),
        widget=forms.Textarea({"rows": 2}),
    )  # fmt: skip
    field_order = ("number", "answers", "unit", "age", "gender", "own")

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.order_fields(self.field_order)

    @property
    def typed_number(self) -> str:
        """The number as it was typed or scanned, cleaned; "" while it is none."""
        typed = self.data.get("number", "") if self.is_bound else self.initial.get("number", "")
        try:
            return booklet_number(str(typed))
        except ValidationError:
            return ""

    def clean_answers(self) -> list[int | None]:
        """An answer for each digit."""
        digits = [sign for sign in self.cleaned_data["answers"] if sign not in BETWEEN]
        if not digits:
            raise forms.ValidationError(_("Type a digit for each statement."))
        wrong = next((at for at, sign in enumerate(digits, start=1) if sign not in MEANS), None)
        if wrong is not None:
            words = _("At place {n} stands something else than 0, 1, 2 or 3.")
            raise forms.ValidationError(words.format(n=wrong))
        return [MEANS[sign] for sign in digits]

    def values(self) -> dict[str, Any]:
        """What the service takes."""
        data = self.cleaned_data
        return {"number": data["number"], "answers": data["answers"], "about": self.about(), "own": data["own"]}
