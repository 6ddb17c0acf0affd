"""Papers of a ballot as PDF: the protocol of its count, for the council and for those who watched it."""

from __future__ import annotations

from collections import Counter
from pathlib import Path
from typing import Any

from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _

from firstdoor.core import codes, typeset
from firstdoor.core.templatetags.firstdoor import money
from firstdoor.core.texts import plain
from firstdoor.decide.models import Ballot, ClassKey, Option
from firstdoor.decide.pictures import svg_of
from firstdoor.decide.selectors import ballots as questions
from firstdoor.decide.selectors import electorate, marks
from firstdoor.decide.selectors import sheets as on_paper
from firstdoor.decide.selectors.ballot_results import Lost, Other, Result, Won, rule_of
from firstdoor.decide.selectors.groups import group_tables
from firstdoor.decide.selectors.signatures import signatures

PROTOCOL = Path(__file__).resolve().parent / "protocol.typ"
SHEETS = PROTOCOL.with_name("ballot_paper.typ")
CLASS_SHEET = PROTOCOL.with_name("class_sheet.typ")
INK = (  # what the stylesheet of the pages says about a drawing
    "<style>.outline{stroke:#1b2520;stroke-width:3;stroke-linecap:round;stroke-linejoin:round}.wood{fill:#c99a5b}"
    ".sand{fill:#e8ce9a}.sky{fill:#7fa9bf}.leaf{fill:#2f7a57}.ground{fill:none;stroke:#2f7a57;stroke-width:4}.pic-leaf-line{stroke:#2f7a57}</style>"
)


def protocol_pdf(municipality: Any, ballot: Ballot, result: Result) -> bytes:
    """What was settled before the vote, what was counted, what won and why, checksums, and room to sign."""
    words = {
        "checksums": _("Checksums"),
        "checksums_note": _("SHA-256 of the files that stand beside the result for anybody to count again."),
        "signed": _("Signatures"),
        "signed_here": _("Signed in Firstdoor by those who were signed in with their own account:"),
        "signed_note": _("We were there when the vote was counted, or counted it again, and found what stands above."),
        "lines": _("Name and role, signature, date"),
    }
    names = {
        "pb": _("Ballots, {name}").format(name=f"{ballot.slug}.pb"),
        "csv": _("Ballots, {name}").format(name=f"{ballot.slug}.csv"),
        "receipts": _("Receipts, {name}").format(name=f"{ballot.slug}.receipts.txt"),
    }
    data = {
        "kind": _("Protocol of the count"),
        "title": plain(ballot.title),
        "author": plain(municipality.name),
        "language": (get_language() or "sq")[:2],
        "facts": _facts(municipality, ballot, result),
        # By the rule alone a count without ballots names what is cheap and fits; that decides nothing.
        "tables": [table for table in [*_tables(municipality, result), *_groups(municipality, ballot)] if table["rows"]]
        if result.voters
        else [],
        "checksums": [[names[kind], digest] for kind, digest in result.checksums.items()],
        "signatures": [
            [f"{one.name}, {one.role}", f"{one.ground}. {one.remark}".strip(), moment(municipality, one.at)]
            for one in signatures(ballot)
            if one.holds
        ],
        "signers": [_("Municipal Focal Point"), _("For the Municipal Action Group"), _("For those who voted")],
        "words": words,
    }
    return typeset.pdf(PROTOCOL, data)


def sheets_pdf(municipality: Any, ballot: Ballot, numbers: list[str], address: str, *, size: str = "a5") -> bytes:
    """Paper ballots, one to a page ("a5", "a4"); the QR code opens the page where the sheet is entered.

    Each thing bears the number by which it is entered. Where the order is shuffled each sheet has one of its own.
    """
    import segno

    options = questions.options(ballot)
    place = {one.project_id: at for at, one in enumerate(options)}

    def sheet(number: str) -> dict[str, Any]:
        code = segno.make(f"{address}?number={number}", error="m", micro=False)
        return {
            "number": f"{number[:3]} {number[3:]}",
            "qr": code.svg_inline(border=0),
            "order": [place[one.project_id] for one in questions.in_order_of(options, ballot, f"sheet|{number}")],
        }

    data = {
        "size": size,
        "title": plain(ballot.title),
        "question": plain(ballot.question),
        "author": plain(municipality.name),
        "electorate": plain(ballot.electorate),
        "language": (get_language() or "sq")[:2],
        "how": _on_sheet(ballot),
        "foot": _("No name on this sheet. Fold it and put it in the box."),
        "number_label": _("Number of the sheet"),
        "qr_alt": _("QR code for those who enter this sheet"),
        "options": [
            {
                "at": str(at),
                "name": plain(one.name),
                "price": money(one.cost, municipality.currency),
                "picture": _for_paper(one),
            }
            for at, one in enumerate(options, start=1)
        ],
        "sheets": [sheet(number) for number in numbers],
    }
    return typeset.pdf(SHEETS, data)


