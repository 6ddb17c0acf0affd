"""What was decided about a voice: candidates, measures, proposals, ballots and the council's decision behind them."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from django.db.models import Count, Q

from firstdoor.core.statements import listed, rows_of
from firstdoor.decide.models import (
    Ballot,
    Candidate,
    Comment,
    Decision,
    Evidence,
    Idea,
    Measure,
    Paragraph,
    Proposal,
    Version,
)
from firstdoor.decide.selectors.paper import sections
from firstdoor.listen import selectors as listen


@dataclass(frozen=True, slots=True)
class PolicyThread:
    """Everything on the way from a voice to a decision. Empty when it is no evidence for anything."""

    candidates: list[Candidate] = field(default_factory=list)
    candidates_of_choice: dict[UUID, int] = field(default_factory=dict)  # how many there were to choose from
    measures: list[Measure] = field(default_factory=list)
    decisions: list[Decision] = field(default_factory=list)
    proposals: list[Proposal] = field(default_factory=list)
    ballots: list[Ballot] = field(default_factory=list)
    comment: Comment | None = None
    idea: Idea | None = None
    about: tuple[str, str] | None = None  # number and section of the comment's paragraph: "2.1", "What people said"
    changed: bool = False  # whether a later public version says something else in the comment's paragraph

    @property
    def cycles(self) -> set[UUID]:
        """The cycles in which all this happens."""
        return {candidate.choice.cycle_id for candidate in self.candidates} | {
            measure.paper.cycle_id for measure in self.measures
        }


def policy_thread(
    municipality: Any,
    *,
    cases: Iterable[UUID],
    voice: UUID,
    statements: Iterable[UUID] = (),
    kind: str = "",
) -> PolicyThread:
    """What stands on this voice of that kind, one of its cases or one of its statements. 1 query when nothing does, else 7;
    of a comment 2 more, and 2 once it is answered; of an idea 1 more."""
    idea = _idea(municipality, voice) if kind == "idea" else None
    comment = _comment(municipality, voice) if kind == "comment" else None
    targets: dict[str, set[UUID]] = {"candidate": set(), "measure": set(), "proposal": set()}
    for kind, target in _stands_on(municipality, voice, list(cases), list(statements)):
        if kind in targets:
            targets[kind].add(target)
    if comment is not None:
        return PolicyThread(
            comment=comment, about=_about(comment), changed=_changed(municipality, comment),
            decisions=_decisions(municipality, versions_of=comment.version.paper_id),
        )  # fmt: skip
    if not any(targets.values()):
        return PolicyThread(idea=idea)
    measures = _measures(municipality, targets)
    proposals = _proposals(municipality, targets)
    candidates = _candidates(municipality, targets, measures, proposals)
    return PolicyThread(
        candidates=candidates,
        candidates_of_choice=_how_many(municipality, candidates),
        measures=measures,
        decisions=_decisions(municipality, papers={measure.paper_id for measure in measures}),
        proposals=proposals,
        ballots=list(
            Ballot.objects.of(municipality)
            .filter(proposal__in=proposals)
            .exclude(state=Ballot.State.DRAFT)
            .order_by("opens_at")
        ),
        idea=idea,
    )


_STANDS_ON = (
    "WHERE t.municipality_id = %s AND (t.kind = 'voice' AND t.ref = %s "
    "OR t.kind = 'case' AND t.ref IN ({cases}) OR t.kind = 'statement' AND t.ref IN ({statements}))"
)


def _stands_on(municipality: Any, voice: UUID, cases: list[UUID], statements: list[UUID]) -> list[tuple[str, UUID]]:
    """What has this voice, one of these cases or one of these statements as its evidence: kind and id. 1 query."""
    here = getattr(municipality, "pk", municipality)
    found = rows_of(
        Evidence, _STANDS_ON.format(cases=listed(cases), statements=listed(statements)),
        [here, voice, *cases, *statements],
    )  # fmt: skip
    return [(row.target_kind, row.target_id) for row in found]


def _comment(municipality: Any, voice: UUID) -> Comment | None:
    return Comment.objects.of(municipality).filter(voice_id=voice).select_related("version__paper").first()


def _about(comment: Comment) -> tuple[str, str] | None:
    """Where the paragraph stands in the version on which it was written."""
    for section in sections(comment.version):
        for number, paragraph in section.paragraphs:
            if paragraph.key == comment.paragraph_key:
                return number, section.label
    return None


def _idea(municipality: Any, voice: UUID) -> Idea | None:
    return Idea.objects.of(municipality).filter(voice_id=voice).select_related("ballot").first()


def _changed(municipality: Any, comment: Comment) -> bool:
    """Whether what it was about reads differently, or is gone, in the newest version that people can read."""
    if not comment.outcome:
        return False
    later = Version.objects.of(municipality).filter(paper=comment.version.paper_id, number__gt=comment.version.number)
    newest = later.exclude(state=Version.State.DRAFT).order_by("-number").first()
    if newest is None:
        return False
    rows = Paragraph.objects.of(municipality).filter(
        key=comment.paragraph_key, version__in=[comment.version_id, newest.pk]
    )
    texts = dict(rows.values_list("version_id", "text"))
    return texts.get(newest.pk) != texts.get(comment.version_id)


def _measures(municipality: Any, targets: dict[str, set[UUID]]) -> list[Measure]:
    rows = Measure.objects.of(municipality).filter(
        Q(pk__in=targets["measure"]) | Q(candidate_id__in=targets["candidate"]), dropped_at=None
    )
    return list(rows.select_related("paper").order_by("due", "key"))


def _proposals(municipality: Any, targets: dict[str, set[UUID]]) -> list[Proposal]:
    rows = Proposal.objects.of(municipality).filter(
        Q(pk__in=targets["proposal"]) | Q(session__candidate_id__in=targets["candidate"])
    )
    return list(rows.exclude(state=Proposal.State.DRAFT).select_related("session").order_by("submitted_at", "pk"))


def _candidates(
    municipality: Any, targets: dict[str, set[UUID]], measures: list[Measure], proposals: list[Proposal]
) -> list[Candidate]:
    wanted = targets["candidate"] | {measure.candidate_id for measure in measures if measure.candidate_id}
    wanted |= {proposal.session.candidate_id for proposal in proposals}
    return list(Candidate.objects.of(municipality).filter(pk__in=wanted).select_related("choice").order_by("pk"))


def _how_many(municipality: Any, candidates: list[Candidate]) -> dict[UUID, int]:
    rows = Candidate.objects.of(municipality).filter(choice__in={candidate.choice_id for candidate in candidates})
    return dict(rows.values_list("choice").annotate(n=Count("pk")).order_by())


def _decisions(municipality: Any, *, papers: Iterable[UUID] = (), versions_of: UUID | None = None) -> list[Decision]:
    wanted = {versions_of} if versions_of else set(papers)
    rows = Decision.objects.of(municipality).filter(version__paper_id__in=wanted, adopted=True)
    return list(rows.select_related("body", "version").order_by("date", "pk"))


@dataclass(frozen=True, slots=True)
class Grounds:
    """What something stands on: the ids of cases, of single voices, and of statements.

    Among the voices are those who said the statements; `around` are others who wrote in the same conversations.
    """

    cases: set[UUID] = field(default_factory=set)
    voices: set[UUID] = field(default_factory=set)
    statements: set[UUID] = field(default_factory=set)
    around: set[UUID] = field(default_factory=set)


def grounds_of_pilot(
    municipality: Any, *, proposal: UUID | None = None, measure: UUID | None = None, ballot: UUID | None = None
) -> Grounds:
    """The evidence behind a pilot's proposal, measure or ballot, down to the candidate each came from.

    4 queries, and 2 more where statements are among it.
    """
    targets: set[UUID] = {target for target in (proposal, measure) if target}
    if ballot is not None:
        of_ballot = Ballot.objects.of(municipality).filter(pk=ballot).values_list("proposal_id", flat=True)
        targets |= {found for found in of_ballot if found}
    sessions = Proposal.objects.of(municipality).filter(pk__in=targets)
    candidates = set(sessions.values_list("session__candidate_id", flat=True))
    measures = Measure.objects.of(municipality).filter(pk__in=targets)
    candidates |= {found for found in measures.values_list("candidate_id", flat=True) if found}
    return _grounds(municipality, {None: targets | {found for found in candidates if found}})[None]


def grounds_of_measures(municipality: Any, measures: Iterable[Measure]) -> dict[UUID, Grounds]:
    """The evidence behind each measure, its own and its candidate's. 1 query, and 2 more where statements are among it."""
    return _grounds(
        municipality, {one.pk: {one.pk, one.candidate_id} if one.candidate_id else {one.pk} for one in measures}
    )


