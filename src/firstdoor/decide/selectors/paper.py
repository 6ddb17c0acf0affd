"""Questions about the policy paper."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.db.models import Count, Exists, OuterRef, Q

from firstdoor.decide.models import Asked, Comment, Decision, Measure, Paper, Paragraph, StatedMeasure, Version
from firstdoor.people import selectors as people
from firstdoor.places import selectors as places

State = Version.State
SECTIONS = Paragraph.Section.values


@dataclass(frozen=True, slots=True)
class Section:
    """A numbered section as it is read: its paragraphs with their numbers, 3.1, 3.2 …"""

    number: int
    key: str
    label: str
    paragraphs: list[tuple[str, Paragraph]]


def paper_of(municipality: Any, cycle: Any = None) -> Paper | None:
    """The paper of a cycle, by default of the one going on. 1 to 2 queries."""
    cycle = cycle or people.current_cycle(municipality)
    return None if cycle is None else Paper.objects.of(municipality).filter(cycle=cycle).select_related("cycle").first()


def latest(paper: Paper) -> Version:
    """The newest version. 1 query."""
    rows = Version.objects.of(paper.municipality_id).filter(paper=paper).select_related("paper", "municipality")
    return rows.order_by("-number")[0]


def shown(paper: Paper) -> Version | None:
    """The version that everybody reads: the newest that is not a draft. 1 query."""
    rows = Version.objects.of(paper.municipality_id).filter(paper=paper).exclude(state=State.DRAFT)
    rows = rows.select_related("paper__cycle", "paper__municipality", "municipality")
    return rows.order_by("-number").first()


def versions(paper: Paper) -> list[Version]:
    """All versions, the newest first. 1 query."""
    rows = Version.objects.of(paper.municipality_id).filter(paper=paper).select_related("paper")
    return list(rows.order_by("-number"))


def version(municipality: Any, pk: UUID) -> Version | None:
    """One version. 1 query."""
    return Version.objects.of(municipality).filter(pk=pk).select_related("paper", "municipality").first()


def paragraphs(of: Version) -> list[Paragraph]:
    """The paragraphs in the order of reading. 1 query."""
    rows = list(Paragraph.objects.of(of.municipality_id).filter(version=of))
    return sorted(rows, key=lambda row: (SECTIONS.index(row.section), row.order, row.key))


def sections(of: Version) -> list[Section]:
    """The paper as it is read; empty sections are left out. 1 query."""
    by_section: dict[str, list[Paragraph]] = defaultdict(list)
    for paragraph in paragraphs(of):
        by_section[paragraph.section].append(paragraph)
    found = []
    for number, key in enumerate((key for key in SECTIONS if key in by_section), start=1):
        rows = [(f"{number}.{place}", row) for place, row in enumerate(by_section[key], start=1)]
        found.append(Section(number, key, str(Paragraph.Section(key).label), rows))
    return found


def new_key(of: Version, section: str) -> str:
    """A key for a new paragraph that no version of this paper has used. 1 query."""
    taken = set(
        Paragraph.objects.of(of.municipality_id).filter(version__paper_id=of.paper_id).values_list("key", flat=True)
    )
    number = 1
    while f"{section[:4]}{number}" in taken:
        number += 1
    return f"{section[:4]}{number}"


def measures(paper: Paper) -> list[Measure]:
    """The measures that were not dropped before adoption, the earliest due first. 1 query."""
    rows = Measure.objects.of(paper.municipality_id).filter(paper=paper, dropped_at=None)
    return list(rows.select_related("candidate__theme", "paper").order_by("due", "key"))


def stated_measures(of: Version) -> list[StatedMeasure]:
    """The measures as that version states them, the earliest due first; a draft states none yet. 1 query."""
    return list(StatedMeasure.objects.of(of.municipality_id).filter(version=of).order_by("due", "key"))


def is_open(of: Version, *, today: date) -> bool:
    """Whether comments are taken today. No query."""
    return of.state == State.CONSULTATION and of.closes_on is not None and today <= of.closes_on


def longest_time(municipality: Any, of: Version) -> date | None:
    """The last day that the law allows for comments, where that is later than the one set. 2 queries."""
    longest = places.due("consult.comment_long", of.opened_at, municipality) if of.opened_at else None
    return longest if longest is not None and of.closes_on is not None and longest > of.closes_on else None


def was_consulted(of: Version) -> bool:
    """Whether an earlier version of the paper went through a consultation that is closed. 1 query."""
    rows = Version.objects.of(of.municipality_id).filter(paper_id=of.paper_id, number__lt=of.number)
    return rows.filter(Q(state=State.CLOSED) | Q(state=State.REJECTED)).exists()


def comments(of: Version, *, public: bool) -> dict[str, list[Comment]]:
    """Comments by paragraph, the oldest first; for the public only those that somebody let everybody read. 1 query."""
    rows = Comment.objects.of(of.municipality_id).filter(version=of).select_related("voice", "version")
    if public:
        rows = rows.exclude(voice__published_at=None).filter(voice__withdrawn_at=None)
    found: dict[str, list[Comment]] = defaultdict(list)
    for row in rows.order_by("voice__heard_at", "pk"):
        found[row.paragraph_key].append(row)
    return dict(found)


def comment_counts(of: Version) -> dict[str, int]:
    """How many comments each paragraph has, read or not. 1 query."""
    rows = Comment.objects.of(of.municipality_id).filter(version=of, voice__withdrawn_at=None)
    return dict(rows.values_list("paragraph_key").annotate(n=Count("pk")).order_by())


def unanswered(of: Version) -> int:
    """How many comments wait for their answer; withdrawn ones don't. 1 query."""
    rows = Comment.objects.of(of.municipality_id).filter(version=of, answered_at=None, voice__withdrawn_at=None)
    return rows.count()


