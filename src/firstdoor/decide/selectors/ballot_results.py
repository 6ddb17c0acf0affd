"""A count as people read it: what won and why, what it took from whom, and what other rules would have chosen."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from firstdoor.core import standing
from firstdoor.core.templatetags.firstdoor import number
from firstdoor.core.texts import Texts
from firstdoor.decide.models import Ballot, Option
from firstdoor.decide.selectors import marks
from firstdoor.decide.selectors.ballots import NotCounted, State, options
from firstdoor.places import selectors as places

WAYS = {
    ("equal-shares", "none"): gettext_lazy("Equal shares, and what is left is kept"),
    ("equal-shares", "utilitarian"): gettext_lazy("Equal shares, and what is left goes by votes"),
    ("equal-shares", "add1"): gettext_lazy("Equal shares, raised as long as the money lasts"),
    ("equal-shares", "add1u"): gettext_lazy("Equal shares, raised as long as the money lasts, the rest by votes"),
    ("greedy", None): gettext_lazy("By votes: what most people want first, until the money is gone"),
    ("greedy-per-cost", None): gettext_lazy("By votes for each lek: what is cheap and wanted first"),
    ("phragmen", None): gettext_lazy("Phragmén: voters earn money evenly, and buy as soon as they can"),
    ("maximin", None): gettext_lazy("Maximin support: the costs are borne as evenly as possible"),
    ("knapsack", None): gettext_lazy("As many votes as the money can buy"),
}
WAYS_OF_POINTS = {  # where points are spread
    ("greedy-per-cost", None): gettext_lazy("By points for each lek: what is cheap and wanted first"),
    ("knapsack", None): gettext_lazy("As many points as the money can buy"),
}


def way(of: Ballot, rule: str, completion: str | None) -> str:
    """A way of counting in words."""
    words = {**WAYS, **(WAYS_OF_POINTS if marks.spreads(of) else {})}
    return str(words[rule, completion])


def rule_of(ballot: Ballot) -> str:
    """The rule by which a ballot is counted, in words."""
    return way(ballot, ballot.rule, ballot.completion if ballot.rule == "equal-shares" else None)


@dataclass(frozen=True, slots=True)
class Won:
    """A winner: how many wanted it, what it cost, what each of them paid. `share` is the most that one paid, exactly.

    `emptied` of the payers had less left than that, and paid all of it. Where points are
    spread: `points` that it got, and `share` is what a point cost.
    """

    option: Option
    votes: int
    cost: int
    payers: int
    emptied: int
    each: int
    most: int
    share: Fraction
    by_votes: bool
    points: int | None = None

    @property
    def a_point(self) -> int:
        """What a point cost, in whole units of money."""
        return round(self.share)

    @property
    def most_emptied(self) -> bool:
        """Whether more than half of those who wanted it paid all that they had left."""
        return 2 * self.emptied > self.votes

    @property
    def nothing_left(self) -> int:
        """How many wanted it, and had spent their whole share before."""
        return 0 if self.by_votes else self.votes - self.payers

    @property
    def all_alike(self) -> bool:
        """Whether everybody who paid, paid the same."""
        return self.each == self.most


@dataclass(frozen=True, slots=True)
class Tie:
    """What was exactly equal, what went first, whether that changed anything, and why it went first: cost, votes or id."""

    chosen: Option
    equal: list[Option]
    mattered: bool
    by: str

    @property
    def why(self) -> str:
        """A sentence."""
        if not self.mattered:
            return _("It changed nothing: all of them won.")
        return {
            "cost": _("The cheaper went first, as was written down before the vote."),
            "votes": _(
                "They cost the same; the one that more people chose went first, as was written down before the vote."
            ),
            "id": _(
                "Price and votes were the same, too; then the sign in the file of ballots decides, {first} before {second}, "
                "as was written down before the vote."
            ).format(first=self.chosen.project_id, second=self.equal[0].project_id),
        }[self.by]


@dataclass(frozen=True, slots=True)
class Lost:
    """What did not win: how many wanted it, how many more it would have taken, where their shares went.

    Of what it would have taken only what a whole new count confirmed. `for_the_rest`: that price is what was left of the money.
    `tie`: where it was exactly equal to what won instead. `left`: what those who wanted it still had together at the end.
    """

    option: Option
    votes: int
    votes_missing: int | None
    winning_cost: int | None
    spent_on: list[tuple[Texts, int]]
    for_the_rest: bool
    tie: Tie | None
    left: int | None
    points: int | None = None


@dataclass(frozen=True, slots=True)
class Other:
    """What another way of counting would have chosen from the same ballots."""

    way: str
    options: list[tuple[Option, bool]]  # with whether it won here, too
    missing: list[Option]  # what won here and would not have won there
    cost: int
    with_something: int

    @property
    def same(self) -> bool:
        """Whether it is the result that holds."""
        return not self.missing and all(here for _option, here in self.options)


@dataclass(frozen=True, slots=True)
class Result:
    """A count as people read it.

    `reached`: (n, voters, payers): so many voters get n of the things that they chose, whoever paid, and the shares of so many
    paid part of n; None where no shares paid. `share`: what each held at the end, in whole
    units of money; `endowment`: the same, not rounded. `points_each`: where points are spread, how many a voter may give to one
    thing, as each of those does who were missing.
    """

    won: list[Won]
    lost: list[Lost]
    cost: int
    left: int
    share: int
    first_share: int
    endowment: float
    voters: int
    with_something: int
    reached: list[tuple[int, int, int | None]]
    ties: list[Tie]
    others: list[Other]
    checksums: dict[str, str]
    points_each: int | None

    @property
    def in_points(self) -> bool:
        """Whether points were spread."""
        return any(one.points is not None for one in (*self.won, *self.lost))

    @property
    def shares_paid(self) -> bool:
        """Whether anything was paid for by shares."""
        return any(not one.by_votes for one in self.won)

    @property
    def gets_more_than_pays(self) -> bool:
        """Whether somebody gets a thing that her share paid nothing of."""
        return any(payers not in (voters, None) for _n, voters, payers in self.reached)

    @property
    def reached_table(self) -> list[list[str]]:
        """`reached` as a table, its head first; empty when there is nothing to say."""
        if not self.reached:
            return []
        shared = self.reached[0][2] is not None
        head = [_("Things that they chose"), _("Voters who get so many")]
        rows = [[number(cell) for cell in row if cell is not None] for row in self.reached]
        return [head + [_("Voters who paid part of so many")] * shared, *rows]

    @property
    def lead(self) -> str:
        """How many voted and get something, and who paid, in sentences."""
        if not self.voters:
            return _(
                "So nothing was chosen. Counted by the rule alone, what is cheap and fits would come out; that decides nothing."
            )
        voters, some = self.voters, self.with_something
        if some == voters:
            said = ngettext(
                "{n} person voted, and gets at least one thing that she chose.",
                "{n} people voted, and each of them gets at least one thing that they chose.",
                voters,
            ).format(n=voters)
        else:
            said = ngettext("{n} person voted.", "{n} people voted.", voters).format(n=voters) + " "
            said += ngettext(
                "{n} of them gets at least one thing that they chose.",
                "{n} of them get at least one thing that they chose.",
                some,
            ).format(n=some)
        by_votes = sum(one.by_votes for one in self.won)
        if not self.won:
            how = _("Nothing could be had for the money.")
        elif not by_votes:
            how = _("Each thing was paid for together by those who chose it.")
        elif by_votes == len(self.won):
            how = _(
                "What won was chosen by the number of votes: the shares of those who wanted a thing were never enough for it."
            )
        else:
            how = _("Each thing was paid for together by those who chose it, or at the end from what was left.")
        return f"{said} {how}"

    @property
    def same_ways(self) -> list[str]:
        """The other ways of counting that would have chosen the same."""
        return [one.way for one in self.others if one.same]


def carried(of: Ballot) -> standing.Carried | None:
    """What became of a counted vote; None before, and where nothing carries it out yet. Queries of the room that follows it."""
    if of.state != State.COUNTED:
        return None
    today = places.local_date(of.municipality, timezone.now())
    return standing.of_ballot(of.municipality, of.pk, of.proposal_id, today)


def _whole(amount: str | None) -> int:
    return int(Fraction(amount)) if amount else 0


def _nearest(amount: str) -> int:
    """What somebody paid, in the nearest whole unit: so the voter's own browser says it too."""
    return int(Fraction(amount) + Fraction(1, 2))


