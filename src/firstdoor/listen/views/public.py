"""What everybody may read: published cases and their photos."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlencode
from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseNotModified
from django.shortcuts import render
from django.template.loader import render_to_string
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from firstdoor.core import photos, rights
from firstdoor.core.facts import Facts
from firstdoor.core.pieces import piece
from firstdoor.core.templatetags.firstdoor import number as in_threes
from firstdoor.listen import selectors
from firstdoor.listen.forms.public import FilterForm
from firstdoor.listen.models import Case
from firstdoor.listen.selectors import public
from firstdoor.people import selectors as people
from firstdoor.places import selectors as places

PHOTO_KEPT = 3600  # seconds in a browser: a photo that is taken away is gone everywhere within the hour


@require_safe
def reports(request: HttpRequest, slug: str) -> HttpResponse:
    """What was reported and everybody may read: list or map, filters in the query string."""
    municipality = places.municipality_or_404(slug)
    facts = Facts(municipality)
    themes = facts.get("top themes", make=lambda: selectors.top_themes(municipality))
    units = facts.get("units", make=lambda: places.units(municipality))
    form = FilterForm(request.GET, themes=themes, units=units)
    wanted = form.wanted()
    query = {name: value for name in ("words", "theme", "unit", "phase") if (value := getattr(wanted, name))}
    context: dict[str, Any] = {"municipality": municipality, "form": form, "filtered": bool(query)}
    context["folded"] = _folded(form, themes, units)
    as_map = request.GET.get("view") == "map"
    number = 0 if as_map else _number(request)

    def found() -> dict[str, Any] | None:
        return _map(municipality, wanted, units) if as_map else _list(municipality, wanted, number)

    # What is looked for by words is different each time: it would only push out what others ask for.
    shown = found() if wanted.words else facts.get("public reports", wanted, number, make=found)
    if shown is None:
        raise Http404
    context |= shown | _ways(query, shown.get("page"))
    template = "listen/public/map.html" if as_map else "listen/public/reports.html"
    return render(request, template, context, status=200 if form.is_valid() else 422)


def _number(request: HttpRequest) -> int:
    text = request.GET.get("page", "1")
    if not text.isdecimal() or len(text) > 9:
        raise Http404
    return int(text)


def _folded(form: FilterForm, themes: list[Any], units: list[Any]) -> SafeString:
    """The filters besides words. Kept where the form is accepted; one that is refused is one person's."""
    template, wanted = "listen/public/_folded.html", form.wanted()
    opened = bool(wanted.theme or wanted.unit or wanted.phase) or not form.is_valid()
    context = {"form": form, "opened": opened}
    if not form.is_valid():
        return render_to_string(template, context)
    choices = [[one.code, one.name] for one in themes], [[str(unit.pk), unit.name] for unit in units]
    return piece(template, [choices, wanted.theme, wanted.unit, wanted.phase], lambda: context)


def _list(municipality: Any, wanted: public.Wanted, number: int) -> dict[str, Any] | None:
    page = public.case_page(municipality, wanted, number)
    if page is None:
        return None
    foreign = any(case.source for case in page.cases)
    return {"page": page, "rows": [_line(municipality, case) for case in page.cases], "foreign": foreign}


def _line(municipality: Any, case: Any) -> SafeString:
    """One line of the list; the same as long as nothing that it shows is changed."""
    about = [municipality.slug, municipality.language, municipality.time_zone, municipality.boundary, *case]
    template = "listen/public/_line.html"
    return piece(template, about, lambda: {"row": _row(case, municipality), "municipality": municipality})


def _row(case: Any, municipality: Any) -> dict[str, Any]:
    """What stands in a line of the list."""
    phase, ending = Case.Phase, Case.Ending
    if case.phase in {phase.PLANNED, phase.DOING} or case.ending == ending.POLICY:
        tone = "doing"
    else:
        tone = "done" if case.ending == ending.SOLVED else "no" if case.phase == phase.ENDED else ""
    day = timezone.localtime(case.opened_at)
    return {
        "number": case.number, "foreign": bool(case.source), "title": case.title,
        "theme": case.theme__name, "tone": tone,
        "when": date_format(day, "DATE_FORMAT"), "day": day.date().isoformat(),
        "where": places.where(case.place, case.unit__name or "", municipality),
        "state": str(ending(case.ending).label if case.phase == phase.ENDED and case.ending else phase(case.phase).label),
    }  # fmt: skip


