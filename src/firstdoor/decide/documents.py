"""Papers of this room as PDF."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any

from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from firstdoor.core import codes, typeset
from firstdoor.core.templatetags.firstdoor import money
from firstdoor.core.texts import plain
from firstdoor.decide.models import Version
from firstdoor.decide.selectors import paper as questions
from firstdoor.understand import selectors as understand

TEMPLATE = Path(__file__).resolve().parent / "paper.typ"
CARDS = TEMPLATE.with_name("cards.typ")


def paper_pdf(municipality: Any, version: Version) -> bytes:
    """The paper with its measures, the plain counts of public reports, and the answered comments."""
    decision = questions.decision_of(version)
    facts = [_("Version {n}").format(n=version.number)]
    if version.opened_at and version.closes_on:
        facts.append(
            _("Consultation from {first} to {last}").format(
                first=date_format(timezone.localtime(version.opened_at).date()), last=date_format(version.closes_on)
            )
        )
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
    sections = questions.sections(version)
    numbers = {paragraph.key: number for section in sections for number, paragraph in section.paragraphs}
    counts = understand.public_counts(municipality, until=version.opened_at or timezone.now())
    data = {
        "title": plain(version.paper.title),
        "author": plain(municipality.name),
        "language": (get_language() or "sq")[:2],
        "state": str(version.get_state_display()),
        "facts": facts,
        "sections": [
            {
                "number": section.number,
                "label": section.label,
                "paragraphs": [{"number": number, "text": plain(row.text)} for number, row in section.paragraphs],
            }
            for section in sections
        ],
        "measures": [
            {
                "title": plain(measure.title),
                "owner": plain(measure.owner),
                "due": date_format(measure.due, "SHORT_DATE_FORMAT"),
                "budget": money(measure.budget, municipality.currency),
                "indicator": plain(measure.indicator),
            }
            for measure in questions.measures(version.paper)
        ],
        "counts": [
            {
                "title": part.title,
                "name": part.name,
                "number": _("Reports"),
                "rows": [[name, n] for name, n in part.rows],
            }
            for part in counts.parts()
        ],
        "comments": [
            {
                "number": numbers.get(key, ""),
                "words": row.voice.words,
                "outcome": _("Accepted") if row.outcome == "accepted" else _("Not accepted"),
                "reason": plain(row.reason),
            }
            for key, rows in questions.answered_comments(version.paper).items()
            for row in rows
        ],
        "words": {
            "measures": _("Measures"),
            "head": [_("What"), _("Who"), _("By when"), _("Budget"), _("How we will see it")],
            "counts": _("What people reported"),
            "counts_note": _("Plain counts of reports that everybody can read, before the consultation began."),
            "comments": _("Comments and answers"),
        },
    }
    return typeset.pdf(TEMPLATE, data)


def cards_pdf(municipality: Any, ballot: Any, cards: Sequence[Any], address: str) -> bytes:
    """Code cards to cut out, ten to a page, each with a QR code of the ballot's address and its code."""
    import segno

    def one(card: Any) -> dict[str, Any]:
        code = codes.grouped(card.code)
        matrix = segno.make(f"{address}?code={code}", error="m", micro=False).matrix
        return {"code": code, "serial": card.serial, "qr": [[bool(dark) for dark in row] for row in matrix]}

    closes = timezone.localtime(ballot.closes_at)
    data = {
        "title": plain(ballot.title),
        "question": plain(ballot.question),
        "author": plain(municipality.name),
        "language": (get_language() or "sq")[:2],
        "code_label": _("Your voting code"),
        "qr_alt": _("QR code that opens the ballot"),
        "how": _("Point a camera here, or open {address} and type the code. Until {day}.").format(
            address=address.split("://")[-1], day=date_format(closes, "DATETIME_FORMAT")
        ),
        "serial_label": _("Card no."),
        "cards": [one(card) for card in cards],
    }
    return typeset.pdf(CARDS, data)
