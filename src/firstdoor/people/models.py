"""People who work here, their roles, the bodies they sit in, and the cycle they keep."""

from __future__ import annotations

from typing import Any, ClassVar

from django.contrib.auth.models import AbstractBaseUser, BaseUserManager
from django.db import models
from django.db.models import CheckConstraint, Q, UniqueConstraint
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from firstdoor.core import settled
from firstdoor.core.ids import uuid7
from firstdoor.core.texts import TextsField
from firstdoor.people.lanes import LANES
from firstdoor.places.tenant import Tenant


class PersonManager(BaseUserManager["Person"]):
    """People are found by their e-mail address, in lower case."""

    def create_user(self, email: str, **fields: Any) -> Person:
        """A new person without a password: everybody signs in with a one-time code."""
        person = self.model(email=email.strip().lower(), **fields)
        person.set_unusable_password()
        person.save(using=self._db)
        return person


class Person(AbstractBaseUser):
    """Somebody with an account: an e-mail address and a one-time code, never a password."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    email = models.EmailField(unique=True)
    name = models.CharField(max_length=120)
    phone = models.CharField(max_length=20, blank=True)  # a work number that may be shown, e.g. a focal point's
    language = models.CharField(max_length=5, default="sq")
    is_active = models.BooleanField(default=True)
    made_at = models.DateTimeField(auto_now_add=True)
    last_login = None  # when somebody works is nobody's business, and a row that changes by itself can't be audited

    objects = PersonManager()
    USERNAME_FIELD = "email"
    REQUIRED_FIELDS: ClassVar[list[str]] = ["name"]

    def __str__(self) -> str:
        return self.name


class Institution(Tenant):
    """Who a matter may be handed to: a directorate of the municipality, the State Police, the power company."""

    name = TextsField()
    own = models.BooleanField(default=False)  # part of the municipality
    lane = models.CharField(max_length=20, choices=LANES, blank=True)
    phone = models.CharField(max_length=20, blank=True)
    email = models.EmailField(blank=True)


class Grant(models.Model):
    """A role somebody holds in a municipality for a time; the administrator of the installation holds it in none."""

    class Role(models.TextChoices):
        MUNICIPAL_FOCAL_POINT = "municipal_focal_point", _("Municipal Focal Point")
        COMMUNITY_FOCAL_POINT = "community_focal_point", _("Community Focal Point")
        ACTION_GROUP = "action_group", _("Municipal Action Group")
        LANE_MEMBER = "lane_member", _("Lane member")
        MAYOR = "mayor", _("Mayor")
        COUNCIL_SECRETARY = "council_secretary", _("Council secretary")
        COACH = "coach", _("Coach")
        ADMINISTRATOR = "administrator", _("System administrator")

    class Kind(models.TextChoices):
        """As what somebody is a Community Focal Point, where that is an office of the community itself."""

        VILLAGE_HEAD = "village_head", _("Village head")
        LIAISON = "liaison", _("Community liaison")
        UNIT_ADMINISTRATOR = "unit_administrator", _("Administrator of the unit")

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="grants")
    municipality = models.ForeignKey("places.Municipality", null=True, on_delete=models.PROTECT, related_name="+")
    role = models.CharField(max_length=24, choices=Role)
    lane = models.CharField(max_length=20, choices=LANES, blank=True)
    unit = models.ForeignKey("places.Unit", null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    kind = models.CharField(max_length=24, choices=Kind, blank=True)  # of Community Focal Points
    chosen_how = models.CharField(max_length=200, blank=True)  # the mandate: elected by a meeting, named by the mayor
    since = models.DateField()
    until = models.DateField(null=True, blank=True)

    class Meta:
        constraints = [
            CheckConstraint(
                condition=Q(role="administrator", municipality=None) | ~Q(role="administrator") & ~Q(municipality=None),
                name="grant_only_administrator_everywhere",
            ),
            CheckConstraint(
                condition=Q(role="lane_member") & ~Q(lane="") | ~Q(role="lane_member") & Q(lane=""),
                name="grant_lane_for_lane_members",
            ),
            CheckConstraint(
                condition=Q(kind="")
                | Q(role="community_focal_point", kind__in=["village_head", "liaison", "unit_administrator"]),
                name="grant_kind_of_focal_points",
            ),
        ]


class Body(Tenant):
    """A group with seats: the Municipal Action Group, the municipal council."""

    class Kind(models.TextChoices):
        ACTION_GROUP = "action_group", _("Municipal Action Group")
        COUNCIL = "council", _("Municipal council")

    kind = models.CharField(max_length=20, choices=Kind)
    name = TextsField()

    class Meta:
        constraints = [UniqueConstraint(fields=["municipality", "kind"], name="body_once")]


class Seat(Tenant):
    """Somebody's seat in a body, and the capacity in which that person sits there."""

    class Capacity(models.TextChoices):
        CIVIL_SERVANT = "civil_servant", _("Civil servant")
        MUNICIPAL_POLICE = "municipal_police", _("Municipal police")
        STATE_POLICE = "state_police", _("State Police")
        FIRE_BRIGADE = "fire_brigade", _("Fire brigade")
        COMMUNITY = "community", _("Community")

    class Gender(models.TextChoices):
        """As in the question bank; only ever shown as counts of a whole body."""

        WOMAN = "f", _("Woman")
        MAN = "m", _("Man")
        OTHER = "x", pgettext_lazy("gender", "Other")

    body = models.ForeignKey(Body, on_delete=models.PROTECT, related_name="seats")
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="seats")
    capacity = models.CharField(max_length=20, choices=Capacity)
    chairs = models.BooleanField(default=False)
    votes = models.BooleanField(default=True)
    since = models.DateField()
    until = models.DateField(null=True, blank=True)
    chosen_how = models.CharField(max_length=200, blank=True)
    gender = models.CharField(max_length=1, choices=Gender, blank=True)  # nobody has to say

    class Meta:
        constraints = [CheckConstraint(condition=Q(gender__in=["", "f", "m", "x"]), name="seat_gender_known")]


