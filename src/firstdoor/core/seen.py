"""Two people at one form: the second is told that the first changed it meanwhile, and loses nothing.

A form carries a mark of what stood there when it was opened; the service compares it with what stands there now. For
things without a version of their own.
"""

from __future__ import annotations

import json
import zlib

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from firstdoor.core.forms import CHANGED


class ChangedMeanwhile(ValidationError):
    """Somebody else saved it in between; what was typed is kept in the form."""


def mark_of(*values: object) -> str:
    """A short mark of texts, days and numbers, by which a later change is noticed.

    >>> mark_of({"sq": "Llamba"}, 5) == mark_of({"sq": "Llamba"}, 5)
    True
    >>> mark_of({"sq": "Llamba"}, 5) == mark_of({"sq": "Llamba"}, 6)
    False
    """
    return f"{zlib.crc32(json.dumps(values, sort_keys=True, default=str).encode()):08x}"


def unchanged(seen: str | None, now: str) -> None:
    """Raise ChangedMeanwhile when the mark that the form carried is not that of what stands there; None: not asked."""
    if seen is not None and seen != now:
        raise ChangedMeanwhile(
            _("Somebody else changed this meanwhile. Look at it again; what you typed is kept here."), code=CHANGED
        )
