"""What a conversation's results tell, and what they keep to themselves."""

from __future__ import annotations

import random

import pytest

from firstdoor.core import facts, texts
from firstdoor.formats.polis import read_conversation
from firstdoor.listen.models import Conversation, Participant, Statement
from firstdoor.listen.services import conversations, statements, voting
from firstdoor.understand.selectors import opinions
from firstdoor.understand.views import opinions as opinion_views
from tests.listen.test_conversations import prepared
from tests.world import World

EACH = 8  # statements of a kind


@pytest.fixture
def world(db):
    return World()


@pytest.fixture
def by(world):
    return world.actor("action_group")


def a_talk(world, by, camps, *, each=EACH):
    """Shared statements first, then those of the first camp, then those of the second."""
    row = prepared(world, by)
    for number in range(4, 3 * each + 1):
        statements.begin_with(
            by=by, municipality=world.ours, conversation=row, words=texts.make("sq", f"Fjalia {number}.")
        )
    conversations.open_conversation(by=by, municipality=world.ours, conversation=row)
    chance = random.Random(5)
    booklets = []
    for camp, people in enumerate(camps):
        for _ in range(people):
            sides = [1] * each + [1 if camp == 0 else -1] * each + [-1 if camp == 0 else 1] * each
            booklets.append(
                {
                    at: side if chance.random() < 0.93 else -side
                    for at, side in enumerate(sides, 1)
                    if chance.random() < 0.9
                }
            )
    chance.shuffle(booklets)
    voting.enter_booklets(by=by, municipality=world.ours, conversation=row, booklets=booklets)
    row.refresh_from_db()
    return row


def address(row, more):
    return f"/en/roskovec/conversations/{row.slug}/{more}"


def test_what_unites_comes_first_and_groups_are_told_in_their_own_statements(client, world, by):
    row = a_talk(world, by, (30, 22))
    found = opinions.results(row)
    assert sorted(group.people for group in found.groups) == [22, 30]
    assert {line.number for line in found.agreed} <= set(range(1, EACH + 1))
    assert len(found.agreed) == opinions.MOST
    assert found.undecided == []  # where both groups know what they hold, nothing is undecided
    first = found.groups[0]
    own = {one.line.number for one in first.said if one.agrees}
    assert own
    assert own <= set(range(EACH + 1, 2 * EACH + 1))
    assert all(one.here > 80 > 30 > one.elsewhere for one in first.said if one.agrees)
    page = client.get(address(row, "results/")).content.decode()
    assert page.index("What nearly everybody holds") < page.index("Where people differ: 2 groups")
    assert page.count('class="g-A"') == 30


def test_a_group_of_a_few_keeps_all_groups_from_being_told(client, world, by):
    row = a_talk(world, by, (40, 4))
    found = opinions.results(row)
    page = client.get(address(row, "results/")).content.decode()
    assert (found.why, found.groups) == ("too_small", [])
    assert "fewer than 5 people" in page
    assert 'class="g-A"' not in page


def test_few_people_are_in_no_group_and_fewer_than_five_in_nothing(client, world, by):
    row = a_talk(world, by, (6, 6))
    assert opinions.results(row).why == "few_people"
    assert "Thirty are needed." in client.get(address(row, "results/")).content.decode()
    Conversation.objects.all().update(state="open")
    lonely = a_talk(world, by, (4,))
    page = client.get(address(lonely, "results/")).content.decode()
    assert "Fewer than 5 people have voted" in page
    assert "agree," not in page


def test_random_votes_are_no_groups(client, world, by):
    row = a_talk(world, by, ())
    chance = random.Random(8)
    booklets = [{number: chance.choice((-1, 0, 1)) for number in range(1, 3 * EACH + 1)} for _ in range(60)]
    voting.enter_booklets(by=by, municipality=world.ours, conversation=row, booklets=booklets)
    assert opinions.results(row).why == "like_chance"
    assert "So we draw none." in client.get(address(row, "results/")).content.decode()


