"""Phrases that stations and other pages share."""

from __future__ import annotations

from datetime import date

from django.utils import timezone
from django.utils.translation import gettext as _

from firstdoor.core.days import after_until


def by_when(day: date, *, late: bool = False) -> str:
    """`by Friday, 26 February`, and that it is late."""
    words = _("by {date}").format(date=after_until(day, timezone.localdate()))
    return _("{by_when}, late").format(by_when=words) if late else words
