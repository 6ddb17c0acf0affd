"""The booth: a trial that keeps nothing, an order of its own for each card, an alarm when somebody guesses codes."""

import re
from datetime import timedelta

import pytest
import time_machine
from django.core.cache import cache
from django.utils import timezone
from django.utils.formats import date_format

from firstdoor.core import codes
from firstdoor.decide.models import Ballot, BallotAlarm, BallotPaper, VoteReceipt
from firstdoor.decide.selectors import ballots as questions
from firstdoor.decide.services import ballots
from tests.decide.test_ballots import BY, COSTS, count, opened, prepared, vote
from tests.world import World


@pytest.fixture
def world(db):
    cache.clear()
    return World()


def address(world, ballot, what=""):
    return f"/en/{world.ours.slug}/ballots/{ballot.slug}/{what}"


def shown_order(client, world, ballot, card):
    page = client.post(address(world, ballot), {"code": card.code}).content.decode()
    return [part.split('"')[0] for part in page.split('name="choice" value="')[1:]]


def test_a_trial_goes_through_the_booth_and_keeps_nothing(world, client):
    ballot, _cards = opened(world)
    sent = {"step": "send", "choice": ["p1", "p2", "p4"]}
    assert "Trial" in client.get(address(world, ballot, "try/")).content.decode()
    assert "Nothing was kept" in client.post(address(world, ballot, "try/"), sent).content.decode()
    assert client.post(address(world, ballot, "try/"), {"step": "check", "choice": ["p1"]}).status_code == 422
    assert not BallotPaper.objects.exists()
    assert not VoteReceipt.objects.exists()
    assert count(world, ballot).voters == 0


def test_a_refusal_leads_to_a_thing_to_choose(world, client):
    ballot, _cards = opened(world)
    page = client.post(address(world, ballot, "try/"), {"step": "check", "choice": ["p1"]}).content.decode()
    assert '<a href="#tile-1">' in page
    assert re.findall(r'class="tile-in"[^>]* id="([^"]*)"', page) == [f"tile-{at}" for at in range(1, 6)]


def checked(client, world, ballot, *choice):
    page = client.post(address(world, ballot, "try/"), {"step": "check", "choice": choice}).content.decode()
    return page, f"{sum(COSTS[int(one[1:]) - 1] for one in choice):,}"


def test_before_sending_the_sum_is_said_and_that_more_than_the_money_may_be_chosen(world, client):
    ballot, _cards = opened(world)
    allowed = "You may choose more than there is money for"
    within, sum_within = checked(client, world, ballot, "p1", "p4", "p5")
    beyond, sum_beyond = checked(client, world, ballot, "p1", "p2", "p3")
    assert sum_within in within
    assert allowed not in within
    assert sum_beyond in beyond
    assert allowed in beyond
    assert "260,000\N{NO-BREAK SPACE}lek too much" in beyond
    assert beyond.count('<rect class="spent"') == 3
    assert beyond.count('<rect class="over"') == 1
    assert "too much" not in within


def test_after_sending_nobody_is_told_to_leave_without_sending(world, client):
    ballot, cards = opened(world)
    booth = client.post(address(world, ballot), {"code": cards[0].code}).content.decode()
    assert f'<a class="back" href="{address(world, ballot)}">' in booth  # out of the booth, not out of the vote
    sent = {"code": cards[0].code, "step": "send", "choice": ["p1", "p2", "p4"]}
    page = client.post(address(world, ballot), sent, follow=True).content.decode()
    assert "Your vote is in the box" in page
    assert "Leave without sending" not in page
    Ballot.objects.of(world.ours).filter(pk=ballot.pk).update(
        opens_at=timezone.now() + timedelta(days=1), closes_at=timezone.now() + timedelta(days=2)
    )
    early = client.get(address(world, ballot)).content.decode()
    assert "The vote has not begun" in early
    assert "The result" not in early


def test_between_closing_and_counting_it_is_said_that_it_is_closed(world, client):
    ballot, _cards = opened(world)
    every = f"/en/{world.ours.slug}/ballots/"
    assert f"until {date_format(timezone.localtime(ballot.closes_at), 'DATETIME_FORMAT')}" in text(client.get(every))
    assert "The vote closes on" in text(client.get(address(world, ballot, "result/")))
    with time_machine.travel(ballot.closes_at + timedelta(hours=1), tick=False):
        assert "Not counted yet" in text(client.get(every))
        closed = text(client.get(address(world, ballot, "result/")))
    assert "The vote closed on" in closed
    assert "The vote closes on" not in closed


