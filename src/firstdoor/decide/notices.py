"""Documents on the way to a decision: the consultation's notice, the table of comments, the council's draft decision
with its explanatory note, a pilot proposal."""

from __future__ import annotations

from typing import Any

from django.utils.formats import date_format
from django.utils.translation import gettext as _

from firstdoor.core.papers import Document, Part
from firstdoor.core.templatetags.firstdoor import money
from firstdoor.core.texts import plain
from firstdoor.decide.documents import participation_lines
from firstdoor.decide.models import Proposal, Version
from firstdoor.decide.selectors import paper as questions
from firstdoor.decide.selectors.history import comment_rows
from firstdoor.decide.selectors.participation import Consultation, participation


def _measures(municipality: Any, version: Version) -> Part:
    return Part(
        title=_("Measures"),
        head=[_("What"), _("Who"), _("By when"), _("Budget"), _("How we will see it")],
        widths=[2.2, 1.4, 1, 1.1, 1.6],
        numbers=[3],
        rows=[
            [
                plain(row.title), plain(row.owner), date_format(row.due, "SHORT_DATE_FORMAT"),
                money(row.budget, municipality.currency) if row.budget else _("no cost of its own"),
                plain(row.indicator),
            ]
            for row in questions.stated_measures(version)
        ],
    )  # fmt: skip


def _contact(municipality: Any) -> str:
    parts = [plain(municipality.coordinator), municipality.phone, municipality.email, plain(municipality.address)]
    return ", ".join(part for part in parts if part) or plain(municipality.name)


def notice(municipality: Any, found: Consultation, address: str) -> Document:
    """The notice of the consultation: what, why, where and until when to comment, whom to ask, how to complain."""
    version = found.version
    vision = next((s for s in questions.sections(version) if s.key == "vision"), None)
    facts = [
        (_("Draft"), plain(version.paper.title)),
        (
            _("Comments from and until"),
            _("{first} to {last}").format(first=date_format(found.opened), last=date_format(found.closes)),
        ),
        (_("Legal basis"), found.law or "-"),
        (_("Coordinator for notification and consultation"), _contact(municipality)),
    ]
    return Document(
        kind=_("Notice of public consultation"),
        title=plain(version.paper.title),
        author=plain(municipality.name),
        facts=facts,
        parts=[
            Part(_("What it is about"), words=[plain(row.text) for _n, row in vision.paragraphs] if vision else []),
            _measures(municipality, version),
            Part(
                _("How to comment"),
                words=[
                    _("On the page {address}: under each paragraph there is a button. No account is needed.").format(
                        address=address
                    ),
                    _(
                        "Without internet: tell it to your focal point or at the municipality's counter; it is written down."
                    ),
                    _("Each comment gets a code and an answer: accepted, or not accepted with the reason."),
                ],
            ),
            Part(
                _("If the consultation is not held as it should be"),
                words=[
                    _(
                        "While the paper is not adopted you may complain to the chair of the municipal council, who has it "
                        "put right at once."
                    )
                ],
            ),
        ],
    )


def table_of_comments(municipality: Any, paper: Any) -> Document:
    """Every comment that may be read, with its answer and the reason."""
    outcomes = questions.outcomes(paper)
    rows = [
        [
            number, f"“{row.voice.words}”", _("Accepted") if row.outcome == "accepted" else _("Not accepted"),
            plain(row.reason),
        ]
        for number, row in comment_rows(paper)
    ]  # fmt: skip
    return Document(
        kind=plain(paper.title),
        title=_("Comments and answers"),
        author=plain(municipality.name),
        facts=[
            (_("Came in"), str(outcomes["received"])),
            (_("Accepted"), str(outcomes["accepted"])),
            (_("Not accepted, with the reason"), str(outcomes["refused"])),
        ],
        parts=[
            Part(
                head=[_("Paragraph"), _("Comment"), _("Answer"), _("Why")],
                widths=[1.1, 3, 1.2, 3],
                rows=rows,
            )
        ],
    )


def draft_decision(municipality: Any, version: Version) -> Document:
    """The council's draft decision with its explanatory note, as the mayor proposes it: numbers and date are left open."""
    report = participation(version.paper, questions.consulted_version(version.paper))
    measures = questions.stated_measures(version)
    title = plain(version.paper.title)
    budget = money(sum(row.budget for row in measures), municipality.currency)
    outcomes = report.comments
    law = report.consultation.law if report.consultation else ""
    note = [
        _("The mayor proposes version {n} of the paper to the municipal council.").format(n=version.number),
        *participation_lines(report),
        _(
            "Comments that came in: {received}. Accepted: {accepted}. Not accepted, each with its reason: {refused}."
        ).format(received=outcomes["received"], accepted=outcomes["accepted"], refused=outcomes["refused"]),
        _("The measures cost {sum} together.").format(sum=budget),
    ]
    return Document(
        kind=_("Draft decision, not in force"),
        title=_("On the adoption of “{title}”").format(title=title),
        author=plain(municipality.name),
        facts=[(_("Number and date"), "______ / ____________"), (_("Proposed by"), _("the mayor"))],
        parts=[
            Part(
                words=[
                    _(
                        "The municipal council, on the proposal of the mayor, after public consultation by {law},"
                    ).format(law=law or "______")
                ]
            ),
            Part(
                _("decides"),
                items=[
                    _("To adopt “{title}”, version {n}, as attached.").format(title=title, n=version.number),
                    _("To charge those named with the measures below, each by its date."),
                    _("To report to the council and publicly how each measure stands."),
                    _("This decision is published, and everybody whose voice led to it is told."),
                ],
            ),
            _measures(municipality, version),
            Part(_("Explanatory note"), words=note),
        ],
        sign=[_("The chair of the council"), _("The secretary of the council")],
    )


def proposal(municipality: Any, found: Proposal, parts: list[tuple[str, str]]) -> Document:
    """A pilot proposal; `parts` are (label, words)."""
    facts = [
        (_("State"), str(found.get_state_display())),
        (_("Priority"), plain(found.session.candidate.title)),
        (_("Working session"), date_format(found.session.held_on)),
        (_("Budget"), money(found.budget, municipality.currency)),
    ]
    shown = [Part(title, words=[words]) for title, words in parts if words]
    if found.reason:
        title = _("Why it becomes a pilot") if found.state == "chosen" else _("Why it does not become a pilot")
        shown.insert(0, Part(title, words=[plain(found.reason)]))
    return Document(
        kind=_("Pilot proposal"),
        title=plain(found.title),
        author=plain(municipality.name),
        facts=facts,
        parts=shown,
    )
