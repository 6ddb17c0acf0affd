"""Filters of the queue that somebody keeps under a name."""

from __future__ import annotations

from typing import TYPE_CHECKING
from uuid import UUID

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from firstdoor.core import audit, rights
from firstdoor.core.actor import Actor
from firstdoor.listen.models import SavedFilter

if TYPE_CHECKING:
    from firstdoor.places.models import Municipality

MOST = 12


@transaction.atomic
def save_filter(*, by: Actor, municipality: Municipality, name: str, query: str) -> SavedFilter:
    """Keep a filter for oneself; the same name again replaces it. Raises NotAllowed, ValidationError (field `name`)."""
    rights.require(by, "listen.see_desk", municipality)
    name = " ".join(name.replace("\x00", "").split())
    if not name:
        raise ValidationError({"name": _("Give the filter a name.")})
    if len(name) > SavedFilter._meta.get_field("name").max_length:
        raise ValidationError({"name": _("This is longer than 40 characters. Please shorten it.")})
    mine = SavedFilter.objects.of(municipality).filter(person=by.person)
    kept = mine.select_for_update().filter(name=name).first()
    if kept is None and mine.count() >= MOST:
        raise ValidationError({"name": _("These are twelve filters already. Delete one that you do not need.")})
    kept = kept or SavedFilter(municipality=municipality, person=by.person, name=name)
    kept.query = query
    kept.save()
    audit.record("listen.filter_saved", by=by, municipality=municipality, about=kept)
    return kept


@transaction.atomic
def forget_filter(*, by: Actor, municipality: Municipality, pk: UUID) -> None:
    """Delete a filter of one's own. Raises NotAllowed for another's, and for one that is not there."""
    rights.require(by, "listen.see_desk", municipality)
    kept = SavedFilter.objects.of(municipality).filter(pk=pk, person=by.person).first()
    if kept is None:
        raise rights.NotAllowed("listen.see_desk")
    audit.record("listen.filter_forgotten", by=by, municipality=municipality, about=kept, gone=True)
    kept.delete()
