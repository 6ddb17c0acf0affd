"""Paper ballots: printed with shuffled numbers, entered twice by different people, settled by a third look where they differ.

A sheet is drawn from a pile, so its number stands for nobody. What only one person entered does not count.
"""

from __future__ import annotations

from typing import TYPE_CHECKING
from uuid import UUID

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from firstdoor.core import audit, rights
from firstdoor.core.actor import Actor
from firstdoor.core.digits import NotANumber, new_numbers, read_number
from firstdoor.decide.models import Ballot, BallotPaper, Option, PaperSheet, VoteReceipt
from firstdoor.decide.selectors import marks
from firstdoor.decide.services.ballots.cards import PRINT
from firstdoor.decide.services.ballots.preparing import locked
from firstdoor.decide.services.ballots.rows import put
from firstdoor.decide.services.ballots.voting import new_receipt, receipt_hash

if TYPE_CHECKING:
    from firstdoor.places.models import Municipality

ENTER = "decide.enter_papers"
MOST = 500
MOST_IN_ALL = 20_000  # of 100,000 numbers: a mistyped one is seldom another sheet's
State, Flaw = PaperSheet.State, PaperSheet.Flaw


@transaction.atomic
def print_papers(*, by: Actor, municipality: Municipality, ballot: Ballot, n: int) -> list[str]:
    """Make the numbers of `n` paper ballots, for printing now. Raises NotAllowed, ValidationError."""
    rights.require(by, PRINT, municipality)
    ballot = locked(municipality, ballot)
    if ballot.state not in {Ballot.State.DRAFT, Ballot.State.OPEN} or ballot.closes_at <= timezone.now():
        raise ValidationError(_("The ballot is closed."))
    there = set(PaperSheet.objects.of(municipality).filter(ballot=ballot).values_list("number", flat=True))
    if not 1 <= n <= min(MOST, MOST_IN_ALL - len(there)):
        raise ValidationError({"n": _("Between 1 and {most} paper ballots at a time.").format(most=MOST)})
    if Option.objects.of(municipality).filter(ballot=ballot).count() <= ballot.at_least:
        raise ValidationError(_("Put more on the ballot than has to be chosen."))
    numbers = new_numbers(n, there)
    PaperSheet.objects.bulk_create(
        [PaperSheet(municipality=municipality, ballot=ballot, number=number) for number in numbers], batch_size=1000
    )
    audit.note("decide.papers_printed", by=by, municipality=municipality, table="decide_ballot", row=str(ballot.pk))
    return numbers


@transaction.atomic
def enter_paper(
    *, by: Actor, municipality: Municipality, ballot: Ballot, number: str, choices: marks.Said, unclear: bool = False
) -> PaperSheet:
    """Enter what is marked on a sheet: the first time, or the second time by somebody else.

    Two equal entries put it in the box, or aside as spoilt. Who entered it first may correct that until the second entry;
    the same entry again changes nothing. Raises NotAllowed; ValidationError with the field at fault.
    """
    sheet, entry = _look(by, municipality, ballot, number, choices, unclear)
    if sheet.state in {State.TAKEN, State.SPOILT}:
        raise ValidationError({"number": _("This sheet was entered twice already; it counts once.")})
    if sheet.state == State.DIFFERS:
        raise ValidationError({"number": _("Two people entered this sheet differently; settle it below.")})
    if sheet.state == State.PRINTED or sheet.first_by == by.person:
        if (sheet.first, sheet.first_by) == (entry, by.person):
            return sheet
        sheet.first, sheet.first_by, sheet.state = entry, by.person, State.ONCE
    else:
        sheet.second, sheet.second_by = entry, by.person
        if sheet.first == entry:
            _put_away(sheet, entry)
        else:
            sheet.state = State.DIFFERS
    sheet.save()
    # Not the sheet's own record: its digest would tell when a marked sheet went in.
    audit.note("decide.paper_entered", by=by, municipality=municipality, table="decide_ballot", row=str(ballot.pk))
    return sheet


