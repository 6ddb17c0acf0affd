"""What every request goes through: one line in the log without address, person or query, and a word for a full disk."""

from __future__ import annotations

import logging
import time
from collections.abc import Callable

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from firstdoor.core.errors import disk_is_full
from firstdoor.core.logs import redact

_log = logging.getLogger("firstdoor.requests")
SILENT = ("/static/", "/healthz", "/readyz", "/metrics")


class RequestLog:
    """Logs each request but those for static files and operators; ballots are not logged at all (see decide)."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Answer, then log."""
        start = time.perf_counter()
        response = self.get_response(request)
        if not request.path.startswith(SILENT) and "/ballots/" not in request.path:
            milliseconds = (time.perf_counter() - start) * 1000
            _log.info("%s %s %s %.0f ms", request.method, redact(request.path), response.status_code, milliseconds)
        return response


class NothingLost:
    """When the disk is full nothing can be stored: say so, and give back what was typed, so that it can be copied."""

    KEPT_BACK = frozenset({"csrfmiddlewaretoken", "code", "draft_key", "version", "email", "contact"})

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Answer; exceptions of the view come to `process_exception`."""
        return self.get_response(request)

    def process_exception(self, request: HttpRequest, exception: Exception) -> HttpResponse | None:
        """A 507 for a full disk or database; anything else goes on as it was."""
        if not disk_is_full(exception):
            return None
        _log.error("the disk is full: nothing can be stored")
        typed = [
            words
            for name, values in request.POST.lists()
            if name not in self.KEPT_BACK
            for words in values
            if len(words) > 3
        ]
        response = render(request, "core/errors/507.html", {"typed": typed}, status=507)
        response["Cache-Control"] = "no-store"
        return response
