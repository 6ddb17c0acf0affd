"""Phrases that stations and other pages share."""

from __future__ import annotations

from datetime import date

from django.utils.formats import date_format
from django.utils.translation import gettext as _


def by_when(day: date, *, late: bool = False) -> str:
    """`by 26 February 2027`, and that it is late."""
    words = _("by {date}").format(date=date_format(day, "DATE_FORMAT"))
    return _("{by_when}, late").format(by_when=words) if late else words
