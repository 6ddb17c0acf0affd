"""The upper floor: priorities, the council's decision, proposals, the vote; and a comment's or an idea's answer."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from django.utils.formats import date_format
from django.utils.html import format_html
from django.utils.timezone import localtime
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from firstdoor.core.templatetags.firstdoor import money
from firstdoor.deliver.selectors.stations.line import Line, joined, page, paragraph_link, sentence, written
from firstdoor.people.selectors import role_label

if TYPE_CHECKING:
    from firstdoor.decide.models import Ballot, Candidate, Decision, Idea, Measure


def add_decided(line: Line) -> None:
    """What was decided because of this voice, and by when the rest is."""
    policy = line.thread.policy
    if policy.comment is not None:
        _comment(line)
    if policy.idea is not None:
        _idea(line, policy.idea)
    for candidate in policy.candidates:
        _candidate(line, candidate)
    for decision in policy.decisions:
        if policy.comment is None:
            _decision(line, decision)
    for ballot in policy.ballots:
        _ballot(line, ballot)
    _expected(line)


def _comment(line: Line) -> None:
    comment = line.thread.policy.comment
    told = line.take("accepted", "refused", about_id=comment.pk)
    group = role_label("action_group")
    if comment.outcome:
        title = _("Your comment was taken up") if comment.outcome == "accepted" else _("Your comment was not taken up")
        at = comment.answered_at or (told.at if told else line.thread.now)
        body = written(comment.reason)
        line.reached(comment.outcome, title, at, group, body=body, settled=True, **paragraph_link(line))
    elif comment.version.closes_on:
        line.expect("reply", _("Each comment is answered with reasons"), comment.version.closes_on, group)


def _idea(line: Line, idea: Idea) -> None:
    """Whether it can be done is said before the vote opens; what can is voted on."""
    ballot = idea.ballot
    if not idea.outcome:
        day = ballot.opens_at.astimezone(line.zone).date() - timedelta(days=1)
        line.expect("reply", _("We say whether it can be done, and why"), day, role_label("action_group"))
    if ballot.state == "draft":
        if idea.outcome != "not":
            due = ballot.closes_at.astimezone(line.zone).date()
            line.expect("voted", _("The votes are counted"), due, role_label("municipal_focal_point"))
    elif idea.outcome == "feasible":
        _ballot(line, ballot)


def _candidate(line: Line, candidate: Candidate) -> None:
    if candidate.chosen is None or candidate.choice.decided_at is None:
        return
    n = line.thread.policy.candidates_of_choice.get(candidate.choice_id, 0)
    told = line.take("chosen" if candidate.chosen else "not_chosen", about_id=candidate.pk)
    counted = ngettext("{chosen} of {n} theme was chosen.", "{chosen} of {n} themes were chosen.", n)
    why = written(told.text) if told else format_html(_("The reason: {}"), written(candidate.reason))
    body = joined(counted.format(chosen=candidate.choice.wanted, n=n), why)
    more = {"url": page(told.path), "label": _("Why not the others")} if told and told.path else {}
    title = _("It became a priority") if candidate.chosen else _("It was not chosen this time")
    kind = "chosen" if candidate.chosen else "not_chosen"
    at = candidate.choice.decided_at
    line.reached(kind, title, at, role_label("action_group"), body=body, settled=not candidate.chosen, **more)


def _promise(measure: Measure, currency: str) -> str:
    title, owner = written(measure.title), written(measure.owner)
    if not measure.budget:
        return format_html(_("{title}, in charge: {owner}."), title=title, owner=owner)
    cost = money(measure.budget, currency)
    return format_html(_("{title}: {sum}, in charge: {owner}."), title=title, sum=cost, owner=owner)


def _decision(line: Line, decision: Decision) -> None:
    voice, policy = line.thread.voice, line.thread.policy
    told = line.take("decided", about_kind="measure") or line.take("decided", about_id=decision.pk)
    measures = [measure for measure in policy.measures if measure.paper_id == decision.version.paper_id]
    votes = _("{n} votes for, {m} against.").format(n=decision.votes_for, m=decision.votes_against)
    promises = [_promise(measure, voice.municipality.currency) for measure in measures]
    first = promises[0] if len(promises) == 1 else written(told.text) if told and not promises else ""
    body = joined(first, votes)
    # A decision has a day and no hour. Where it was told on that day, it stands among what else happened then.
    same_day = told is not None and told.at.astimezone(line.zone).date() == decision.date
    line.reached(
        "decided", _("It was decided"), told.at if told and same_day else decision.date, written(decision.body.name), body=body,
        sub=tuple(promises) if len(promises) > 1 else (),
        url=page(f"/{voice.municipality.slug}/paper/"),
        label=_("Decision no. {number}").format(number=decision.number),
    )  # fmt: skip


def _ballot(line: Line, ballot: Ballot) -> None:
    address = page(f"/{line.thread.voice.municipality.slug}/ballots/{ballot.slug}/")
    name, by = sentence(ballot.title), str(line.thread.voice.municipality)
    if ballot.state == "counted" and ballot.counted_at:
        told = line.take("decided", about_id=ballot.pk)
        voters = ballot.voters or 0
        voted = ngettext("{n} person voted.", "{n} people voted.", voters).format(n=voters)
        line.reached(
            "voted", _("People voted on it"), ballot.counted_at, by, body=joined(name, written(told.text) if told else voted),
            url=f"{address}result/", label=_("The result"),
        )  # fmt: skip
        return
    until = date_format(localtime(ballot.closes_at), "DATETIME_FORMAT")
    if ballot.opens_at <= line.thread.now:
        body = joined(name, _("Until {moment}.").format(moment=until))
        line.reached(
            "voting", _("People are voting on it"), ballot.opens_at, by, body=body,
            url=address, label=_("See the vote"),
        )  # fmt: skip
    due = ballot.closes_at.astimezone(line.zone).date()
    line.expect("voted", _("The votes are counted"), due, role_label("municipal_focal_point"))


def _expected(line: Line) -> None:
    thread = line.thread
    due = {step.kind: step.due for step in thread.steps if step.done_at is None}
    case, candidates = thread.listen.case, thread.policy.candidates
    not_weighed_yet = case is not None and case.ending == "policy" and not candidates
    listens = thread.listen.listens_to is not None and not candidates and not thread.listen.told
    waits = not_weighed_yet or listens or any(candidate.chosen is None for candidate in candidates)
    council = _("Municipal council")
    if waits:
        line.expect("chosen", _("The priorities are chosen"), due.get("priorities"), role_label("action_group"))
    goes_on = waits or any(candidate.chosen for candidate in candidates) or thread.policy.comment is not None
    if goes_on and not thread.policy.decisions:
        line.expect("decided", _("The council decides on the policy paper"), due.get("adoption"), council)
    if thread.policy.decisions and not thread.pilots:
        for measure in thread.policy.measures:
            state = thread.measure_states.get(measure.pk)
            if state is None or state.state in {"under_way", "late"}:
                what, owner = written(measure.title), written(measure.owner)
                line.expect("done", _("It should be done"), measure.due, owner, body=what)