def test_who_sends_after_the_close_is_told_that_it_was_too_late_and_the_vote_before_counts(world, client):
    ballot, cards = opened(world)
    vote(world, ballot, cards[0], "p1", "p2", "p4")
    with time_machine.travel(ballot.closes_at + timedelta(seconds=1), tick=False):
        for step in ("check", "send"):
            sent = {"code": cards[0].code, "step": step, "choice": ["p2", "p3", "p5"]}
            late = client.post(address(world, ballot), sent)
            assert late.status_code == 422
            assert "Your vote came too late" in text(late)
            assert "If you had sent one earlier, that one counts." in text(late)
        only_asking = client.post(address(world, ballot), {"code": cards[0].code})
    assert only_asking.status_code == 422
    assert "too late" not in text(only_asking)
    assert [paper.choices for paper in BallotPaper.objects.filter(ballot=ballot)] == [["p1", "p2", "p4"]]


def text(answer):
    return answer.content.decode()


def test_a_draft_is_tried_by_those_who_work_here_only(world, client):
    ballot = prepared(world)
    assert client.get(address(world, ballot, "try/")).status_code == 404
    client.force_login(world.people["municipal_focal_point"])
    assert client.get(address(world, ballot, "try/")).status_code == 200


def test_each_card_has_an_order_of_its_own_and_keeps_it(world, client):
    ballot, cards = opened(world)
    orders = [shown_order(client, world, ballot, card) for card in cards]
    assert all(sorted(order) == ["p1", "p2", "p3", "p4", "p5"] for order in orders)
    assert len({tuple(order) for order in orders}) > 3
    assert shown_order(client, world, ballot, cards[0]) == orders[0]
    Ballot.objects.of(world.ours).filter(pk=ballot.pk).update(shuffled=False)
    assert shown_order(client, world, ballot, cards[1]) == ["p1", "p2", "p3", "p4", "p5"]


def test_guessed_codes_are_counted_for_the_desk_and_then_refused(world, client):
    ballot, cards = opened(world)
    vote(world, ballot, cards[0])
    answers = [client.post(address(world, ballot), {"code": codes.new_code(12)}).status_code for _ in range(21)]
    assert answers == [422] * 20 + [429]
    (alarm,) = questions.alarms(ballot)
    assert (alarm.kind, alarm.n) == (BallotAlarm.Kind.GUESSING, 21)
    today = timezone.localdate()
    assert questions.alarmed(world.ours, today) == [ballot]
    assert questions.alarmed(world.ours, today + timedelta(days=3)) == []
    client.force_login(world.people["municipal_focal_point"])
    page = client.get(f"/en/desk/{world.ours.slug}/ballots/{ballot.slug}/").content.decode()
    assert "21 wrong codes" in page


def test_mistyped_codes_are_no_alarm(world, client):
    ballot, _cards = opened(world)
    assert client.post(address(world, ballot), {"code": "K7M2-9XQ4-AAAA"}).status_code == 422
    assert not BallotAlarm.objects.exists()


def test_the_order_is_settled_before_the_vote(world):
    ballot = prepared(world)
    changed = ballots.prepare_ballot(
        by=BY, municipality=world.ours, ballot=ballot, title=ballot.title, question=ballot.question,
        electorate=ballot.electorate, budget=ballot.budget, opens_at=ballot.opens_at, closes_at=ballot.closes_at,
        shuffled=False,
    )  # fmt: skip
    assert not changed.shuffled


def test_who_votes_again_is_told_that_it_replaces_the_first(world, client):
    ballot, cards = opened(world)
    sent = {"code": cards[0].code, "step": "check", "choice": ["p1", "p2", "p4"]}
    for first in (True, False):
        chooses = client.post(address(world, ballot), {"code": cards[0].code}).content.decode()
        checks = client.post(address(world, ballot), sent).content.decode()
        assert ("You have voted already" not in chooses) is first
        assert ("This replaces your vote" not in checks) is first
        vote(world, ballot, cards[0])


def test_a_result_leads_to_all_votes(world, client):
    ballot, cards = opened(world)
    vote(world, ballot, cards[0])
    count(world, ballot)
    assert (
        f'class="back" href="/en/{world.ours.slug}/ballots/"'
        in client.get(address(world, ballot, "result/")).content.decode()
    )


def test_the_desk_is_told_what_is_missing_instead_of_being_offered_to_open(world, client):
    ballot = prepared(world)
    client.force_login(world.people["municipal_focal_point"])
    desk = f"/en/desk/{world.ours.slug}/ballots/{ballot.slug}/"
    page = client.get(desk).content.decode()
    assert "Before the vote opens" in page
    assert "Nobody could vote" in page
    assert 'value="open"' not in page
    asked = client.post(f"{desk}step/", {"what": "open"}).content.decode()
    assert "Nobody could vote" in asked
    assert "nobody has a code yet" in asked
    assert 'value="open"' not in asked
    refused = client.post(f"{desk}step/", {"what": "open", "sure": "1"}, follow=True)
    assert "Nobody could vote" in refused.content.decode()
    ballot.refresh_from_db()
    assert ballot.state == Ballot.State.DRAFT
    ballots.make_cards(by=BY, municipality=world.ours, ballot=ballot, n=1)
    page = client.get(desk).content.decode()
    assert "Nobody could vote" not in page
    assert 'value="open"' in page
