"""What a conversation's results tell, and what they keep to themselves."""

from __future__ import annotations

import random

import numpy as np
import pytest
from django.utils import timezone

from firstdoor.core import texts
from firstdoor.core.actor import system
from firstdoor.core.rights import NotAllowed
from firstdoor.formats.polis import read_conversation
from firstdoor.listen.models import Conversation, LeftOut, Participant, Statement
from firstdoor.listen.selectors import conversations as talks
from firstdoor.listen.services import conversations, statements, voting
from firstdoor.methods.opinions import Axes, Running, Shown
from firstdoor.understand import services, summary, tasks
from firstdoor.understand.models import MapState
from firstdoor.understand.selectors import files, opinions
from tests.talks import prepared

EACH = 8  # statements of a kind


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
    enter(world, by, row, booklets)
    row.refresh_from_db()
    return row


def enter(world, by, row, booklets):
    voting.enter_booklets(by=by, municipality=world.ours, conversation=row, booklets=booklets)
    draw(world, row)


def draw(world, row):
    row = Conversation.objects.select_related("municipality").get(pk=row.pk)
    return services.draw_map(by=system("test"), municipality=world.ours, conversation=row)


def address(row, more):
    return f"/en/roskovec/conversations/{row.slug}/{more}"


def test_what_unites_comes_first_and_groups_are_told_in_their_own_statements(client, world, by):
    row = a_talk(world, by, (30, 22))
    found = opinions.results(row)
    assert sorted(group.people for group in found.groups) == [22, 30]
    assert {line.number for line in found.agreed} <= set(range(1, EACH + 1))
    assert len(found.agreed) == summary.MOST
    assert found.undecided == []  # where both groups know what they hold, nothing is undecided
    first = found.groups[0]
    own = {one.line.number for one in first.said if one.agrees}
    assert own
    assert own <= set(range(EACH + 1, 2 * EACH + 1))
    assert all(one.here > 80 > 30 > one.elsewhere for one in first.said if one.agrees)
    page = client.get(address(row, "results/")).content.decode()
    assert page.index("What nearly everybody holds") < page.index("Where people differ: 2 groups")
    assert page.count('class="g-A"') == 30


def test_what_all_agree_with_is_not_told_as_what_one_group_refuses(client, world, by):
    row = a_talk(world, by, ())
    chance, booklets = random.Random(0), []
    for person in range(44):
        # One camp is for everything, the other against it; the first statement, which fewer of these saw, all agree with.
        side = 1 if person < 22 else -1
        booklet = {at: -side if chance.random() < 0.1 else side for at in range(2, 3 * EACH + 1)}
        booklets.append(booklet if person >= 38 else booklet | {1: 1})
    enter(world, by, row, booklets)
    found = opinions.results(row)
    assert len(found.groups) == 2
    told = [one for group in found.groups for one in group.said]
    assert told
    assert all(one.here > one.elsewhere for one in told)
    assert [line.number for line in found.agreed] == [1]
    assert "0 % of this group disagree, 0 % of the others" not in client.get(address(row, "results/")).content.decode()


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
    enter(world, by, row, booklets)
    assert opinions.results(row).why == "like_chance"
    assert "So we draw none." in client.get(address(row, "results/")).content.decode()


@pytest.mark.parametrize("value", [1, 0, -1])
def test_all_alike_breaks_nothing(client, world, by, value):
    row = a_talk(world, by, ())
    enter(world, by, row, [{1: value, 2: value}] * 40)
    assert client.get(address(row, "results/")).status_code == 200
    assert len(opinions.results(row).agreed) == (2 if value == 1 else 0)


def test_one_vote_and_none_break_nothing(client, world, by):
    row = a_talk(world, by, ())
    assert client.get(address(row, "results/")).status_code == 200
    enter(world, by, row, [{3: 1}])
    assert client.get(address(row, "results/wall/")).status_code == 200


def test_pages_read_the_kept_map_and_the_worker_draws_it_when_votes_came(client, world, by):
    row = a_talk(world, by, (10,))
    assert "<b>10 people</b>" in client.get(address(row, "results/")).content.decode()
    assert not tasks.votes_came()
    client.post(address(row, ""), {"statement": 1, "act": "agree"})
    assert "<b>10 people</b>" in client.get(address(row, "results/")).content.decode()
    assert tasks.votes_came()
    assert tasks.draw_maps.call() == 1
    assert "<b>11 people</b>" in client.get(address(row, "results/")).content.decode()
    assert tasks.draw_maps.call() == 0


