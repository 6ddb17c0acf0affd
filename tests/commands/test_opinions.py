"""`firstdoor opinions`: what people's scripts hang on."""

import json
import random
import subprocess
import sys
from pathlib import Path

import pytest

from tests.methods import polis

FIRSTDOOR = Path(sys.executable).with_name("firstdoor")


def firstdoor(*arguments):
    return subprocess.run([FIRSTDOOR, "opinions", *map(str, arguments)], capture_output=True, text=True)


@pytest.fixture
def long_form(tmp_path):
    """Two camps of 25 people on eight statements."""
    lines, chance = ["participant,statement,vote"], random.Random(1)
    for person in range(50):
        lines += [f"{person},{j},{1 if (j % 2 == person % 2) == (chance.random() < 0.95) else -1}" for j in range(8)]
    path = tmp_path / "kuman.csv"
    path.write_text("\n".join(lines) + "\n")
    return path


def test_the_document_has_the_names_that_were_promised(long_form):
    done = firstdoor(long_form, "--json")
    assert done.returncode == 0, done.stderr
    found = json.loads(done.stdout)
    assert set(found) >= {
        "participants", "statements", "votes", "explained_variance_ratio", "axes", "means", "positions", "groups",
        "statement_numbers", "majority", "seconds",
    }  # fmt: skip
    assert (found["participants"], found["statements"], found["votes"]) == (50, 8, 400)
    assert [(group["id"], len(group["members"])) for group in found["groups"]] == [("A", 25), ("B", 25)]
    assert set(found["groups"][0]["representative"][0]) == {"statement", "direction", "R", "z_R", "P", "z_P"}
    assert set(found["statement_numbers"]["0"]) == {
        "agree", "disagree", "pass", "extremity", "consensus", "consensus_disagree", "priority",
    }  # fmt: skip


def test_given_groups_keep_their_names_and_are_exactly_the_map(long_form, tmp_path):
    groups = tmp_path / "groups.csv"
    groups.write_text("participant,group\n0,north\n2,north\n1,south\n999,south\n")
    done = firstdoor(long_form, "--groups", groups, "--json")
    found = json.loads(done.stdout)
    assert [(group["id"], group["members"]) for group in found["groups"]] == [("north", ["0", "2"]), ("south", ["1"])]
    assert "999" in done.stderr


def test_a_number_can_be_forced(long_form):
    assert len(json.loads(firstdoor(long_form, "--k", 3, "--json").stdout)["groups"]) == 3
    assert len(json.loads(firstdoor(long_form, "--k", 1, "--json").stdout)["groups"]) == 1


def test_without_json_a_person_reads_it(long_form):
    done = firstdoor(long_form)
    assert "50 people, 8 statements, 400 votes" in done.stdout
    assert "Group A, 25 people" in done.stdout


def test_what_all_agree_with_is_not_read_as_what_one_group_refuses(tmp_path):
    lines, chance = ["participant,statement,vote"], random.Random(0)
    for person in range(44):
        lines += [f"{person},{j},{1 if (person < 22) != (chance.random() < 0.1) else -1}" for j in range(2, 25)]
        lines += [f"{person},1,1"] if person < 38 else []
    (path := tmp_path / "park.csv").write_text("\n".join(lines) + "\n")
    document = json.loads(firstdoor(path, "--json").stdout)
    listed = [(one["statement"], one["direction"]) for group in document["groups"] for one in group["representative"]]
    assert ("1", "disagree") in listed  # as Polis lists it
    told = firstdoor(path).stdout
    assert "Group B, 22 people" in told
    assert "disagree 1\n" not in told


@pytest.mark.parametrize(
    ("arguments", "status", "words"),
    [
        (["nowhere"], 1, "nowhere"),
        (["{file}", "--groups", "nowhere"], 1, "nowhere"),
        (["{file}", "--k", "0"], 2, "at least 1"),
        (["{file}", "--k", "2", "--groups", "{file}"], 1, "either --groups or --k"),
        ([], 2, "DIR-or-FILE"),
    ],
)
def test_what_cannot_be_done_is_said_and_the_status_tells(long_form, arguments, status, words):
    done = firstdoor(*(each.format(file=long_form) for each in arguments))
    assert done.returncode == status
    assert words in done.stderr
    assert done.stdout == ""


def test_a_bad_vote_is_refused_with_its_line(tmp_path):
    path = tmp_path / "bad.csv"
    path.write_text("participant,statement,vote\n1,1,1\n1,2,yes\n")
    done = firstdoor(path, "--json")
    assert (done.returncode, done.stdout) == (1, "")
    assert "line 3: 'yes' is no vote" in done.stderr
    path.write_text("participant,statement,vote\n")
    assert "nobody voted" in firstdoor(path).stderr


@polis.needed
def test_a_log_and_a_table_of_one_conversation_give_one_map(tmp_path):
    whole = polis.FOLDER / "brexit-consensus"
    log = tmp_path / "log"
    log.mkdir()
    for name in ("votes.csv.gz", "comments.csv.gz"):
        (log / name).write_bytes((whole / name).read_bytes())
    one, other = (json.loads(firstdoor(path, "--json").stdout) for path in (whole, log))
    del one["seconds"], other["seconds"]
    assert one == other
