"""The desk's navigation: rooms above put their pages in, the desk's header shows those that the actor may open."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.urls import reverse

from firstdoor.core import rights
from firstdoor.core.actor import Actor

Waiting = Callable[[Actor, Any], int]


@dataclass(frozen=True, slots=True)
class Entry:
    """A page in the desk's header. `permission` opens it; `waiting` counts what waits on the actor there (1 query)."""

    key: str
    label: Any
    route: str
    permission: str
    order: int
    waiting: Waiting | None = None


@dataclass(frozen=True, slots=True)
class Link:
    """An entry as one page shows it."""

    key: str
    label: Any
    url: str
    current: bool
    waiting: int


_entries: dict[str, Entry] = {}


def register(entry: Entry) -> None:
    """Put a page into the navigation; a room calls this in its AppConfig.ready. A key stands once."""
    _entries[entry.key] = entry


def links(by: Actor, municipality: Any, *, current: str = "") -> list[Link]:
    """The pages that `by` may open in the municipality, in order; each route takes `slug`. One query per badge."""
    return [
        Link(
            key=entry.key,
            label=entry.label,
            url=reverse(entry.route, kwargs={"slug": municipality.slug}),
            current=entry.key == current,
            waiting=entry.waiting(by, municipality) if entry.waiting else 0,
        )
        for entry in sorted(_entries.values(), key=lambda entry: (entry.order, entry.key))
        if rights.may(by, entry.permission, municipality)
    ]
