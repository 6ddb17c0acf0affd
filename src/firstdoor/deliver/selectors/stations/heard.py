"""The ground floor of the line: received, read, joined, handed over, planned, being done, ended."""

from __future__ import annotations

from datetime import datetime, time
from typing import TYPE_CHECKING, Any

from django.utils.html import format_html
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from firstdoor.core.templatetags.firstdoor import number
from firstdoor.deliver.selectors.stations.line import Line, joined, page, paragraph_link, written
from firstdoor.listen.selectors.conversations import ended_at, standing
from firstdoor.listen.selectors.thread import Stop
from firstdoor.people.selectors import role_label

if TYPE_CHECKING:
    from firstdoor.listen.models import Case, Conversation, Voice
    from firstdoor.listen.selectors import Stated

GROUP, FOCAL_POINT = "action_group", "municipal_focal_point"


def add_heard(line: Line) -> None:
    """Everything that listening knows of the voice."""
    _received(line)
    if line.thread.neutral:
        _neutral_stops(line)
    else:
        _stops(line)
        _stated(line)
        _listened(line)
    _expected(line)


def _stated(line: Line) -> None:
    """How people voted on the statement that this voice is, or to which its words led."""
    if line.thread.voice.withdrawn_at is not None:
        return
    for one in line.thread.listen.stated:
        if one.state == "rejected":
            continue
        talk, zone = one.conversation, line.zone
        if line.thread.fresh or one.state == "waiting":
            _not_read_yet(line, one)
            continue
        address = page(f"{talk.municipality.slug}/conversations/{talk.slug}/results/")
        now = format_html(_("It counts as “{words}” now."), words=written(one.text)) if one.state == "merged" else ""
        body = joined(now, voted(one), format_html(_("In the conversation {title}."), title=written(talk.title)))
        by = str(talk.municipality)
        if one.led_to and one.statement.looked_at is not None:
            begun = max(one.statement.looked_at, datetime.combine(talk.opens_on, time(), zone))
            there = _to(talk)
            words = format_html(_("“{words}”"), words=written(one.text))
            title = _("What you told us became a statement that people vote on")
            if begun <= line.thread.now:
                line.reached("stated", title, begun, by, body=words, **({} if one.over else there))
        if one.over:
            ended = ended_at(talk, zone)
            line.reached("voted", _("People voted on it"), ended, by, body=body, url=address, label=_("The result"))
        else:
            line.expect("voted", _("The conversation ends"), talk.closes_on, by, body=body, **_to(talk))


def _to(talk: Conversation) -> dict[str, str]:
    """The way back to where people vote, as `url` and `label`."""
    return {"url": page(f"{talk.municipality.slug}/conversations/{talk.slug}/"), "label": _("See the conversation")}


def _not_read_yet(line: Line, one: Stated) -> None:
    """What comes of a statement of which nobody has told its author anything yet."""
    by, ends = str(one.conversation.municipality), one.conversation.closes_on
    if one.state == "waiting":
        line.expect("looked_at", _("A person reads it"), ends, by, body=_("You do not have to do anything."))
    if not one.over:
        line.expect("voted", _("The conversation ends"), ends, by, **_to(one.conversation))


def _listened(line: Line) -> None:
    """The end of the conversation in which somebody voted who wants to hear what comes of it."""
    talk = line.thread.listen.listens_to
    if talk is None or line.thread.voice.withdrawn_at is not None:
        return
    by, there = str(line.thread.voice.municipality), _to(talk)
    if standing(talk, line.today) == "over":
        ended = ended_at(talk, line.zone)
        result = {"url": f"{there['url']}results/", "label": _("The result")}
        line.reached("voted", _("The conversation ended"), ended, by, **result)
    else:
        line.expect("voted", _("The conversation ends"), talk.closes_on, by, **there)


def voted(one: Stated) -> str:
    """How many agreed with a statement; that few have voted while they are few."""
    if not one.told:
        return _("Few people voted on it.") if one.over else _("Few people have voted on it yet.")
    words = ngettext("{agree} of {n} person agreed.", "{agree} of {n} people agreed.", one.n)
    said = words.format(agree=number(one.agree), n=number(one.n))
    return joined(said, _("{hands} of them by show of hands.").format(hands=number(one.hands)) if one.hands else "")


def _received(line: Line) -> None:
    voice = line.thread.voice
    there = {} if line.thread.neutral else paragraph_link(line)
    if line.thread.neutral or line.thread.fresh:  # the receipt repeats the words below
        by = _("you") if line.thread.neutral else _channel(voice)
        line.reached("received", _("We received it"), voice.heard_at, by, **there)
        return
    more: dict[str, Any] = {**there, "quote": voice.words, "quote_language": voice.language}
    if voice.withdrawn_at is None:
        more.update(extra="deliver/_own_words.html", data=voice)
    titles = {
        "comment": _("You commented on the policy paper"),
        "idea": _("You proposed something for a vote"),
        "statement": _("You wrote a statement"),
        "listener": _("You voted in a conversation"),
    }
    title = titles.get(voice.kind) or _("You told us")
    line.reached("received", title, voice.heard_at, _channel(voice), **more)


def _channel(voice: Voice) -> str:
    if voice.kind == "meeting":
        return _("you, at the meeting")
    return {
        "web": _("you, on the web"),
        "phone": _("you, by telephone"),
        "paper": _("you, on paper"),
        "person": _("you, in person"),
        "open311": _("you, through another app"),
    }[voice.channel]


