"""The facilitated working session that turns a priority into pilot proposals."""

from __future__ import annotations

from django.db import models
from django.db.models import CheckConstraint, Q, UniqueConstraint
from django.utils.translation import gettext_lazy as _

from firstdoor.core.texts import TextsField
from firstdoor.places.tenant import Tenant


class Session(Tenant):
    """A working session: eight steps, one guided page after another."""

    candidate = models.ForeignKey("decide.Candidate", on_delete=models.PROTECT, related_name="sessions")
    title = TextsField()
    held_on = models.DateField()
    place = models.CharField(max_length=200, blank=True)
    facilitator = models.CharField(max_length=120, blank=True)
    ended_at = models.DateTimeField(null=True)


class Step(Tenant):
    """What was written down at one step, 1 to 8; `content` holds the fields of that step's page, each as `Texts`."""

    session = models.ForeignKey(Session, on_delete=models.PROTECT, related_name="steps")
    number = models.PositiveSmallIntegerField()
    content = models.JSONField(default=dict)
    done_at = models.DateTimeField(null=True)
    version = models.PositiveIntegerField(default=1)

    class Meta:
        constraints = [
            UniqueConstraint(fields=["session", "number"], name="step_once"),
            CheckConstraint(condition=Q(number__gte=1, number__lte=8), name="step_one_to_eight"),
        ]


class Proposal(Tenant):
    """A pilot proposal. Without its communication paragraph it cannot be submitted."""

    class State(models.TextChoices):
        DRAFT = "draft", _("Draft")
        SUBMITTED = "submitted", _("Submitted")
        CHOSEN = "chosen", _("Chosen")
        NOT_CHOSEN = "not_chosen", _("Not chosen")

    session = models.ForeignKey(Session, on_delete=models.PROTECT, related_name="proposals")
    title = TextsField()
    problem = TextsField()
    goal = TextsField()
    activities = TextsField()
    budget = models.PositiveBigIntegerField(default=0)
    partners = TextsField()
    risks = TextsField()
    upkeep = TextsField()
    indicator = TextsField()
    communication = TextsField()
    state = models.CharField(max_length=10, choices=State, default=State.DRAFT)
    reason = TextsField()
    submitted_at = models.DateTimeField(null=True)
    version = models.PositiveIntegerField(default=1)

    class Meta:
        constraints = [
            CheckConstraint(
                condition=Q(state="draft") | ~Q(communication={}), name="proposal_submitted_with_communication"
            )
        ]
