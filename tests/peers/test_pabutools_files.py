"""Files that we write are read by pabutools, and counted alike by every utility that both have."""

import random
from fractions import Fraction
from typing import Any

import pytest

from firstdoor.formats import pabulib
from firstdoor.methods import equal_shares as shares

pytest.importorskip("pabutools")
pytestmark = pytest.mark.peers


def ballots(seed: int, kind: str) -> pabulib.Ballots:
    """Few different costs, so that there are ties."""
    chance = random.Random(seed)
    names = [f"p{number}" for number in range(chance.randrange(2, 12))]
    projects = tuple(pabulib.Project(name, Fraction(chance.randrange(1, 30))) for name in names)
    votes = []
    for voter in range(chance.randrange(1, 40)):
        chosen = tuple(chance.sample(names, chance.randrange(1, min(6, len(names)) + 1)))
        points = tuple(Fraction(chance.randrange(1, 6)) for _ in chosen) if kind == "cumulative" else None
        votes.append(pabulib.Vote(f"v{voter}", chosen, points))
    meta = {"budget": str(chance.randrange(1, 100)), "vote_type": kind, "num_votes": str(len(votes))}
    return pabulib.Ballots(meta, projects, tuple(votes))


def theirs(written: str, satisfaction: str, **options: Any) -> set[str]:
    from pabutools.election import satisfaction as measures
    from pabutools.election.pabulib import parse_pabulib_from_string
    from pabutools.rules import method_of_equal_shares
    from pabutools.tiebreaking import lexico_tie_breaking

    instance, profile = parse_pabulib_from_string(written)
    won = method_of_equal_shares(
        instance,
        profile,
        sat_class=getattr(measures, satisfaction),
        tie_breaking=lexico_tie_breaking,
        **options,
    )
    return {project.name for project in won}


@pytest.mark.parametrize("seed", range(40))
@pytest.mark.parametrize(
    ("kind", "utility", "satisfaction"),
    [
        ("approval", "cost", "Cost_Sat"),
        ("approval", "count", "Cardinality_Sat"),
        ("cumulative", "score", "Additive_Cardinal_Sat"),
        ("ordinal", "borda", "Additive_Borda_Sat"),
    ],
)
def test_the_same_winners_as_pabutools(kind: str, utility: str, satisfaction: str, seed: int) -> None:
    made = ballots(seed, kind)
    written = pabulib.write(made).decode()
    election = shares.election(
        budget=made.budget,
        costs={project.id: project.cost for project in made.projects},
        ballots=[vote.choices for vote in made.votes],
        points=[vote.points for vote in made.votes],
        utility=utility,
    )
    for completion, options in ((shares.Completion.NONE, {}), (shares.Completion.ADD1, {"voter_budget_increment": 1})):
        found = shares.count(election, shares.Method(completion=completion, ties=shares.Ties.LEXICO))
        assert set(found.winners) == theirs(written, satisfaction, **options), completion
