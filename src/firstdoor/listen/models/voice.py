"""A voice: anything somebody told the municipality, by whatever channel."""

from __future__ import annotations

from typing import Any

from django.db import models
from django.db.models import CheckConstraint, Q, UniqueConstraint
from django.utils.translation import gettext_lazy as _

from firstdoor.core.ids import uuid7
from firstdoor.core.texts import TextsField
from firstdoor.listen.models.theme import Level, Theme
from firstdoor.people.lanes import LANES
from firstdoor.places.tenant import Tenant

WORDS_MOST = 4000


class Voice(Tenant):
    """What somebody told the municipality. A withdrawn voice keeps its receipt, not its words.

    Lane words stand only in `sealed`, under the lane's key; `words`, place and photo are empty then.
    """

    class Kind(models.TextChoices):
        REPORT = "report", _("Report")
        MEETING = "meeting", _("Input at a meeting")
        COMMENT = "comment", _("Comment on the paper")
        SURVEY = "survey", _("Survey answer")
        WALK = "walk", _("Safety walk")
        STATEMENT = "statement", _("Statement")
        IDEA = "idea", _("Idea for a vote")
        LISTENER = "listener", _("Wish to hear what comes of a conversation")

    class Channel(models.TextChoices):
        WEB = "web", _("Web")
        PHONE = "phone", _("Telephone")
        PAPER = "paper", _("Paper")
        PERSON = "person", _("In person")
        OPEN311 = "open311", _("Open311")

    class Answer(models.TextChoices):
        """How the person wants to hear; the receipt's page always shows it too."""

        PAGE = "page", _("On the page of the receipt")
        EMAIL = "email", _("By e-mail")
        PERSON = "person", _("Told by a person")

    kind = models.CharField(max_length=10, choices=Kind, default=Kind.REPORT)
    channel = models.CharField(max_length=8, choices=Channel, default=Channel.WEB)
    language = models.CharField(max_length=5)
    level = models.CharField(max_length=6, choices=Level)
    asked_level = models.CharField(max_length=6, choices=Level, default=Level.PUBLIC)  # what the person chose
    lane = models.CharField(max_length=20, choices=LANES, blank=True)
    theme = models.ForeignKey(Theme, null=True, on_delete=models.PROTECT, related_name="+")  # none: nobody has said yet
    words = models.TextField(max_length=WORDS_MOST, blank=True)
    sealed = models.BinaryField(null=True)
    translations = TextsField()  # staff's translations of the words, beside them
    place = models.CharField(max_length=200, blank=True)  # a street or landmark, as the person said it
    lat = models.FloatField(null=True)
    lon = models.FloatField(null=True)
    cell10 = models.BigIntegerField(null=True, db_index=True)
    unit = models.ForeignKey("places.Unit", null=True, on_delete=models.PROTECT, related_name="+")
    heard_at = models.DateTimeField()  # on paper: the date on the form, not the day it is keyed in
    entered_by = models.UUIDField(null=True)  # the focal point or note taker who entered it for somebody
    wants_answer = models.CharField(max_length=6, choices=Answer, default=Answer.PAGE)
    meeting = models.ForeignKey("listen.Meeting", null=True, on_delete=models.PROTECT, related_name="voices")
    draft_key = models.UUIDField(default=uuid7)  # the form's own: the same form sent twice is one voice
    published_at = models.DateTimeField(null=True)  # somebody looked and let everybody read it
    withdrawn_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            UniqueConstraint(fields=["municipality", "draft_key"], name="voice_sent_once"),
            CheckConstraint(
                condition=Q(
                    kind__in=["report", "meeting", "comment", "survey", "walk", "statement", "idea", "listener"]
                ),
                name="voice_kind_known",
            ),
            CheckConstraint(
                condition=Q(channel__in=["web", "phone", "paper", "person", "open311"]), name="voice_channel_known"
            ),
            CheckConstraint(
                condition=Q(level="lane") & ~Q(lane="") & Q(words="", place="", lat=None, lon=None, cell10=None)
                | Q(level__in=["public", "staff"], lane="", sealed=None),
                name="voice_lane_words_only_sealed",
            ),
            CheckConstraint(
                condition=Q(withdrawn_at=None) | Q(words="", sealed=None, place="", lat=None, lon=None, cell10=None),
                name="voice_withdrawn_is_empty",
            ),
            CheckConstraint(
                condition=Q(published_at=None) | Q(level="public"), name="voice_only_public_ones_published"
            ),
        ]
        indexes = [models.Index(fields=["municipality", "heard_at"])]

    @property
    def confidential(self) -> bool:
        """Whether its person or its theme keep it from others: not one that only waits for somebody to say the theme."""
        return kept_from_others(self.level, self.asked_level, self.theme_id)


def kept_from_others(level: str, asked_level: str, theme_id: Any) -> bool:
    """The same from columns. No query."""
    return level != Level.PUBLIC and (asked_level != Level.PUBLIC or theme_id is not None)


class Photo(Tenant):
    """A cleaned photo of a voice; never of a lane voice. `upload` is an id of core."""

    voice = models.ForeignKey(Voice, on_delete=models.PROTECT, related_name="photos")
    upload_id = models.UUIDField(unique=True)


class Response(Tenant):
    """Answers to the optional questions after a report, at level staff, or to a survey. Open, never called a sample."""

    voice = models.OneToOneField(Voice, on_delete=models.PROTECT, related_name="response")
    age = models.CharField(max_length=10, blank=True)
    gender = models.CharField(max_length=10, blank=True)
    unit = models.ForeignKey("places.Unit", null=True, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()


class Item(Tenant):
    """One answer: the question's code in the question bank, and the option's code."""

    response = models.ForeignKey(Response, on_delete=models.CASCADE, related_name="items")
    question = models.CharField(max_length=8)
    value = models.CharField(max_length=20)

    class Meta:
        constraints = [UniqueConstraint(fields=["response", "question"], name="item_once")]


class Draft(Tenant):
    """A report being written: sealed, found by a random cookie, gone after a day or when sent."""

    sealed = models.BinaryField()
    upload_id = models.UUIDField(null=True)
    expires_at = models.DateTimeField(db_index=True)