def comment_of(municipality: Any, pk: UUID) -> Comment | None:
    """One comment. 1 query."""
    return Comment.objects.of(municipality).filter(pk=pk).select_related("voice", "version").first()


def accepted_on(paper_id: UUID, municipality: Any, key: str) -> int:
    """How many comments on that paragraph were accepted, in all versions. 1 query."""
    rows = Comment.objects.of(municipality).filter(version__paper_id=paper_id, paragraph_key=key, outcome="accepted")
    return rows.count()


def outcomes(paper: Paper) -> dict[str, int]:
    """Comments received, accepted, refused, and answered without being shown: the yearly report asks for them.

    1 query.
    """
    rows = Comment.objects.of(paper.municipality_id).filter(version__paper=paper)
    return rows.aggregate(
        received=Count("pk"),
        accepted=Count("pk", filter=Q(outcome="accepted")),
        refused=Count("pk", filter=Q(outcome="refused")),
        hidden=Count("pk", filter=~Q(outcome="") & (Q(voice__published_at=None) | ~Q(voice__withdrawn_at=None))),
    )


def decision_of(of: Version) -> Decision | None:
    """The council's decision on that version. 1 query."""
    return Decision.objects.of(of.municipality_id).filter(version=of).select_related("body").first()


def newest_paper(municipality: Any) -> Paper | None:
    """The paper of the newest cycle that has one, whether or not a cycle is going on. 1 query."""
    rows = Paper.objects.of(municipality).select_related("cycle")
    return rows.order_by("-cycle__starts").first()


def paper_to_read(municipality: Any) -> Paper | None:
    """The paper of the newest cycle in which there is something to read: a draft takes no paper off the page. 1 query."""
    readable = Version.objects.of(municipality).filter(paper=OuterRef("pk")).exclude(state=State.DRAFT)
    rows = Paper.objects.of(municipality).filter(Exists(readable)).select_related("cycle", "municipality")
    return rows.order_by("-cycle__starts", "-pk").first()


