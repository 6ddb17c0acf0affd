"""A case: what has to be done about one or more voices."""

from __future__ import annotations

from typing import Any

from django.db import models
from django.db.models import CheckConstraint, F, Q, UniqueConstraint
from django.utils.translation import gettext_lazy as _

from firstdoor.core.folding import fold
from firstdoor.core.texts import TextsField
from firstdoor.listen.models.theme import Level, Theme
from firstdoor.listen.models.voice import Voice
from firstdoor.people.lanes import LANES
from firstdoor.places.tenant import Tenant


class Case(Tenant):
    """What has to be done. Every report opens one at once; joining ends the smaller, its voices move along."""

    class Phase(models.TextChoices):
        RECEIVED = "received", _("Received")
        LOOKED_AT = "looked_at", _("Looked at")
        PLANNED = "planned", _("Planned")
        DOING = "doing", _("Being done")
        ENDED = "ended", _("Ended")

    class Ending(models.TextChoices):
        SOLVED = "solved", _("Solved")
        NOT_OURS = "not_ours", _("Not ours")
        WILL_NOT = "will_not", _("Will not be done")
        JOINED = "joined", _("Joined with another")
        POLICY = "policy", _("Taken into the policy")
        WITHDRAWN = "withdrawn", _("Withdrawn")

    class Urgency(models.TextChoices):
        DANGER = "danger", _("Danger")
        WEEK = "week", _("This week")
        NORMAL = "normal", _("Normal")

    number = models.PositiveIntegerField()  # the public request number, never the receipt code
    theme = models.ForeignKey(Theme, null=True, on_delete=models.PROTECT, related_name="+")
    level = models.CharField(max_length=6, choices=Level)
    lane = models.CharField(max_length=20, choices=LANES, blank=True)
    urgency = models.CharField(max_length=6, choices=Urgency, default=Urgency.NORMAL)
    phase = models.CharField(max_length=9, choices=Phase, default=Phase.RECEIVED)
    ending = models.CharField(max_length=9, choices=Ending, blank=True)
    ending_reason = TextsField()
    joined_into = models.ForeignKey("self", null=True, on_delete=models.PROTECT, related_name="joined")
    institution = models.ForeignKey("people.Institution", null=True, on_delete=models.PROTECT, related_name="+")
    title = TextsField()  # staff's short name for it, in the queue and, once published, on public pages
    public_text = TextsField()
    published_at = models.DateTimeField(null=True)
    place = models.CharField(max_length=200, blank=True)
    lat = models.FloatField(null=True)
    lon = models.FloatField(null=True)
    cell10 = models.BigIntegerField(null=True, db_index=True)
    unit = models.ForeignKey("places.Unit", null=True, on_delete=models.PROTECT, related_name="+")
    source = models.CharField(max_length=40, blank=True)  # of imported cases: which system
    foreign_id = models.CharField(max_length=80, blank=True)
    opened_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)
    look_due = models.DateField(null=True)  # own promises of the municipality; none for imported cases
    answer_due = models.DateField(null=True)
    version = models.PositiveIntegerField(default=1)  # two people editing: the second is told
    search = models.TextField(blank=True)  # of published cases: what people look for, folded

    class Meta:
        constraints = [
            UniqueConstraint(fields=["municipality", "number"], name="case_number_once"),
            UniqueConstraint(
                fields=["municipality", "source", "foreign_id"],
                condition=~Q(source=""),
                name="case_foreign_once",
            ),
            CheckConstraint(
                condition=Q(phase="ended") & ~Q(ending="") | ~Q(phase="ended") & Q(ending=""),
                name="case_ended_with_an_ending",
            ),
            CheckConstraint(
                condition=Q(ending="joined", joined_into__isnull=False) | ~Q(ending="joined") & Q(joined_into=None),
                name="case_joined_into_another",
            ),
            CheckConstraint(condition=Q(joined_into=None) | ~Q(joined_into=F("id")), name="case_not_joined_to_itself"),
            CheckConstraint(
                condition=Q(level="lane") & ~Q(lane="") & Q(place="", lat=None, lon=None, cell10=None)
                | Q(level__in=["public", "staff"], lane=""),
                name="case_lane_without_place",
            ),
            CheckConstraint(condition=Q(published_at=None) | Q(level="public"), name="case_only_public_ones_published"),
            CheckConstraint(
                condition=Q(phase__in=["received", "looked_at", "planned", "doing", "ended"]), name="case_phase_known"
            ),
        ]
        indexes = [
            models.Index(fields=["municipality", "phase", "opened_at"]),
            # The public list and its map: equal columns, then the order, then what is counted, so that no row is read.
            models.Index(
                fields=["municipality", "level", "joined_into", "published_at", "number", "cell10", "unit"],
                name="case_public_list",
            ),
            # The picture: equal columns, then the order of months, then what is counted.
            models.Index(
                fields=["municipality", "level", "joined_into", "opened_at", "published_at", "theme", "unit", "cell10"],
                name="case_public_counts",
            ),
        ]

    def save(self, **options: Any) -> None:
        """Save, and keep what the public list searches in step with what is public."""
        before, self.search = self.search, self.searchable()
        if options.get("update_fields") is not None and before != self.search:
            options["update_fields"] = {*options["update_fields"], "search"}
        super().save(**options)

    def searchable(self) -> str:
        """Title, text and place of a published case, folded; nothing of others. Bulk imports set `search` to it."""
        if self.published_at is None:
            return ""
        words = [text for texts in (self.title, self.public_text) for code, text in texts.items() if code != "_"]
        return fold(" ".join([*words, self.place]))


