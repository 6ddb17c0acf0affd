"""Limits: how often something may be tried, counted in the database so that all workers share them.

Fixed windows. The address is kept only as a digest salted with the day, so that nobody can be followed by it.
"""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

from django.conf import settings
from django.db import connection, transaction
from django.utils import timezone

from firstdoor.core import keys
from firstdoor.core.models import Limit
from firstdoor.core.statements import one

if TYPE_CHECKING:
    from django.http import HttpRequest


# The same on both databases, and one statement instead of up to six: this stands before everything that is sent.
_COUNT_ONE = (
    'INSERT INTO core_limit (key, "window", n) VALUES (%s, %s, 1) '
    'ON CONFLICT (key, "window") DO UPDATE SET n = core_limit.n + 1 RETURNING n'
)
_COUNTED = 'SELECT n FROM core_limit WHERE key = %s AND "window" = %s'


class TooMany(Exception):
    """The limit is passed. `seconds` says when to try again."""

    def __init__(self, name: str, seconds: int) -> None:
        super().__init__(name)
        self.seconds = seconds


def address_of(request: HttpRequest) -> str:
    """The visitor's address: the one the last trusted proxy saw (FIRSTDOOR_TRUSTED_PROXIES), else the peer's."""
    forwarded = [part.strip() for part in request.META.get("HTTP_X_FORWARDED_FOR", "").split(",") if part.strip()]
    proxies = int(settings.TRUSTED_PROXIES)
    if proxies and len(forwarded) >= proxies:
        return str(forwarded[-proxies])
    return str(request.META.get("REMOTE_ADDR", ""))


def hit(name: str, who: str, *, allowed: int, seconds: int, now: datetime | None = None) -> None:
    """Count one try of `name` by `who` (an address, or "" for everybody together).

    Raises TooMany when more than `allowed` were made in this window of `seconds`. 1 query.
    """
    hit_each(name, {who: allowed}, seconds=seconds, now=now)


def hit_each(name: str, allowed: dict[str, int], *, seconds: int, now: datetime | None = None) -> None:
    """Count one try of `name` for each who in `allowed`, the more particular first; the next only where there is room.

    Raises TooMany as `hit` does. 1 query for each, in one transaction.
    """
    window = _Window(name, seconds, now or timezone.now())
    passed = False
    with transaction.atomic(), connection.cursor() as cursor:
        for who, enough in allowed.items():
            cursor.execute(_COUNT_ONE, window.of(who))
            if passed := cursor.fetchone()[0] > enough:
                break
    if passed:
        raise window.too_many()


def counted(name: str, who: str, *, seconds: int, now: datetime | None = None) -> int:
    """How many tries `hit` has counted in this window. 1 query."""
    return _Window(name, seconds, now or timezone.now()).counted(who)


def require_room(name: str, allowed: dict[str, int], *, seconds: int, now: datetime | None = None) -> None:
    """Refuse where as many tries as are allowed were counted by `hit` in this window already; counts nothing itself.

    `allowed` gives the number for each who (an address, or "" for everybody together). For what costs a try only when
    it fails, such as a code that nobody has. Raises TooMany. 1 query for each.
    """
    window = _Window(name, seconds, now or timezone.now())
    if any(window.counted(who) >= enough for who, enough in allowed.items()):
        raise window.too_many()


class _Window:
    """The fixed window of `seconds` in which a moment lies, for tries of one name."""

    def __init__(self, name: str, seconds: int, moment: datetime) -> None:
        self.name, self.day = name, f"{moment:%Y-%m-%d}"
        start = int(moment.timestamp()) // seconds * seconds
        self.begins = connection.ops.adapt_datetimefield_value(datetime.fromtimestamp(start, UTC))
        self.left = start + seconds - int(moment.timestamp())

    def of(self, who: str) -> list[Any]:
        """The row that counts the tries of `who`: its key, salted with the day, and when the window begins."""
        return [keys.digest("limits", f"{self.day}|{self.name}|{who}"), self.begins]

    def counted(self, who: str) -> int:
        found = one(_COUNTED, [], *self.of(who))
        return found[0] if found else 0

    def too_many(self) -> TooMany:
        return TooMany(self.name, self.left)


def forget(*, before: datetime) -> int:
    """Delete windows that ended before that moment; returns how many."""
    return Limit.objects.filter(window__lt=before).delete()[0]
