"""Sentences of the house that go to people with an answer, in each language of the house."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from django.conf import settings
from django.utils.translation import gettext as _
from django.utils.translation import override

from firstdoor.core.texts import Texts

if TYPE_CHECKING:
    from firstdoor.places.models import Municipality


def in_all_languages(municipality: Municipality, say: Callable[[], str]) -> Texts:
    """What `say` says, in every language the pages have; the municipality's own is the original."""
    said: Texts = {}
    for code, _name in settings.LANGUAGES:
        with override(code):
            said[code] = say()
    original = municipality.language if municipality.language in said else settings.LANGUAGE_CODE
    return {**said, "_": original}


def sentences() -> dict[str, str]:
    """What may stand on a page that must not tell what it is about, by code, in the language of now."""
    return {
        "contact": _("Somebody will speak with you in the way that you chose."),
        "come": _("Come to us or call us when it suits you; the number stands on this page."),
        "passed": _("What you told us is with those who can help."),
        "later": _("We need some more time. You hear from us again."),
    }