def grounds_of_candidates(municipality: Any, candidates: Iterable[UUID]) -> dict[UUID, Grounds]:
    """The evidence behind each candidate. 1 query, and 2 more where statements are among it."""
    return _grounds(municipality, {pk: {pk} for pk in candidates})


def _grounds(municipality: Any, wanted: dict[Any, set[UUID]]) -> dict[Any, Grounds]:
    """By key, what the targets named there stand on."""
    by_target: dict[UUID, list[tuple[str, UUID]]] = {}
    rows = Evidence.objects.of(municipality).filter(target_id__in=set().union(*wanted.values()))
    for target, kind, ref in rows.values_list("target_id", "kind", "ref"):
        by_target.setdefault(target, []).append((kind, ref))
    found: dict[Any, Grounds] = {}
    for key, targets in wanted.items():
        refs: dict[str, set[UUID]] = {"case": set(), "voice": set(), "statement": set()}
        for target in targets:
            for kind, ref in by_target.get(target, []):
                refs.get(kind, set()).add(ref)
        found[key] = Grounds(refs["case"], refs["voice"], refs["statement"])
    said = listen.speakers(municipality, set().union(*(one.statements for one in found.values())))
    for one in found.values():
        for ref in one.statements:
            one.voices.update(said.authors.get(ref, ()))
            one.around.update(said.others.get(ref, ()))
        one.around.difference_update(one.voices)
    return found
