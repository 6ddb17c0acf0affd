"""The conversations of the sample: one that is over, with two camps and much common ground, and one that is open."""

from __future__ import annotations

import random
from datetime import timedelta
from typing import Any

from django.utils import timezone

from firstdoor.core.actor import ANYBODY, system
from firstdoor.core.ids import uuid7
from firstdoor.demo.listening import Sample, said
from firstdoor.demo.matters import Pair
from firstdoor.listen.selectors import conversations as talks_now
from firstdoor.listen.selectors import moderation
from firstdoor.listen.services import conversations, hands, statements, voting
from firstdoor.places import selectors as places_now
from firstdoor.understand import services as understand
from firstdoor.understand.selectors import opinions as understand_now

SEED = 24
WHO = "sherbimet"
CAMPS = (34, 27)  # people in each
ONLINE = 0.75  # of the people, the others on paper
SEEN = 0.8  # of the statements each one answers

# Words, and how likely each camp agrees; what is left is mostly disagreement, a tenth passes.
SQUARE: tuple[tuple[Pair, float, float], ...] = (
    (("Sheshi duhet të ketë dritë deri në mesnatë.", "The square needs light until midnight."), 0.95, 0.93),
    (("Rrugët nga sheshi te lagjet duhet të ndriçohen para sheshit vetë.", "The streets from the square to the neighbourhoods should be lit before the square itself."), 0.84, 0.88),
    (("Bashkia duhet të tregojë çdo tre muaj çfarë bëri.", "The municipality should say every three months what it did."), 0.92, 0.96),
    (("Gratë duhet të pyeten ku nuk ndihen të sigurta, para se të vendoset.", "Women should be asked where they do not feel safe before anything is decided."), 0.88, 0.94),
    (("Qentë e rrugës duhet të trajtohen në një strehë, jo të mbyten.", "Stray dogs should be cared for in a shelter, not killed."), 0.86, 0.9),
    (("Një polic që e njohim me emër vlen më shumë se dy që nuk i njohim.", "One police officer whom we know by name is worth more than two whom we do not."), 0.83, 0.85),
    (("Fëmijët duhet të kenë ku të luajnë pranë sheshit.", "Children should have somewhere to play near the square."), 0.91, 0.95),
    (("Pija u shitet të miturve dhe askush nuk e ndalon.", "Drink is sold to minors and nobody stops it."), 0.8, 0.82),
    (("Kamerat në shesh na bëjnë më të sigurt.", "Cameras on the square make us safer."), 0.9, 0.14),
    (("Kamera duhet të ketë edhe në rrugët e lagjeve.", "There should be cameras in the streets of the neighbourhoods too."), 0.82, 0.08),
    (("Lokalet duhet të mbyllen në orën 23.", "Bars should close at 11 pm."), 0.78, 0.16),
    (("Të rinjtë që rrinë natën në shesh duhet të shpërndahen.", "Young people who hang about on the square at night should be sent home."), 0.74, 0.07),
    (("Gjobat e larta ndihmojnë më shumë se fjalët.", "High fines help more than words."), 0.83, 0.22),
    (("Patrulla duhet të ndalojë e të kontrollojë më shumë.", "The patrol should stop and check more people."), 0.77, 0.15),
    (("Paratë e kamerave duhet të shkojnë për një qendër rinore.", "The money for cameras should go to a youth centre."), 0.13, 0.9),
    (("Sheshi është i të rinjve po aq sa i të tjerëve.", "The square belongs to the young as much as to everybody else."), 0.3, 0.94),
    (("Koncertet e verës e bëjnë sheshin më të sigurt.", "Summer concerts make the square safer."), 0.24, 0.86),
    (("Para se të gjobitet dikush, duhet t’i flitet.", "Somebody should be talked to before being fined."), 0.27, 0.9),
    (("Punonjësit socialë në shesh bëjnë më shumë se patrulla.", "Social workers on the square do more than a patrol."), 0.15, 0.84),
    (("Një shesh me njerëz është më i sigurt se një shesh bosh.", "A square with people is safer than an empty one."), 0.36, 0.95),
    (("Makinat nuk duhet të hyjnë fare në shesh.", "Cars should not enter the square at all."), 0.46, 0.5),
    (("Tregu i së dielës duhet të zhvendoset nga sheshi.", "The Sunday market should move away from the square."), 0.44, 0.41),
    (("Taksa për pastrim mund të rritet pak, po të ketë roje.", "The cleaning charge may rise a little if there is a guard."), 0.42, 0.45),
    (("Vullnetarët e lagjes mund të shoqërojnë njerëzit natën.", "Volunteers of the neighbourhood can walk people home at night."), 0.52, 0.48),
)  # fmt: skip
OWN = (
    "Dritat t’i vënë më parë në rrugët që të çojnë te sheshi, jo në shesh.",
    "Put the lights first in the streets that lead to the square, not in the square.",
)
OWN_IS = 2  # the number of the statement that says nearly the same
REASONS = {"lighting": (1, 2), "clean": (5,)}  # themes, and the numbers of statements that were reasons for them
SCHOOL: tuple[Pair, ...] = (
    ("Prindërit duhet t’i lënë makinat larg derës së shkollës.", "Parents should leave their cars away from the school gate."),
    ("Një i rritur duhet të ndihmojë fëmijët te vendkalimi çdo mëngjes.", "An adult should help children at the crossing every morning."),
    ("Shpejtësia para shkollës duhet të jetë 20 km në orë.", "The speed limit in front of the school should be 20 km an hour."),
    ("Mësimi duhet të fillojë më vonë në dimër.", "Lessons should begin later in winter."),
    ("Fëmijët mund të shkojnë vetë në shkollë që nga klasa e tretë.", "Children can walk to school by themselves from the third year on."),
    ("Trotuari është më i rëndësishëm se asfalti.", "The pavement matters more than the asphalt."),
    ("Biçikletat duhet të kenë vendin e tyre në rrugë.", "Bicycles should have a place of their own on the road."),
    ("Autobusi i shkollës duhet të jetë falas.", "The school bus should be free."),
)  # fmt: skip


