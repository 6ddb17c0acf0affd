"""Papers of this room as PDF."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any

from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _

from firstdoor.core import codes, typeset
from firstdoor.core.templatetags.firstdoor import money, number
from firstdoor.core.texts import plain
from firstdoor.decide.models import Paragraph, Version
from firstdoor.decide.selectors import marks
from firstdoor.decide.selectors import paper as questions
from firstdoor.decide.selectors.history import Step, comment_rows, history
from firstdoor.decide.selectors.participation import Participation, counted_between, participation
from firstdoor.decide.selectors.reasons import reasons_of_priorities
from firstdoor.listen.selectors import Stated
from firstdoor.understand import selectors as understand

TEMPLATE = Path(__file__).resolve().parent / "paper.typ"
CARDS = TEMPLATE.with_name("cards.typ")


def paper_pdf(municipality: Any, version: Version) -> bytes:
    """The paper with its measures, the plain counts of public reports, how people took part, and the comments."""
    paper = version.paper
    consulted = questions.consulted_version(paper)
    sections = questions.sections(version)
    numbers = {paragraph.key: number for section in sections for number, paragraph in section.paragraphs}
    since, until = counted_between(paper, consulted)
    counts = understand.public_counts(municipality, since=since, until=until)
    report = participation(paper, consulted)
    measures = questions.stated_measures(version)
    steps = [step for step in history(paper) if step.version.number <= version.number]
    data = {
        "title": plain(paper.title),
        "author": plain(municipality.name),
        "language": (get_language() or "sq")[:2],
        "state": _("Version {n}, {state}").format(n=version.number, state=version.get_state_display().lower()),
        "facts": _facts(version, report),
        "foot": _foot(municipality, paper),
        "sections": [
            {
                "number": section.number,
                "label": section.label,
                "paragraphs": [_paragraph(number, row) for number, row in section.paragraphs],
            }
            for section in sections
        ],
        "measures": [
            {
                "title": plain(measure.title),
                "owner": plain(measure.owner),
                "due": date_format(measure.due, "SHORT_DATE_FORMAT"),
                "budget": money(measure.budget, municipality.currency) if measure.budget else _("no cost of its own"),
                "indicator": plain(measure.indicator),
            }
            for measure in measures
        ],
        "reasons": [
            [plain(title), [[plain(one.text), _agreed(one)] for one in rows]]
            for title, rows in reasons_of_priorities(municipality, paper.cycle_id)
        ],
        "counts": _counts(counts),
        "asked": [
            [plain(row.question), plain(row.said), _did(row, numbers.get(row.paragraph_key, ""))]
            for row in questions.asked(paper)
        ],
        "participation": participation_lines(report),
        "took_part": _took_part(report),
        "comments": [
            {
                "number": number,
                "words": row.voice.words,
                "outcome": _("Accepted") if row.outcome == "accepted" else _("Not accepted"),
                "reason": plain(row.reason),
            }
            for number, row in comment_rows(paper)
        ],
        "versions": [
            {"title": _("Version {n}").format(n=step.version.number), "lines": _changes(step)} for step in steps
        ],
        "words": {
            "contents": _("Contents"),
            "reasons": _("What people agreed on"),
            "reasons_note": _(
                "Statements from conversations that were reasons for the priorities, and how many agreed."
            ),
            "measures": _("Table of measures"),
            "budget": _("Together {sum}.").format(
                sum=money(sum(measure.budget for measure in measures), municipality.currency)
            ),
            "head": [_("What"), _("Who"), _("By when"), _("Budget"), _("How we will see it")],
            "counts": _("What people reported"),
            "counts_note": _(
                "Plain counts of {n} reports that everybody can read one by one, from {first} to {last}."
            ).format(
                n=counts.total,
                first=date_format(paper.cycle.starts),
                last=date_format(timezone.localtime(until, municipality.zone).date()),
            ),
            "asked": _("We asked, you said, we did"),
            "asked_head": [_("We asked"), _("You said"), _("We did")],
            "participation": _("Participation report"),
            "comments": _("Comments and answers"),
            "comments_head": [_("Paragraph"), _("Comment"), _("Answer"), _("Why")],
            "versions": _("Versions, and what changed"),
        },
    }
    return typeset.pdf(TEMPLATE, data)


def _agreed(one: Stated) -> str:
    """How many agreed; where it was said alone while few voted."""
    where = _("Conversation: {title}").format(title=plain(one.conversation.title))
    if not one.told:
        return where
    return ". ".join((_("{agree} of {n} agreed").format(agree=number(one.agree), n=number(one.n)), where))


def _facts(version: Version, report: Participation) -> list[str]:
    facts = []
    if report.consultation:
        facts.append(
            _("Consultation from {first} to {last}").format(
                first=date_format(report.consultation.opened), last=date_format(report.consultation.closes)
            )
            + (f" ({report.consultation.law})" if report.consultation.law else "")
        )
    decision = questions.decision_of(version)
    if decision:
        facts.append(
            _("Decision no. {number} of {day}: {yes} in favour, {no} against, {rest} abstained").format(
                number=decision.number,
                day=date_format(decision.date),
                yes=decision.votes_for,
                no=decision.votes_against,
                rest=decision.abstained,
            )
        )
    return facts


def _foot(municipality: Any, paper: Any) -> list[str]:
    lines = [plain(paper.cycle.name)]
    if municipality.coordinator:
        lines.append(f"{_('Coordinator for notification and consultation')}: {plain(municipality.coordinator)}")
    if municipality.demo:
        lines.append(_("People and words of this sample are invented."))
    return lines


def _paragraph(number: str, row: Paragraph) -> dict[str, str]:
    n = row.changed_after
    return {
        "number": number,
        "text": plain(row.text),
        "background": plain(row.background),
        "changed": ngettext("Changed after {n} comment", "Changed after {n} comments", n).format(n=n) if n else "",
    }


def _counts(counts: understand.Counts) -> list[dict[str, Any]]:
    found = []
    for part in counts.parts():
        top = max(n for _name, n in part.rows)
        rows = [[name, n, n / top, f"{round(100 * n / counts.total)} %"] for name, n in part.rows]
        found.append(
            {"title": part.title, "name": part.name, "number": _("Reports"), "share": _("Share"), "rows": rows}
        )
    return found


def _did(row: Any, number: str) -> str:
    return " ".join((plain(row.did), _("Paragraph {number}").format(number=number))) if number else plain(row.did)


def participation_lines(report: Participation) -> list[str]:
    """The participation report in sentences."""
    lines = [
        ngettext("From {first} to {last} one public voice was heard.", "From {first} to {last} {n} public voices were heard.",
                 report.public).format(first=date_format(report.since), last=date_format(report.until), n=report.public)
    ]  # fmt: skip
    if report.others:
        lines.append(_("{n} more were confidential and are in no other count.").format(n=report.others))
    if report.meetings:
        lines.append(
            ngettext("{n} meeting was held; {people} people came.", "{n} meetings were held; {people} people came.",
                     len(report.meetings)).format(n=len(report.meetings), people=report.people)
        )  # fmt: skip
    if report.consultation and report.consultation.law:
        lines.append(
            _("The draft was open for comments from {first} to {last}, by {law}.").format(
                first=date_format(report.consultation.opened),
                last=date_format(report.consultation.closes),
                law=report.consultation.law,
            )
        )
    return lines


def _took_part(report: Participation) -> list[dict[str, Any]]:
    comments = report.comments
    parts = [
        (_("Voices by channel"), [_("How"), _("Voices")], [[name, str(n)] for name, n in report.channels]),
        (
            _("Voices by unit"), [_("Unit"), _("Voices")],
            [[name or _("Without a place"), str(n)] for name, n in report.units],
        ),
        (
            _("Meetings"), [_("Meeting"), _("People"), _("Voices")],
            [
                [f"{plain(one.title)}, {date_format(one.day)}", str(one.people or ""), str(one.inputs)]
                for one in report.meetings
            ],
        ),
        (
            _("Comments on the draft"), [_("What became of them"), _("Comments")],
            [
                [_("Came in"), str(comments["received"])], [_("Accepted"), str(comments["accepted"])],
                [_("Not accepted, with the reason"), str(comments["refused"])],
            ],
        ),
    ]  # fmt: skip
    return [{"title": title, "head": head, "rows": rows} for title, head, rows in parts if rows]


def _changes(step: Step) -> list[str]:
    """What a version changed, line by line."""
    lines = [str(step.version.get_state_display())]
    for words, found in ((_("Changed:"), step.changed), (_("New:"), step.new), (_("Taken out:"), step.gone)):
        if found:
            lines.append(f"{words} {', '.join(one.number for one in found)}")
    for words, titles in (
        (_("New measure:"), step.measures_new),
        (_("Changed measure:"), step.measures_changed),
        (_("Measure taken out:"), step.measures_gone),
    ):
        lines += [f"{words} {plain(title)}" for title in titles]
    return lines


def cards_pdf(municipality: Any, ballot: Any, cards: Sequence[Any], address: str, batch: str = "") -> bytes:
    """Code cards to cut out, ten to a page, each with a QR code of the ballot's address and its code.

    Printed is the address of all votes, which is short enough to be typed.
    """
    import segno

    def one(card: Any) -> dict[str, Any]:
        code = codes.grouped(card.code)
        qr = segno.make(f"{address}?code={code}", error="m", micro=False).svg_inline(border=0)
        return {"code": code, "serial": card.serial, "qr": qr}

    closes = timezone.localtime(ballot.closes_at)
    data = {
        "title": plain(ballot.title),
        "question": plain(ballot.question),
        "author": plain(municipality.name),
        "language": (get_language() or "sq")[:2],
        "electorate": plain(ballot.electorate),
        "choose": marks.asked(ballot),
        "code_label": _("Your voting code"),
        "qr_alt": _("QR code that opens the ballot"),
        "how": _("Until {day}. Point a camera here, or type this address, choose this vote and type the code:").format(
            day=date_format(closes, "DATETIME_FORMAT")
        ),
        "address": address.split("://")[-1].rsplit("/", 2)[0] + "/",
        "serial_label": _("Card no."),
        "batch": batch,
        "cards": [one(card) for card in cards],
    }
    return typeset.pdf(CARDS, data)
