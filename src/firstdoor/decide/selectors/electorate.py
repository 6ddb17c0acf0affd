"""Who may vote in which ways, and what is known of one person having two."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from itertools import groupby

from django.db.models import Sum
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from firstdoor.core.templatetags.firstdoor import number
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


def who(of: Ballot) -> list[str]:
    """Who may vote, in words and numbers, a way each; nothing while nobody may. 3 queries."""
    here = of.municipality_id
    codes = VotingCode.objects.filter(municipality=here, ballot=of, dead_at=None).order_by()
    n = Counter(codes.values_list("kind", flat=True))
    keys = ClassKey.objects.of(here).filter(ballot=of, stopped_at=None)
    children = keys.aggregate(sum=Sum("children"))["sum"] or 0
    sheets = PaperSheet.objects.of(here).filter(ballot=of).count()
    counted = [
        (n[Kind.CARD], ngettext("{n} code card", "{n} code cards", n[Kind.CARD])),
        (n[Kind.EMAIL], ngettext("{n} letter by e-mail", "{n} letters by e-mail", n[Kind.EMAIL])),
        (n[Kind.REGISTER], ngettext("{n} person on the register", "{n} people on the register", n[Kind.REGISTER])),
        (children, ngettext("{n} child on a class's device", "{n} children on a class's device", children)),
        (sheets, ngettext("{n} paper ballot", "{n} paper ballots", sheets)),
    ]
    everybody = (
        [] if of.puzzle_bits is None else [_("everybody, after a puzzle or by a code sent to an e-mail address")]
    )
    return [words.format(n=number(amount)) for amount, words in counted if amount] + everybody


@dataclass(frozen=True, slots=True)
class Pile:
    """Cards made for the same class or street: how many, the first and the last number on them, how many are lost."""

    batch: str
    n: int
    first: str
    last: str
    dead: int


def piles(of: Ballot) -> list[Pile]:
    """The code cards as they were made, by their numbers; what was made in a row for the same class is a pile. 1 query."""
    rows = VotingCode.objects.filter(municipality=of.municipality_id, ballot=of, kind=Kind.CARD)
    cards = sorted(rows.values_list("serial", "batch", "dead_at"), key=lambda card: int(card[0]))
    found = []
    for batch, group in groupby(cards, key=lambda card: card[1]):
        pile = list(group)
        found.append(
            Pile(batch, len(pile), pile[0][0], pile[-1][0], sum(at is not None for _serial, _batch, at in pile))
        )
    return found
