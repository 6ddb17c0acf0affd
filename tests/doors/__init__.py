"""Who may enter where: one row for each address of the house, in one table for each room (README.md says how)."""

from __future__ import annotations

import importlib
import pkgutil
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from django.urls import URLPattern, URLResolver, get_resolver

from tests.world import ROLES, Make

ANYBODY = "anybody"  # signed out
STRANGER = "stranger"  # signed in, without any role
WORKS_HERE = frozenset(ROLES)
SIGNED_IN = WORKS_HERE | {STRANGER}
EVERYBODY = SIGNED_IN | {ANYBODY}
HANDLES_CASES = frozenset({"municipal_focal_point", "action_group"})
# An administrator holds the role everywhere: nobody's administrator is "elsewhere".
ELSEWHERE = tuple(f"{role} elsewhere" for role in ROLES if role != "administrator")
VISITORS = (ANYBODY, STRANGER, *ROLES, *ELSEWHERE)


def no_parts(_row: Any) -> dict[str, Any]:
    """An address without parts."""
    return {}


@dataclass(frozen=True, kw_only=True)
class Door:
    """Who may enter a route and what it answers.

    Those not in `may` get 302 to sign-in when signed out and 404 when signed in; roles of another municipality count
    as STRANGER. A method that is None must answer 405 to those who may enter.
    """

    may: frozenset[str]
    get: int | None = 200
    post: int | None = None
    row: Make | None = None  # makes what the address is about, once in each municipality
    args: Callable[[Any], dict[str, Any]] = no_parts  # the address's parts, `slug` apart
    data: Callable[[Any], dict[str, Any]] = no_parts  # what is posted
    query: str = ""
    answers: dict[str, int] = field(default_factory=dict)  # visitor -> status of GET and POST, where it differs
    only_demo: bool = False  # a route that is only there in a demo; then it is not walked

    def admits(self, visitor: str) -> bool:
        """Whether the visitor may enter."""
        return (STRANGER if visitor in ELSEWHERE else visitor) in self.may


def tables() -> dict[str, Door]:
    """All rooms' rows. A route that stands in two tables is refused."""
    doors: dict[str, Door] = {}
    for module in pkgutil.iter_modules([str(Path(__file__).parent)]):
        if module.name.startswith("test_"):
            continue
        rows = importlib.import_module(f"tests.doors.{module.name}").DOORS
        twice = set(rows) & set(doors)
        assert not twice, f"tests/doors/{module.name}.py has a second row for {sorted(twice)}"
        doors.update(rows)
    return doors


@dataclass(frozen=True)
class Route:
    """An address of the URL configuration: its name (with namespaces), its pattern and its parts."""

    name: str
    pattern: str
    parts: frozenset[str]


def routes() -> Iterator[Route]:
    """Each address the product answers, those under a language prefix and those of included packages too."""

    def walk(entries: list[Any], before: str, parts: frozenset[str], space: str) -> Iterator[Route]:
        for entry in entries:
            pattern = before + str(entry.pattern)
            here = parts | set(entry.pattern.regex.groupindex)
            if isinstance(entry, URLResolver):
                inner = f"{space}{entry.namespace}:" if entry.namespace else space
                yield from walk(entry.url_patterns, pattern, here, inner)
            elif isinstance(entry, URLPattern):
                yield Route(f"{space}{entry.name}" if entry.name else "", pattern, here)

    yield from walk(get_resolver().url_patterns, "/", frozenset(), "")