def result(of: Ballot) -> Result:
    """The count as people read it. Raises NotCounted. 1 query."""
    if of.state != State.COUNTED or of.result is None:
        raise NotCounted
    by_id = {row.project_id: row for row in options(of)}
    why, points, reached = of.result["explanation"], of.result.get("points", {}), of.result.get("reached", [])
    paid = {one["winners"]: one["voters"] for one in why["shares"]}
    ties = [_tie(of, by_id, tie) for tie in of.result["ties_met"]]
    cost, endowment = _whole(of.result["cost"]), Fraction(of.result["endowment"] or 0)
    return Result(
        won=[_won(by_id, entry, points) for entry in why["rounds"]],
        lost=sorted(
            (_lost(of, by_id, entry, points, ties) for entry in why["losers"]),
            key=lambda one: -(one.points or one.votes),
        ),
        cost=cost,
        left=of.budget - cost,
        share=round(endowment),
        first_share=round(of.budget / of.voters) if of.voters else 0,
        endowment=float(endowment),
        voters=of.voters or 0,
        with_something=sum(n for things, n in enumerate(reached) if things),
        reached=[(n, reached[n], paid.get(n, 0) if paid else None) for n in reversed(range(len(reached)))],
        ties=ties,
        others=[_other(of, by_id, of.result["winners"], entry) for entry in of.result.get("others", [])],
        checksums=of.result.get("checksums", {}),
        points_each=marks.most_for_one(of),
    )


