"""What somebody at the desk keeps for the next morning."""

from __future__ import annotations

from django.db import models
from django.db.models import CheckConstraint, Q, UniqueConstraint

from firstdoor.places.tenant import Tenant


class SavedFilter(Tenant):
    """A part of the queue under a name of one's own. `query` is that of its address, of ids and codes only."""

    person = models.UUIDField()
    name = models.CharField(max_length=40)
    query = models.CharField(max_length=300)

    class Meta:
        constraints = [
            UniqueConstraint(fields=["municipality", "person", "name"], name="savedfilter_name_once"),
            CheckConstraint(condition=~Q(name=""), name="savedfilter_has_a_name"),
        ]
