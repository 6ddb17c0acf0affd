"""The page of a result, read from top to bottom: what won, the money, how far the others were; the same numbers everywhere."""

import html
import re
from datetime import timedelta
from fractions import Fraction

import pypdfium2
import pytest
from django.utils import timezone

from firstdoor.core import texts
from firstdoor.decide.services import ballots
from tests.decide.test_ballot_map import a_point, option
from tests.decide.test_ballot_map import world as lands
from tests.decide.test_ballots import BY, count, vote
from tests.world import World

__all__ = ["lands"]


@pytest.fixture
def world(db):
    return World()


def counted(world, things, votes, *, budget=400_000, places=None):
    """A counted ballot on these things, by name their cost; `votes`: so many ballots for each tuple of ids."""
    now = timezone.now()
    ballot = ballots.prepare_ballot(
        by=BY, municipality=world.ours, title=texts.make("sq", "Sheshi"), question=texts.make("sq", "Çfarë?"),
        electorate=texts.make("sq", "Kushdo"), budget=budget, opens_at=now - timedelta(hours=1),
        closes_at=now + timedelta(days=3), at_least=1,
    )  # fmt: skip
    for name, cost in things.items():
        ballots.put_option(by=BY, municipality=world.ours, ballot=ballot, name=texts.make("sq", name), cost=cost)
    for project, at in (places or {}).items():
        ballots.place_option(by=BY, municipality=world.ours, option=option(world, ballot, project), at=at)
    cards = iter(ballots.make_cards(by=BY, municipality=world.ours, ballot=ballot, n=sum(votes.values()) or 1))
    ballots.open_ballot(by=BY, municipality=world.ours, ballot=ballot)
    ballot.refresh_from_db()
    for choices, n in votes.items():
        for _voter in range(n):
            vote(world, ballot, next(cards), *choices)
    return count(world, ballot)


def page_of(client, world, ballot, language="en"):
    return client.get(f"/{language}/{world.ours.slug}/ballots/{ballot.slug}/result/").content.decode()


def words(page):
    """What a page says, without what draws it."""
    main = page[page.index("<main") : page.index("</main")]
    plain = re.sub(r"<[^>]+>", " ", re.sub(r"<svg.*?</svg>", " ", main, flags=re.S))
    return " ".join(html.unescape(plain).split()).replace("\u00a0", " ")


def minutes(client, world, ballot):
    """The words of each page of the minutes."""
    paper = pypdfium2.PdfDocument(client.get(f"/en/{world.ours.slug}/ballots/{ballot.slug}/protocol.pdf").content)
    return [" ".join(leaf.get_textpage().get_text_range().split()).replace("\u00a0", " ") for leaf in paper]


def test_in_the_minutes_the_lines_to_sign_stand_under_the_checksums_of_what_is_signed(world, client):
    things = {f"Gjë me një emër të gjatë, numër {n}, te sheshi i fshatit": 50_000 + n for n in range(9)}
    for n in (2, 5, 8, 9):  # where the pages end differs
        ballot = counted(world, dict([*things.items()][:n]), {("p1", "p2"): 2, ("p2",): 3})
        *_before, last = minutes(client, world, ballot)
        assert "Checksums" in last
        assert "Name and role, signature, date" in last
        assert f"Ballots, {ballot.slug}.csv {ballot.result['checksums']['csv']}" in last


def test_how_far_the_others_were_stands_right_after_what_won_and_the_money(client, lands):
    unit, _cell, point = a_point(lands)
    places = {"p1": point, "p3": point}
    said = {("p1", "p2"): 6, ("p3",): 3}
    ballot = counted(lands, {"Stola": 90_000, "Pema": 80_000, "Drita, e kuqe": 240_000}, said, places=places)
    page = page_of(client, lands, ballot)
    order = [
        'class="won"',
        'id="money"',
        'id="lost"',
        'id="mine"',
        'id="where"',
        'id="others"',
        'id="again"',
        "SHA-256",
    ]
    assert [page.count(mark) for mark in order[:-1]] == [1] * 7
    assert [*order] == sorted(order, key=page.index)
    # The numbers of the pins are those of the lists.
    assert re.findall(r'<span class="pinno( hollow)?">(\d)</span> <span lang="sq">(\w+)', page) == [
        ("", "1", "Pema"), ("", "2", "Stola"), (" hollow", "3", "Drita"),
    ]  # fmt: skip
    assert f'<th scope="row">2. Stola</th><td class="">{unit.name}</td><td class="">chosen</td>' in page
    assert f'<th scope="row">3. Drita, e kuqe</th><td class="">{unit.name}</td><td class="">not chosen</td>' in page
    assert page.count("Chosen things stand in") == 2  # beside the map, and for those who hear the map


def test_what_was_left_would_have_bought_it_is_said_as_what_it_is(world, client):
    ballot = counted(world, {"Stola": 160_000, "Pema": 250_000}, {("p1",): 9, ("p2",): 1})
    said = words(page_of(client, world, ballot))
    assert "160,000 of 400,000 lek. 240,000 lek were left." in said
    assert "For what was left, 240,000 lek, it would have fitted." in said
    assert "At 240,000 lek it would have won" not in said
    assert "240,000 lek is what was left of the money." in " ".join(minutes(client, world, ballot))


