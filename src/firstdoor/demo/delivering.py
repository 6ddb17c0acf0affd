"""What the sample delivered: lamps that burn and were measured, a playground half done, promises kept, late and dropped."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from firstdoor.core.texts import make
from firstdoor.decide.selectors import paper as paper_now
from firstdoor.decide.selectors import sessions as sessions_now
from firstdoor.deliver.services import coach, measuring, pilots, promises
from firstdoor.demo.listening import Sample

LAMPS = "14 llamba në rrugën e shkollës, Kuman"
PLAYGROUND = "Kënd lojërash te shkolla, Strum"
OWNER = make("sq", "Drejtoria e Shërbimeve", en="Services Directorate")


def plan_deliveries(sample: Sample) -> None:
    """Plan the pilots and what becomes of each measure."""
    calendar = sample.calendar
    calendar.plan(calendar.moment(-98, 10), lambda: _lamps(sample))
    calendar.plan(calendar.moment(-80, 10), lambda: _playground(sample))
    calendar.plan(calendar.moment(-70, 10), lambda: _states(sample))


def _proposal(sample: Sample, word: str) -> Any:
    return next(one for one in sessions_now.proposals(sample.municipality) if word in one.title["sq"])


def _measures(sample: Sample) -> dict[str, Any]:
    """The measures of the paper by their Albanian title."""
    paper = paper_now.newest_paper(sample.municipality)
    return {measure.title["sq"]: measure for measure in paper_now.measures(paper)}


def _lamps(sample: Sample) -> None:
    municipality, by, calendar = sample.municipality, sample.by("sherbimet"), sample.calendar
    pilot = pilots.start_pilot(
        by=by, municipality=municipality, kind="proposal", source=_proposal(sample, "Kuman").pk,
        title=make("sq", LAMPS, en="14 lamps on the school road, Kuman"), owner=OWNER,
        measure=_measures(sample)[LAMPS].pk,
        budget=1_200_000, starts=calendar.moment(-80).date(), due=calendar.moment(-20).date(),
        indicator=make("sq", "Ndihen në siguri këtu pasi errësohet", en="Feel safe here after dark"),
        ask_back=make("sq", "A ka dritë tani rruga?", en="Does the road have light now?"),
    )  # fmt: skip
    before = [
        measuring.take_reading(
            by=by, municipality=municipality, pilot=pilot, what=make("sq", "Llamba që punojnë", en="Lamps that work"), value=0,
            unit="", day=calendar.moment(-100).date(), method=make("sq", "U numëruan në vend.", en="Counted on the spot."),
        ),
        measuring.take_reading(
            by=by, municipality=municipality, pilot=pilot, n=118, margin=12, value=31, unit="%",
            what=make("sq", "Ndihen në siguri këtu pasi errësohet", en="Feel safe here after dark"),
            day=calendar.moment(-100).date(),
            method=make("sq", "Pyetëm 118 banorë, në të njëjtat shtëpi para dhe pas.", en="We asked 118 residents, in the same homes before and after."),
        ),
    ]  # fmt: skip
    steps = [
        pilots.add_milestone(by=by, municipality=municipality, pilot=pilot, text=make("sq", words, en=english), due=calendar.moment(day).date())
        for words, english, day in (
            ("Fillojnë gërmimet", "Digging begins", -77), ("Vihen shtyllat", "The poles are put up", -45),
            ("Ndizen 14 llamba", "14 lamps are switched on", -30),
        )
    ]  # fmt: skip
    for step, day in zip(steps, (-77, -42, -24), strict=True):
        calendar.plan(
            calendar.moment(day, 16),
            lambda step=step, day=day: pilots.finish_milestone(
                by=by, municipality=municipality, milestone=step, done_on=calendar.moment(day).date()
            ),
        )
    calendar.plan(
        calendar.moment(-52, 11),
        lambda: pilots.delay_milestone(
            by=by, municipality=municipality, milestone=steps[2], due=calendar.moment(-24).date(),
            reason=make("sq", "Nëntë ditë shi.", en="Nine days of rain."),
        ),
    )  # fmt: skip
    for day, amount, what, english in (
        (-70, 320_000, "Gërmime", "Digging"), (-40, 610_000, "Shtylla dhe llamba", "Poles and lamps"), (-23, 210_000, "Lidhja me rrjetin", "Connection"),
    ):  # fmt: skip
        calendar.plan(
            calendar.moment(day, 12),
            lambda day=day, amount=amount, what=what, english=english: pilots.add_spending(
                by=by, municipality=municipality, pilot=pilot, day=calendar.moment(day).date(), amount=amount,
                what=make("sq", what, en=english),
            ),
        )  # fmt: skip
    calendar.plan(
        calendar.moment(-24, 18),
        lambda: pilots.mark_done(
            by=by, municipality=municipality, pilot=pilots.locked(municipality, pilot.pk),
            text=make("sq", "U bë. Rruga e shkollës ka dritë.", en="Done. The school road has light."),
        ),
    )  # fmt: skip
    calendar.plan(calendar.moment(-2, 10), lambda: _measured(sample, pilot, before))
    calendar.plan(calendar.moment(-48, 15), lambda: _visit(sample, pilot))


def _measured(sample: Sample, pilot: Any, before: list[Any]) -> None:
    municipality, by, day = sample.municipality, sample.by("sherbimet"), sample.calendar.moment(-3).date()
    for reading, value, n in zip(before, (14, 58), (None, 104), strict=True):
        measuring.take_reading(
            by=by, municipality=municipality, pilot=pilot, what=reading.what, value=value, unit=reading.unit, day=day,
            method=reading.method, n=n, margin=12 if n else None, before=reading,
        )  # fmt: skip
    measuring.mark_measured(
        by=by, municipality=municipality, pilot=pilots.locked(municipality, pilot.pk),
        text=make(
            "sq", "U mat: 14 llamba punojnë, dhe 58 % ndihen në siguri pasi errësohet; më parë 31 %.",
            en="Measured: 14 lamps work, and 58% feel safe after dark; it was 31%.",
        ),
    )  # fmt: skip


def _visit(sample: Sample, pilot: Any) -> None:
    visit = coach.write_visit(
        by=sample.by("coach"), municipality=sample.municipality, pilot=pilot, day=sample.calendar.moment(-49).date(),
        observation=make("sq", "Puna ecën mirë, por banorët nuk e dinë datën e re.", en="Work goes well, but residents do not know the new date."),
        advice=make("sq", "Thojuani datën e re edhe në dyqane.", en="Tell the new date in the shops, too."),
    )  # fmt: skip
    sample.calendar.plan(
        sample.calendar.moment(-47, 9),
        lambda: coach.react_to_visit(
            by=sample.by("pikafokale"), municipality=sample.municipality, visit=visit, public=True,
            reaction=make("sq", "Vumë fletë në katër dyqane.", en="We put sheets up in four shops."),
        ),
    )  # fmt: skip


def _playground(sample: Sample) -> None:
    municipality, by, calendar = sample.municipality, sample.by("sherbimet"), sample.calendar
    pilot = pilots.start_pilot(
        by=by, municipality=municipality, kind="proposal", source=_proposal(sample, "Strum").pk,
        title=make("sq", PLAYGROUND, en="Playground at the school, Strum"), owner=OWNER,
        measure=_measures(sample)[PLAYGROUND].pk,
        budget=800_000, starts=calendar.moment(-60).date(), due=calendar.moment(45).date(),
        indicator=make("sq", "Fëmijë që luajnë këtu pas mësimit", en="Children who play here after school"),
        ask_back=make("sq", "A luajnë fëmijët tani këtu?", en="Do children play here now?"),
    )  # fmt: skip
    measuring.take_reading(
        by=by, municipality=municipality, pilot=pilot, value=3, unit="", day=calendar.moment(-82).date(), n=5,
        what=make("sq", "Fëmijë që luajnë këtu pas mësimit", en="Children who play here after school"),
        method=make("sq", "U numëruan në pesë pasdite.", en="Counted on five afternoons."),
    )  # fmt: skip
    plans = (
        ("Porositen pajisjet që zgjodhën fëmijët", "The equipment that the children chose is ordered", -50, -48),
        ("Përgatitet vendi", "The ground is prepared", -20, -15), ("Montohen pajisjet", "The equipment is put up", 25, None),
        ("Hapet me nxënësit", "Opened with the pupils", 40, None),
    )  # fmt: skip
    for words, english, due, done in plans:
        step = pilots.add_milestone(
            by=by,
            municipality=municipality,
            pilot=pilot,
            text=make("sq", words, en=english),
            due=calendar.moment(due).date(),
        )
        if done is not None:
            calendar.plan(
                calendar.moment(done, 15),
                lambda step=step, done=done: pilots.finish_milestone(
                    by=by, municipality=municipality, milestone=step, done_on=calendar.moment(done).date()
                ),
            )
    calendar.plan(
        calendar.moment(-14, 12),
        lambda: pilots.add_spending(
            by=by, municipality=municipality, pilot=pilot, day=calendar.moment(-14).date(), amount=280_000,
            what=make("sq", "Paradhënie për pajisjet", en="Advance for the equipment"),
        ),
    )  # fmt: skip


def _states(sample: Sample) -> None:
    municipality, by, calendar = sample.municipality, sample.by("pikafokale"), sample.calendar
    rows = _measures(sample)
    plans = (
        (LAMPS, "kept", -24, {}),
        ("Patrullë në orën e daljes nga shkolla", "kept", -58, {}),
        ("6 llamba në rrugën e kodrës, Kurjan", "late", -7,
         make("sq", "Shtyllat vonohen te furnizuesi; priten brenda gjashtë javësh.", en="The supplier is late with the poles; they are expected within six weeks.")),
        ("Kamera te parku, Roskovec", "dropped", -66,
         make("sq", "Shumica nuk i donte, dhe kushtojnë sa njëzet llamba.", en="Most did not want them, and they cost as much as twenty lamps.")),
        ("Vendkalim i ngritur para shkollës, Roskovec", "under_way", -40, {}),
    )  # fmt: skip
    for title, state, day, reason in plans:
        calendar.plan(
            calendar.moment(day, 19) + timedelta(minutes=1),
            lambda title=title, state=state, reason=reason: promises.set_measure_state(
                by=by, municipality=municipality, measure=rows[title], state=state, reason=reason or None
            ),
        )
