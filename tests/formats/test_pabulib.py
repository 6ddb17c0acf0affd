"""Ballot files go in and out whole; what is wrong in them is told with its line."""

import doctest
import io
from collections import Counter
from fractions import Fraction
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from firstdoor.formats import pabulib
from firstdoor.formats.pabulib import reading

WHOLE = '''META
key;value
description;"Ballot of the ""Ardhmëria"" school; spring"
budget;100000.50
vote_type;cumulative
PROJECTS
project_id;cost;name;category
1;40000;"Swings; two";play
2b;5000.5;"Bench ""Lira""";
VOTES
voter_id;vote;points;age
v1;1,2b;2,1;9
v2;2b;3;
v3;;;10
'''


def test_everything_in_a_file_is_read() -> None:
    ballots = pabulib.read(WHOLE.encode())
    assert ballots.budget == Fraction("100000.5")
    assert ballots.vote_type == "cumulative"
    assert ballots.meta["description"] == 'Ballot of the "Ardhmëria" school; spring'
    assert ballots.projects == (
        pabulib.Project("1", Fraction(40000), {"name": "Swings; two", "category": "play"}),
        pabulib.Project("2b", Fraction(10001, 2), {"name": 'Bench "Lira"', "category": ""}),
    )
    assert ballots.vote_columns == ("age",)
    assert ballots.votes == (
        pabulib.Vote("v1", ("1", "2b"), (Fraction(2), Fraction(1)), ("9",)),
        pabulib.Vote("v2", ("2b",), (Fraction(3),), ("",)),
        pabulib.Vote("v3", (), (), ("10",)),
    )
    assert ballots.notes == ()


def test_written_again_it_is_the_same_but_for_spare_zeros() -> None:
    assert pabulib.write(pabulib.read(WHOLE.encode())).decode() == WHOLE


@pytest.mark.parametrize(
    "change",
    [
        lambda text: "\ufeff" + text,
        lambda text: text.replace("\n", "\r\n"),
        lambda text: text.replace("PROJECTS\n", "\n;;;\nPROJECTS;;;\n"),
        lambda text: text.replace("v2;2b;3;", "v2; 2b ;3"),
        lambda text: text.replace("META", "meta").replace("project_id", "Project_ID"),
        lambda text: text.replace("5000.5", "5000.500"),
        lambda text: text.rstrip("\n"),
    ],
)
def test_spellings_of_the_same(change) -> None:
    assert pabulib.read(change(WHOLE).encode()) == pabulib.read(WHOLE.encode())


words = st.text(st.characters(exclude_categories=["Cs", "Cc"]) | st.sampled_from('";,\n\r'), max_size=12).map(str.strip)
ids = words.filter(lambda word: word and "," not in word and word.upper() not in pabulib.SECTIONS)
keys = words.filter(lambda word: word and word.lower() == word and word not in pabulib.COLUMNS)
amounts = st.builds(Fraction, st.integers(0, 10**9), st.sampled_from([1, 2, 10, 100, 8]))


@st.composite
def files(draw: st.DrawFn) -> pabulib.Ballots:
    names = draw(st.lists(ids, min_size=1, max_size=4, unique=True))
    columns = draw(st.lists(keys, max_size=2, unique=True))
    projects = tuple(
        pabulib.Project(name, draw(amounts), {column: draw(words) for column in columns}) for name in names
    )
    kind = draw(st.sampled_from(["approval", "ordinal", "cumulative", "scoring"]))
    vote_columns = tuple(draw(st.lists(keys, max_size=2, unique=True)))
    votes = []
    for voter in draw(st.lists(ids, max_size=5, unique=True)):
        choices = tuple(draw(st.lists(st.sampled_from(names), unique=True)))
        points = tuple(draw(amounts) for _ in choices) if kind in ("cumulative", "scoring") else None
        votes.append(pabulib.Vote(voter, choices, points, tuple(draw(words) for _ in vote_columns)))
    pointed = any(vote.points is not None for vote in votes)
    meta = {"budget": pabulib.decimal(draw(amounts)), "vote_type": kind if pointed else "approval"}
    meta |= (
        draw(st.dictionaries(keys.filter(lambda key: key not in ("num_votes", "num_projects")), words, max_size=3))
        | meta
    )
    return pabulib.Ballots(meta, projects, tuple(votes), vote_columns)


