"""Pilots: the public page of each, and what the desk sees."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from django.db.models import Count, Q, Sum

from firstdoor.core.models import Upload
from firstdoor.decide import selectors as decide
from firstdoor.deliver.models import CoachVisit, MeasureState, Milestone, Pilot, PilotPhoto, Reading, Spending
from firstdoor.deliver.selectors.chain import public_voices_behind
from firstdoor.deliver.selectors.thread import AskedBack, asked_back


@dataclass(frozen=True, slots=True)
class Picture:
    """A photo of a pilot and its cleaned picture."""

    photo: PilotPhoto
    upload: Upload


@dataclass(frozen=True, slots=True)
class PilotPage:
    """All of a pilot. On the public page photos are published ones, visits those that everybody may read."""

    pilot: Pilot
    milestones: list[Milestone]
    spending: list[Spending]
    pictures: list[Picture]
    visits: list[CoachVisit]
    readings: list[Reading]
    voices: int
    asked: AskedBack

    @property
    def spent(self) -> int:
        """How much was paid out."""
        return sum(row.amount for row in self.spending)

    @property
    def amounts(self) -> list[int]:
        """Each payment, for the bar."""
        return [row.amount for row in self.spending]

    @property
    def left(self) -> int:
        """What is left of the budget; below zero when it is passed."""
        return self.pilot.budget - self.spent

    @property
    def over(self) -> int:
        """By how much the budget is passed; 0 when it is not."""
        return max(0, -self.left)

    @property
    def steps_done(self) -> int:
        """How many milestones are done."""
        return sum(step.done_on is not None for step in self.milestones)

    @property
    def steps_open(self) -> int:
        """How many milestones are not done."""
        return len(self.milestones) - self.steps_done

    @property
    def steps_moved(self) -> int:
        """How many milestones were given a later date."""
        return sum(step.planned_for is not None for step in self.milestones)

    def waits(self, today: date) -> dict[str, int]:
        """What waits on the group: how many steps are late, photos not looked at, visits unanswered, figures to take."""
        counted = {
            "steps": sum(step.done_on is None and step.due < today for step in self.milestones),
            "photos": sum(one.upload.looked_at is None for one in self.pictures),
            "visits": sum(not visit.reaction for visit in self.visits),
            "figures": len(self.unpaired) if self.pilot.done_at else 0,
        }
        return {name: n for name, n in counted.items() if n}

    @property
    def unpaired(self) -> list[Reading]:
        """Figures taken before the work that have none after it."""
        after = {reading.key for reading in self.readings if reading.moment == "after"}
        return [reading for reading in self.readings if reading.moment == "before" and reading.key not in after]

    @property
    def measurable(self) -> bool:
        """Whether each figure has been taken before and after."""
        return bool(self.readings) and not self.unpaired


def pilot_by_slug(municipality: Any, slug: str) -> Pilot | None:
    """The pilot with that address, with what it came from. 1 query."""
    rows = Pilot.objects.of(municipality).select_related("proposal__session__candidate", "measure__candidate", "ballot")
    return rows.filter(slug=slug).first()


def pilot_by_id(municipality: Any, pk: UUID) -> Pilot | None:
    """One pilot. 1 query."""
    return Pilot.objects.of(municipality).filter(pk=pk).first()


def open_steps(pilot: Pilot) -> int:
    """How many steps of a pilot are not done. 1 query."""
    return Milestone.objects.of(pilot.municipality_id).filter(pilot=pilot, done_on=None).count()


def all_pilots(municipality: Any) -> list[Pilot]:
    """Every pilot with `spent`, `steps` and `steps_done`, those that go on first. 2 queries."""
    rows = list(Pilot.objects.of(municipality).annotate(spent=Sum("spending__amount")))
    steps = Milestone.objects.of(municipality).filter(pilot__in=rows).values("pilot")
    counted = {row["pilot"]: row for row in steps.annotate(n=Count("pk"), done=Count("done_on"))}
    for pilot in rows:
        found = counted.get(pilot.pk, {"n": 0, "done": 0})
        pilot.steps, pilot.steps_done = found["n"], found["done"]
    return sorted(rows, key=lambda pilot: (pilot.done_at is not None, pilot.due))


def pilots_under_way(municipality: Any, *, today: date) -> list[Pilot]:
    """The pilots that have begun and are not done, with how many of their `steps` are `steps_done`. 1 query."""
    rows = Pilot.objects.of(municipality).filter(starts__lte=today, done_at=None)
    done = Count("milestones", filter=Q(milestones__done_on__isnull=False))
    return list(rows.annotate(steps=Count("milestones"), steps_done=done).order_by("due", "pk"))


def sources_open(municipality: Any) -> list[decide.Source]:
    """What was decided and can still be carried out: no measure that was kept or dropped. 4 queries."""
    latest = dict(MeasureState.objects.of(municipality).order_by("at", "pk").values_list("measure_id", "state"))
    over = {pk for pk, state in latest.items() if state in {MeasureState.State.KEPT, MeasureState.State.DROPPED}}
    return [one for one in decide.sources_of_pilots(municipality) if one.pk not in over]


def sources_without_pilot(municipality: Any) -> list[decide.Source]:
    """Those that no pilot carries out yet; a vote belongs to its proposal. 5 queries."""
    begun = Pilot.objects.of(municipality).values_list("proposal_id", "measure_id", "ballot_id")
    taken = {pk for row in begun for pk in row if pk}
    return [one for one in sources_open(municipality) if not taken & {one.pk, one.proposal, one.measure}]


def pilot_page(pilot: Pilot, *, public: bool) -> PilotPage:
    """A pilot with everything that belongs to it. 14 queries."""
    municipality = pilot.municipality_id
    photos = list(PilotPhoto.objects.of(municipality).filter(pilot=pilot).order_by("taken_on", "pk"))
    uploads = Upload.objects.filter(pk__in=[photo.upload_id for photo in photos], removed_at=None)
    if public:
        uploads = uploads.exclude(published_at=None)
    found = {upload.pk: upload for upload in uploads}
    visits = CoachVisit.objects.of(municipality).filter(pilot=pilot)
    return PilotPage(
        pilot=pilot,
        milestones=list(Milestone.objects.of(municipality).filter(pilot=pilot).order_by("due", "pk")),
        spending=list(Spending.objects.of(municipality).filter(pilot=pilot).order_by("date", "pk")),
        pictures=[Picture(photo, found[photo.upload_id]) for photo in photos if photo.upload_id in found],
        visits=list((visits.filter(public=True) if public else visits).order_by("date", "pk")),
        readings=list(Reading.objects.of(municipality).filter(pilot=pilot).order_by("date", "pk")),
        voices=public_voices_behind(pilot),
        asked=asked_back(municipality, [pilot.pk]).get(pilot.pk, AskedBack()),
    )


def picture(municipality: Any, photo: UUID, *, public: bool) -> Picture | None:
    """One photo that was not taken away; only if published when `public`. 2 queries."""
    kept = PilotPhoto.objects.of(municipality).filter(pk=photo).select_related("pilot").first()
    if kept is None:
        return None
    uploads = Upload.objects.filter(pk=kept.upload_id, removed_at=None)
    upload = (uploads.exclude(published_at=None) if public else uploads).first()
    return Picture(kept, upload) if upload else None


def milestone(municipality: Any, pilot: Pilot, pk: UUID) -> Milestone | None:
    """One step of a pilot. 1 query."""
    return Milestone.objects.of(municipality).filter(pilot=pilot, pk=pk).first()


def visit(municipality: Any, pilot: Pilot, pk: UUID) -> CoachVisit | None:
    """One visit of the coach. 1 query."""
    return CoachVisit.objects.of(municipality).filter(pilot=pilot, pk=pk).first()
