"""A year of voices: reported, entered by focal points, said in meetings; looked at, joined, ended, answered."""

from __future__ import annotations

import random
from dataclasses import dataclass, field
from datetime import datetime, time, timedelta
from typing import Any
from uuid import UUID

from firstdoor.core import photos
from firstdoor.core.actor import ANYBODY, Actor
from firstdoor.core.ids import uuid7
from firstdoor.core.texts import Texts, make
from firstdoor.demo.clock import Calendar
from firstdoor.demo.matters import ENGLISH, GROUND, MATTERS, PLANS, READY, TAILS, TOLD, WROTE_BACK, Matter, Pair, Say
from firstdoor.demo.pictures import drawing
from firstdoor.demo.words import LANE, PLACES, POINT, WEIGHT
from firstdoor.listen import selectors as listen_now
from firstdoor.listen import services as listen
from firstdoor.listen.selectors.case import case_page
from firstdoor.listen.selectors.ledger import to_bring
from firstdoor.listen.services.intake import answer_about_you
from firstdoor.listen.services.photos import publish_photo
from firstdoor.places import selectors as places_now

VOICES = 352
WINTER = {11: 1.6, 12: 1.8, 1: 1.8, 2: 1.4, 3: 1.1, 7: 0.8, 8: 0.7}
BARE = str.maketrans("ëçËÇ’", "ecEC'")


def said(pair: Pair) -> Texts:
    """Words in Albanian with their English."""
    return make("sq", pair[0], en=pair[1])


PLANNED = tuple(said(pair) for pair in PLANS)
# Reports with a photo: day, theme, unit, the drawing, and what it shows.
PHOTOS = (
    (-241, "streets.pothole", "Strum", "pothole", "Gropë e madhe me ujë në mes të asfaltit"),
    (-160, "clean.waste", "Roskovec", "rubbish", "Kazan i mbushur, qese mbeturinash përtokë"),
    (-96, "lighting.out", "Kuman", "lamp-out", "Llambë e fikur mbi një shtëpi, natën"),
    (-33, "clean.waste", "Kuman", "rubbish", "Kazan i mbushur, qese mbeturinash përtokë"),
    (-12, "lighting.out", "Strum", "lamp-out", "Llambë e fikur mbi një shtëpi, natën"),
    (-3, "streets.pothole", "Kurjan", "pothole", "Gropë e madhe me ujë në mes të asfaltit"),
    (-2, "lighting.none", "Kuman", "road-dark", "Rrugë pa llamba, dy veta me dritën e telefonit"),
)


@dataclass(frozen=True, slots=True)
class Told:
    """What somebody told: staff's short name for it, the words, their language and the translation."""

    title: Pair
    words: str
    language: str
    translations: dict[str, str]
    answers: tuple[Pair, ...]


@dataclass(frozen=True, slots=True)
class Shot:
    """A picture sent along: the drawing that stands for it, and what it shows."""

    drawn: str
    alt: str


@dataclass(slots=True)
class Sample:
    """What the year is made with: who acts, the calendar, and the cases that become something greater."""

    municipality: Any
    calendar: Calendar
    people: dict[str, Actor]
    chance: random.Random
    wrote_back: random.Random = field(default_factory=lambda: random.Random(7))  # of its own: the year stays as it was
    themes: dict[str, Any] = field(default_factory=dict)
    units: dict[str, Any] = field(default_factory=dict)
    dark: list[UUID] = field(default_factory=list)  # cases: no light in Kuman
    school: list[UUID] = field(default_factory=list)
    english: dict[str, Pair] = field(default_factory=lambda: dict(ENGLISH))  # what nobody has said yet
    inputs: dict[str, list[UUID]] = field(default_factory=dict)  # cases out of meetings, by theme
    others: dict[str, list[UUID]] = field(default_factory=dict)
    joined: set[UUID] = field(default_factory=set)  # cases that became the two great ones: the choice ends them

    def by(self, name: str) -> Actor:
        """Somebody of the sample, by the part of the address before the @."""
        return self.people[name]


def plan_voices(sample: Sample) -> None:
    """Plan all voices of the year, and what the desk does with each."""
    chance, calendar = sample.chance, sample.calendar
    sample.units = {unit.name: unit for unit in places_now.units(sample.municipality)}
    days = range(-330, 0)
    dark_months = [WINTER.get(calendar.moment(day).month, 1) for day in days]
    for day in sorted(chance.choices(days, dark_months, k=VOICES)):
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
    for day, theme, unit, drawn, alt in PHOTOS:
        moment = calendar.moment(day, 12, 25)
        matter = next(one for one in MATTERS if one.theme == theme)
        calendar.plan(moment, lambda m=matter, u=unit, t=moment, d=drawn, a=alt: _one(sample, m, u, t, Shot(d, a)))


