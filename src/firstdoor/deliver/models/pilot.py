"""A pilot: a proposal carried out."""

from __future__ import annotations

from django.db import models
from django.db.models import CheckConstraint, Q, UniqueConstraint
from django.utils.translation import gettext_lazy as _

from firstdoor.core.texts import TextsField
from firstdoor.places.tenant import Tenant


class Pilot(Tenant):
    """A pilot project: what is built, for how much, by when, and what it changed."""

    slug = models.SlugField(max_length=60)
    proposal = models.ForeignKey("decide.Proposal", null=True, on_delete=models.PROTECT, related_name="+")
    measure = models.ForeignKey("decide.Measure", null=True, on_delete=models.PROTECT, related_name="+")
    ballot = models.ForeignKey("decide.Ballot", null=True, on_delete=models.PROTECT, related_name="+")
    title = TextsField()
    owner = TextsField()
    budget = models.PositiveBigIntegerField()
    starts = models.DateField()
    due = models.DateField()
    indicator = TextsField()
    done_at = models.DateTimeField(null=True)
    ask_back = TextsField()  # the question to those who reported it, e.g. "Does the road have light now?"
    evaluation = TextsField()
    lesson = TextsField()
    measured_at = models.DateTimeField(null=True)
    version = models.PositiveIntegerField(default=1)

    class Meta:
        constraints = [UniqueConstraint(fields=["municipality", "slug"], name="pilot_slug_once")]


class Milestone(Tenant):
    """A step of the pilot with its date."""

    pilot = models.ForeignKey(Pilot, on_delete=models.PROTECT, related_name="milestones")
    text = TextsField()
    due = models.DateField()
    planned_for = models.DateField(null=True)  # the first date, once it was given a later one
    done_on = models.DateField(null=True)
    delay_reason = TextsField()


class Spending(Tenant):
    """Money paid out, against the budget."""

    pilot = models.ForeignKey(Pilot, on_delete=models.PROTECT, related_name="spending")
    date = models.DateField()
    amount = models.PositiveBigIntegerField()
    what = TextsField()
    paid_to = models.CharField(max_length=120, blank=True)
    reason = TextsField()  # why the budget is passed, asked for by what passes it


class PilotPhoto(Tenant):
    """A cleaned photo of the pilot; `upload` is an id of core."""

    pilot = models.ForeignKey(Pilot, on_delete=models.PROTECT, related_name="photos")
    upload_id = models.UUIDField(unique=True)
    caption = TextsField()
    taken_on = models.DateField()


class CoachVisit(Tenant):
    """A coach's visit: observation and advice. The coach decides nothing; the group writes its reaction."""

    pilot = models.ForeignKey(Pilot, on_delete=models.PROTECT, related_name="visits")
    coach = models.UUIDField()
    date = models.DateField()
    observation = TextsField()
    advice = TextsField()
    reaction = TextsField()
    reaction_by = models.UUIDField(null=True)
    public = models.BooleanField(default=False)


class Reading(Tenant):
    """The indicator measured, before or after, with its method."""

    pilot = models.ForeignKey(Pilot, on_delete=models.PROTECT, related_name="readings")
    moment = models.CharField(max_length=6, choices=[("before", _("Before")), ("after", _("After"))])
    what = TextsField()  # several indicators may be read: "Lamps that work", "Feel safe here after dark"
    key = models.SlugField(max_length=40)
    value = models.FloatField()
    unit = models.CharField(max_length=12, blank=True)  # "%" or empty for a count
    n = models.PositiveIntegerField(null=True)  # how many were asked or counted
    margin = models.FloatField(null=True)
    date = models.DateField()
    method = TextsField()

    class Meta:
        constraints = [
            UniqueConstraint(fields=["pilot", "key", "moment"], name="reading_once"),
            CheckConstraint(condition=Q(moment__in=["before", "after"]), name="reading_moment_known"),
        ]
