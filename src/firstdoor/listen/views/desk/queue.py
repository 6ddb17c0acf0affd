"""The queue, search, filters, and the table of all cases."""

from __future__ import annotations

import csv
import io
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from firstdoor.core import audit, rights, texts
from firstdoor.formats.spreadsheet import harmless
from firstdoor.listen.models import Case, Theme
from firstdoor.listen.selectors import case as one
from firstdoor.listen.selectors import narrowing
from firstdoor.listen.selectors import queue as questions
from firstdoor.listen.services import filters
from firstdoor.listen.views.desk import frame
from firstdoor.people import selectors as people
from firstdoor.places import selectors as places


def names() -> dict[str, str]:
    """What each part of the queue is called."""
    return {
        "look": _("First look"), "ours": _("Ours"), "late": _("Late"), "others": _("With others"),
        "imported": _("Imported, open"), "ended": _("Ended"), "lane": _("In my lane"),
    }  # fmt: skip


def wanted_show(request: HttpRequest, counts: dict[str, int]) -> str:
    """The part of the queue that the address asks for, if there is one for this reader."""
    wanted = request.GET.get("show", "")
    return wanted if wanted in counts else next(iter(counts))


@require_safe
def voices(request: HttpRequest, slug: str) -> HttpResponse:
    """The queue: `?show=`, `?page=`, `?theme=`, `?unit=`, `?whose=`, `?photo=1`, and `?q=` to search; a code or number
    leads straight to its case."""
    by, municipality = frame.enter(request, slug)
    search = request.GET.get("q", "").replace("\x00", "").strip()[:200]
    if search:
        found = questions.case_of_code(by, municipality, search)
        if found is not None:
            return redirect("desk_case", slug, found.number)
    return _page(request, by, municipality, search=search)


def _page(
    request: HttpRequest, by: Any, municipality: Any, *, search: str = "", status: int = 200, **context: Any
) -> Any:
    left = beside(request, by, municipality, search=search)
    sees_all = rights.may(by, "listen.see_queue", municipality)
    return frame.page(
        request, "queue", municipality, desk_page="voices", status=status, keys=frame.keys_of_queue(), search=search,
        may_triage=rights.may(by, "listen.triage", municipality),
        may_export=rights.may(by, "listen.export", municipality),
        urgencies=Case.Urgency.choices,
        themes=_themes(municipality) if sees_all else [],
        units=places.units(municipality) if sees_all else [],
        institutions=people.institutions(municipality) if sees_all else [],
        **left, **context,
    )  # fmt: skip


def _themes(municipality: Any) -> list[Theme]:
    found = Theme.objects.of(municipality).filter(parent=None, hidden=False).exclude(level="lane")
    return list(found.order_by("order"))


def beside(request: HttpRequest, by: Any, municipality: Any, *, search: str = "", show: str = "") -> dict[str, Any]:
    """The queue as the left column of any page about cases. 12 queries at most."""
    today = places.local_date(municipality, timezone.now())
    parts = _parts(by, municipality)
    show = show or wanted_show(request, dict.fromkeys(parts, 0))
    if search and show == "lane":
        show = "look"
    narrow = (
        narrowing.narrow_of(municipality, request.GET) if not search and parts != ["lane"] else questions.EVERYTHING
    )
    found = questions.queue(
        by, municipality, show=show, today=today, page=frame.page_number(request),
        search=search if parts != ["lane"] else "", narrow=narrow,
    )  # fmt: skip
    called = names()
    present = narrowing.address(show, narrow)
    return {
        "queue": found,
        "filters": [
            (part, called[part], found.counts.get(part, 0), narrowing.address(part, narrow))
            for part in parts
            if part != "imported" or part == show or found.counts.get(part)  # most municipalities have none
        ],
        "heading": _("Found") if search else called[show],
        "today": today,
        "now": timezone.now(),
        "keep": f"?{present}",
        "narrow": narrow,
        "whole": narrowing.address(show, questions.EVERYTHING),
        "saved": narrowing.filters_of(by, municipality, present=present),
    }


def _parts(by: Any, municipality: Any) -> list[str]:
    """The parts of the queue that there are for this reader. No query."""
    parts = ["lane"] if not rights.may(by, "listen.see_queue", municipality) else list(questions.SHOWS)
    return parts if by.lanes(municipality.pk) else [part for part in parts if part != "lane"]


def kept_address(request: HttpRequest, municipality: Any) -> str:
    """The part of the queue from which a case was opened, as the query of an address; "" where it was from nowhere."""
    if not request.GET.get("show"):
        return ""
    parts = _parts(request.actor, municipality)  # type: ignore[attr-defined]
    show = wanted_show(request, dict.fromkeys(parts, 0))
    return f"?{narrowing.address(show, narrowing.narrow_of(municipality, request.GET))}"


@require_POST
def keep_filter(request: HttpRequest, slug: str) -> HttpResponse:
    """Keep the part of the queue that the address names, under a name of one's own."""
    by, municipality = frame.enter(request, slug)
    present, name = kept_address(request, municipality), request.POST.get("name", "")
    try:
        filters.save_filter(by=by, municipality=municipality, name=name, query=present.removeprefix("?"))
    except ValidationError as wrong:
        return _page(request, by, municipality, status=422, filter_error=" ".join(wrong.messages), typed_name=name)
    messages.success(request, _("The filter is kept. Only you see it."))
    return redirect(reverse("desk_voices", args=[slug]) + present)


@require_POST
def forget_filter(request: HttpRequest, slug: str, pk: UUID) -> HttpResponse:
    """Delete a filter of one's own."""
    by, municipality = frame.enter(request, slug)
    filters.forget_filter(by=by, municipality=municipality, pk=pk)
    messages.success(request, _("The filter is deleted. No case has changed."))
    return redirect(reverse("desk_voices", args=[slug]) + kept_address(request, municipality))


@require_safe
def table(request: HttpRequest, slug: str) -> HttpResponse:
    """All cases that the staff reads, as CSV: no contact, no lane, no words of voices, no formulas."""
    by, municipality = frame.enter(request, slug, "listen.export")
    out = io.StringIO()
    writer = csv.writer(out)
    writer.writerow(
        [_("Number"), _("Opened"), _("Theme"), _("Who may read it"), _("Short name"), _("Place"), _("Administrative unit"),
         _("Urgency"), _("Phase"), _("Ending"), _("With whom"), _("Voices"), _("Public since"), _("Answer due")]
    )  # fmt: skip
    for case in one.exported(by, municipality):
        writer.writerow([harmless(cell) for cell in _cells(case)])
    with transaction.atomic():
        audit.note("listen.cases_exported", by=by, municipality=municipality, table="listen_case")
    response = HttpResponse("\ufeff" + out.getvalue(), content_type="text/csv; charset=utf-8")
    day = places.local_date(municipality, timezone.now())
    response["Content-Disposition"] = f'attachment; filename="{municipality.slug}-{day:%Y-%m-%d}.csv"'
    response["Cache-Control"] = "no-store"
    return response


def _cells(case: Any) -> list[Any]:
    zone = case.municipality_id and timezone.get_current_timezone()
    return [
        case.number, case.opened_at.astimezone(zone).date(), texts.plain(case.theme.name) if case.theme else "",
        case.get_level_display(), texts.plain(case.title), case.place, case.unit.name if case.unit else "",
        case.get_urgency_display(), case.get_phase_display(), case.get_ending_display() if case.ending else "",
        texts.plain(case.institution.name) if case.institution else "", case.voice_count,
        case.published_at.astimezone(zone).date() if case.published_at else "", case.answer_due or "",
    ]  # fmt: skip
