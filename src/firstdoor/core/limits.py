"""Limits: how often something may be tried, counted in the database so that all workers share them.

Fixed windows. The address is kept only as a digest salted with the day, so that nobody can be followed by it.
"""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING

from django.conf import settings
from django.db import connection, transaction
from django.utils import timezone

from firstdoor.core import keys
from firstdoor.core.models import Limit

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
    moment = now or timezone.now()
    start = int(moment.timestamp()) // seconds * seconds
    window = connection.ops.adapt_datetimefield_value(datetime.fromtimestamp(start, UTC))
    passed = False
    with transaction.atomic(), connection.cursor() as cursor:
        for who, enough in allowed.items():
            cursor.execute(_COUNT_ONE, [keys.digest("limits", f"{moment:%Y-%m-%d}|{name}|{who}"), window])
            if passed := cursor.fetchone()[0] > enough:
                break
    if passed:
        raise TooMany(name, start + seconds - int(moment.timestamp()))


def require_room(name: str, allowed: dict[str, int], *, seconds: int, now: datetime | None = None) -> None:
    """Refuse where as many tries as are allowed were counted by `hit` in this window already; counts nothing itself.

    `allowed` gives the number for each who (an address, or "" for everybody together). For what costs a try only when
    it fails, such as a code that nobody has. Raises TooMany. 1 query for each.
    """
    moment = now or timezone.now()
    start = int(moment.timestamp()) // seconds * seconds
    most = {keys.digest("limits", f"{moment:%Y-%m-%d}|{name}|{who}"): n for who, n in allowed.items()}
    window = connection.ops.adapt_datetimefield_value(datetime.fromtimestamp(start, UTC))
    with connection.cursor() as cursor:
        for key, enough in most.items():
            cursor.execute(_COUNTED, [key, window])
            counted = cursor.fetchone()
            if counted and counted[0] >= enough:
                raise TooMany(name, start + seconds - int(moment.timestamp()))


def forget(*, before: datetime) -> int:
    """Delete windows that ended before that moment; returns how many."""
    return Limit.objects.filter(window__lt=before).delete()[0]
