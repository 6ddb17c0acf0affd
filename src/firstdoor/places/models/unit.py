"""Administrative units and the cells of the grid that lie in them."""

from __future__ import annotations

from django.db import models
from django.db.models import Q, UniqueConstraint

from firstdoor.core import settled
from firstdoor.places.tenant import Tenant


class Unit(Tenant):
    """An administrative unit. One that a newer boundary file no longer has is retired, since voices refer to it."""

    com_id = models.CharField(max_length=40)  # the number of the Central Election Commission, or the file's own id
    name = models.CharField(max_length=120)
    folded_name = models.CharField(max_length=120)
    label_lat = models.FloatField()
    label_lon = models.FloatField()
    population_2011 = models.PositiveIntegerField(null=True)
    retired_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            UniqueConstraint(fields=["municipality", "com_id"], name="unit_once"),
            UniqueConstraint(
                fields=["municipality", "folded_name"], condition=Q(retired_at=None), name="unit_name_once"
            ),
        ]

    def __str__(self) -> str:
        return self.name


class UnitCell(Tenant):
    """A cell of resolution 9 whose middle lies in a unit: how a point finds its unit and municipality."""

    id = None  # the cell is the key: no ground belongs to two municipalities
    cell9 = models.BigIntegerField(primary_key=True)
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+", db_index=False)

    class Meta:
        indexes = [models.Index(fields=["municipality", "unit"], name="unitcell_by_unit")]

    def __str__(self) -> str:
        return f"{self.cell9:x}"


settled.watch("places_unit")
