"""Forms about how far a case has come, and the answers on the way."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django import forms
from django.utils.formats import date_format
from django.utils.timezone import localtime
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from firstdoor.core import texts
from firstdoor.core.dates import DayField
from firstdoor.core.forms import Words, asked_for_later
from firstdoor.core.texts import Texts
from firstdoor.listen.forms.desk.base import ActForm, theme_choices
from firstdoor.listen.models import Answer, Case, Theme
from firstdoor.listen.models.theme import Level
from firstdoor.listen.services import lanes
from firstdoor.listen.services.cases.phases import ENDINGS
from firstdoor.listen.services.cases.words import in_all_languages, sentences
from firstdoor.people import selectors as people

TOLD = Words(
    gettext_lazy("What those who spoke are told"),
    gettext_lazy("It goes to every receipt of this case. Leave it empty to tell nothing."),
    rows=3, required=False, most=2000,
)  # fmt: skip


USUAL, AS_WRITTEN = "usual", "as_written"


class UsualChoice(forms.ChoiceField):
    """A choice that is made already: nothing sent is the usual one."""

    def clean(self, value: Any) -> Any:
        """Never missing."""
        return super().clean(value or USUAL)


class TellForm(ActForm):
    """A form whose words, `told`, go to those who spoke.

    Where some of their pages must not tell what it is about, it asks what these say instead; nothing telling by default.
    """

    told = "text"

    def ask_discreet(self) -> None:
        """The sentences of the house, as they will be read there, and the words as written for who has looked at them."""
        n = self.page.ways.discreet
        if not n or self.page.case.level == Level.LANE:
            return
        self.fields["discreet"] = UsualChoice(
            label=ngettext(
                "{n} receipt is not for everybody. Its page says instead:",
                "{n} receipts are not for everybody. Their pages say instead:", n,
            ).format(n=n),
            help_text=" ".join(
                (
                    _("Others may look over a shoulder: there stand no theme, place, name or words of the person."),
                    *([] if self.page.case.theme_id else [_("Once a public theme is set, the answer itself stands there.")]),
                )
            ),
            choices=[
                (USUAL, _("Call us with your code: we read the answer to you.")),
                *sentences().items(),
                (AS_WRITTEN, _("The same words: they tell nothing of theme, place or person")),
            ],
        )  # fmt: skip

    def discreet_words(self) -> Texts:
        """What was chosen, in each language of the house; empty for the usual sentence."""
        code = self.cleaned_data.get("discreet", "")
        if code == AS_WRITTEN:
            return self.words_of(self.told)
        known = code in sentences()
        return in_all_languages(self.municipality, lambda: sentences()[code]) if known else {}


class InstitutionForm(ActForm):
    """A form with a choice of institutions."""

    own_only = False

    def prepare(self) -> None:
        """The municipality's own parts first."""
        self.institutions = [one for one in people.institutions(self.municipality) if one.own or not self.own_only]
        self.fields["institution"].choices = [
            ("", _("The municipality")) if self.own_only else ("", _("Choose one")),
            *((str(one.pk), texts.plain(one.name)) for one in self.institutions),
        ]

    def chosen(self) -> Any:
        """The institution itself."""
        wanted = self.cleaned_data["institution"]
        return next((one for one in self.institutions if str(one.pk) == wanted), None)


class OursForm(InstitutionForm):
    """It is ours, and perhaps whose of us."""

    own_only = True
    institution = forms.ChoiceField(label=gettext_lazy("Who does it"), required=False)

    def now_there(self) -> dict[str, Any]:
        """The present one."""
        return {"institution": str(self.page.case.institution_id or "")}

    def values(self) -> dict[str, Any]:
        """The institution."""
        return {"institution": self.chosen()}


class HandForm(InstitutionForm, TellForm):
    """To whom it is handed over."""

    texts = {"text": TOLD}
    institution = forms.ChoiceField(label=gettext_lazy("To whom"))
    reference = forms.CharField(label=gettext_lazy("Their reference"), max_length=80, required=False)
    expected = DayField(
        label=gettext_lazy("Their answer is expected by"), required=False,
    )  # fmt: skip
    field_order = ["institution", "reference", "expected"]

    def prepare(self) -> None:
        """Facts first, then words."""
        super().prepare()
        self.order_fields(self.field_order)
        self.ask_discreet()

    def values(self) -> dict[str, Any]:
        """Institution, reference, date, and the words for those who spoke."""
        data = self.cleaned_data
        return {
            "institution": self.chosen(), "reference": data["reference"], "expected": data["expected"],
            "text": self.words_of("text"), "discreet": self.discreet_words(),
        }  # fmt: skip


class PlanForm(TellForm):
    """By when something is done."""

    texts = {"text": TOLD}
    expected = DayField(label=gettext_lazy("Expected by"))

    def prepare(self) -> None:
        """The date first, then words."""
        self.order_fields(["expected"])
        self.ask_discreet()

    def values(self) -> dict[str, Any]:
        """The date, and the words for those who spoke."""
        return {
            "expected": self.cleaned_data["expected"], "text": self.words_of("text"), "discreet": self.discreet_words(),
        }  # fmt: skip


