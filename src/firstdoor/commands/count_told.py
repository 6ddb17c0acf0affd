"""What `firstdoor count` tells people: the document that `--json` prints, in sentences."""

from __future__ import annotations

from collections.abc import Iterable
from fractions import Fraction
from typing import Any

from firstdoor.methods import equal_shares as shares


class _Names(dict[str, str]):
    """What projects are called by id; lists of them are parted by what seldom stands in a name."""

    def of(self, project: str) -> str:
        name = self.get(project, "").strip()
        return project if name in ("", project) else f"{project} {name}"

    def all_of(self, projects: Iterable[str], none: str = "none") -> str:
        return "; ".join(map(self.of, projects)) or none


def as_text(document: dict[str, Any], called: dict[str, str]) -> str:
    """The same for people; `called`: names by id."""
    names = _Names(called)
    size = f"{_so_many(document['voters'], 'ballot')}, {_so_many(document['projects'], 'project')}"
    lines = [
        f"{document['file']}: {size}, budget {document['budget']}",
        f"{len(document['winners'])} chosen for {document['cost']}: {names.all_of(document['winners'])}",
    ]
    if document["added_by_votes"]:
        last = len(document["added_by_votes"])
        lines.append(f"the last {f'{last} ' if last > 1 else ''}of them by votes, from money left over")
    if document["endowment"] is not None:
        lines.append(f"each voter's share: {_readable(document['endowment'])}")
    if document.get("endless"):
        lines.append("every project with votes has been chosen; more money changes nothing")
    for tie in document["ties_met"]:
        all_won = "; all were chosen" if tie["all_won"] else ""
        lines.append(
            f"tie in round {tie['round']}: {names.of(tie['chosen'])} before {names.all_of(tie['equal'])}{all_won}"
        )
    for one in document.get("stages", []):
        if one["area"] is not None:
            lines.append(f"of {one['budget']} set aside for {one['area']}: {names.all_of(one['winners'])}")
    if document.get("decided"):
        lines.append(f"decided before: {names.all_of(document['decided'])}")
    for one in document.get("groups", []):
        got = (
            "hidden, too few"
            if one["voters"] is None
            else (
                f"{_so_many(one['voters'], 'voter')}, got {_readable(one['got'])} of a share of {_readable(one['share'])} "
                "(what each thing cost, divided among all who chose it)"
            )
        )
        lines.append(f"group {one['group'] or '(not said)'}: {got}")
    if "explanation" in document:
        lines += _why(document, names)
    return "\n".join(lines)


def _why(document: dict[str, Any], names: _Names) -> list[str]:
    explanation, reached = document["explanation"], document["reached"]
    lines = ["", "Round by round:"]
    for at, one in enumerate(explanation["rounds"], 1):
        if one["by_votes"]:
            lines.append(
                f"{at:4} {names.of(one['project'])}: {_so_many(one['votes'], 'vote')}, cost {one['cost']}, by votes"
            )
            continue
        votes = "" if one["effective_votes"] is None else f", {_readable(one['effective_votes'])} effective"
        most = one["payments"][0]["to"]
        lines.append(
            f"{at:4} {names.of(one['project'])}: {_so_many(one['votes'], 'vote')}{votes}, cost {one['cost']}, "
            f"{one['payers']} paid up to {_readable(most)} each"
            + (f", {one['paid_all_left']} of them all they had left" if one["paid_all_left"] else "")
        )
    lines += ["", "Not chosen:" if explanation["losers"] else "Everything was chosen."]
    points = explanation.get("vote_points")
    ranked = document["utility"] in (shares.Utility.BORDA, shares.Utility.RANK_POINTS)
    for one in explanation["losers"]:
        rests_on, numbers = one["rests_on"], one if one["recounted"] else one["at_these_shares"]
        known = "not counted again"
        if numbers is not None:
            known = f"{_RESTS_ON[rests_on]} it {_lacked(numbers, points, ranked=ranked)}"
        lines.append(f"     {names.of(one['project'])}: {_so_many(one['votes'], 'vote')}, cost {one['cost']}; {known}")
    lines += ["", "Who gets something, whoever paid for it:"]
    for n, voters in reversed(list(enumerate(reached))):
        lines.append(f"     get {_so_many(n, 'project')} that they chose: {_so_many(voters, 'voter')}")
    if explanation["shares"]:
        lines += ["", "What their own shares paid for:"]
    for one in reversed(explanation["shares"]):
        least, most = one["spent"][-1]["from"], one["spent"][0]["to"]
        who = f"paid part of {_so_many(one['winners'], 'project')}: {_so_many(one['voters'], 'voter')}"
        lines.append(f"     {who}, {_rounded(least)} to {_rounded(most)} each")
    if even := explanation["fair_share"]:
        lines += ["", "How evenly the money is spent on voters (equality of resources):"]
        lines.append(f"     got their fair share or more: {even['served']} of {_so_many(even['voters'], 'voter')}")
        lines.append(f"     got of it on average: {100 * float(Fraction(even['part'])):.0f} %")
        lines.append(f"     Gini coefficient of what they got: {_rounded(even['gini'])}")
    lines += ["", "Other rules would have chosen:"]
    for rule, other in explanation["other_rules"].items():
        same = "is" if other["shared"] == 1 else "are"
        lines.append(f"     {rule}: {names.all_of(other['winners'])} ({other['shared']} of these {same} chosen)")
    if explanation["neglected"]:
        lines += ["", "Who could have asked for more:"]
    for one in explanation["neglected"]:
        who = f"{_so_many(one['voters'], 'supporter')} of {names.of(one['project'])}"
        lines.append(f"     {who} got less than their part of the budget (EJR+)")
    return lines


_RESTS_ON = {
    "whole new counts": "in a whole new count",
    "new counts near the share at which this count ended": "counted again near the share at which this count ended",
    "the share at which this count ended": "not counted again; at the share at which this count ended",
}


def _lacked(one: dict[str, Any], points: str | None, *, ranked: bool) -> str:
    votes, cost = one["votes_missing"], one["winning_cost"]
    each = "" if points is None else f" of {points} point{'' if points == '1' else 's'}"
    if votes is not None:
        with_votes = f"would have won with {_so_many(votes, 'more vote')}{each}"
        return with_votes + (", but at no lower cost" if cost is None else f", or at a cost of {cost}")
    more = "" if ranked else ", but with no number of votes"  # what one more ranked ballot brings is not told
    if cost is not None:
        return f"would have won at a cost of {cost}{more}"
    return "would have won at no lower cost" if ranked else "would have won neither with more votes nor at a lower cost"


def _so_many(number: int, thing: str) -> str:
    return f"{number} {thing}{'' if number == 1 else 's'}"


def _rounded(amount: str) -> str:
    return f"{float(Fraction(amount)):.2f}"


def _readable(amount: str) -> str:
    return amount if len(amount) <= 12 and "/" not in amount else f"about {_rounded(amount)}"