@transaction.atomic
def settle_paper(
    *,
    by: Actor,
    municipality: Municipality,
    ballot: Ballot,
    number: str,
    choices: marks.Said,
    unclear: bool = False,
    together: bool = False,
) -> PaperSheet:
    """Settle a sheet that two people entered differently: by a third, or by one of the two with the other beside.

    Raises NotAllowed; ValidationError where nothing differs, or for one of the two alone.
    """
    sheet, entry = _look(by, municipality, ballot, number, choices, unclear)
    if sheet.state != State.DIFFERS:
        raise ValidationError(_("There is no difference to settle on this sheet (any more)."))
    own = by.person in {sheet.first_by, sheet.second_by}
    if own and not together:
        words = _("You entered this sheet yourself: let a third person look, or look together and say so here.")
        raise ValidationError({"together": words})
    sheet.third_by, sheet.together = by.person, own
    _put_away(sheet, entry)
    sheet.save()
    audit.note("decide.paper_settled", by=by, municipality=municipality, table="decide_ballot", row=str(ballot.pk))
    return sheet


def _look(
    by: Actor, municipality: Municipality, ballot: Ballot, number: str, choices: marks.Said, unclear: bool
) -> tuple[PaperSheet, list[object]]:
    """The sheet, held until the end of the transaction, and what somebody saw on it."""
    rights.require(by, ENTER, municipality)
    ballot = locked(municipality, ballot)
    if ballot.state != Ballot.State.OPEN or ballot.opens_at > timezone.now():
        raise ValidationError(_("The ballot is not open, or counted already."))
    _person(by)
    rows = PaperSheet.objects.of(municipality).select_for_update()
    sheet = rows.filter(ballot=ballot, number=_number(number)).first()
    if sheet is None:
        raise ValidationError({"number": _("There is no paper ballot with this number.")})
    if unclear:
        return sheet, [Flaw.UNCLEAR, []]
    options = Option.objects.of(municipality).filter(ballot=ballot).order_by("order")
    on_it = list(options.values_list("project_id", flat=True))
    given = marks.points_of(choices)
    if not set(given) <= set(on_it):
        raise ValidationError({"marks": _("Something was chosen that is not on the ballot.")})
    return sheet, [marks.flaw_of(ballot, given), marks.stored(ballot, given, on_it)]


def _person(by: Actor) -> UUID:
    if by.person is None:
        raise ValidationError(_("A paper ballot is entered by a person who is signed in."))
    return by.person


def _number(typed: str) -> str:
    """Six digits, typed or read by a scanner, which gives the address in the sheet's QR code."""
    try:
        return read_number(typed)
    except NotANumber as wrong:
        said = {
            "length": _("A sheet's number has six digits. Look at it again."),
            "check": _("One digit is not right. Look at the sheet again."),
        }
        raise ValidationError({"number": said[wrong.args[0]]}) from wrong


def _put_away(sheet: PaperSheet, entry: list[object]) -> None:
    """Put what is marked in the box, or the sheet aside as spoilt, and forget on it what it was."""
    flaw, marked = entry
    sheet.first = sheet.second = None
    if flaw:
        sheet.state, sheet.flaw = State.SPOILT, str(flaw)
        return
    sheet.state = State.TAKEN
    whose = {"municipality_id": sheet.municipality_id, "ballot_id": sheet.ballot_id}
    put(BallotPaper(**whose, choices=marked))
    put(VoteReceipt(**whose, token_hash=receipt_hash(new_receipt())))


def forget_entries(ballot: Ballot) -> None:
    """At the count: sheets that wait or differ do not count, and nothing says any more what was read on them. 1 query."""
    rows = PaperSheet.objects.of(ballot.municipality_id).filter(ballot=ballot)
    rows.filter(state__in=[State.ONCE, State.DIFFERS]).update(first=None, second=None)