def class_sheet_pdf(municipality: Any, ballot: Ballot, key: ClassKey, code: str, address: str) -> bytes:
    """The sheet for a teacher: the key of her class, its hours, and step by step how a class votes on one device.

    The QR code opens the device's page; the key is typed.
    """
    import segno

    opens, closes = (timezone.localtime(at, municipality.zone) for at in (key.opens_at, key.closes_at))
    steps = [
        _("Open the address on the device: point a camera at the square, or type it."),
        _("Type the key. Then the device shows how many have voted, and nothing else."),
        _(
            "One child after the other, alone with the device: “The next child begins”, choose, look once more, “Send my vote”."
        ),
        marks.asked(ballot) + " " + _("A vote that was sent can't be changed here."),
        _("Help with reading, not with choosing. Nobody looks over another's shoulder."),
        _("When all have voted, or the lesson is over: “The lesson is over: lock the device”."),
    ]
    data = {
        "title": plain(ballot.title),
        "question": plain(ballot.question),
        "author": plain(municipality.name),
        "language": (get_language() or "sq")[:2],
        "facts": [
            [_("Class"), key.batch],
            [_("Children"), _("{n}, no more votes than that").format(n=key.children)],
            [
                _("The key opens"),
                _("{day}, from {opens} to {closes}").format(
                    day=date_format(opens, "DATE_FORMAT"), opens=date_format(opens, "TIME_FORMAT"),
                    closes=date_format(closes, "TIME_FORMAT"),
                ),
            ],
        ],
        "key_label": _("The teacher's key"),
        "key": codes.grouped(code),
        "address": address.split("://")[-1],
        "qr": segno.make(address, error="m", micro=False).svg_inline(border=0),
        "qr_alt": _("QR code that opens the page of the device"),
        "steps": steps,
        "foot": " ".join(
            [
                _("Show this sheet to no child, and tear it up after the lesson."),
                _("Outside its hours the key is refused and the municipality is told."),
                _("If it is lost or was seen, call {phone}: the key is stopped and another made.").format(
                    phone=municipality.phone
                )
                if municipality.phone
                else _("If it is lost or was seen, tell the municipality: the key is stopped and another made."),
            ]
        ),
    }  # fmt: skip
    return typeset.pdf(CLASS_SHEET, data)


def _on_sheet(ballot: Ballot) -> str:
    if marks.spreads(ballot):
        return marks.asked(ballot) + " " + _("Write the points in the boxes.")
    return _("Mark {n} or more with a cross in the box.").format(n=ballot.at_least)


def _for_paper(option: Option) -> str:
    """A drawing with its colours in it, since a document has no stylesheet of ours; or a photo."""
    drawing = svg_of(option)
    if option.upload_id is not None:
        return drawing
    drawing = drawing.replace('aria-hidden="true"', "").replace("var(--pic-bg)", "white")
    return drawing.replace("><", f">{INK}<", 1)


def moment(municipality: Any, at: Any) -> str:
    """A moment in the municipality's time, in words; "" for none."""
    return date_format(timezone.localtime(at, municipality.zone), "DATETIME_FORMAT") if at else ""


def _facts(municipality: Any, ballot: Ballot, result: Result) -> list[tuple[str, str]]:
    made, dead = questions.cards_made(ballot)
    ways = electorate.ways(ballot)
    paper = on_paper.sheets(ballot)
    ties = {
        "cheapest": _("the cheaper, then the one with more votes, then the smaller number goes first"),
        "lexico": _("the smaller number goes first"),
    }
    pairs = [
        (_("Question"), plain(ballot.question)),
        (_("Who may vote"), plain(ballot.electorate)),
        (_("Money"), money(ballot.budget, municipality.currency)),
        (_("Asked of each"), marks.asked(ballot)),
        (_("How it is counted"), rule_of(ballot)),
        (_("Between equals"), ties[ballot.ties]),
        (_("Order of the things"), _("another for each card") if ballot.shuffled else _("the same for all")),
        (_("Opened"), moment(municipality, ballot.opened_at)),
        (_("Closed"), moment(municipality, ballot.closes_at)),
        (_("Counted"), moment(municipality, ballot.counted_at)),
        (_("Code cards"), _("{made} made, {dead} of them lost").format(made=made, dead=dead)),
        (
            _("Open to everybody"),
            _("yes, not checked who; {n} codes were given").format(n=questions.open_codes(ballot))
            if ballot.puzzle_bits
            else "",
        ),
        (_("Ways to vote"), ", ".join(ways)),
        (
            _("One person, one ballot"),
            _(
                "Cards and sheets bear no name: whether somebody voted in two of these ways nobody can tell. "
                "Struck off the lists for a card or a sheet: {n}."
            ).format(n=electorate.struck(ballot))
            if len(ways) > 1
            else "",
        ),
        (_("Ballots counted"), str(result.voters) if result.voters else f"0. {_('Nobody voted')}"),
        *(_on_paper(paper, result.voters) if paper.printed else []),
        (_("Each voter's share"), _share(municipality, result) if result.voters else ""),
        (
            _("Spent"),
            _("{spent} of {sum}").format(
                spent=money(result.cost if result.voters else 0, municipality.currency),
                sum=money(ballot.budget, municipality.currency),
            ),
        ),
    ]
    return [(name, value) for name, value in pairs if value]