def earlier_papers(paper: Paper) -> list[Version]:
    """What the council adopted in the cycles before that paper's, the newest first. 1 query."""
    rows = Version.objects.of(paper.municipality_id).exclude(frozen_at=None).filter(state=State.ADOPTED)
    rows = rows.exclude(paper=paper).filter(paper__cycle__starts__lte=paper.cycle.starts)
    return list(rows.select_related("paper__cycle", "decision").order_by("-decision__date"))


def readable(municipality: Any, pk: UUID) -> Version | None:
    """One version that is no draft, of any cycle. 1 query."""
    rows = Version.objects.of(municipality).filter(pk=pk).exclude(state=State.DRAFT)
    return rows.select_related("paper__cycle", "paper__municipality", "municipality").first()


def texts_before(of: Version) -> dict[str, dict[str, str]]:
    """The texts of the version before, by key; empty for the first. 1 query."""
    rows = Paragraph.objects.of(of.municipality_id).filter(version__paper_id=of.paper_id, version__number=of.number - 1)
    return dict(rows.values_list("key", "text"))


def is_adopted(paper_id: UUID, municipality: Any) -> bool:
    """Whether the council adopted a version of that paper. 1 query."""
    return Version.objects.of(municipality).filter(paper=paper_id).exclude(frozen_at=None).exists()


def consulted_version(paper: Paper) -> Version | None:
    """The version that was last open for comments, if any was. 1 query."""
    rows = Version.objects.of(paper.municipality_id).filter(paper=paper).exclude(opened_at=None)
    return rows.select_related("paper", "municipality").order_by("-number").first()


def asked(paper: Paper) -> list[Asked]:
    """We asked, you said, we did, in the order it was written. 1 query."""
    return list(Asked.objects.of(paper.municipality_id).filter(paper=paper).select_related("version").order_by("pk"))


def asked_row(municipality: Any, pk: UUID) -> Asked | None:
    """One line of it. 1 query."""
    return Asked.objects.of(municipality).filter(pk=pk).select_related("version__paper").first()


def adoption_due(paper: Paper) -> date | None:
    """When the council is expected to decide: a date of the cycle. 1 query."""
    step = people.step_of(paper.municipality_id, "adoption")
    return step.due if step is not None and step.done_at is None else None


def answered_comments(paper: Paper) -> dict[str, list[Comment]]:
    """Answered comments that everybody may read, in all versions, by paragraph. 1 query."""
    rows = Comment.objects.of(paper.municipality_id).filter(version__paper=paper).exclude(outcome="")
    rows = rows.exclude(voice__published_at=None).filter(voice__withdrawn_at=None).select_related("voice")
    found: dict[str, list[Comment]] = defaultdict(list)
    for row in rows.order_by("voice__heard_at", "pk"):
        found[row.paragraph_key].append(row)
    return dict(found)


def waiting_comments(of: Version) -> list[Comment]:
    """Comments without an answer, the oldest first. 1 query."""
    rows = Comment.objects.of(of.municipality_id).filter(version=of, answered_at=None, voice__withdrawn_at=None)
    return list(rows.select_related("voice").order_by("voice__heard_at"))


@dataclass(frozen=True, slots=True)
class CommentPeriod:
    """The days on which a consultation would be open: the first and the last, the working days after the first, and the
    holidays (no Saturday or Sunday) among them."""

    first: date
    last: date
    days: int
    holidays: list[Any]


def period_for_comments(municipality: Any, now: datetime) -> CommentPeriod | None:
    """The legal period if it began now; None where no rule says how long. 4 queries."""
    first, last = places.local_date(municipality, now), places.due("consult.comment", now, municipality)
    if last is None:
        return None
    off = [day for day in places.holiday_list(municipality, first) if day.date <= last and day.date.weekday() < 5]
    return CommentPeriod(first, last, places.working_days_left(municipality, first, last), off)