def _won(by_id: dict[str, Option], entry: dict[str, Any], points: dict[str, int]) -> Won:
    paid = entry["payments"] or []
    effective = entry["effective_votes"]
    return Won(
        option=by_id[entry["project"]],
        votes=entry["votes"],
        cost=_whole(entry["cost"]),
        payers=entry["payers"],
        emptied=entry.get("paid_all_left", 0),
        each=min((_nearest(one["from"]) for one in paid), default=0),
        most=max((_nearest(one["to"]) for one in paid), default=0),
        share=Fraction(entry["cost"]) / Fraction(effective) if effective else Fraction(entry["price"] or 0),
        by_votes=entry["by_votes"],
        points=points.get(entry["project"]),
    )


def _lost(of: Ballot, by_id: dict[str, Option], entry: dict[str, Any], points: dict[str, int], ties: list[Tie]) -> Lost:
    spent = sorted((entry.get("supporters_spent") or {}).items(), key=lambda pair: -Fraction(pair[1]))
    known = entry.get("in_whole_counts", True)
    winning_cost = _whole(entry["winning_cost"]) if known and entry.get("winning_cost") else None
    option = by_id[entry["project"]]
    return Lost(
        option=option,
        votes=entry["votes"],
        votes_missing=entry.get("votes_missing") if known else None,
        winning_cost=winning_cost,
        spent_on=[(by_id[name].name, _whole(amount)) for name, amount in spent],
        for_the_rest=winning_cost == of.budget - _whole((of.result or {})["cost"]),
        tie=next((tie for tie in ties if tie.mattered and option in tie.equal), None),
        left=int(Fraction(entry["supporters_left"])) if entry.get("supporters_left") else None,
        points=points.get(entry["project"]),
    )


def _tie(of: Ballot, by_id: dict[str, Option], met: dict[str, Any]) -> Tie:
    chosen, equal = by_id[met["chosen"]], [by_id[name] for name in met["equal"]]
    votes = {
        one["project"]: one["votes"] for part in ("rounds", "losers") for one in (of.result or {})["explanation"][part]
    }
    by = "id"
    if of.ties == "cheapest" and any(one.cost > chosen.cost for one in equal):
        by = "cost"
    elif of.ties == "cheapest" and any(votes[one.project_id] < votes[chosen.project_id] for one in equal):
        by = "votes"
    return Tie(chosen, equal, not met["all_won"], by)


def _other(of: Ballot, by_id: dict[str, Option], winners: list[str], entry: dict[str, Any]) -> Other:
    chosen = sorted((by_id[name] for name in entry["winners"]), key=lambda option: option.order)
    return Other(
        way=way(of, entry["rule"], entry["completion"]),
        options=[(option, option.project_id in winners) for option in chosen],
        missing=[by_id[name] for name in winners if name not in entry["winners"]],
        cost=_whole(entry["cost"]),
        with_something=entry["with_something"],
    )
