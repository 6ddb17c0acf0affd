"""Co-decision: a ballot, its code cards, and ballot papers that nothing links to a person once counted.

No table here keeps who voted when: papers have random keys (UUIDv4, never time-ordered) and no time column.
"""

from __future__ import annotations

import uuid

from django.db import models
from django.db.models import CheckConstraint, Q, UniqueConstraint
from django.utils.translation import gettext_lazy as _

from firstdoor.core import settled, triggers
from firstdoor.core.texts import TextsField
from firstdoor.places.tenant import Tenant


class Ballot(Tenant):
    """A vote on options within a budget. The rule is written down before the vote and frozen at opening."""

    class State(models.TextChoices):
        DRAFT = "draft", _("Being prepared")
        OPEN = "open", _("Open")
        COUNTING = "counting", _("Being counted")
        COUNTED = "counted", _("Counted")

    class Marking(models.TextChoices):
        APPROVAL = "approval", _("Each ticks what she likes")
        POINTS = "points", _("Each spreads points")

    slug = models.SlugField(max_length=60)
    proposal = models.ForeignKey("decide.Proposal", null=True, on_delete=models.PROTECT, related_name="ballots")
    title = TextsField()
    question = TextsField()
    electorate = TextsField()  # who may vote, in words: "children and parents of the school of Strum"
    entitled = models.PositiveIntegerField(null=True)
    budget = models.PositiveBigIntegerField()
    marking = models.CharField(max_length=8, choices=Marking, default=Marking.APPROVAL)
    points = models.PositiveSmallIntegerField(null=True)  # that each may spread
    most_each = models.PositiveSmallIntegerField(null=True)  # of them for one thing
    puzzle_bits = models.PositiveSmallIntegerField(
        null=True
    )  # everybody may vote whose device solves puzzles this hard
    at_least = models.PositiveSmallIntegerField(default=3)  # so many things are chosen, or given points
    rest_goes_to = TextsField()
    rule = models.CharField(max_length=20, default="equal-shares")
    completion = models.CharField(max_length=12, default="add1u")
    ties = models.CharField(max_length=10, default="cheapest")
    shuffled = models.BooleanField(default=True)  # each code sees the options in an order of its own
    asks_area = models.BooleanField(default=False)  # voters may say where they live, for a table of groups
    asks_age = models.BooleanField(default=False)
    ideas_from = models.DateField(null=True)  # residents propose what to choose from, these days included
    ideas_until = models.DateField(null=True)
    opens_at = models.DateTimeField()
    closes_at = models.DateTimeField()
    state = models.CharField(max_length=8, choices=State, default=State.DRAFT)
    opened_at = models.DateTimeField(null=True)
    counted_at = models.DateTimeField(null=True)
    voters = models.PositiveIntegerField(null=True)  # known from the count on
    result = models.JSONField(null=True)  # the count as data: winners, rounds, losers, distribution
    papers_digest = models.CharField(max_length=64, blank=True)  # of the shuffled papers, in the audit record

    class Meta:
        constraints = [
            UniqueConstraint(fields=["municipality", "slug"], name="ballot_slug_once"),
            CheckConstraint(condition=Q(closes_at__gt=models.F("opens_at")), name="ballot_closes_after_it_opens"),
            CheckConstraint(
                condition=Q(ideas_from=None, ideas_until=None) | Q(ideas_until__gte=models.F("ideas_from")),
                name="ballot_ideas_end_after_they_begin",
            ),
            CheckConstraint(
                condition=Q(state="counted", result__isnull=False) | ~Q(state="counted") & Q(result=None),
                name="ballot_result_when_counted",
            ),
            CheckConstraint(
                condition=Q(marking="approval", points=None, most_each=None)
                | Q(
                    marking="points",
                    points__isnull=False,
                    most_each__isnull=False,
                    points__gte=models.F("most_each"),
                    most_each__gte=1,
                ),
                name="ballot_points_where_they_are_spread",
            ),
            CheckConstraint(
                condition=Q(puzzle_bits=None) | Q(puzzle_bits__range=(8, 24)), name="ballot_puzzle_can_be_solved"
            ),
        ]


class Option(Tenant):
    """Something to choose, with its price and picture."""

    ballot = models.ForeignKey(Ballot, on_delete=models.PROTECT, related_name="options")
    project_id = models.CharField(max_length=20)  # its id in the published .pb file
    order = models.PositiveSmallIntegerField()
    name = TextsField()
    cost = models.PositiveBigIntegerField()
    picture = models.CharField(max_length=40, blank=True)  # a drawing of the house
    upload_id = models.UUIDField(null=True)  # or a photo
    lat = models.FloatField(null=True)  # about where it would stand: the middle of a hexagon
    lon = models.FloatField(null=True)

    class Meta:
        constraints = [
            UniqueConstraint(fields=["ballot", "project_id"], name="option_once"),
            CheckConstraint(
                condition=Q(lat=None, lon=None) | Q(lat__isnull=False, lon__isnull=False), name="option_place_whole"
            ),
        ]


