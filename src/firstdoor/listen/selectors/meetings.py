"""Questions about meetings."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db.models import Count, OuterRef, Q, Subquery

from firstdoor.core import codes, receipts
from firstdoor.core.models import Receipt
from firstdoor.listen.models import Headcount, Invitation, Meeting, MeetingPromise, Voice
from firstdoor.listen.models.theme import Level
from firstdoor.methods.suppression import suppress


@dataclass(frozen=True, slots=True)
class Heads:
    """How many came, by one property; None where a small number is hidden."""

    dimension: str
    rows: list[tuple[str, int | None]]


@dataclass(frozen=True, slots=True)
class Input:
    """Something said in the room and the code of its receipt, for the slip that is handed out."""

    voice: UUID
    words: str
    code: str


def upcoming(municipality: Any, *, now: datetime) -> list[Meeting]:
    """Announced meetings that have not begun, the next first; also those called off. 1 query."""
    public = Meeting.objects.of(municipality).exclude(published_at=None)
    return list(public.filter(starts_at__gte=now).select_related("unit").order_by("starts_at"))


def past(municipality: Any, *, now: datetime) -> list[Meeting]:
    """Announced meetings that were held, the latest first, each with `n_inputs`. 1 query."""
    public = Meeting.objects.of(municipality).exclude(published_at=None).filter(starts_at__lt=now, called_off_at=None)
    return list(public.select_related("unit").annotate(n_inputs=Count("voices")).order_by("-starts_at"))


def all_meetings(municipality: Any) -> list[Meeting]:
    """Every meeting, drafts too, the latest first. 1 query."""
    rows = Meeting.objects.of(municipality).select_related("unit").annotate(n_inputs=Count("voices"))
    return list(rows.order_by("-starts_at"))


def meeting(municipality: Any, pk: UUID, *, public: bool = False) -> Meeting | None:
    """One meeting; only if announced when `public`. 1 query."""
    rows = Meeting.objects.of(municipality).select_related("unit")
    return (rows.exclude(published_at=None) if public else rows).filter(pk=pk).first()


def held(municipality: Any, *, since: datetime, until: datetime) -> list[Meeting]:
    """Meetings held in that time whose minutes are public, the earliest first, with `n_inputs` and `n_people`.

    1 query.
    """
    rows = Meeting.objects.of(municipality).exclude(minutes_published_at=None)
    everybody = Headcount.objects.of(municipality).filter(meeting=OuterRef("pk"), dimension=Headcount.Dimension.ALL)
    rows = rows.filter(starts_at__gte=since, starts_at__lt=until).select_related("unit")
    rows = rows.annotate(n_inputs=Count("voices"), n_people=Subquery(everybody.values("n")[:1]))
    return list(rows.order_by("starts_at"))


def heads(of: Meeting, *, public: bool) -> list[Heads]:
    """Who came, by dimension; with small numbers hidden when `public`. 1 query.

    Everybody together is published too. Where only some groups were counted, the rest can be worked out from it, and is
    hidden like a group: 38 women of 40 people tell of two others.
    Groups stand in the order of `Headcount.GROUPS`, units by name."""
    rows: dict[str, list[tuple[str, int]]] = defaultdict(list)
    order = {value: place for place, value in enumerate(Headcount.GROUPS)}
    counted = Headcount.objects.of(of.municipality_id).filter(meeting=of)
    for row in sorted(counted, key=lambda row: (order.get(row.value, len(order)), row.value)):
        rows[row.dimension].append((row.value, row.n))
    everybody = sum(n for _value, n in rows.get(Headcount.Dimension.ALL, []))
    table = []
    for dimension in Headcount.Dimension.values:
        if dimension not in rows:
            continue
        values = [value for value, _n in rows[dimension]]
        counts: list[int | None] = [n for _value, n in rows[dimension]]
        if public and dimension != Headcount.Dimension.ALL:
            known = [n for _value, n in rows[dimension]]
            counts = suppress([*known, max(0, everybody - sum(known))])[: len(known)]
        table.append(Heads(dimension, list(zip(values, counts, strict=True))))
    return table


def inputs(of: Meeting) -> list[Input]:
    """What was entered in the room, the latest first, with codes for slips; lane words are not shown. 2 queries."""
    voices = list(Voice.objects.of(of.municipality_id).filter(meeting=of, withdrawn_at=None).order_by("-pk"))
    found = {receipt.voice_id: receipt for receipt in Receipt.objects.filter(voice_id__in=[v.pk for v in voices])}
    return [
        Input(voice.pk, voice.words, codes.grouped(receipts.copy_of(found[voice.pk]) or ""))
        for voice in voices
        if voice.pk in found
    ]


def said(of: Meeting, *, most: int = 30) -> tuple[list[Voice], int]:
    """What was said and everybody may read by now, as it was said, and how many voices were written down. 2 queries."""
    rows = Voice.objects.of(of.municipality_id).filter(meeting=of, withdrawn_at=None)
    public = rows.filter(level=Level.PUBLIC).exclude(published_at=None).exclude(words="")
    return list(public.order_by("pk")[:most]), rows.count()


def invitations(of: Meeting) -> list[Invitation]:
    """How people were invited, the earliest first. 1 query."""
    return list(Invitation.objects.of(of.municipality_id).filter(meeting=of).order_by("at", "pk"))


def promises(municipality: Any, *, of: Meeting | None = None, public: bool = False) -> list[MeetingPromise]:
    """What was promised in meetings, the earliest due first; only from published minutes when `public`. 1 query."""
    rows = MeetingPromise.objects.of(municipality).select_related("meeting").order_by("due", "pk")
    if public:
        rows = rows.exclude(meeting__minutes_published_at=None)
    return list(rows.filter(Q(meeting=of) if of is not None else Q()))
