"""Each option of `firstdoor count` reaches the count: where it is left out, another outcome follows."""

from typing import Any

import pytest

from firstdoor.commands import count
from tests.commands.test_count import HEAD, SAMPLE, ballots, counted

__all__ = ["ballots"]

PROJECTS = "park;6;A park\npath;6;A path\nlamp;4;Lamps\n"


@pytest.mark.parametrize(
    ("kind", "columns", "votes", "utility"),
    [
        ("approval", "", ["park,lamp", "path"], "cost"),
        ("choose-1", "", ["park", "lamp"], "cost"),
        ("ordinal", "", ["park,lamp", "path"], "rank-points"),
        ("cumulative", ";points", ["park,lamp;2,1", "path;3"], "score"),
        ("scoring", ";points", ["park,lamp;2,1", "path;3"], "score"),
    ],
)
def test_a_vote_type_is_counted_by_what_was_promised(
    capsys, ballots, kind: str, columns: str, votes: list[str], utility: str
) -> None:
    rows = "".join(f"{n};{vote}\n" for n, vote in enumerate(votes))
    text = HEAD.format(budget=12, kind=kind) + PROJECTS + f"VOTES\nvoter_id;vote{columns}\n" + rows
    assert counted(capsys, ballots(text))["utility"] == utility
    for other in ("cost", "count"):
        assert counted(capsys, ballots(text), "--utility", other)["utility"] == other


@pytest.mark.parametrize(
    ("utility", "bought"),
    [("cost", ["dear"]), ("count", ["cheap"]), ("borda", []), ("rank-points", ["dear"])],
)
def test_each_utility_buys_what_it_should(capsys, ballots, utility: str, bought: list[str]) -> None:
    """Each holds 4. By cost 3 votes beat 2; by count each costs its supporters 3, and the cheaper goes first; with nothing for
    whoever is last on a ballot two support the dear one and nobody the cheap one; with something, three do, two of them twice."""
    text = HEAD.format(budget=12, kind="ordinal") + "dear;9;Dear\ncheap;6;Cheap\n"
    text += "VOTES\nvoter_id;vote\n1;dear,cheap\n2;dear,cheap\n3;dear\n"
    document = counted(capsys, ballots(text), "--completion", "none", "--utility", utility)
    assert (document["utility"], document["winners"]) == (utility, bought)


def test_shares_in_whole_units(capsys, ballots) -> None:
    text = SAMPLE.replace("budget;12", "budget;13")
    assert counted(capsys, ballots(text), "--completion", "none")["endowment"] == "13/6"
    assert counted(capsys, ballots(text), "--completion", "none", "--whole-units")["endowment"] == "2"


def test_each_completion(capsys, ballots) -> None:
    """Shares of 13/6 buy the park, larger ones the path; the bench has one vote, and only the votes of all can buy it."""
    text = HEAD.format(budget=14, kind="approval") + PROJECTS.replace("lamp;4", "lamp;8") + "bench;1;Bench\n"
    text += "VOTES\nvoter_id;vote\n1;park,path\n2;park,path\n3;park,path\n4;park,path\n5;lamp\n6;lamp\n"
    found: dict[str, Any] = {}
    for completion in ("none", "utilitarian", "add1", "add1u"):
        document = counted(capsys, ballots(text), "--completion", completion)
        found[completion] = (document["winners"], document["added_by_votes"])
    assert found == {
        "none": (["park"], []),
        "utilitarian": (["park", "path", "bench"], ["path", "bench"]),
        "add1": (["park", "path"], []),
        "add1u": (["park", "path", "bench"], ["bench"]),
    }
    document = counted(capsys, ballots(text))
    assert (document["completion"], document["winners"]) == ("add1u", ["park", "path", "bench"])


def test_what_a_ballot_of_scores_does_not_name_has_the_default_score(capsys, ballots) -> None:
    text = HEAD.format(budget=12, kind="scoring").replace("PROJECTS", "{score}PROJECTS") + PROJECTS
    text = text.replace("lamp;4", "lamp;5") + "VOTES\nvoter_id;vote;points\n1;park;3\n2;park;3\n3;lamp;1\n"
    for score, winners in (("", ["park"]), ("default_score;2\n", ["park", "path"])):
        assert counted(capsys, ballots(text.format(score=score)), "--completion", "none")["winners"] == winners


def test_a_long_count_and_its_explanation_tell_how_far_they_are(capsys, ballots, monkeypatch) -> None:
    told: list[str] = []
    monkeypatch.setattr(count._Progress, "_tell", lambda _self, words: told.append(words))
    counted(capsys, ballots(SAMPLE), "--completion", "add1", "--no-stop", "--explain")
    assert {"step 0", "counting again, 0 %"} <= set(told)