def plan_talks(sample: Sample) -> None:
    """A conversation about the square that ended, and one about the way to school that is open."""
    calendar = sample.calendar
    calendar.plan(calendar.moment(-236, 9), lambda: _square(sample))
    calendar.plan(calendar.moment(-230, 18), lambda: _written(sample))
    calendar.plan(calendar.moment(-228, 19), lambda: _hands(sample))
    calendar.plan(calendar.moment(-6, 9), lambda: _school(sample))
    calendar.plan(calendar.moment(-214, 9), lambda: _map(sample))
    calendar.plan(calendar.moment(-5, 9), lambda: _map(sample))


def reasons_for(sample: Sample, theme: str) -> list[Any]:
    """The ids of the statements that spoke for a theme."""
    wanted = REASONS.get(theme, ())
    (square,) = (
        row for row in talks_now.conversations(sample.municipality, public=True) if row.slug == "sheshi-yne-ne-mbremje"
    )
    return [row.pk for row in talks_now.shown(square) if row.number in wanted]


def _open(
    sample: Sample, first: int, last: int, title: Pair, question: Pair, words: tuple[Pair, ...], case: Any = None
) -> Any:
    by, municipality = sample.by(WHO), sample.municipality
    today = sample.calendar.moment(first).date()
    row = conversations.prepare_conversation(
        by=by, municipality=municipality, title=said(title), question=said(question), opens_on=today,
        closes_on=today + timedelta(days=last - first),
    )  # fmt: skip
    for at, pair in enumerate(words):
        statements.begin_with(
            by=by, municipality=municipality, conversation=row, words=said(pair), case=None if at else case
        )
    conversations.open_conversation(by=by, municipality=municipality, conversation=row)
    return row


def _answers(chance: random.Random, likely: list[float]) -> dict[int, int]:
    booklet = {}
    for number, agree in enumerate(likely, start=1):
        if chance.random() > SEEN:
            continue
        passes = 0.1 if chance.random() < 0.9 else 0.4
        booklet[number] = 0 if chance.random() < passes else 1 if chance.random() < agree else -1
    return booklet


