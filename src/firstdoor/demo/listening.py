"""A year of voices: reported, entered by focal points, said in meetings; looked at, joined, ended, answered."""

from __future__ import annotations

import random
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from firstdoor.core.actor import ANYBODY, Actor
from firstdoor.core.ids import uuid7
from firstdoor.core.texts import make
from firstdoor.demo.clock import Calendar
from firstdoor.demo.words import INPUTS, LANE, MATTERS, PLACES, POINT, WEIGHT, Matter
from firstdoor.listen import selectors as listen_now
from firstdoor.listen import services as listen
from firstdoor.listen.selectors.ledger import to_bring
from firstdoor.listen.selectors.meetings import promises
from firstdoor.listen.services import meetings
from firstdoor.listen.services.intake import answer_about_you
from firstdoor.places import selectors as places_now

VOICES = 352
WINTER = {11: 1.6, 12: 1.8, 1: 1.8, 2: 1.4}


@dataclass(slots=True)
class Sample:
    """What the year is made with: who acts, the calendar, and the cases that become something greater."""

    municipality: Any
    calendar: Calendar
    people: dict[str, Actor]
    chance: random.Random
    themes: dict[str, Any] = field(default_factory=dict)
    units: dict[str, Any] = field(default_factory=dict)
    dark: list[UUID] = field(default_factory=list)  # cases: no light in Kuman
    school: list[UUID] = field(default_factory=list)
    others: dict[str, list[UUID]] = field(default_factory=dict)
    joined: set[UUID] = field(default_factory=set)  # cases that ended because a greater one took them up

    def by(self, name: str) -> Actor:
        """Somebody of the sample, by the part of the address before the @."""
        return self.people[name]


def plan_voices(sample: Sample) -> None:
    """Plan all voices of the year, and what the desk does with each."""
    chance, calendar = sample.chance, sample.calendar
    sample.units = {unit.name: unit for unit in places_now.units(sample.municipality)}
    for number in range(VOICES):
        day = -330 + 330 * (number + chance.random()) / VOICES
        moment = calendar.moment(day, chance.randint(7, 21), chance.randint(0, 59))
        weights = [
            matter.weight * (WINTER.get(moment.month, 0.7) if matter.theme.startswith("lighting") else 1)
            for matter in MATTERS
        ]
        matter = chance.choices(MATTERS, weights)[0]
        unit = chance.choices(list(WEIGHT), list(WEIGHT.values()))[0]
        if matter.theme == "lighting.none" and chance.random() < 0.6:
            unit = "Kuman"
        calendar.plan(moment, lambda m=matter, u=unit, t=moment: _one(sample, m, u, t))
    for number, (theme, words) in enumerate(LANE):
        moment = calendar.moment(-150 + 37 * number, 20)
        calendar.plan(moment, lambda theme=theme, words=words, t=moment: _lane(sample, theme, words, t))


def _one(sample: Sample, matter: Matter, unit: str, moment: datetime) -> None:
    chance, municipality = sample.chance, sample.municipality
    words = chance.choice(matter.words)
    place = chance.choice(PLACES[unit])
    lat, lon = (value + chance.gauss(0, 0.004) for value in POINT[unit])
    whose = places_now.whose_is(lat, lon, municipality)
    point = {"lat": lat, "lon": lon} if whose.ours and chance.random() < 0.7 else {"unit": sample.units[unit]}
    common = {"words": words, "language": "sq", "heard_at": moment, "draft_key": uuid7(), "place": place}
    common |= point
    theme = sample.themes[matter.theme]
    if chance.random() < 0.16:
        helper = {"Kuman": "kuman", "Kurjan": "kurjan", "Strum": "strum", "Roskovec": "qender"}[unit]
        person = chance.random() < 0.5
        filed = listen.focal.enter_voice(
            by=sample.by(helper), municipality=municipality, consent=True, channel=chance.choice(["paper", "person", "phone"]),
            wants_answer="person" if person else "page", theme=theme,
            contact=listen.ContactGiven("visit", f"Shtëpia pranë dyqanit, {unit}") if person else None, **common,
        )  # fmt: skip
    else:
        unsure = chance.random() < 0.2
        email = chance.random() < 0.2
        filed = listen.file_voice(
            by=ANYBODY, municipality=municipality, theme=None if unsure else theme,
            contact=listen.ContactGiven("email", f"banor{chance.randint(100, 999)}@roskovec.example") if email else None,
            wants_answer="email" if email else "page", **common,
        )  # fmt: skip
        if chance.random() < 0.55:
            _about_you(sample, filed.voice.pk, unit, moment)
    if filed.case is None:
        return
    looked = moment + timedelta(hours=chance.randint(3, 40))
    sample.calendar.plan(looked, lambda: _look(sample, filed.case.pk, matter, unit, looked))


