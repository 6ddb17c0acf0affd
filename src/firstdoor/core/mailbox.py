"""`/_mail`: in a demo, everybody's letters on one page; nothing leaves the machine."""

from __future__ import annotations

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from firstdoor.core import outbox
from firstdoor.core.models import Outbox

NEWEST = 50
_sample_people: list[tuple[str, str]] = []


def list_people(people: list[tuple[str, str]]) -> None:
    """Name the sample's sign-ins (address, who that is) that the page lists."""
    _sample_people[:] = people


@require_safe
def mailbox(request: HttpRequest) -> HttpResponse:
    """The newest letters, opened. 404 outside a demo."""
    if not settings.DEMO:
        raise Http404
    messages = Outbox.objects.order_by("-made_at", "-pk")[:NEWEST]
    letters = [(message, letter) for message in messages if (letter := outbox.opened(message))]
    response = render(request, "core/mailbox.html", {"letters": letters, "people": _sample_people})
    response["Cache-Control"] = "no-store"
    response["X-Robots-Tag"] = "noindex"
    return response
