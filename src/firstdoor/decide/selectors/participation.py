"""How people took part, drawn from what is known: meetings and who came, voices by channel and unit, comments."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, time
from typing import Any

from django.utils import timezone

from firstdoor.core.texts import Texts
from firstdoor.decide.models import Paper, Version
from firstdoor.decide.selectors.paper import consulted_version, outcomes
from firstdoor.listen import selectors as listen
from firstdoor.listen.selectors import meetings
from firstdoor.places import selectors as places

TOO_FEW = 5
PERIOD = "consult.comment"


@dataclass(frozen=True, slots=True)
class Held:
    """A meeting: where its page is, and how many came and spoke. `people` is None where nobody counted."""

    pk: Any
    title: Texts
    day: date
    place: str
    people: int | None
    inputs: int


@dataclass(frozen=True, slots=True)
class Consultation:
    """The consultation on one version: its days, the law behind them, and since when people had more time."""

    version: Version
    opened: date
    closes: date
    law: str
    days: int | None  # working days by the rule
    extended: date | None


@dataclass(frozen=True, slots=True)
class Participation:
    """Everything the participation report says. `others` counts voices that are not public, None while so few."""

    since: date
    until: date
    meetings: list[Held] = field(default_factory=list)
    channels: list[tuple[str, int]] = field(default_factory=list)
    units: list[tuple[str | None, int]] = field(default_factory=list)  # None: without a place
    others: int | None = None
    comments: dict[str, int] = field(default_factory=dict)
    consultation: Consultation | None = None

    @property
    def public(self) -> int:
        """How many public voices were heard."""
        return sum(n for _name, n in self.channels)

    @property
    def people(self) -> int:
        """How many came to the meetings where somebody counted."""
        return sum(one.people or 0 for one in self.meetings)


def counted_between(paper: Paper, consulted: Version | None) -> tuple[datetime, datetime]:
    """What the paper counts: from the first day of its cycle to the first moment of its consultation, so that its
    figures stay. No query."""
    since = datetime.combine(paper.cycle.starts, time(), paper.municipality.zone)
    return since, consulted.opened_at if consulted is not None and consulted.opened_at else timezone.now()


def consultation(consulted: Version | None) -> Consultation | None:
    """The days of a consultation and the law behind them. At most 1 query."""
    if consulted is None or consulted.opened_at is None or consulted.closes_on is None:
        return None
    municipality = consulted.municipality
    opened = places.local_date(municipality, consulted.opened_at)
    rule = places.rule(PERIOD, municipality, opened)
    return Consultation(
        version=consulted,
        opened=opened,
        closes=consulted.closes_on,
        law=rule.law if rule else "",
        days=rule.amount if rule else None,
        extended=places.local_date(municipality, consulted.extended_at) if consulted.extended_at else None,
    )


def participation(paper: Paper, consulted: Version | None = None) -> Participation:
    """The report for a paper, from the beginning of its cycle to the opening of its consultation. 7 queries."""
    municipality = paper.municipality
    consulted = consulted or consulted_version(paper)
    since, until = counted_between(paper, consulted)
    channels, units, others = listen.public_voices_by_channel(municipality, since=since, until=until)
    names = {unit.pk: unit.name for unit in places.units(municipality)}
    return Participation(
        since=paper.cycle.starts,
        until=places.local_date(municipality, until),
        meetings=_meetings(municipality, since, until),
        channels=_most((listen.channel_name(channel), n) for channel, n in channels.items()),
        units=_most((names.get(unit) if unit else None, n) for unit, n in units.items()),
        others=others if others >= TOO_FEW else None,
        comments=outcomes(paper),
        consultation=consultation(consulted),
    )


def _most(rows: Any) -> list[Any]:
    return sorted(rows, key=lambda row: (-row[1], row[0] or ""))


def _meetings(municipality: Any, since: datetime, until: datetime) -> list[Held]:
    found: Sequence[Any] = meetings.held(municipality, since=since, until=until)
    return [
        Held(
            pk=one.pk,
            title=one.title,
            day=places.local_date(municipality, one.starts_at),
            place=one.place,
            people=one.n_people,
            inputs=one.n_inputs,
        )
        for one in found
    ]
