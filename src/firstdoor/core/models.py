"""The nouns every room needs. Core holds plain ids of what stands above it, never references."""

from __future__ import annotations

from django.db import models
from django.db.models import CheckConstraint, Q, UniqueConstraint
from django.utils.translation import gettext_lazy as _

from firstdoor.core import triggers
from firstdoor.core.ids import uuid7


class Receipt(models.Model):
    """Proof that a voice was received: one small look-up table for the whole installation.

    The code itself is not stored; `sealed_code` is an encrypted copy, only where a slip or letter may go out again.
    """

    code_hmac = models.CharField(primary_key=True, max_length=64)
    municipality_id = models.UUIDField()
    voice_id = models.UUIDField(unique=True)
    length = models.PositiveSmallIntegerField()
    sealed_code = models.BinaryField(null=True)
    made_at = models.DateTimeField()

    class Meta:
        constraints = [CheckConstraint(condition=Q(length__in=[8, 12]), name="receipt_length_known")]


class Contact(models.Model):
    """How a person who left a voice can be reached, sealed and apart from the voice."""

    class Kind(models.TextChoices):
        EMAIL = "email", _("E-mail")
        PHONE = "phone", _("Telephone")
        VISIT = "visit", _("Visit")

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    municipality_id = models.UUIDField(db_index=True)
    voice_id = models.UUIDField(unique=True)
    kind = models.CharField(max_length=5, choices=Kind)
    sealed = models.BinaryField()
    blind_index = models.CharField(max_length=64, db_index=True)
    language = models.CharField(max_length=5)
    may_call = models.BooleanField(default=False)
    erase_after = models.DateField(null=True, db_index=True)


class Consent(models.Model):
    """Permission to use personal data for one purpose: an event, and its withdrawal another."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    municipality_id = models.UUIDField(db_index=True)
    voice_id = models.UUIDField(db_index=True)
    purpose = models.CharField(max_length=40)
    given_by = models.CharField(max_length=80)
    given_at = models.DateTimeField()
    withdrawn_at = models.DateTimeField(null=True)


class Outbox(models.Model):
    """A message that waits to be sent, sealed, since it may hold a receipt code. Sent ones keep no body."""

    class State(models.TextChoices):
        WAITING = "waiting", _("Waiting")
        SENT = "sent", _("Sent")
        FAILED = "failed", _("Failed")

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    municipality_id = models.UUIDField(null=True, db_index=True)
    dedup_key = models.CharField(max_length=120, unique=True)
    sealed_message = models.BinaryField(null=True)
    about_kind = models.CharField(max_length=40, blank=True)
    about_id = models.UUIDField(null=True)
    state = models.CharField(max_length=7, choices=State, default=State.WAITING)
    tries = models.PositiveSmallIntegerField(default=0)
    not_before = models.DateTimeField()
    made_at = models.DateTimeField()
    sent_at = models.DateTimeField(null=True)

    class Meta:
        indexes = [models.Index(fields=["state", "not_before"])]


class Limit(models.Model):
    """How often something was tried in one window."""

    key = models.CharField(max_length=64)
    window = models.DateTimeField()
    n = models.PositiveIntegerField(default=0)

    class Meta:
        constraints = [UniqueConstraint(fields=["key", "window"], name="limit_once")]
        indexes = [models.Index(fields=["window"])]


class Schedule(models.Model):
    """When a task that comes round is due next."""

    name = models.CharField(primary_key=True, max_length=60)
    next_at = models.DateTimeField()


class Upload(models.Model):
    """A cleaned picture. It is public only once somebody has looked at it; the original is never kept."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    municipality_id = models.UUIDField(db_index=True)
    sha256 = models.CharField(max_length=64, db_index=True)
    width = models.PositiveIntegerField()
    height = models.PositiveIntegerField()
    alt = models.CharField(max_length=200, blank=True)
    made_at = models.DateTimeField()
    published_at = models.DateTimeField(null=True)
    looked_by = models.UUIDField(null=True)
    looked_at = models.DateTimeField(null=True)
    removed_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            CheckConstraint(
                condition=Q(published_at=None) | Q(looked_at__isnull=False), name="upload_looked_at_before_public"
            )
        ]

    @property
    def state(self) -> str:
        """What somebody last decided about it, as a mark that forms carry along: two who look are told of each other."""
        return self.looked_at.isoformat() if self.looked_at else "nobody"


class AuditHead(models.Model):
    """The end of one municipality's chain; its row is locked while the next record is written."""

    municipality_id = models.UUIDField(primary_key=True)
    seq = models.PositiveBigIntegerField(default=0)
    hash = models.CharField(max_length=64, default="")


class Settled(models.Model):
    """The stamp of what one municipality has settled; triggers renew it with each change (core.settled)."""

    municipality_id = models.UUIDField(primary_key=True)
    stamp = models.CharField(max_length=40)


class Audit(models.Model):
    """One act: who, when, what, a keyed digest of the row after it, and the chain. It holds no personal data."""

    pk = models.CompositePrimaryKey("municipality_id", "seq")
    municipality_id = models.UUIDField()
    seq = models.PositiveBigIntegerField()
    at = models.DateTimeField()
    actor = models.CharField(max_length=80)
    verb = models.CharField(max_length=60)
    table = models.CharField(max_length=60)
    row = models.CharField(max_length=64)
    digest = models.CharField(max_length=64)
    prev = models.CharField(max_length=64)
    hash = models.CharField(max_length=64)

    class Meta:
        indexes = [models.Index(fields=["table", "row"])]


class AuditLeaf(models.Model):
    """One row of a bulk act: the act has one record, whose digest is over all leaves in order."""

    pk = models.CompositePrimaryKey("municipality_id", "seq", "number")
    municipality_id = models.UUIDField()
    seq = models.PositiveBigIntegerField()
    number = models.PositiveIntegerField()
    row = models.CharField(max_length=64)
    digest = models.CharField(max_length=64)


triggers.protect("core_audit")
triggers.protect("core_auditleaf")