def _share(municipality: Any, result: Result) -> str:
    share, first = (money(one, municipality.currency) for one in (result.share, result.first_share))
    if result.share <= result.first_share:
        return share
    return _("{share}: the money divided by those who voted is {first}, raised as long as the money lasts").format(
        share=share, first=first
    )


def _on_paper(paper: on_paper.Sheets, voters: int) -> list[tuple[str, str]]:
    """Ballots on paper and on a device apart, and the sheets that did not count."""
    reasons = Counter(why for _number, why in paper.spoilt)
    waiting = _("{once} entered by one person only, {differing} entered differently and not settled")
    return [
        (_("On a device"), str(voters - paper.taken)),
        (_("On paper"), str(paper.taken)),
        (_("Spoilt on paper"), "; ".join(f"{n} ({why})" for why, n in sorted(reasons.items())) or "0"),
        (
            _("Not counted on paper"),
            waiting.format(once=len(paper.once), differing=len(paper.differing)) if paper.open else "0",
        ),
        (_("Settled by a third look"), str(paper.settled)),
        (_("Sheets printed"), str(paper.printed)),
    ]


def _tables(municipality: Any, result: Result) -> list[dict[str, Any]]:
    def sum_of(amount: int | None) -> str:
        return money(amount, municipality.currency) if amount else "–"

    def paid(one: Won) -> str:
        if one.by_votes:
            return _("from what was left")
        most = sum_of(one.most)
        if one.points is not None:
            return _("{sum} a point, at most {most}").format(sum=sum_of(one.a_point), most=most)
        return most if one.all_alike else _("up to {sum}").format(sum=most)

    def votes(one: Won | Lost) -> str:
        return (
            str(one.votes)
            if one.points is None
            else _("{points} from {voters}").format(points=one.points, voters=one.votes)
        )

    votes_head = _("Points, and from how many") if result.in_points else _("Votes for it")
    lacked_head = (
        _("Votes it lacked")
        if result.points_each is None
        else ngettext(
            "Voters it lacked, each with {n} point", "Voters it lacked, each with {n} points", result.points_each
        )
    ).format(n=result.points_each)
    ties = " ".join(
        " = ".join(plain(option.name) for option in [tie.chosen, *tie.equal]) + f". {tie.why}" for tie in result.ties
    )
    reached = result.reached_table
    return [
        {
            "title": _("What won, in the order of the count"),
            "head": [_("What"), votes_head, _("Price"), _("From each")],
            "rows": [[plain(one.option.name), votes(one), sum_of(one.cost), paid(one)] for one in result.won],
            "note": _("Exactly equal: {ties}").format(ties=ties) if ties else _("No two things were exactly equal."),
        },
        {
            "title": _("What was not chosen"),
            "head": [_("What"), votes_head, _("Price"), lacked_head, _("Would have won at")],
            "rows": [
                [
                    plain(one.option.name), votes(one), sum_of(one.option.cost),
                    str(one.votes_missing or "–"), sum_of(one.winning_cost),
                ]
                for one in result.lost
            ],
            "note": _("{sum} is what was left of the money.").format(sum=sum_of(result.left))
            if any(one.for_the_rest for one in result.lost)
            else "",
        },
        {
            "title": _("Who gets something"),
            "head": reached[0] if reached else [],
            "rows": reached[1:],
            "note": "",
        },
        {
            "title": _("Counted in another way"),
            "head": [_("How"), _("Cost"), _("Voters with something")],
            "rows": [
                [f"{one.way}: {_chosen(one)}", sum_of(one.cost), str(one.with_something)] for one in result.others
            ],
            "note": "",
        },
    ]  # fmt: skip


def _groups(municipality: Any, ballot: Ballot) -> list[dict[str, Any]]:
    return [
        {
            "title": one.title,
            "head": one.head,
            "rows": one.rows,
            "note": _("Too few voters to show: {groups}.").format(groups=one.hidden) if one.hidden else "",
        }
        for one in group_tables(municipality, ballot)
    ]


def _chosen(other: Other) -> str:
    if other.same:
        return _("the same things")
    return "; ".join(plain(option.name) for option, _here in other.options) or _("nothing")
