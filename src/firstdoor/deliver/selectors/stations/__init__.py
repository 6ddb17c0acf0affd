"""The golden thread in words: one line of stations, and the outcome that stands above it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.utils.html import format_html
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from firstdoor.core.templatetags.firstdoor import number
from firstdoor.deliver.selectors.stations.decided import add_decided
from firstdoor.deliver.selectors.stations.delivered import add_delivered
from firstdoor.deliver.selectors.stations.heard import add_heard
from firstdoor.deliver.selectors.stations.line import Line, Station, page, written
from firstdoor.deliver.selectors.thread import GoldenThread
from firstdoor.people.selectors import role_label

if TYPE_CHECKING:
    from firstdoor.listen.selectors import Stated

__all__ = ["Outcome", "Station", "outcome", "stations"]


@dataclass(frozen=True, slots=True)
class Outcome:
    """How it stands, said first: the page's heading, and in a word or two for its title."""

    heading: str
    short: str


def stations(thread: GoldenThread) -> list[Station]:
    """The line of a thread in the reader's language. No query."""
    line = Line(thread, list(thread.listen.told))
    add_heard(line)
    if not thread.neutral:
        add_decided(line)
        add_delivered(line)
    _answers(line)
    if thread.voice.withdrawn_at is not None:
        line.future.clear()
        words = _("Your words, photos and place are erased. Only the dates stay here.")
        title = _("You took your voice back")
        line.past[:] = [entry for entry in line.past if entry[2].kind != "ended"]
        line.reached("withdrawn", title, thread.voice.withdrawn_at, _("you"), body=words, settled=True)
    return line.stations()


def _answers(line: Line) -> None:
    """The answers that no station shows yet, each a station of its own."""
    if line.thread.neutral:
        _neutral_answers(line)
        return
    titles = {
        "heard": _("We read it"),
        "joined": _("We joined it with others"),
        "planned": _("It is planned"),
        "reply": _("We answered you"),
        "ended": _("We answered you"),
        "accepted": _("Your comment was taken up"),
        "refused": _("Your comment was not taken up"),
        "chosen": _("It became a priority"),
        "not_chosen": _("It was not chosen this time"),
        "decided": _("It was decided"),
        "done": _("It was done"),
        "measured": _("It was measured"),
    }
    for told in list(line.told):
        by = role_label(told.by_role or "action_group")
        more = {"url": page(told.path), "label": _("Read more")} if told.path else {}
        line.reached(told.kind, titles[told.kind], told.at, by, body=written(told.text), **more)


def _neutral_answers(line: Line) -> None:
    """That there are answers, with the sentence that may stand there; how to hear what they say stands at the last."""
    by, told = str(line.thread.voice.municipality), line.told
    silent = [one for one in told if not one.text]
    for one in told:
        if one.text:
            body = written(one.text)
        elif one is silent[-1] and line.thread.voice.withdrawn_at is None:
            body = _("So that nobody else reads it, it does not stand here. Call us with your code: we read it to you.")
        else:
            body = ""
        line.reached("answer", _("We have an answer for you"), one.at, by, body=body)


def outcome(thread: GoldenThread) -> Outcome:
    """What the page says first. No query."""
    if thread.voice.withdrawn_at is not None:
        return Outcome(_("You took your voice back."), _("taken back"))
    if thread.neutral:
        return _neutral(thread)
    return _delivered(thread) or _decided(thread) or _heard(thread)


def _neutral(thread: GoldenThread) -> Outcome:
    case = thread.listen.case
    if thread.listen.told:
        return Outcome(_("We have an answer for you."), _("answered"))
    if case is None or case.phase == "received":
        return Outcome(_("We received it."), _("received"))
    if case.phase == "ended":
        return Outcome(_("It ended."), _("ended"))
    return Outcome(_("Somebody read it, and is working on it."), _("being worked on"))


