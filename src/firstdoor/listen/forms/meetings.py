"""Forms about interface meetings."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from firstdoor.core.dates import DayField, HourField
from firstdoor.core.forms import TextsForm, Words, asked_for_later
from firstdoor.core.ids import uuid7
from firstdoor.listen.models import Headcount, Invitation, Meeting
from firstdoor.listen.models.voice import WORDS_MOST
from firstdoor.listen.selectors.meetings import Heads
from firstdoor.places import selectors as places

HEADS = {
    ("all", ""): gettext_lazy("All together"),
    ("sex", "women"): gettext_lazy("Women"),
    ("sex", "men"): gettext_lazy("Men"),
    ("age", "under_16"): gettext_lazy("Under 16"),
    ("age", "16_24"): gettext_lazy("16 to 24"),
    ("age", "25_44"): gettext_lazy("25 to 44"),
    ("age", "45_64"): gettext_lazy("45 to 64"),
    ("age", "65_over"): gettext_lazy("65 and over"),
}


def named_heads(table: Iterable[Heads]) -> list[tuple[str, int | None]]:
    """One list of (words, count) out of what was counted; None where a small number is hidden."""
    return [
        (str(HEADS.get((heads.dimension, value)) or value), n) for heads in table for value, n in heads.rows if n != 0
    ]


def head_labels(municipality: Any) -> list[str]:
    """The groups by which is counted who came, for the sheet."""
    groups = [str(label) for key, label in HEADS.items() if key[0] != "all"]
    return [*groups, *(_("From {unit}").format(unit=unit.name) for unit in places.units(municipality))]


class MeetingForm(TextsForm):
    """Title, announcement, place and time."""

    texts = {
        "title": Words(gettext_lazy("Name of the meeting"), most=160),
        "announced": Words(
            gettext_lazy("What people can expect"), gettext_lazy("Who comes, what it is about, what happens after."),
            rows=4, required=False,
        ),
    }  # fmt: skip
    date = DayField(label=gettext_lazy("Date"))
    time = HourField(label=gettext_lazy("Time"))
    unit = forms.ModelChoiceField(
        queryset=None,
        required=False,
        label=gettext_lazy("Administrative unit"),
        empty_label=gettext_lazy("The whole municipality"),
    )
    place = forms.CharField(label=gettext_lazy("Place"), max_length=200)
    version = forms.IntegerField(widget=forms.HiddenInput, required=False)

    def __init__(self, *args: Any, municipality: Any, meeting: Meeting | None = None, **options: Any) -> None:
        self.municipality = municipality
        if meeting is not None:
            local = meeting.starts_at.astimezone(municipality.zone)
            options["initial"] = {
                "title": meeting.title, "announced": meeting.announced, "date": local.date(), "time": local.time(),
                "unit": meeting.unit_id, "place": meeting.place, "version": meeting.version,
            }  # fmt: skip
        super().__init__(*args, languages=municipality.languages, **options)
        units = places.units(municipality)
        self.fields["unit"].queryset = type(units[0]).objects.of(municipality) if units else None

    def values(self) -> dict[str, Any]:
        """What the services take."""
        data = self.cleaned_data
        return {
            "title": self.words_of("title"),
            "announced": self.words_of("announced"),
            "place": data["place"],
            "unit": data["unit"],
            "starts_at": datetime.combine(data["date"], data["time"], tzinfo=self.municipality.zone),
        }


class CallOffForm(TextsForm):
    """Why a meeting is not held."""

    texts = {
        "reason": Words(
            gettext_lazy("Why is it not held?"),
            gettext_lazy("Say also whether there will be another day."),
            rows=3,
            most=600,
        )
    }


class InvitationForm(forms.Form):
    """How people were invited."""

    channel = forms.ChoiceField(label=gettext_lazy("How"), choices=Invitation.Channel.choices)
    at = DayField(label=gettext_lazy("When"))
    reached = forms.IntegerField(
        label=gettext_lazy("About how many people were reached"), required=False, min_value=0, max_value=1_000_000,
        widget=forms.NumberInput({"class": "short"}),
    )  # fmt: skip


class HeadsForm(forms.Form):
    """Who came: counts, never names."""

    def __init__(self, *args: Any, municipality: Any, meeting: Meeting, **options: Any) -> None:
        self.keys = [*HEADS, *(("unit", unit.name) for unit in places.units(municipality))]
        rows = Headcount.objects.of(municipality).filter(meeting=meeting)
        known = {(row.dimension, row.value): row.n for row in rows}
        super().__init__(*args, initial={self._name(key): known.get(key) for key in self.keys}, **options)
        for key in self.keys:
            self.fields[self._name(key)] = forms.IntegerField(
                label=HEADS.get(key) or _("From {unit}").format(unit=key[1]),
                required=key == ("all", ""),
                min_value=0,
                max_value=100_000,
                widget=forms.NumberInput({"class": "short"}),
            )

    @staticmethod
    def _name(key: tuple[str, str]) -> str:
        return key[0] if not key[1] else f"{key[0]}-{key[1]}"

    def counts(self) -> dict[tuple[str, str], int]:
        """The counts that were given."""
        return {
            key: self.cleaned_data[self._name(key)]
            for key in self.keys
            if self.cleaned_data.get(self._name(key)) is not None
        }


class InputForm(forms.Form):
    """What somebody says in the room: written while they speak, so one field and Enter."""

    words = forms.CharField(
        label=gettext_lazy("What was said"), max_length=WORDS_MOST, widget=forms.Textarea({"rows": 3, "data-focus": ""})
    )
    place = forms.CharField(label=gettext_lazy("Place, if one was named"), max_length=200, required=False)
    draft_key = forms.UUIDField(widget=forms.HiddenInput, initial=uuid7)


class WordsForm(TextsForm):
    """The shared vision, or the minutes."""

    texts = {"words": Words(gettext_lazy("Text"), rows=12, most=20_000)}
    version = forms.IntegerField(widget=forms.HiddenInput)


class PromiseForm(TextsForm):
    """What was promised, who does it, by when."""

    texts = {"text": Words(gettext_lazy("What was promised"), rows=2, most=400)}
    owner = forms.CharField(label=gettext_lazy("Who does it"), max_length=120)
    due = DayField(label=gettext_lazy("By when"))

    def clean_due(self) -> Any:
        """A promise is about the future."""
        due = self.cleaned_data["due"]
        if due < timezone.localdate():
            raise forms.ValidationError(_("This date has passed."))
        return due


class SettleForm(TextsForm):
    """What became of a promise."""

    texts = {"reason": Words(gettext_lazy("Why, or what was done"), rows=2, most=400, required=False)}
    state = forms.ChoiceField(
        label=gettext_lazy("Where it stands"),
        choices=[
            ("kept", gettext_lazy("Kept")), ("under_way", gettext_lazy("Under way")), ("dropped", gettext_lazy("Dropped")),
        ],
        widget=forms.RadioSelect,
    )  # fmt: skip

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        asked_for_later(self, f"reason_{self.languages[0]}")  # who drops a promise says why