@settings(max_examples=300, deadline=None)
@given(files())
def test_what_is_written_is_read_back(ballots: pabulib.Ballots) -> None:
    written = pabulib.write(ballots)
    assert pabulib.read(written) == ballots
    assert pabulib.write(pabulib.read(written)) == written


@settings(max_examples=300, deadline=None)
@given(st.data())
def test_whatever_comes_is_read_or_refused(data: st.DataObject) -> None:
    """A file damaged anywhere by anything gives ballots or a PabulibError, never another exception."""
    whole = WHOLE.encode()
    start, end = sorted((data.draw(st.integers(0, len(whole))), data.draw(st.integers(0, len(whole)))))
    broken = whole[:start] + data.draw(st.binary(max_size=20)) + whole[end:]
    try:
        ballots = pabulib.read(broken)
    except pabulib.PabulibError:
        return
    assert ballots.budget >= 0


@pytest.mark.parametrize(
    ("old", "new", "line", "words"),
    [
        ("META\n", "", 1, "does not start with META"),
        ("key;value", "key,value", 2, '"key;value"'),
        ("vote_type", "budget", 5, "first on line 4"),
        ("budget;100000.50", ";100000.50", 4, "without a key"),
        ("100000.50", "100000,50", 4, "write decimals with a point"),
        ("100000.50", "100 000", 4, "no separator for thousands"),
        ("100000.50", "1e5", 4, '"1e5" is not a number'),
        ("100000.50", "9" * 31, 4, "more than 30 digits"),
        ("100000.50", "-1", 4, "budget is negative"),
        ("cumulative", "best", 5, "is unknown; known are approval"),
        ("PROJECTS", "BUDGETS", 7, "columns of PROJECTS stand here inside META"),
        ("project_id;cost;name;category", "project_id;price", 7, "PROJECTS has no column cost"),
        ("name;category", "name;name", 7, 'twice: "name"'),
        ("2b;5000.5", "1;5000.5", 9, 'project "1" stands here again, first on line 8'),
        ("2b;5000.5", ";5000.5", 9, "must not be empty"),
        ("2b;5000.5", "2b;", 9, 'cost of project "2b": "" is not a number'),
        ("2b;5000.5", "2b;-5000.5", 9, "is negative"),
        ('"Swings; two"', "Swings; two", 8, "a semicolon inside a field needs quotation marks"),
        ('"Swings; two"', '"Swings" two', 8, "stands alone inside a field"),
        ('"Swings; two"', '"Swings; two', 8, "quotation mark"),
        ("VOTES", "META", 10, "section META is out of place; VOTES is expected here"),
        ("PROJECTS\n", "", 6, 'columns of PROJECTS stand here inside META; write a line "PROJECTS" before this one'),
        ("VOTES\n", "", 10, 'columns of VOTES stand here inside PROJECTS; write a line "VOTES" before this one'),
        ("project_id;cost;name;category\n", "", 7, "PROJECTS has no column project_id; the line after PROJECTS names"),
        ("voter_id;vote;points;age\n", "", 11, "VOTES has no column voter_id; the line after VOTES names"),
        ("v2;2b", "v1;2b", 13, 'voter "v1" votes a second time, first on line 12'),
        ("v2;2b", ";2b", 13, "without voter_id"),
        ("v2;2b;3", "v2;2c;3", 13, 'in VOTES a vote for project "2c", which is not in PROJECTS; add its row'),
        ('2b;5000.5;"Bench ""Lira""";\n', "", 11, 'a vote for project "2b", which is not in PROJECTS'),
        ("v2;2b;3", "v2;2b;3,1", 13, "2 points for 1 projects"),
        ("v2;2b;3", "v2;2b;x", 13, 'points: "x" is not a number'),
        ("points;age", "marks;age", 5, "VOTES has no column points"),
    ],
)
def test_errors_have_their_line(old: str, new: str, line: int, words: str) -> None:
    pabulib.read(WHOLE.encode())
    with pytest.raises(pabulib.PabulibError) as refused:
        pabulib.read(WHOLE.replace(old, new, 1).encode())
    assert refused.value.line == line
    assert words in str(refused.value)
    assert str(refused.value).startswith(f"line {line}: ")


