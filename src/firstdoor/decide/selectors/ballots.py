"""Questions about ballots. Nothing here counts anything before the close, not even how many have voted."""

from __future__ import annotations

from collections import Counter
from datetime import date, timedelta
from typing import Any
from uuid import UUID

from django.db.models import Q
from django.utils import timezone

from firstdoor.core import keys, settled
from firstdoor.core.models import Upload
from firstdoor.decide.models import (
    Ballot,
    BallotAlarm,
    ClassKey,
    ConsentNote,
    Option,
    VoteReceipt,
    VotingCode,
)

State = Ballot.State
SUSPICIOUS = {
    BallotAlarm.Kind.GUESSING: 20,
    BallotAlarm.Kind.PUZZLE: 5,
}  # of a day; fewer are mistypings and second presses


class NotCounted(Exception):
    """The ballot is not counted yet; there is nothing to publish."""


def ballot(municipality: Any, slug: str, *, public: bool = False) -> Ballot | None:
    """One ballot; only if it was opened when `public`. 1 query, a small one from then on: hundreds vote in a second."""
    kept = settled.kept(
        settled.stamp_of(municipality), "ballot", municipality.pk, slug,
        make=lambda: Ballot.objects.of(municipality).filter(slug=slug).first(),
    )  # fmt: skip
    if kept is None or (public and kept.state == State.DRAFT):
        return None
    found = settled.copy_of(kept)
    found.municipality = municipality  # it is here already, with its boundary
    return found


def all_ballots(municipality: Any) -> list[Ballot]:
    """Every ballot, the latest first. 1 query."""
    return list(Ballot.objects.of(municipality).order_by("-closes_at"))


def public_ballots(municipality: Any) -> list[Ballot]:
    """Those that were opened, the latest first. 1 query."""
    return list(Ballot.objects.of(municipality).exclude(state=State.DRAFT).order_by("-closes_at"))


def options(of: Ballot) -> list[Option]:
    """What can be chosen, in the order of the ballot. 1 query, a small one from then on."""
    kept = settled.kept(
        settled.stamp_of(of.municipality_id), "options", of.municipality_id, of.pk,
        make=lambda: list(Option.objects.of(of.municipality_id).filter(ballot=of).order_by("order")),
    )  # fmt: skip
    return [settled.copy_of(one) for one in kept]


def photo(ballot: Ballot, pk: UUID) -> Upload | None:
    """The photo of something on that ballot that was not taken away. 2 queries."""
    found = option(ballot, pk)
    return Upload.objects.filter(pk=found.upload_id, removed_at=None).first() if found and found.upload_id else None


def option(of: Ballot, pk: UUID) -> Option | None:
    """One of them. 1 query."""
    return Option.objects.of(of.municipality_id).filter(ballot=of, pk=pk).select_related("ballot").first()


def cards_made(of: Ballot) -> tuple[int, int]:
    """How many cards were made, and how many of them are dead. 1 query."""
    cards = VotingCode.objects.filter(municipality=of.municipality_id, ballot=of, kind=VotingCode.Kind.CARD)
    dead = list(cards.values_list("dead_at", flat=True))
    return len(dead), sum(1 for at in dead if at is not None)


def others_entitled(of: Ballot) -> tuple[int, int]:
    """How many may vote by a letter that came by e-mail, and how many stand on the register. 1 query."""
    rows = VotingCode.objects.filter(municipality=of.municipality_id, ballot=of, dead_at=None)
    counts = Counter(
        rows.filter(kind__in=[VotingCode.Kind.EMAIL, VotingCode.Kind.REGISTER]).values_list("kind", flat=True)
    )
    return counts[VotingCode.Kind.EMAIL], counts[VotingCode.Kind.REGISTER]


