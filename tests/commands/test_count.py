"""`firstdoor count` as people and scripts call it: documents on stdout, words on stderr, exit status."""

import gzip
import json
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from firstdoor import cli
from firstdoor.commands import count

HEAD = "META\nkey;value\nbudget;{budget}\nvote_type;{kind}\nPROJECTS\nproject_id;cost;name\n"
PROJECTS = 'park;6;A park\npath;6;"Path; lit"\nlamp;4;Lamps\n'
VOTES = "VOTES\nvoter_id;vote\n1;park,path\n2;park,path\n3;park,path\n4;park,path\n5;lamp\n6;lamp\n"
SAMPLE = HEAD.format(budget=12, kind="approval") + PROJECTS + VOTES


@pytest.fixture
def ballots(tmp_path: Path) -> Callable[..., str]:
    def write(text: str | bytes = SAMPLE, name: str = "sample.pb") -> str:
        path = tmp_path / name
        path.write_bytes(text.encode() if isinstance(text, str) else text)
        return str(path)

    return write


def counted(capsys: pytest.CaptureFixture[str], *arguments: str) -> dict[str, Any]:
    assert cli.main(["count", *arguments, "--json"]) == 0
    document: dict[str, Any] = json.loads(capsys.readouterr().out)
    return document


def refused(capsys: pytest.CaptureFixture[str], *arguments: str) -> str:
    assert cli.main(["count", *arguments]) == 1
    said = capsys.readouterr()
    assert not said.out
    return said.err


def test_the_document_has_what_was_promised(capsys, ballots) -> None:
    path = ballots()
    document = counted(capsys, path, "--completion", "none")
    assert document.pop("seconds") >= 0
    assert document == {
        "file": path,
        "rule": "equal-shares",
        "completion": "none",
        "ties": "cheapest",
        "utility": "cost",
        "winners": ["park", "lamp"],
        "added_by_votes": [],
        "cost": "10",
        "budget": "12",
        "voters": 6,
        "projects": 3,
        "endowment": "2",
        "ties_met": [{"round": 1, "chosen": "park", "equal": ["path"], "all_won": False}],
    }


def test_another_rule_gives_other_winners(capsys, ballots) -> None:
    document = counted(capsys, ballots(), "--rule", "greedy")
    assert (document["winners"], document["completion"], document["endowment"]) == (["park", "path"], None, None)


def test_ties_by_name_alone(capsys, ballots) -> None:
    named_otherwise = ballots(SAMPLE.replace("park;6", "park;5").replace("path", "alley"))
    assert counted(capsys, named_otherwise)["winners"][0] == "park"
    assert counted(capsys, named_otherwise, "--ties", "lexico")["winners"][0] == "alley"


def test_add1_says_its_steps_and_why_it_stopped(capsys, ballots) -> None:
    document = counted(capsys, ballots(), "--completion", "add1")
    assert (document["steps"], document["stop"], document["winners"]) == (0, "nothing more fits", ["park", "lamp"])
    assert "endless" not in document
    assert counted(capsys, ballots(SAMPLE.replace("budget;12", "budget;100")), "--no-stop")["endless"] is True


