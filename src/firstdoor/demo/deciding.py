"""What the sample decided: two priorities, a paper that was consulted and adopted, sessions, a vote of 180."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from firstdoor.core import outbox
from firstdoor.core.actor import ANYBODY
from firstdoor.core.codes import grouped
from firstdoor.core.ids import uuid7
from firstdoor.core.texts import Texts, make
from firstdoor.decide.selectors import candidates_of
from firstdoor.decide.selectors import ideas as ideas_now
from firstdoor.decide.selectors import sessions as sessions_now
from firstdoor.decide.services import ballots, priorities, sessions
from firstdoor.demo.listening import Sample, join_the_great_ones, said
from firstdoor.demo.papering import plan_paper
from firstdoor.demo.playing import plan_play
from firstdoor.demo.talking import reasons_for
from firstdoor.demo.workshop import LIGHT, LIGHT_IN_ENGLISH, PLAY, PLAY_IN_ENGLISH, in_both
from firstdoor.people import selectors as people_now

IDEAS = (  # words, name and price on the ballot if it can be done, the answer
    ("Stola me hije, se pleqtë s’kanë ku ulen.", "Gjashtë stola me hije", "Six benches in the shade", 140_000,
     "Po. Stolat vihen nën lisat, ku ka hije gjithë ditën.", "Yes. The benches go under the oaks, in the shade all day."),
    ("Një çezmë me ujë të pijshëm.", "Çezmë", "Drinking fountain", 190_000,
     "Po. Rrjeti kalon dhjetë metra larg.", "Yes. The water main passes ten metres away."),
    ("Parkim për dyzet makina.", "", "", None,
     "Jo. Do të zinte gjysmën e sheshit, dhe qëllimi është vendi për njerëz.",
     "No. It would take half of the square, and the aim is room for people."),
    ("Drita poshtë, te shkallët.", "Dritë te shkallët", "Light at the steps", 120_000,
     "Po. Tri llamba me bazë në tokë.", "Yes. Three lamps near the ground."),
    ("Një vend ku fëmijët të ngasin biçikletën.", "", "", None, "", ""),
    ("Pemë, sa më shumë pemë.", "", "", None, "", ""),
)  # fmt: skip
CANDIDATES = (
    ("lighting", "Dritë në lagjet e shkëputura", "Light in cut-off quarters", "Gjashtë nga dhjetë nuk ndihen në siguri pasi errësohet.",
     "Six in ten do not feel safe after dark.", "Për këtë folën më shumë veta, dhe pa dritë nuk del askush.",
     "Most people spoke about it, and without light nobody goes out."),
    ("streets", "Rruga e sigurt për në shkollë", "A safe way to school", "Prindërit kanë frikë çdo mesditë.",
     "Parents are afraid every noon.", "Fëmijët nuk presin: një vendkalim i mirë shpëton jetë.",
     "Children cannot wait: a good crossing saves lives."),
    ("clean", "Pastërtia dhe qentë endacakë", "Cleanliness and stray dogs", "Mbeturinat dhe qentë shqetësojnë të gjithë.",
     "Rubbish and dogs bother everybody.", "Këtë e zgjidh puna e përditshme; orari i ri i kamionëve ka nisur.",
     "Daily work solves this; the lorries' new timetable has begun."),
    ("order", "Qetësia natën", "Quiet nights", "Lokalet mbyllen vonë.", "Bars close late.",
     "Policia Bashkiake e zbaton tashmë orarin; nuk ka nevojë për projekt.", "The municipal police enforces the hours already."),
    ("disaster", "Kanalet dhe përmbytjet", "Drains and floods", "Kur bie shi, mbushen oborret.", "When it rains, yards fill up.",
     "Hyn në planin e mbrojtjes civile, që ka buxhetin e vet.", "It belongs to the civil protection plan, with a budget of its own."),
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
    calendar.plan(calendar.working(-215, 9), lambda: join_the_great_ones(sample))
    calendar.plan(calendar.working(-212, 10), lambda: _choose(sample))
    plan_paper(sample)
    calendar.plan(calendar.working(-140, 10), lambda: _propose(sample))
    calendar.plan(calendar.moment(-120, 8), lambda: _vote(sample))
    plan_play(sample)
    calendar.plan(calendar.moment(-6, 8), lambda: _open_vote(sample))
    calendar.plan(calendar.moment(-8, 9), lambda: _ask_for_ideas(sample))


def _choose(sample: Sample) -> None:
    municipality, by = sample.municipality, sample.by("pikafokale")
    cycle = people_now.current_cycle(municipality)
    choice = priorities.begin_choice(by=by, municipality=municipality, cycle=cycle)
    evidence = {"lighting": sample.dark[:1], "streets": sample.school[:1]}
    for code, title, title_en, why, why_en, _reason, _reason_en in CANDIDATES:
        priorities.put_up(
            by=by, municipality=municipality, choice=choice, theme=sample.themes[code], title=make("sq", title, en=title_en),
            case_for=make("sq", why, en=why_en), cases=evidence.get(code) or sample.others.get(code, [])[:12],
            statements=reasons_for(sample, code),
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


def _day(sample: Sample, day: int) -> date:
    return sample.calendar.working(day).date()


def _propose(sample: Sample) -> None:
    municipality, by = sample.municipality, sample.by("pikafokale")
    chosen = {one.theme.code: one for one in sessions_now.chosen_priorities(municipality)}
    plans = (
        ("lighting", ("Dritë në rrugën e shkollës, Kuman", "Light on the school road, Kuman"), 1_200_000, "Kuman", LIGHT, LIGHT_IN_ENGLISH,
         ("E kërkuan më shumë veta dhe bëhet brenda vitit.", "Most people asked for it, and it can be done this year.")),
        ("streets", ("Kënd lojërash te shkolla, Strum", "A playground at the school, Strum"), 800_000, "Strum", PLAY, PLAY_IN_ENGLISH,
         ("Fëmijët nuk kanë asnjë vend loje, dhe pajisjet i zgjedhin vetë.", "The children have no place to play, and they choose the equipment themselves.")),
    )  # fmt: skip
    for code, title, budget, unit, steps, english, reason in plans:
        session = sessions.begin_session(
            by=by, municipality=municipality, candidate=chosen[code], title=said(title), held_on=_day(sample, -140),
            place=f"Shkolla 9-vjeçare, {unit}", facilitator="Hanna de Wit",
        )  # fmt: skip
        for number, step in steps.items():
            sessions.write_step(
                by=by, municipality=municipality, session=session, number=number, content=in_both(step, english[number])
            )
        proposal = sessions.draft_proposal(by=by, municipality=municipality, session=session)
        fields = {name: getattr(proposal, name) for name in sessions.FIELDS}
        proposal = sessions.write_proposal(
            by=by, municipality=municipality, proposal=proposal, version=proposal.version, budget=budget, **fields
        )
        sessions.submit_proposal(by=by, municipality=municipality, proposal=proposal)
        sessions.end_session(by=by, municipality=municipality, session=session)
        sessions.choose_proposal(by=by, municipality=municipality, proposal=proposal, chosen=True, reason=said(reason))


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
    _sign(sample, ballot)


def _sign(sample: Sample, ballot: Any) -> None:
    """Those who watched the count, and a focal point who counted the published ballots at home."""
    for name, days, ground in (("pikafokale", -105, "saw"), ("sherbimet", -105, "saw"), ("kuman", -104, "counted")):
        sample.calendar.plan(
            sample.calendar.moment(days, 10),
            lambda name=name, ground=ground: ballots.sign_count(
                by=sample.by(name), municipality=sample.municipality, ballot=ballot, ground=ground
            ),
        )


def _ask_for_ideas(sample: Sample) -> None:
    municipality, by, calendar = sample.municipality, sample.by("pikafokale"), sample.calendar
    ballot = ballots.prepare_ballot(
        by=by, municipality=municipality, title=make("sq", "Sheshi në Kuman", en="The square in Kuman"),
        question=make("sq", "Çfarë t’i shtojmë sheshit?", en="What shall we add to the square?"),
        electorate=make("sq", "Banorët e Kumanit", en="Residents of Kuman"), budget=600_000,
        opens_at=calendar.moment(25, 8), closes_at=calendar.moment(40, 20), entitled=900,
        ideas_from=calendar.moment(-8).date(), ideas_until=calendar.moment(9).date(),
    )  # fmt: skip
    for days, (words, name, english, cost, why, why_english) in enumerate(IDEAS, start=-7):
        said = calendar.moment(days, 18)
        calendar.plan(said, lambda words=words: _idea(sample, ballot, words))
        if why:
            answer = (name, english, cost, make("sq", why, en=why_english))
            calendar.plan(
                calendar.moment(days + 3, 10),
                lambda words=words, answer=answer: _review(sample, ballot, words, *answer),
            )


def _idea(sample: Sample, ballot: Any, words: str) -> None:
    ballots.propose(
        by=ANYBODY, municipality=sample.municipality, ballot=ballot, words=words, language="sq", draft_key=uuid7()
    )


def _review(sample: Sample, ballot: Any, words: str, name: str, english: str, cost: int | None, reason: Texts) -> None:
    idea = next(one for one in ideas_now.all_ideas(ballot) if one.voice.words == words)
    ballots.review(
        by=sample.by("sherbimet"), municipality=sample.municipality, idea=idea, feasible=cost is not None, cost=cost,
        reason=reason, name=make("sq", name, en=english) if name else None,
    )  # fmt: skip


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
