"""What voices are about."""

from __future__ import annotations

from django.db import models
from django.db.models import CheckConstraint, Q, UniqueConstraint
from django.utils.translation import gettext_lazy as _

from firstdoor.core import settled
from firstdoor.core.texts import TextsField
from firstdoor.people.lanes import LANES
from firstdoor.places.tenant import Tenant


class Level(models.TextChoices):
    """Who may read something. A person may always choose stricter; staff loosen it only with the person's consent."""

    PUBLIC = "public", _("Everybody, after a check")
    STAFF = "staff", _("Only the safety team")
    LANE = "lane", _("Only one lane")


class Theme(Tenant):
    """A theme of the tree that a municipality may rename, hide or add to; a code never changes its meaning."""

    code = models.CharField(max_length=40)
    parent = models.ForeignKey("self", null=True, on_delete=models.PROTECT, related_name="children")
    order = models.PositiveSmallIntegerField(default=0)
    name = TextsField()
    level = models.CharField(max_length=6, choices=Level)
    lane = models.CharField(max_length=20, choices=LANES, blank=True)  # none: nobody here may read its lane words
    handled_by = models.CharField(max_length=60, blank=True)
    point_on_map = models.BooleanField(default=True)
    photo_allowed = models.BooleanField(default=True)
    helpline_first = models.BooleanField(default=False)
    danger_notice = models.BooleanField(default=False)
    open311_name = models.CharField(max_length=80, blank=True)
    open311_listed = models.BooleanField(default=False)
    dutch_field = models.CharField(max_length=40, blank=True)
    function_of = models.CharField(max_length=60, blank=True)
    hidden = models.BooleanField(default=False)

    class Meta:
        constraints = [
            UniqueConstraint(fields=["municipality", "code"], name="theme_code_once"),
            CheckConstraint(condition=Q(level__in=["public", "staff", "lane"]), name="theme_level_known"),
        ]


settled.watch("listen_theme")
