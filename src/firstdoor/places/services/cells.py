"""Which cells lie in which unit: written in bulk, since a country has a quarter of a million of them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from uuid import UUID

from django.core.exceptions import ValidationError
from django.db import connection
from django.db.models import Count
from django.utils.translation import gettext as _

from firstdoor.places.models import Municipality, UnitCell


def add(rows: Iterable[tuple[int, UUID, UUID]]) -> int:
    """Insert (cell, unit, municipality) and return how many.

    The one place here with two kinds of SQL: PostgreSQL takes them by COPY, a hundred times as fast as row by row.
    """
    all_rows = list(rows)
    table = connection.ops.quote_name(UnitCell._meta.db_table)
    columns = "(cell9, unit_id, municipality_id)"
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            with cursor.copy(f"COPY {table} {columns} FROM STDIN") as copy:
                copy.write("".join(f"{cell}\t{unit}\t{municipality}\n" for cell, unit, municipality in all_rows))
        else:
            cursor.executemany(
                f"INSERT INTO {table} {columns} VALUES (%s, %s, %s)",  # noqa: S608 - a name of our own
                [(cell, unit.hex, municipality.hex) for cell, unit, municipality in all_rows],
            )
    return len(all_rows)


@dataclass(frozen=True, slots=True)
class Moved:
    """Cells that moved here, those that stayed with others, and from whom cells were taken."""

    here: int
    left: int
    taken_from: list[Municipality]


def replace(municipality: Municipality, cells: Sequence[tuple[int, UUID]], *, taken: bool) -> Moved:
    """Give a municipality its (cell, unit) instead of those it had.

    `taken` says whether cells move here that another municipality holds by approximation only; those that it holds
    by a boundary file of its own stay with it.
    """
    wanted = dict(cells)
    held = _held_by_others(municipality, wanted)
    staying = {
        cell for cell, (_owner, boundary) in held.items() if not taken or boundary == Municipality.Boundary.GEOJSON
    }
    moving = set(held) - staying
    owners = _owners_keeping_most(Counter(held[cell][0] for cell in moving))
    UnitCell.objects.of(municipality).delete()
    for chunk in _chunks(sorted(moving)):
        UnitCell.objects.filter(cell9__in=chunk).exclude(municipality=municipality).delete()
    add((cell, unit, municipality.pk) for cell, unit in wanted.items() if cell not in staying)
    return Moved(len(moving), len(staying), owners)


def _owners_keeping_most(losing: Counter[UUID]) -> list[Municipality]:
    """Those who lose cells; refuses to take half of one's ground, since then the file holds more than one municipality."""
    owners = list(Municipality.objects.filter(pk__in=losing))
    ground = UnitCell.objects.filter(municipality__in=losing).order_by().values_list("municipality")
    has = dict(ground.annotate(cells=Count("pk")))
    for owner in owners:
        if losing[owner.pk] * 2 > has[owner.pk]:
            raise ValidationError(
                _("The file covers most of %(name)s: does it hold more than one municipality?")
                % {"name": owner.short_name}
            )
    return owners


def _held_by_others(municipality: Municipality, cells: Iterable[int]) -> dict[int, tuple[UUID, str]]:
    held: dict[int, tuple[UUID, str]] = {}
    for chunk in _chunks(sorted(cells)):
        others = UnitCell.objects.exclude(municipality=municipality).filter(cell9__in=chunk)
        for cell, owner, boundary in others.values_list("cell9", "municipality_id", "municipality__boundary"):
            held[cell] = (owner, boundary)
    return held


def _chunks(cells: Sequence[int]) -> Iterable[Sequence[int]]:
    return (cells[start : start + 900] for start in range(0, len(cells), 900))
