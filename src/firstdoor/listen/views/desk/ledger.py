"""The delivery ledger: what reached whom, and what did not."""

from __future__ import annotations

from django.db.models import Q
from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from firstdoor.listen.selectors import case as answers
from firstdoor.listen.selectors import ledger as questions
from firstdoor.listen.views.desk import frame

PAGE = 50


@require_safe
def ledger(request: HttpRequest, slug: str) -> HttpResponse:
    """Answers in counts and ways, without anything about the persons; nothing of a lane."""
    by, municipality = frame.enter(request, slug, "listen.see_queue")
    number = frame.page_number(request)
    found = answers.sent(municipality, Q(), start=(number - 1) * PAGE, most=PAGE + 1, lane_too=False)
    return frame.page(
        request, "ledger", municipality, desk_page="answers",
        sent=questions.with_cases(by, municipality, found[:PAGE]), number=number, more=len(found) > PAGE,
        missing=questions.missing(by, municipality) if number == 1 else None,
    )  # fmt: skip
