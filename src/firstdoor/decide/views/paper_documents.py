"""Documents about the paper as PDF: the notice, the table of comments, the council's draft decision."""

from __future__ import annotations

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from firstdoor.core import papers
from firstdoor.decide import notices
from firstdoor.decide.models import Paper, Version
from firstdoor.decide.selectors import paper as questions
from firstdoor.decide.selectors.participation import consultation
from firstdoor.decide.views.common import at_desk
from firstdoor.places import selectors as places

OFFERED = {Version.State.PROPOSED, Version.State.ADOPTED, Version.State.REJECTED}


def _public_paper(municipality: Any) -> Paper:
    paper = questions.paper_to_read(municipality)
    if paper is None:
        raise Http404
    return paper


@require_safe
def notice(request: HttpRequest, slug: str) -> HttpResponse:
    """The consultation's notice as PDF"""
    municipality = places.municipality_or_404(slug)
    found = consultation(questions.consulted_version(_public_paper(municipality)))
    if found is None:
        raise Http404
    address = request.build_absolute_uri(reverse("paper", args=[slug])).split("://")[-1]
    return papers.answer(notices.notice(municipality, found, address), "-".join((_("notice"), slug)))


@require_safe
def comments(request: HttpRequest, slug: str) -> HttpResponse:
    """The table of comments with their answers as PDF"""
    municipality = places.municipality_or_404(slug)
    document = notices.table_of_comments(municipality, _public_paper(municipality))
    return papers.answer(document, "-".join((_("comments"), slug)))


@require_safe
def draft_decision(request: HttpRequest, slug: str) -> HttpResponse:
    """The council's draft decision with its explanatory note as PDF, once the mayor has proposed the paper"""
    municipality = at_desk(request, slug)
    paper = questions.newest_paper(municipality)
    version = questions.latest(paper) if paper else None
    if version is None or version.state not in OFFERED:
        raise Http404
    return papers.answer(notices.draft_decision(municipality, version), "-".join((_("draft-decision"), slug)))
