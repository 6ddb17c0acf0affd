"""Drawing a conversation's map and keeping it, so that pages only read."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

from django.db import transaction
from django.utils import timezone

from firstdoor.core import audit, rights
from firstdoor.core.actor import Actor
from firstdoor.listen.selectors import conversations as talks
from firstdoor.listen.selectors.participants import units_of
from firstdoor.methods.opinions import Shown, certainty
from firstdoor.places import selectors as places
from firstdoor.understand import summary
from firstdoor.understand.models import MapState
from firstdoor.understand.selectors import opinions
from firstdoor.understand.weighing import weighed

if TYPE_CHECKING:
    from firstdoor.places.models import Municipality

DRAW = "understand.draw_maps"


def _shown(state: MapState | None, *, final: bool) -> Shown:
    """How the map was shown before. The last one takes letters and directions from it, not the number of groups: what
    others count from the files is to be what the page says."""
    if state is None or not state.shown:
        return Shown()
    kept = state.shown
    axes = {name: (x, y) for name, (x, y) in kept["axes"].items()}
    if final:
        return Shown(axes=axes, letters=kept["letters"])
    return Shown(kept["k"], kept["candidate"], kept["wins"], axes, kept["letters"])


def draw_map(*, by: Actor, municipality: Municipality, conversation: Any) -> bool:
    """Draw it from the votes of now and keep it, unless they are those it was drawn from. Whether it was drawn.

    The map of a conversation that is over leaves a record, since it is what is told of it from then on; those before leave
    none. 4 to 7 queries; costs with the votes (methods.opinions). Computed outside of the transaction; where somebody else
    kept one meanwhile that one stays. Raises NotAllowed.
    """
    rights.require(by, DRAW, municipality)
    now = timezone.now()
    final = talks.standing(conversation, places.local_date(municipality, now)) == "over"
    state = MapState.objects.of(municipality).filter(conversation=conversation).first()
    mark = talks.mark(conversation)
    if state is not None and state.mark == mark and state.final >= final:
        return False
    numbers = [row.number for row in talks.shown(conversation)]
    found, shown, drawn = summary.drawn(talks.votes_of(conversation), numbers, _shown(state, final=final))
    if final and drawn is not None:
        residents = {str(unit.pk): unit.population_2011 or 0 for unit in places.units(municipality)}
        found["weighed"] = weighed(drawn, units_of(conversation), residents)
    kept = {
        "mark": mark, "drawn_at": now, "final": final, "found": found,
        "shown": {
            "k": shown.k, "candidate": shown.candidate, "wins": shown.wins, "letters": dict(shown.letters),
            "axes": {name: list(entry) for name, entry in shown.axes.items()},
        },
    }  # fmt: skip
    with transaction.atomic():
        if state is None:
            row, made = MapState.objects.get_or_create(
                municipality=municipality, conversation=conversation, defaults=kept
            )
            if not made:
                return False
        else:
            same = MapState.objects.of(municipality).filter(pk=state.pk, mark=state.mark, final=state.final)
            if not same.update(**kept):
                return False
            row = MapState.objects.of(municipality).get(pk=state.pk)
        if final or (state is not None and state.final):
            audit.record("understand.map_drawn", by=by, municipality=municipality, about=row)
    return True


def look_how_sure(*, by: Actor, municipality: Municipality, conversation: Any) -> bool:
    """Draw the people of the kept map again and again, and keep what became of its groups. Whether it was looked.

    Seconds of computing: only where groups are told, and votes grew by a tenth since, or the number of groups changed,
    or the conversation is over. Raises NotAllowed.
    """
    rights.require(by, DRAW, municipality)
    state = MapState.objects.of(municipality).filter(conversation=conversation).first()
    if state is None or not opinions.unsure(state):
        return False
    numbers = [int(number) for number in state.found["counts"]]
    shown = replace(_shown(state, final=False), candidate=0, wins=0)
    found, _next, drawn = summary.drawn(talks.votes_of(conversation), numbers, shown)
    if drawn is None or found["k"] != state.found["k"]:
        return False
    sure = certainty(drawn)
    letters = [group["letter"] for group in found["groups"]]
    kept = {
        "votes": state.found["votes"], "k": found["k"], "final": state.final, "draws": sure.draws,
        "same": round(sure.number.get(found["k"], 0.0) * sure.draws),
        "kept": {letter: round(float(share), 3) for letter, share in zip(letters, sure.kept, strict=False)},
    }  # fmt: skip
    with transaction.atomic():
        same = MapState.objects.of(municipality).filter(pk=state.pk, mark=state.mark, final=state.final)
        if not same.update(sure=kept):
            return False
        if state.final:
            row = MapState.objects.of(municipality).get(pk=state.pk)
            audit.record("understand.map_drawn", by=by, municipality=municipality, about=row)
    return True
