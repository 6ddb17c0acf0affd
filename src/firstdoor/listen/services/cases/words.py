"""Sentences of the house that go to people with an answer, in each language of the house."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from django.conf import settings
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