def _one(sample: Sample, matter: Matter, unit: str, moment: datetime, shot: Shot | None = None) -> None:
    chance, municipality = sample.chance, sample.municipality
    channel = chance.choice(["paper", "person", "phone"]) if shot is None and chance.random() < 0.16 else ""
    told = _told(sample, matter, channel, matter.says[0] if shot else chance.choice(matter.says))
    lat, lon = _point(sample, unit)
    whose = places_now.whose_is(lat, lon, municipality)
    here = whose.ours and whose.unit is not None and whose.unit.pk == sample.units[unit].pk
    point = {"lat": lat, "lon": lon} if here and chance.random() < 0.75 else {"unit": sample.units[unit]}
    common = {
        "words": told.words, "language": told.language, "heard_at": moment, "draft_key": uuid7(),
        "place": chance.choice(PLACES[unit]), **point,
    }  # fmt: skip
    theme = sample.themes[matter.theme]
    if channel:
        helper = {"Kuman": "kuman", "Kurjan": "kurjan", "Strum": "strum", "Roskovec": "qender"}[unit]
        person = chance.random() < 0.5
        filed = listen.focal.enter_voice(
            by=sample.by(helper), municipality=municipality, consent=True, channel=channel,
            wants_answer="person" if person else "page", theme=theme,
            contact=listen.ContactGiven("visit", f"Shtëpia pranë dyqanit, {unit}") if person else None, **common,
        )  # fmt: skip
    else:
        unsure = shot is None and chance.random() < 0.2
        email = chance.random() < 0.2
        upload = photos.keep(photos.clean(*drawing(shot.drawn)), municipality=municipality).pk if shot else None
        filed = listen.file_voice(
            by=ANYBODY, municipality=municipality, theme=None if unsure else theme, upload_id=upload,
            contact=listen.ContactGiven("email", f"banor{chance.randint(100, 999)}@roskovec.example") if email else None,
            wants_answer="email" if email else "page", **common,
        )  # fmt: skip
        if chance.random() < 0.55:
            _about_you(sample, filed.voice.pk, unit, moment)
    if filed.case is None:
        return
    looked, due = sample.calendar.office(moment + timedelta(hours=chance.randint(3, 40))), filed.case.look_due
    late = chance.random() < 0.12  # here and there the promise of a first look is missed, on any day of the week
    if due and not late:
        looked = min(looked, datetime.combine(due, time(14, 20), tzinfo=moment.tzinfo))
    still = late or due is None or due >= sample.calendar.moment(0).date()
    if still and moment > sample.calendar.moment(-4) and chance.random() < 0.75:
        return  # the newest wait for their first look
    sample.calendar.plan(looked, lambda: _look(sample, filed, matter, told, unit, looked, shot))


def _told(sample: Sample, matter: Matter, channel: str, say: Say) -> Told:
    """What one of them says: the words as people type or dictate them, and staff's translation."""
    chance = sample.chance
    answers = say.answers or matter.answers
    if not channel and matter.theme in sample.english and chance.random() < 0.15:
        words, albanian = sample.english.pop(matter.theme)
        return Told(say.title, words, "en", {"sq": albanian}, answers)
    words, english = chance.choice(say.words)
    if channel or chance.random() < 0.45:
        more, more_english = TOLD[channel] if channel else chance.choice(TAILS)
        words, english = f"{words} {more}", f"{english} {more_english}"
    if not channel and chance.random() < 0.22:  # typed with a thumb, on a keyboard without ë and ç
        words = words.translate(BARE).removesuffix(".")
        words = words[0].lower() + words[1:]
    return Told(say.title, words, "sq", {"en": english}, answers)


def _point(sample: Sample, unit: str) -> tuple[float, float]:
    """Most live in the village, some along the roads around it."""
    wide = 0.004 if sample.chance.random() < 0.55 else 0.013
    lat, lon = POINT[unit]
    return lat + sample.chance.gauss(0, wide), lon + sample.chance.gauss(0, wide * 1.3)


def _about_you(sample: Sample, voice: UUID, unit: str, moment: datetime) -> None:
    chance = sample.chance
    dark = chance.choices(["1", "2", "3", "4", "5", "7"], [3, 5, 2, 2, 1, 1])[0]
    day = chance.choices(["2", "3", "4", "5"], [1, 2, 5, 4])[0]
    bank = listen_now.question_bank()
    age = chance.choice([option.code for option in bank["B02"].options][:6])
    gender = chance.choice([option.code for option in bank["B01"].options][:2])
    answer_about_you(
        by=ANYBODY, municipality=sample.municipality, voice_id=voice, answers={"P01": day, "P02": dark},
        age=age, gender=gender, unit_id=sample.units[unit].pk, now=moment,
    )  # fmt: skip


