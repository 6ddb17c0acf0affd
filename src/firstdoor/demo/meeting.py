"""The interface meetings of the sample: two that were held, with what they promised, and one that is announced."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from firstdoor.core.actor import Actor
from firstdoor.core.ids import uuid7
from firstdoor.core.texts import make
from firstdoor.demo.listening import Sample, said
from firstdoor.demo.matters import INPUTS, Pair
from firstdoor.listen.selectors.meetings import promises
from firstdoor.listen.services import meetings


@dataclass(frozen=True, slots=True)
class Promised:
    """What was promised: by whom, due and settled how many days after the meeting, how, and why."""

    text: Pair
    owner: str
    due: int
    settled: int
    state: str
    reason: Pair


@dataclass(frozen=True, slots=True)
class Plan:
    """A meeting: its day, unit, place, how many came, who holds it, vision, promises, minutes."""

    day: int
    unit: str
    place: str
    came: int
    who: str
    announced: Pair
    vision: Pair = ("", "")
    promised: tuple[Promised, ...] = ()
    minutes: Pair = ("", "")


PLANS = (
    Plan(
        -300, "Kuman", "Shkolla 9-vjeçare, Kuman", 41, "kuman",
        ("Vijnë bashkia dhe policia. Çdo fjalë shkruhet dhe merr përgjigje.", "The municipality and the police come. Every word is written down and gets an answer."),
        ("Një vend ku fëmijët shkojnë vetë në shkollë dhe gratë dalin edhe pasi errësohet.", "A place where children walk to school by themselves and women go out after dark."),
        (
            Promised(("Shkojmë në mbrëmje dhe e shohim rrugën e shkollës.", "We go in the evening and look at the school road."),
                     "Drejtoria e Shërbimeve", 21, 12, "kept", ("Shkuam 12 veta, bashkë me pikën fokale; numëruam zero llamba që punojnë.", "We went, 12 of us with the focal point, and counted no lamp that works.")),
            Promised(("Pastrojmë kanalin para shkollës.", "We clean the canal in front of the school."),
                     "Drejtoria e Shërbimeve", 45, 38, "kept", ("Ekskavatori punoi tri ditë.", "The digger worked for three days.")),
        ),
        ("Folën 23 veta. Më shumë u fol për rrugën e errët të shkollës dhe për kanalin. Policia tha kur kalon patrulla.", "23 people spoke, most of all about the dark school road and the canal. The police said when the patrol passes."),
    ),
    Plan(
        -262, "Roskovec", "Salla e bashkisë, Roskovec", 63, "pikafokale",
        ("Sillni fqinjët. Ka vend loje për fëmijët dhe përkthim në gjuhën e shenjave.", "Bring your neighbours. There is a corner for children, and sign language."),
        ("Një qytet ku shoferët ndalen para fëmijëve, dhe ku të rinjtë kanë ku të rrinë.", "A town where drivers stop for children and where the young have a place to be."),
        (
            Promised(("Një polic bashkiak rri te shkolla në orën e daljes, për një muaj.", "A municipal policeman stands at the school when lessons end, for a month."),
                     "Policia Bashkiake", 40, 36, "kept", ("Qëndroi 22 ditë mësimi; pas kësaj u bë masë e dokumentit të politikave.", "He stood there for 22 school days; after that it became a measure of the policy paper.")),
            Promised(("Hapim sallën e sportit të shtunave pasdite.", "We open the sports hall on Saturday afternoons."),
                     "Drejtoria e Arsimit", 60, 58, "dropped", ("Salla nuk ka dalje emergjence; hapet kur të vihet.", "The hall has no emergency exit; it opens when there is one.")),
        ),
        ("Folën 31 veta, nga të katër njësitë. U kërkuan vendkalime, dritë dhe vende për të rinjtë. Drejtoresha e shkollës ofroi portën anësore.", "31 people spoke, from all four units. They asked for crossings, light and places for the young. The headmistress offered the side gate."),
    ),
    Plan(
        3, "Kurjan", "Shkolla 9-vjeçare, Kurjan", 0, "kurjan",
        ("Nga Kurjani dëgjuam më pak se nga të tjerët. Vijmë ne; pas takimit ka çaj.", "We heard less from Kurjan than from others. So we come; there is tea afterwards."),
    ),
)  # fmt: skip


def plan_meetings(sample: Sample) -> None:
    """Two meetings that were, and one that is announced."""
    calendar = sample.calendar
    inputs = {theme: [one for one in INPUTS if one[0] == theme] for theme in ("lighting", "streets")}
    for listed in inputs.values():
        sample.chance.shuffle(listed)
    for number, plan in enumerate(PLANS):
        starts = calendar.working(plan.day, 17)
        spoken = [one for listed in inputs.values() for one in listed[number * 3 : number * 3 + 3]]
        calendar.plan(
            min(calendar.moment(plan.day - 14, 9), calendar.moment(-11, 9)),
            lambda plan=plan, starts=starts, spoken=spoken: _announce(sample, plan, starts, spoken),
        )


def _announce(sample: Sample, plan: Plan, starts: datetime, spoken: list[tuple[str, str, str]]) -> None:
    by, municipality = sample.by(plan.who), sample.municipality
    meeting = meetings.plan_meeting(
        by=by, municipality=municipality, place=plan.place, starts_at=starts, unit=sample.units[plan.unit],
        title=make("sq", f"Takim i përbashkët me komunitetin, {plan.unit}", en=f"Interface meeting, {plan.unit}"),
        announced=said(plan.announced),
    )  # fmt: skip
    meetings.publish_meeting(by=by, municipality=municipality, meeting=meeting)
    for channel, reached in (("poster", None), ("door", 3 * plan.came or 120), ("school", 80)):
        meetings.invite(
            by=by, municipality=municipality, meeting=meeting, channel=channel, reached=reached,
            at=(starts - timedelta(days=10)).date(),
        )  # fmt: skip
    sample.calendar.plan(starts + timedelta(hours=2), lambda: _held(sample, plan, meeting, by, spoken))


def _held(sample: Sample, plan: Plan, meeting: Any, by: Actor, spoken: list[tuple[str, str, str]]) -> None:
    municipality, women = sample.municipality, plan.came * 5 // 12
    meetings.count_heads(
        by=by, municipality=municipality, meeting=meeting,
        counts={
            ("all", ""): plan.came, ("sex", "women"): women, ("sex", "men"): plan.came - women, ("age", "16_24"): 6,
            ("age", "25_44"): plan.came // 3, ("age", "45_64"): plan.came // 3,
        },
    )  # fmt: skip
    for theme, words, _english in spoken:
        filed = meetings.enter_input(
            by=by, municipality=municipality, meeting=meeting, words=words, language="sq", draft_key=uuid7(),
            theme=sample.themes[theme],
        )  # fmt: skip
        if filed.case is not None:
            sample.inputs.setdefault(theme, []).append(filed.case.pk)
    meetings.write_down(
        by=by,
        municipality=municipality,
        meeting=meeting,
        version=meeting.version,
        part="vision",
        words=said(plan.vision),
    )
    for one in plan.promised:
        meetings.promise(
            by=by, municipality=municipality, meeting=meeting, owner=one.owner, text=said(one.text),
            due=sample.calendar.office(meeting.starts_at + timedelta(days=one.due)).date(),
        )  # fmt: skip
    meetings.write_down(
        by=by,
        municipality=municipality,
        meeting=meeting,
        version=meeting.version,
        part="minutes",
        words=said(plan.minutes),
    )
    meetings.publish_minutes(by=by, municipality=municipality, meeting=meeting)
    for one in plan.promised:
        sample.calendar.plan(
            sample.calendar.office(meeting.starts_at + timedelta(days=one.settled)),
            lambda one=one: _settle(sample, meeting, by, one),
        )


def _settle(sample: Sample, meeting: Any, by: Actor, one: Promised) -> None:
    promise = next(found for found in promises(sample.municipality, of=meeting) if found.text["sq"] == one.text[0])
    meetings.settle_promise(
        by=by, municipality=sample.municipality, promise=promise, state=one.state, reason=said(one.reason)
    )