def _stops(line: Line) -> None:
    below = line.thread.listen
    seen: set[str] = set()
    for stop in below.stops:
        if stop.kind in {"received", "joined"} or (stop.kind == "handed_over" and below.handovers):
            continue
        if stop.kind == "ended" and stop.case.ending == "policy" and line.thread.weighed:
            continue  # that it was chosen, or not, says it better
        if stop.kind in {"looked_at", "planned", "doing"} and stop.at is not None:
            key = stop.kind if len(below.cases) == 1 else f"{stop.kind} {stop.case.pk}"
            if key in seen:
                continue
            seen.add(key)
        _stop(line, stop)
    for handover in below.handovers:
        title = format_html(_("It went to {institution}"), institution=written(handover.institution.name))
        told = line.take("reply", about_kind="case", at=handover.at)
        reference = _("Reference {reference}.").format(reference=handover.reference) if handover.reference else ""
        body = joined(written(told.text) if told else "", reference)
        line.reached("handed_over", title, handover.at, role_label(GROUP), body=body)
        if handover.answered_at is None and line.thread.listen.case and line.thread.listen.case.phase != "ended":
            line.expect("handed_over", _("They answer us"), handover.expected, written(handover.institution.name))
    _joined(line)


def _stop(line: Line, stop: Stop) -> None:
    by = role_label(stop.by_role) or role_label(GROUP)
    if stop.at is None:
        titles = {"doing": _("The work begins"), "ended": _("It should be done")}
        if stop.kind in titles:
            line.expect(stop.kind, titles[stop.kind], stop.expected, by, body=written(stop.note))
        return
    titles = {
        "looked_at": _("We read it"),
        "handed_over": _("It was passed on"),
        "planned": _("It is planned"),
        "doing": _("The work began"),
        "ended": _ending(stop.case),
    }
    kinds = {"looked_at": "heard", "planned": "planned", "ended": "ended"}
    told = line.take(kinds.get(stop.kind, ""), about_kind="case")
    body = (
        written(told.text)
        if told
        else written(stop.note) or (written(stop.case.ending_reason) if stop.kind == "ended" else "")
    )
    more = {"url": page(told.path), "label": _("Read more")} if told and told.path else {}
    title = titles[stop.kind]
    if len(line.thread.listen.cases) > 1 and stop.case.title:  # one receipt, several matters
        title = format_html("{}: {}", title, written(stop.case.title))
    line.reached(stop.kind, title, stop.at, by, body=body, **more)
    case = line.thread.listen.case
    if stop.kind in {"planned", "doing"} and stop.expected and case and case.phase == stop.kind:
        line.expect("ended", _("It should be done"), stop.expected, by)


def _ending(case: Case) -> str:
    return {
        "solved": _("It is solved"),
        "not_ours": _("It is not the municipality's task"),
        "will_not": _("It will not be done"),
        "policy": _("It was taken into the policy"),
        "withdrawn": _("You took your voice back"),
    }.get(case.ending, _("It ended"))


def _joined(line: Line) -> None:
    company = line.thread.listen.company
    joins = [stop.at for stop in line.thread.listen.stops if stop.kind == "joined" and stop.at]
    if not company.n and not joins:
        return
    at = max(min(joins) if joins else company.since or line.thread.voice.heard_at, line.thread.voice.heard_at)
    if company.n:
        title = ngettext("We joined it with {n} other voice", "We joined it with {n} other voices", company.n)
    else:
        title = _("We joined it with another report")
    line.take_all("joined")  # each joining was told with the number of that day; the line says today's
    body = _("All of them are about the same matter.")
    line.reached("joined", title.format(n=company.n), at, role_label(GROUP), body=body, sub=_by_channel(line))


def _by_channel(line: Line) -> tuple[str, ...]:
    company = line.thread.listen.company
    lines = [
        (
            company.reports,
            ngettext("{n} report by telephone or web", "{n} reports by telephone and web", company.reports),
        ),
        (company.meeting, ngettext("{n} voice from a meeting", "{n} voices from a meeting", company.meeting)),
        (company.paper, ngettext("{n} voice on paper", "{n} voices on paper", company.paper)),
        (company.person, ngettext("{n} voice told in person", "{n} voices told in person", company.person)),
    ]
    return tuple(words.format(n=n) for n, words in lines if n)


def _neutral_stops(line: Line) -> None:
    titles = {
        "looked_at": _("Somebody read it"),
        "handed_over": _("It was passed on"),
        "planned": _("We know what we will do"),
        "doing": _("We are working on it"),
        "ended": _("It ended"),
    }
    line.told += line.take_all("joined")[-1:]  # the last one alone: it holds the ones before
    line.told.sort(key=lambda told: told.at)
    seen: set[str] = set()
    for stop in line.thread.listen.stops:
        if stop.at is None or stop.kind not in titles or stop.kind in seen:
            continue
        seen.add(stop.kind)
        told = line.take("heard") if stop.kind == "looked_at" else None
        body = written(told.text) if told else ""
        line.reached(stop.kind, titles[stop.kind], stop.at, str(line.thread.voice.municipality), body=body)


def _expected(line: Line) -> None:
    case, voice = line.thread.listen.case, line.thread.voice
    if case is None or case.phase == "ended" or voice.withdrawn_at is not None:
        return
    group, focal = role_label(GROUP), role_label(FOCAL_POINT)
    if line.thread.neutral:
        group = focal = str(voice.municipality)
    if case.phase == "received":
        line.expect(
            "looked_at", _("A person reads it"), case.look_due, focal, body=_("You do not have to do anything.")
        )
    answered = any(told.kind in {"reply", "planned", "ended"} for told in line.thread.listen.told)
    if case.phase in {"received", "looked_at"} and not answered and not line.thread.listen.handovers:
        line.expect("reply", _("We answer you: what we do and when"), case.answer_due, group)
    if not line.future:
        title = _("You hear from us again, even when there is nothing new")
        line.expect("recontact", title, line.thread.recontact, group)
