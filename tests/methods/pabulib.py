"""Real ballots and their expected winners, from the folder `shared` beside the repository; absent on most machines."""

import gzip
import json
from fractions import Fraction
from functools import cache, partial
from pathlib import Path
from typing import Any

from firstdoor.formats import pabulib
from firstdoor.methods import equal_shares as shares

ROOT = Path(__file__).resolve().parents[2]
FOLDER = ROOT.parent / "shared" / "data" / "pabulib"

_none = partial(shares.Method, completion=shares.Completion.NONE)
_add1 = partial(shares.Method, completion=shares.Completion.ADD1)
_add1u = partial(shares.Method, completion=shares.Completion.ADD1U)
METHODS = {
    "mes": _none(),
    "mes_lexico": _none(ties=shares.Ties.LEXICO),
    "mes_utilitarian": shares.Method(completion=shares.Completion.UTILITARIAN),
    "add1": _add1(),
    "add1_lexico": _add1(ties=shares.Ties.LEXICO),
    "add1_integral": _add1(whole_units=True),
    "add1_noexh": _add1(stop_when_nothing_fits=False),
    "add1u": _add1u(),
    "add1u_integral": _add1u(whole_units=True),
    "greedy_votes": shares.Method(rule=shares.Rule.GREEDY),
    "greedy_votes_per_cost": shares.Method(rule=shares.Rule.GREEDY_PER_COST),
}
UTILITIES = {
    "Additive_Cardinal_Sat": shares.Utility.SCORE,
    "Additive_Borda_Sat": shares.Utility.BORDA,
    "rank_points": shares.Utility.RANK_POINTS,
}


def expected() -> dict[str, dict[str, Any]]:
    """By file name without .gz and then by key: the outcome. Empty when the files are not there."""
    path = FOLDER / "expected.json"
    if not path.exists():
        return {}
    instances = json.loads(path.read_text("utf-8"))["instances"]
    for one in instances.values():
        for key, outcome in one["rules"].items():
            if "same_as" in outcome:
                one["rules"][key] = {"winners": one["rules"][outcome["same_as"]]["winners"]}
    return {name: one["rules"] for name, one in instances.items()}


def method_and_utility(key: str) -> tuple[shares.Method, shares.Utility]:
    """What a key of expected.json stands for."""
    if key in METHODS:
        return METHODS[key], shares.Utility.COST
    rule, _, satisfaction = key.partition("_")
    method = {"mes": METHODS["mes"], "add1": METHODS["add1"], "greedy": METHODS["greedy_votes_per_cost"]}[rule]
    return method, UTILITIES[satisfaction]


@cache
def election(name: str, utility: shares.Utility) -> shares.Election:
    """A file's ballots, ready to be counted."""
    path = FOLDER / name
    data = path.read_bytes() if path.exists() else gzip.decompress((FOLDER / f"{name}.gz").read_bytes())
    ballots = pabulib.read(data)
    return shares.election(
        budget=ballots.budget,
        costs={project.id: project.cost for project in ballots.projects},
        ballots=[vote.choices for vote in ballots.votes],
        points=[vote.points for vote in ballots.votes],
        utility=utility,
    )


def check(name: str, key: str, outcome: dict[str, Any]) -> None:
    """Count, and compare everything that the expected outcome says."""
    method, utility = method_and_utility(key)
    found = shares.count(election(name, utility), method)
    if "endless" in outcome:
        assert found.endless
        return
    assert sorted(found.winners) == outcome["winners"]
    if "order" in outcome:
        assert list(found.winners) == outcome["order"]
    if "cost" in outcome:
        assert found.cost == Fraction(outcome["cost"])
    if "endowment" in outcome:
        assert found.endowment == Fraction(outcome["endowment"])
    if "steps" in outcome:
        assert found.steps == outcome["steps"]
    if "stop" in outcome:
        assert found.stop == outcome["stop"]
    if "added" in outcome:
        assert list(found.winners[len(found.winners) - found.added :]) == outcome["added"]
    if "ties_met" in outcome and method.completion is shares.Completion.NONE:
        assert len(found.ties_met) == outcome["ties_met"]
    if "effective_votes" in outcome and found.run:
        assert [round(one.price.votes, 6) for one in found.run.rounds] == outcome["effective_votes"]
