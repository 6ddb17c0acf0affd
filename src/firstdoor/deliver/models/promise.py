"""What became of each measure, and what those who asked for it say."""

from __future__ import annotations

from django.db import models
from django.db.models import CheckConstraint, Q, UniqueConstraint
from django.utils.translation import gettext_lazy as _

from firstdoor.core.texts import TextsField
from firstdoor.places.tenant import Tenant


class MeasureState(Tenant):
    """Where a measure stands, from a moment on; the latest counts. Late follows from the date unless said earlier."""

    class State(models.TextChoices):
        UNDER_WAY = "under_way", _("Under way")
        KEPT = "kept", _("Kept")
        LATE = "late", _("Late")
        DROPPED = "dropped", _("Dropped")

    measure = models.ForeignKey("decide.Measure", on_delete=models.PROTECT, related_name="+")
    state = models.CharField(max_length=9, choices=State)
    reason = TextsField()
    at = models.DateTimeField()
    by = models.UUIDField(null=True)

    class Meta:
        constraints = [
            CheckConstraint(
                condition=Q(state__in=["under_way", "kept"]) | ~Q(reason={}),
                name="measurestate_late_or_dropped_says_why",
            )
        ]


class AskBack(Tenant):
    """What somebody who reported it answers to "is it so now?"; once for each voice and pilot, changeable."""

    pilot = models.ForeignKey("deliver.Pilot", on_delete=models.PROTECT, related_name="asked_back")
    voice = models.ForeignKey("listen.Voice", on_delete=models.PROTECT, related_name="+")
    says = models.CharField(max_length=7, choices=[("yes", _("Yes")), ("no", _("No")), ("unknown", _("I do not know"))])
    at = models.DateTimeField()

    class Meta:
        constraints = [UniqueConstraint(fields=["pilot", "voice"], name="askback_once")]
