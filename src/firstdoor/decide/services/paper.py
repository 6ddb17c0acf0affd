"""The policy paper: written in sections, consulted on, proposed by the mayor, adopted by the council."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import TYPE_CHECKING
from uuid import UUID

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from firstdoor.core import audit, rights
from firstdoor.core.actor import Actor
from firstdoor.core.seen import mark_of, unchanged
from firstdoor.core.texts import Texts, make
from firstdoor.decide.models import Candidate, Measure, Paper, Paragraph, StatedMeasure, Version
from firstdoor.decide.selectors import paper as questions
from firstdoor.decide.services.evidence import set_evidence
from firstdoor.people import services as people_services
from firstdoor.places import selectors as places

if TYPE_CHECKING:
    from firstdoor.people.models import Cycle
    from firstdoor.places.models import Municipality

WRITE = "decide.write_paper"
OPEN = "decide.open_consultation"
PROPOSE = "decide.propose_paper"
TITLE = make("sq", "Dokumenti i Politikave për Sigurinë Vendore", en="Local Safety and Security Policy Paper")
NEEDED = ("vision", "analysis", "priorities", "measures", "participation")
State = Version.State


@transaction.atomic
def begin_paper(*, by: Actor, municipality: Municipality, cycle: Cycle) -> Version:
    """Begin the paper of a cycle with an empty first version, or return the version being written. Raises NotAllowed."""
    rights.require(by, WRITE, municipality)
    paper = Paper.objects.of(municipality).filter(cycle=cycle).first()
    if paper is not None:
        return questions.latest(paper)
    paper = Paper.objects.create(municipality=municipality, cycle=cycle, title=TITLE)
    audit.record("decide.paper_begun", by=by, municipality=municipality, about=paper)
    version = Version.objects.create(municipality=municipality, paper=paper, number=1)
    audit.record("decide.version_begun", by=by, municipality=municipality, about=version)
    return version


def mark_of_paragraph(row: Paragraph) -> str:
    """What tells whether somebody changed it meanwhile."""
    return mark_of(row.text, row.background)


def mark_of_measure(row: Measure) -> str:
    """What tells whether somebody changed it meanwhile."""
    return mark_of(row.title, row.owner, row.due, row.budget, row.indicator, row.candidate_id)


def _in_draft(version: Version) -> Version:
    version = Version.objects.of(version.municipality_id).select_for_update().get(pk=version.pk)
    if version.state != State.DRAFT:
        raise ValidationError(_("This version is no longer a draft; its text stays as it is."))
    return version


def _edited(by: Actor, version: Version, verb: str) -> None:
    version.edited += 1
    version.save()
    audit.record(f"decide.{verb}", by=by, municipality=version.municipality, about=version)


@transaction.atomic
def write_paragraph(
    *,
    by: Actor,
    municipality: Municipality,
    version: Version,
    section: str,
    text: Texts,
    key: str = "",
    seen: str | None = None,
    background: Texts | None = None,
) -> Paragraph:
    """Write a paragraph of a draft: a new one at the end of its section, or the one with that key anew.

    `background` holds the figures and sources behind it; None leaves what there is. `seen` is the mark of the paragraph
    that was changed. A new one sent twice is one.

    Raises NotAllowed, ValidationError, ChangedMeanwhile.
    """
    rights.require(by, WRITE, municipality)
    version = _in_draft(version)
    rows = Paragraph.objects.of(municipality).filter(version=version)
    paragraph = rows.filter(key=key).first() if key else None
    if paragraph is not None:
        unchanged(seen, mark_of_paragraph(paragraph))
    last = rows.filter(section=section).order_by("-order").first()
    if not key and last is not None and last.text == text:
        return last
    if paragraph is None:
        order = max(rows.filter(section=section).values_list("order", flat=True), default=0) + 1
        key = key or questions.new_key(version, section)
        paragraph = Paragraph(municipality=municipality, version=version, key=key, section=section, order=order)
    elif paragraph.text != text and version.number > 1:
        paragraph.changed_after = questions.accepted_on(version.paper_id, municipality, paragraph.key)
    paragraph.text = text
    if background is not None:
        paragraph.background = background
    paragraph.save()
    audit.record("decide.paragraph_written", by=by, municipality=municipality, about=paragraph)
    _edited(by, version, "version_edited")
    return paragraph


@transaction.atomic
def remove_paragraph(*, by: Actor, municipality: Municipality, version: Version, key: str) -> None:
    """Take a paragraph out of a draft. Raises NotAllowed, ValidationError."""
    rights.require(by, WRITE, municipality)
    version = _in_draft(version)
    for paragraph in Paragraph.objects.of(municipality).filter(version=version, key=key):
        audit.record("decide.paragraph_removed", by=by, municipality=municipality, about=paragraph, gone=True)
        paragraph.delete()
    _edited(by, version, "version_edited")


@transaction.atomic
def put_measure(
    *,
    by: Actor,
    municipality: Municipality,
    version: Version,
    title: Texts,
    owner: Texts,
    due: date,
    budget: int,
    indicator: Texts,
    candidate: Candidate | None = None,
    key: str = "",
    seen: str | None = None,
    cases: Iterable[UUID] | None = None,
) -> Measure:
    """Put a measure into the paper, or change the one with that key. Its key is stable over versions.

    `seen` is the mark of the measure that was changed. A new one sent twice is one. Raises NotAllowed, ValidationError,
    ChangedMeanwhile.
    """
    rights.require(by, WRITE, municipality)
    version = _in_draft(version)
    if budget < 0:
        raise ValidationError({"budget": _("A budget cannot be below zero.")})
    rows = Measure.objects.of(municipality).filter(paper=version.paper)
    measure = rows.filter(key=key).first() if key else None
    if measure is not None:
        unchanged(seen, mark_of_measure(measure))
    elif not key:
        alike = rows.filter(due=due, budget=budget, dropped_at=None)
        measure = next((row for row in alike if (row.title, row.owner) == (title, owner)), None)
    if measure is None:
        number = rows.count() + 1
        measure = Measure(municipality=municipality, paper=version.paper, key=key or f"m{number}")
    measure.title, measure.owner, measure.due = title, owner, due
    measure.budget, measure.indicator, measure.candidate, measure.dropped_at = budget, indicator, candidate, None
    measure.save()
    audit.record("decide.measure_put", by=by, municipality=municipality, about=measure)
    if cases is not None:
        set_evidence(
            by=by, municipality=municipality, target_kind="measure", target_id=measure.pk, kind="case", refs=cases
        )
    _edited(by, version, "version_edited")
    return measure


@transaction.atomic
def drop_measure(*, by: Actor, municipality: Municipality, version: Version, measure: Measure) -> None:
    """Take a measure out of a paper that is not adopted. Raises NotAllowed, ValidationError."""
    rights.require(by, WRITE, municipality)
    version = _in_draft(version)
    measure.dropped_at = timezone.now()
    measure.save()
    audit.record("decide.measure_dropped", by=by, municipality=municipality, about=measure)
    _edited(by, version, "version_edited")


def missing_for_consultation(version: Version) -> list[str]:
    """The sections without a word, and "measures" while there is none: what keeps a draft from being published."""
    written = {paragraph.section for paragraph in questions.paragraphs(version)}
    measures = questions.measures(version.paper)
    return [part for part in NEEDED if part not in written and not (part == "measures" and measures)]


def _complete(version: Version) -> None:
    missing = missing_for_consultation(version)
    if missing:
        names = ", ".join(str(Paragraph.Section(part).label) for part in missing)
        raise ValidationError(_("These sections are still empty: {names}.").format(names=names))


def _state_measures(by: Actor, version: Version) -> None:
    """Write down the measures as this version states them, now that it leaves the desk."""
    rows = [
        StatedMeasure(
            municipality_id=version.municipality_id, version=version, measure=measure, key=measure.key,
            title=measure.title, owner=measure.owner, due=measure.due, budget=measure.budget,
            indicator=measure.indicator,
        )
        for measure in questions.measures(version.paper)
    ]  # fmt: skip
    StatedMeasure.objects.bulk_create(rows)
    audit.record_many("decide.measures_stated", by=by, municipality=version.municipality, rows=rows)


@transaction.atomic
def open_consultation(*, by: Actor, municipality: Municipality, version: Version) -> None:
    """Publish the draft for comments, for the legal period from today. From here on its text stays as it is.

    Raises NotAllowed; ValidationError when something is missing or the period is not known.
    """
    rights.require(by, OPEN, municipality)
    version = _in_draft(version)
    _complete(version)
    now = timezone.now()
    closes_on = places.due("consult.comment", now, municipality)
    if closes_on is None:
        raise ValidationError(_("The legal period for comments is not set. An administrator sets it in the periods."))
    version.state, version.opened_at, version.closes_on = State.CONSULTATION, now, closes_on
    _state_measures(by, version)
    _edited(by, version, "consultation_opened")
    people_services.step_done(by=by, municipality=municipality, kind="paper")


@transaction.atomic
def extend_consultation(*, by: Actor, municipality: Municipality, version: Version) -> None:
    """Give more time, up to the longest period the law allows. Raises NotAllowed, ValidationError."""
    rights.require(by, OPEN, municipality)
    version = Version.objects.of(municipality).select_for_update().get(pk=version.pk)
    if not questions.is_open(version, today=places.local_date(municipality, timezone.now())):
        raise ValidationError(_("The consultation is not open."))
    longest = questions.longest_time(municipality, version)
    if longest is None:
        raise ValidationError(_("The law allows no more time."))
    version.closes_on, version.extended_at = longest, timezone.now()
    _edited(by, version, "consultation_extended")


@transaction.atomic
def close_consultation(*, by: Actor, municipality: Municipality, version: Version) -> Version:
    """After the last day and once every comment has its answer: close it and begin the next version from its text.

    Raises NotAllowed, ValidationError.
    """
    rights.require(by, OPEN, municipality)
    version = Version.objects.of(municipality).select_for_update().get(pk=version.pk)
    if version.state != State.CONSULTATION:
        raise ValidationError(_("The consultation is not open."))
    if version.closes_on >= places.local_date(municipality, timezone.now()):
        raise ValidationError(_("People may still comment until {day}.").format(day=date_format(version.closes_on)))
    if questions.unanswered(version):
        raise ValidationError(_("Answer every comment first, accepted or not, with the reason."))
    version.state = State.CLOSED
    _edited(by, version, "consultation_closed")
    people_services.step_done(by=by, municipality=municipality, kind="consultation")
    return _next_version(by, municipality, version)


def _next_version(by: Actor, municipality: Municipality, before: Version) -> Version:
    version = Version.objects.create(municipality=municipality, paper=before.paper, number=before.number + 1)
    audit.record("decide.version_begun", by=by, municipality=municipality, about=version)
    rows = [
        Paragraph(
            municipality=municipality,
            version=version,
            key=paragraph.key,
            section=paragraph.section,
            order=paragraph.order,
            text=paragraph.text,
            background=paragraph.background,
        )
        for paragraph in questions.paragraphs(before)
    ]
    Paragraph.objects.bulk_create(rows)
    audit.record_many("decide.paragraphs_copied", by=by, municipality=municipality, rows=rows)
    return version


@transaction.atomic
def rewrite(*, by: Actor, municipality: Municipality, version: Version) -> Version:
    """After the council did not adopt it: begin the next version from its text. Raises NotAllowed, ValidationError."""
    rights.require(by, WRITE, municipality)
    version = Version.objects.of(municipality).select_for_update().get(pk=version.pk)
    if version.state != State.REJECTED:
        raise ValidationError(_("Only a paper that was not adopted is written anew."))
    return _next_version(by, municipality, version)


@transaction.atomic
def propose(*, by: Actor, municipality: Municipality, version: Version) -> None:
    """The mayor proposes the version to the council.

    Raises NotAllowed; ValidationError before a consultation ended, or when a section has lost its words since.
    """
    rights.require(by, PROPOSE, municipality)
    version = _in_draft(version)
    if not questions.was_consulted(version):
        raise ValidationError(_("The law asks for a consultation first."))
    _complete(version)
    version.state, version.proposed_at = State.PROPOSED, timezone.now()
    _state_measures(by, version)
    _edited(by, version, "paper_proposed")