class Idea(Tenant):
    """What a resident proposed to choose from: a voice with a receipt, looked at with reasons; feasible ones become options."""

    ballot = models.ForeignKey(Ballot, on_delete=models.PROTECT, related_name="ideas")
    voice = models.OneToOneField("listen.Voice", on_delete=models.PROTECT, related_name="+")
    outcome = models.CharField(max_length=8, blank=True)  # feasible, not
    reason = TextsField()
    option = models.ForeignKey(Option, null=True, on_delete=models.SET_NULL, related_name="ideas")
    reviewed_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            CheckConstraint(condition=Q(outcome__in=["", "feasible", "not"]), name="idea_outcome_known"),
            CheckConstraint(condition=Q(outcome="") | ~Q(reason={}), name="idea_outcome_has_a_reason"),
        ]


class VotingCode(models.Model):
    """Somebody's right to vote: only a keyed hash. For a card also the serial on it, by which a lost one is declared dead.

    By e-mail the code follows from the address and the ballot's key, so neither address nor its hash is kept; of somebody
    on the register it is the hash of identity number and birth date.
    """

    class Kind(models.TextChoices):
        CARD = "card", _("Code card")
        EMAIL = "email", _("E-mail")
        REGISTER = "register", _("Register")
        OPEN = "open", _("Open to everybody")

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    municipality = models.ForeignKey("places.Municipality", on_delete=models.PROTECT, related_name="+")
    ballot = models.ForeignKey(Ballot, on_delete=models.PROTECT, related_name="codes")
    kind = models.CharField(max_length=8, choices=Kind, default=Kind.CARD)
    code_hmac = models.CharField(max_length=64)
    serial = models.CharField(max_length=12)  # for others than cards a random one that nobody is told
    batch = models.CharField(max_length=40, blank=True)
    dead_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            UniqueConstraint(fields=["ballot", "code_hmac"], name="votingcode_once"),
            UniqueConstraint(fields=["ballot", "serial"], name="votingcode_serial_once"),
        ]


class ClassKey(Tenant):
    """A teacher's key: one device takes the votes of so many children, between these hours. What is cast here has no code."""

    ballot = models.ForeignKey(Ballot, on_delete=models.PROTECT, related_name="class_keys")
    key_hmac = models.CharField(max_length=64)
    batch = models.CharField(max_length=40)  # which class, never a name
    children = models.PositiveSmallIntegerField()
    voted = models.PositiveSmallIntegerField(default=0)
    opens_at = models.DateTimeField()
    closes_at = models.DateTimeField()
    stopped_at = models.DateTimeField(null=True)
    turn = models.CharField(max_length=32, blank=True)  # whose turn it is on the device: sent back again, it is used up

    class Meta:
        constraints = [
            UniqueConstraint(fields=["ballot", "key_hmac"], name="classkey_once"),
            CheckConstraint(condition=Q(closes_at__gt=models.F("opens_at")), name="classkey_closes_after_it_opens"),
            CheckConstraint(condition=Q(voted__lte=models.F("children")), name="classkey_no_more_votes_than_children"),
        ]


class PaperSheet(Tenant):
    """A printed ballot: entered by two people who don't see each other's entry; where they differ a third look settles it.

    An entry is `[flaw, what is marked]`, that as in `BallotPaper.choices`.
    Once two agree, a third look has settled it or the ballot is counted, both
    entries are wiped: nothing then leads from the number on a sheet to what was marked on it.
    """

    class Flaw(models.TextChoices):
        EMPTY = "empty", _("empty")
        FEW = "few", _("too little is marked")
        MANY = "many", _("more points are given than there are")
        UNCLEAR = "unclear", _("nobody can tell what is marked")

    class State(models.TextChoices):
        PRINTED = "printed", _("Printed")
        ONCE = "once", _("Entered once")
        DIFFERS = "differs", _("Entered twice, differently")
        TAKEN = "taken", _("In the box")
        SPOILT = "spoilt", _("Spoilt")

    ballot = models.ForeignKey(Ballot, on_delete=models.PROTECT, related_name="sheets")
    number = models.CharField(max_length=8)
    state = models.CharField(max_length=8, choices=State, default=State.PRINTED)
    first = models.JSONField(null=True)
    first_by = models.UUIDField(null=True)
    second = models.JSONField(null=True)
    second_by = models.UUIDField(null=True)
    third_by = models.UUIDField(null=True)  # who settled a difference
    together = models.BooleanField(default=False)  # one of the two, with the other beside
    flaw = models.CharField(max_length=8, choices=Flaw, blank=True)  # why it is spoilt

    class Meta:
        constraints = [
            UniqueConstraint(fields=["ballot", "number"], name="papersheet_once"),
            CheckConstraint(
                condition=Q(state="spoilt", flaw__in=["empty", "few", "many", "unclear"])
                | ~Q(state="spoilt") & Q(flaw=""),
                name="papersheet_spoilt_for_a_reason",
            ),
            CheckConstraint(
                condition=Q(third_by=None, together=False)
                | Q(together=False) & ~Q(third_by=models.F("first_by")) & ~Q(third_by=models.F("second_by"))
                | Q(together=True) & (Q(third_by=models.F("first_by")) | Q(third_by=models.F("second_by"))),
                name="papersheet_settled_by_a_third_or_both",
            ),
            CheckConstraint(
                condition=Q(second_by=None) | ~Q(first_by=models.F("second_by")), name="papersheet_entered_by_two"
            ),
        ]


