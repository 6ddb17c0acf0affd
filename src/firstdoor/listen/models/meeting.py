"""Interface meetings: citizens and authorities in one room."""

from __future__ import annotations

from django.db import models
from django.db.models import CheckConstraint, Q, UniqueConstraint
from django.utils.translation import gettext_lazy as _

from firstdoor.core.texts import TextsField
from firstdoor.places.tenant import Tenant


class Meeting(Tenant):
    """A meeting: date, place, shared vision, minutes. Who came is kept as counts only."""

    title = TextsField()
    unit = models.ForeignKey("places.Unit", null=True, on_delete=models.PROTECT, related_name="+")
    place = models.CharField(max_length=200)
    starts_at = models.DateTimeField()
    announced = TextsField()  # what people can expect
    vision = TextsField()
    minutes = TextsField()
    published_at = models.DateTimeField(null=True)  # the announcement is public
    held_at = models.DateTimeField(null=True)
    minutes_published_at = models.DateTimeField(null=True)
    corrected_at = models.DateTimeField(null=True)  # vision or minutes said something else when they were published
    called_off_at = models.DateTimeField(null=True)  # it was announced and is not held
    called_off_because = TextsField()
    version = models.PositiveIntegerField(default=1)

    class Meta:
        constraints = [
            CheckConstraint(
                condition=Q(called_off_at=None) | ~Q(called_off_because={}), name="called_off_with_a_reason"
            )
        ]


class Invitation(Tenant):
    """How people were invited: channel, when, about how many were reached."""

    class Channel(models.TextChoices):
        POSTER = "poster", _("Poster")
        DOOR = "door", _("From door to door")
        SCHOOL = "school", _("Through the school")
        PHONE = "phone", _("By telephone")
        WEB = "web", _("Website and social media")
        LOCAL_MEDIA = "media", _("Local radio or television")
        FOCAL_POINT = "focal_point", _("By the focal point")

    meeting = models.ForeignKey(Meeting, on_delete=models.PROTECT, related_name="invitations")
    channel = models.CharField(max_length=12, choices=Channel)
    reached = models.PositiveIntegerField(null=True)
    at = models.DateField()


class Headcount(Tenant):
    """How many came, by one property: sex, age band or unit. Counts, never names."""

    class Dimension(models.TextChoices):
        ALL = "all", _("All together")
        SEX = "sex", _("Sex")
        AGE = "age", _("Age")
        UNIT = "unit", _("Unit")

    GROUPS = ("women", "men", "under_16", "16_24", "25_44", "45_64", "65_over")  # in the order of tables

    meeting = models.ForeignKey(Meeting, on_delete=models.PROTECT, related_name="headcounts")
    dimension = models.CharField(max_length=4, choices=Dimension)
    value = models.CharField(max_length=40, blank=True)
    n = models.PositiveIntegerField()

    class Meta:
        constraints = [UniqueConstraint(fields=["meeting", "dimension", "value"], name="headcount_once")]


class MeetingPromise(Tenant):
    """Something promised in the room: what, who, by when; shown with the measures on the promises page."""

    meeting = models.ForeignKey(Meeting, on_delete=models.PROTECT, related_name="promises")
    text = TextsField()
    owner = models.CharField(max_length=120)
    due = models.DateField()
    state = models.CharField(max_length=9, default="under_way")  # kept, under_way, dropped; late follows from `due`
    reason = TextsField()
    changed_at = models.DateTimeField()
