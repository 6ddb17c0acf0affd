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
from .proportionality import Neglected, ejr_plus
from .recount import OutOfPatienceError, Patience, votes_missing, winning_cost
from .table import Table


@dataclass(frozen=True, slots=True)
class Bought:
    """A purchase. Those `by_votes` cost money that nobody's share holds: no price, no payers."""

    project: str
    cost: Fraction
    votes: int
    by_votes: bool
    effective_votes: Fraction | None = None  # cost / largest payment; not for points and ranks, where payments differ
    price: Fraction | None = None  # money for one unit of utility
    payers: int = 0
    payments: tuple[Class, ...] = ()


@dataclass(frozen=True, slots=True)
class Loser:
    """A project that was not chosen.

    `left` is what its supporters still held together at the end, `spent` what they had paid for winners, most first, and
    `away` how far it was from winning had shares stayed as they are (`distance`); None where no share was paid or nobody
    named it. `votes_missing` and `winning_cost` are those of a whole new count (`recount`); `recounted` is False where the
    patience was at an end before.
    """

    project: str
    cost: Fraction
    votes: int
    left: Fraction | None
    spent: tuple[tuple[str, Fraction], ...]
    away: Distance | None
    recounted: bool
    votes_missing: int | None
    winning_cost: Fraction | None


@dataclass(frozen=True, slots=True)
class Explanation:
    """`shares` is empty for the other rules, where nobody's share pays anything.

    `neglected` holds what EJR+ finds wrong with the outcome, `others` what other rules would have chosen.
    """

    rounds: tuple[Bought, ...]
    losers: tuple[Loser, ...]
    shares: tuple[Shares, ...]
    neglected: tuple[Neglected, ...]
    others: tuple[Other, ...]


def explain(
    election: Election,
    outcome: Outcome,
    *,
    patience: float | None = None,
    progress: Callable[[int, int], None] | None = None,
) -> Explanation:
    """Explain an outcome of `count` on the same election.

    Who paid what and how far losers were away at the kept shares is read off the run. For what they would have needed in a
    whole new count each is counted again several times (`recount`), those with most votes first. After `patience` seconds
    of that the rest is left with `recounted` False; 0 makes none of it, None goes on to the end. `progress` gets the number
    of losers done and of all.

    Examples
    --------
    >>> from . import Completion, Method, count, election
    >>> e = election(budget=12, costs={"park": 6, "path": 6, "lamp": 4}, ballots=[["park", "path"]] * 4 + [["lamp"]] * 2)
    >>> why = explain(e, count(e, Method(completion=Completion.NONE)))
    >>> why.rounds[0].effective_votes, why.rounds[0].payers, why.rounds[0].payments[0].high
    (Fraction(4, 1), 4, Fraction(3, 2))
    >>> why.losers[0].project, why.losers[0].left, why.losers[0].votes_missing, why.losers[0].winning_cost
    ('path', Fraction(2, 1), 1, Fraction(5, 1))
    """
    won = set(outcome.winners)
    lost = [p for p, name in enumerate(election.ids) if name not in won]
    lost.sort(key=lambda p: (-election.votes[p], election.costs[p], election.ids[p]))
    book, far = None, {}
    if outcome.run is not None:
        table = Table(election, outcome.method.ties)
        book = ledger(table, outcome.run, lost)
        far = distances(table, outcome.method.ties, outcome.run, lost)
    losers = []
    patient = Patience(patience)
    for done, p in enumerate(lost):
        if progress is not None:
            progress(done, len(lost))
        losers.append(_loser(election, outcome, p, book, far.get(p), patient))
    return Explanation(
        rounds=tuple(_rounds(election, outcome, book)),
        losers=tuple(losers),
        shares=book.shares if book else (),
        neglected=ejr_plus(election, won),
        others=other_rules(election, outcome.method, outcome.winners),
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
            payments=one.payments,
        )


def _loser(
    election: Election, outcome: Outcome, p: int, book: Ledger | None, away: Distance | None, patience: Patience
) -> Loser:
    spent = book.spent.get(p, {}) if book else {}
    most_first = sorted(spent, key=lambda q: (-spent[q], election.ids[q]))
    recounted = True
    more = cost = None
    try:
        more = votes_missing(election, outcome, p, away, patience=patience)
        cost = winning_cost(election, outcome, p, away, patience=patience)
    except OutOfPatienceError:
        recounted = False
        more = cost = None
    return Loser(
        project=election.ids[p],
        cost=election.costs[p],
        votes=election.votes[p],
        left=book.left.get(p, Fraction(0)) if book else None,
        spent=tuple((election.ids[q], spent[q]) for q in most_first),
        away=away,
        recounted=recounted,
        votes_missing=more,
        winning_cost=cost,
    )
