"""The form with which a voice is entered for somebody: one page, fast by keyboard, in the person's own order."""

from __future__ import annotations

from datetime import datetime, time
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _

from firstdoor.core.dates import DayField
from firstdoor.core.forms import LANGUAGE_NAMES, asked_for_later
from firstdoor.core.ids import uuid7
from firstdoor.listen.forms.desk.base import theme_choices
from firstdoor.listen.models import Theme, Voice
from firstdoor.listen.models.theme import Level
from firstdoor.listen.models.voice import WORDS_MOST
from firstdoor.listen.selectors.ledger import Entry
from firstdoor.listen.services import ContactGiven
from firstdoor.places import selectors as places

WAYS = [
    ("visit", gettext_lazy("Somebody comes by")),
    ("phone", gettext_lazy("By telephone")),
    ("page", gettext_lazy("I look it up myself with my code")),
]


class SpeakForm(forms.Form):
    """What somebody said, as the person said it."""

    words = forms.CharField(
        label=gettext_lazy("What is going on?"), widget=forms.Textarea({"rows": 5}), max_length=WORDS_MOST,
        help_text=gettext_lazy("In the person's own words."),
        error_messages={
            "required": gettext_lazy("Write what is going on. One sentence is enough."),
            "max_length": gettext_lazy("This is longer than 4,000 characters. Please shorten it."),
        },
    )  # fmt: skip
    place = forms.CharField(
        label=gettext_lazy("Where is it?"), max_length=200, required=False,
        help_text=gettext_lazy("Street, landmark or village"),
    )  # fmt: skip
    unit = forms.ChoiceField(label=gettext_lazy("Administrative unit"), required=False)
    theme = forms.ChoiceField(label=gettext_lazy("What is it about?"), required=False)
    channel = forms.ChoiceField(
        label=gettext_lazy("How did you hear it?"), widget=forms.RadioSelect, initial="person",
        choices=[choice for choice in Voice.Channel.choices if choice[0] in {"person", "phone", "paper"}],
    )  # fmt: skip
    heard_on = DayField(
        label=gettext_lazy("When did you hear it?"),
        help_text=gettext_lazy("On paper: the date on the form."),
    )  # fmt: skip
    language = forms.ChoiceField(label=gettext_lazy("Language of the words"))
    level = forms.ChoiceField(
        label=gettext_lazy("Who may read it?"), widget=forms.RadioSelect, initial=Level.PUBLIC,
        choices=[choice for choice in Level.choices if choice[0] != Level.LANE],
    )  # fmt: skip
    way = forms.ChoiceField(
        label=gettext_lazy("How do you want to hear what became of it?"), widget=forms.RadioSelect, choices=WAYS,
        initial="visit",
    )  # fmt: skip
    contact = forms.CharField(
        label=gettext_lazy("Where or how you are found"), max_length=200,
        help_text=gettext_lazy(
            "A name and a place, or a telephone number. Only I see it, to bring you the answer. Not needed for the last "
            "choice."
        ),
        error_messages={"required": gettext_lazy("Write where or how the person is found.")},
    )  # fmt: skip
    consent = forms.BooleanField(
        label=gettext_lazy("You agreed that I write this down for you"), required=False,
        help_text=gettext_lazy(
            "I told you: the municipality keeps your words and, if you want an answer, how you are found; who may read "
            "it is your choice; you can take it back at any time with your code."
        ),
    )  # fmt: skip
    draft_key = forms.UUIDField(widget=forms.HiddenInput)

    def __init__(self, *args: Any, by: Any, municipality: Any, after: Entry | None = None, **options: Any) -> None:
        """`after` is the entry before: a pile of papers is of one day, place and language."""
        self.municipality = municipality
        self.units = places.units(municipality)
        own = by.units(municipality.pk)
        today = places.local_date(municipality, timezone.now())
        initial = {
            "heard_on": today, "unit": str(next(iter(own))) if len(own) == 1 else "", "draft_key": uuid7(),
            "language": municipality.language if municipality.language in LANGUAGE_NAMES else get_language(),
        }  # fmt: skip
        if after is not None:
            day = timezone.localtime(after.heard_at, municipality.zone).date()
            unit = str(after.unit or "")
            initial |= {"heard_on": day, "unit": unit, "channel": after.channel, "language": after.language}
        super().__init__(*args, initial=initial, **options)
        if after is not None:
            self.fields["words"].widget.attrs["autofocus"] = True
        if self.data.get("way") == "page":
            self.fields["contact"].required = False
        self.fields["unit"].choices = [("", _("Not known")), *((str(unit.pk), unit.name) for unit in self.units)]
        self.themes = list(Theme.objects.of(municipality).filter(hidden=False).order_by("order", "code"))
        self.fields["theme"].choices = theme_choices(self.themes, nothing=_("I don't know"))
        self.fields["language"].choices = list(LANGUAGE_NAMES.items())
        asked_for_later(self, "contact")

    def clean_heard_on(self) -> datetime:
        """Noon of that day, or now for today: a paper says a day, no hour."""
        day, now = self.cleaned_data["heard_on"], timezone.now()
        today = places.local_date(self.municipality, now)
        if day > today:
            raise forms.ValidationError(_("This date is in the future."))
        if (today - day).days > 730:
            raise forms.ValidationError(_("This date is more than two years ago. Is the year right?"))
        return now if day == today else datetime.combine(day, time(12), tzinfo=self.municipality.zone)

    def clean(self) -> dict[str, Any]:
        """Who is to be told has to be found, and nothing is written down without consent."""
        data = super().clean() or {}
        if data.get("way") == "phone" and data.get("contact") and sum(map(str.isdigit, data["contact"])) < 6:
            self.add_error("contact", _("Write a telephone number."))
        if not data.get("consent"):
            self.add_error("consent", _("Ask the person first. Without consent nothing may be entered."))
        return data

    def values(self) -> dict[str, Any]:
        """What the service takes."""
        data = self.cleaned_data
        told = data["way"] != "page"
        return {
            "words": data["words"], "place": data["place"], "channel": data["channel"], "heard_at": data["heard_on"],
            "language": data["language"], "asked_level": data["level"], "draft_key": data["draft_key"],
            "unit": next((unit for unit in self.units if str(unit.pk) == data["unit"]), None),
            "theme": next((theme for theme in self.themes if str(theme.pk) == data["theme"]), None),
            "wants_answer": Voice.Answer.PERSON if told else Voice.Answer.PAGE,
            "contact": ContactGiven(data["way"], data["contact"].strip(), may_call=data["way"] == "phone") if told else None,
            "consent": data["consent"],
        }  # fmt: skip