def test_an_explanation_says_who_paid_and_what_losers_lacked(capsys, ballots) -> None:
    document = counted(capsys, ballots(), "--completion", "none", "--explain")
    why = document["explanation"]
    assert why["rounds"][0] == {
        "project": "park",
        "cost": "6",
        "votes": 4,
        "by_votes": False,
        "effective_votes": "4",
        "price": "0.25",
        "payers": 4,
        "paid_all_left": 0,
        "payments": [{"from": "1.5", "to": "1.5", "voters": 4, "together": "6"}],
    }
    assert why["losers"] == [
        {
            "project": "path",
            "cost": "6",
            "votes": 4,
            "supporters_left": "2",
            "supporters_spent": {"park": "6"},
            "at_these_shares": {"winning_cost": "5", "votes_missing": 1, "effective_support": "1"},
            "rests_on": "whole new counts",
            "recounted": True,
            "in_whole_counts": True,
            "to_the_unit": True,
            "votes_missing": 1,
            "winning_cost": "5",
        }
    ]
    assert [(one["winners"], one["voters"]) for one in why["shares"]] == [(1, 6)]
    assert cli.main(["count", ballots(), "--completion", "none", "--explain"]) == 0
    said = capsys.readouterr().out
    assert "1 park A park: 4 votes, 4 effective, cost 6, 4 paid up to 1.5 each" in said
    assert (
        "path Path; lit: 4 votes, cost 6; in a whole new count it would have won with 1 more vote, or at a cost of 5"
        in said
    )
    assert "paid part of 1 project: 6 voters, 1.50 to 2.00 each" in said
    assert "greedy: park A park; path Path; lit (1 of these is chosen)" in said
    assert "maximin: park A park; lamp Lamps (2 of these are chosen)" in said
    assert cli.main(["count", ballots(), "--completion", "none", "--explain", "--patience", "0"]) == 0
    said = capsys.readouterr().out
    assert "not counted again; at the share at which this count ended it would have won with 1 more vote, or at" in said
    assert cli.main(["count", ballots(), "--rule", "greedy", "--explain"]) == 0
    assert "2 supporters of lamp Lamps got less than their part of the budget (EJR+)" in capsys.readouterr().out


def test_one_is_one(capsys, ballots) -> None:
    alone = HEAD.format(budget=12, kind="approval") + "park;6;A park\npath;9;Path\nVOTES\nvoter_id;vote\n1;park\n"
    assert cli.main(["count", ballots(alone.replace("path;9;Path\n", ""))]) == 0
    assert "sample.pb: 1 ballot, 1 project, budget 12" in capsys.readouterr().out
    assert cli.main(["count", ballots(alone), "--explain", "--completion", "none"]) == 0
    said = capsys.readouterr().out
    assert "sample.pb: 1 ballot, 2 projects, budget 12" in said
    assert "1 park A park: 1 vote, 1 effective" in said
    assert "path Path: 0 votes" in said


def test_losers_of_points_hear_of_voters_with_all_that_may_be_given(capsys, ballots) -> None:
    """Lamps have one voter of the three: another who gives all that META allows for one project, and they win."""
    head = HEAD.format(budget=12, kind="cumulative").replace("PROJECTS", "{most}PROJECTS")
    votes = "VOTES\nvoter_id;vote;points\n1;park;3\n2;park;3\n3;lamp;2\n"
    text = head + "park;8;Park\nlamp;5;Lamps\n" + votes
    for most, points in (
        ("", "3 points"),
        ("max_points;1\nmax_sum_points;4\n", "1 point"),
        ("max_points;x\n", "3 points"),
    ):
        assert cli.main(["count", ballots(text.format(most=most)), "--explain", "--completion", "none"]) == 0
        assert (
            f"lamp Lamps: 1 vote, cost 5; in a whole new count it would have won with 1 more vote of {points}, or at"
            in capsys.readouterr().out
        )


def test_impatience_leaves_losers_out_and_says_so(capsys, ballots) -> None:
    document = counted(capsys, ballots(), "--completion", "none", "--explain", "--patience", "0")
    assert document["explanation"]["losers"][0]["recounted"] is False
    assert cli.main(["count", ballots(), "--rule", "greedy", "--explain", "--patience", "0"]) == 0
    said = capsys.readouterr().out
    assert "1 park A park: 4 votes, cost 6, by votes" in said
    assert "not counted again" in said


def test_a_terminal_is_told_how_far_a_long_count_is(capsys, monkeypatch) -> None:
    monkeypatch.setattr(sys.stderr, "isatty", lambda: True)
    long_ago = time.perf_counter() - 9
    bar = count._Progress("town.pb", long_ago)
    bar.step(12)
    bar.step(13)
    bar.clear()
    assert capsys.readouterr().err == "\r\x1b[Ktown.pb: step 12, 9 s\r\x1b[K"
    monkeypatch.setattr(sys.stderr, "isatty", lambda: False)
    bar = count._Progress("town.pb", long_ago)
    bar.losers(1, 2)
    bar.clear()
    assert capsys.readouterr().err == ""


