"""Documents of a meeting as PDF: invitation and minutes for everybody, the attendance sheet for those who hold it."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from firstdoor.core import papers, rights
from firstdoor.listen import documents
from firstdoor.listen.forms.meetings import head_labels, named_heads
from firstdoor.listen.models import Meeting
from firstdoor.listen.selectors import meetings as questions
from firstdoor.places import selectors as places


def _public(slug: str, pk: UUID) -> tuple[Any, Meeting]:
    municipality = places.municipality_or_404(slug)
    meeting = questions.meeting(municipality, pk, public=True)
    if meeting is None:
        raise Http404
    return municipality, meeting


def _at_desk(request: HttpRequest, slug: str, pk: UUID) -> tuple[Any, Meeting]:
    municipality = places.municipality_or_404(slug)
    rights.require(request.actor, "listen.see_meetings", municipality)  # type: ignore[attr-defined]
    meeting = questions.meeting(municipality, pk)
    if meeting is None:
        raise Http404
    return municipality, meeting


@require_safe
def invitation(request: HttpRequest, slug: str, pk: UUID) -> HttpResponse:
    """The invitation to an announced meeting as PDF"""
    municipality, meeting = _public(slug, pk)
    if meeting.called_off_at is not None:
        raise Http404
    address = request.build_absolute_uri(reverse("meeting", args=[slug, pk])).split("://")[-1]
    return papers.answer(documents.invitation(municipality, meeting, address), "-".join((_("invitation"), slug)))


@require_safe
def minutes(request: HttpRequest, slug: str, pk: UUID) -> HttpResponse:
    """Published minutes as PDF, small numbers hidden"""
    municipality, meeting = _public(slug, pk)
    if meeting.minutes_published_at is None:
        raise Http404
    heads = named_heads(questions.heads(meeting, public=True))
    return papers.answer(documents.minutes(municipality, meeting, heads, public=True), "-".join((_("minutes"), slug)))


@require_safe
def desk_minutes(request: HttpRequest, slug: str, pk: UUID) -> HttpResponse:
    """The minutes as they stand at the desk, as PDF, to be signed before they are published"""
    municipality, meeting = _at_desk(request, slug, pk)
    heads = named_heads(questions.heads(meeting, public=False))
    return papers.answer(documents.minutes(municipality, meeting, heads, public=False), "-".join((_("minutes"), slug)))


@require_safe
def sheet(request: HttpRequest, slug: str, pk: UUID) -> HttpResponse:
    """The attendance sheet as PDF: strokes, no names"""
    municipality, meeting = _at_desk(request, slug, pk)
    return papers.answer(
        documents.sheet(municipality, meeting, head_labels(municipality)), "-".join((_("attendance"), slug))
    )
