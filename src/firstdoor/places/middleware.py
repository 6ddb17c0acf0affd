"""Each page shows the clock of the municipality it's about."""

from __future__ import annotations

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse
from django.utils import timezone


class LocalTime:
    """`selectors.municipality_or_404` sets the clock of the page's municipality; here it's taken back afterwards."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Answer, then forget the municipality's clock, since the thread serves another one next."""
        try:
            return self.get_response(request)
        finally:
            timezone.deactivate()