def card(of: Ballot, typed: str) -> VotingCode | None:
    """The card with the number that was typed, with or without its zeros in front. 1 query."""
    serial = typed.strip().lstrip("0").rjust(4, "0") if typed.strip() else ""
    rows = VotingCode.objects.filter(municipality=of.municipality_id, ballot=of, kind=VotingCode.Kind.CARD)
    return rows.filter(serial=serial).first()


def has_codes(of: Ballot) -> bool:
    """Whether somebody may hold a card or a letter, or stands on the register. 1 query."""
    return VotingCode.objects.filter(municipality=of.municipality_id, ballot=of).exists()


def with_cards(of: Ballot) -> bool:
    """Whether somebody holds a code that was handed out, on a card or by a letter to a list. At most 1 query."""
    given = [VotingCode.Kind.CARD, VotingCode.Kind.EMAIL]
    rows = VotingCode.objects.filter(municipality=of.municipality_id, ballot=of, kind__in=given)
    return of.puzzle_bits is None or rows.exists()


def open_codes(of: Ballot) -> int:
    """How many codes were given to whoever asked; only once the vote is closed, since they tell how many came. 1 query."""
    if of.state != State.COUNTED and not is_over(of):
        return 0
    rows = VotingCode.objects.filter(municipality=of.municipality_id, ballot=of, kind=VotingCode.Kind.OPEN)
    return rows.count()


def class_keys(of: Ballot) -> list[ClassKey]:
    """The teachers' keys, the earliest first. 1 query."""
    return list(ClassKey.objects.of(of.municipality_id).filter(ballot=of).order_by("opens_at", "batch"))


def class_key(of: Ballot, pk: UUID) -> ClassKey | None:
    """One of them. 1 query."""
    return ClassKey.objects.of(of.municipality_id).filter(ballot=of, pk=pk).first()


def consents(of: Ballot) -> list[ConsentNote]:
    """What schools and parents agreed to, the earliest first. 1 query."""
    return list(ConsentNote.objects.of(of.municipality_id).filter(ballot=of).order_by("day", "batch"))


def has_register(of: Ballot) -> bool:
    """Whether somebody may vote by standing on a register. 1 query."""
    rows = VotingCode.objects.filter(municipality=of.municipality_id, ballot=of)
    return rows.filter(kind=VotingCode.Kind.REGISTER).exists()


def holds_receipt(of: Ballot, token_hash: str) -> bool:
    """Whether a ballot with this receipt is in the box, or was counted. 1 query."""
    return VoteReceipt.objects.filter(municipality=of.municipality_id, ballot=of, token_hash=token_hash).exists()


def alarms(of: Ballot) -> list[BallotAlarm]:
    """What was tried that nobody should, the latest day first; only from a number that is no mistyping. 1 query."""
    rows = BallotAlarm.objects.of(of.municipality_id).filter(ballot=of).order_by("-day", "kind")
    return [one for one in rows if one.n >= SUSPICIOUS.get(BallotAlarm.Kind(one.kind), 1)]


def alarmed(municipality: Any, today: date) -> list[Ballot]:
    """The ballots that had an alarm today or yesterday. 1 query."""
    loud = Q()
    for kind in BallotAlarm.Kind:
        loud |= Q(alarms__kind=kind, alarms__n__gte=SUSPICIOUS.get(kind, 1))
    rows = Ballot.objects.of(municipality).filter(loud, alarms__day__gte=today - timedelta(days=1))
    return list(rows.exclude(state=State.COUNTED).distinct())


def in_order_of(options: list[Option], of: Ballot, digest: str) -> list[Option]:
    """The options in the order that this code always sees, or as on the ballot when it is not shuffled. No query.

    The order follows from the code by a keyed hash: nothing is stored, and nothing chooses it.
    """
    if not of.shuffled:
        return options
    return sorted(options, key=lambda one: keys.digest("ballots", f"order|{digest}|{one.project_id}"))


def is_over(of: Ballot) -> bool:
    """Whether it is closed and waits for its count. No query."""
    return of.state == State.OPEN and of.closes_at <= timezone.now()
