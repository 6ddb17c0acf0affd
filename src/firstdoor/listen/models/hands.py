"""A show of hands at a meeting: counts for each statement, and nobody who raised one."""

from __future__ import annotations

from django.db import models
from django.db.models import CheckConstraint, Q, UniqueConstraint

from firstdoor.listen.models.conversation import Conversation, Statement
from firstdoor.places.tenant import Tenant


class Hands(Tenant):
    """When and where hands were raised on the statements of a conversation, and how many people were there."""

    conversation = models.ForeignKey(Conversation, on_delete=models.PROTECT, related_name="hands")
    meeting = models.ForeignKey("listen.Meeting", null=True, on_delete=models.PROTECT, related_name="+")
    held_on = models.DateField()
    place = models.CharField(max_length=200)
    present = models.PositiveSmallIntegerField(null=True)
    version = models.PositiveIntegerField(default=1)


class HandCount(Tenant):
    """How many hands went up on one statement."""

    hands = models.ForeignKey(Hands, on_delete=models.PROTECT, related_name="counts")
    statement = models.ForeignKey(Statement, on_delete=models.PROTECT, related_name="hand_counts")
    agree = models.PositiveSmallIntegerField()
    disagree = models.PositiveSmallIntegerField()
    passed = models.PositiveSmallIntegerField()

    class Meta:
        constraints = [
            UniqueConstraint(fields=["hands", "statement"], name="hand_count_once"),
            CheckConstraint(condition=Q(agree__gt=0) | Q(disagree__gt=0) | Q(passed__gt=0), name="hand_count_of_some"),
        ]