def test_names_with_commas_are_parted_by_something_else(world, client):
    things = {"Stola, te parku": 100_000, "Pema, te shkolla": 120_000, "Drita, te ura": 250_000}
    ballot = counted(world, things, {("p1", "p2", "p3"): 3, ("p2", "p1"): 3, ("p3",): 3})
    said = words(page_of(client, world, ballot))
    assert re.search(r"(Pema, te shkolla|Stola, te parku) ?; (Stola, te parku|Pema, te shkolla)", said)
    assert not re.search(r"(parku|shkolla|ura) ?, (Stola|Pema|Drita)", said)
    (loser,) = ballot.result["explanation"]["losers"]
    assert f"Together they had {int(Fraction(loser['supporters_left'])):,} lek left." in said
    assert (
        "The rule, written down before the vote: Equal shares, raised as long as the money lasts, the rest by votes."
        in said
    )
    assert "100 people vote about 500,000 lek" in said
    assert "might have voted" not in said


def test_where_each_gets_something_it_is_said_once_and_a_share_that_was_not_raised_is_not(world, client):
    ballot = counted(world, {"Stola": 100_000, "Pema": 80_000, "Drita": 50_000}, {("p1",): 3, ("p2", "p3"): 2})
    said = words(page_of(client, world, ballot))
    assert "5 people voted, and each of them gets at least one thing that they chose." in said
    assert "Each thing was paid for together by those who chose it." in said
    assert "Why not the others?" not in said
    assert "it was raised" not in said
    assert "Here it is 80,000 lek for each who voted." in said
    assert 'data-found="{n} ballots counted in {seconds} s: {names}. Together {sum}."' in page_of(client, world, ballot)


def test_what_nobody_chose_and_was_bought_from_what_was_left_says_so(world, client):
    ballot = counted(world, {"Stola": 100_000, "Pema": 80_000, "Drita": 50_000}, {("p1",): 3, ("p2",): 2})
    said = words(page_of(client, world, ballot))
    assert "or at the end from what was left" in said
    assert "Nobody chose it; it fitted into what was left." in said


def test_a_tie_is_told_at_what_lost_it_with_the_reason_that_decided(world, client):
    ballot = counted(world, {"Stola": 200_000, "Pema": 200_000}, {("p1",): 5, ("p2",): 5}, budget=200_000)
    said = words(page_of(client, world, ballot))
    assert "It was exactly equal to “Stola”. Price and votes were the same, too" in said
    assert "p1 before p2" in said
    assert "What won was chosen by the number of votes" in said
    assert "What did your vote pay?" not in said  # no share paid anything
    ballot = counted(world, {"Stola": 200_000, "Pema": 100_000}, {("p1", "p2"): 5}, budget=200_000)
    said = words(page_of(client, world, ballot))
    assert "It was exactly equal to “Pema”. The cheaper went first" in said
    assert "Price and votes" not in said


def test_what_voters_get_and_what_their_shares_paid_for_stand_apart(world, client):
    """The swing is bought from what is left: its five voters get it, and nobody's share paid for it."""
    ballot = counted(world, {"Stola": 200_000, "Pema": 200_000}, {("p1",): 5, ("p2",): 5}, budget=200_000)
    page = page_of(client, world, ballot)
    assert "Voters who get so many</th>" in page
    assert '<th scope="row">1</th><td class="num">5</td><td class="num">0</td>' in page
    assert '<th scope="row">0</th><td class="num">5</td><td class="num">10</td>' in page
    assert "gets a thing without paying for it" in page
    both = counted(world, {"Stola": 100_000, "Pema": 50_000}, {("p1", "p2"): 3})
    assert "gets a thing without paying for it" not in page_of(client, world, both)


def test_where_nobody_voted_nothing_is_said_to_be_spent_or_counted(world, client):
    ballot = counted(world, {"Stola": 100_000, "Pema": 200_000}, {})
    page = page_of(client, world, ballot)
    assert "The files hold what could be chosen, and no ballot." in page
    assert "data-recount=" not in page
    told = " ".join(minutes(client, world, ballot))
    assert "0 lek of 400,000 lek" in told
    assert "300,000" not in told
    assert "share" not in told.split("Checksums")[0].split("Counted")[1]


def test_a_share_that_was_raised_is_explained_on_the_page_and_in_the_minutes(world, client):
    """40,000 each are not enough for the bench, which three want: at 50,000 it is bought."""
    ballot = counted(world, {"Stola": 150_000, "Pema": 200_000, "Drita": 300_000}, {("p1",): 3, ("p2",): 7})
    said, paper = words(page_of(client, world, ballot)), " ".join(minutes(client, world, ballot))
    assert "The money divided by those who voted is 40,000 lek; it was raised to 50,000 lek" in said
    assert "50,000 lek: the money divided by those who voted is 40,000 lek, raised as long as the money lasts" in paper
