"""Conversations are read as Polis writes them; what is wrong is said with file and line, and what we write is read again."""

import gzip

import pytest
from hypothesis import given
from hypothesis import strategies as st

from firstdoor.formats import polis

WIDE = "participant,group-id,n-comments,n-votes,n-agree,n-disagree,4,9\n17,0,1,2,1,0,1,0\n18,,0,1,0,1,,-1\n"
LOG = "timestamp,datetime,comment-id,voter-id,vote\n5,x,4,17,1\n9,x,4,17,-1\n7,x,9,18,0\n"


def written(tmp_path, name, text):
    path = tmp_path / name
    path.write_bytes(gzip.compress(text.encode()) if name.endswith(".gz") else text.encode())
    return path


def cells(found):
    """Each vote by name, the later ones of a log over the earlier ones."""
    order = sorted(range(len(found.vote)), key=lambda place: (found.at[place] if found.at else 0, place))
    return {(found.participants[found.person[i]], found.statements[found.statement[i]]): found.vote[i] for i in order}


@pytest.mark.parametrize("ending", ["", ".gz"])
def test_a_folder_is_read_wide_before_log_with_its_statements(tmp_path, ending):
    written(tmp_path, f"participants-votes.csv{ending}", "\ufeff" + WIDE)
    written(tmp_path, f"votes.csv{ending}", LOG)
    written(
        tmp_path,
        f"comments.csv{ending}",
        "timestamp,comment-id,author-id,agrees,disagrees,moderated,comment-body\n"
        '1,4,17,1,0,1,"Dritë, te shkolla"\n2,9,17,0,1,-1,x\n',
    )
    found = polis.read_conversation(tmp_path)
    assert cells(found) == {("17", "4"): 1, ("17", "9"): 0, ("18", "9"): -1}
    assert found.texts["4"].text == "Dritë, te shkolla"
    assert found.rejected == ["9"]


def test_a_log_keeps_times_so_that_the_last_vote_can_count(tmp_path):
    written(tmp_path, "votes.csv", LOG)
    assert cells(polis.read_conversation(tmp_path)) == {("17", "4"): -1, ("18", "9"): 0}


def test_the_long_form_is_one_file(tmp_path):
    path = written(tmp_path, "kuman.csv", "participant,statement,vote\na,1,1\na,2,-1\nb,1,0\n")
    found = polis.read_conversation(path)
    assert cells(found) == {("a", "1"): 1, ("a", "2"): -1, ("b", "1"): 0}
    assert not found.at


@pytest.mark.parametrize(
    ("name", "text", "words"),
    [
        ("x.csv", "participant,statement,vote\na,1,1\nb,1,2\n", "line 3: '2' is no vote"),
        ("x.csv", "participant,statement,vote\na,1,nan\n", "line 2: 'nan' is no vote"),
        ("x.csv", "participant,statement,vote\na,,1\n", "line 2: a vote needs"),
        ("x.csv", "participant,statement,vote\na,1\n", "line 2: 2 cells under 3 columns"),
        ("x.csv", "who,what\na,1\n", "line 1: the columns"),
        ("x.csv", "", "line 1: the columns"),
        ("x.csv", "participant,statement,vote,vote\n", "stands there twice"),
        ("participants-votes.csv", WIDE + "17,,,,,,1,1\n", "line 4: the participant '17' is named twice"),
        ("participants-votes.csv", WIDE + "19,,,,,,1\n", "line 4: 7 cells under 8 columns"),
        ("votes.csv", LOG.replace("\n9,", "\nsoon,"), "line 3: 'soon' is no timestamp"),
        ("votes.csv.gz", None, "damaged"),
        ("x.csv", b"participant,statement,vote\n\xff,1,1\n", "not UTF-8"),
    ],
)  # fmt: skip
def test_what_is_wrong_is_said_with_its_line(tmp_path, name, text, words):
    path = tmp_path / name
    if text is None:
        path.write_bytes(gzip.compress(LOG.encode() * 50)[:60])
    else:
        path.write_bytes(text if isinstance(text, bytes) else text.encode())
    with pytest.raises(polis.PolisError, match=words) as told:
        polis.read_conversation(path)
    assert str(path) in str(told.value)


def test_a_folder_without_votes_says_what_is_looked_for(tmp_path):
    with pytest.raises(polis.PolisError, match=r"participants-votes\.csv"):
        polis.read_conversation(tmp_path)


def test_groups_are_read_by_name_and_nobody_is_in_two(tmp_path):
    path = written(tmp_path, "groups.csv", "participant,group\n17,north\n18,south\n17,north\n")
    assert polis.read_groups(path) == {"17": "north", "18": "south"}
    with pytest.raises(polis.PolisError, match="line 3: '17' is in two groups"):
        polis.read_groups(written(tmp_path, "bad.csv", "participant,group\n17,a\n17,b\n"))
    with pytest.raises(polis.PolisError, match="participant,group are wanted"):
        polis.read_groups(written(tmp_path, "bad.csv", "who,group\n17,a\n"))


TABLE = st.integers(1, 5).flatmap(
    lambda m: st.lists(st.lists(st.sampled_from([None, 1, 0, -1]), min_size=m, max_size=m), min_size=1, max_size=6)
)


@given(TABLE)
def test_what_we_write_is_read_again(tmp_path_factory, table):
    folder = tmp_path_factory.mktemp("conversation")
    people, statements = [f"p{i}" for i in range(len(table))], [str(j) for j in range(len(table[0]))]
    (folder / "participants-votes.csv").write_text(polis.write_wide(people, statements, table), "utf-8")
    texts = [(polis.Statement(j, f'"Dritë", {j}\nte ura', "3", moderated=-1), 5, 1, 2) for j in statements]
    (folder / "comments.csv").write_text(polis.write_statements(texts), "utf-8")
    found = polis.read_conversation(folder)
    wanted = {
        (people[i], statements[j]): vote
        for i, row in enumerate(table)
        for j, vote in enumerate(row)
        if vote is not None
    }
    assert cells(found) == wanted
    assert found.rejected == statements
    assert found.texts["0"].text == '"Dritë", 0\nte ura'
