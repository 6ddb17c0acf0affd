"""What the sample delivered: lamps that burn and were measured, a playground half done, promises kept, late and dropped."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

from firstdoor.core.actor import ANYBODY
from firstdoor.core.texts import make
from firstdoor.decide.selectors import paper as paper_now
from firstdoor.decide.selectors import sessions as sessions_now
from firstdoor.deliver.selectors.chain import voices_behind
from firstdoor.deliver.services import ask_back, coach, measuring, pilots, promises
from firstdoor.demo.listening import Sample, said
from firstdoor.demo.matters import Pair
from firstdoor.demo.pictures import drawing
from firstdoor.listen import selectors as listen_now

LAMPS = "14 llamba në rrugën e shkollës, Kuman"
PLAYGROUND = "Kënd lojërash te shkolla, Strum"
OWNER = make("sq", "Drejtoria e Shërbimeve", en="Services Directorate")
DRAWN = "Vizatim i shembullit, jo fotografi: "
# What is shown, on which day, and what the picture is called.
LAMPS_PHOTOS = (
    ("road-dark", -99, ("Para punës, në mbrëmje", "Before the work, in the evening")),
    ("trench", -72, ("Gërmimet pranë kanalit", "Digging beside the canal")),
    ("poles-up", -41, ("Ngrihen shtyllat", "The poles go up")),
    ("road-lit", -24, ("Mbrëmja e parë me dritë", "The first evening with light")),
)
PLAYGROUND_PHOTOS = (
    ("yard-empty", -82, ("Oborri para punës", "The yard before the work")),
    ("marking", -30, ("Nxënësit masin vendin", "Pupils measure the place")),
    ("ground-ready", -15, ("Vendi gati, me rërë", "The ground is ready, with sand")),
)


def plan_deliveries(sample: Sample) -> None:
    """Plan the pilots and what becomes of each measure."""
    calendar = sample.calendar
    calendar.plan(calendar.working(-98, 10), lambda: _lamps(sample))
    calendar.plan(calendar.working(-80, 10), lambda: _playground(sample))
    calendar.plan(calendar.working(-70, 10), lambda: _states(sample))


def _proposal(sample: Sample, word: str) -> Any:
    return next(one for one in sessions_now.proposals(sample.municipality) if word in one.title["sq"])


def _measures(sample: Sample) -> dict[str, Any]:
    """The measures of the paper by their Albanian title."""
    paper = paper_now.newest_paper(sample.municipality)
    return {measure.title["sq"]: measure for measure in paper_now.measures(paper)}


def _day(sample: Sample, day: int) -> date:
    return sample.calendar.working(day).date()


def _who(sample: Sample, name: str = "sherbimet") -> dict[str, Any]:
    return {"by": sample.by(name), "municipality": sample.municipality}


def _lamps(sample: Sample) -> None:
    calendar, who = sample.calendar, _who(sample)
    feeling = make("sq", "Ndihen në siguri këtu pasi errësohet", en="Feel safe here after dark")
    pilot = pilots.start_pilot(
        **who, kind="proposal", source=_proposal(sample, "Kuman").pk, measure=_measures(sample)[LAMPS].pk, owner=OWNER,
        title=make("sq", LAMPS, en="14 lamps on the school road, Kuman"), budget=1_200_000,
        starts=_day(sample, -80), due=_day(sample, -20), indicator=feeling,
        ask_back=make("sq", "A ka dritë tani rruga?", en="Does the road have light now?"),
    )  # fmt: skip
    counted = make(
        "sq", "Llambat u numëruan në vend, në mbrëmje.", en="The lamps were counted on the spot, in the evening."
    )
    asked = make(
        "sq",
        "Pyetëm derë më derë, në të njëjtat shtëpi para dhe pas punës.",
        en="We asked from door to door, in the same homes before and after the work.",
    )
    before = [
        measuring.take_reading(
            **who, pilot=pilot, what=make("sq", "Llamba që punojnë", en="Lamps that work"), value=0, unit="",
            day=_day(sample, -142), method=counted,
        ),
        measuring.take_reading(
            **who, pilot=pilot, n=118, margin=8.3, value=31, unit="%", what=feeling, day=_day(sample, -142), method=asked
        ),
    ]  # fmt: skip
    steps = [
        pilots.add_milestone(**who, pilot=pilot, text=said(words), due=_day(sample, day))
        for words, day in (
            (("Fillojnë gërmimet", "Digging begins"), -77), (("Vihen shtyllat", "The poles are put up"), -41),
            (("Ndizen 14 llamba", "14 lamps are switched on"), -30),
        )
    ]  # fmt: skip
    for step, day in zip(steps, (-77, -42, -24), strict=True):
        _finish(sample, step, day)
    calendar.plan(
        calendar.working(-52, 11),
        lambda: pilots.delay_milestone(
            **who,
            milestone=steps[2],
            due=_day(sample, -24),
            reason=make("sq", "Nëntë ditë shi.", en="Nine days of rain."),
        ),
    )
    for day, amount, what, paid_to in (
        (-70, 320_000, ("Gërmime", "Digging"), "Ndërtim Myzeqe sh.p.k."), (-40, 610_000, ("Shtylla dhe llamba", "Poles and lamps"), "Drita e Fierit sh.p.k."),
        (-23, 210_000, ("Lidhja me rrjetin", "Connection to the network"), "OSHEE"),
    ):  # fmt: skip
        _spend(sample, pilot, day, amount, what, paid_to)
    for drawn, day, caption in LAMPS_PHOTOS:
        _photo(sample, pilot, drawn, day, caption)
    _visit(
        sample, pilot, -49,
        ("Puna ecën mirë, por banorët nuk e dinë datën e re.", "Work goes well, but residents do not know the new date."),
        ("Thojuani datën e re edhe në dyqane.", "Tell the new date in the shops, too."),
        ("Vumë fletë në katër dyqane dhe te porta e shkollës.", "We put sheets up in four shops and at the school gate."),
    )  # fmt: skip
    calendar.plan(
        calendar.working(-24, 18),
        lambda: pilots.mark_done(
            **who, pilot=pilots.locked(sample.municipality, pilot.pk),
            text=make("sq", "U bë. Rruga e shkollës ka dritë.", en="Done. The school road has light."),
        ),
    )  # fmt: skip
    calendar.plan(calendar.working(-20, 18), lambda: _asked_back(sample, pilot))
    calendar.plan(calendar.working(-2, 10), lambda: _measured(sample, pilot, before))
    calendar.plan(calendar.working(-1, 14), lambda: _learned(sample, pilot))


def _finish(sample: Sample, step: Any, day: int) -> None:
    sample.calendar.plan(
        sample.calendar.working(day, 16),
        lambda: pilots.finish_milestone(**_who(sample), milestone=step, done_on=_day(sample, day)),
    )


def _spend(sample: Sample, pilot: Any, day: int, amount: int, what: Pair, paid_to: str) -> None:
    sample.calendar.plan(
        sample.calendar.working(day, 12),
        lambda: pilots.add_spending(
            **_who(sample), pilot=pilot, day=_day(sample, day), amount=amount, what=said(what), paid_to=paid_to
        ),
    )


def _photo(sample: Sample, pilot: Any, drawn: str, day: int, caption: Pair) -> None:
    """A drawing, taken in like a photo and published once the focal point looked at it."""

    def add() -> None:
        file, size = drawing(drawn)
        photo = pilots.add_photo(
            **_who(sample), pilot=pilot, file=file, size=size, alt=f"{DRAWN}{caption[0]}",
            caption=make("sq", f"{caption[0]} (vizatim)", en=f"{caption[1]} (a drawing)"),
            taken_on=_day(sample, day),
        )  # fmt: skip
        pilots.decide_photo(**_who(sample, "pikafokale"), photo=photo, publish=True)

    sample.calendar.plan(sample.calendar.working(max(day, -78), 17), add)


def _visit(sample: Sample, pilot: Any, day: int, observed: Pair, advised: Pair, answered: Pair) -> None:
    def come() -> None:
        visit = coach.write_visit(
            **_who(sample, "coach"),
            pilot=pilot,
            day=_day(sample, day),
            observation=said(observed),
            advice=said(advised),
        )
        sample.calendar.plan(
            sample.calendar.working(day + 5, 9),
            lambda: coach.react_to_visit(
                **_who(sample, "pikafokale"), visit=visit, public=True, reaction=said(answered)
            ),
        )

    sample.calendar.plan(sample.calendar.working(day, 15), come)


def _asked_back(sample: Sample, pilot: Any) -> None:
    """Some of those who asked for it say whether it is so now."""
    says = ("yes", "yes", "no", "yes") * 3 + ("yes", "no", "yes", "no", "yes")
    public = listen_now.public_voices(sample.municipality, voices_behind(pilot))
    for pk, answer in zip(sorted(public)[3:], says, strict=False):
        ask_back.answer_ask_back(
            by=ANYBODY, municipality=sample.municipality, voice=listen_now.voice_of(pk),
            pilot=str(pilot.pk), says=answer,
        )  # fmt: skip


def _measured(sample: Sample, pilot: Any, before: list[Any]) -> None:
    who, day = _who(sample), _day(sample, -3)
    for reading, value, n in zip(before, (14, 58), (None, 104), strict=True):
        measuring.take_reading(
            **who, pilot=pilot, what=reading.what, value=value, unit=reading.unit, day=day, method=reading.method, n=n,
            margin=9.5 if n else None, before=reading,
        )  # fmt: skip
    measuring.mark_measured(
        **who, pilot=pilots.locked(sample.municipality, pilot.pk),
        text=make(
            "sq", "U mat: 14 llamba punojnë, dhe 58\N{NO-BREAK SPACE}% ndihen në siguri pasi errësohet; më parë 31\N{NO-BREAK SPACE}%.",
            en="Measured: 14 lamps work, and 58% feel safe after dark; it was 31%.",
        ),
    )  # fmt: skip


def _learned(sample: Sample, pilot: Any) -> None:
    held = pilots.locked(sample.municipality, pilot.pk)
    pilots.write_evaluation(
        **_who(sample), pilot=held, version=held.version,
        evaluation=make(
            "sq", "Të 14 llambat punojnë, një javë më vonë se plani: nëntë ditë shi ndalën gërmimet. Kursyem 60 000 lekë, sepse tri shtylla të vjetra ishin të shëndosha.\n\nMë shumë ndryshoi për prindërit dhe për gratë që kthehen nga turni i dytë. Të moshuarit thonë se u mungon ende trotuari; këtë e çuam te plani i trotuareve.",
            en="All 14 lamps work, a week later than planned: nine days of rain stopped the digging. We saved 60,000 lek, because three old poles were sound.\n\nMost changed for parents and for women who come back from the second shift. Old people say that the pavement is still missing; we took that to the plan for pavements.",
        ),
        lesson=make(
            "sq", "Kur puna vonohet, thojeni datën e re po atë ditë: shkolla dhe dyqanet e përhapin më shpejt se tabela. Dhe numëroni para se të filloni, që të shihet çfarë ndryshoi.",
            en="When work is late, tell the new date the same day: the school and the shops spread it faster than a sign. And count before you begin, so that one sees what changed.",
        ),
    )  # fmt: skip


def _playground(sample: Sample) -> None:
    who = _who(sample)
    playing = make("sq", "Fëmijë që luajnë këtu pas mësimit", en="Children who play here after school")
    pilot = pilots.start_pilot(
        **who, kind="proposal", source=_proposal(sample, "Strum").pk, measure=_measures(sample)[PLAYGROUND].pk, owner=OWNER,
        title=make("sq", PLAYGROUND, en="Playground at the school, Strum"), budget=800_000,
        starts=_day(sample, -60), due=_day(sample, 45), indicator=playing,
        ask_back=make("sq", "A luajnë fëmijët tani këtu?", en="Do children play here now?"),
    )  # fmt: skip
    measuring.take_reading(
        **who, pilot=pilot, value=3, unit="", day=_day(sample, -142), what=playing,
        method=make("sq", "Mesatare e pesë pasditeve, të numëruara nga ora 13 deri në 15.", en="Average of five afternoons, counted from 13:00 to 15:00."),
    )  # fmt: skip
    plans = (
        (("Porositen pajisjet që zgjodhën fëmijët", "The equipment that the children chose is ordered"), -50, -48),
        (("Përgatitet vendi", "The ground is prepared"), -20, -15), (("Montohen pajisjet", "The equipment is put up"), 18, None),
        (("Hapet me nxënësit", "Opened with the pupils"), 40, None),
    )  # fmt: skip
    for words, due, done in plans:
        step = pilots.add_milestone(**who, pilot=pilot, text=said(words), due=_day(sample, due))
        if done is not None:
            _finish(sample, step, done)
        elif due == 18:  # the one that is put off
            _put_off(sample, step)
    _spend(sample, pilot, -46, 240_000, ("Paradhënie për pajisjet", "Advance for the equipment"), "Lodra Park sh.p.k.")
    _spend(sample, pilot, -14, 95_000, ("Rrafshim dhe rërë", "Levelling and sand"), "Ndërtim Myzeqe sh.p.k.")
    for drawn, day, caption in PLAYGROUND_PHOTOS:
        _photo(sample, pilot, drawn, day, caption)
    _visit(
        sample, pilot, -31,
        ("Nxënësit e kanë matur vetë vendin. Nënat pyesin kush e mban çelësin pasdite.", "The pupils measured the place themselves. Mothers ask who keeps the key in the afternoon."),
        ("Vendosni me shkollën orët dhe kush hap portën, para se të montohen pajisjet.", "Agree with the school on the hours and on who opens the gate, before the equipment is put up."),
        ("Porta hapet nga ora 13 deri në 18; çelësin e mban roja i shkollës.", "The gate is open from 13:00 to 18:00; the school's guard keeps the key."),
    )  # fmt: skip


def _put_off(sample: Sample, step: Any) -> None:
    sample.calendar.plan(
        sample.calendar.working(-9, 11),
        lambda: pilots.delay_milestone(
            **_who(sample), milestone=step, due=_day(sample, 27),
            reason=make("sq", "Certifikata e sigurisë vonohet.", en="The safety certificate takes longer."),
        ),
    )  # fmt: skip


def _states(sample: Sample) -> None:
    who, calendar, rows = _who(sample, "pikafokale"), sample.calendar, _measures(sample)
    begun, kept = "under_way", "kept"
    plans: tuple[tuple[str, str, int, Pair | None], ...] = (
        (LAMPS, begun, -69, None),
        (LAMPS, kept, -24, None),
        (PLAYGROUND, begun, -60, None),
        ("Patrullë në orën e daljes nga shkolla", begun, -68, None),
        ("Patrullë në orën e daljes nga shkolla", kept, -62,
         ("Një polic bashkiak qëndron te porta çdo ditë mësimi, nga ora 12.15 deri në 13.00.", "A municipal policeman stands at the gate each school day, from 12:15 to 13:00.")),
        ("6 llamba në rrugën e kodrës, Kurjan", begun, -64, None),
        ("6 llamba në rrugën e kodrës, Kurjan", "late", -7,
         ("Furnizuesi i solli shtyllat pa themele; të rejat vijnë brenda gjashtë javësh.", "The supplier brought the poles without footings; new ones come within six weeks.")),
        ("Kamera te parku, Roskovec", "dropped", -66,
         ("Shumica nuk i donte, dhe kushtojnë sa njëzet llamba.", "Most did not want them, and they cost as much as twenty lamps.")),
        ("Vendkalim i ngritur para shkollës, Roskovec", begun, -40, None),
        ("20 llamba në lagjen pas kanalit, Kuman", begun, -30, None),
    )  # fmt: skip
    for title, state, day, reason in plans:
        calendar.plan(
            calendar.working(day, 18) + timedelta(minutes=1),
            lambda title=title, state=state, reason=reason: promises.set_measure_state(
                **who, measure=rows[title], state=state, reason=said(reason) if reason else None
            ),
        )
