"""What `firstdoor count --explain` tells people of voters: what they get, and what their own shares paid for."""

import pytest

from firstdoor import cli
from tests.commands.test_count import HEAD, SAMPLE, ballots, counted

__all__ = ["ballots"]


def test_what_voters_get_and_what_they_paid_for_are_told_apart(capsys, ballots) -> None:
    """The park is bought by votes, from what is left: its four voters get it and paid nothing for it."""
    richer = ballots(SAMPLE.replace("budget;12", "budget;16").replace("path;6", "path;5"))
    document = counted(capsys, richer, "--completion", "utilitarian", "--explain")
    assert document["reached"] == [0, 2, 4]
    assert cli.main(["count", richer, "--completion", "utilitarian", "--explain"]) == 0
    said = capsys.readouterr().out
    assert "get 2 projects that they chose: 4 voters" in said
    assert "paid part of 1 project: 6 voters" in said
    assert "the last of them by votes" in said
    assert "Everything was chosen." in said
    assert "Not chosen" not in said


def test_the_step_can_be_chosen(capsys, ballots) -> None:
    """Shares of 13/6 buy the park; of 3 or more the path, too, and then nothing fits; of 3.5 or more all, which is too much."""
    text = SAMPLE.replace("lamp;4", "lamp;7").replace("budget;12", "budget;13")
    for size, steps in (("1", 1), ("0.50", 2), ("9", 0)):
        document = counted(capsys, ballots(text), "--completion", "add1", "--step", size)
        assert (document["steps"], document["step"]) == (steps, size.replace("0.50", "0.5"))
        assert document["winners"] == (["park", "path"] if steps else ["park"])
    for option, wrong, words in (
        ("--step", "0", "is no amount of money above 0"),
        ("--step", "x", "is no amount of money above 0"),
        ("--step", "1,5", "is no amount of money above 0"),
        ("--patience", "nan", "is no number of seconds"),
    ):
        with pytest.raises(SystemExit) as ended:
            cli.main(["count", ballots(), option, wrong])
        assert ended.value.code == 2
        assert words in capsys.readouterr().err


def test_without_any_patience_every_loser_is_told_both_numbers_and_what_they_rest_on(capsys, ballots) -> None:
    """Also one that nobody chose, and one dearer than the budget; read off the count, at the share at which it ended."""
    text = SAMPLE.replace("lamp;4;Lamps\n", "lamp;4;Lamps\nbench;3;Bench\nhall;90;Hall\n")
    for completion in ("none", "add1", "add1u", "utilitarian"):
        arguments = [ballots(text), "--completion", completion, "--explain", "--patience", "0"]
        document = counted(capsys, *arguments)
        losers = {one["project"]: one for one in document["explanation"]["losers"]}
        assert {"path", "hall"} <= set(losers)
        assert {one["rests_on"] for one in losers.values()} == {"the share at which this count ended"}
        assert all(one["at_these_shares"]["votes_missing"] for one in losers.values())
        assert losers["path"]["at_these_shares"]["winning_cost"] == "5"
    document = counted(capsys, ballots(text), "--completion", "none", "--explain", "--patience", "0")
    bench = next(one for one in document["explanation"]["losers"] if one["project"] == "bench")
    assert bench["at_these_shares"] == {"winning_cost": None, "votes_missing": 2, "effective_support": "0"}
    assert cli.main(["count", ballots(text), "--completion", "none", "--explain", "--patience", "0"]) == 0
    said = capsys.readouterr().out
    assert (
        "bench Bench: 0 votes, cost 3; not counted again; at the share at which this count ended it would have won"
        in said
    )
    assert "with 2 more votes, but at no lower cost" in said
    assert cli.main(["count", ballots(text), "--completion", "none", "--explain"]) == 0
    assert "hall Hall: 0 votes, cost 90; in a whole new count it would have won neither with more votes nor at" in (
        capsys.readouterr().out
    )


def test_what_one_more_ranked_ballot_brings_is_not_told(capsys, ballots) -> None:
    text = SAMPLE.replace("approval", "ordinal").replace("path;6", "path;9")
    assert cli.main(["count", ballots(text), "--completion", "none", "--explain", "--patience", "0"]) == 0
    said = capsys.readouterr().out
    assert "it would have won at a cost of" in said
    assert "number of votes" not in said


def test_how_evenly_the_money_is_spent(capsys, ballots) -> None:
    """Of 12 for six each may count on 2: the two of the lamp got it, the four of the park 1.50."""
    assert cli.main(["count", ballots(), "--completion", "none", "--explain"]) == 0
    said = capsys.readouterr().out
    assert "got their fair share or more: 2 of 6 voters" in said
    assert "got of it on average: 83 %" in said
    assert "Gini coefficient of what they got: 0.07" in said
    document = counted(capsys, ballots(), "--completion", "none", "--explain")
    assert document["explanation"]["fair_share"] == {"voters": 6, "served": 2, "part": "5/6", "gini": "1/15"}
    nobody = HEAD.format(budget=12, kind="approval") + "park;6;A park\nVOTES\nvoter_id;vote\n1;\n"
    assert counted(capsys, ballots(nobody), "--explain")["explanation"]["fair_share"] is None
