"""Institutions to which a matter may be handed, and to which a lane belongs."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from firstdoor.core import audit, rights, texts
from firstdoor.core.actor import Actor
from firstdoor.people.models import Institution

if TYPE_CHECKING:
    from firstdoor.places.models import Municipality


@transaction.atomic
def add_institution(
    *,
    by: Actor,
    municipality: Municipality,
    name: texts.Texts,
    own: bool = False,
    lane: str = "",
    phone: str = "",
    email: str = "",
) -> Institution:
    """Name an institution; with a lane, it is the one whose people may become members of that lane.

    Raises NotAllowed, or ValidationError when the name is missing or the lane has an institution already.
    """
    rights.require(by, "people.grant_roles", municipality)
    if not texts.plain(name).strip():
        raise ValidationError({"name": _("Write the name of the institution.")})
    if lane and Institution.objects.of(municipality).filter(lane=lane).exists():
        raise ValidationError({"lane": _("This lane has an institution already.")})
    institution = Institution(municipality=municipality, name=name, own=own, lane=lane, phone=phone, email=email)
    institution.clean_fields(exclude=["municipality"])
    institution.save(force_insert=True)
    audit.record("people.institution_added", by=by, municipality=municipality, about=institution)
    return institution
