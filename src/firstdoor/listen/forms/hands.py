"""The form on which a show of hands is written down."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from firstdoor.core.dates import DayField
from firstdoor.core.texts import Texts, plain
from firstdoor.listen.models import Hands, Meeting
from firstdoor.listen.services.hands import MOST

WAYS = ("agree", "disagree", "passed")
LABELS = {
    "agree": gettext_lazy("Agree"), "disagree": gettext_lazy("Disagree"), "passed": gettext_lazy("Pass"),
}  # fmt: skip


class HandsForm(forms.Form):
    """When and where, how many were there, and three numbers for each statement that was asked."""

    held_on = DayField(label=gettext_lazy("Day"))
    place = forms.CharField(label=gettext_lazy("Place"), max_length=200)
    present = forms.IntegerField(
        label=gettext_lazy("How many people were there"), required=False, min_value=1, max_value=MOST,
        widget=forms.NumberInput({"class": "short"}),
    )  # fmt: skip
    meeting = forms.ChoiceField(label=gettext_lazy("At the meeting"), required=False)
    version = forms.IntegerField(widget=forms.HiddenInput, required=False)

    def __init__(
        self,
        *args: Any,
        statements: Sequence[tuple[int, Texts]],
        meetings: Sequence[Meeting],
        hands: Hands | None = None,
        counts: Mapping[int, tuple[int, int, int]] | None = None,
        **options: Any,
    ) -> None:
        if hands is not None:
            options["initial"] = {
                "held_on": hands.held_on, "place": hands.place, "present": hands.present, "version": hands.version,
                "meeting": str(hands.meeting_id or ""),
            }  # fmt: skip
        super().__init__(*args, **options)
        self.meetings = {str(row.pk): row for row in meetings}
        self.statements = list(statements)
        if meetings:
            named = [(pk, f"{plain(row.title)}, {row.starts_at:%d.%m.%Y}") for pk, row in self.meetings.items()]
            self.fields["meeting"].choices = [("", _("None of these")), *named]
        else:
            del self.fields["meeting"]
        for number, _words in self.statements:
            given = (counts or {}).get(number)
            for at, way in enumerate(WAYS):
                self.fields[f"{way}-{number}"] = forms.IntegerField(
                    label=LABELS[way], required=False, min_value=0, max_value=MOST,
                    initial=given[at] if given else None, widget=forms.NumberInput({"class": "short"}),
                )  # fmt: skip

    @property
    def head(self) -> list[Any]:
        """The fields above the statements."""
        return [self[name] for name in ("held_on", "place", "meeting", "present") if name in self.fields]

    @property
    def rows(self) -> list[tuple[int, Texts, list[Any]]]:
        """Each statement with its three fields."""
        return [(number, words, [self[f"{way}-{number}"] for way in WAYS]) for number, words in self.statements]

    def refused(self, number: int) -> str:
        """The name of the field at which an error of that statement stands."""
        return f"{WAYS[0]}-{number}"

    def values(self) -> dict[str, Any]:
        """What the service takes: of a statement with one number the empty ones are none."""
        data = self.cleaned_data
        counts = {}
        for number, _words in self.statements:
            three = tuple(data.get(f"{way}-{number}") for way in WAYS)
            if any(three):
                counts[number] = tuple(n or 0 for n in three)
        return {
            "held_on": data["held_on"], "place": data["place"], "present": data["present"], "counts": counts,
            "meeting": self.meetings.get(data.get("meeting", "")), "version": data["version"] or 0,
        }  # fmt: skip
