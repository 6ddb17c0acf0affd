"""The rules beside Equal Shares against pabutools, on small elections full of ties, ties by smallest id."""

import pytest

from firstdoor.methods import equal_shares as shares
from tests.peers.test_pabutools import _election

analysis = pytest.importorskip("pabutools.rules", reason="installed by make test-peers only")
pb = pytest.importorskip("pabutools.election")
tiebreaking = pytest.importorskip("pabutools.tiebreaking")


@pytest.mark.parametrize(("rule", "elections"), [("phragmen", 150), ("maximin", 80), ("knapsack", 150)])
def test_winners_are_the_same(rule: str, elections: int) -> None:
    for seed in range(elections):
        budget, costs, ballots = _election(seed)
        projects = {name: pb.Project(name, cost) for name, cost in costs.items()}
        instance = pb.Instance(projects.values(), budget_limit=budget)
        profile = pb.ApprovalProfile([pb.ApprovalBallot(projects[name] for name in ballot) for ballot in ballots])
        e = shares.election(budget=budget, costs=costs, ballots=ballots)
        ours = shares.count(e, shares.Method(rule=shares.Rule(rule), ties=shares.Ties.LEXICO))
        if rule == "knapsack":  # of sets that are worth the same either may be taken
            theirs = analysis.max_additive_utilitarian_welfare(instance, profile, sat_class=pb.Cost_Sat)
            votes = dict(zip(e.ids, e.votes, strict=True))
            assert sum(votes[name] * costs[name] for name in ours.winners) == sum(
                votes[project.name] * project.cost for project in theirs
            ), f"election {seed}"
            continue
        count = analysis.sequential_phragmen if rule == "phragmen" else analysis.maximin_support
        voted = {name for ballot in ballots for name in ballot}
        if rule == "maximin" and (len(costs) > 5 or ours.ties_met or voted != set(costs)):
            continue  # theirs compares floats, so ties are by chance, and takes what nobody named
        theirs = count(instance, profile, tie_breaking=tiebreaking.lexico_tie_breaking)
        assert set(ours.winners) == {project.name for project in theirs} & voted, f"election {seed}"
