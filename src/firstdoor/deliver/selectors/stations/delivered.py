"""The top floor: pilots being done, done and measured, and measures without a pilot that were kept or dropped."""

from __future__ import annotations

from datetime import date

from django.utils.formats import date_format
from django.utils.html import format_html
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from firstdoor.core import days
from firstdoor.core.templatetags.firstdoor import SPACE, money, number
from firstdoor.deliver.models import Milestone, Reading
from firstdoor.deliver.selectors.stations.line import Change, Line, joined, page, sentence, written
from firstdoor.deliver.selectors.thread import PilotThread
from firstdoor.people.selectors import role_label

ASK = "deliver/_ask_back.html"


def add_delivered(line: Line) -> None:
    """What is being done, was done, and changed."""
    for one in line.thread.pilots:
        if one.pilot.done_at is None:
            _running(line, one)
        else:
            _done(line, one)
    _measures(line)


def figure(reading: Reading) -> str:
    """A reading as people say it: `58 %`, `14`, `58%` in English."""
    written_number = number(round(reading.value, 1))
    if reading.unit == "%":
        return _("{n}%").replace(" ", SPACE).format(n=written_number)
    return f"{written_number}{SPACE}{reading.unit}" if reading.unit else written_number


def pairs(readings: list[Reading]) -> list[tuple[Reading, Reading]]:
    """Readings of one thing before and after, in the order in which they were first taken."""
    before = {reading.key: reading for reading in readings if reading.moment == "before"}
    after = {reading.key: reading for reading in readings if reading.moment == "after"}
    return [(reading, after[key]) for key, reading in before.items() if key in after]


def changes(readings: list[Reading]) -> tuple[Change, ...]:
    """Before and after in words."""
    return tuple(Change(written(old.what), figure(old), figure(new)) for old, new in pairs(readings))


def starting(readings: list[Reading]) -> list[Change]:
    """The figures before the work, in words: told before anybody knows those after it, so that none is chosen to suit."""
    return [Change(written(one.what), figure(one), "") for one in readings if one.moment == "before"]


def how_taken(readings: list[Reading]) -> str:
    """When and how the figures before the work were taken, one sentence after another, each once."""
    said: list[str] = []
    for one in readings:
        if one.moment == "before":
            said.append(_("Taken on {day}.").format(day=date_format(one.date, "DATE_FORMAT")))
            if one.n:
                said.append(_("{n} asked or counted.").format(n=number(one.n)))
            said.append(sentence(one.method))
            if one.margin:
                said.append(
                    ngettext(
                        "It may be up to {n} point smaller or larger.",
                        "It may be up to {n} points smaller or larger.",
                        round(one.margin),
                    ).format(n=round(one.margin))
                )
    return joined(*dict.fromkeys(said))


def method(readings: list[Reading]) -> str:
    """How it was measured and how sure it is, one sentence after another, each once."""
    said: list[str] = []
    for old, new in pairs(readings):
        if old.n and new.n:
            said.append(
                _("{before} asked or counted before, {after} after.").format(before=number(old.n), after=number(new.n))
            )
        was, now = sentence(old.method), sentence(new.method)
        said += (
            [was]
            if was == now
            else [
                was and format_html(_("Before: {how}"), how=was),
                now and format_html(_("After: {how}"), how=now),
            ]
        )
        if new.margin or old.margin:
            margin = ((old.margin or 0) ** 2 + (new.margin or 0) ** 2) ** 0.5
            said.append(
                ngettext(
                    "The change may be up to {n} point smaller or larger.",
                    "The change may be up to {n} points smaller or larger.",
                    round(margin),
                ).format(n=round(margin))
            )
    return joined(*dict.fromkeys(said))


def milestone_line(milestone: Milestone, today: date) -> str:
    """`7 September: digging began`; late ones say why."""
    day = days.short(milestone.done_on or milestone.due, today)
    told = format_html(_("{day}: {what}"), day=day, what=written(milestone.text))
    if not milestone.delay_reason:
        return told
    return format_html(_("{told}; delayed: {why}"), told=told, why=written(milestone.delay_reason))


