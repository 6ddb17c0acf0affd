"""What is kept of maps."""

from __future__ import annotations

from django.db import models

from firstdoor.places.tenant import Tenant


class MapState(Tenant):
    """The map of a conversation as it was drawn last. It follows from the votes, but for how it was shown before.

    `found` is what pages tell (`understand.summary`), with small numbers already left out and without any person;
    `shown` is what keeps the next one steady: the axes, and the letter of each participant's number.
    """

    conversation = models.OneToOneField("listen.Conversation", on_delete=models.PROTECT, related_name="+")
    mark = models.CharField(max_length=64)  # of the votes it was drawn from
    drawn_at = models.DateTimeField()
    final = models.BooleanField(default=False)  # drawn after the end
    found = models.JSONField(default=dict)
    shown = models.JSONField(default=dict)
    sure = models.JSONField(default=dict)  # how sure the groups are, and at how many votes that was looked at
