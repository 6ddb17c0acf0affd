"""The versions of a paper that everybody may read, and what each changed."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from firstdoor.core.texts import Texts
from firstdoor.decide.models import Comment, Decision, Paper, Paragraph, StatedMeasure, Version
from firstdoor.decide.selectors.paper import SECTIONS

STATED = ("title", "owner", "due", "budget", "indicator")


@dataclass(frozen=True, slots=True)
class Changed:
    """A paragraph that changed: its number in that version (the one before, when it is gone) and after how many comments."""

    number: str
    key: str
    comments: int = 0


@dataclass(frozen=True, slots=True)
class Step:
    """One version: what is new, changed and gone since the one before, of paragraphs and measures."""

    version: Version
    decision: Decision | None
    new: list[Changed]
    changed: list[Changed]
    gone: list[Changed]
    measures_new: list[Texts]
    measures_changed: list[Texts]
    measures_gone: list[Texts]

    @property
    def anything(self) -> bool:
        """Whether it differs from the version before."""
        parts = (self.new, self.changed, self.gone, self.measures_new, self.measures_changed, self.measures_gone)
        return any(parts)


def numbers(paragraphs: list[Paragraph]) -> dict[str, str]:
    """The number of each paragraph of one version, by key: 3.1, 3.2 …"""
    by_section: dict[str, list[Paragraph]] = defaultdict(list)
    for paragraph in sorted(paragraphs, key=lambda row: (SECTIONS.index(row.section), row.order, row.key)):
        by_section[paragraph.section].append(paragraph)
    return {
        row.key: f"{at}.{place}"
        for at, rows in enumerate(by_section.values(), start=1)
        for place, row in enumerate(rows, start=1)
    }


def history(paper: Paper) -> list[Step]:
    """Every version but drafts, the newest first. 4 queries."""
    municipality = paper.municipality_id
    versions = list(
        Version.objects.of(municipality)
        .filter(paper=paper)
        .exclude(state=Version.State.DRAFT)
        .select_related("paper")
        .order_by("number")
    )
    paragraphs: dict[UUID, list[Paragraph]] = defaultdict(list)
    for row in Paragraph.objects.of(municipality).filter(version__in=versions):
        paragraphs[row.version_id].append(row)
    stated: dict[UUID, dict[str, StatedMeasure]] = defaultdict(dict)
    for measure in StatedMeasure.objects.of(municipality).filter(version__in=versions).order_by("due", "key"):
        stated[measure.version_id][measure.key] = measure
    decisions = {row.version_id: row for row in Decision.objects.of(municipality).filter(version__in=versions)}
    steps = []
    before: Version | None = None
    for version in versions:
        rows = paragraphs[before.pk] if before else []
        measures = stated[before.pk] if before else {}
        steps.append(
            _step(version, decisions.get(version.pk), (rows, paragraphs[version.pk]), (measures, stated[version.pk]))
        )
        before = version
    return steps[::-1]


def _step(
    version: Version,
    decision: Decision | None,
    paragraphs: tuple[list[Paragraph], list[Paragraph]],
    measures: tuple[dict[str, StatedMeasure], dict[str, StatedMeasure]],
) -> Step:
    old, new = ({row.key: row for row in rows} for rows in paragraphs)
    old_numbers, new_numbers = (numbers(rows) for rows in paragraphs)
    before, after = measures
    first = not old
    return Step(
        version=version,
        decision=decision,
        new=[] if first else [Changed(number, key) for key, number in new_numbers.items() if key not in old],
        changed=[
            Changed(number, key, new[key].changed_after)
            for key, number in new_numbers.items()
            if key in old and old[key].text != new[key].text
        ],
        gone=[Changed(number, key) for key, number in old_numbers.items() if key not in new],
        measures_new=[] if first else [row.title for key, row in after.items() if key not in before],
        measures_changed=[row.title for key, row in after.items() if key in before and _differ(before[key], row)],
        measures_gone=[row.title for key, row in before.items() if key not in after],
    )


def _differ(one: Any, other: Any) -> bool:
    return any(getattr(one, name) != getattr(other, name) for name in STATED)


def comment_rows(paper: Paper) -> list[tuple[str, Comment]]:
    """Every answered comment that everybody may read, with its paragraph's number in the version it was about: by
    version, then in the order of the paper. 2 queries."""
    municipality = paper.municipality_id
    rows = Comment.objects.of(municipality).filter(version__paper=paper, voice__withdrawn_at=None).exclude(outcome="")
    found = list(rows.exclude(voice__published_at=None).select_related("voice", "version"))
    by_version: dict[UUID, list[Paragraph]] = defaultdict(list)
    for row in Paragraph.objects.of(municipality).filter(version__in={comment.version_id for comment in found}):
        by_version[row.version_id].append(row)
    where = {version: numbers(paragraphs) for version, paragraphs in by_version.items()}
    order = {version: list(keys) for version, keys in where.items()}
    found.sort(
        key=lambda one: (
            one.version.number, order[one.version_id].index(one.paragraph_key), one.voice.heard_at, one.pk
        )
    )  # fmt: skip
    return [(where[one.version_id][one.paragraph_key], one) for one in found]
