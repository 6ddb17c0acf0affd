"""What `firstdoor count --explain` tells people of voters: what they get, and what their own shares paid for."""

from firstdoor import cli
from tests.commands.test_count import SAMPLE, ballots, counted

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