class Cycle(Tenant):
    """One round of a municipality: from listening to the lesson."""

    name = TextsField()
    starts = models.DateField()
    ends = models.DateField()
    ended_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            UniqueConstraint(fields=["municipality"], condition=Q(ended_at=None), name="cycle_one_at_a_time")
        ]


class CycleStep(Tenant):
    """A step of the cycle with its date; the Municipal Focal Point keeps them and sees what is late."""

    class Kind(models.TextChoices):
        MEETINGS = "meetings", _("Interface meetings")
        PICTURE = "picture", _("Safety picture")
        PRIORITIES = "priorities", _("Two priorities")
        PAPER = "paper", _("Draft policy paper")
        CONSULTATION = "consultation", _("Public consultation")
        ADOPTION = "adoption", _("Adoption by the council")
        SESSION = "session", _("Working session")
        BALLOT = "ballot", _("Co-decision")
        PILOTS = "pilots", _("Pilots")
        EVALUATION = "evaluation", _("Evaluation and lesson")

    cycle = models.ForeignKey(Cycle, on_delete=models.PROTECT, related_name="steps")
    kind = models.CharField(max_length=14, choices=Kind)
    due = models.DateField()
    done_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [UniqueConstraint(fields=["cycle", "kind"], name="cyclestep_once")]


class StepMove(Tenant):
    """A date of the cycle that was moved: from when to when, why, by whom. Kept, so that a delay has a reason."""

    step = models.ForeignKey(CycleStep, on_delete=models.PROTECT, related_name="moves")
    was = models.DateField()
    due = models.DateField()
    reason = models.CharField(max_length=300)
    by = models.UUIDField(null=True)
    at = models.DateTimeField()

    class Meta:
        constraints = [CheckConstraint(condition=~Q(reason=""), name="stepmove_has_a_reason")]


settled.watch("people_grant")
settled.watch(
    "people_person", "SELECT held.municipality_id AS id FROM people_grant held WHERE held.person_id = {row}.id",
    columns=("name", "phone", "is_active"),
)  # fmt: skip
