"""The policy paper in its versions, the consultation on it, and the council's decision."""

from __future__ import annotations

from django.db import models
from django.db.models import CheckConstraint, Q, UniqueConstraint
from django.utils.translation import gettext_lazy as _

from firstdoor.core import triggers
from firstdoor.core.texts import TextsField
from firstdoor.places.tenant import Tenant


class Paper(Tenant):
    """The policy paper of a cycle; its text stands in versions."""

    cycle = models.OneToOneField("people.Cycle", on_delete=models.PROTECT, related_name="+")
    title = TextsField()


class Version(Tenant):
    """One version of the paper. From the consultation on its text is frozen; changes make the next version."""

    class State(models.TextChoices):
        DRAFT = "draft", _("Draft")
        CONSULTATION = "consultation", _("In consultation")
        CLOSED = "closed", _("Consultation closed")
        PROPOSED = "proposed", _("Proposed by the mayor")
        ADOPTED = "adopted", _("Adopted")
        REJECTED = "rejected", _("Not adopted")

    paper = models.ForeignKey(Paper, on_delete=models.PROTECT, related_name="versions")
    number = models.PositiveSmallIntegerField()
    state = models.CharField(max_length=12, choices=State, default=State.DRAFT)
    opened_at = models.DateTimeField(null=True)
    closes_on = models.DateField(null=True)  # last day to comment: 20 working days after the notice
    extended_at = models.DateTimeField(null=True)  # the notice that people have more time
    proposed_at = models.DateTimeField(null=True)
    frozen_at = models.DateTimeField(null=True)  # adopted: never changed again, held by a trigger
    edited = models.PositiveIntegerField(default=1)  # two people editing: the second is told

    class Meta:
        constraints = [UniqueConstraint(fields=["paper", "number"], name="version_number_once")]


class Paragraph(Tenant):
    """A numbered paragraph of a version; `key` stays the same over versions, so comments and answers find it."""

    class Section(models.TextChoices):
        VISION = "vision", _("Vision")
        ANALYSIS = "analysis", _("Analysis")
        PRIORITIES = "priorities", _("Priorities")
        MEASURES = "measures", _("Measures")
        PARTICIPATION = "participation", _("How people took part")
        MONITORING = "monitoring", _("How we follow it")

    version = models.ForeignKey(Version, on_delete=models.PROTECT, related_name="paragraphs")
    key = models.CharField(max_length=20)
    section = models.CharField(max_length=13, choices=Section)
    order = models.PositiveSmallIntegerField()
    text = TextsField()
    background = TextsField()  # figures and sources behind it, folded under the text
    changed_after = models.PositiveSmallIntegerField(
        default=0
    )  # comments that led to the change from the version before

    class Meta:
        constraints = [UniqueConstraint(fields=["version", "key"], name="paragraph_key_once")]


class Measure(Tenant):
    """A promise in the paper: owner, date, budget, indicator. `key` is stable over versions."""

    paper = models.ForeignKey(Paper, on_delete=models.PROTECT, related_name="measures")
    key = models.CharField(max_length=20)
    candidate = models.ForeignKey("decide.Candidate", null=True, on_delete=models.PROTECT, related_name="measures")
    title = TextsField()
    owner = TextsField()
    due = models.DateField()
    budget = models.PositiveBigIntegerField()  # lek, without decimals
    indicator = TextsField()
    dropped_at = models.DateTimeField(null=True)  # before adoption; after it see deliver.MeasureState

    class Meta:
        constraints = [UniqueConstraint(fields=["paper", "key"], name="measure_key_once")]


class StatedMeasure(Tenant):
    """A measure as a version states it, written when the version leaves the desk: a later draft changes nothing of it."""

    version = models.ForeignKey(Version, on_delete=models.PROTECT, related_name="stated")
    measure = models.ForeignKey(Measure, on_delete=models.PROTECT, related_name="+")
    key = models.CharField(max_length=20)
    title = TextsField()
    owner = TextsField()
    due = models.DateField()
    budget = models.PositiveBigIntegerField()
    indicator = TextsField()

    class Meta:
        constraints = [UniqueConstraint(fields=["version", "key"], name="stated_measure_once")]


class Asked(Tenant):
    """We asked, you said, we did: one line of what a consultation brought, with the paragraph that holds it now."""

    paper = models.ForeignKey(Paper, on_delete=models.PROTECT, related_name="asked")
    version = models.ForeignKey(Version, on_delete=models.PROTECT, related_name="asked")  # the one consulted on
    paragraph_key = models.CharField(max_length=20, blank=True)
    question = TextsField()
    said = TextsField()
    did = TextsField()

    class Meta:
        constraints = [
            CheckConstraint(condition=~Q(question={}) & ~Q(said={}) & ~Q(did={}), name="asked_has_all_three"),
        ]


class Comment(Tenant):
    """A comment on a paragraph: a voice with a receipt; answered as accepted or refused, with reasons."""

    voice = models.OneToOneField("listen.Voice", on_delete=models.PROTECT, related_name="+")
    version = models.ForeignKey(Version, on_delete=models.PROTECT, related_name="comments")
    paragraph_key = models.CharField(max_length=20)
    outcome = models.CharField(max_length=8, blank=True)  # accepted, refused
    reason = TextsField()
    answered_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            CheckConstraint(condition=Q(outcome__in=["", "accepted", "refused"]), name="comment_outcome_known"),
            CheckConstraint(condition=Q(outcome="") | ~Q(reason={}), name="comment_outcome_has_a_reason"),
        ]


class Decision(Tenant):
    """A decision of the council, entered by its secretary."""

    body = models.ForeignKey("people.Body", on_delete=models.PROTECT, related_name="+")
    version = models.OneToOneField(Version, on_delete=models.PROTECT, related_name="decision")
    number = models.CharField(max_length=20)
    date = models.DateField()
    votes_for = models.PositiveSmallIntegerField()
    votes_against = models.PositiveSmallIntegerField()
    abstained = models.PositiveSmallIntegerField()
    adopted = models.BooleanField()
    entered_by = models.UUIDField()
    entered_at = models.DateTimeField()

    class Meta:
        constraints = [UniqueConstraint(fields=["body", "number", "date"], name="decision_number_once")]


_FROZEN = "(SELECT frozen_at FROM decide_version WHERE id = {row}.version_id) IS NOT NULL"
triggers.protect("decide_version", frozen="OLD.frozen_at IS NOT NULL")
triggers.protect("decide_paragraph", frozen=_FROZEN.format(row="OLD"), inserts=_FROZEN.format(row="NEW"))
triggers.protect("decide_statedmeasure", frozen=_FROZEN.format(row="OLD"), inserts=_FROZEN.format(row="NEW"))
triggers.protect("decide_decision", frozen="OLD.adopted")
_ADOPTED = "EXISTS (SELECT 1 FROM decide_version WHERE paper_id = {row}.paper_id AND frozen_at IS NOT NULL)"
for _table in ("decide_measure", "decide_asked"):
    triggers.protect(_table, frozen=_ADOPTED.format(row="OLD"), inserts=_ADOPTED.format(row="NEW"))