def test_lines_are_counted_through_fields_with_line_ends() -> None:
    text = WHOLE.replace("Swings; two", "Swings\ntwo\r\nthree").replace("v2;2b", "v1;2b")
    with pytest.raises(pabulib.PabulibError, match=r"^line 15: .* first on line 14"):
        pabulib.read(text.encode())


@pytest.mark.parametrize(
    ("data", "words"),
    [
        (b"", "section META is missing .a file has the sections META, PROJECTS and VOTES, in this order"),
        (b"META\nkey;value\nbudget;1\n", "section PROJECTS is missing"),
        (WHOLE.split("VOTES")[0].encode(), "section VOTES is missing"),
        (WHOLE.replace("budget;100000.50\n", "").encode(), "META has no budget"),
        (WHOLE.replace("vote_type;cumulative\n", "").encode(), "META has no vote_type"),
        (WHOLE.encode("utf-16"), "UTF-16; save it as UTF-8"),
        (WHOLE.encode("latin-1"), "line 3: the text is not UTF-8"),
        (WHOLE.replace("play", "pl\0ay").encode(), "line 8: there is a zero byte"),
    ],
)
def test_whole_files_that_are_none(data: bytes, words: str) -> None:
    with pytest.raises(pabulib.PabulibError, match=words):
        pabulib.read(data)


def test_oddities_are_noted_and_counted_in_one_way() -> None:
    text = (
        WHOLE.replace("budget;", "num_votes;4\nnum_projects;2\nbudget;")
        .replace("v1;1,2b;2,1", "v1;1,2b,1;2,1,3")
        .replace("1;40000", "1;0")
    )
    ballots = pabulib.read(text.encode())
    assert [(note.line, note.text.split(",")[0]) for note in ballots.notes] == [
        (10, 'project "1" costs nothing'),
        (14, "a project is marked more than once on this ballot and counts once"),
        (4, "num_votes says 4"),
    ]
    assert ballots.votes[0][1:3] == (("1", "2b"), (2, 1))


@pytest.mark.parametrize(
    "change",
    [
        {"projects": (pabulib.Project("a,b", Fraction(1)),), "votes": ()},
        {"projects": (pabulib.Project(" a", Fraction(1)),), "votes": ()},
        {"projects": (pabulib.Project("", Fraction(1)),), "votes": ()},
        {"projects": (pabulib.Project("a", Fraction(1, 3)),), "votes": ()},
        {"votes": (pabulib.Vote("votes", ()),)},
    ],
)
def test_what_the_format_cannot_hold_is_not_written(change: dict[str, tuple[object, ...]]) -> None:
    good = {"projects": (pabulib.Project("a", Fraction(1)),), "votes": (pabulib.Vote("v", ("a",)),)}
    meta = {"budget": "1", "vote_type": "approval"}
    assert pabulib.write(pabulib.Ballots(meta, **good))  # type: ignore[arg-type]
    with pytest.raises(pabulib.PabulibError):
        pabulib.write(pabulib.Ballots(meta, **(good | change)))  # type: ignore[arg-type]


FOLDER = Path(__file__).resolve().parents[3] / "shared" / "data" / "pabulib"
FILES = sorted(FOLDER.glob("*.pb"))


@pytest.mark.skipif(not FILES, reason="the folder shared with real ballots is not beside the repository")
@pytest.mark.parametrize("path", FILES, ids=[path.stem for path in FILES])
def test_real_files_are_read_without_remarks_and_written_without_loss(path: Path) -> None:
    ballots = pabulib.read(path.read_bytes())
    assert ballots.notes == ()
    assert pabulib.read(pabulib.write(ballots)) == ballots


