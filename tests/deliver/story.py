"""A street without light, from the words of one resident to what was measured: what the thread's tests begin with."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any
from uuid import uuid4

from django.utils import timezone

from firstdoor.core import codes, texts
from firstdoor.decide.models import (
    Ballot,
    Candidate,
    Choice,
    Decision,
    Evidence,
    Measure,
    Paper,
    Proposal,
    Session,
    Version,
)
from firstdoor.deliver.models import Milestone, Pilot, Reading, Spending
from firstdoor.listen import services as listen
from firstdoor.listen.models import Case, CaseVoice, Station, Theme, Voice
from firstdoor.people.models import Body, Cycle
from firstdoor.places.models import Municipality, Unit
from tests.world import World, a_cycle

WORDS = "Rruga nga shkolla te ura është pa dritë."


def t(sq: str, en: str) -> texts.Texts:
    return texts.make("sq", sq, en=en)


def theme(municipality: Municipality, code: str = "lighting", level: str = "public", lane: str = "") -> Theme:
    found, _made = Theme.objects.get_or_create(
        municipality=municipality,
        code=code,
        defaults={"name": t("Ndriçim", "Lighting"), "level": level, "lane": lane},
    )
    return found


def file(world: World, municipality: Municipality | None = None, **values: Any) -> tuple[Voice, str]:
    """A voice filed by anybody, and its code as people see it."""
    there = municipality or world.ours
    values.setdefault("theme", theme(there))
    values.setdefault("words", WORDS)
    values.setdefault("heard_at", timezone.now() - timedelta(days=300))
    by = values.pop("by", world.actor("action_group", there))
    filed = listen.file_voice(
        by=by, municipality=there, language="sq", draft_key=uuid4(),
        unit=values.pop("unit", Unit.objects.of(there).first()), **values,
    )  # fmt: skip
    if filed.case is not None:
        today = timezone.localdate()
        filed.case.look_due, filed.case.answer_due = today + timedelta(days=1), today + timedelta(days=5)
        filed.case.save()
    return filed.voice, codes.grouped(filed.code)


def case_of(voice: Voice) -> Case:
    return voice.links.get(left_at=None).case


def reach(case: Case, kind: str, at: datetime, *, ending: str = "", role: str = "action_group", **more: Any) -> None:
    """Move a case on, as the desk does: phase and station."""
    Station.objects.create(municipality_id=case.municipality_id, case=case, kind=kind, at=at, by_role=role, **more)
    if kind in Case.Phase.values:
        case.phase, case.ending = kind, ending
        case.ended_at = at if kind == "ended" else None
        case.save()


def join(voice: Voice, into: Case, at: datetime) -> None:
    """The voice's case ends by joining, and the voice moves along."""
    case = case_of(voice)
    CaseVoice.objects.filter(case=case, voice=voice).update(left_at=at)
    case.phase, case.ending, case.joined_into, case.ended_at = "ended", "joined", into, at
    case.save()
    Station.objects.create(municipality_id=case.municipality_id, case=case, kind="ended", at=at, by_role="action_group")
    CaseVoice.objects.create(municipality_id=case.municipality_id, case=into, voice=voice, at=at)


@dataclass
class Story:
    """Everything that was made, to be looked at or changed."""

    world: World
    voice: Voice
    code: str
    case: Case
    cycle: Cycle
    candidate: Candidate
    others: list[Voice] = field(default_factory=list)
    measure: Measure | None = None
    proposal: Proposal | None = None
    pilot: Pilot | None = None


def a_priority(world: World, *, n_others: int = 3) -> Story:
    """Reported, read, joined by others, taken into the policy and chosen."""
    start = timezone.now() - timedelta(days=300)
    m = world.ours
    voice, code = file(world, heard_at=start)
    case = case_of(voice)
    reach(case, "looked_at", start + timedelta(days=1), note=t("Shkuam në vend.", "We went there."))
    others = []
    for number in range(n_others):
        other, _code = file(world, heard_at=start + timedelta(days=2), channel="paper" if number % 2 else "web")
        join(other, case, start + timedelta(days=20 + number))
        others.append(other)
    reach(case, "ended", start + timedelta(days=60), ending="policy")
    cycle = a_cycle(world, m)
    choice = Choice.objects.create(
        municipality=m, cycle=cycle, state="decided", wanted=2, decided_at=start + timedelta(days=100)
    )
    candidate = Candidate.objects.create(
        municipality=m, choice=choice, theme=theme(m), title=t("Drita", "Light"), chosen=True, rank=1,
        reason=t("6 nga 10 veta nuk ndihen në siguri.", "6 in 10 people do not feel safe."),
    )  # fmt: skip
    for code_, name in (("waste", "Waste"), ("dogs", "Dogs")):
        Candidate.objects.create(
            municipality=m, choice=choice, theme=theme(m, code_), title=t(name, name), chosen=False,
            reason=t("Jo tani.", "Not now."),
        )  # fmt: skip
    Evidence.objects.create(
        municipality=m, target_kind="candidate", target_id=candidate.pk, kind="case", ref=case.pk, at=timezone.now()
    )
    return Story(world, voice, code, case, cycle, candidate, others)


