"""The base of every table that belongs to a municipality."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import models

from firstdoor.core.tenancy import TenantBase

if TYPE_CHECKING:
    from firstdoor.places.models import Municipality  # noqa: F401


class Tenant(TenantBase):
    """A row of one municipality: UUIDv7 key, `municipality`, and `objects.of(municipality)`.

    `firstdoor.core.tenancy` adds composite keys (PostgreSQL) or triggers (SQLite) that refuse a reference from one
    municipality's row to another's.
    """

    municipality = models.ForeignKey("places.Municipality", on_delete=models.PROTECT, related_name="+")

    class Meta:
        abstract = True