def test_before_its_first_map_the_page_says_so(client, world, by):
    row = prepared(world, by)
    conversations.open_conversation(by=by, municipality=world.ours, conversation=row)
    assert "Look again in some seconds" in client.get(address(row, "results/")).content.decode()


def test_undone_and_changed_votes_are_seen_by_the_worker(client, world, by):
    row = a_talk(world, by, (10,))
    for act, was in (("agree", ""), ("disagree", ""), ("undo", "agree"), ("undo", "")):
        client.post(address(row, ""), {"statement": 1, "act": act, "was": was})
        assert tasks.draw_maps.call() == 1


def test_what_is_taken_away_is_gone_before_the_next_map(client, world, by):
    row = a_talk(world, by, (30, 22))
    gone = opinions.results(row).agreed[0].number
    Statement.objects.filter(conversation=row, number=gone).update(state="rejected")
    found = opinions.results(row)
    assert gone not in {line.number for line in [*found.lines, *found.agreed]}
    assert tasks.votes_came()


@pytest.mark.parametrize("number", [2, 25], ids=["among the others", "the last"])
def test_a_statement_shown_while_the_map_is_drawn_waits_for_the_next_one(world, by, monkeypatch, number):
    row = a_talk(world, by, (10,))
    statements.begin_with(by=by, municipality=world.ours, conversation=row, words=texts.make("sq", "Fjalia e re."))
    voting.enter_booklets(by=by, municipality=world.ours, conversation=row, booklets=[{number: -1}] * 6)
    rows = Statement.objects.filter(conversation=row, number=number)
    rows.update(state="rejected")
    read = talks.votes_of

    def shown_meanwhile(of):
        rows.update(state="shown")
        return read(of)

    monkeypatch.setattr(talks, "votes_of", shown_meanwhile)
    draw(world, row)
    found = opinions.results(row)
    assert found.people == 10
    # Nearly all of the ten hold these; the six who said no said so of what was not shown yet.
    assert all(line.disagree < 4 for line in found.lines if line.number in set(range(1, EACH + 1)) - {number})
    draw(world, row)
    assert opinions.results(row).people == 16


def test_the_last_map_is_drawn_at_the_end_and_recorded(client, world, by):
    row = a_talk(world, by, (30, 22))
    letters = MapState.objects.get().shown["letters"]
    conversations.close_conversation(by=by, municipality=world.ours, conversation=row)
    assert tasks.draw_maps.call() == 1
    state = MapState.objects.get()
    assert state.final
    assert state.shown["letters"] == letters
    assert not tasks.votes_came()
    Statement.objects.filter(conversation=row, number=1).update(state="rejected")
    assert tasks.draw_maps.call() == 1  # also after the end


def test_letters_stay_while_people_come(world, by):
    row = a_talk(world, by, (30, 22))
    before = MapState.objects.get().shown["letters"]
    sides = [1] * EACH + [-1] * EACH + [1] * EACH
    enter(world, by, row, [dict(enumerate(sides, 1))] * 20)
    after = MapState.objects.get().shown["letters"]
    assert {person: after[person] for person in before} == before
    assert sorted(group.people for group in opinions.results(row).groups) == [30, 42]


def test_groups_that_came_out_once_are_said_to_begin_and_are_drawn_the_fourth_time(client, world, by):
    row = a_talk(world, by, (10, 10))
    assert opinions.results(row).why == "few_people"
    sides = [[1] * EACH + [one] * EACH + [-one] * EACH for one in (1, -1)]
    enter(world, by, row, [dict(enumerate(side, 1)) for side in sides * 12])
    for _ in range(3):
        found = opinions.results(row)
        assert (found.why, found.groups) == ("groups", [])
        assert "Groups begin to show." in client.get(address(row, "results/")).content.decode()
        enter(world, by, row, [{1: 1}])
    assert len(opinions.results(row).groups) == 2
    assert "Groups begin to show." not in client.get(address(row, "results/")).content.decode()


def test_it_is_said_how_sure_groups_are(client, world, by):
    row = a_talk(world, by, (30, 22))
    assert "How sure are these groups?" not in client.get(address(row, "results/")).content.decode()
    assert tasks.groups_moved()
    assert tasks.look_how_sure.call() == 1
    assert not tasks.groups_moved()
    assert "The same people stayed together" in client.get(address(row, "results/")).content.decode()


