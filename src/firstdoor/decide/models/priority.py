"""How the Action Group chooses its (usually two) priorities."""

from __future__ import annotations

from django.db import models
from django.db.models import CheckConstraint, Q, UniqueConstraint
from django.utils.translation import gettext_lazy as _

from firstdoor.core.texts import TextsField
from firstdoor.places.tenant import Tenant


class Choice(Tenant):
    """The choosing itself, once in a cycle: rounds of marks, and how a tie ended."""

    class State(models.TextChoices):
        GATHERING = "gathering", _("Gathering candidates")
        ROUND_1 = "round_1", _("First round")
        ROUND_2 = "round_2", _("Second round, after a tie")
        CHAIR = "chair", _("The chair decides the tie")
        REASONS = "reasons", _("Writing the reasons")
        DECIDED = "decided", _("Decided")

    cycle = models.OneToOneField("people.Cycle", on_delete=models.PROTECT, related_name="+")
    state = models.CharField(max_length=9, choices=State, default=State.GATHERING)
    wanted = models.PositiveSmallIntegerField(default=2)  # two by default; a setting of the municipality
    chair_reason = TextsField()
    decided_at = models.DateTimeField(null=True)


class Candidate(Tenant):
    """A theme that may become a priority, with the reason why it was or was not chosen."""

    choice = models.ForeignKey(Choice, on_delete=models.PROTECT, related_name="candidates")
    theme = models.ForeignKey("listen.Theme", on_delete=models.PROTECT, related_name="+")
    title = TextsField()
    case_for = TextsField()  # what speaks for it, from the voices and the picture
    chosen = models.BooleanField(null=True)  # null until decided
    rank = models.PositiveSmallIntegerField(null=True)
    reason = TextsField()  # why chosen, or why not; asked for before the result is published

    class Meta:
        constraints = [
            UniqueConstraint(fields=["choice", "theme"], name="candidate_theme_once"),
            UniqueConstraint(fields=["choice", "rank"], condition=Q(chosen=True), name="candidate_rank_once"),
            CheckConstraint(
                condition=Q(chosen=True, rank__isnull=False)
                | ~Q(chosen=True) & Q(rank=None)
                | Q(chosen=None, rank=None),
                name="candidate_chosen_has_a_rank",
            ),
        ]


class Mark(Tenant):
    """A seat's mark for a candidate in a round. Marks are open: the group's minutes are."""

    candidate = models.ForeignKey(Candidate, on_delete=models.PROTECT, related_name="marks")
    seat = models.ForeignKey("people.Seat", on_delete=models.PROTECT, related_name="+")
    round = models.PositiveSmallIntegerField()
    at = models.DateTimeField()

    class Meta:
        constraints = [UniqueConstraint(fields=["candidate", "seat", "round"], name="mark_once")]


class Evidence(Tenant):
    """What a candidate, measure or proposal stands on: a case (with all its voices), one voice, or a statement."""

    target_kind = models.CharField(max_length=12)  # candidate, measure, proposal
    target_id = models.UUIDField()
    kind = models.CharField(max_length=9)  # case, voice, meeting, statement
    ref = models.UUIDField()
    by = models.UUIDField(null=True)
    at = models.DateTimeField()

    class Meta:
        constraints = [UniqueConstraint(fields=["target_kind", "target_id", "kind", "ref"], name="evidence_once")]
        indexes = [models.Index(fields=["municipality", "kind", "ref"])]
