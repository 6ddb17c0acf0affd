"""Forms about paper ballots: how many to print, and what is marked on one, typed on the pad of digits."""

from __future__ import annotations

import re
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from firstdoor.core.forms import NumberedForm
from firstdoor.decide.forms.ballots import PrintedForm
from firstdoor.decide.models import Ballot, Option

EMPTY, UNCLEAR = "0", "x"
SMALL_MOST = 12  # options that a small page has room for


class SheetsForm(PrintedForm):
    """How many paper ballots, how large, and in which language."""

    field_order = ("n", "size", "language")

    n = forms.IntegerField(label=gettext_lazy("How many paper ballots"), min_value=1, max_value=500)
    size = forms.ChoiceField(
        label=gettext_lazy("Size"), choices=[("a5", "A5"), ("a4", gettext_lazy("A4, in large type"))], initial="a5"
    )

    def __init__(self, *args: Any, options: int, **more: Any) -> None:
        super().__init__(*args, **more)
        self.options = options

    def clean_size(self) -> str:
        """A size on which everything has room."""
        size = str(self.cleaned_data["size"])
        if size == "a5" and self.options > SMALL_MOST:
            raise forms.ValidationError(_("So many things have no room on A5. Take A4."))
        return size


class SheetForm(NumberedForm):
    """What is marked on one sheet: its number, Enter, the numbers crossed, Enter."""

    marked = "marks"
    number = NumberedForm.number_field(gettext_lazy("Number of the sheet"))
    marks = forms.CharField(
        label=gettext_lazy("What is marked"), max_length=80, required=False,
        help_text=gettext_lazy("The numbers with a cross. 0 when nothing is marked, x when nobody can tell what."),
        widget=forms.TextInput({"class": "short", "autocomplete": "off"}),
    )  # fmt: skip

    def __init__(self, *args: Any, options: list[Option], ballot: Ballot, **more: Any) -> None:
        super().__init__(*args, **more)
        self.points = ballot.points is not None
        if self.points:
            self.fields["marks"].help_text = _(
                "Number of the thing, a star, its points: 1*3 4*7. 0 when nothing is written, x when nobody can tell what."
            )
        self.options = dict(enumerate((one.project_id for one in options), start=1))

    def clean_marks(self) -> str:
        """Numbers that are on the ballot, each once; up to nine things they may stand close together."""
        text = str(self.cleaned_data["marks"]).strip().lower()
        if text in {EMPTY, UNCLEAR}:
            return text
        if self.points:
            return self._points(text)
        parts = re.findall(r"[0-9]" if len(self.options) < 10 else r"[0-9]+", text)
        if not parts or re.search(r"[^0-9\s,.;+-]", text):
            raise forms.ValidationError(
                _("Type the numbers that are crossed; 0 for an empty sheet, x for an unclear one.")
            )
        for part in parts:
            if int(part) not in self.options:
                raise forms.ValidationError(_("There is no number {n} on this ballot.").format(n=int(part)))
            if parts.count(part) > 1:
                raise forms.ValidationError(_("Number {n} was typed twice.").format(n=int(part)))
        return " ".join(parts)

    def _points(self, text: str) -> str:
        """Pairs of a thing's number and its points, joined by a star, a colon or an equals sign."""
        pairs = re.findall(r"([0-9]{1,3})\s*[*:=]\s*([0-9]{1,3})(?![0-9])", text)
        if not pairs or re.sub(r"[0-9]{1,3}\s*[*:=]\s*[0-9]{1,3}(?![0-9])", "", text).strip(" ,.;+-"):
            raise forms.ValidationError(
                _(
                    "Type for each thing its number, a star, its points, as 1*3 4*7; 0 for an empty sheet, x for an unclear one."
                )
            )
        numbers = [int(number) for number, _points in pairs]
        for number in numbers:
            if number not in self.options:
                raise forms.ValidationError(_("There is no number {n} on this ballot.").format(n=number))
            if numbers.count(number) > 1:
                raise forms.ValidationError(_("Number {n} was typed twice.").format(n=number))
        return " ".join(f"{int(number)}*{int(points)}" for number, points in pairs)

    def values(self) -> dict[str, Any]:
        """What the service takes."""
        marks = self.cleaned_data["marks"]
        parts = [] if marks in {EMPTY, UNCLEAR} else marks.split()
        choices: Any = [self.options[int(part)] for part in parts if "*" not in part]
        if self.points:
            choices = {self.options[int(part.split("*")[0])]: int(part.split("*")[1]) for part in parts}
        return {"number": self.cleaned_data["number"], "choices": choices, "unclear": marks == UNCLEAR}


class SettleForm(SheetForm):
    """A third look at a sheet on which two people saw different things."""

    number = None
    together = forms.BooleanField(
        label=gettext_lazy("I am one of the two, and we looked at the sheet together"), required=False
    )

    def __init__(self, *args: Any, options: list[Option], sheet: str, **more: Any) -> None:
        super().__init__(*args, options=options, initial={"number": sheet}, **more)
        self.sheet = sheet

    def values(self) -> dict[str, Any]:
        """What the service takes."""
        self.cleaned_data["number"] = self.sheet
        return super().values() | {"together": self.cleaned_data["together"]}
