"""What came of a conversation: the page, the wall of a meeting, and the data for others."""

from __future__ import annotations

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from firstdoor.core import papers
from firstdoor.listen.selectors import conversations as talks
from firstdoor.places import selectors as places
from firstdoor.understand import summary
from firstdoor.understand.opinion_report import report_pdf
from firstdoor.understand.selectors import files, opinions
from firstdoor.understand.selectors.taken_part import took_part


def _begun(slug: str, name: str) -> tuple[Any, Any, str]:
    municipality = places.municipality_or_404(slug)
    conversation = talks.conversation(municipality, name, public=True)
    if conversation is None:
        raise Http404
    how = talks.standing(conversation, places.local_date(municipality, timezone.now()))
    if how == "coming":
        raise Http404
    return municipality, conversation, how


def _context(slug: str, name: str) -> dict[str, Any]:
    municipality, conversation, how = _begun(slug, name)
    found = opinions.results(conversation)
    return {
        "municipality": municipality, "conversation": conversation, "standing": how, "least": summary.LEAST,
        "found": found, "own_key": conversation.pk.hex, "rows": found is not None and found.people >= files.FEWEST,
        "width": summary.WIDTH, "height": summary.HEIGHT, "heard": took_part(conversation, said=how == "over"),
    }  # fmt: skip


@require_safe
def results(request: HttpRequest, slug: str, name: str) -> HttpResponse:
    """What nearly everybody agrees on, where groups differ and in what words, what is undecided, and the map."""
    return render(request, "understand/opinions.html", _context(slug, name))


@require_safe
def wall(request: HttpRequest, slug: str, name: str) -> HttpResponse:
    """The same for the wall of a meeting: large, and new every ten seconds where scripts run."""
    return render(request, "understand/opinions_wall.html", _context(slug, name))


@require_safe
def report(request: HttpRequest, slug: str, name: str) -> HttpResponse:
    """The same as PDF, to hand out and to put into the files"""
    context = _context(slug, name)
    found, conversation = context["found"], context["conversation"]
    if found is None or not found.told:
        raise Http404
    file = report_pdf(
        context["municipality"], conversation, found, context["heard"], over=context["standing"] == "over",
        address=papers.full_address(request, "conversation_results", slug, name),
    )  # fmt: skip
    answer = HttpResponse(file, content_type="application/pdf")
    answer["Content-Disposition"] = f'inline; filename="{conversation.slug}-results.pdf"'
    return answer


@require_safe
def data(request: HttpRequest, slug: str, name: str, file: str) -> HttpResponse:
    """The votes for others to count again, once the conversation is over: while it is open, two looks at it would tell
    who voted between them."""
    _municipality, conversation, how = _begun(slug, name)
    words = files.FILES[file](conversation) if how == "over" and file in files.FILES else ""
    if not words:
        raise Http404
    answer = HttpResponse(words, content_type="text/csv; charset=utf-8")
    answer["Content-Disposition"] = f'attachment; filename="{conversation.slug}-{file}.csv"'
    return answer