def test_packed_files_count_alike_whatever_their_name(capsys, ballots) -> None:
    packed = ballots(gzip.compress(SAMPLE.encode()), "sample.pb.gz")
    assert counted(capsys, packed)["winners"] == counted(capsys, ballots())["winners"]


def test_several_files_give_a_document_a_line_and_one_bad_file_does_not_hide_the_others(capsys, ballots) -> None:
    good, bad = ballots(), ballots("nonsense", "bad.pb")
    assert cli.main(["count", good, bad, good, "--json"]) == 1
    said = capsys.readouterr()
    assert [json.loads(line)["file"] for line in said.out.splitlines()] == [good, good]
    assert "bad.pb" in said.err


def test_money_stays_exact(capsys, ballots) -> None:
    text = SAMPLE.replace("lamp;4", "lamp;4.50").replace("budget;12", "budget;13.5")
    document = counted(capsys, ballots(text), "--completion", "none", "--explain")
    assert (document["budget"], document["endowment"], document["cost"]) == ("13.5", "2.25", "10.5")


@pytest.mark.parametrize(
    ("change", "words"),
    [
        (
            ("lamp;4;", "lamp;4,5;"),
            'line 9: cost of project "lamp": "4,5" is not a number; write decimals with a point',
        ),
        (("6;lamp", "6;lump"), 'line 17: in VOTES a vote for project "lump", which is not in PROJECTS'),
        (("6;lamp", "5;lamp"), 'line 17: voter "5" votes a second time, first on line 16'),
        (("lamp;4;", "park;4;"), 'line 9: project "park" stands here again, first on line 7'),
        (("park;6", "park;-6"), 'line 7: cost of project "park" is negative'),
        (("budget;12", "budget;-12"), "line 3: budget is negative"),
        (("vote_type;approval", "vote_type;runoff"), 'line 4: vote_type "runoff" is unknown'),
        (("vote_type;approval", "vote_type;choose-1"), "line 12: more than one project chosen"),
        (("vote_type;approval", "vote_type;cumulative"), "line 4: VOTES has no column points"),
        (("PROJECTS\n", ""), 'line 5: the columns of PROJECTS stand here inside META; write a line "PROJECTS" before'),
        (("VOTES\n", ""), 'line 10: the columns of VOTES stand here inside PROJECTS; write a line "VOTES" before'),
        (("lamp;4;Lamps\n", ""), 'line 15: in VOTES a vote for project "lamp", which is not in PROJECTS; add its row'),
        (('"Path; lit"', '"Path; lit'), "line 8: a quotation mark opened here is never closed"),
    ],
)
def test_a_bad_file_is_refused_with_its_line(capsys, ballots, change: tuple[str, str], words: str) -> None:
    assert cli.main(["count", ballots()]) == 0
    capsys.readouterr()
    assert words in refused(capsys, ballots(SAMPLE.replace(*change)))


def test_what_can_be_counted_but_looks_odd_is_said(capsys, ballots) -> None:
    text = SAMPLE.replace("budget;12", "num_votes;7\nbudget;12").replace("5;lamp", "5;lamp,lamp")
    assert cli.main(["count", ballots(text), "--json"]) == 0
    said = capsys.readouterr()
    assert json.loads(said.out)["winners"][:2] == ["park", "lamp"]
    assert "line 3: num_votes says 7, but there are 6" in said.err
    assert "line 17: a project is marked more than once" in said.err


