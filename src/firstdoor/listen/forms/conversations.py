"""Forms about conversations."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy

from firstdoor.core.forms import AS_CALLED_HERE, AnswerByEmail, TextsForm, Words
from firstdoor.listen.models import Conversation, Statement
from firstdoor.listen.models.conversation import STATEMENT_MOST

DATE = {"type": "date"}
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
    opens_on = forms.DateField(label=gettext_lazy("First day"), widget=forms.DateInput(DATE, format="%Y-%m-%d"))
    closes_on = forms.DateField(label=gettext_lazy("Last day"), widget=forms.DateInput(DATE, format="%Y-%m-%d"))
    moderation = forms.ChoiceField(
        label=gettext_lazy("When somebody writes a statement"), choices=Conversation.Moderation.choices,
        widget=forms.RadioSelect, initial=Conversation.Moderation.BEFORE,
    )  # fmt: skip
    version = forms.IntegerField(widget=forms.HiddenInput, required=False)

    def __init__(self, *args: Any, municipality: Any, conversation: Conversation | None = None, **options: Any) -> None:
        if conversation is not None:
            names = ("title", "question", "opens_on", "closes_on", "moderation", "version")
            options["initial"] = {name: getattr(conversation, name) for name in names}
        super().__init__(*args, languages=municipality.languages, **options)

    def values(self) -> dict[str, Any]:
        """What the services take."""
        data = self.cleaned_data
        days = {name: data[name] for name in ("opens_on", "closes_on", "moderation")}
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

    field_order = ("words",)

    words = forms.CharField(
        label=gettext_lazy("Your statement"), max_length=STATEMENT_MOST, widget=forms.Textarea({"rows": 4}),
        help_text=gettext_lazy("One thing, in one sentence, on which others can agree or disagree. No names."),
        error_messages={"required": gettext_lazy("Write your statement first."), "max_length": TOO_LONG},
    )  # fmt: skip

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        # The field says how long it may be; a browser that cuts what is typed would lose words without a word.
        self.fields["words"].widget.attrs.pop("maxlength", None)

    def clean_words(self) -> str:
        """One line, without marks that turn the direction of what follows."""
        words = "".join(sign for sign in self.cleaned_data["words"] if sign not in _TURNING)
        words = " ".join(words.replace("\x00", "").split())
        if not words:
            raise forms.ValidationError(gettext_lazy("Write your statement first."))
        return words


_TURNING = frozenset("\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069\u200e\u200f\u061c")


class RejectForm(TextsForm):
    """Why a statement is not shown."""

    texts = {
        "reason": Words(
            gettext_lazy("Why it is not shown"), gettext_lazy("Whoever wrote it reads this."), rows=2, most=400
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