def _square(sample: Sample) -> None:
    row = _open(
        sample, -236, -215, ("Sheshi ynë në mbrëmje", "Our square in the evening"),
        ("Çfarë e bën sheshin të sigurt për të gjithë në mbrëmje?", "What makes the square safe for everybody in the evening?"),
        tuple(pair for pair, _one, _other in SQUARE),
    )  # fmt: skip
    chance = random.Random(SEED)
    people = [camp for camp, n in enumerate(CAMPS) for _ in range(n)]
    chance.shuffle(people)
    booklets = [_answers(chance, [both[camp] for _pair, *both in SQUARE]) for camp in people]
    units = [*places_now.units(sample.municipality), None]
    about = [
        (chance.choice(units), chance.choice(("", "1", "2", "3", "3", "4", "4", "5")), chance.choice("fffmm"))
        for _ in people
    ]
    _vote(sample, row, booklets, about)


def _hands(sample: Sample) -> None:
    """In the house of culture some statements were read aloud, and hands were raised."""
    row = talks_now.conversation(sample.municipality, "sheshi-yne-ne-mbremje")
    hands.write_hands(
        by=sample.by(WHO), municipality=sample.municipality, conversation=row, held_on=sample.calendar.moment(-228).date(),
        place="Vatra e kulturës, Kuman", present=26, counts={1: (22, 1, 3), 2: (24, 0, 2), 9: (12, 11, 3), 14: (8, 15, 3)},
    )  # fmt: skip


def _written(sample: Sample) -> None:
    """A resident says what others said already; it is merged, and she hears what came of it all the same."""
    by, municipality = sample.by(WHO), sample.municipality
    row = talks_now.conversation(municipality, "sheshi-yne-ne-mbremje")
    filed = statements.write_statement(
        by=ANYBODY, municipality=municipality, conversation=row, token=voting.new_token(), words=OWN[0], language="sq",
        draft_key=uuid7(),
    )  # fmt: skip
    (own,) = (one.statement for one in moderation.waiting(row)[0] if one.statement.voice_id == filed.voice.pk)
    statements.translate_statement(by=by, municipality=municipality, statement=own, translations={"en": OWN[1]})
    kept = talks_now.statement(row, OWN_IS)
    statements.merge_statement(by=by, municipality=municipality, statement=own, into=kept)


def _school(sample: Sample) -> None:
    row = _open(
        sample, -6, 15, ("Rruga për në shkollë", "The way to school"),
        ("Çfarë i duhet rrugës që fëmijët të shkojnë vetë në shkollë?", "What does the road need so that children can walk to school by themselves?"),
        SCHOOL, sample.school[0],
    )  # fmt: skip
    chance = random.Random(SEED)
    likely = [0.9, 0.85, 0.6, 0.4, 0.35, 0.7, 0.6, 0.95]
    _vote(sample, row, [_answers(chance, likely) for _ in range(12)])


def _map(sample: Sample) -> None:
    """What the worker does by itself."""
    by, municipality = system("maps"), sample.municipality
    for row in understand_now.to_draw(municipality, now=timezone.now()):
        understand.draw_map(by=by, municipality=municipality, conversation=row)
    for row in understand_now.to_look_at(municipality):
        understand.look_how_sure(by=by, municipality=municipality, conversation=row)


def _vote(sample: Sample, row: Any, people: list[dict[int, int]], about: list[Any] | tuple[()] = ()) -> None:
    """Most vote with their telephones, the last on booklets; who says where they live, how old they are and so on."""
    by, municipality = sample.by(WHO), sample.municipality
    online = round(len(people) * ONLINE)
    for at, answers in enumerate(people[:online]):
        token = voting.new_token()
        mine = {"by": ANYBODY, "municipality": municipality, "conversation": row, "token": token}
        for number, value in answers.items():
            voting.cast_vote(**mine, number=number, value=value)
        if about and answers:
            unit, age, gender = about[at]
            voting.say_about_you(**mine, unit=unit, age=age, gender=gender)
    voting.enter_booklets(
        by=by, municipality=municipality, conversation=row, booklets=people[online:], about=about[online:]
    )
