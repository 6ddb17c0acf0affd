"""Pieces of a page that hang on nothing but a few plain values, put together once: a line of a list, a form of filters.

After a change the page is worked out anew, but nineteen of its twenty lines say what they said before. Other than with
`facts`, what is kept here can't go out of date: the values themselves are the key.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from datetime import datetime
from typing import Any

from django.template.loader import render_to_string
from django.utils.safestring import SafeString
from django.utils.translation import get_language

from firstdoor.core.keeping import Keeping

values = Keeping(4096)
_FOREVER = "as the key says"


def piece(template: str, about: list[Any], make: Callable[[], Mapping[str, Any]]) -> SafeString:
    """The template with what `make` gives, in the reader's language.

    `about` holds everything that the piece hangs on, as plain values (text, numbers, moments, lists and dicts of them).
    Raises TypeError for others, since two of them might look alike.
    """
    key = template, get_language(), json.dumps(about, default=_moment)
    return values.get(_FOREVER, key, lambda: render_to_string(template, dict(make())))


def _moment(value: Any) -> str:
    if isinstance(value, datetime):
        return value.isoformat()
    raise TypeError(f"not a plain value: {value!r}")