def _address(line: Line, one: PilotThread) -> str:
    return page(f"/{line.thread.voice.municipality.slug}/pilots/{one.pilot.slug}/")


def _running(line: Line, one: PilotThread) -> None:
    pilot, owner = one.pilot, written(one.pilot.owner)
    if pilot.starts > line.today:
        line.expect("doing", _("The work begins"), pilot.starts, owner, body=written(pilot.title))
    else:
        told = [
            milestone_line(milestone, line.today)
            for milestone in one.milestones
            if milestone.done_on or milestone.delay_reason
        ]
        line.reached(
            "doing", _("It is being done"), pilot.starts, owner, body=sentence(pilot.title), sub=tuple(told),
            url=_address(line, one), label=_("See the pilot"),
        )  # fmt: skip
        for milestone in one.milestones:
            if milestone.done_on is None:
                line.expect("milestone", written(milestone.text), milestone.due, owner)
    line.expect("done", _("The work is finished"), pilot.due, owner)
    _evaluation(line, one)


def _done(line: Line, one: PilotThread) -> None:
    pilot = one.pilot
    told = line.take("done", about_id=pilot.pk)
    finished = pilot.done_at.astimezone(line.zone).date()
    weeks = max(1, round((finished - pilot.starts).days / 7))
    spent = money(one.spent, line.thread.voice.municipality.currency)
    body = ngettext("In {n} week, for {sum}.", "In {n} weeks, for {sum}.", weeks).format(n=weeks, sum=spent)
    measured = pilot.measured_at is not None
    ask = {} if measured else {"extra": ASK, "data": one, "settled": bool(one.asked.own)}
    line.reached(
        "done", _("The work was finished"), pilot.done_at, written(pilot.owner),
        body=joined(body if one.spent else "", written(told.text) if told else sentence(pilot.title)),
        sub=tuple(milestone_line(milestone, line.today) for milestone in one.milestones if milestone.done_on),
        url=_address(line, one), label=_("See the pilot"), **ask,
    )  # fmt: skip
    if measured:
        told_of_change = line.take("measured", about_id=pilot.pk)
        line.reached(
            "measured", _("It is done, and this changed"), pilot.measured_at, line.thread.helper.who,
            body=written(told_of_change.text) if told_of_change else "",
            changes=changes(one.readings), method=method(one.readings), extra=ASK, data=one,
            settled=bool(one.asked.own), url=_address(line, one), label=_("See the pilot"),
            sub=(format_html(_("What we learned: {lesson}"), lesson=written(pilot.lesson)),) if pilot.lesson else (),
        )  # fmt: skip
    _evaluation(line, one)


def _evaluation(line: Line, one: PilotThread) -> None:
    due = next((step.due for step in line.thread.steps if step.kind == "evaluation" and step.done_at is None), None)
    focal = role_label("municipal_focal_point")
    if one.pilot.measured_at is None:
        line.expect("measured", _("We measure what changed"), due, role_label("action_group"))
    if not one.pilot.lesson:
        line.expect("lesson", _("We publish the lesson"), due, focal)


def _measures(line: Line) -> None:
    for measure in line.thread.policy.measures:
        state = line.thread.measure_states.get(measure.pk)
        if state is None or state.state not in {"kept", "dropped"}:
            continue
        kept = state.state == "kept"
        if kept and any(one.pilot.measure_id in {None, measure.pk} for one in line.thread.pilots):
            continue  # the pilot says that it was done
        told = line.take("done", about_id=measure.pk) if kept else line.take("reply", about_id=measure.pk)
        body = joined(sentence(measure.title), written(told.text) if told else written(state.reason))
        title = _("It was done") if kept else _("It was dropped")
        line.reached("done" if kept else "dropped", title, state.at, written(measure.owner), body=body, settled=True)
