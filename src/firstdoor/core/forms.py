"""Forms for text in several languages: a field in the municipality's own language, and one for a translation."""

from __future__ import annotations

from copy import copy
from dataclasses import dataclass
from typing import Any, ClassVar

from django import forms
from django.conf import settings
from django.core.exceptions import NON_FIELD_ERRORS
from django.core.validators import EmailValidator
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext, pgettext_lazy

from firstdoor.core.amounts import in_currency
from firstdoor.core.ids import uuid7
from firstdoor.core.texts import Texts, make

LANGUAGE_NAMES = dict(settings.LANGUAGES)
AS_CALLED_HERE = {
    "sq": pgettext_lazy("language of a text", "Albanian"),
    "en": pgettext_lazy("language of a text", "English"),
}


def asked_for_later(form: forms.Form, *names: str) -> None:
    """Don't call these fields optional: they may stay empty now, but another choice or a later step needs them."""
    for name in names:
        form.fields[name].asked_for_later = True  # type: ignore[attr-defined]


class NumberedForm(forms.Form):
    """What is marked on one sheet of many, on the pad of digits: the sheet's `number`, Enter, what is marked, Enter.

    `marked` names the field of what is marked. It is asked for once the number is there, and where to type stands ready.
    """

    marked: ClassVar[str]

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        asked_for_later(self, self.marked)
        here = self.marked if self.is_bound or self.initial.get("number") else "number"
        self.fields[here].widget.attrs["autofocus"] = True

    @staticmethod
    def number_field(label: Any) -> forms.CharField:
        """The field of the number, typed or scanned: a scanner may type the whole address of a code."""
        attrs = {"class": "short", "autocomplete": "off", "inputmode": "numeric"}
        return forms.CharField(label=label, max_length=300, widget=forms.TextInput(attrs))

    @property
    def asks_for_marks(self) -> bool:
        """Whether only the number was typed, so that what is marked is asked next."""
        number, marks = (self.data.get(name, "").strip() for name in ("number", self.marked))
        return self.is_bound and bool(number) and not marks


CHANGED = "changed"  # the code of a refusal because somebody else saved in between


def renew(form: forms.Form) -> None:
    """After such a refusal: what was typed stays, and the next send is about what stands there now. Otherwise the
    second writer, told to look again, could never save."""
    if not form.has_error(NON_FIELD_ERRORS, CHANGED):
        return
    data: Any = copy(form.data)
    for name in ("version", "edited"):
        if name in form.fields:
            data[form.add_prefix(name)] = str(form.get_initial_for_field(form.fields[name], name))
    form.data = data


class AnswerByEmail(forms.Form):
    """A form whose sender may say where the answer goes; `draft_key` makes the form sent twice one voice.

    What is asked stands before both: a subclass names it in `field_order`.
    """

    email = forms.CharField(
        label=gettext_lazy("E-mail for the answer"), required=False, max_length=254,
        widget=forms.EmailInput({"autocomplete": "email"}),
        help_text=gettext_lazy("Only for the answer. Nobody else sees it."),
    )  # fmt: skip
    draft_key = forms.UUIDField(widget=forms.HiddenInput, initial=uuid7)

    def clean_email(self) -> str:
        """Spaces around it are forgiven."""
        email = str(self.cleaned_data.get("email") or "").strip()
        if email:
            EmailValidator(_("Write the e-mail address, like name@example.com, or leave the field empty."))(email)
        return email


@dataclass(frozen=True, slots=True)
class Words:
    """A text to be asked for: its label, a hint, how many lines (1: a single-line field), whether it must be there."""

    label: Any
    hint: Any = ""
    rows: int = 1
    required: bool = True
    most: int = 4000


class TextsForm(forms.Form):
    """A form whose `texts` become fields `<name>_<language>` each, the original first, and come back as `Texts`.

    They come first; `field_order` names what is asked before them. Amounts of money are asked for in `currency`.
    """

    texts: ClassVar[dict[str, Words]] = {}
    error_css_class = ""

    def __init__(
        self,
        data: Any = None,
        files: Any = None,
        *,
        languages: list[str] | None = None,
        currency: str = "ALL",
        initial: dict[str, Any] | None = None,
        **options: Any,
    ) -> None:
        self.languages = languages or [code for code, _name in settings.LANGUAGES]
        initial = dict(initial or {})
        for name in self.texts:
            stored = initial.pop(name, None) or {}
            initial = {f"{name}_{code}": stored.get(code, "") for code in self.languages} | initial
        super().__init__(data, files, initial=initial, **options)
        own = self.fields
        self.fields = {}
        for name, words in self.texts.items():
            for code in self.languages:
                self.fields[f"{name}_{code}"] = self._field(words, code)
        self.fields.update(own)
        self.order_fields(self.field_order)
        in_currency(self, currency)
        original = self.languages[0]
        first = next((name for name in self.fields if name.removesuffix(f"_{original}") in self.texts), None)
        if first:  # said once: what follows without a language is in this one
            self.fields[first].label = self.named(self.fields[first].label, original)

    def named(self, label: Any, code: str) -> Any:
        """A label that says in which language to write: who reads the desk in another one would write in that."""
        if len(self.languages) == 1:
            return label
        return _("{label} ({language})").format(label=label, language=AS_CALLED_HERE.get(code, code))

    def _field(self, words: Words, code: str) -> forms.CharField:
        original = code == self.languages[0]
        attrs = {"lang": code, **({"rows": words.rows} if words.rows > 1 else {})}
        widget = forms.Textarea(attrs) if words.rows > 1 else forms.TextInput(attrs)
        field = forms.CharField(
            label=words.label if original else self.named(words.label, code),
            help_text=words.hint if original else "",
            required=words.required and original,
            max_length=words.most,
            widget=widget,
            error_messages={
                "max_length": gettext_lazy("%(show_value)d characters are too many: at most %(limit_value)d fit."),
            },
        )
        # A browser that cuts what is typed or pasted loses words without a word; the field says how long it may be.
        field.widget.attrs.pop("maxlength", None)
        return field

    def clean(self) -> dict[str, Any]:
        """A translation without its original would be lost without a word."""
        data: dict[str, Any] = super().clean() or self.cleaned_data
        original, *others = self.languages
        for name in self.texts:
            field = f"{name}_{original}"
            missing = field in self.fields and field not in self.errors and not data.get(field)
            if missing and any(data.get(f"{name}_{code}") for code in others):
                language = AS_CALLED_HERE.get(original, original)
                self.add_error(field, _("Write it in {language} too: that is the original.").format(language=language))
        return data

    def words_of(self, name: str) -> Texts:
        """What was written, with its original marked; empty when nothing was."""
        original, *others = self.languages
        data = self.cleaned_data
        words = data.get(f"{name}_{original}", "")
        if not words:
            return {}
        return make(original, words, **{code: data.get(f"{name}_{code}", "") for code in others})


def refused_for_now(form: forms.Form, again_in: int) -> int:
    """Say beside the form that it was sent too often, and when to try again, in seconds; the status of the page."""
    form.again_in = again_in  # type: ignore[attr-defined]
    minutes = max(1, -(-again_in // 60))
    form.add_error(
        None,
        ngettext(
            "From here it was sent very often. What you wrote is kept. Try again in one minute.",
            "From here it was sent very often. What you wrote is kept. Try again in {n} minutes.",
            minutes,
        ).format(n=minutes),
    )
    return 429
