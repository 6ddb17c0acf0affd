"""Our count of ballots against pabutools', on elections that nobody made by hand.

Its tie-breaking by smallest id is the same as our `lexico`; elections are small, so that ties happen often.
"""

import random
from fractions import Fraction

import pytest

from firstdoor.methods import equal_shares as shares

analysis = pytest.importorskip("pabutools.rules", reason="installed by make test-peers only")
pb = pytest.importorskip("pabutools.election")
tiebreaking = pytest.importorskip("pabutools.tiebreaking")

ELECTIONS = 150


def _election(seed: int) -> tuple[int, dict[str, int], list[list[str]]]:
    """Budget, costs and approvals: up to eight projects and fifteen voters; each voter approves something."""
    chance = random.Random(seed)
    costs = {f"p{number}": chance.choice([5, 10, 10, 20, 25, 40]) for number in range(chance.randint(2, 8))}
    ballots = [chance.sample(sorted(costs), chance.randint(1, len(costs))) for _voter in range(chance.randint(1, 15))]
    return chance.randint(10, sum(costs.values())), costs, ballots


def _theirs(budget: int, costs: dict[str, int], ballots: list[list[str]], increment: int | None) -> set[str]:
    projects = {name: pb.Project(name, cost) for name, cost in costs.items()}
    instance = pb.Instance(projects.values(), budget_limit=budget)
    profile = pb.ApprovalProfile([pb.ApprovalBallot(projects[name] for name in ballot) for ballot in ballots])
    won = analysis.method_of_equal_shares(
        instance,
        profile,
        sat_class=pb.Cost_Sat,
        tie_breaking=tiebreaking.lexico_tie_breaking,
        voter_budget_increment=increment,
    )
    return {project.name for project in won}


@pytest.mark.parametrize(
    ("completion", "increment"),
    [(shares.Completion.NONE, None), (shares.Completion.ADD1, 1), (shares.Completion.ADD1, 3)],
    ids=["none", "add1", "steps-of-3"],
)
def test_winners_are_the_same(completion: shares.Completion, increment: int | None) -> None:
    method = shares.Method(completion=completion, ties=shares.Ties.LEXICO, step=Fraction(increment or 1))
    for seed in range(ELECTIONS):
        budget, costs, ballots = _election(seed)
        ours = shares.count(shares.election(budget=budget, costs=costs, ballots=ballots), method)
        assert set(ours.winners) == _theirs(budget, costs, ballots, increment), f"election {seed}"
        assert ours.cost == sum((Fraction(costs[name]) for name in ours.winners), Fraction(0)), f"election {seed}"
