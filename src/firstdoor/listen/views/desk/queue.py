"""The queue, search, selected cases, and the table of all cases."""

from __future__ import annotations

import csv
import io
from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST, require_safe

from firstdoor.core import audit, rights, texts
from firstdoor.core.rights import NotAllowed
from firstdoor.formats.spreadsheet import harmless
from firstdoor.listen.models import Theme
from firstdoor.listen.selectors import case as one
from firstdoor.listen.selectors import queue as questions
from firstdoor.listen.services import cases
from firstdoor.listen.views.desk import frame
from firstdoor.places import selectors as places


def names() -> dict[str, str]:
    """What each part of the queue is called."""
    return {
        "look": _("First look"), "ours": _("Ours"), "late": _("Late"), "others": _("With others"), "ended": _("Ended"),
        "lane": _("In my lane"),
    }  # fmt: skip


def wanted_show(request: HttpRequest, counts: dict[str, int]) -> str:
    """The part of the queue that the address asks for, if there is one for this reader."""
    wanted = request.GET.get("show", "")
    return wanted if wanted in counts else next(iter(counts))


@require_safe
def voices(request: HttpRequest, slug: str) -> HttpResponse:
    """The queue: `?show=`, `?page=`, and `?q=` to search; a code or number leads straight to its case."""
    by, municipality = frame.enter(request, slug)
    search = request.GET.get("q", "").replace("\x00", "").strip()[:200]
    if search:
        found = questions.case_of_code(by, municipality, search)
        if found is not None:
            return redirect("desk_case", slug, found.number)
    return frame.page(
        request, "queue", municipality, desk_page="voices", keys=frame.keys_of_queue(), search=search,
        may_triage=rights.may(by, "listen.triage", municipality),
        may_export=rights.may(by, "listen.export", municipality),
        **beside(request, by, municipality, search=search),
    )  # fmt: skip


def beside(request: HttpRequest, by: Any, municipality: Any, *, search: str = "", show: str = "") -> dict[str, Any]:
    """The queue as the left column of any page about cases. 3 queries at most."""
    today = places.local_date(municipality, timezone.now())
    parts = ["lane"] if not rights.may(by, "listen.see_queue", municipality) else list(questions.SHOWS)
    if not by.lanes(municipality.pk):
        parts = [part for part in parts if part != "lane"]
    show = show or wanted_show(request, dict.fromkeys(parts, 0))
    number = request.GET.get("page", "1")
    if search and show == "lane":
        show = "look"
    found = questions.queue(
        by, municipality, show=show, today=today, page=int(number) if number.isdigit() and len(number) < 6 else 1,
        search=search if parts != ["lane"] else "",
    )  # fmt: skip
    called = names()
    return {
        "queue": found,
        "filters": [(part, called[part], found.counts.get(part, 0)) for part in parts],
        "heading": _("Found") if search else called[show],
        "today": today,
        "now": timezone.now(),
        "keep": f"?{urlencode({'show': show})}",
        "themes": Theme.objects.of(municipality)
        .filter(parent=None, hidden=False)
        .exclude(level="lane")
        .order_by("order"),
    }


@require_POST
def selected(request: HttpRequest, slug: str) -> HttpResponse:
    """One act on several selected cases: looked at, a theme, or joined into one."""
    by, municipality = frame.enter(request, slug, "listen.triage")
    numbers = [int(number) for number in request.POST.getlist("case") if number.isdigit() and len(number) < 10][:50]
    found = [case for number in numbers if (case := questions.case_by_number(by, municipality, number))]
    act = request.POST.get("act", "")
    frame.keep_undo(request, municipality, "", 0, None)
    back = redirect(f"{request.path.removesuffix('selected/')}?{urlencode({'show': request.POST.get('show', 'look')})}")
    if not found:
        messages.warning(request, _("Nothing is selected. Tick cases in the list first."))
        return back
    try:
        with transaction.atomic():
            words = _do(by, municipality, act, found, request.POST.get("theme", "").replace("\x00", ""))
    except NotAllowed:
        raise
    except ValidationError as wrong:
        messages.error(request, " ".join(wrong.messages))
        return back
    messages.success(request, words)
    return back


def _do(by: Any, municipality: Any, act: str, found: list[Any], theme: str) -> str:
    if act == "join":
        if len(found) < 2:
            raise ValidationError(_("Select at least two cases to join them."))
        kept = found[0]
        for other in found[1:]:
            kept, _gone = cases.join(by=by, municipality=municipality, case=kept, other=other)
        return _("Joined into case {number}.").format(number=kept.number)
    if act == "theme":
        chosen = Theme.objects.of(municipality).filter(code=theme).exclude(level="lane").first()
        if chosen is None:
            raise ValidationError(_("Choose a theme from the list."))
        for case in found:
            cases.set_theme(by=by, municipality=municipality, case=case, theme=chosen)
    elif act == "look":
        for case in found:
            cases.look(by=by, municipality=municipality, case=case)
    else:
        raise ValidationError(_("Choose what to do with the selected cases."))
    return ngettext("Done for one case.", "Done for {n} cases.", len(found)).format(n=len(found))


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