def test_nobody_but_the_system_draws(world, by):
    row = a_talk(world, by, (6,))
    with pytest.raises(NotAllowed):
        services.draw_map(by=by, municipality=world.ours, conversation=row)


def test_of_a_statement_with_few_votes_nothing_is_told_not_even_to_the_readers_device(client, world, by):
    row = a_talk(world, by, (30,))
    enter(world, by, row, [])
    statements.begin_with(by=by, municipality=world.ours, conversation=row, words=texts.make("sq", "E re."))
    enter(world, by, row, [{3 * EACH + 1: 1}] * 4)
    assert 3 * EACH + 1 not in opinions.results(row).own["statements"]
    enter(world, by, row, [{3 * EACH + 1: 1}])
    assert 3 * EACH + 1 in opinions.results(row).own["statements"]


def test_what_a_device_is_told_places_people_where_the_map_has_them(world, by):
    row = a_talk(world, by, (30, 22))
    _found, _shown, drawn = summary.drawn(talks.votes_of(row), [one.number for one in talks.shown(row)], Shown())
    told = opinions.results(row).own
    axes = Axes(np.array(told["means"]), np.array([told["x"], told["y"]]), np.zeros(2))
    device = Running(drawn.votes, axes)
    for at, person in enumerate(drawn.votes.participants):
        assert device.position(person) == pytest.approx(tuple(drawn.positions[at]), abs=1e-6)
    assert not {"participants", "letters", "positions"} & set(told)


def test_many_people_share_marks(world, by, monkeypatch):
    monkeypatch.setattr(summary, "MARKS", 20)
    a_talk(world, by, (30, 22))
    dots = MapState.objects.get().found["dots"]
    assert 0 < len(dots) < 52
    assert max(size for *_place, size in dots) > 1


def test_files_of_rows_need_thirty_people_and_leave_out_who_said_little(client, world, by):
    row = a_talk(world, by, (29,))
    enter(world, by, row, [{1: 1, 2: 1}] * 4)
    conversations.close_conversation(by=by, municipality=world.ours, conversation=row)
    assert client.get(address(row, "data/participants-votes.csv")).status_code == 404
    assert client.get(address(row, "data/comments.csv")).status_code == 200
    enough = a_talk(world, by, (30,))
    conversations.close_conversation(by=by, municipality=world.ours, conversation=enough)
    assert len(files.wide_file(enough).splitlines()) == 31


def test_files_leave_out_statements_with_few_votes(world, by):
    row = a_talk(world, by, (30,))
    statements.begin_with(by=by, municipality=world.ours, conversation=row, words=texts.make("sq", "E re."))
    enter(world, by, row, [{3 * EACH + 1: 1}] * 4)
    assert str(3 * EACH + 1) not in files.wide_file(row).splitlines()[0].split(",")
    assert ",,,1,false,E re." in files.statements_file(row)


def test_the_data_are_read_by_our_own_reader_and_carry_no_order_of_arrival(client, world, by, tmp_path):
    row = a_talk(world, by, (17, 15))
    assert client.get(address(row, "data/comments.csv")).status_code == 404  # open: two looks would tell who voted
    conversations.close_conversation(by=by, municipality=world.ours, conversation=row)
    for name in ("participants-votes", "comments"):
        answer = client.get(address(row, f"data/{name}.csv"))
        (tmp_path / f"{name}.csv").write_bytes(answer.content)
    read = read_conversation(tmp_path)
    assert len(read.participants) == 32
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


def test_people_left_out_after_the_end_are_out_of_the_map(client, world, by):
    row = a_talk(world, by, (30, 22))
    conversations.close_conversation(by=by, municipality=world.ours, conversation=row)
    tasks.draw_maps.call()
    reason = LeftOut.objects.create(
        municipality=world.ours, conversation=row, reason=texts.make("sq", "Një njeri."), people=10,
        at=timezone.now(),
    )  # fmt: skip
    Participant.objects.filter(number__lte=10).update(left_out=reason)
    assert tasks.draw_maps.call() == 1
    found = opinions.results(row)
    assert found.people == 42
    assert not tasks.votes_came()
    # Whoever counts the files again comes to what the page says.
    told = {line.split(",")[1]: line.split(",")[3:5] for line in files.statements_file(row).splitlines()[1:]}
    assert told == {str(line.number): [str(line.agree), str(line.disagree)] for line in found.lines}
    assert len(files.wide_file(row).splitlines()) == 43