class CaseVoice(Tenant):
    """A voice is about a case: many to many, with who joined them and when."""

    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="links")
    voice = models.ForeignKey(Voice, on_delete=models.PROTECT, related_name="links")
    by = models.UUIDField(null=True)
    at = models.DateTimeField()
    left_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            UniqueConstraint(fields=["case", "voice"], condition=Q(left_at=None), name="casevoice_once_at_a_time")
        ]
        indexes = [models.Index(fields=["municipality", "case"]), models.Index(fields=["municipality", "voice"])]


class Station(Tenant):
    """A stop on the way of a case: who and when, or when it is expected."""

    class Kind(models.TextChoices):
        RECEIVED = "received", _("Received")
        LOOKED_AT = "looked_at", _("Looked at")
        JOINED = "joined", _("Joined with others")
        HANDED_OVER = "handed_over", _("Handed over")
        PLANNED = "planned", _("Planned")
        DOING = "doing", _("Being done")
        ENDED = "ended", _("Ended")

    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="stations")
    kind = models.CharField(max_length=12, choices=Kind)
    at = models.DateTimeField(null=True)
    expected = models.DateField(null=True)
    by = models.UUIDField(null=True)
    by_role = models.CharField(max_length=24, blank=True)
    note = TextsField()

    class Meta:
        indexes = [models.Index(fields=["municipality", "case"])]


class Handover(Tenant):
    """A case passed to an institution, with a reference and when an answer is expected."""

    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="handovers")
    institution = models.ForeignKey("people.Institution", on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()
    by = models.UUIDField(null=True)
    reference = models.CharField(max_length=80, blank=True)
    expected = models.DateField(null=True)
    answered_at = models.DateTimeField(null=True)


class LaneNote(Tenant):
    """A note in a lane: only its members read it, each look is recorded, the text is sealed under the lane's key."""

    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="lane_notes")
    lane = models.CharField(max_length=20, choices=LANES)
    sealed = models.BinaryField()
    by = models.UUIDField()
    at = models.DateTimeField()


class Referral(Tenant):
    """That a person was referred, to whom and when; never what about."""

    voice = models.ForeignKey(Voice, on_delete=models.PROTECT, related_name="referrals")
    to = models.ForeignKey("people.Institution", on_delete=models.PROTECT, related_name="+")
    by = models.UUIDField()
    at = models.DateTimeField()