def test_examples_in_the_words_hold() -> None:
    assert doctest.testmod(reading).failed == 0


@settings(max_examples=100, deadline=None)
@given(files())
def test_a_tally_is_the_file_without_voters(ballots: pabulib.Ballots) -> None:
    written = pabulib.write(ballots)
    found, whole = pabulib.tally(lambda: io.BytesIO(written)), pabulib.read(written)
    assert Counter(dict(zip(found.ballots, found.times, strict=True))) == Counter(
        (vote.choices, vote.points) for vote in whole.votes
    )
    assert (found.meta, found.projects, found.notes) == (whole.meta, whole.projects, whole.notes)


def test_a_tally_finds_a_voter_who_is_there_twice_with_her_lines() -> None:
    twice = WHOLE.replace("v3;;;10", "v1;;;10").encode()
    with pytest.raises(pabulib.PabulibError, match='line 14: voter "v1" votes a second time, first on line 12'):
        pabulib.tally(lambda: io.BytesIO(twice))


def test_a_tally_is_not_misled_by_voters_who_only_look_alike(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(reading, "hash", lambda _voter: 7, raising=False)
    assert sum(pabulib.tally(lambda: io.BytesIO(WHOLE.encode())).times) == 3


def test_many_remarks_are_cut_short(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(reading, "MOST_NOTES", 2)
    votes = "".join(f"w{n};1,1;2,1;\n" for n in range(5))
    notes = pabulib.read((WHOLE + votes).encode()).notes
    assert [note.line for note in notes] == [15, 16, None]
    assert notes[-1].text == "there are 3 further remarks"


def test_ballots_against_the_rules_of_the_file_are_counted_and_told() -> None:
    rules = "vote_type;cumulative\nmin_length;1\nmax_length;1\nmax_sum_cost;30000\n"
    text = WHOLE.replace("vote_type;cumulative\n", rules) + "v4;1;3;\n"
    assert [(note.line, note.text) for note in pabulib.read(text.encode()).notes] == [
        (15, "1 ballots name more projects than max_length (1); they are counted as they stand"),
        (17, "1 ballots name fewer projects than min_length (1); they are counted as they stand"),
        (18, "1 ballots name projects that cost more than max_sum_cost (30000); they are counted as they stand"),
    ]


def test_ballots_that_say_nothing_are_told() -> None:
    """A table saved with commas is no file of empty ballots without a word, and nobody's vote is no outcome without one."""
    commas = WHOLE.replace("v1;1,2b;2,1;9", "v1,1").replace("v2;2b;3;", "v2,2b").encode()
    assert pabulib.read(commas).notes == (
        pabulib.Note(12, "2 ballots end before the column vote; they are counted as empty (fields are separated by ;)"),
        pabulib.Note(None, "no ballot names a project"),
    )
    nobody = WHOLE[: WHOLE.index("v1;")].encode()
    assert [note.text for note in pabulib.read(nobody).notes] == ["no ballot names a project"]


def test_what_can_never_win_is_told() -> None:
    dear = WHOLE.replace("100000.50", "20000").encode()
    assert [(note.line, note.text) for note in pabulib.read(dear).notes] == [
        (8, 'project "1" costs more than the budget')
    ]
    nothing = pabulib.read(WHOLE.replace("100000.50", "0").encode())
    assert nothing.notes == (pabulib.Note(4, "the budget is 0: nothing can be bought"),)


def test_an_endless_line_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(reading, "MAX_LINE", 100)
    with pytest.raises(pabulib.PabulibError, match="line 4: a line of more than 100 bytes"):
        pabulib.read(WHOLE.replace("100000.50", "1" * 200).encode())


def test_ends_of_lines_of_old_machines_are_read() -> None:
    assert pabulib.read(WHOLE.replace("\n", "\r").encode()) == pabulib.read(WHOLE.encode())
