"""The desk's frame: rooms above put in their pages and what waits for somebody; the header and the first page show it.

A room calls `register` (a page in the navigation) and `register_tasks` (single things that wait) in AppConfig.ready.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.urls import reverse

from firstdoor.core import rights
from firstdoor.core.actor import Actor

Waiting = Callable[[Actor, Any], int]


@dataclass(frozen=True, slots=True)
class Entry:
    """A page in the desk's header. `permission` opens it; `waiting` counts what waits on the actor there (1 query).

    `hint` says in one line what the page is for and `action` is a verb ("Enter a voice"): the desk's first page shows
    both, the action as a button. `steps` are the cycle's steps whose work is done there.
    """

    key: str
    label: Any
    route: str
    permission: str
    order: int
    waiting: Waiting | None = None
    hint: Any = ""
    action: Any = ""
    steps: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Link:
    """An entry as one page shows it."""

    key: str
    label: Any
    url: str
    current: bool
    waiting: int
    hint: Any = ""
    action: Any = ""


@dataclass(frozen=True, slots=True)
class Task:
    """One thing that waits for somebody, as the desk's first page lists it: what to do, where, until when."""

    words: str
    url: str
    due: date | None = None
    late: bool = False
    hint: str = ""


Tasks = Callable[[Actor, Any, date], list[Task]]
_entries: dict[str, Entry] = {}
_tasks: dict[str, Tasks] = {}
_open_steps: dict[str, str] = {}
_news_of_steps: dict[str, Callable[[Any], list[str]]] = {}
_describe: list[Callable[[Actor, Any], str]] = []


def register(entry: Entry) -> None:
    """Put a page into the navigation; a room calls this in its AppConfig.ready. A key stands once."""
    _entries[entry.key] = entry


def register_tasks(key: str, tasks: Tasks) -> None:
    """Have `tasks(by, municipality, today)` asked for what waits for the actor. It costs a constant number of queries
    and answers nothing to somebody who may not do it."""
    _tasks[key] = tasks


def describe_with(describe: Callable[[Actor, Any], str]) -> None:
    """Have `describe(by, municipality)` say what part somebody has there: the words at the top of each desk page."""
    _describe[:] = [describe]


def part_of(by: Actor, municipality: Any) -> str:
    """The part that the actor has in the municipality, in words. No query."""
    return _describe[0](by, municipality) if _describe else ""


def register_step(step: str, route: str) -> None:
    """Name the page that shows a step of the cycle when it is no page of the desk; everybody may read it."""
    _open_steps[step] = route


def register_news_of_step(step: str, news: Callable[[Any], list[str]]) -> None:
    """Have `news(municipality)` say what still goes on at a step that is completed already: a second vote. 1 query."""
    _news_of_steps[step] = news


def links(by: Actor, municipality: Any, *, current: str = "") -> list[Link]:
    """The pages that `by` may open in the municipality, in order; each route takes `slug`. One query per badge."""
    return [
        Link(
            key=entry.key,
            label=entry.label,
            url=reverse(entry.route, kwargs={"slug": municipality.slug}),
            current=entry.key == current,
            waiting=entry.waiting(by, municipality) if entry.waiting else 0,
            hint=entry.hint,
            action=entry.action,
        )
        for entry in sorted(_entries.values(), key=lambda entry: (entry.order, entry.key))
        if rights.may(by, entry.permission, municipality)
    ]


def news_of_steps(municipality: Any) -> list[tuple[str, str]]:
    """What still goes on at steps of the cycle: pairs of the step and a sentence. A constant number of queries."""
    return [(step, words) for step, news in _news_of_steps.items() for words in news(municipality)]


def work_of_steps(by: Actor, municipality: Any) -> dict[str, str]:
    """For each step of the cycle the page where its work is done, if `by` may open it. No query."""
    found = {step: reverse(route, kwargs={"slug": municipality.slug}) for step, route in _open_steps.items()}
    return found | {
        step: reverse(entry.route, kwargs={"slug": municipality.slug})
        for entry in _entries.values()
        if entry.steps and rights.may(by, entry.permission, municipality)
        for step in entry.steps
    }


def tasks(by: Actor, municipality: Any, *, today: date) -> list[Task]:
    """What waits for the actor there: late first, then by date. As many queries as the rooms' questions together."""
    found = [task for ask in _tasks.values() for task in ask(by, municipality, today)]
    return sorted(found, key=lambda task: (not task.late, task.due or date.max))