def _look(
    sample: Sample, filed: Any, matter: Matter, told: Told, unit: str, moment: datetime, shot: Shot | None
) -> None:
    by, municipality, cases, chance = sample.by("sherbimet"), sample.municipality, listen.cases, sample.chance
    case, voice = filed.case.pk, filed.voice.pk
    if filed.case.theme_id is None:
        cases.set_theme(by=by, municipality=municipality, case=case, theme=sample.themes[matter.theme])
    title, title_en = told.title
    cases.name(
        by=by, municipality=municipality, case=case, title=make("sq", f"{title}, {unit}", en=f"{title_en}, {unit}")
    )
    if chance.random() < 0.9:
        published = cases.publish(by=by, municipality=municipality, case=case, voices=[voice])
        if told.language != "sq" or chance.random() < 0.4:
            cases.translate_voice(
                by=by, municipality=municipality, case=case, voice=voice,
                translations={**told.translations, "_": told.language},
            )  # fmt: skip
        if shot is not None and moment < sample.calendar.moment(-3):  # the newest photos wait for somebody's eye
            picture = case_page(municipality, published).voices[0].pictures[0]
            publish_photo(by=by, municipality=municipality, case=case, photo=picture.photo, alt=shot.alt)
    else:
        cases.look(by=by, municipality=municipality, case=case)
    if matter.theme == "lighting.none" and unit == "Kuman":
        sample.dark.append(case)
    elif matter.theme == "streets.school":
        sample.school.append(case)
    else:
        sample.others.setdefault(matter.theme.split(".")[0], []).append(case)
    later = sample.calendar.office(moment + timedelta(days=chance.randint(2, 9), minutes=chance.randint(7, 300)))
    sample.calendar.plan(later, lambda: _work(sample, case, matter, told, later))


def _work(sample: Sample, case: UUID, matter: Matter, told: Told, moment: datetime) -> None:
    by, municipality, cases, chance = sample.by("sherbimet"), sample.municipality, listen.cases, sample.chance
    text = said(chance.choice(told.answers))
    if case in sample.joined:
        return
    if case in sample.dark or case in sample.school:
        chosen = sample.calendar.working(-210, 11)  # what comes in before waits until the priorities are chosen
        sample.calendar.plan(max(chosen, moment), lambda: _late_ones(sample, case, text))
        return
    if matter.ending == "not_ours":
        cases.hand_over(
            by=by, municipality=municipality, case=case, institution=sample.themes["police"],
            reference=f"{chance.randint(100, 999)}/{moment.year}", expected=(moment + timedelta(days=30)).date(), text=text,
        )  # fmt: skip
        if sample.wrote_back.random() < 0.8:
            heard = sample.calendar.office(moment + timedelta(days=sample.wrote_back.randint(14, 38)))
            reason = said(sample.wrote_back.choice(WROTE_BACK))
            sample.calendar.plan(
                heard, lambda: cases.end(by=by, municipality=municipality, case=case, ending="solved", reason=reason)
            )
    elif matter.ending == "will_not" and chance.random() < 0.5:
        cases.end(by=by, municipality=municipality, case=case, ending="will_not", reason=text)
    elif matter.ending == "solved":
        _fix(sample, case, text, within=12, done=moment + timedelta(days=chance.randint(3, 20)), moment=moment)
    elif chance.random() < 0.3:
        cases.end(by=by, municipality=municipality, case=case, ending="will_not", reason=said(chance.choice(GROUND)))
    else:
        done = moment + timedelta(days=chance.randint(40, 105))
        _fix(sample, case, text, within=110, done=done, moment=moment)


def _fix(sample: Sample, case: UUID, text: Any, *, within: int, done: datetime, moment: datetime) -> None:
    """It is planned with a date, and solved at `done`."""
    who = {"by": sample.by("sherbimet"), "municipality": sample.municipality, "case": case}
    office, soon = sample.calendar.office, within < 30
    expected = office(moment + timedelta(days=within)).date()
    listen.cases.plan(**who, expected=expected, text=sample.chance.choice(PLANNED if soon else (text,)))
    ready = text if soon else said(sample.chance.choice(READY))
    sample.calendar.plan(office(done), lambda: listen.cases.end(**who, ending="solved", reason=ready))


def _late_ones(sample: Sample, case: UUID, text: Any) -> None:
    """What speaks of a priority and was not joined is taken into the policy, with its answer."""
    if case in sample.joined:
        return
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
        sample.calendar.plan(moment + timedelta(hours=14), lambda: _speak_with_her(sample, case.pk))


def _speak_with_her(sample: Sample, case: UUID) -> None:
    """The State Police looks, visits, and notes it in its lane."""
    who = {"by": sample.by("policia"), "municipality": sample.municipality, "case": case}
    listen.cases.look(**who)
    listen.lanes.add_note(**who, lane="state_police", words="U fol me banorin. Patrulla kalon në mbrëmje.")


def join_the_great_ones(sample: Sample) -> None:
    """The Action Group joins what speaks about one thing: the dark quarter of Kuman, and the way to school."""
    for group, theme, most in ((sample.dark, "lighting", 23), (sample.school, "streets", 19)):
        stays, *rest = together = group[: most - len(sample.inputs[theme])] + sample.inputs[theme]
        for other in rest:
            kept, _gone = listen.cases.join(
                by=sample.by("pikafokale"), municipality=sample.municipality, case=stays, other=other
            )
            stays = kept.pk  # the one with more voices, or the older: not always the one looked at first
        group[:] = [stays, *(case for case in group + sample.inputs[theme] if case != stays)]
        sample.joined.update(together)
