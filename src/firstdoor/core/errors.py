"""Error pages in the house's look, in words that say what to do."""

from __future__ import annotations

import errno
from typing import Any

from django.core.exceptions import RequestDataTooBig, TooManyFieldsSent, TooManyFilesSent
from django.db import OperationalError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

TOO_MUCH = (RequestDataTooBig, TooManyFieldsSent, TooManyFilesSent)


# A disk without room, a quota that is used up, a file as large as this process may make one.
_NO_ROOM = frozenset({errno.ENOSPC, errno.EDQUOT, errno.EFBIG})
# What SQLite says of the latter two (it keeps "full" for the first), and PostgreSQL's class for a disk without room.
_SAID_BY_SQLITE = frozenset({"SQLITE_FULL", "SQLITE_IOERR_WRITE", "SQLITE_IOERR_SHMSIZE"})
_DISK_FULL = "53100"


def disk_is_full(trouble: Exception) -> bool:
    """Whether the disk, the database with its largest size, a quota or a limit of file sizes takes nothing more."""
    if isinstance(trouble, OperationalError):
        cause = trouble.__cause__
        by_sqlite, by_postgresql = getattr(cause, "sqlite_errorname", ""), getattr(cause, "sqlstate", "")
        return by_sqlite in _SAID_BY_SQLITE or by_postgresql == _DISK_FULL or "is full" in str(trouble)
    return isinstance(trouble, OSError) and trouble.errno in _NO_ROOM


def _page(request: HttpRequest, status: int, **context: Any) -> HttpResponse:
    return render(request, f"core/errors/{status}.html", context, status=status)


def bad_request(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """400: the request could not be read; 413: it is more than one form may hold."""
    return _page(request, 413 if isinstance(exception, TOO_MUCH) else 400)


def forbidden(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """403: a form too old, or not from here."""
    return _page(request, 403)


def forged(request: HttpRequest, reason: str = "") -> HttpResponse:
    """403 of the check against forged forms; why stays in the log."""
    return _page(request, 403)


def not_found(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """404: nothing here, or nothing for this visitor."""
    return _page(request, 404)


def too_many(request: HttpRequest, seconds: int) -> HttpResponse:
    """429: tried too often; says when to try again."""
    response = _page(request, 429, minutes=max(1, -(-seconds // 60)))
    response["Retry-After"] = str(seconds)
    return response


def server_error(request: HttpRequest) -> HttpResponse:
    """500: our fault."""
    return _page(request, 500)
