"""A conversation: short statements, and what people hold of them."""

from __future__ import annotations

import secrets
from datetime import date
from typing import ClassVar
from uuid import uuid4

from django.db import models
from django.db.models import CheckConstraint, F, Q, UniqueConstraint
from django.utils.translation import gettext_lazy as _

from firstdoor.core.texts import Texts, TextsField, make
from firstdoor.listen.models.voice import Voice
from firstdoor.places.tenant import Tenant

STATEMENT_MOST = 280


class Conversation(Tenant):
    """A question on which people write statements and vote on those of others, from a first to a last day."""

    class State(models.TextChoices):
        DRAFT = "draft", _("Being prepared")
        OPEN = "open", _("Open")
        CLOSED = "closed", _("Closed")

    class Moderation(models.TextChoices):
        BEFORE = "before", _("Somebody reads it before others see it")
        AFTER = "after", _("It is shown at once; somebody reads it afterwards")

    slug = models.SlugField(max_length=60)
    title = TextsField()
    question = TextsField()
    state = models.CharField(max_length=6, choices=State, default=State.DRAFT)
    moderation = models.CharField(max_length=6, choices=Moderation, default=Moderation.BEFORE)
    opens_on = models.DateField()
    closes_on = models.DateField()  # the last day on which votes count
    closed_at = models.DateTimeField(null=True)  # when it was closed by hand
    invitation = models.CharField(max_length=8, blank=True)  # the code that everybody invited shares; "": open to all
    new_an_hour = models.PositiveSmallIntegerField(default=60)  # who may begin from one address
    version = models.PositiveIntegerField(default=1)

    @property
    def last_day(self) -> date:
        """The last day on which votes count or counted: of one that was closed by hand the day of that. No query where the
        municipality is loaded with it, else 1."""
        closed = self.closed_at and self.closed_at.astimezone(self.municipality.zone).date()
        return min(closed, self.closes_on) if closed else self.closes_on

    class Meta:
        constraints = [
            UniqueConstraint(fields=["municipality", "slug"], name="conversation_slug_once"),
            CheckConstraint(condition=Q(state__in=["draft", "open", "closed"]), name="conversation_state_known"),
            CheckConstraint(condition=Q(moderation__in=["before", "after"]), name="conversation_moderation_known"),
            CheckConstraint(condition=Q(opens_on__lte=F("closes_on")), name="conversation_days_in_order"),
        ]


class Statement(Tenant):
    """One thing somebody holds. A resident's words stand in its voice alone, so that taking them back empties it too."""

    class State(models.TextChoices):
        WAITING = "waiting", _("Waits to be read")
        SHOWN = "shown", _("Shown")
        REJECTED = "rejected", _("Not shown")
        MERGED = "merged", _("Merged with another")

    conversation = models.ForeignKey(Conversation, on_delete=models.PROTECT, related_name="statements")
    number = models.PositiveIntegerField()
    voice = models.OneToOneField(Voice, null=True, on_delete=models.PROTECT, related_name="statement")
    words = TextsField()  # of a statement that the municipality began with
    from_voice = models.ForeignKey(
        Voice, null=True, on_delete=models.PROTECT, related_name="led_to"
    )  # whose words led to it
    from_case = models.ForeignKey("listen.Case", null=True, on_delete=models.PROTECT, related_name="led_to")
    state = models.CharField(max_length=8, choices=State, default=State.WAITING)
    merged_into = models.ForeignKey("self", null=True, on_delete=models.PROTECT, related_name="merged")
    reason = TextsField()  # why it is not shown
    looked_at = models.DateTimeField(null=True)  # when somebody of the municipality read it

    class Meta:
        constraints = [
            UniqueConstraint(fields=["conversation", "number"], name="statement_number_once"),
            CheckConstraint(
                condition=Q(state="merged", merged_into__isnull=False)
                | Q(state__in=["waiting", "shown", "rejected"], merged_into=None),
                name="statement_merged_into_one",
            ),
            CheckConstraint(condition=~Q(merged_into=F("id")), name="statement_not_into_itself"),
            # Else it would stand in none of the desk's lists.
            CheckConstraint(condition=~Q(state="waiting") | Q(looked_at=None), name="statement_waits_unread"),
            CheckConstraint(condition=Q(voice=None) | Q(words={}), name="statement_words_in_one_place"),
            CheckConstraint(
                condition=Q(from_voice=None, from_case=None) | Q(voice=None) & (Q(from_voice=None) | Q(from_case=None)),
                name="statement_led_to_by_one",
            ),
        ]

    @property
    def withdrawn(self) -> bool:
        """Whether its author took it back."""
        return self.voice is not None and self.voice.withdrawn_at is not None

    @property
    def text(self) -> Texts:
        """Its words with the original marked, and translations beside. Empty when its author took it back."""
        if self.voice is None:
            return dict(self.words)
        if self.withdrawn:
            return {}
        others = {code: words for code, words in self.voice.translations.items() if code != "_"}
        return make(self.voice.language, self.voice.words, **{**others, self.voice.language: self.voice.words})


