"""Forms about what a case is: theme, place, urgency, names, who may read."""

from __future__ import annotations

import re
from typing import Any

from django import forms
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _

from firstdoor.core.forms import LANGUAGE_NAMES, Words
from firstdoor.listen.forms.desk.base import ActForm, theme_choices
from firstdoor.listen.models import Case, Theme
from firstdoor.listen.models.theme import Level
from firstdoor.places import selectors as places


class ThemeForm(ActForm):
    """What it is about; who may read it follows from that."""

    theme = forms.ChoiceField(label=gettext_lazy("Theme"))
    sure = forms.BooleanField(
        label=gettext_lazy("Seal it for a lane"),
        required=False,
        help_text=gettext_lazy("Only with a theme of a lane: words are sealed, place, photo and name are deleted."),
    )

    def now_there(self) -> dict[str, Any]:
        """The present theme."""
        return {"theme": str(self.page.case.theme_id or "")}

    def prepare(self) -> None:
        """All themes that are not hidden, and the present one."""
        self.themes = list(Theme.objects.of(self.municipality).filter(hidden=False).order_by("order", "code"))
        self.fields["theme"].choices = theme_choices(self.themes)

    def clean(self) -> dict[str, Any]:
        """Into a lane goes nothing by a slip of the finger."""
        data = super().clean() or {}
        found = next((theme for theme in self.themes if str(theme.pk) == data.get("theme")), None)
        if found is not None and found.level == Level.LANE and not data.get("sure"):
            self.add_error("sure", _("This theme belongs to a lane. Tick here if its members alone may read it."))
        return {**data, "found": found}

    def values(self) -> dict[str, Any]:
        """The theme itself."""
        return {"theme": self.cleaned_data["found"]}


class PlaceForm(ActForm):
    """Where it is."""

    place = forms.CharField(label=gettext_lazy("Street or landmark"), max_length=200, required=False)
    unit = forms.ChoiceField(label=gettext_lazy("Administrative unit"), required=False)
    point = forms.CharField(
        label=gettext_lazy("Point on the map"), required=False, max_length=60,
        help_text=gettext_lazy("Latitude and longitude, for example 40.7372, 19.7022"),
    )  # fmt: skip

    def now_there(self) -> dict[str, Any]:
        """The present place."""
        case = self.page.case
        point = f"{case.lat:.6f}, {case.lon:.6f}" if case.lat is not None and case.lon is not None else ""
        return {"place": case.place, "unit": str(case.unit_id or ""), "point": point}

    def prepare(self) -> None:
        """The municipality's units."""
        self.units = places.units(self.municipality)
        choices = [(str(unit.pk), unit.name) for unit in self.units]
        self.fields["unit"].choices = [("", _("Not known")), *choices]

    def clean_point(self) -> tuple[float, float] | None:
        """Two numbers, with a comma or a space between them."""
        typed = self.cleaned_data["point"].strip()
        if not typed:
            return None
        found = re.fullmatch(r"(-?\d{1,3}(?:\.\d+)?)[\s,;]+(-?\d{1,3}(?:\.\d+)?)", typed)
        if not found:
            raise forms.ValidationError(_("Write it like this: 40.7372, 19.7022"))
        return float(found[1]), float(found[2])

    def values(self) -> dict[str, Any]:
        """Place, unit and point."""
        data = self.cleaned_data
        lat, lon = data["point"] or (None, None)
        unit = next((unit for unit in self.units if str(unit.pk) == data["unit"]), None)
        return {"place": data["place"], "unit": unit, "lat": lat, "lon": lon}


class UrgencyForm(ActForm):
    """How urgent it is."""

    urgency = forms.ChoiceField(label=gettext_lazy("Urgency"), choices=Case.Urgency.choices, widget=forms.RadioSelect)

    def now_there(self) -> dict[str, Any]:
        """The present urgency."""
        return {"urgency": self.page.case.urgency}


class NameForm(ActForm):
    """The short name, and the text that may become public."""

    texts = {
        "title": Words(
            gettext_lazy("Short name"), gettext_lazy("Few words, no names of persons: it may become public."), most=120
        ),
        "public_text": Words(
            gettext_lazy("Text for everybody"), gettext_lazy("What it is, in the municipality's words."), rows=4,
            required=False, most=2000,
        ),
    }  # fmt: skip

    def now_there(self) -> dict[str, Any]:
        """The present words."""
        return {"title": self.page.case.title, "public_text": self.page.case.public_text}

    def values(self) -> dict[str, Any]:
        """Both texts."""
        return {"title": self.words_of("title"), "public_text": self.words_of("public_text")}


