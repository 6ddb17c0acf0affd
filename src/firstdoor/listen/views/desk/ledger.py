"""The delivery ledger: what reached whom, and what did not."""

from __future__ import annotations

from django.db.models import Q
from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from firstdoor.listen.selectors import case as answers
from firstdoor.listen.selectors import ledger as questions
from firstdoor.listen.views.desk import frame


@require_safe
def ledger(request: HttpRequest, slug: str) -> HttpResponse:
    """Answers in counts and ways, without anything about the persons; nothing of a lane."""
    by, municipality = frame.enter(request, slug, "listen.see_queue")
    return frame.page(
        request, "ledger", municipality, desk_page="answers",
        sent=questions.with_cases(by, municipality, answers.sent(municipality, Q(), lane_too=False)),
        missing=questions.missing(by, municipality),
    )  # fmt: skip