def a_decision(story: Story, *, more: int = 0, dropped: bool = False) -> Story:
    """The council adopts the paper with a measure for it, `more` others, and perhaps one that was dropped before."""
    m = story.world.ours
    paper = Paper.objects.create(municipality=m, cycle=story.cycle, title=t("Dokumenti", "The paper"))
    story.measure = Measure.objects.create(
        municipality=m, paper=paper, key="m1", candidate=story.candidate, title=t("14 llamba", "14 lamps"),
        owner=t("Drejtoria e Shërbimeve", "Services Directorate"), due=timezone.localdate() + timedelta(days=30),
        budget=1_200_000, indicator=t("Llamba", "Lamps"),
    )  # fmt: skip
    for number in range(more + dropped):
        Measure.objects.create(
            municipality=m, paper=paper, key=f"k{number}", title=t("Masë", "Removed" if dropped else "Measure"),
            owner=t("a", "b"), due=timezone.localdate(), budget=1, indicator=t("a", "b"), candidate=story.candidate,
            dropped_at=timezone.now() if dropped else None,
        )  # fmt: skip
    version = Version.objects.create(municipality=m, paper=paper, number=1, state="adopted", frozen_at=timezone.now())
    council, _made = Body.objects.get_or_create(
        municipality=m, kind="council", defaults={"name": t("Këshilli bashkiak", "Municipal council")}
    )
    Decision.objects.create(
        municipality=m, body=council, version=version, number="41", date=timezone.localdate() - timedelta(days=150),
        votes_for=17, votes_against=2, abstained=0, adopted=True, entered_by=uuid4(), entered_at=timezone.now(),
    )  # fmt: skip
    return story


def a_pilot(story: Story, *, done: bool = False, measured: bool = False, n: int = 3) -> Story:
    """A proposal of a session, carried out."""
    m, now = story.world.ours, timezone.now()
    session = Session.objects.create(
        municipality=m, candidate=story.candidate, title=t("Sesioni", "Session"), held_on=timezone.localdate()
    )
    story.proposal = Proposal.objects.create(
        municipality=m, session=session, title=t("Dritë", "Light"), state="chosen", budget=1_200_000,
        communication=t("Afishe", "Posters"), submitted_at=now - timedelta(days=120),
    )  # fmt: skip
    story.pilot = Pilot.objects.create(
        municipality=m, slug="drite", proposal=story.proposal, title=t("Rruga e shkollës ka dritë", "The road has light"),
        owner=t("Drejtoria", "Directorate"), budget=1_200_000, starts=timezone.localdate() - timedelta(days=80),
        due=timezone.localdate() + timedelta(days=5), indicator=t("Llamba", "Lamps"),
        ask_back=t("A ka dritë tani?", "Does the road have light now?"),
        done_at=now - timedelta(days=20) if done or measured else None,
        measured_at=now - timedelta(days=1) if measured else None,
    )  # fmt: skip
    for number in range(n):
        Milestone.objects.create(
            municipality=m, pilot=story.pilot, text=t(f"Etapa {number}", f"Step {number}"),
            due=timezone.localdate() - timedelta(days=70 - number),
            done_on=timezone.localdate() - timedelta(days=70 - number) if done or measured else None,
        )  # fmt: skip
    Spending.objects.create(
        municipality=m, pilot=story.pilot, date=timezone.localdate(), amount=1_140_000, what=t("Llamba", "Lamps")
    )
    if measured:
        for moment, value, count in (("before", 31, 118), ("after", 58, 104)):
            Reading.objects.create(
                municipality=m, pilot=story.pilot, moment=moment, what=t("Ndihen në siguri", "Feel safe"), key="safe",
                value=value, unit="%", n=count, margin=8.5, date=timezone.localdate(), method=t("Në shtëpi.", "At home."),
            )  # fmt: skip
    return story


def a_ballot(story: Story, **values: Any) -> Ballot:
    """A vote on the story's proposal."""
    now = timezone.now()
    return Ballot.objects.create(
        municipality=story.world.ours, slug="loja", proposal=story.proposal, title=t("Loja", "Play"), budget=800_000,
        electorate=t("Nxënësit", "The pupils"), opens_at=now - timedelta(days=2), closes_at=now + timedelta(days=2),
        **{"state": "open", **values},
    )  # fmt: skip