class StartForm(ActForm):
    """It is being done now."""

    expected = DayField(
        label=gettext_lazy("Expected by"),
        required=False,
    )


class EndForm(TellForm):
    """How it ended, and why. In a lane only how."""

    told = "reason"
    texts = {
        "reason": Words(
            gettext_lazy("Why, in words for those who spoke"),
            gettext_lazy("It goes to every receipt of this case. Only what is solved needs no reason."),
            rows=4, required=False, most=2000,
        ),
    }  # fmt: skip
    ending = forms.ChoiceField(
        label=gettext_lazy("How it ended"), widget=forms.RadioSelect,
        choices=[choice for choice in Case.Ending.choices if choice[0] in ENDINGS],
    )  # fmt: skip

    def prepare(self) -> None:
        """The ending first; no words in a lane."""
        self.order_fields(["ending"])
        asked_for_later(self, f"reason_{self.languages[0]}")  # each other ending needs it
        if self.page.case.level == Level.LANE:
            for name in [name for name in self.fields if name.startswith("reason")]:
                del self.fields[name]
        self.ask_discreet()

    def values(self) -> dict[str, Any]:
        """Ending and reason."""
        return {
            "ending": self.cleaned_data["ending"], "reason": self.words_of("reason"), "discreet": self.discreet_words(),
        }  # fmt: skip


class AnswerForm(TellForm):
    """What goes back to every receipt of the case."""

    texts = {"text": Words(gettext_lazy("Answer"), rows=3, most=2000)}
    kind = forms.ChoiceField(
        label=gettext_lazy("What kind of answer"), initial=Answer.Kind.REPLY,
        choices=[(kind, label) for kind, label in Answer.Kind.choices if kind in {"reply", "heard", "planned"}],
    )  # fmt: skip

    def prepare(self) -> None:
        """The key A leads to the answer, which says to how many it goes."""
        original = self.fields[f"text_{self.languages[0]}"]
        original.widget.attrs["data-key"] = "a"
        n = self.page.ways.receipts
        to_all = ngettext("Answer to {n} receipt", "Answer to {n} receipts", n).format(n=n)
        original.label = self.named(to_all, self.languages[0])
        self.ask_discreet()

    def values(self) -> dict[str, Any]:
        """Text and kind."""
        return {
            "text": self.words_of("text"), "kind": self.cleaned_data["kind"], "discreet": self.discreet_words(),
        }  # fmt: skip


class NoteForm(ActForm):
    """A note that one lane alone reads."""

    lane = forms.CharField(widget=forms.HiddenInput)
    words = forms.CharField(
        label=gettext_lazy("Note for this lane"), widget=forms.Textarea({"rows": 3}), max_length=4000
    )

    def values(self) -> dict[str, Any]:
        """Lane and words."""
        return {"lane": self.cleaned_data["lane"], "words": self.cleaned_data["words"]}


class SentenceForm(ActForm):
    """A neutral answer in a lane."""

    sentence = forms.ChoiceField(label=gettext_lazy("Answer without any content"), widget=forms.RadioSelect)

    def prepare(self) -> None:
        """The sentences of the house."""
        self.fields["sentence"].choices = [(code, words) for code, (_kind, words) in lanes.neutral_answers().items()]


class ReferForm(InstitutionForm):
    """To whom a person was referred; never what about."""

    voice = forms.ChoiceField(label=gettext_lazy("Who was referred"))
    institution = forms.ChoiceField(label=gettext_lazy("To whom"))

    def prepare(self) -> None:
        """The voices by their dates, since nothing else may be said of them."""
        super().prepare()
        self.fields["voice"].choices = [
            (
                str(heard.voice.pk),
                _("Voice of {date}").format(date=date_format(localtime(heard.voice.heard_at), "DATE_FORMAT")),
            )
            for heard in self.page.voices
        ]

    def values(self) -> dict[str, Any]:
        """Voice and institution."""
        return {"voice": UUID(self.cleaned_data["voice"]), "to": self.chosen()}


class LetOutForm(ActForm):
    """From the lane to the safety team, with the person's consent."""

    theme = forms.ChoiceField(label=gettext_lazy("Theme"))
    consent = forms.BooleanField(
        label=gettext_lazy("The person agreed that the safety team reads it"), required=False,
        help_text=gettext_lazy("Ask first. It is kept as an event, with who asked and when."),
    )  # fmt: skip

    def prepare(self) -> None:
        """Themes that belong to no lane."""
        found = Theme.objects.of(self.municipality).filter(hidden=False).exclude(level=Level.LANE)
        self.themes = list(found.order_by("order", "code"))
        self.fields["theme"].choices = theme_choices(self.themes, nothing=_("Choose one"))

    def values(self) -> dict[str, Any]:
        """Theme and consent."""
        wanted = self.cleaned_data["theme"]
        theme = next((one for one in self.themes if str(one.pk) == wanted), None)
        return {"theme": theme, "consent": self.cleaned_data["consent"]}
