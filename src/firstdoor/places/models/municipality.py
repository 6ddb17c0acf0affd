"""Municipalities, and the counties they lie in."""

from __future__ import annotations

from zoneinfo import ZoneInfo

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import CheckConstraint, Q
from django.utils.translation import gettext_lazy as _

from firstdoor.core import settled
from firstdoor.core.ids import uuid7
from firstdoor.core.texts import TextsField, plain


class County(models.Model):
    """A county (qark): only a heading under which people look for their municipality."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    iso = models.CharField(max_length=6, unique=True)  # ISO 3166-2
    name = models.CharField(max_length=80)

    def __str__(self) -> str:
        return self.name


class Municipality(models.Model):
    """A municipality. It has a door once it is active; the others are there so that a place has a name."""

    class Boundary(models.TextChoices):
        CELLS = "cells", _("Approximate: hexagons computed from a public map")
        GEOJSON = "geojson", _("The municipality's own boundary file")
        POINTS = "points", _("Only the surroundings of the places in its data")

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    slug = models.SlugField(max_length=60, unique=True)
    name = TextsField()  # in full: "Bashkia Roskovec"
    short_name = models.CharField(max_length=120)  # "Roskovec"
    definite_name = models.CharField(max_length=120, blank=True)  # "Roskoveci", where a sentence needs it
    other_names = models.CharField(max_length=200, blank=True)  # older or foreign spellings, found by search
    folded_name = models.CharField(max_length=400)
    county = models.ForeignKey(County, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    seat = models.CharField(max_length=120, blank=True)
    lat = models.FloatField(null=True, blank=True, validators=[MinValueValidator(-90), MaxValueValidator(90)])
    lon = models.FloatField(null=True, blank=True, validators=[MinValueValidator(-180), MaxValueValidator(180)])
    country = models.CharField(max_length=2, blank=True)  # ISO 3166-1: whose holidays and laws; none when unknown
    national_code = models.CharField(max_length=12, blank=True)

    active = models.BooleanField(default=False)
    demo = models.BooleanField(default=False)
    time_zone = models.CharField(max_length=40, default="Europe/Tirane")
    languages = models.JSONField(default=list)  # the first is the municipality's own
    currency = models.CharField(max_length=3, default="ALL")

    boundary = models.CharField(max_length=7, choices=Boundary)
    boundary_credit = models.CharField(max_length=300, blank=True)
    boundary_version = models.PositiveIntegerField(default=0)  # grows with each load: what is drawn from it is kept

    phone = models.CharField(max_length=30, blank=True)
    email = models.EmailField(blank=True)
    address = TextsField()
    office_hours = TextsField()
    coordinator = TextsField()  # for notification and consultation: the function, telephone, e-mail
    danger_number = models.CharField(max_length=20, default="112")
    emergency_numbers = models.JSONField(
        default=list, blank=True
    )  # [{"number": "129", "name": {"sq": …, "en": …, "_": "sq"}}]

    population_2011 = models.PositiveIntegerField(null=True, blank=True)
    population_2023 = models.PositiveIntegerField(null=True, blank=True)
    population_registry = models.PositiveIntegerField(
        null=True, blank=True
    )  # counts those abroad: for voters, never for rates
    population_source = models.CharField(max_length=400, blank=True)
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ["slug"]
        constraints = [
            CheckConstraint(
                condition=Q(boundary__in=["cells", "geojson", "points"]), name="municipality_boundary_known"
            ),
            CheckConstraint(condition=~Q(danger_number=""), name="municipality_has_danger_number"),
        ]

    def __str__(self) -> str:
        return plain(self.name)

    @property
    def zone(self) -> ZoneInfo:
        """The clock that this municipality's dates follow."""
        return ZoneInfo(self.time_zone)

    @property
    def language(self) -> str:
        """The municipality's own language."""
        return self.languages[0] if self.languages else "sq"


settled.watch_municipalities("places_municipality")
