"""What waits on the group in all pilots of a municipality: the desk's first page lists it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Count, Exists, Min, OuterRef

from firstdoor.core.models import Upload
from firstdoor.deliver.models import CoachVisit, Milestone, Pilot, PilotPhoto, Reading


@dataclass(frozen=True, slots=True)
class Waiting:
    """How many of one kind wait in a pilot: "steps" past their date (the first of them `due`), "visits" of the coach
    without an answer, "photos" not looked at, "figures" to be taken after the work."""

    pilot: Pilot
    what: str
    n: int
    due: date | None = None


def waiting_in_pilots(municipality: Any, *, today: date) -> list[Waiting]:
    """What waits, pilot by pilot. 4 queries, and 1 when something does."""
    late = Milestone.objects.of(municipality).filter(done_on=None, due__lt=today, pilot__done_at=None)
    unseen = Upload.objects.filter(municipality_id=municipality.pk, looked_at=None, removed_at=None)
    after = Reading.objects.of(municipality).filter(pilot=OuterRef("pilot"), key=OuterRef("key"), moment="after")
    to_take = Reading.objects.of(municipality).filter(
        ~Exists(after), moment="before", pilot__done_at__isnull=False, pilot__measured_at=None
    )
    rows = {
        "steps": late,
        "visits": CoachVisit.objects.of(municipality).filter(reaction={}),
        "photos": PilotPhoto.objects.of(municipality).filter(upload_id__in=unseen.values("pk")),
        "figures": to_take,
    }
    counted = [
        (row["pilot"], what, row["n"], row.get("due"))
        for what, of in rows.items()
        for row in of.values("pilot").annotate(n=Count("pk"), **({"due": Min("due")} if what == "steps" else {}))
    ]
    if not counted:
        return []
    found = {pilot.pk: pilot for pilot in Pilot.objects.of(municipality).filter(pk__in={pk for pk, *_more in counted})}
    return [Waiting(found[pk], what, n, due) for pk, what, n, due in counted]