class PublishForm(ActForm):
    """Whose words become public with the case."""

    voices = forms.MultipleChoiceField(
        label=gettext_lazy("Words that everybody may read"), required=False, widget=forms.CheckboxSelectMultiple,
        help_text=gettext_lazy("Look for names, telephone numbers, house numbers, faces and plates first."),
    )  # fmt: skip

    def now_there(self) -> dict[str, Any]:
        """All that may be shown, as a proposal."""
        return {"voices": [str(heard.voice.pk) for heard in self.page.voices if self._may(heard)]}

    @staticmethod
    def _may(heard: Any) -> bool:
        return heard.voice.level == Level.PUBLIC and heard.voice.withdrawn_at is None and bool(heard.words)

    def prepare(self) -> None:
        """Only voices whose persons chose everybody."""
        self.fields["voices"].choices = [
            (str(heard.voice.pk), heard.words) for heard in self.page.voices if self._may(heard)
        ]
        if not self.fields["voices"].choices:
            del self.fields["voices"]

    def values(self) -> dict[str, Any]:
        """The chosen voices' ids."""
        from uuid import UUID

        return {"voices": [UUID(pk) for pk in self.cleaned_data.get("voices", [])]}


class VoiceForm(ActForm):
    """Something about one of the case's voices, which the address names in its query."""

    voice = forms.UUIDField(widget=forms.HiddenInput)

    def prepare(self) -> None:
        """The voice at hand, for what is shown beside the form; the first when the address names none."""
        if self.page.voices:
            self.initial.setdefault("voice", self.page.voices[0].voice.pk)
        wanted = str(self.data.get("voice") or self.initial.get("voice") or "")
        self.heard = next((heard for heard in self.page.voices if str(heard.voice.pk) == wanted), None)


class LevelForm(VoiceForm):
    """Who may read a voice."""

    level = forms.ChoiceField(
        label=gettext_lazy("Who may read it"), widget=forms.RadioSelect,
        choices=[choice for choice in Level.choices if choice[0] != Level.LANE],
    )  # fmt: skip
    consent = forms.BooleanField(
        label=gettext_lazy("The person agreed that everybody may read it"), required=False,
        help_text=gettext_lazy("Only needed when more people than before may read it. It is kept as an event."),
    )  # fmt: skip

    def prepare(self) -> None:
        """The present level is chosen."""
        super().prepare()
        if self.heard is not None:
            self.initial.setdefault("level", self.heard.voice.asked_level)


class TranslateForm(VoiceForm):
    """The staff's translation of somebody's words."""

    words = forms.CharField(label=gettext_lazy("Translation"), widget=forms.Textarea({"rows": 5}), required=False)
    into = forms.ChoiceField(label=gettext_lazy("Into"))

    def prepare(self) -> None:
        """Every language of the house but the voice's own."""
        super().prepare()
        own = self.heard.voice.language if self.heard else ""
        choices = [(code, name) for code, name in LANGUAGE_NAMES.items() if code != own]
        self.fields["into"].choices = choices
        code = (get_language() or "")[:2]
        into = code if code != own and code in dict(choices) else choices[0][0]
        self.initial.setdefault("into", into)
        if self.heard is not None:
            self.initial.setdefault("words", self.heard.voice.translations.get(into, ""))

    def values(self) -> dict[str, Any]:
        """The voice and all translations, the typed one in its place."""
        data = self.cleaned_data
        kept = dict(self.heard.voice.translations) if self.heard else {}
        return {"voice": data["voice"], "translations": {**kept, data["into"]: data["words"].strip()}}


class SplitForm(VoiceForm):
    """A voice gets a case of its own."""

    stays = forms.BooleanField(
        label=gettext_lazy("It belongs to this case, too"), required=False,
        help_text=gettext_lazy("When somebody told about two matters at once."),
    )  # fmt: skip


class JoinForm(ActForm):
    """With which case it is joined."""

    number = forms.IntegerField(
        label=gettext_lazy("Number of the other case"), min_value=1, max_value=2_000_000_000,
        widget=forms.NumberInput({"class": "short"}),
    )  # fmt: skip
