"""Outcomes as what JSON can hold: amounts are strings with exact numbers, names are those of the promises in the docs."""

from __future__ import annotations

from collections.abc import Iterable
from decimal import Context, Decimal, Inexact
from fractions import Fraction
from typing import Any

from .counting import Outcome, Rule
from .election import Election
from .explanation import Explanation, Loser
from .ledger import Class


def money(amount: Fraction) -> str:
    """An exact number: an integer, a finite decimal without trailing zeros, or a/b.

    Examples
    --------
    >>> money(Fraction(5)), money(Fraction(25, 2)), money(Fraction(-1, 200)), money(Fraction(5, 3))
    ('5', '12.5', '-0.005', '5/3')
    """
    enough = len(str(amount.numerator)) + amount.denominator.bit_length()  # a decimal that ends has no more digits
    exactly = Context(prec=enough, traps=[Inexact])
    try:
        return f"{exactly.divide(Decimal(amount.numerator), Decimal(amount.denominator)).normalize(exactly):f}"
    except Inexact:
        return str(amount)


def outcome_document(election: Election, outcome: Outcome) -> dict[str, Any]:
    """A count as `firstdoor count --json` prints it, without file, time and explanation."""
    method = outcome.method
    by_shares = method.rule is Rule.EQUAL_SHARES
    document: dict[str, Any] = {
        "rule": method.rule.value,
        "completion": method.completion.value if by_shares else None,
        "ties": method.ties.value,
        "utility": election.utility.value,
        "winners": list(outcome.winners),
        "added_by_votes": list(outcome.winners[len(outcome.winners) - outcome.added :]),
        "cost": money(outcome.cost),
        "budget": money(election.budget),
        "voters": election.voters,
        "projects": len(election.ids),
        "endowment": _money(outcome.endowment),
        "ties_met": [
            {"round": tie.round, "chosen": tie.chosen, "equal": list(tie.equal), "all_won": tie.all_won}
            for tie in outcome.ties_met
        ],
    }
    if outcome.steps is not None:
        document |= {"step": money(method.step), "steps": outcome.steps, "stop": outcome.stop}
    if outcome.endless:
        document["endless"] = True
    return document


def explanation_document(explanation: Explanation) -> dict[str, Any]:
    """An explanation as it stands under "explanation"."""
    return {
        "rounds": [
            {
                "project": one.project,
                "cost": money(one.cost),
                "votes": one.votes,
                "by_votes": one.by_votes,
                "effective_votes": _money(one.effective_votes),
                "price": _money(one.price),
                "payers": one.payers,
                "paid_all_left": one.emptied,
                "payments": _classes(one.payments),
            }
            for one in explanation.rounds
        ],
        "losers": [
            {
                "project": one.project,
                "cost": money(one.cost),
                "votes": one.votes,
                "supporters_left": _money(one.left),
                "supporters_spent": {winner: money(amount) for winner, amount in one.spent},
                "at_these_shares": one.away
                and {
                    "winning_cost": _money(one.away.cost),
                    "votes_missing": one.away.votes,
                    "effective_support": _money(one.away.support),
                },
                "rests_on": _rests_on(one),
                "recounted": one.recount is not None,
                "in_whole_counts": one.recount is not None and one.recount.whole,
                "to_the_unit": one.recount is not None and one.recount.sharp,
                "votes_missing": one.recount and one.recount.votes,
                "winning_cost": one.recount and _money(one.recount.cost),
            }
            for one in explanation.losers
        ],
        "shares": [
            {"winners": one.winners, "voters": one.voters, "spent": _classes(one.spent)} for one in explanation.shares
        ],
        "neglected": [
            {"project": one.project, "voters": one.voters, "claim": money(one.claim), "best": money(one.best)}
            for one in explanation.neglected
        ],
        "fair_share": explanation.fair_share
        and {
            "voters": explanation.fair_share.voters,
            "served": explanation.fair_share.served,
            "part": money(explanation.fair_share.part),
            "gini": money(explanation.fair_share.gini),
        },
        "other_rules": {
            one.rule.value: {"winners": list(one.winners), "cost": money(one.cost), "shared": one.shared}
            for one in explanation.others
        },
    } | ({} if explanation.vote_points is None else {"vote_points": money(explanation.vote_points)})


def _rests_on(one: Loser) -> str | None:
    """What the numbers of a loser rest on, in words; None when there are none."""
    if one.recount is not None:
        return "whole new counts" if one.recount.whole else "new counts near the share at which this count ended"
    return None if one.away is None else "the share at which this count ended"


def _money(amount: Fraction | None) -> str | None:
    return None if amount is None else money(amount)


def _classes(classes: Iterable[Class]) -> list[dict[str, Any]]:
    return [
        {"from": money(one.low), "to": money(one.high), "voters": one.voters, "together": money(one.together)}
        for one in classes
    ]
