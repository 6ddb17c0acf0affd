"""Answers, and the ledger of what reached whom."""

from __future__ import annotations

from django.db import models
from django.db.models import UniqueConstraint
from django.utils.translation import gettext_lazy as _

from firstdoor.core.texts import TextsField
from firstdoor.listen.models.voice import Voice
from firstdoor.places.tenant import Tenant


class Answer(Tenant):
    """What goes back along the thread. `about_kind`/`about_id` name the thing: a case, priority, measure, pilot …"""

    class Kind(models.TextChoices):
        HEARD = "heard", _("Heard")
        JOINED = "joined", _("Joined with others")
        PLANNED = "planned", _("Planned")
        REPLY = "reply", _("Answer")
        ENDED = "ended", _("Ended")
        ACCEPTED = "accepted", _("Accepted")
        REFUSED = "refused", _("Not accepted")
        CHOSEN = "chosen", _("Chosen")
        NOT_CHOSEN = "not_chosen", _("Not chosen")
        DECIDED = "decided", _("Decided")
        DONE = "done", _("Done")
        MEASURED = "measured", _("Measured")

    kind = models.CharField(max_length=10, choices=Kind)
    about_kind = models.CharField(max_length=20)
    about_id = models.UUIDField()
    text = TextsField()
    discreet = TextsField()  # instead of `text` on pages that must not tell; empty: that there is an answer
    path = models.CharField(max_length=200, blank=True)  # of the page that shows more, without a language
    by = models.UUIDField(null=True)
    by_role = models.CharField(max_length=24, blank=True)
    at = models.DateTimeField()

    class Meta:
        indexes = [models.Index(fields=["municipality", "about_kind", "about_id"])]


class Delivery(Tenant):
    """One answer on its way to one voice by one route. What did not arrive goes to a focal point, by a row of its own."""

    class Route(models.TextChoices):
        PAGE = "page", _("Page of the receipt")
        EMAIL = "email", _("E-mail")
        PERSON = "person", _("Told by a focal point")

    class State(models.TextChoices):
        WAITING = "waiting", _("Waiting")
        ARRIVED = "arrived", _("Arrived")
        FAILED = "failed", _("Did not arrive")

    answer = models.ForeignKey(Answer, on_delete=models.PROTECT, related_name="deliveries")
    voice = models.ForeignKey(Voice, on_delete=models.PROTECT, related_name="deliveries")
    route = models.CharField(max_length=6, choices=Route)
    state = models.CharField(max_length=7, choices=State, default=State.WAITING)
    at = models.DateTimeField(null=True)  # when it arrived, was told, or failed
    by = models.UUIDField(null=True)  # who told it

    class Meta:
        constraints = [UniqueConstraint(fields=["answer", "voice", "route"], name="delivery_once")]
        indexes = [models.Index(fields=["municipality", "route", "state"])]
