"""Where something on a ballot would stand: the unit in a list or on the map, then a hexagon in it; all without a script."""

from __future__ import annotations

import math
from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from firstdoor.core.acting import told
from firstdoor.decide.selectors import ballots as questions
from firstdoor.decide.services import ballots as services
from firstdoor.decide.services.ballots.preparing import PREPARE
from firstdoor.decide.views.common import at_desk, page
from firstdoor.places import selectors as places


@require_http_methods(["GET", "POST"])
def place(request: HttpRequest, slug: str, name: str, pk: UUID) -> HttpResponse:
    """Choose the place of an option (`unit`, then `cell`), or take it away (`nowhere`)."""
    municipality = at_desk(request, slug, PREPARE)
    ballot = questions.ballot(municipality, name)
    option = questions.option(ballot, pk) if ballot else None
    if ballot is None or option is None:
        raise Http404
    given = request.POST or request.GET
    units = places.units(municipality)
    unit = next((one for one in units if str(one.pk) == given.get("unit")), None)
    if given.get("unit") and unit is None:
        raise Http404
    ground = places.ground_of(municipality, unit.pk) if unit is not None else {}
    asked = given.get("cell", "")
    cell = int(asked) if asked.isdecimal() else 0
    if asked and cell not in ground:
        raise Http404
    if "middle" in request.POST and unit is not None and ground:
        wanted = (unit.label_lat, unit.label_lon)
        cell = min(ground, key=lambda one: math.dist(ground[one], wanted))
    if "nowhere" in request.POST or (request.method == "POST" and cell):
        at = ground[cell] if cell else None
        told(
            request,
            lambda: services.place_option(by=request.actor, municipality=municipality, option=option, at=at),  # type: ignore[attr-defined]
            _("The place is kept.") if at else _("It has no place any more."),
        )
        return redirect("desk_ballot", slug, name)
    missing = request.method == "POST" and unit is None
    answer = page(
        request, "desk/option_place", municipality, "ballots", ballot=ballot, option=option, units=units, unit=unit, cell=cell,
        moves=places.moves(ground, cell, (unit.label_lat, unit.label_lon)) if unit else [],
        missing=missing, drawing=places.svg_choice(municipality, unit_id=unit.pk if unit else None, chosen=cell),
    )  # fmt: skip
    answer.status_code = 422 if missing else 200
    return answer
