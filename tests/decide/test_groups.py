"""How groups of voters fared: asked where the ballot asks, sealed, hidden where few, and never beside a published ballot."""

import json
from fractions import Fraction

import pytest
from django.core.exceptions import ValidationError
from django.test import Client

from firstdoor.core import keys
from firstdoor.core.actor import ANYBODY
from firstdoor.decide.models import Ballot, CastLink
from firstdoor.decide.selectors import ballot_files
from firstdoor.decide.selectors.groups import group_tables
from firstdoor.decide.services import ballots
from firstdoor.decide.services.ballots.preparing import sealing_key
from firstdoor.places.models import Unit
from tests.decide.test_ballots import BY, count, prepared
from tests.decide.test_secrecy_of_ballots import everything
from tests.world import World


@pytest.fixture
def world(db):
    return World()


def asking(world, n, **asks):
    """An open ballot that asks, and its cards."""
    ballot = prepared(world)
    Ballot.objects.of(world.ours).filter(pk=ballot.pk).update(**(asks or {"asks_age": True}))
    ballot.refresh_from_db()
    cards = ballots.make_cards(by=BY, municipality=world.ours, ballot=ballot, n=n)
    ballots.open_ballot(by=BY, municipality=world.ours, ballot=ballot)
    ballot.refresh_from_db()
    return ballot, cards


def say(world, ballot, card, choices=("p1", "p2", "p4"), **about):
    return ballots.cast(
        by=ANYBODY, municipality=world.ours, ballot=ballot, code=card.code, choices=choices, about=about
    )


def table(counted):
    return {row["group"]: (row["voters"], row["percent"]) for row in counted.result["groups"]["age"]}


def test_each_group_of_ten_is_told_what_it_got_of_its_share(world):
    ballot, cards = asking(world, 30)
    for number, card in enumerate(cards):
        young = number < 20
        say(world, ballot, card, ("p1", "p4", "p2") if young else ("p3", "p5", "p2"), age="0-15" if young else "65-")
    counted = count(world, ballot)
    cost = {"p1": 160_000, "p2": 180_000, "p3": 320_000, "p4": 70_000, "p5": 110_000}
    supporters = {"p1": (20, 0), "p2": (20, 10), "p3": (0, 10), "p4": (20, 0), "p5": (0, 10)}
    won = counted.result["winners"]
    for at, (group, voters) in enumerate((("0-15", 20), ("65-", 10))):
        got = sum(Fraction(cost[p] * supporters[p][at], sum(supporters[p])) for p in won)
        assert table(counted)[group] == (voters, round(20 * got / Fraction(400_000 * voters, 30)) * 5)


def test_small_groups_are_hidden_and_another_with_them(world):
    ballot, cards = asking(world, 38)
    ages = ["0-15"] * 12 + ["16-24"] * 14 + ["25-39"] * 9 + [""] * 3
    for card, age in zip(cards, ages, strict=True):
        say(world, ballot, card, age=age)
    assert table(count(world, ballot)) == {"": (None, None), "0-15": (12, 60), "16-24": (14, 60), "25-39": (None, None)}


def test_one_small_group_alone_would_follow_from_the_rest(world):
    ballot, cards = asking(world, 26)
    for card, age in zip(cards, ["0-15"] * 12 + ["16-24"] * 11 + ["25-39"] * 3, strict=True):
        say(world, ballot, card, age=age)
    assert table(count(world, ballot)) == {"0-15": (12, 60), "16-24": (None, None), "25-39": (None, None)}


