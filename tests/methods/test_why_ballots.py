"""docs/why/how-ballots-are-counted.md: each number in it follows from the ballot in it."""

from fractions import Fraction
from pathlib import Path

import pytest

from firstdoor.formats import pabulib
from firstdoor.methods import equal_shares as shares

PAGE = Path(__file__).resolve().parents[2] / "docs" / "why" / "how-ballots-are-counted.md"
WORDS = PAGE.read_text("utf-8")
TEXT = " ".join(WORDS.split())
BALLOTS = pabulib.read(WORDS.split("```\n")[1].encode())
ELECTION = shares.election(
    budget=BALLOTS.budget,
    costs={project.id: project.cost for project in BALLOTS.projects},
    ballots=[vote.choices for vote in BALLOTS.votes],
)


def outcome(completion: str) -> shares.Outcome:
    return shares.count(ELECTION, shares.Method(completion=shares.Completion(completion)))


def shown(number: Fraction | int) -> str:
    number = Fraction(number)
    if number.denominator == 1:
        return f"{int(number):,}"
    return f"{float(number):,.2f}".rstrip("0")


def cells(*values: object) -> str:
    return "| " + " | ".join(str(value) for value in values) + " |"


def rows_after(heading: str) -> list[str]:
    """The rows of the table under the line that begins so."""
    lines = WORDS[WORDS.index(heading) :].splitlines()[2:]
    return lines[: next(at for at, line in enumerate(lines) if not line.startswith("|"))]


def test_the_table_of_rounds() -> None:
    why = shares.explain(ELECTION, outcome("none"))
    expected = [
        cells(
            at,
            one.project,
            shown(one.cost),
            one.votes,
            shown(one.effective_votes or 0),
            ", ".join(f"{each.voters} voters {shown(each.high)} each" for each in one.payments),
        )
        for at, one in enumerate(why.rounds, 1)
    ]
    assert rows_after("| round | bought") == expected


def test_the_table_of_losers() -> None:
    why = shares.explain(ELECTION, outcome("none"))
    expected = [
        cells(
            one.project,
            one.votes,
            shown(one.cost),
            f"{one.recount.votes} more votes",
            shown(one.recount.cost or 0),
        )
        for one in why.losers
        if one.recount
    ]
    assert rows_after("| not chosen") == expected


def sentences() -> list[str]:
    """The numbers in the running text, each computed."""
    none, add1, utilitarian = outcome("none"), outcome("add1"), outcome("utilitarian")
    greedy = shares.count(ELECTION, shares.Method(rule=shares.Rule.GREEDY))
    assert none.endowment is not None
    assert add1.endowment is not None
    why = shares.explain(ELECTION, none)
    cost = dict(zip(ELECTION.ids, ELECTION.costs, strict=True))
    votes = dict(zip(ELECTION.ids, ELECTION.votes, strict=True))
    budget = ELECTION.budget
    assert set(greedy.winners) == {"trees", "tap", "frame"}
    assert greedy.cost == budget
    assert votes["tap"] == votes["frame"]
    after_trees = none.endowment - cost["trees"] / votes["trees"]
    tennis = why.rounds[2]
    lost = {one.project: one for one in why.losers}
    assert lost["frame"].cost > votes["frame"] * after_trees
    rest = budget - none.cost
    assert cost["mural"] == rest
    assert utilitarian.winners[-1] == "mural"
    assert add1.winners[-1] == "mural"
    assert [(tie.round, {tie.chosen, *tie.equal}) for tie in add1.ties_met] == [(2, {"tap", "frame"})]
    return [
        f"decide over {shown(budget)} lek",
        f"the trees ({votes['trees']} votes), the tap and the frame ({votes['tap']} each) would take all {shown(budget)} lek",
        f"{shown(budget)} / {ELECTION.voters} = {shown(none.endowment)} lek",
        f"supporters of the trees pay {shown(cost['trees'] / votes['trees'])}. They have {shown(after_trees)} left",
        (
            f"{votes['frame']} × {shown(after_trees)} = {shown(votes['frame'] * after_trees)} lek by now, and it costs "
            f"{shown(cost['frame'])}"
        ),
        f"Table tennis costs {shown(cost['tennis'])}, that is {shown(cost['tennis'] / votes['tennis'])} for each of five",
        f"only {shown(after_trees)} left",
        (
            f"the two others pay {shown(tennis.payments[0].high)}. Effective votes: {shown(cost['tennis'])} / "
            f"{shown(tennis.payments[0].high)} = {shown(tennis.effective_votes or 0)}"
        ),
        f"The supporters of the mural have {shown(lost['mural'].left or 0)} together",
        f"{shown(none.cost)} lek are spent. Everybody got something",
        f"here {shown(rest)} lek are left",
        f"it stops at shares of {shown(add1.endowment)} lek, step {shown(add1.steps or 0)}",
        f"and {shown(add1.cost)} lek are spent",
    ]


@pytest.mark.parametrize("sentence", sentences())
def test_the_running_text(sentence: str) -> None:
    assert sentence in TEXT


def test_everybody_got_something() -> None:
    won = set(outcome("none").winners)
    assert all(won & set(vote.choices) for vote in BALLOTS.votes)
    by_votes = set(shares.count(ELECTION, shares.Method(rule=shares.Rule.GREEDY)).winners)
    assert [vote.voter for vote in BALLOTS.votes if not by_votes & set(vote.choices)] == ["11", "12"]


@pytest.mark.parametrize("rule", list(shares.Rule))
def test_what_other_rules_choose(rule: shares.Rule) -> None:
    won = shares.count(ELECTION, shares.Method(rule=rule)).winners
    assert ("tennis" in won) is (rule not in (shares.Rule.GREEDY, shares.Rule.KNAPSACK))
    assert f"`{rule}`" in TEXT or rule is shares.Rule.EQUAL_SHARES
