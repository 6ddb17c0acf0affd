"""Who may vote in which ways, and what is known of one person having two."""

from __future__ import annotations

from django.utils.translation import gettext as _

from firstdoor.decide.models import Ballot, ClassKey, PaperSheet, VotingCode

Kind = VotingCode.Kind


def ways(of: Ballot, *, without: str = "") -> list[str]:
    """The ways in which people may vote, in words, but the one named (a kind of code, "class" or "paper"). 3 queries."""
    here = of.municipality_id
    codes = VotingCode.objects.filter(municipality=here, ballot=of, dead_at=None).order_by()
    there = set(codes.values_list("kind", flat=True).distinct())
    if of.puzzle_bits is not None:
        there.add(Kind.OPEN)
    if ClassKey.objects.of(here).filter(ballot=of, stopped_at=None).exists():
        there.add("class")
    if PaperSheet.objects.of(here).filter(ballot=of).exists():
        there.add("paper")
    words = {
        Kind.CARD: _("cards"),
        Kind.EMAIL: _("letters by e-mail"),
        Kind.REGISTER: _("the register"),
        Kind.OPEN: _("open to everybody"),
        "class": _("a class's device"),
        "paper": _("paper ballots"),
    }
    return [name for kind, name in words.items() if kind in there and kind != without]


def struck(of: Ballot) -> int:
    """How many stand on a list and lost that right, since they vote in another way. 1 query."""
    rows = VotingCode.objects.filter(municipality=of.municipality_id, ballot=of, dead_at__isnull=False)
    return rows.filter(kind__in=[Kind.EMAIL, Kind.REGISTER]).count()


def with_lists(of: Ballot) -> tuple[bool, bool]:
    """Whether people may vote by the register, and by letters. 1 query."""
    rows = VotingCode.objects.filter(municipality=of.municipality_id, ballot=of, kind__in=[Kind.EMAIL, Kind.REGISTER])
    kinds = set(rows.order_by().values_list("kind", flat=True).distinct())
    return Kind.REGISTER in kinds, Kind.EMAIL in kinds
