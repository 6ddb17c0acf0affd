"""Forms about conversations."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import get_language, gettext_lazy

from firstdoor.core.dates import DayField
from firstdoor.core.forms import AS_CALLED_HERE, AnswerByEmail, TextsForm, Words
from firstdoor.listen.models import Conversation, Statement
from firstdoor.listen.models.conversation import STATEMENT_MOST

TOO_LONG = gettext_lazy(
    "This is longer than %(limit_value)d characters. Say one thing; a second one can be a statement of its own."
)


class ConversationForm(TextsForm):
    """What it is about, from when until when, and when statements are read."""

    texts = {
        "title": Words(gettext_lazy("Name of the conversation"), most=120),
        "question": Words(
            gettext_lazy("The question"), gettext_lazy("One sentence that everybody understands."), rows=2, most=300
        ),
    }
    opens_on = DayField(label=gettext_lazy("First day"))
    closes_on = DayField(label=gettext_lazy("Last day"))
    moderation = forms.ChoiceField(
        label=gettext_lazy("When somebody writes a statement"), choices=Conversation.Moderation.choices,
        widget=forms.RadioSelect, initial=Conversation.Moderation.BEFORE,
    )  # fmt: skip
    invited = forms.TypedChoiceField(
        label=gettext_lazy("Who may take part"), coerce=lambda value: value == "1", widget=forms.RadioSelect, initial="0",
        choices=[
            ("0", gettext_lazy("Everybody")),
            ("1", gettext_lazy("Whoever has the invitation code; you get it once this is saved")),
        ],
    )  # fmt: skip
    new_an_hour = forms.TypedChoiceField(
        label=gettext_lazy("From one address in an hour"), coerce=int, widget=forms.RadioSelect, initial=60,
        help_text=gettext_lazy("How many people may begin behind one line of a house, a school or an office."),
        choices=[
            (60, gettext_lazy("60 people: houses, cafés, most places")),
            (300, gettext_lazy("300 people: a school or a large office votes at the same time")),
            (1000, gettext_lazy("1000 people: a whole town behind one line of a telephone company")),
        ],
    )  # fmt: skip
    version = forms.IntegerField(widget=forms.HiddenInput, required=False)

    def __init__(self, *args: Any, municipality: Any, conversation: Conversation | None = None, **options: Any) -> None:
        if conversation is not None:
            names = ("title", "question", "opens_on", "closes_on", "moderation", "version", "new_an_hour")
            options["initial"] = {name: getattr(conversation, name) for name in names}
            options["initial"]["invited"] = "1" if conversation.invitation else "0"
        super().__init__(*args, languages=municipality.languages, **options)

    def values(self) -> dict[str, Any]:
        """What the services take."""
        data = self.cleaned_data
        days = {name: data[name] for name in ("opens_on", "closes_on", "moderation", "invited", "new_an_hour")}
        return {"title": self.words_of("title"), "question": self.words_of("question"), **days}


class BeginForm(TextsForm):
    """A statement to begin with."""

    texts = {
        "words": Words(
            gettext_lazy("Statement"), gettext_lazy("One thing on which people can agree or disagree."), rows=2,
            most=STATEMENT_MOST,
        )
    }  # fmt: skip


class StatementForm(AnswerByEmail):
    """A resident's statement, and perhaps where the answer should go."""

    field_order = ("words", "language")

    words = forms.CharField(
        label=gettext_lazy("Your statement"), max_length=STATEMENT_MOST, widget=forms.Textarea({"rows": 4}),
        help_text=gettext_lazy("One thing, in one sentence, on which others can agree or disagree. No names."),
        error_messages={"required": gettext_lazy("Write your statement first."), "max_length": TOO_LONG},
    )  # fmt: skip

    language = forms.ChoiceField(
        label=gettext_lazy("In which language you wrote it"), required=False, widget=forms.RadioSelect,
        help_text=gettext_lazy("Others read it in this language, and a translation beside it."),
    )  # fmt: skip

    def __init__(self, *args: Any, languages: list[str], **options: Any) -> None:
        super().__init__(*args, **options)
        own = (get_language() or "")[:2]
        known = [*languages, *([own] if own not in languages else [])]
        self.fields["language"].choices = [(code, AS_CALLED_HERE.get(code, code)) for code in known]  # type: ignore[attr-defined]
        self.initial.setdefault("language", own)
        # The field says how long it may be; a browser that cuts what is typed would lose words without a word.
        self.fields["words"].widget.attrs.pop("maxlength", None)

    def clean_words(self) -> str:
        """One line, without marks that turn the direction of what follows."""
        words = "".join(sign for sign in self.cleaned_data["words"] if sign not in _TURNING)
        words = " ".join(words.replace("\x00", "").split())
        if not words:
            raise forms.ValidationError(gettext_lazy("Write your statement first."))
        return words

    def clean_language(self) -> str:
        """The page's, where nobody chose."""
        return str(self.cleaned_data.get("language") or (get_language() or "")[:2])


class CodeForm(forms.Form):
    """The invitation code."""

    code = forms.CharField(
        label=gettext_lazy("Invitation code"), max_length=40,
        help_text=gettext_lazy("It stands on your invitation: eight letters and digits, as in K7M2-9XQ4."),
        widget=forms.TextInput({"autocomplete": "off", "autocapitalize": "characters", "spellcheck": "false"}),
        error_messages={"required": gettext_lazy("Write the code of your invitation.")},
    )  # fmt: skip


_TURNING = frozenset("\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069\u200e\u200f\u061c")


class RejectForm(TextsForm):
    """Why a statement is not shown."""

    texts = {
        "reason": Words(
            gettext_lazy("Why it is not shown"), gettext_lazy("Whoever wrote it reads this."), rows=2, most=400
        )
    }


class LeaveOutForm(TextsForm):
    """Why answers are left out of the map."""

    texts = {
        "reason": Words(
            gettext_lazy("Why they are left out"),
            gettext_lazy("Everybody reads it with the results."),
            rows=2,
            most=400,
        )
    }


class TranslationForm(forms.Form):
    """Translations beside the original."""

    def __init__(self, *args: Any, languages: list[str], statement: Statement, **options: Any) -> None:
        super().__init__(*args, **options)
        text = statement.text
        for code in languages:
            if code == text.get("_"):
                continue
            self.fields[code] = forms.CharField(
                label=AS_CALLED_HERE.get(code, code), required=False, max_length=STATEMENT_MOST,
                initial=text.get(code, ""), widget=forms.Textarea({"rows": 2, "lang": code}),
            )  # fmt: skip


class MergeForm(forms.Form):
    """Into which statement."""

    into = forms.IntegerField(
        label=gettext_lazy("Number of the statement that stays"), min_value=1, max_value=1_000_000,
        widget=forms.NumberInput({"class": "short"}),
    )  # fmt: skip
