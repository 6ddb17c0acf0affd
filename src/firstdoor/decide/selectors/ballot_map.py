"""Where what could be chosen would stand: a map, its table and its sentence."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from typing import Any

from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from firstdoor.core.texts import plain
from firstdoor.decide.models import Option
from firstdoor.places import selectors as places


@dataclass(frozen=True, slots=True)
class BallotMap:
    """A map with a pin for each thing that has a place, numbered as in the list, full where it was chosen; `rows`: what,
    where, chosen."""

    drawing: SafeString
    sentence: str
    head: list[str]
    rows: list[list[str]]


def ballot_map(municipality: Any, options: list[Option], winners: set[str]) -> BallotMap | None:
    """The map of these options, numbered in this order; None when none has a place. 2 queries and one for each that has."""
    pins, rows, found, lost = [], [], Counter[str](), Counter[str]()
    for number, one in enumerate(options, start=1):
        if one.lat is None or one.lon is None:
            continue
        unit = places.own_unit_at(one.lat, one.lon, municipality)
        where, won = unit.name if unit else _("elsewhere"), one.project_id in winners
        (found if won else lost)[where] += 1
        said = _("chosen") if won else _("not chosen")
        rows.append([f"{number}. {plain(one.name)}", where, said])
        pins.append(places.Pin(one.lat, one.lon, f"{number}. {plain(one.name)}: {said}", str(number), not won))
    if not pins:
        return None
    parts = [
        words.format(places=", ".join(f"{name} ({n})" for name, n in counted.items()))
        for counted, words in ((found, _("Chosen things stand in: {places}.")), (lost, _("Not chosen: {places}.")))
        if counted
    ]
    sentence = " ".join(parts)
    names = places.MapNames(_("Where the things would stand"), sentence)
    drawing = places.svg_map(municipality, names=names, pins=pins, ident="ballot-map", near=True)
    return BallotMap(drawing, sentence, [_("What"), _("Where"), _("Chosen")], rows)
