"""Who took part in a conversation: in counts alone, and none so small that it would tell of somebody."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from firstdoor.core.texts import plain
from firstdoor.listen import selectors as listen
from firstdoor.listen.selectors import hands as hands_of
from firstdoor.listen.selectors.participants import about_participants
from firstdoor.listen.selectors.patterns import left_out
from firstdoor.methods.suppression import suppress
from firstdoor.places import selectors as places

LEAST = 5


@dataclass(frozen=True, slots=True)
class Part:
    """One way of counting: rows of a name and a number, None where it is too small to be shown."""

    key: str
    title: str
    rows: list[tuple[str, int | None]]


@dataclass(frozen=True, slots=True)
class TookPart:
    """Who took part: all, by way, and by what those said of themselves who wanted to; and the rooms with hands."""

    people: int
    ways: Part
    parts: list[Part]
    rooms: int
    left_out: list[Any]  # LeftOut: how many are left out of map and counts, and why
    hands: int  # most hands on one statement in each room, together; 0 where they are few

    @property
    def told(self) -> bool:
        """Whether there are enough people to be told of."""
        return self.people >= LEAST

    @property
    def all(self) -> list[Part]:
        """Every way of counting."""
        return [self.ways, *self.parts]

    @property
    def hidden(self) -> bool:
        """Whether a number is hidden somewhere."""
        return any(n is None for part in self.all for _name, n in part.rows)


def took_part(of: Any, *, said: bool = True) -> TookPart:
    """Who took part. Without `said` only by way: while people still vote, two looks would tell who came between them.
    5 to 6 queries."""
    rows = about_participants(of)
    people = sum(rows.values())

    def part(key: str, title: str, at: int, names: list[tuple[str, str]]) -> Part:
        known = dict(names)
        counts = dict.fromkeys([*known, ""], 0)
        for about, n in rows.items():
            counts[about[at] if about[at] in known else ""] += n
        shown = suppress(list(counts.values()), LEAST)
        named = zip(counts, shown, strict=True)
        return Part(key, title, [(known.get(code) or str(_("Not said")), n) for code, n in named if n != 0])

    ways = part(
        "way", str(_("How they took part")), 0, [("online", str(_("With a device"))), ("paper", str(_("On paper")))]
    )
    bank = listen.question_bank()
    units = [(str(unit.pk), unit.name) for unit in places.units(of.municipality)] if said else []
    asked = [
        part("unit", str(_("Where they live")), 1, units),
        part("age", str(_("Age")), 2, [(one.code, plain(one.name)) for one in bank["B02"].options]),
        part("gender", str(_("Gender")), 3, [(one.code, plain(one.name)) for one in bank["B01"].options]),
    ]
    hands = hands_of.most_hands(of)
    together = sum(hands)
    return TookPart(
        people, ways, [one for one in asked if said and len(one.rows) > 1], len(hands), left_out(of),
        together if together >= LEAST else 0,
    )  # fmt: skip
