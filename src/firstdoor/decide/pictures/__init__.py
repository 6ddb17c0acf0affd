"""Drawings for ballots: large, plain, with an outline, so that a child knows what can be chosen."""

from __future__ import annotations

from functools import cache
from pathlib import Path

from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext_lazy as _

FOLDER = Path(__file__).resolve().parent
NAMES = {
    "nest-swing": _("Nest swing"),
    "slide": _("Slide"),
    "rope-pyramid": _("Rope pyramid"),
    "sandbox": _("Sandbox"),
    "playhouse": _("Playhouse"),
    "table-tennis": _("Table tennis"),
    "carousel": _("Carousel"),
    "seesaw": _("Seesaw"),
}


@cache
def picture(name: str) -> SafeString:
    """The drawing of that name as SVG for a page; nothing for a name that is not one of ours."""
    if name not in NAMES:
        return SafeString("")
    return mark_safe((FOLDER / f"{name}.svg").read_text().strip())  # noqa: S308 our own file