@pytest.mark.parametrize("value", [1, 0, -1])
def test_all_alike_breaks_nothing(client, world, by, value):
    row = a_talk(world, by, ())
    voting.enter_booklets(by=by, municipality=world.ours, conversation=row, booklets=[{1: value, 2: value}] * 40)
    assert client.get(address(row, "results/")).status_code == 200
    assert len(opinions.results(row).agreed) == (2 if value == 1 else 0)


def test_one_vote_and_none_break_nothing(client, world, by):
    row = a_talk(world, by, ())
    assert client.get(address(row, "results/")).status_code == 200
    voting.enter_booklets(by=by, municipality=world.ours, conversation=row, booklets=[{3: 1}])
    assert client.get(address(row, "results/wall/")).status_code == 200


@pytest.fixture
def kept(monkeypatch):
    """What is worked out is kept, as in the product."""
    monkeypatch.setattr("firstdoor.core.facts.MOST", 50)
    facts._kept.clear()
    yield
    facts._kept.clear()


def test_a_new_vote_is_seen_at_once(client, world, by, kept):
    row = a_talk(world, by, (10,))
    assert "<b>10 people</b>" in client.get(address(row, "results/")).content.decode()
    client.post(address(row, ""), {"statement": 1, "act": "agree"})
    assert "<b>11 people</b>" in client.get(address(row, "results/")).content.decode()


def test_with_many_people_the_map_is_at_most_five_seconds_old(client, world, by, kept, monkeypatch):
    row = a_talk(world, by, (10,))
    monkeypatch.setattr(opinion_views, "MANY", 5)
    monkeypatch.setattr(opinion_views, "time", lambda: 1000.0)
    client.get(address(row, "results/"))
    client.post(address(row, ""), {"statement": 1, "act": "agree"})
    assert "<b>10 people</b>" in client.get(address(row, "results/")).content.decode()
    monkeypatch.setattr(opinion_views, "time", lambda: 1005.0)
    assert "<b>11 people</b>" in client.get(address(row, "results/")).content.decode()


def test_the_data_are_read_by_our_own_reader_and_carry_no_order_of_arrival(client, world, by, tmp_path):
    row = a_talk(world, by, (12, 9))
    assert client.get(address(row, "data/comments.csv")).status_code == 404  # open: two looks would tell who voted
    conversations.close_conversation(by=by, municipality=world.ours, conversation=row)
    for name in ("participants-votes", "comments"):
        answer = client.get(address(row, f"data/{name}.csv"))
        (tmp_path / f"{name}.csv").write_bytes(answer.content)
    read = read_conversation(tmp_path)
    assert len(read.participants) == 21
    assert read.texts["4"].text == "Fjalia 4."
    long = client.get(address(row, "data/votes-long.csv")).content.decode().splitlines()
    assert len(long) - 1 == len(read.vote)
    assert client.get(address(row, "data/secrets.csv")).status_code == 404
    as_they_came = {
        person.number: {vote.statement.number: vote.value for vote in person.votes.select_related("statement")}
        for person in Participant.objects.all()
    }
    rows: dict[int, dict[int, int]] = {}
    for line in long[1:]:
        person, statement, value = line.split(",")
        rows.setdefault(int(person), {})[int(statement)] = int(value)
    assert sorted(map(str, rows.values())) == sorted(str(dict(sorted(one.items()))) for one in as_they_came.values())
    assert [rows[at] for at in sorted(rows)] != [as_they_came[at] for at in sorted(as_they_came)]


def test_what_was_merged_is_said(client, world, by):
    row = a_talk(world, by, (12,))
    one, two = (Statement.objects.get(number=number) for number in (4, 5))
    statements.merge_statement(by=by, municipality=world.ours, statement=two, into=one)
    page = client.get(address(row, "results/")).content.decode()
    assert "Merged with it, as nearly the same:" in page
    assert "Fjalia 5." in page


def test_booklets_name_only_what_is_shown(world, by):
    row = a_talk(world, by, ())
    with pytest.raises(voting.NotShown):
        voting.enter_booklets(by=by, municipality=world.ours, conversation=row, booklets=[{99: 1}])
    assert Participant.objects.count() == 0
