"""Text that people write, in one or more languages, with the original marked: {"sq": …, "en": …, "_": "sq"}."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

Texts = dict[str, str]


@dataclass(frozen=True, slots=True)
class Shown:
    """A text as one reader gets it: the words, their language, and whether it is the original."""

    words: str
    language: str
    original: bool


def make(original: str, words: str, **translations: str) -> Texts:
    """Texts with `words` in the language `original`, and translations where there are any."""
    return {original: words, **{code: text for code, text in translations.items() if text}, "_": original}


def show(texts: Texts | None, language: str | None = None) -> Shown:
    """The text in the reader's language, else the original."""
    if not texts:
        return Shown("", "", original=True)
    wanted = (language or get_language() or "")[:2]
    original = texts.get("_") or next((code for code in texts if code != "_"), "")
    if texts.get(wanted):
        return Shown(texts[wanted], wanted, original=wanted == original)
    return Shown(texts.get(original, ""), original, original=True)


def original(texts: Texts | None, language: str | None = None) -> Shown | None:
    """The original, where the reader gets a translation; else None."""
    shown = show(texts, language)
    if shown.original or not texts:
        return None
    return show(texts, texts.get("_"))


def plain(texts: Texts | None, language: str | None = None) -> str:
    """Only the words of `show`."""
    return show(texts, language).words


def _check(value: Any) -> None:
    ok = isinstance(value, dict) and all(isinstance(k, str) and isinstance(v, str) for k, v in value.items())
    if not ok or (value and not value.get(value.get("_", ""), "")):
        raise ValidationError(_("The text needs its original language."))


class TextsField(models.JSONField):
    """A JSON column of `Texts`; empty means that nobody has written anything."""

    def __init__(self, **options: Any) -> None:
        options.setdefault("default", dict)
        options.setdefault("blank", True)
        super().__init__(**options)

    default_validators = [_check]
