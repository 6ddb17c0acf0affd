"""Where is it? In words first; the map is a page of its own, for who wants it."""

from __future__ import annotations

from collections.abc import Collection
from typing import Any

from django.http import Http404, HttpResponse

from firstdoor.core.facts import Facts
from firstdoor.listen.forms.report import PlaceForm
from firstdoor.listen.selectors.public import known_places
from firstdoor.listen.views.report.visit import Visit, needs_words, step
from firstdoor.places import selectors as places


@step()
@needs_words
def place(visit: Visit) -> HttpResponse:
    """Where is it? A street or landmark, one's own position, the map, or no exact place."""
    if visit.writing.lane:
        return visit.go("report_check")  # a confidential matter has no place
    form = PlaceForm(
        visit.request.POST if visit.posted else None, municipality=visit.municipality, initial=_initial(visit.writing)
    )
    if form.is_valid():
        values = {name: form.cleaned_data[name] for name in ("place", "no_place", "lat", "lon", "unit")}
        visit.write(**values)
        done = visit.on(form, lambda: visit.go_on("report_photo"))
        if done:
            return done
    facts = Facts(visit.municipality)
    return visit.show(
        "listen/report/place.html", form=form, step=2, steps=4,
        known_places=facts.get("known_places", make=lambda: known_places(visit.municipality)),
        has_point=bool(form["lat"].value() and form["lon"].value()),
        back=visit.url("report_check" if visit.to_check else "report"),
    )  # fmt: skip


def _initial(writing: Any) -> dict[str, Any]:
    point = {"lat": f"{writing.lat:.6f}", "lon": f"{writing.lon:.6f}"} if writing.lat is not None else {}
    return {"place": writing.place, "no_place": writing.no_place, **point}


@step()
@needs_words
def on_map(visit: Visit) -> HttpResponse:
    """Showing the place on a map: first the administrative unit, then, for who can, a hexagon in it."""
    if visit.writing.lane:
        return visit.go("report_check")
    units = places.units(visit.municipality)
    wanted = visit.request.POST.get("unit") or visit.request.GET.get("unit", "")
    unit = next((one for one in units if str(one.pk) == wanted), None)
    if wanted and unit is None:
        raise Http404
    ground = places.ground_of(visit.municipality, unit.pk) if unit is not None else {}
    cell = _cell(visit, ground)
    if visit.posted and unit is not None:
        lat, lon = ground[cell] if cell else (None, None)
        visit.write(lat=lat, lon=lon, unit=str(unit.pk), no_place=False)
        if not visit.writing.place:
            visit.write(place=unit.name)
        return visit.go_on("report_photo")
    return visit.show(
        "listen/report/map.html", units=units, unit=unit, cell=cell, status=422 if visit.posted else 200,
        missing=visit.posted, step=2, steps=4, back=visit.url("report_place"),
        query="&back=check" if visit.to_check else "",
        moves=places.moves(ground, cell, (unit.label_lat, unit.label_lon)) if unit else [],
        picture=places.svg_choice(
            visit.municipality, unit_id=unit.pk if unit else None, chosen=cell,
            query="&back=check" if visit.to_check else "",
        ),
    )  # fmt: skip


def _cell(visit: Visit, ground: Collection[int]) -> int:
    """The hexagon that was chosen; 0 for none. Raises Http404 for one that lies elsewhere."""
    text = visit.request.POST.get("cell") or visit.request.GET.get("cell", "")
    if not text:
        return 0
    if not text.isdecimal() or int(text) not in ground:
        raise Http404
    return int(text)