def _delivered(thread: GoldenThread) -> Outcome | None:
    done = [one.pilot for one in thread.pilots if one.pilot.done_at]
    if done:
        return Outcome(format_html(_("Done. {what}."), what=written(done[-1].title)), _("done"))
    if thread.pilots:
        return Outcome(
            format_html(_("It is being done: {what}."), what=written(thread.pilots[-1].pilot.title)), _("being done")
        )
    states = [thread.measure_states[m.pk].state for m in thread.policy.measures if m.pk in thread.measure_states]
    if states and all(state == "kept" for state in states):
        return Outcome(_("Done. What was promised is kept."), _("done"))
    if states and all(state == "dropped" for state in states):
        return Outcome(_("It will not be done, and this is why."), _("dropped"))
    return None


def _decided(thread: GoldenThread) -> Outcome | None:
    policy = thread.policy
    if policy.comment is not None and policy.comment.outcome:
        if policy.comment.outcome == "accepted":
            words = (
                _("Your comment changed the paper.")
                if policy.changed
                else _("Your comment was accepted, and this is why.")
            )
            return Outcome(words, _("taken up"))
        return Outcome(_("Your comment was not taken up, and this is why."), _("not taken up"))
    if policy.idea is not None and policy.idea.outcome:
        if policy.idea.outcome == "not":
            return Outcome(_("It cannot be done, and this is why."), _("cannot be done"))
        if policy.idea.ballot.state == "counted":
            return Outcome(_("People voted on your idea."), _("voted on"))
        return Outcome(_("Your idea goes on the ballot."), _("on the ballot"))
    if policy.decisions and policy.measures:
        return Outcome(_("The council decided to do it."), _("decided"))
    chosen = [candidate.chosen for candidate in policy.candidates]
    if thread.listen.case and thread.listen.case.ending == "solved" and True not in chosen:
        return None  # what was done counts for more than that it was not chosen
    if True in chosen:
        return Outcome(_("It became a priority of the municipality."), _("chosen"))
    if None in chosen:
        return Outcome(_("It is being weighed with other themes."), _("being weighed"))
    if chosen:
        return Outcome(_("It was not chosen this time, and this is why."), _("not chosen"))
    return None


def _stated(one: Stated) -> Outcome:
    if one.state == "rejected":
        return Outcome(_("Your statement is not shown, and this is why."), _("not shown"))
    if one.state == "waiting":
        return Outcome(_("We received it."), _("received"))
    if not one.over:
        return Outcome(_("Others are voting on your statement."), _("being voted on"))
    if one.told:
        words = ngettext("{agree} of {n} person agreed with you.", "{agree} of {n} people agreed with you.", one.n)
        return Outcome(words.format(agree=number(one.agree), n=number(one.n)), _("voted on"))
    return Outcome(_("The conversation is over."), _("over"))


def _heard(thread: GoldenThread) -> Outcome:
    case = thread.listen.case
    if thread.voice.kind == "statement" and thread.listen.stated:
        return _stated(thread.listen.stated[0])
    replied = any(told.kind == "reply" for told in thread.listen.told)
    if replied and (case is None or case.phase == "looked_at") and not thread.listen.handovers:
        return Outcome(_("We answered you."), _("answered"))
    if case is None or case.phase == "received":
        return Outcome(_("We received it."), _("received"))
    if case.phase == "ended":
        endings = {
            "solved": Outcome(_("Solved."), _("solved")),
            "not_ours": Outcome(_("It is not the municipality's task."), _("not ours")),
            "will_not": Outcome(_("It will not be done, and this is why."), _("will not be done")),
            "policy": Outcome(_("It was taken into the policy."), _("taken into the policy")),
        }
        ended = endings.get(case.ending, Outcome(_("It ended."), _("ended")))
        if case.ending == "not_ours" and thread.listen.handovers:
            name = written(thread.listen.handovers[-1].institution.name)
            return Outcome(
                format_html(_("It is not the municipality's task. It went to {name}."), name=name), ended.short
            )
        if case.ending == "solved" and case.title:
            return Outcome(format_html(_("Solved. {what}."), what=written(case.title)), ended.short)
        return ended
    if thread.listen.handovers:
        name = written(thread.listen.handovers[-1].institution.name)
        return Outcome(format_html(_("It went to {name}."), name=name), _("passed on"))
    return {
        "looked_at": Outcome(_("We read it."), _("read")),
        "planned": Outcome(_("It is planned."), _("planned")),
        "doing": Outcome(_("It is being done."), _("being done")),
    }[case.phase]
