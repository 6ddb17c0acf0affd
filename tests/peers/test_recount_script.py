"""recount.py, as a result page prints it, run with pabutools on the published file: it must choose what we chose."""

import random
import subprocess
import sys
from pathlib import Path
from types import SimpleNamespace

import pytest
from django.template.loader import render_to_string

from firstdoor.decide.selectors import ballot_files
from firstdoor.decide.services import ballots
from firstdoor.formats import pabulib
from firstdoor.methods import equal_shares as shares
from tests.decide.test_ballots import BY, count, prepared, vote
from tests.decide.test_points import give, opened
from tests.world import World

pytest.importorskip("pabutools")
pytestmark = [pytest.mark.peers, pytest.mark.django_db]
NAMES = ("p1", "p2", "p3", "p4", "p5")


def printed(folder: Path, ballot: object) -> tuple[set[str], int]:
    """Winners and their cost, as the script prints them."""
    (folder / "recount.py").write_text(render_to_string("decide/recount.py.txt", {"ballot": ballot}))
    done = subprocess.run([sys.executable, "recount.py"], cwd=folder, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    names, cost = done.stdout.strip().rsplit("] ", 1)
    return {name.strip(" '[") for name in names.split(",")} - {""}, int(cost)


def counted_points(chance: random.Random):
    world = World()
    ballot, cards = opened(world)
    for card in cards:
        first, second, third = chance.sample(NAMES, 3)
        give(world, ballot, card, **{first: chance.randrange(1, 6), second: chance.randrange(1, 5), third: 1})
    return count(world, ballot)


def counted_ticks(chance: random.Random):
    world = World()
    ballot = prepared(world)
    cards = ballots.make_cards(by=BY, municipality=world.ours, ballot=ballot, n=12)
    ballots.open_ballot(by=BY, municipality=world.ours, ballot=ballot)
    for card in cards:
        vote(world, ballot, card, *sorted(chance.sample(NAMES, 3)))
    return count(world, ballot)


@pytest.mark.parametrize("seed", range(2))
@pytest.mark.parametrize("made", [counted_points, counted_ticks])
def test_it_chooses_what_we_chose(made, seed, tmp_path):
    ballot = made(random.Random(seed))
    file = ballot_files.published(ballot)
    (tmp_path / f"{ballot.slug}.pb").write_bytes(file)
    assert printed(tmp_path, ballot) == (set(ballot.result["winners"]), int(ballot.result["cost"]))
    read = pabulib.read(file)
    election = shares.election(
        budget=read.budget, costs={project.id: project.cost for project in read.projects},
        ballots=[one.choices for one in read.votes], points=[one.points for one in read.votes],
        utility=shares.Utility.SCORE if ballot.points else shares.Utility.COST,
    )  # fmt: skip
    for completion in (shares.Completion.NONE, shares.Completion.UTILITARIAN):
        for ties in shares.Ties:
            outcome = shares.count(election, shares.Method(completion=completion, ties=ties))
            other = SimpleNamespace(
                slug=ballot.slug, points=ballot.points, completion=completion.value, ties=ties.value
            )
            assert printed(tmp_path, other) == (set(outcome.winners), outcome.cost)