def test_what_was_said_is_sealed_alike_and_gone_with_the_count(world):
    ballot, cards = asking(world, 12, asks_age=True, asks_area=True)
    unit = Unit.objects.of(world.ours).get()
    for number, card in enumerate(cards):
        say(world, ballot, card, **({"age": "65-", "area": str(unit.pk)} if number % 2 else {}))
    sealed = [bytes(link.sealed_paper) for link in CastLink.objects.filter(ballot=ballot)]
    assert len({len(one) for one in sealed}) == 1
    counted = count(world, ballot)
    held = everything()
    assert not [one for one in sealed if one in held or one.hex().encode() in held]
    assert not keys.exists(sealing_key(counted))
    for file in ballot_files.FILES.values():
        assert b"65-" not in file(counted)
        assert str(unit.pk).encode() not in file(counted)


def test_a_changed_vote_is_said_anew(world):
    ballot, cards = asking(world, 10)
    for card in cards:
        say(world, ballot, card, age="65-")
    for card in cards:
        say(world, ballot, card, age="16-24")
    assert table(count(world, ballot)) == {"16-24": (10, 60)}


def test_who_votes_without_a_link_is_among_those_who_did_not_say(world):
    ballot, cards = asking(world, 12)
    for card in cards:
        ballots.cast(by=ANYBODY, municipality=world.ours, ballot=ballot, code=card.code, choices=("p1", "p2", "p4"))
    assert table(count(world, ballot)) == {"": (12, 60)}


def test_another_answer_than_asked_is_refused(world):
    ballot, cards = asking(world, 1)
    with pytest.raises(ValidationError, match="none of the answers"):
        say(world, ballot, cards[0], age="99")


def test_a_lost_key_loses_the_table_and_no_vote(world):
    ballot, cards = asking(world, 12)
    for card in cards:
        say(world, ballot, card, age="65-")
    keys.destroy(sealing_key(ballot))
    counted = count(world, ballot)
    assert counted.voters == 12
    assert counted.result["groups"] == {}


def test_the_desk_says_what_is_asked_before_the_vote_opens(world):
    ballot = prepared(world)
    Ballot.objects.of(world.ours).filter(pk=ballot.pk).update(asks_area=True, asks_age=True)
    ballots.make_cards(by=BY, municipality=world.ours, ballot=ballot, n=3)
    desk = Client()
    desk.force_login(world.people["municipal_focal_point"])
    page = f"/en/desk/{world.ours.slug}/ballots/{ballot.slug}/"
    assert "Where do you live? How old are you?" in desk.get(page).content.decode()
    assert "Where do you live? How old are you?" in desk.post(f"{page}step/", {"what": "open"}).content.decode()
    form = desk.get(f"{page}change/").content.decode()
    assert '<input type="checkbox" name="asks_age" id="id_asks_age"' in form.replace(' class="in"', "")


def test_a_voter_is_asked_before_she_sends_and_what_she_said_stays_when_she_changes(world):
    ballot, cards = asking(world, 12)
    address = f"/en/{world.ours.slug}/ballots/{ballot.slug}/"
    browser = Client()
    sent = {"code": cards[0].code, "choice": ["p1", "p2", "p4"]}
    check = browser.post(address, {**sent, "step": "check"}).content.decode()
    assert "How old are you?" in check
    assert "Where do you live?" not in check
    back = browser.post(address, {**sent, "step": "change", "about-age": "65-"}).content.decode()
    assert '<input type="hidden" name="about-age" value="65-">' in back
    again = browser.post(address, {**sent, "step": "check", "about-age": "65-"}).content.decode()
    assert '<option value="65-" selected>' in again
    refused = browser.post(address, {**sent, "step": "send", "about-age": "ninety"})
    assert refused.status_code == 422
    assert not CastLink.objects.exists()
    for card in cards:
        assert browser.post(address, {**sent, "code": card.code, "step": "send", "about-age": "65-"}).status_code == 302
    counted = count(world, ballot)
    result = browser.get(f"{address}result/").content.decode()
    assert "65 or older" in result
    assert "Groups of fewer than 10 are not shown" in result
    assert [table.rows for table in group_tables(world.ours, counted)] == [[["65 or older", "12", "60 %"]]]
    assert "65-" not in json.dumps({name: one for name, one in counted.result.items() if name != "groups"})
