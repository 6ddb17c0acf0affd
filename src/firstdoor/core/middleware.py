"""One line a request: method, redacted path, status, milliseconds. No address, no person, no query string."""

from __future__ import annotations

import logging
import time
from collections.abc import Callable

from django.http import HttpRequest, HttpResponse

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
