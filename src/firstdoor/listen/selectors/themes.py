"""What voices may be about."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any
from uuid import UUID

from firstdoor.core import settled
from firstdoor.listen.models import Theme


@dataclass(frozen=True, slots=True)
class Branch:
    """A theme of the top and what lies under it."""

    top: Theme
    leaves: list[Theme]


def top_themes(municipality: Any) -> list[Theme]:
    """The themes of the top that aren't hidden, in the municipality's order. 1 small query."""
    return [settled.copy_of(theme) for theme in _shown(municipality) if theme.parent_id is None]


def tops_by_theme(municipality: Any) -> dict[UUID, UUID]:
    """For each theme, hidden ones too, the theme at the top that it belongs to: itself, or the one above it. 1 small query."""
    return {theme.pk: theme.parent_id or theme.pk for theme in _themes(municipality)}


def _themes(municipality: Any) -> list[Theme]:
    """All themes, in the municipality's order; shared, so what goes out of this module is copied."""
    here = getattr(municipality, "pk", municipality)
    return settled.kept(
        settled.stamp_of(here), "themes", here, make=lambda: list(Theme.objects.of(here).order_by("order", "code"))
    )


def _shown(municipality: Any) -> list[Theme]:
    return [theme for theme in _themes(municipality) if not theme.hidden]


def theme_tree(municipality: Any) -> list[Branch]:
    """All themes that aren't hidden, those below under those of the top. 1 small query."""
    leaves: dict[Any, list[Theme]] = {}
    for theme in map(settled.copy_of, _shown(municipality)):
        leaves.setdefault(theme.parent_id, []).append(theme)
    return [Branch(top, leaves.get(top.pk, [])) for top in leaves.get(None, [])]


def branch(municipality: Any, code: str) -> Branch | None:
    """The theme with that code at the top, and its leaves; None when there is none. 1 small query."""
    found = [settled.copy_of(theme) for theme in _shown(municipality)]
    top = next((theme for theme in found if theme.code == code and theme.parent_id is None), None)
    return Branch(top, [theme for theme in found if theme.parent_id == top.pk]) if top else None


def theme_by_code(municipality: Any, code: str) -> Theme | None:
    """One theme by its stable code, hidden or not. 1 small query."""
    found = next((theme for theme in _themes(municipality) if theme.code == code), None) if code else None
    return settled.copy_of(found) if found else None