class ConsentNote(Tenant):
    """That a school or parents agreed to children voting: for how many, and where their papers lie. No child is named."""

    class GivenBy(models.TextChoices):
        SCHOOL = "school", _("The school")
        PARENTS = "parents", _("Parents")

    ballot = models.ForeignKey(Ballot, on_delete=models.PROTECT, related_name="consents")
    batch = models.CharField(max_length=40)
    given_by = models.CharField(max_length=8, choices=GivenBy)
    children = models.PositiveSmallIntegerField()
    kept_at = models.CharField(max_length=120)
    day = models.DateField()

    class Meta:
        constraints = [
            CheckConstraint(condition=Q(given_by__in=["school", "parents"]), name="consent_giver_known"),
            CheckConstraint(condition=Q(children__gte=1), name="consent_for_somebody"),
        ]


class CountSignature(Tenant):
    """Somebody of the municipality signed the minutes of a count: for which result, and on what ground. Never taken back.

    The name is kept as it was then, since minutes stay as they were signed.
    """

    class Ground(models.TextChoices):
        SAW = "saw", _("was there when it was counted")
        COUNTED = "counted", _("counted the published ballots again, with the same result")

    ballot = models.ForeignKey(Ballot, on_delete=models.PROTECT, related_name="signatures")
    person = models.UUIDField()
    name = models.CharField(max_length=120)
    role = models.CharField(max_length=24)
    ground = models.CharField(max_length=8, choices=Ground)
    remark = models.CharField(max_length=300, blank=True)
    digest = models.CharField(max_length=64)  # of the result that was signed
    signed_at = models.DateTimeField()

    class Meta:
        constraints = [
            UniqueConstraint(fields=["ballot", "person"], name="countsignature_once"),
            CheckConstraint(condition=Q(ground__in=["saw", "counted"]), name="countsignature_ground_known"),
        ]


class CastLink(models.Model):
    """Which paper a code may still change, sealed under the ballot's key; deleted by the count, the key destroyed.

    Sealed with it is what its voter said of herself where the ballot asks (`services.ballots.groups`).
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    municipality = models.ForeignKey("places.Municipality", on_delete=models.PROTECT, related_name="+")
    ballot = models.ForeignKey(Ballot, on_delete=models.PROTECT, related_name="links")
    code_hmac = models.CharField(max_length=64)
    sealed_paper = models.BinaryField()

    class Meta:
        constraints = [UniqueConstraint(fields=["ballot", "code_hmac"], name="castlink_once")]


class BallotPaper(models.Model):
    """One anonymous ballot: choices in one column, no time, no serial; rewritten in shuffled order by the count."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    municipality = models.ForeignKey("places.Municipality", on_delete=models.PROTECT, related_name="+")
    ballot = models.ForeignKey(Ballot, on_delete=models.PROTECT, related_name="papers")
    # Project ids in the order of the ballot's options; where points are spread, [project id, points] in that order.
    choices = models.JSONField()


class VoteReceipt(models.Model):
    """That a ballot is in the box: the SHA-256 of its voter's receipt. As many as papers, linked to none."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    municipality = models.ForeignKey("places.Municipality", on_delete=models.PROTECT, related_name="+")
    ballot = models.ForeignKey(Ballot, on_delete=models.PROTECT, related_name="receipts")
    token_hash = models.CharField(max_length=64)

    class Meta:
        constraints = [UniqueConstraint(fields=["ballot", "token_hash"], name="votereceipt_once")]


class BallotAlarm(Tenant):
    """How often in a day something was tried that nobody should: a number, without address or hour."""

    class Kind(models.TextChoices):
        GUESSING = "guessing", _("Wrong codes")
        AFTER_HOURS = "after_hours", _("A teacher's key outside its hours")
        PUZZLE = "puzzle", _("Puzzles sent again, or wrong")
        MANY = "many", _("Many codes for one connection")

    ballot = models.ForeignKey(Ballot, on_delete=models.PROTECT, related_name="alarms")
    kind = models.CharField(max_length=12, choices=Kind)
    day = models.DateField()
    n = models.PositiveIntegerField(default=1)

    class Meta:
        constraints = [UniqueConstraint(fields=["ballot", "kind", "day"], name="ballotalarm_once_a_day")]


triggers.protect("decide_ballot", frozen="OLD.state = 'counted'")
triggers.protect("decide_countsignature")

for _table in ("decide_ballot", "decide_option"):
    settled.watch(_table)
