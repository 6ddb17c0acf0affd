"""Paper ballots: printed with a number, entered twice by different people, settled by a third where the two differ."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING
from uuid import UUID

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from firstdoor.core import audit, codes, rights
from firstdoor.core.actor import Actor
from firstdoor.decide.models import Ballot, BallotPaper, PaperSheet, VoteReceipt
from firstdoor.decide.services.ballots.cards import PRINT
from firstdoor.decide.services.ballots.preparing import locked
from firstdoor.decide.services.ballots.voting import chosen_of, new_receipt, receipt_hash, scatter

if TYPE_CHECKING:
    from firstdoor.places.models import Municipality

ENTER = "decide.enter_papers"
MOST = 2000
SIGNS = 6  # with a check, so that a mistyped number is noticed
State = PaperSheet.State


@transaction.atomic
def print_papers(*, by: Actor, municipality: Municipality, ballot: Ballot, n: int) -> list[str]:
    """Make the numbers of `n` paper ballots, for printing now. Raises NotAllowed, ValidationError."""
    rights.require(by, PRINT, municipality)
    ballot = locked(municipality, ballot)
    if ballot.state not in {Ballot.State.DRAFT, Ballot.State.OPEN} or ballot.closes_at <= timezone.now():
        raise ValidationError(_("The ballot is closed."))
    if not 1 <= n <= MOST:
        raise ValidationError({"n": _("Between 1 and {most} paper ballots at a time.").format(most=MOST)})
    there = set(PaperSheet.objects.of(municipality).filter(ballot=ballot).values_list("number", flat=True))
    numbers: list[str] = []
    while len(numbers) < n:
        number = codes.new_code(SIGNS)
        if number not in there:
            there.add(number)
            numbers.append(number)
    PaperSheet.objects.bulk_create(
        [PaperSheet(municipality=municipality, ballot=ballot, number=number) for number in numbers], batch_size=1000
    )
    audit.note("decide.papers_printed", by=by, municipality=municipality, table="decide_ballot", row=str(ballot.pk))
    return numbers


@transaction.atomic
def enter_paper(
    *, by: Actor, municipality: Municipality, ballot: Ballot, number: str, choices: Iterable[str], spoilt: bool = False
) -> PaperSheet:
    """Enter what is marked on a sheet: the first time, the second time by somebody else, or to settle where the two differ.

    Two equal entries put it in the box, or aside as spoilt. Raises NotAllowed; ValidationError with the field at fault.
    """
    rights.require(by, ENTER, municipality)
    ballot = locked(municipality, ballot)
    if ballot.state != Ballot.State.OPEN or ballot.opens_at > timezone.now():
        raise ValidationError(_("The ballot is not open, or counted already."))
    sheet = (
        PaperSheet.objects.of(municipality).select_for_update().filter(ballot=ballot, number=_number(number)).first()
    )
    if sheet is None:
        raise ValidationError({"number": _("There is no paper ballot with this number.")})
    if sheet.state in {State.TAKEN, State.SPOILT}:
        raise ValidationError({"number": _("This sheet was entered twice already.")})
    if by.person in {sheet.first_by, sheet.second_by}:
        raise ValidationError({"number": _("You have entered this sheet; somebody else enters it now.")})
    marked = [] if spoilt else chosen_of(municipality, ballot, choices)
    if sheet.state == State.PRINTED:
        sheet.first, sheet.first_by, sheet.state = marked, _person(by), State.ONCE
    elif sheet.state == State.ONCE:
        sheet.second, sheet.second_by = marked, _person(by)
        if sheet.first == marked:
            _settle(ballot, sheet, marked)
        else:
            sheet.state = State.DIFFERS
    else:
        _settle(ballot, sheet, marked)
    sheet.save()
    # Not the sheet's own record: its digest would tell when a marked sheet went in.
    audit.note("decide.paper_entered", by=by, municipality=municipality, table="decide_ballot", row=str(ballot.pk))
    return sheet


def _person(by: Actor) -> UUID:
    if by.person is None:
        raise ValidationError(_("A paper ballot is entered by a person who is signed in."))
    return by.person


def _number(typed: str) -> str:
    try:
        return codes.normalise(typed, lengths=(SIGNS,))
    except codes.NotACode:
        raise ValidationError({"number": _("This is no number of a paper ballot. Look at it again.")}) from None


def _settle(ballot: Ballot, sheet: PaperSheet, marked: list[str]) -> None:
    """Put what is marked in the box, and forget on the sheet what it was."""
    sheet.first = sheet.second = None
    if not marked:
        sheet.state = State.SPOILT
        return
    sheet.state = State.TAKEN
    paper = BallotPaper.objects.create(municipality_id=ballot.municipality_id, ballot=ballot, choices=marked)
    kept = VoteReceipt.objects.create(
        municipality_id=ballot.municipality_id, ballot=ballot, token_hash=receipt_hash(new_receipt())
    )
    scatter(paper)
    scatter(kept)


def waiting(municipality: Municipality, ballot: Ballot) -> int:
    """How many sheets were entered once, or differently: the count waits for them. 1 query."""
    rows = PaperSheet.objects.of(municipality).filter(ballot=ballot, state__in=[State.ONCE, State.DIFFERS])
    return rows.count()
