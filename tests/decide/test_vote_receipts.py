"""A voter's receipt: it proves that her ballot is counted, tells nobody what is in it, and nobody whose it was."""

import re

import pytest

from firstdoor.core import codes, keys
from firstdoor.decide.models import VoteReceipt, VotingCode
from firstdoor.decide.selectors import ballot_files
from firstdoor.decide.selectors import ballots as questions
from firstdoor.decide.services import ballots
from firstdoor.decide.services.ballots import voting
from firstdoor.decide.services.ballots.preparing import sealing_key
from tests.decide.test_ballots import BY, after_close, count, opened, vote
from tests.world import World


@pytest.fixture
def world(db):
    return World()


def address(world, ballot, what=""):
    return f"/en/{world.ours.slug}/ballots/{ballot.slug}/{what}"


def test_changing_a_vote_keeps_its_receipt_and_there_are_as_many_as_ballots(world):
    ballot, cards = opened(world)
    receipts = {vote(world, ballot, card) for card in cards[:5]}
    assert vote(world, ballot, cards[0], "p2", "p3", "p5") in receipts
    counted = count(world, ballot)
    listed = ballot_files.receipts(counted).decode().split()
    assert sorted(listed) == listed == sorted(ballots.receipt_hash(one) for one in receipts)
    assert counted.voters == len(listed) == 5


def test_a_vote_taken_back_takes_its_receipt_with_it(world):
    ballot, cards = opened(world)
    receipt = vote(world, ballot, cards[0])
    ballots.declare_dead(by=BY, municipality=world.ours, ballot=ballot, serial=cards[0].serial)
    assert not questions.holds_receipt(ballot, ballots.receipt_hash(receipt))
    assert count(world, ballot).voters == VoteReceipt.objects.filter(ballot=ballot).count() == 0


def test_once_counted_nobody_finds_the_receipt_of_a_card(world):
    ballot, cards = opened(world)
    before = vote(world, ballot, cards[0])
    digest = VotingCode.objects.get(ballot=ballot, serial=cards[0].serial).code_hmac
    assert voting.receipt_of(ballot, digest) == before
    count(world, ballot)
    assert not keys.exists(sealing_key(ballot))
    assert voting.receipt_of(ballot, digest) != before  # under a key made anew


def test_the_list_is_not_told_before_the_count(world, client):
    ballot, cards = opened(world)
    vote(world, ballot, cards[0])
    assert client.get(address(world, ballot, "receipts.txt")).status_code == 404


def test_a_voter_follows_her_receipt_from_the_booth_to_what_became_of_it(world, client):
    ballot, cards = opened(world)
    sent = {"code": cards[0].code, "step": "send", "choice": ["p1", "p2", "p4"]}
    end = client.post(address(world, ballot), sent)
    assert end.status_code == 302
    receipt = end["Location"].split("receipt=")[1]
    assert receipt in client.get(end["Location"]).content.decode()
    page = address(world, ballot, f"receipt/?code={receipt}")
    assert "in the box" in client.get(page).content.decode()
    count(world, ballot)
    shown = client.get(page)
    assert "among those counted" in shown.content.decode()
    assert "Shilarës" in shown.content.decode()
    assert shown["Cache-Control"] == "no-store"
    assert ballots.receipt_hash(codes.normalise(receipt, lengths=(16,))) in shown.content.decode()


def test_whoever_changes_a_vote_is_told_that_the_earlier_one_is_replaced(world, client):
    ballot, cards = opened(world)
    ends = [
        client.post(address(world, ballot), {"code": cards[0].code, "step": "send", "choice": choice}, follow=True)
        for choice in (["p1", "p2", "p4"], ["p2", "p3", "p5"])
    ]
    first, second = (end.content.decode() for end in ends)
    assert "Your vote is in the box" in first
    assert "replaced" not in first
    assert "Your vote is changed" in second
    assert "The earlier one is replaced." in second
    receipts = {re.search(r'class="bigcode num">([^<]+)<', page)[1] for page in (first, second)}
    assert len(receipts) == 1


def test_before_the_count_no_page_says_that_a_vote_is_counted_and_after_it_the_end_page_does(world, client):
    ballot, cards = opened(world)
    end = client.post(address(world, ballot), {"code": cards[0].code, "step": "send", "choice": ["p1", "p2", "p4"]})
    at = end["Location"]
    assert "It will be counted with all the others after" in client.get(at).content.decode()
    with after_close(ballot):
        waiting = client.get(at, follow=True).content.decode()
        assert "Your vote is in the box" in waiting
        assert "It is counted next" in waiting
        assert "Change my vote" not in waiting
    count(world, ballot)
    assert "Your vote is among those counted" in client.get(at, follow=True).content.decode()


def test_the_end_page_says_nothing_of_a_vote_that_nobody_sent(world, client):
    ballot, _cards = opened(world)
    for receipt in ("", "?receipt=x", f"?receipt={voting.new_receipt()}"):
        answer = client.get(address(world, ballot, f"done/{receipt}"), follow=True)
        assert "Your vote is in the box" not in answer.content.decode()


def test_from_the_receipt_there_is_a_way_to_the_vote_to_change_it_and_to_the_result(world, client):
    ballot, cards = opened(world)
    at = address(world, ballot, f"receipt/?code={vote(world, ballot, cards[0])}")
    the_vote = f'href="{address(world, ballot)}"'
    before = client.get(at).content.decode()
    assert before.count(the_vote) == 2
    assert "Change my vote" in before
    with after_close(ballot):
        assert "Change my vote" not in client.get(at).content.decode()
        closed = client.get(address(world, ballot)).content.decode()
    assert f'href="{address(world, ballot, "receipt/")}"' in closed
    count(world, ballot)
    after = client.get(at).content.decode()
    assert the_vote not in after
    assert after.count(f'href="{address(world, ballot, "result/")}"') == 2
    assert (
        f'href="{address(world, ballot, "receipt/")}"' in client.get(address(world, ballot, "result/")).content.decode()
    )


@pytest.mark.parametrize(
    ("typed", "status", "words"),
    [
        ("", 422, "Type the receipt"),
        ("K7M2-9XQ4", 422, "sixteen signs"),
        ("AAAA-AAAA-AAAA-AAA1", 422, "not right"),
        ("AAAA-AAAA-AAAA-AAA%3F", 422, "do not have"),
        ("0000000000000000", 404, "No vote here"),
    ],
)
def test_a_wrong_receipt_is_told_beside_the_field(world, client, typed, status, words):
    ballot, _cards = opened(world)
    answer = client.get(address(world, ballot, f"receipt/?code={typed}"))
    assert answer.status_code == status
    assert words in answer.content.decode()