class LeftOut(Tenant):
    """Answers that are left out of the map, with the reason that everybody reads: never without a word."""

    conversation = models.ForeignKey(Conversation, on_delete=models.PROTECT, related_name="left_out")
    reason = TextsField()
    people = models.PositiveIntegerField()
    at = models.DateTimeField()
    put_back_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [CheckConstraint(condition=~Q(reason={}), name="left_out_with_a_reason")]


def first_act() -> int:
    """Where a participant's acts begin to count: anywhere, so that a number given out twice is not taken for the first,
    and above as many as a booklet has answers."""
    return 2**16 + secrets.randbelow(2**30)


class Participant(Tenant):
    """Somebody who votes: a number, and until a while after the end the keyed hash of a cookie's random token.

    Where they live, age and gender are said by those who want to, in the codes of the question bank. Day and connection
    (a keyed hash of the address, another one in each conversation) show one person voting for many; they go with the token.
    """

    class Way(models.TextChoices):
        ONLINE = "online", _("With a device")
        PAPER = "paper", _("On paper")

    conversation = models.ForeignKey(Conversation, on_delete=models.PROTECT, related_name="participants")
    number = models.PositiveIntegerField()
    token_hmac = models.CharField(max_length=64, null=True)
    way = models.CharField(max_length=6, choices=Way, default=Way.ONLINE)
    unit = models.ForeignKey("places.Unit", null=True, on_delete=models.PROTECT, related_name="+")
    age = models.CharField(max_length=10, blank=True)
    gender = models.CharField(max_length=10, blank=True)
    connection = models.CharField(max_length=64, blank=True)
    since = models.DateField(null=True)
    acts = models.PositiveIntegerField(default=first_act)  # another number after each change of their votes
    written = models.PositiveSmallIntegerField(default=0)  # statements, without which
    left_out = models.ForeignKey(LeftOut, null=True, on_delete=models.PROTECT, related_name="participants")

    class Meta:
        constraints = [
            UniqueConstraint(fields=["conversation", "number"], name="participant_number_once"),
            UniqueConstraint(fields=["conversation", "token_hmac"], name="participant_token_once"),
            CheckConstraint(condition=Q(way__in=["online", "paper"]), name="participant_way_known"),
        ]


class Vote(Tenant):
    """What one participant holds of one statement; the last vote counts. Without a time, which could tell who it was."""

    AGREE: ClassVar[int] = 1
    PASS: ClassVar[int] = 0
    DISAGREE: ClassVar[int] = -1

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)  # random: the usual keys tell their moment
    participant = models.ForeignKey(Participant, on_delete=models.PROTECT, related_name="votes")
    statement = models.ForeignKey(Statement, on_delete=models.PROTECT, related_name="votes")
    value = models.SmallIntegerField()
    turn = models.PositiveIntegerField()  # the participant's act that gave it: which of two votes is the later

    class Meta:
        constraints = [
            UniqueConstraint(fields=["participant", "statement"], name="vote_once"),
            CheckConstraint(condition=Q(value__in=[-1, 0, 1]), name="vote_value_known"),
        ]
        # Votes are counted from the index alone.
        indexes = [models.Index(fields=["municipality", "statement", "turn", "value"], name="vote_by_statement")]


class Listener(Tenant):
    """Somebody who voted and wants to hear what comes of the conversation: a voice with a receipt, and perhaps an address.

    Nothing leads from here to a participant or to votes.
    """

    conversation = models.ForeignKey(Conversation, on_delete=models.PROTECT, related_name="listeners")
    voice = models.OneToOneField(Voice, on_delete=models.PROTECT, related_name="listens_to")


class Booklet(Tenant):
    """The statements on paper for one person: a number, and the order in which they stand on it."""

    conversation = models.ForeignKey(Conversation, on_delete=models.PROTECT, related_name="booklets")
    number = models.CharField(max_length=6)
    statements = models.JSONField()  # their numbers, in the order of this booklet
    participant = models.OneToOneField(Participant, null=True, on_delete=models.PROTECT, related_name="booklet")
    entered_at = models.DateTimeField(null=True)
    entered_by = models.UUIDField(null=True)

    class Meta:
        constraints = [
            UniqueConstraint(fields=["conversation", "number"], name="booklet_number_once"),
            CheckConstraint(
                condition=Q(participant=None) | Q(entered_at__isnull=False), name="booklet_entered_before_it_counts"
            ),
        ]
