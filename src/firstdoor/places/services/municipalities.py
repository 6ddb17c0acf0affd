"""Opening a municipality's door, and how it can be reached."""

from __future__ import annotations

from collections.abc import Mapping

from django.db import transaction

from firstdoor.core import audit, rights
from firstdoor.core.actor import Actor
from firstdoor.places.models import Municipality

CONTACT_FIELDS = ("phone", "email", "address", "office_hours", "coordinator", "danger_number", "emergency_numbers")


@transaction.atomic
def open_municipality(*, by: Actor, municipality: Municipality, demo: bool = False) -> None:
    """Give a municipality its door: from now on it stands in the list and takes reports. Raises NotAllowed."""
    rights.require(by, "places.load_places", municipality)
    if municipality.active and municipality.demo == demo:
        return
    municipality.active, municipality.demo = True, demo
    municipality.save(update_fields=["active", "demo"])
    audit.record("places.municipality_opened", by=by, municipality=municipality, about=municipality)


@transaction.atomic
def change_contact_data(*, by: Actor, municipality: Municipality, values: Mapping[str, object]) -> None:
    """Change telephone, e-mail, address, office hours and the numbers for danger; `values` by field name.

    Raises NotAllowed, or ValidationError with the field at fault.
    """
    rights.require(by, "places.change_settings", municipality)
    changed = [name for name in CONTACT_FIELDS if name in values]
    for name in changed:
        setattr(municipality, name, values[name])
    municipality.clean_fields(exclude=[f.name for f in Municipality._meta.fields if f.name not in changed])
    municipality.save(update_fields=changed)
    audit.record("places.contact_data_changed", by=by, municipality=municipality, about=municipality)