def _about_you(sample: Sample, voice: UUID, unit: str, moment: datetime) -> None:
    chance = sample.chance
    dark = chance.choices(["1", "2", "3", "4", "5", "7"], [3, 4, 2, 3, 1, 1])[0]
    day = chance.choices(["2", "3", "4", "5"], [1, 2, 5, 4])[0]
    bank = listen_now.question_bank()
    age = chance.choice([option.code for option in bank["B02"].options][:6])
    gender = chance.choice([option.code for option in bank["B01"].options][:2])
    answer_about_you(
        by=ANYBODY, municipality=sample.municipality, voice_id=voice, answers={"P01": day, "P02": dark},
        age=age, gender=gender, unit_id=sample.units[unit].pk, now=moment,
    )  # fmt: skip


def _look(sample: Sample, case: UUID, matter: Matter, unit: str, moment: datetime) -> None:
    by, municipality, cases = sample.by("sherbimet"), sample.municipality, listen.cases
    row = cases.look(by=by, municipality=municipality, case=case)
    if row.theme_id is None:
        row = cases.set_theme(by=by, municipality=municipality, case=case, theme=sample.themes[matter.theme])
    cases.name(
        by=by, municipality=municipality, case=case, title=make("sq", f"{matter.title}, {unit}", en=f"{matter.title_en}, {unit}"),
        public_text=make("sq", matter.words[0]),
    )  # fmt: skip
    if sample.chance.random() < 0.9:
        voices = [link.voice_id for link in row.links.filter(left_at=None)]
        cases.publish(by=by, municipality=municipality, case=case, voices=voices)
    if matter.theme == "lighting.none" and unit == "Kuman":
        sample.dark.append(case)
    elif matter.theme == "streets.school":
        sample.school.append(case)
    else:
        sample.others.setdefault(matter.theme.split(".")[0], []).append(case)
    later = moment + timedelta(days=sample.chance.randint(2, 9))
    sample.calendar.plan(later, lambda: _work(sample, case, matter, later))


def _work(sample: Sample, case: UUID, matter: Matter, moment: datetime) -> None:
    by, municipality, cases, chance = sample.by("sherbimet"), sample.municipality, listen.cases, sample.chance
    text = make("sq", matter.answer)
    if case in sample.joined:
        return
    if case in sample.dark or case in sample.school:
        if moment > sample.calendar.moment(-212):
            _late_ones(sample, case, text)
        return
    if matter.ending == "not_ours":
        cases.hand_over(
            by=by, municipality=municipality, case=case, institution=sample.themes["police"],
            reference=f"{chance.randint(100, 999)}/{moment.year}", expected=(moment + timedelta(days=30)).date(), text=text,
        )  # fmt: skip
    elif matter.ending == "will_not" and chance.random() < 0.5:
        cases.end(by=by, municipality=municipality, case=case, ending="will_not", reason=text)
    elif matter.ending == "solved":
        cases.plan(
            by=by, municipality=municipality, case=case, expected=(moment + timedelta(days=12)).date(), text=text
        )
        done = moment + timedelta(days=chance.randint(3, 20))
        sample.calendar.plan(
            done, lambda: cases.end(by=by, municipality=municipality, case=case, ending="solved", reason=text)
        )
    elif chance.random() < 0.35:
        cases.answer(by=by, municipality=municipality, case=case, text=text)
        cases.end(
            by=by,
            municipality=municipality,
            case=case,
            ending="will_not",
            reason=make("sq", "Ky vend nuk është i bashkisë."),
        )
    else:
        cases.plan(
            by=by, municipality=municipality, case=case, expected=(moment + timedelta(days=110)).date(), text=text
        )
        done = moment + timedelta(days=chance.randint(40, 105))
        sample.calendar.plan(
            done,
            lambda: cases.end(by=by, municipality=municipality, case=case, ending="solved", reason=make("sq", "U bë.")),
        )


def _late_ones(sample: Sample, case: UUID, text: Any) -> None:
    """What comes in about a priority after it was chosen is taken into the policy with its answer."""
    listen.cases.end(
        by=sample.by("sherbimet"), municipality=sample.municipality, case=case, ending="policy", reason=text
    )


def plan_bringing_back(sample: Sample) -> None:
    """Every ten days each focal point tells people what was answered; the last answers still wait."""
    for day in range(-320, -8, 10):
        for who in ("kuman", "kurjan", "strum", "qender"):
            sample.calendar.plan(sample.calendar.moment(day, 18), lambda who=who: _bring_back(sample, who))


def _bring_back(sample: Sample, who: str) -> None:
    by = sample.by(who)
    own, _others = to_bring(by, sample.municipality)
    for row in own:
        listen.focal.tell(by=by, municipality=sample.municipality, delivery=row.delivery)


def _lane(sample: Sample, theme: str, words: str, moment: datetime) -> None:
    filed = listen.file_voice(
        by=ANYBODY, municipality=sample.municipality, words=words, language="sq", heard_at=moment, draft_key=uuid7(),
        theme=sample.themes[theme],
    )  # fmt: skip
    if filed.voice.lane == "state_police" and filed.case is not None:
        case = filed.case
        sample.calendar.plan(
            moment + timedelta(days=1),
            lambda: listen.lanes.add_note(
                by=sample.by("policia"), municipality=sample.municipality, case=case, lane="state_police",
                words="U fol me banorin. Patrulla kalon në mbrëmje.",
            ),
        )  # fmt: skip


