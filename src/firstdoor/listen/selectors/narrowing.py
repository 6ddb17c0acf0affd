"""What the queue is narrowed to, and the filters that somebody keeps."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any
from urllib.parse import parse_qsl, urlencode
from uuid import UUID

from django.db.models import Exists, OuterRef, Q, QuerySet

from firstdoor.core.actor import Actor
from firstdoor.core.models import Upload
from firstdoor.listen.models import Case, CaseVoice, SavedFilter, Theme
from firstdoor.people import selectors as people
from firstdoor.places import selectors as places


@dataclass(frozen=True, slots=True)
class Narrow:
    """What is wanted: all of what is given has to hold. A theme stands for what lies below it, too."""

    theme: Theme | None = None
    unit: Any = None
    institution: Any = None
    photo: bool = False  # a photo waits for an eye

    def __bool__(self) -> bool:
        return bool(self.theme or self.unit or self.institution or self.photo)

    def query(self) -> dict[str, str]:
        """The parts of an address that ask for this."""
        parts = {
            "theme": self.theme.code if self.theme else "",
            "unit": str(self.unit.pk) if self.unit else "",
            "whose": str(self.institution.pk) if self.institution else "",
            "photo": "1" if self.photo else "",
        }
        return {name: value for name, value in parts.items() if value}


def narrow_of(municipality: Any, asked: Any) -> Narrow:
    """What an address asks for; what is nothing here is left out. 1 query for each of theme, unit and institution."""
    code, unit, whose = (asked.get(name, "").replace("\x00", "") for name in ("theme", "unit", "whose"))
    units = places.units(municipality) if unit else []
    institutions = people.institutions(municipality) if whose else []
    return Narrow(
        theme=Theme.objects.of(municipality).filter(code=code).exclude(level="lane").first() if code else None,
        unit=next((one for one in units if str(one.pk) == unit), None),
        institution=next((one for one in institutions if str(one.pk) == whose), None),
        photo=asked.get("photo") == "1",
    )


def narrowed(municipality: Any, cases: QuerySet[Case], narrow: Narrow) -> QuerySet[Case]:
    """Those of the cases that are wanted. No query."""
    if narrow.theme is not None:
        cases = cases.filter(Q(theme=narrow.theme) | Q(theme__parent=narrow.theme))
    if narrow.unit is not None:
        cases = cases.filter(unit=narrow.unit)
    if narrow.institution is not None:
        cases = cases.filter(institution=narrow.institution)
    if narrow.photo:
        waiting = Upload.objects.filter(municipality_id=municipality.pk, looked_at=None, removed_at=None).values("pk")
        links = CaseVoice.objects.of(municipality).filter(
            case=OuterRef("pk"), left_at=None, voice__photos__upload_id__in=waiting
        )
        cases = cases.filter(Exists(links))
    return cases


@dataclass(frozen=True, slots=True)
class Kept:
    """A filter of one's own, and whether it is the one at hand."""

    pk: UUID
    name: str
    query: str
    present: bool


def filters_of(by: Actor, municipality: Any, *, present: str) -> list[Kept]:
    """The filters that `by` keeps here, by name; `present` is the query at hand. 1 query."""
    if by.person is None:
        return []
    mine = SavedFilter.objects.of(municipality).filter(person=by.person).order_by("name")
    return [Kept(one.pk, one.name, one.query, _same(one.query, present)) for one in mine]


def _same(one: str, other: str) -> bool:
    return sorted(parse_qsl(one)) == sorted(parse_qsl(other))


def address(show: str, narrow: Narrow) -> str:
    """The query of the address of a part of the queue."""
    return urlencode({"show": show, **narrow.query()})
