"""Why a count came out as it did: round by round, loser by loser, and what the voters' shares bought."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from fractions import Fraction

from .compare import Other, other_rules
from .counting import Outcome
from .distance import Distance, distances
from .election import Election, Utility
from .ledger import Class, Ledger, Shares, ledger
from .proportionality import FairShare, Neglected, ejr_plus, fair_share
from .recount import OutOfPatienceError, Patience, Recount, Recounts
from .table import Table


@dataclass(frozen=True, slots=True)
class Bought:
    """A purchase. Those `by_votes` cost money that nobody's share holds: no price, no payers.

    `emptied` of the payers had less left than the price asked of them, and paid all of it.
    """

    project: str
    cost: Fraction
    votes: int
    by_votes: bool
    effective_votes: Fraction | None = None  # cost / largest payment; not for points and ranks, where payments differ
    price: Fraction | None = None  # money for one unit of utility
    payers: int = 0
    emptied: int = 0
    payments: tuple[Class, ...] = ()


@dataclass(frozen=True, slots=True)
class Loser:
    """A project that was not chosen.

    `left` is what its supporters still held together at the end, `spent` what they had paid for winners, most first, and
    `away` how far it was from winning had shares stayed as they are (`distance`); None where no share was paid or it
    costs nothing. `recount` says what it would have needed in a new count; None where the patience was at an end before.
    """

    project: str
    cost: Fraction
    votes: int
    left: Fraction | None
    spent: tuple[tuple[str, Fraction], ...]
    away: Distance | None
    recount: Recount | None


@dataclass(frozen=True, slots=True)
class Explanation:
    """`shares` is empty for the other rules, where nobody's share pays anything.

    `neglected` holds what EJR+ finds wrong with the outcome, `fair_share` how evenly it spends the budget on voters (None where
    nobody named anything), `others` what other rules would have chosen. Where voters give
    points, a further vote for a loser is one of `vote_points` points.
    """

    rounds: tuple[Bought, ...]
    losers: tuple[Loser, ...]
    shares: tuple[Shares, ...]
    neglected: tuple[Neglected, ...]
    fair_share: FairShare | None
    others: tuple[Other, ...]
    vote_points: Fraction | None


def explain(
    election: Election,
    outcome: Outcome,
    *,
    patience: float | None = None,
    progress: Callable[[int, int], None] | None = None,
) -> Explanation:
    """Explain an outcome of `count` on the same election.

    Who paid what and how far losers were away at the kept shares is read off the run. What they would have needed in a new
    count is looked for near the share reached and confirmed by whole counts, one loser after the other, the nearest first; then
    these numbers are found to the unit (`recount`). `patience` seconds from the start on the rest is left as it is, or with
    `recount` None; 0 makes none of it, None goes on to the end. `progress` gets how much of it is done, and of how much.

    Examples
    --------
    >>> from . import Completion, Method, count, election
    >>> e = election(budget=12, costs={"park": 6, "path": 6, "lamp": 4}, ballots=[["park", "path"]] * 4 + [["lamp"]] * 2)
    >>> why = explain(e, count(e, Method(completion=Completion.NONE)))
    >>> why.rounds[0].effective_votes, why.rounds[0].payers, why.rounds[0].payments[0].high
    (Fraction(4, 1), 4, Fraction(3, 2))
    >>> why.losers[0].project, why.losers[0].left, why.losers[0].recount
    ('path', Fraction(2, 1), Recount(votes=1, cost=Fraction(5, 1), whole=True, sharp=True))
    """
    patient = Patience(patience)
    won = set(outcome.winners)
    lost = [p for p, name in enumerate(election.ids) if name not in won]
    lost.sort(key=lambda p: (-election.votes[p], election.costs[p], election.ids[p]))
    table, book, far = None, None, {}
    if outcome.run is not None:
        table = Table(election, outcome.method.ties)
        book = ledger(table, outcome.run, lost)
        far = distances(table, outcome.method.ties, outcome.run, lost)
    neglected, others = ejr_plus(election, won), other_rules(election, outcome.method, outcome.winners, table)
    again = _again(Recounts(election, outcome, table, patient), lost, far, progress)
    return Explanation(
        rounds=tuple(_rounds(election, outcome, book)),
        losers=tuple(_loser(election, p, book, far.get(p), again.get(p)) for p in lost),
        shares=book.shares if book else (),
        neglected=neglected,
        fair_share=fair_share(election, won),
        others=others,
        vote_points=election.wish_points,
    )


def _rounds(election: Election, outcome: Outcome, book: Ledger | None) -> Iterable[Bought]:
    number = {name: p for p, name in enumerate(election.ids)}
    for at, name in enumerate(outcome.winners):
        p = number[name]
        cost, votes = election.costs[p], election.votes[p]
        if book is None or at >= len(book.purchases):
            yield Bought(name, cost, votes, by_votes=True)
            continue
        alike = election.utility in (Utility.COST, Utility.COUNT)
        one = book.purchases[at]
        largest = one.price * cost if election.utility is Utility.COST else one.price
        yield Bought(
            project=name,
            cost=cost,
            votes=votes,
            by_votes=False,
            effective_votes=cost / largest if alike else None,
            price=one.price,
            payers=one.payers,
            emptied=one.emptied,
            payments=one.payments,
        )


def _again(
    recounts: Recounts, lost: list[int], far: dict[int, Distance], progress: Callable[[int, int], None] | None
) -> dict[int, Recount]:
    """For each loser what new counts say, as far as the patience reaches; the nearest first."""
    nearest = sorted(lost, key=lambda p: -far[p].support if p in far else 0)
    found: dict[int, Recount] = {}

    def tell(done: int) -> None:
        if progress is not None:
            progress(done, 2 * len(nearest))

    try:
        for done, p in enumerate(nearest):
            tell(done)
            found[p] = recounts.near(p, far.get(p))
            found[p] = recounts.whole(p, found[p])
        for done, p in enumerate(nearest, len(nearest)):
            tell(done)
            found[p] = recounts.sharp(p, found[p])
    except OutOfPatienceError:
        return found
    return found


def _loser(election: Election, p: int, book: Ledger | None, away: Distance | None, again: Recount | None) -> Loser:
    spent = book.spent.get(p, {}) if book else {}
    most_first = sorted(spent, key=lambda q: (-spent[q], election.ids[q]))
    return Loser(
        project=election.ids[p],
        cost=election.costs[p],
        votes=election.votes[p],
        left=book.left.get(p, Fraction(0)) if book else None,
        spent=tuple((election.ids[q], spent[q]) for q in most_first),
        away=away,
        recount=again,
    )
