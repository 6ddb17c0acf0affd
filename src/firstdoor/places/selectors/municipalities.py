"""Which municipalities there are, and how each is reached."""

from __future__ import annotations

from dataclasses import dataclass
from uuid import UUID

from django.http import Http404
from django.utils import timezone
from django.utils.translation import gettext as _

from firstdoor.core import settled, texts
from firstdoor.core.folding import albanian_order, fold
from firstdoor.core.statements import one
from firstdoor.places.models import Municipality


@dataclass(frozen=True, slots=True)
class CountyList:
    """A county's name ("" for none) and its municipalities in the order of the Albanian alphabet."""

    name: str
    municipalities: list[Municipality]


@dataclass(frozen=True, slots=True)
class EmergencyNumber:
    """A number to call, how it's dialled, and whose it is."""

    number: str
    name: str

    @property
    def dial(self) -> str:
        """Only what a telephone needs: digits and a leading plus."""
        return "".join(sign for sign in self.number if sign.isdigit() or sign == "+")

    @property
    def is_helpline(self) -> bool:
        """Somebody who listens and advises: Europe keeps the numbers that begin with 116 for that."""
        return len(self.dial) == 6 and self.dial.startswith("116")


_ID = Municipality._meta.pk
_STAMPED = (
    "SELECT here.id, settled.stamp FROM places_municipality here "
    "LEFT JOIN core_settled settled ON settled.municipality_id = here.id WHERE here.slug = %s"
)


def municipality_by_slug(slug: str) -> Municipality | None:
    """The municipality with that address, with or without a door of its own yet. 1 query, a small one from then on."""
    key, stamp = one(_STAMPED, [], slug) or (None, None)
    return _kept(_ID.to_python(key), stamp or "") if key else None


def municipality_by_id(key: UUID) -> Municipality:
    """That municipality. 1 query, a small one from then on. Raises Municipality.DoesNotExist."""
    return _kept(key, settled.stamp_of(key))


def _kept(key: UUID, stamp: str) -> Municipality:
    return settled.copy_of(settled.kept(stamp, "municipality", key, make=lambda: Municipality.objects.get(pk=key)))


def municipality_or_404(slug: str) -> Municipality:
    """The active municipality with that address; the page shows its clock from here on. 1 small query.

    Raises Http404 when there is none, in the words of the page.
    """
    municipality = municipality_by_slug(slug)
    if municipality is None or not municipality.active:
        raise Http404(_("There is no municipality with this address here."))
    timezone.activate(municipality.zone)
    return municipality


def active_municipalities() -> list[Municipality]:
    """Those with a door, in the order of the Albanian alphabet. 1 query."""
    return sorted(Municipality.objects.filter(active=True), key=lambda found: albanian_order(found.short_name))


def find_municipalities(text: str = "", *, active_only: bool = True) -> list[CountyList]:
    """Municipalities by county, those whose name, seat or other spelling holds `text`; marks don't matter. 1 query."""
    query = Municipality.objects.select_related("county")
    if active_only:
        query = query.filter(active=True)
    for word in fold(text).split():
        query = query.filter(folded_name__contains=word)
    counties: dict[str, list[Municipality]] = {}
    for municipality in sorted(query, key=lambda found: albanian_order(found.short_name)):
        counties.setdefault(municipality.county.name if municipality.county else "", []).append(municipality)
    in_order = sorted(counties, key=lambda name: (not name, albanian_order(name)))  # those without a county come last
    return [CountyList(name, counties[name]) for name in in_order]


def municipalities_named(folded: str) -> list[Municipality]:
    """Those whose short name is exactly that, folded, with or without a door. 1 query; none for nothing."""
    if not folded:
        return []
    named = Municipality.objects.filter(folded_name__contains=folded)
    return [municipality for municipality in named if fold(municipality.short_name) == folded]


def emergency_numbers(municipality: Municipality, language: str | None = None) -> list[EmergencyNumber]:
    """The numbers that help, beside the one for danger, in the order the municipality gave them. No query."""
    return [
        EmergencyNumber(str(entry["number"]), texts.plain(entry.get("name"), language))
        for entry in municipality.emergency_numbers
    ]
