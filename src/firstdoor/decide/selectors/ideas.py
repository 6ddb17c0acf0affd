"""Questions about the ideas of a ballot."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any
from uuid import UUID

from django.utils import timezone
from django.utils.translation import gettext as _

from firstdoor.core.standing import Carried
from firstdoor.decide.models import Ballot, Idea
from firstdoor.places import selectors as places

State = Ballot.State


@dataclass(frozen=True, slots=True)
class Stage:
    """A stage of a ballot: what it is, its days as far as they are known, and how it stands: "done", "now" or "later"."""

    name: str
    first: date | None
    last: date | None
    state: str


def stages(of: Ballot, carried: Carried | None) -> list[Stage]:
    """The stages of a ballot with their days, in order, to the pilot that carries out what was chosen. No query."""
    today = places.local_date(of.municipality, timezone.now())
    opens, closes = (places.local_date(of.municipality, at) for at in (of.opens_at, of.closes_at))
    days: list[tuple[str, date, date | None]] = []
    if of.ideas_from and of.ideas_until:
        days.append((_("Ideas"), of.ideas_from, of.ideas_until))
        days.append((_("What can be done"), of.ideas_until + timedelta(days=1), opens - timedelta(days=1)))
    days += [(_("Vote"), opens, closes), (_("Count and result"), closes, None)]

    def standing(first: date, last: date | None) -> str:
        if of.state == State.COUNTED or (last is not None and last < today):
            return "done"
        if first == opens and of.state == State.DRAFT:
            return "later"  # whatever the day: nobody votes before it is opened
        return "now" if first <= today and not (last is None and of.closes_at > timezone.now()) else "later"

    known = [
        Stage(name, first, last, standing(first, last)) for name, first, last in days if last is None or first <= last
    ]
    if carried is None:
        return [*known, Stage(_("Pilot"), None, None, "later")]
    return [*known, Stage(_("Pilot"), carried.done_on or carried.due, None, "done" if carried.done_on else "now")]


def takes_ideas(of: Ballot) -> bool:
    """Whether residents may propose something now. No query."""
    today = places.local_date(of.municipality, timezone.now())
    return bool(
        of.state == State.DRAFT and of.ideas_from and of.ideas_until and of.ideas_from <= today <= of.ideas_until
    )


def has_begun(of: Ballot) -> bool:
    """Whether everybody may read about its ideas. No query."""
    return bool(of.ideas_from and of.ideas_from <= places.local_date(of.municipality, timezone.now()))


def public_ideas(of: Ballot) -> list[Idea]:
    """The ideas that somebody looked at and let everybody read, feasible ones first. 1 query."""
    rows = Idea.objects.of(of.municipality_id).filter(
        ballot=of, voice__published_at__isnull=False, voice__withdrawn_at=None
    )
    return list(rows.exclude(outcome="").select_related("voice", "option").order_by("outcome", "reviewed_at"))


def all_ideas(of: Ballot) -> list[Idea]:
    """Every idea, those that wait first. 1 query."""
    rows = Idea.objects.of(of.municipality_id).filter(ballot=of)
    return list(rows.select_related("voice", "option").order_by("reviewed_at", "voice__heard_at"))


def waiting(municipality: Any) -> list[tuple[Ballot, int]]:
    """The ballots with ideas that nobody has looked at, and how many. 1 query."""
    found: dict[Ballot, int] = {}
    rows = Idea.objects.of(municipality).filter(outcome="", voice__withdrawn_at=None).select_related("ballot")
    for idea in rows:
        found[idea.ballot] = found.get(idea.ballot, 0) + 1
    return list(found.items())


def idea(of: Ballot, pk: UUID) -> Idea | None:
    """One of them. 1 query."""
    return (
        Idea.objects.of(of.municipality_id).filter(ballot=of, pk=pk).select_related("voice", "option", "ballot").first()
    )


def ballot_of_ideas(municipality: Any, slug: str) -> Ballot | None:
    """A ballot whose ideas everybody may read, though it may still be prepared. 1 query."""
    found = Ballot.objects.of(municipality).filter(slug=slug).select_related("municipality").first()
    return found if found is not None and has_begun(found) else None


def open_now(municipality: Any) -> list[Ballot]:
    """The ballots for which ideas are asked, or were and the vote has not opened. 1 query."""
    rows = Ballot.objects.of(municipality).filter(state=State.DRAFT, ideas_from__isnull=False)
    return [one for one in rows.select_related("municipality").order_by("ideas_until") if has_begun(one)]
