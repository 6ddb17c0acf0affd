"""What voices may be about."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from firstdoor.listen.models import Theme


@dataclass(frozen=True, slots=True)
class Branch:
    """A theme of the top and what lies under it."""

    top: Theme
    leaves: list[Theme]


def top_themes(municipality: Any) -> list[Theme]:
    """The themes of the top that aren't hidden, in the municipality's order. 1 query."""
    return list(Theme.objects.of(municipality).filter(parent=None, hidden=False).order_by("order", "code"))


def theme_tree(municipality: Any) -> list[Branch]:
    """All themes that aren't hidden, those below under those of the top. 1 query."""
    leaves: dict[Any, list[Theme]] = {}
    themes = list(Theme.objects.of(municipality).filter(hidden=False).order_by("order", "code"))
    for theme in themes:
        leaves.setdefault(theme.parent_id, []).append(theme)
    return [Branch(top, leaves.get(top.pk, [])) for top in leaves.get(None, [])]


def branch(municipality: Any, code: str) -> Branch | None:
    """The theme with that code at the top, and its leaves; None when there is none. 1 query."""
    found = list(Theme.objects.of(municipality).filter(hidden=False).order_by("order", "code"))
    top = next((theme for theme in found if theme.code == code and theme.parent_id is None), None)
    return Branch(top, [theme for theme in found if theme.parent_id == top.pk]) if top else None


def theme_by_code(municipality: Any, code: str) -> Theme | None:
    """One theme by its stable code, hidden or not. 1 query."""
    return Theme.objects.of(municipality).filter(code=code).first() if code else None