def join_the_great_ones(sample: Sample) -> None:
    """The Action Group joins what speaks about one thing: the dark quarter of Kuman, and the way to school."""
    for group in (sample.dark, sample.school):
        first, rest = group[0], group[1:24]
        for other in rest:
            listen.cases.join(by=sample.by("pikafokale"), municipality=sample.municipality, case=first, other=other)
            sample.joined.add(other)


def plan_meetings(sample: Sample) -> None:
    """Two meetings that were, and one that is announced."""
    calendar, municipality = sample.calendar, sample.municipality
    plans = (
        (-300, "Kuman", "Takim i përbashkët me komunitetin, Kuman", "Interface meeting, Kuman", 41, "kuman"),
        (
            -262,
            "Roskovec",
            "Takim i përbashkët me komunitetin, Roskovec",
            "Interface meeting, Roskovec",
            63,
            "pikafokale",
        ),
        (3, "Kurjan", "Takim i përbashkët me komunitetin, Kurjan", "Interface meeting, Kurjan", 0, "kurjan"),
    )
    for day, unit, title, title_en, came, who in plans:
        starts = calendar.moment(day, 17)

        def announce(
            unit: str = unit, title: str = title, title_en: str = title_en, starts: datetime = starts, came: int = came,
            who: str = who,
        ) -> None:  # fmt: skip
            by = sample.by(who)
            meeting = meetings.plan_meeting(
                by=by, municipality=municipality, title=make("sq", title, en=title_en), place="Shkolla 9-vjeçare",
                starts_at=starts, unit=sample.units[unit],
                announced=make(
                    "sq", "Vijnë bashkia dhe policia. Çdo fjalë shkruhet dhe merr përgjigje.",
                    en="The municipality and the police come. Every word is written down and gets an answer.",
                ),
            )  # fmt: skip
            meetings.publish_meeting(by=by, municipality=municipality, meeting=meeting)
            for channel, reached in (("poster", None), ("door", 120), ("school", 80)):
                meetings.invite(
                    by=by, municipality=municipality, meeting=meeting, channel=channel, reached=reached,
                    at=(starts - timedelta(days=10)).date(),
                )  # fmt: skip
            calendar.plan(starts + timedelta(hours=2), lambda: _held(sample, meeting, by, came))

        calendar.plan(min(calendar.moment(day - 14, 9), calendar.moment(-11, 9)), announce)


def _held(sample: Sample, meeting: Any, by: Actor, came: int) -> None:
    municipality, chance = sample.municipality, sample.chance
    women = came * 5 // 12
    meetings.count_heads(
        by=by, municipality=municipality, meeting=meeting,
        counts={
            ("all", ""): came, ("sex", "women"): women, ("sex", "men"): came - women, ("age", "16_24"): 6,
            ("age", "25_44"): came // 3, ("age", "45_64"): came // 3,
        },
    )  # fmt: skip
    for words in chance.sample(INPUTS, 5):
        light = "drit" in words or "errës" in words
        filed = meetings.enter_input(
            by=by, municipality=municipality, meeting=meeting, words=words, language="sq", draft_key=uuid7(),
            theme=sample.themes["lighting" if light else "streets"],
        )  # fmt: skip
        if filed.case is not None:
            (sample.dark if light else sample.school).append(filed.case.pk)
    meetings.write_down(
        by=by, municipality=municipality, meeting=meeting, version=meeting.version, part="vision",
        words=make(
            "sq", "Një vend ku fëmijët shkojnë vetë në shkollë dhe gratë dalin edhe pasi errësohet.",
            en="A place where children walk to school by themselves and women go out after dark.",
        ),
    )  # fmt: skip
    meetings.promise(
        by=by, municipality=municipality, meeting=meeting, owner="Drejtoria e Shërbimeve",
        text=make("sq", "Shkojmë dhe e shohim rrugën e shkollës në mbrëmje.", en="We go and look at the school road in the evening."),
        due=(meeting.starts_at + timedelta(days=30)).date(),
    )  # fmt: skip
    meetings.write_down(
        by=by, municipality=municipality, meeting=meeting, version=meeting.version, part="minutes",
        words=make(
            "sq", "Folën banorët, bashkia dhe policia. Më shumë u fol për dritën dhe për rrugën e shkollës.",
            en="Residents, municipality and police spoke, most of all about light and the way to school.",
        ),
    )  # fmt: skip
    meetings.publish_minutes(by=by, municipality=municipality, meeting=meeting)
    for promise in promises(municipality, of=meeting):
        meetings.settle_promise(
            by=by, municipality=municipality, promise=promise, state="kept",
            reason=make("sq", "Shkuam më 12 persona.", en="We went with 12 people."),
        )  # fmt: skip
