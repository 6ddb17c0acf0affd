"""What the sample decided: two priorities, a paper that was consulted and adopted, sessions, a vote of 180."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import Any

from firstdoor.core import outbox
from firstdoor.core.actor import ANYBODY
from firstdoor.core.codes import grouped
from firstdoor.core.ids import uuid7
from firstdoor.core.texts import make
from firstdoor.decide.selectors import candidates_of
from firstdoor.decide.selectors import paper as paper_now
from firstdoor.decide.selectors import sessions as sessions_now
from firstdoor.decide.services import ballots, comments, decisions, paper, priorities, sessions
from firstdoor.demo.listening import Sample, join_the_great_ones
from firstdoor.demo.words import COMMENTS
from firstdoor.people import selectors as people_now

CANDIDATES = (
    ("lighting", "Dritë në lagjet e shkëputura", "Light in cut-off quarters", "Gjashtë nga dhjetë nuk ndihen në siguri pasi errësohet.",
     "Six in ten do not feel safe after dark.", "Për këtë folën më shumë veta, dhe pa dritë nuk del askush.",
     "Most people spoke about it, and without light nobody goes out."),
    ("streets", "Rruga e sigurt për në shkollë", "A safe way to school", "Prindërit kanë frikë çdo mesditë.",
     "Parents are afraid every noon.", "Fëmijët nuk presin: një vendkalim i mirë shpëton jetë.",
     "Children cannot wait: a good crossing saves lives."),
    ("clean", "Pastërtia dhe qentë endacakë", "Cleanliness and stray dogs", "Mbeturinat dhe qentë shqetësojnë të gjithë.",
     "Rubbish and dogs bother everybody.", "Këtë e zgjidh puna e përditshme; orari i ri nisi në pranverë.",
     "Daily work solves this; the new timetable began in spring."),
    ("order", "Qetësia natën", "Quiet nights", "Lokalet mbyllen vonë.", "Bars close late.",
     "Policia bashkiake e zbaton tashmë orarin; nuk ka nevojë për projekt.", "The municipal police enforces the hours already."),
    ("disaster", "Kanalet dhe përmbytjet", "Drains and floods", "Kur bie shi, mbushen oborret.", "When it rains, yards fill up.",
     "Hyn në planin e mbrojtjes civile, që ka buxhetin e vet.", "It belongs to the civil protection plan, with a budget of its own."),
)  # fmt: skip
PARAGRAPHS = (
    ("vision", "Një vend ku fëmijët shkojnë vetë në shkollë dhe gratë dalin edhe pasi errësohet.",
     "A place where children walk to school by themselves and women go out after dark."),
    ("analysis", "Gjashtë nga dhjetë banorë që u përgjigjën nuk ndihen në siguri pasi errësohet. Më shumë u fol për dritën.",
     "Six in ten of those who answered do not feel safe after dark. Most of all people spoke about light."),
    ("priorities", "Prioriteti i parë është drita në lagjet e shkëputura. I dyti është rruga e sigurt për në shkollë.",
     "The first priority is light in cut-off quarters. The second is a safe way to school."),
    ("measures", "Bashkia vë 40 llamba në tri rrugë. Përgjegjës: Drejtoria e Shërbimeve.",
     "The municipality puts up 40 lamps in three streets. Owner: Services Directorate."),
    ("measures", "Llambat ndizen nga muzgu deri në orën 1.00.", "The lamps burn from dusk to 1:00."),
    ("participation", "U mbajtën dy takime të përbashkëta me komunitetin dhe u dëgjuan zëra nga të katër njësitë.",
     "Two interface meetings were held, and voices from all four units were heard."),
    ("monitoring", "Çdo masë ka datë dhe tregues; gjendja e saj është publike te faqja e premtimeve.",
     "Each measure has a date and an indicator; its state is public on the promises page."),
)  # fmt: skip
MEASURES = (
    ("lighting", "14 llamba në rrugën e shkollës, Kuman", "14 lamps on the school road, Kuman", 1_200_000, -20),
    ("lighting", "20 llamba në lagjen pas kanalit, Kuman", "20 lamps in the quarter behind the canal, Kuman", 1_600_000, 120),
    ("lighting", "6 llamba në rrugën e kodrës, Kurjan", "6 lamps on the hill road, Kurjan", 600_000, -8),
    ("lighting", "Çdo llambë e prishur riparohet brenda dhjetë ditësh", "Each broken lamp is repaired within ten days", 300_000, 200),
    ("streets", "Vendkalim i ngritur para shkollës, Roskovec", "Raised crossing in front of the school, Roskovec", 900_000, 25),
    ("streets", "Kënd lojërash te shkolla, Strum", "Playground at the school, Strum", 800_000, 60),
    ("streets", "Kamera te parku, Roskovec", "Cameras at the park, Roskovec", 700_000, 90),
    ("streets", "Patrullë në orën e daljes nga shkolla", "Patrol when school ends", 0, -60),
)  # fmt: skip
OPTIONS = (
    ("nest-swing", "Shilarës fole", "Nest swing", 160_000, 120), ("slide", "Rrëshqitëse", "Slide", 180_000, 119),
    ("rope-pyramid", "Piramidë litarësh", "Rope pyramid", 320_000, 96), ("sandbox", "Kuti rëre", "Sandbox", 70_000, 86),
    ("playhouse", "Shtëpizë", "Playhouse", 260_000, 41), ("table-tennis", "Tavolinë pingpongu", "Table tennis", 110_000, 73),
    ("carousel", "Karusel", "Carousel", 210_000, 48), ("seesaw", "Kolovajzë", "Seesaw", 95_000, 59),
)  # fmt: skip


def plan_decisions(sample: Sample) -> None:
    """Plan the whole middle of the cycle."""
    calendar = sample.calendar
    calendar.plan(calendar.moment(-215, 9), lambda: join_the_great_ones(sample))
    calendar.plan(calendar.moment(-212, 10), lambda: _choose(sample))
    calendar.plan(calendar.moment(-200, 10), lambda: _write(sample))
    calendar.plan(calendar.moment(-195, 10), lambda: _consult(sample))
    calendar.plan(calendar.moment(-155, 10), lambda: _adopt(sample))
    calendar.plan(calendar.moment(-140, 10), lambda: _propose(sample))
    calendar.plan(calendar.moment(-120, 8), lambda: _vote(sample))
    calendar.plan(calendar.moment(-6, 8), lambda: _open_vote(sample))


def _choose(sample: Sample) -> None:
    municipality, by = sample.municipality, sample.by("pikafokale")
    cycle = people_now.current_cycle(municipality)
    choice = priorities.begin_choice(by=by, municipality=municipality, cycle=cycle)
    evidence = {"lighting": sample.dark[:1], "streets": sample.school[:1]}
    for code, title, title_en, why, why_en, _reason, _reason_en in CANDIDATES:
        priorities.put_up(
            by=by, municipality=municipality, choice=choice, theme=sample.themes[code], title=make("sq", title, en=title_en),
            case_for=make("sq", why, en=why_en), cases=evidence.get(code) or sample.others.get(code, [])[:12],
        )  # fmt: skip
    priorities.open_marking(by=by, municipality=municipality, choice=choice)
    codes = {candidate.theme.code: candidate.pk for candidate in candidates_of(choice)}
    marks = {
        "pikafokale": ("lighting", "streets"), "sherbimet": ("lighting", "clean"), "policia": ("streets", "lighting"),
        "bashkiake": ("streets", "order"), "zjarrfikesit": ("lighting", "disaster"), "kuman": ("lighting", "streets"),
    }  # fmt: skip
    for who, wanted in marks.items():
        priorities.mark(
            by=sample.by(who), municipality=municipality, choice=choice, candidates=[codes[code] for code in wanted]
        )
    priorities.close_round(by=by, municipality=municipality, choice=choice)
    choice.refresh_from_db()
    reasons = {code: make("sq", reason, en=reason_en) for code, _t, _e, _w, _x, reason, reason_en in CANDIDATES}
    for candidate in candidates_of(choice):
        priorities.write_reason(
            by=by, municipality=municipality, candidate=candidate, reason=reasons[candidate.theme.code]
        )
    priorities.publish_choice(by=by, municipality=municipality, choice=choice)


def _write(sample: Sample) -> None:
    municipality, by = sample.municipality, sample.by("pikafokale")
    cycle = people_now.current_cycle(municipality)
    version = paper.begin_paper(by=by, municipality=municipality, cycle=cycle)
    for section, text, english in PARAGRAPHS:
        paper.write_paragraph(
            by=by, municipality=municipality, version=version, section=section, text=make("sq", text, en=english)
        )
    chosen = {one.theme.code: one for one in sessions_now.chosen_priorities(municipality)}
    for code, title, title_en, budget, day in MEASURES:
        paper.put_measure(
            by=by, municipality=municipality, version=version, title=make("sq", title, en=title_en),
            owner=make("sq", "Drejtoria e Shërbimeve", en="Services Directorate"), budget=budget,
            due=_day(sample, day), candidate=chosen[code],
            indicator=make("sq", "Sa e kanë tani, dhe si ndihen banorët", en="How many have it now, and how residents feel"),
        )  # fmt: skip


def _day(sample: Sample, day: int) -> date:
    return sample.calendar.moment(day).date()


def _consult(sample: Sample) -> None:
    municipality = sample.municipality
    version = paper_now.latest(paper_now.newest_paper(municipality))
    paper.open_consultation(by=sample.by("pikafokale"), municipality=municipality, version=version)
    keys = [paragraph.key for paragraph in paper_now.paragraphs(version) if paragraph.section == "measures"]
    for number in range(14):
        words, accepted, reason, reason_en = COMMENTS[number % len(COMMENTS)]
        moment = sample.calendar.moment(-193 + number * 1.5, 19)

        def say(words: str = words, key: str = keys[number % len(keys)]) -> None:
            comments.comment(
                by=ANYBODY, municipality=municipality, version=paper_now.latest(version.paper), paragraph_key=key, words=words,
                language="sq", draft_key=uuid7(),
            )  # fmt: skip

        def answer(accepted: bool = accepted, reason: str = reason, english: str = reason_en) -> None:
            waiting = paper_now.waiting_comments(paper_now.latest(version.paper))
            comments.answer_comment(
                by=sample.by("sherbimet"), municipality=municipality, comment=waiting[0],
                outcome="accepted" if accepted else "refused", reason=make("sq", reason, en=english),
            )  # fmt: skip

        sample.calendar.plan(moment, say)
        sample.calendar.plan(moment + timedelta(days=1, hours=15), answer)


def _adopt(sample: Sample) -> None:
    municipality = sample.municipality
    version = paper_now.latest(paper_now.newest_paper(municipality))
    second = paper.close_consultation(by=sample.by("pikafokale"), municipality=municipality, version=version)
    changed = {
        "Bashkia vë 40 llamba": ("Bashkia vë 40 llamba në tri rrugë dhe riparon çdo llambë të prishur brenda dhjetë ditëve pune. Përgjegjës: Drejtoria e Shërbimeve.",
                                 "The municipality puts up 40 lamps in three streets and repairs each broken lamp within ten working days. Owner: Services Directorate."),
        "Llambat ndizen": ("Llambat ndizen nga muzgu deri në mëngjes te rruga e fabrikës, në të tjerat deri në orën 1.00.",
                           "The lamps burn from dusk to dawn on the factory road, elsewhere to 1:00."),
    }  # fmt: skip
    for paragraph in paper_now.paragraphs(second):
        for start, (text, english) in changed.items():
            if paragraph.text["sq"].startswith(start):
                paper.write_paragraph(
                    by=sample.by("pikafokale"), municipality=municipality, version=second, section=paragraph.section,
                    key=paragraph.key, text=make("sq", text, en=english),
                )  # fmt: skip
    second = paper_now.latest(second.paper)
    paper.propose(by=sample.by("kryetarja"), municipality=municipality, version=second)

    def decide() -> None:
        decisions.enter_decision(
            by=sample.by("sekretari"), municipality=municipality, version=second, number="41",
            day=_day(sample, -146), votes=decisions.Votes(17, 2, 1), adopted=True,
        )  # fmt: skip

    sample.calendar.plan(sample.calendar.moment(-146, 15), decide)


STEP_WORDS = {
    1: {"who_is_here": "Bashkia, policia, drejtoresha e shkollës, pika fokale.", "for_whom": "Për nxënësit dhe nënat e tyre."},
    2: {"heard": "Të gjithë përmendin të njëjtën rrugë dhe të njëjtën orë."},
    3: {"problem": "Fëmijët kthehen në errësirë dhe luajnë në rrugë.", "causes": "Nuk ka dritë dhe nuk ka vend loje."},
    4: {"goal": "Fëmijët shkojnë e kthehen pa frikë.", "indicator": "Sa banorë ndihen në siguri pasi errësohet.", "value_now": "31 %, 118 banorë, shkurt."},
    5: {"ideas": "Drita, patrullë, vend loje.", "options": "14 llamba për 1 200 000 lekë; kënd lojërash për 800 000 lekë."},
    6: {"partners": "Shkolla, OSHEE, prindërit.", "risks": "Shiu vonon gërmimet; i nisim në shtator.", "upkeep": "Drejtoria e Shërbimeve, një herë në muaj."},
    7: {"to_whom": "Banorët e Kumanit dhe prindërit.", "message": "Kur nisin punimet dhe kur ndizet drita.", "language_used": "Shqip.",
        "channels": "Shkolla, kryetari i fshatit, fletë në dyqane.", "who_speaks": "Pika Fokale e Komunitetit.",
        "when": "Në fillim, në mes dhe në fund.", "answer_back": "Me kodin ose me telefon.", "without_internet": "Derë më derë.",
        "cost": "20 000 lekë.", "arrived": "Pyesim dhjetë shtëpi."},
    8: {"plan": "Gërmimet në shtator, dritat në tetor.", "owner": "Drejtoria e Shërbimeve.", "decision": "E propozojmë si projekt pilot.",
        "told": "Zërave u përgjigjemi pas vendimit."},
}  # fmt: skip


def _propose(sample: Sample) -> None:
    municipality, by = sample.municipality, sample.by("pikafokale")
    chosen = {one.theme.code: one for one in sessions_now.chosen_priorities(municipality)}
    plans = (
        ("lighting", "Dritë në rrugën e shkollës, Kuman", "Light on the school road, Kuman", 1_200_000),
        ("streets", "Kënd lojërash te shkolla, Strum", "A playground at the school, Strum", 800_000),
    )
    for code, title, title_en, budget in plans:
        session = sessions.begin_session(
            by=by, municipality=municipality, candidate=chosen[code], title=make("sq", title, en=title_en),
            held_on=_day(sample, -140), place="Shkolla 9-vjeçare", facilitator="Hanna de Wit",
        )  # fmt: skip
        for number, content in STEP_WORDS.items():
            sessions.write_step(by=by, municipality=municipality, session=session, number=number, content=content)
        proposal = sessions.draft_proposal(by=by, municipality=municipality, session=session)
        fields = {name: getattr(proposal, name) for name in sessions.FIELDS}
        proposal = sessions.write_proposal(
            by=by, municipality=municipality, proposal=proposal, version=proposal.version, budget=budget, **fields
        )
        sessions.submit_proposal(by=by, municipality=municipality, proposal=proposal)
        sessions.end_session(by=by, municipality=municipality, session=session)
        sessions.choose_proposal(
            by=by, municipality=municipality, proposal=proposal, chosen=True,
            reason=make("sq", "E kërkuan më shumë veta dhe bëhet brenda vitit.", en="Most people asked for it, and it can be done this year."),
        )  # fmt: skip


def _prepare(
    sample: Sample, title: Any, question: Any, who: Any, budget: int, opens: datetime, closes: datetime, proposal: Any
) -> Any:
    by, municipality = sample.by("pikafokale"), sample.municipality
    return ballots.prepare_ballot(
        by=by, municipality=municipality, title=title, question=question, electorate=who, budget=budget, opens_at=opens,
        closes_at=closes, proposal=proposal, entitled=230,
        rest_goes_to=make("sq", "Pjesa tjetër shkon për mirëmbajtjen.", en="The rest goes into upkeep."),
    )  # fmt: skip


def _vote(sample: Sample) -> None:
    municipality, by, chance = sample.municipality, sample.by("pikafokale"), sample.chance
    proposal = next(one for one in sessions_now.proposals(municipality) if "Strum" in one.title["sq"])
    ballot = _prepare(
        sample, make("sq", "Fëmijët zgjedhin pajisjet e lojës në Strum", en="Children choose the play equipment in Strum"),
        make("sq", "Çfarë të vëmë në këndin e lojërave?", en="What shall we put on the playground?"),
        make("sq", "Nxënësit dhe prindërit e shkollës 9-vjeçare, Strum", en="Pupils and parents of the school of Strum"),
        800_000, sample.calendar.moment(-120, 8), sample.calendar.moment(-106, 20), proposal,
    )  # fmt: skip
    for picture, name, english, cost, _votes in OPTIONS:
        ballots.put_option(
            by=by,
            municipality=municipality,
            ballot=ballot,
            name=make("sq", name, en=english),
            cost=cost,
            picture=picture,
        )
    cards = ballots.make_cards(by=by, municipality=municipality, ballot=ballot, n=230, batch="shkolla")
    ballots.open_ballot(by=by, municipality=municipality, ballot=ballot)
    weights = [votes for *_rest, votes in OPTIONS]
    for card in cards[:180]:
        wanted: set[int] = set()
        while len(wanted) < chance.choice((3, 3, 3, 4, 4, 5)):
            wanted.add(chance.choices(range(len(OPTIONS)), weights)[0])
        ballots.cast(
            by=ANYBODY, municipality=municipality, ballot=ballot, code=card.code, choices=[f"p{n + 1}" for n in wanted]
        )
    sample.calendar.plan(
        sample.calendar.moment(-105, 9), lambda: ballots.count_ballot(by=by, municipality=municipality, ballot=ballot)
    )


def _open_vote(sample: Sample) -> None:
    municipality, by = sample.municipality, sample.by("pikafokale")
    ballot = _prepare(
        sample, make("sq", "Parku i vogël në Kurjan", en="The small park in Kurjan"),
        make("sq", "Çfarë i duhet parkut?", en="What does the park need?"),
        make("sq", "Banorët e Kurjanit", en="Residents of Kurjan"), 500_000,
        sample.calendar.moment(-6, 8), sample.calendar.moment(11, 20), None,
    )  # fmt: skip
    for picture, name, english, cost, _votes in OPTIONS[:6]:
        ballots.put_option(
            by=by,
            municipality=municipality,
            ballot=ballot,
            name=make("sq", name, en=english),
            cost=cost,
            picture=picture,
        )
    cards = ballots.make_cards(by=by, municipality=municipality, ballot=ballot, n=60, batch="Kurjan")
    ballots.open_ballot(by=by, municipality=municipality, ballot=ballot)
    # Real cards are printed and forgotten; the sample leaves three for whoever tries it.
    codes = "\n".join(grouped(card.code) for card in cards[:3])
    outbox.post(
        outbox.Letter(
            "pikafokale@roskovec.example", "Kartat e provës / sample cards",
            f"Kode për të provuar votimin në Kurjan / codes to try the vote in Kurjan:\n\n{codes}\n",
        ),
        dedup_key="demo-cards", municipality=municipality,
    )  # fmt: skip