def test_cut_and_swollen_archives_are_refused(capsys, ballots, monkeypatch) -> None:
    packed = gzip.compress(SAMPLE.encode())
    assert "damaged or cut short" in refused(capsys, ballots(packed[:-12], "cut.pb.gz"))
    monkeypatch.setattr("firstdoor.commands.count.MAX_BYTES", 2**20)
    bomb = gzip.compress(SAMPLE.encode() + b"\n" * 2**21)
    assert len(bomb) < 2**14
    assert "more than 1 MB" in refused(capsys, ballots(bomb, "bomb.pb.gz"))
    assert "more than 1 MB" in refused(capsys, ballots(bomb, "bomb.pb.gz"), "--groups", "age")


def test_a_missing_file_is_no_crash(capsys, tmp_path) -> None:
    assert "No such file" in refused(capsys, str(tmp_path / "none.pb"))
    assert "directory" in refused(capsys, str(tmp_path)).lower()


def test_utilities_that_the_ballots_do_not_have_are_refused(capsys, ballots) -> None:
    assert "approval votes have no points for --utility score" in refused(capsys, ballots(), "--utility", "score")
    assert "approval votes have no ranks for --utility borda" in refused(capsys, ballots(), "--utility", "borda")


def test_wrong_usage_is_2(ballots) -> None:
    for arguments in (["count"], ["count", ballots(), "--rule", "lottery"]):
        with pytest.raises(SystemExit) as ended:
            cli.main(arguments)
        assert ended.value.code == 2


def test_nobody_votes(capsys, ballots) -> None:
    text = SAMPLE.partition("VOTES")[0] + "VOTES\nvoter_id;vote\n"
    document = counted(capsys, ballots(text), "--completion", "none")
    assert (document["winners"], document["voters"], document["endowment"]) == ([], 0, None)


def test_what_would_steer_a_terminal_is_not_printed(capsys, ballots) -> None:
    assert cli.main(["count", ballots(SAMPLE.replace("lamp", "\x1b[31mlamp"))]) == 0
    assert "\x1b" not in capsys.readouterr().out
    assert "\x1b" not in refused(capsys, ballots(SAMPLE.replace("6;lamp", "6;\x1b[31mlump")))


def test_a_reader_who_has_seen_enough_is_no_crash(ballots) -> None:
    command = f"{sys.executable} -m firstdoor.cli count {ballots()} {ballots()} | true"
    done = subprocess.run(["bash", "-c", command], capture_output=True, text=True)
    assert done.stderr == ""


def test_it_runs_without_django(ballots) -> None:
    program = (
        "import sys; from firstdoor import cli; status = cli.main(sys.argv[1:]); "
        "sys.exit(status or any(name.partition('.')[0] == 'django' for name in sys.modules))"
    )
    done = subprocess.run([sys.executable, "-c", program, "count", ballots(), "--json"], capture_output=True)
    assert done.returncode == 0, done.stderr
    assert json.loads(done.stdout)["winners"] == ["park", "lamp"]


AREAS = """META
key;value
budget;30
vote_type;approval
PROJECTS
project_id;cost;category
road;20;north
tree;10;north
well;10;south
lamp;8;south
VOTES
voter_id;vote;age;village
{votes}
"""
VOTERS = "\n".join(
    [f"n{one};road,tree;{20 + one};hill" for one in range(8)]
    + [f"s{one};well,lamp;{30 + one};river" for one in range(6)]
    + [f"a{one};lamp;7;mill" for one in range(2)]
)


@pytest.fixture
def areas(tmp_path):
    file = tmp_path / "areas.pb"
    file.write_text(AREAS.format(votes=VOTERS))
    return str(file)


def test_what_is_decided_comes_off_the_budget(capsys, areas) -> None:
    document = counted(capsys, areas, "--decided", "lamp")
    assert (document["winners"][0], document["decided"], document["budget"]) == ("lamp", ["lamp"], "30")
    assert document["stages"][-1]["budget"] == "22"
    assert counted(capsys, areas, "--decided", "lamp,tree")["decided"] == ["lamp", "tree"]
    assert cli.main(["count", areas, "--decided", "lamp"]) == 0
    assert "decided before: lamp" in capsys.readouterr().out


