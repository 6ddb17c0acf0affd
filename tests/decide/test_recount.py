"""The cases that the recount in the browser is tested with are what our counting makes of their files.

`python -m tests.decide.test_recount` writes them anew.
"""

import json
import random
from pathlib import Path

import pytest

from firstdoor.formats import pabulib
from firstdoor.methods import equal_shares as shares

FILE = Path(__file__).resolve().parents[2] / "frontend/src/recount/cases.json"
METHODS = [(completion, ties) for completion in shares.Completion for ties in shares.Ties]


def _counts(file: bytes):
    ballots = pabulib.read(file)
    election = shares.election(
        budget=ballots.budget, costs={project.id: project.cost for project in ballots.projects},
        ballots=[vote.choices for vote in ballots.votes], points=[vote.points for vote in ballots.votes],
        utility=shares.Utility.SCORE if ballots.vote_type == "cumulative" else shares.Utility.COST,
    )  # fmt: skip
    for completion, ties in METHODS:
        outcome = shares.count(election, shares.Method(completion=completion, ties=ties))
        yield {
            "completion": completion.value, "ties": ties.value, "winners": list(outcome.winners),
            "steps": outcome.steps, "cost": shares.money(outcome.cost),
        }  # fmt: skip


def _cases():
    return json.loads(FILE.read_text("utf-8"))


@pytest.mark.parametrize("case", _cases() if FILE.exists() else [], ids=lambda case: case["name"])
def test_the_cases_are_what_we_count(case):
    assert case["counts"] == list(_counts(case["file"].encode()))


def test_there_are_ties_and_leftovers_among_the_cases():
    counts = [one for case in _cases() for one in case["counts"]]
    assert max(one["steps"] or 0 for one in counts) > 1000
    assert any(len({tuple(one["winners"]) for one in case["counts"]}) > 2 for case in _cases())


def _made(name: str, budget: int, costs: list[int], ballots: list[list[str]], points: list[list[int]] | None = None):
    def row(number: int, ballot: list[str]) -> str:
        given = "" if points is None else ";" + ",".join(map(str, points[number - 1]))
        return f"{number};{','.join(ballot)}{given}"

    kind, columns = ("approval", "") if points is None else ("cumulative", ";points")
    lines = [
        "META", "key;value", f"budget;{budget}", f"vote_type;{kind}", "PROJECTS", "project_id;cost;name",
        *(f'p{number};{cost};"Thing; {number}"' for number, cost in enumerate(costs, 1)), "VOTES",
        f"voter_id;vote{columns}", *(row(number, ballot) for number, ballot in enumerate(ballots, 1)),
    ]  # fmt: skip
    file = "\n".join(lines) + "\n"
    return {"name": name, "file": file, "counts": list(_counts(file.encode()))}


def write() -> None:
    chance = random.Random(7)
    made = [_made("nobody voted", 10, [4, 6], []), _made("an empty ballot", 10, [4, 6], [[]])]
    for number in range(30):
        scale = chance.choice([1, 1, 10, 1000, 5000])
        costs = [chance.choice([5, 10, 10, 20, 25, 40]) * scale for _ in range(chance.randint(2, 12))]
        names = [f"p{at}" for at in range(1, len(costs) + 1)]
        ballots = [chance.sample(names, chance.randint(0, min(5, len(names)))) for _ in range(chance.randint(1, 40))]
        made.append(_made(f"random {number}", chance.randint(10 * scale, sum(costs)), costs, ballots))
    for number in range(20):
        scale = chance.choice([1, 1, 10, 1000, 5000])
        costs = [chance.choice([5, 10, 10, 20, 25, 40]) * scale for _ in range(chance.randint(2, 9))]
        names = [f"p{at}" for at in range(1, len(costs) + 1)]
        ballots = [chance.sample(names, chance.randint(0, min(5, len(names)))) for _ in range(chance.randint(1, 40))]
        points = [[chance.choice([1, 1, 2, 3, 5]) for _ in ballot] for ballot in ballots]
        made.append(_made(f"points {number}", chance.randint(10 * scale, sum(costs)), costs, ballots, points))
    FILE.write_text(json.dumps(made, indent=1) + "\n", "utf-8")


if __name__ == "__main__":
    write()
