"""A pilot, for everybody: what is done, for how much, what changed, what was learned."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.html import format_html
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from firstdoor.core import photos
from firstdoor.decide import selectors as decide
from firstdoor.deliver import selectors
from firstdoor.deliver.models import Pilot
from firstdoor.deliver.selectors.stations import delivered
from firstdoor.deliver.selectors.stations.line import Station, in_words, written
from firstdoor.deliver.selectors.stations.words import by_when
from firstdoor.places import selectors as places


@require_safe
def pilots(request: HttpRequest, slug: str) -> HttpResponse:
    """All pilots of the municipality."""
    municipality = places.municipality_or_404(slug)
    context = {
        "municipality": municipality,
        "pilots": selectors.all_pilots(municipality),
        "today": timezone.localdate(),
    }
    return render(request, "deliver/pilots.html", context)


@require_safe
def pilot(request: HttpRequest, slug: str, pilot: str) -> HttpResponse:
    """One pilot: milestones, money, photos, before and after, evaluation, lesson."""
    municipality = places.municipality_or_404(slug)
    found = selectors.pilot_by_slug(municipality, pilot)
    if found is None:
        raise Http404
    page = selectors.pilot_page(found, public=True)
    context = {
        "municipality": municipality,
        "page": page,
        "stations": milestone_stations(page),
        "changes": delivered.changes(page.readings) if found.measured_at else (),
        "method": delivered.method(page.readings) if found.measured_at else "",
        "before": delivered.starting(page.readings) if not found.measured_at else (),
        "how_taken": delivered.how_taken(page.readings) if not found.measured_at else "",
        "priority": priority_of(found),
        "vote": decide.counted_ballot_of(municipality, proposal=found.proposal_id, ballot=found.ballot_id),
    }
    return render(request, "deliver/pilot.html", context)


def priority_of(pilot: Pilot) -> Any:
    """The priority that the pilot serves, through its measure or its proposal."""
    measure, proposal = pilot.measure, pilot.proposal
    return (measure.candidate if measure else None) or (proposal.session.candidate if proposal else None)


def milestone_stations(page: selectors.PilotPage) -> list[Station]:
    """The milestones as a line: done ones, the present one, those expected."""
    today, owner = timezone.localdate(), written(page.pilot.owner)
    line, present = [], False
    for step in sorted(page.milestones, key=lambda step: step.done_on or step.due):
        state = "past" if step.done_on else "next" if present else "now"
        present = present or state == "now"
        late = step.done_on is None and step.due < today
        when = in_words(step.done_on) if step.done_on else by_when(step.due, late=late)
        body = written(step.delay_reason)
        if step.planned_for:
            first = date_format(step.planned_for, "DATE_FORMAT")
            body = format_html(_("It was planned for {day}. {why}"), day=first, why=body)
        line.append(
            Station(
                "milestone", written(step.text), step.due, owner, state=state, when=when, body=body, settled=not late
            )
        )
    return line


@require_safe
def photo(request: HttpRequest, slug: str, pilot: str, pk: UUID) -> HttpResponse:
    """A published photo of a pilot."""
    municipality = places.municipality_or_404(slug)
    found = selectors.picture(municipality, pk, public=True)
    if found is None or found.photo.pilot.slug != pilot:
        raise Http404
    return photos.served(found.upload, {"Cache-Control": "public, max-age=300"})  # taken away, it is gone soon