def test_of_projects_that_exclude_one_another_one_wins(capsys, areas) -> None:
    assert {"well", "lamp"} <= set(
        counted(capsys, areas, "--completion", "utilitarian", "--decided", "tree")["winners"]
    )
    document = counted(capsys, areas, "--completion", "utilitarian", "--decided", "tree", "--exclusive", "well, lamp")
    assert len({"well", "lamp"} & set(document["winners"])) == 1


def test_an_area_has_a_minimum_and_a_maximum(capsys, areas) -> None:
    document = counted(capsys, areas, "--least", "south=10")
    assert document["stages"][0]["area"] == "south"
    assert document["stages"][0]["budget"] == "10"
    assert {"well", "lamp"} & set(document["stages"][0]["winners"])
    document = counted(capsys, areas, "--most", "north=10")
    assert "road" not in document["winners"]
    assert cli.main(["count", areas, "--least", "south=10"]) == 0
    assert "of 10 set aside for south:" in capsys.readouterr().out


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (["--least", "south"], "write AREA=SUM"),
        (["--most", "south=-1"], "write AREA=SUM"),
        (["--most", "south=1/0"], "write AREA=SUM"),
        (["--most", "east=5"], 'no project belongs to "east"'),
        (["--most", "north=5", "--area-column", "part"], 'PROJECTS has no column "part"'),
        (["--decided", "road,moon"], '--decided "moon": PROJECTS has no project'),
        (["--decided", "road,tree", "--decided", "lamp"], "cost more than the budget"),
        (["--exclusive", "well,lamp", "--decided", "well", "--decided", "lamp"], "exclude one another"),
        (["--exclusive", "well,lamp", "--rule", "phragmen"], "knows no maximum"),
        (["--decided", "lamp", "--explain"], "--explain does not know --decided"),
        (["--groups", "sex"], 'VOTES has no column "sex"; there are: age, village'),
    ],
)
def test_what_makes_no_sense_is_refused_with_its_name(capsys, areas, arguments, words) -> None:
    assert cli.main(["count", areas, *arguments]) == 1
    said = capsys.readouterr()
    assert words in said.err
    assert areas in said.err
    assert said.out == ""


def test_groups_hear_what_they_got_and_small_ones_are_hidden(capsys, areas) -> None:
    rows = {one["group"]: one for one in counted(capsys, areas, "--groups", "village")["groups"]}
    assert rows["mill"] == {"group": "mill", "voters": None, "share": None, "got": None, "empty_handed": None}
    # One hidden alone would follow from the number of all: the smaller of the others is hidden with it.
    assert rows["river"]["voters"] is None
    assert (rows["hill"]["voters"], rows["hill"]["share"]) == (8, "15")
    document = counted(capsys, areas, "--groups", "age")
    assert [(one["group"], one["voters"]) for one in document["groups"]] == [
        ("00-09", None),
        ("20-29", 8),
        ("30-39", None),
    ]
    assert cli.main(["count", areas, "--groups", "village"]) == 0
    said = capsys.readouterr().out
    assert "group mill: hidden, too few" in said
    assert "group hill: 8 voters, got" in said


def test_what_everybody_of_a_group_did_is_not_told_of_few(capsys, tmp_path) -> None:
    """Of 20 voters 3 got nothing: who knows them learns how they voted; so it is hidden, and where all or none did, told."""
    lines = [f"h{n};tree;{n};hill" for n in range(17)] + [f"e{n};;{n};hill" for n in range(3)]
    file = tmp_path / "few.pb"
    file.write_text(AREAS.format(votes="\n".join([*lines, *(f"r{n};tree;1;river" for n in range(9))])))
    rows = {one["group"]: one for one in counted(capsys, str(file), "--groups", "village")["groups"]}
    assert (rows["hill"]["voters"], rows["hill"]["empty_handed"]) == (20, None)
    assert (rows["river"]["voters"], rows["river"]["empty_handed"]) == (9, 0)
