"""The sample's policy paper: written, consulted on, answered comment by comment, changed, proposed, adopted."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Any

from firstdoor.core.actor import ANYBODY
from firstdoor.core.ids import uuid7
from firstdoor.core.texts import make
from firstdoor.decide.selectors import paper as paper_now
from firstdoor.decide.selectors import sessions as sessions_now
from firstdoor.decide.services import asked, comments, decisions, paper
from firstdoor.demo.listening import Sample
from firstdoor.demo.paper_words import ASKED, CHANGES, COMMENTS, MEASURES, PARAGRAPHS, Said
from firstdoor.people import selectors as people_now

if TYPE_CHECKING:
    from firstdoor.decide.models import Version


def plan_paper(sample: Sample) -> None:
    """Plan the paper from its first sentence to its adoption."""
    calendar = sample.calendar
    calendar.plan(calendar.working(-200, 10), lambda: _write(sample))
    calendar.plan(calendar.working(-195, 10), lambda: _consult(sample))
    calendar.plan(calendar.working(-155, 10), lambda: _propose(sample))


def _latest(sample: Sample) -> Version:
    return paper_now.latest(paper_now.newest_paper(sample.municipality))


def _put_measures(sample: Sample, version: Version) -> None:
    chosen = {one.theme.code: one for one in sessions_now.chosen_priorities(sample.municipality)}
    for one in MEASURES:
        if one.since == version.number:
            paper.put_measure(
                by=sample.by("pikafokale"), municipality=sample.municipality, version=version,
                title=make("sq", one.title, en=one.english), owner=make("sq", one.owner[0], en=one.owner[1]),
                budget=one.budget, due=sample.calendar.working(one.day).date(), candidate=chosen[one.theme],
                indicator=make("sq", one.indicator[0], en=one.indicator[1]),
            )  # fmt: skip


def _write(sample: Sample) -> None:
    municipality, by = sample.municipality, sample.by("pikafokale")
    version = paper.begin_paper(by=by, municipality=municipality, cycle=people_now.current_cycle(municipality))
    for one in PARAGRAPHS:
        paper.write_paragraph(
            by=by, municipality=municipality, version=version, section=one.section,
            text=make("sq", one.text, en=one.english),
            background=make("sq", one.figures, en=one.figures_english) if one.figures else None,
        )  # fmt: skip
    _put_measures(sample, version)


def _consult(sample: Sample) -> None:
    municipality = sample.municipality
    paper.open_consultation(by=sample.by("pikafokale"), municipality=municipality, version=_latest(sample))
    for number, said in enumerate(COMMENTS):
        moment = sample.calendar.moment(-193 + number * 1.5, 19)
        sample.calendar.plan(moment, lambda said=said: _say(sample, said))
        sample.calendar.plan(moment + timedelta(days=1, hours=15), lambda said=said: _answer(sample, said))


def _say(sample: Sample, said: Said) -> None:
    comments.comment(
        by=ANYBODY, municipality=sample.municipality, version=_latest(sample), paragraph_key=said.key,
        words=said.words, language="sq", draft_key=uuid7(),
    )  # fmt: skip


def _answer(sample: Sample, said: Said) -> None:
    waiting: list[Any] = paper_now.waiting_comments(_latest(sample))
    comments.answer_comment(
        by=sample.by("sherbimet"), municipality=sample.municipality,
        comment=next(one for one in waiting if one.voice.words == said.words),
        outcome="accepted" if said.accepted else "refused", reason=make("sq", said.reason, en=said.english),
    )  # fmt: skip


def _propose(sample: Sample) -> None:
    municipality, by = sample.municipality, sample.by("pikafokale")
    first = _latest(sample)
    second = paper.close_consultation(by=by, municipality=municipality, version=first)
    sections = {row.key: row.section for row in paper_now.paragraphs(second)}
    for key, (text, english) in CHANGES.items():
        paper.write_paragraph(
            by=by, municipality=municipality, version=second, section=sections[key], key=key,
            text=make("sq", text, en=english),
        )  # fmt: skip
    _put_measures(sample, second)
    for question, question_en, said, said_en, did, did_en, key in ASKED:
        asked.put_asked(
            by=by, municipality=municipality, version=first, question=make("sq", question, en=question_en),
            said=make("sq", said, en=said_en), did=make("sq", did, en=did_en), paragraph_key=key,
        )  # fmt: skip
    paper.propose(by=sample.by("kryetarja"), municipality=municipality, version=_latest(sample))
    sample.calendar.plan(sample.calendar.working(-146, 15), lambda: _adopt(sample))


def _adopt(sample: Sample) -> None:
    decisions.enter_decision(
        by=sample.by("sekretari"), municipality=sample.municipality, version=_latest(sample), number="41",
        day=sample.calendar.working(-146).date(), votes=decisions.Votes(17, 2, 1), adopted=True,
    )  # fmt: skip