def _ways(query: dict[str, str], page: public.CasePage | None) -> dict[str, str]:
    """To the list from the map; from the list to the map and to the pages beside this one."""
    if page is None:
        return {"list_url": f"?{urlencode(query)}"}
    return {
        "map_url": "?" + urlencode({**query, "view": "map"}),
        "before": "?" + urlencode({**query, "page": page.number - 1}) if page.number > 1 else "",
        "after": "?" + urlencode({**query, "page": page.number + 1}) if page.number < page.pages else "",
    }


def _map(municipality: Any, wanted: public.Wanted, units: list[Any]) -> dict[str, Any]:
    spread = public.spread(municipality, wanted)
    picture = places.svg_map(
        municipality, by_cell=spread.by_cell,
        names=places.MapNames(_("What was reported, by place"), _("Darker hexagons hold more reports.")),
    )  # fmt: skip
    rows = [(unit.name, in_threes(spread.by_unit.get(unit.pk, 0))) for unit in units]
    if spread.by_unit.get(None):
        rows.append((_("No exact place"), in_threes(spread.by_unit[None])))
    return {
        "picture": picture, "rows": rows, "head": [_("Unit"), _("Reports")], "legend": places.legend_for(spread.by_cell.values()),
        "total": sum(spread.by_unit.values()), "map_credit": municipality.boundary == municipality.Boundary.CELLS,
    }  # fmt: skip


@require_safe
def report(request: HttpRequest, slug: str, number: int) -> HttpResponse:
    """One published case: title, text, where it stands, photos and answers."""
    municipality = places.municipality_or_404(slug)
    shown = public.public_case(municipality, number) if number < 2**31 else None
    if shown is None:
        raise Http404
    return render(
        request, "listen/public/report.html",
        {"municipality": municipality, "shown": shown, "case": shown.case, "stations": _thread(shown),
         "where": places.where(shown.case.place, shown.case.unit.name if shown.case.unit else "", municipality),
         "late": shown.case.answer_due and shown.case.answer_due < places.local_date(municipality, timezone.now())},
    )  # fmt: skip


def _thread(shown: public.PublicCase) -> list[dict[str, Any]]:
    """The stations of a case: those passed, the present one, those expected. Notes are for the persons concerned."""
    passed = [station for station in shown.stations if station.at is not None]
    if shown.case.source:
        return _imported(shown.case)
    ended = shown.case.phase == Case.Phase.ENDED
    ahead = [] if ended else [station for station in shown.stations if station.at is None and station.expected]
    rows = [
        {"state": "past", "settled": True, "title": _title(station, shown.case), "by": people.role_label(station.by_role),
         "when": date_format(timezone.localtime(station.at), "DATE_FORMAT"),
         "body": _expected(station) if station.expected and not ended else ""}
        for station in passed
    ]  # fmt: skip
    if rows:
        rows[-1]["state"] = "now"
    return rows + [
        {"state": "next", "title": _title(station, shown.case), "by": "",
         "when": _expected(station)}
        for station in ahead
    ]  # fmt: skip


def _imported(case: Case) -> list[dict[str, Any]]:
    """What is known of a case of another system: when it was opened and when it ended there."""
    moments = [(Case.Phase.RECEIVED.label, case.opened_at)]
    if case.phase == Case.Phase.ENDED:
        moments.append((case.get_ending_display(), case.ended_at))
    rows = [
        {"state": "past", "settled": True, "title": title, "by": "", "body": "",
         "when": date_format(timezone.localtime(at), "DATE_FORMAT") if at else ""}
        for title, at in moments
    ]  # fmt: skip
    rows[-1]["state"] = "now"
    return rows


def _expected(station: Any) -> str:
    return _("expected {day}").format(day=date_format(station.expected, "DATE_FORMAT"))


def _title(station: Any, case: Case) -> str:
    if station.kind == "ended" and case.ending:
        return str(case.get_ending_display())
    return str(station.get_kind_display())


@require_safe
def photo(request: HttpRequest, slug: str, pk: UUID) -> HttpResponse:
    """A cleaned photo: a published one for everybody, others for the desk alone."""
    municipality = places.municipality_or_404(slug)
    upload = public.photo(municipality, pk)
    is_public = upload is not None and upload.published_at is not None
    if upload is None or not (is_public or rights.may(request.actor, "listen.see_desk", municipality)):
        raise Http404
    kept = f"public, max-age={PHOTO_KEPT}" if is_public else "no-store, private"
    headers = {"ETag": f'"{upload.sha256}"', "Cache-Control": kept}
    if is_public and request.headers.get("If-None-Match") == headers["ETag"]:
        return HttpResponseNotModified(headers=headers)
    return photos.served(upload, headers)
