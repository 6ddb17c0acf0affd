"""What became of a vote: result and receipt show the pilot, its steps and what changed, and how far the losers were."""

from datetime import timedelta

import pytest
from django.utils import timezone

from firstdoor.core import codes, standing, texts
from firstdoor.deliver.models import Milestone, Pilot, Reading
from firstdoor.deliver.selectors.carried import carried_out
from tests.decide.test_ballots import count, opened, vote
from tests.deliver.story import t
from tests.world import World


@pytest.fixture
def counted(world: World):
    """A counted vote and a voter's receipt."""
    ballot, cards = opened(world)
    receipts = [vote(world, ballot, card) for card in cards[:5]]
    return count(world, ballot), receipts[0]


def a_pilot(world, ballot, **values):
    today = timezone.localdate()
    return Pilot.objects.create(
        municipality=world.ours, ballot=ballot, budget=1,
        **{
            "slug": "kendi", "title": t("Këndi ndërtohet", "The corner is built"), "starts": today - timedelta(days=9),
            "due": today + timedelta(days=30), **values,
        },
    )  # fmt: skip


def pages(client, world, counted):
    ballot, receipt = counted
    start = f"/en/{world.ours.slug}/ballots/{ballot.slug}/"
    return [
        client.get(address).content.decode()
        for address in (f"{start}result/", f"{start}receipt/?code={codes.grouped(receipt)}")
    ]


def test_before_anybody_carries_it_out_that_is_said(world, client, counted):
    for page in pages(client, world, counted):
        assert "not being carried out yet" in page


def test_the_pilot_its_steps_and_what_changed_stand_on_result_and_receipt(world, client, counted):
    pilot = a_pilot(world, counted[0])
    today = timezone.localdate()
    for text, done in (("Ordered", today), ("Built", None)):
        Milestone.objects.create(
            municipality=world.ours, pilot=pilot, text=texts.make("en", text), due=today, done_on=done
        )
    for page in pages(client, world, counted):
        assert "Under way" in page
        assert "1 of 2 steps are done." in page
        assert "The corner is built" in page
        assert f"/en/{world.ours.slug}/pilots/kendi/" in page
    for moment, value in (("before", 10.0), ("after", 60.0)):
        Reading.objects.create(
            municipality=world.ours, pilot=pilot, moment=moment, what=texts.make("en", "Play here"), key="play", value=value,
            unit="%", date=today, method=texts.make("en", "Asked"),
        )  # fmt: skip
    for page in pages(client, world, counted):
        assert "Play here" not in page
    Pilot.objects.of(world.ours).update(done_at=timezone.now(), measured_at=timezone.now())
    for page in pages(client, world, counted):
        assert "Done and measured" in page
        assert "Play here" in page


def test_the_receipt_says_why_the_others_lost_and_how_far(world, client, counted):
    _result, receipt = pages(client, world, counted)
    assert "Why not the others?" in receipt
    assert "it costs" in receipt


def test_the_pilot_of_the_vote_goes_before_one_of_its_proposal_and_another_towns_is_not_found(world, counted):
    today = timezone.localdate()
    ballot = counted[0]
    assert standing.of_ballot(world.ours, ballot.pk, None, today) is None
    a_pilot(world, None, slug="other")
    assert carried_out(world.ours, ballot.pk, None, today) is None
    a_pilot(world, ballot)
    found = standing.of_ballot(world.ours, ballot.pk, None, today)
    assert found.standing.url.endswith("/pilots/kendi/")
    assert standing.of_ballot(world.theirs, ballot.pk, None, today) is None


@pytest.mark.parametrize(("starts", "due", "state"), [(-9, -1, "late"), (2, 9, "received"), (-1, 0, "doing")])
def test_how_it_stands_follows_its_days(world, counted, starts, due, state):
    today = timezone.localdate()
    a_pilot(world, counted[0], starts=today + timedelta(days=starts), due=today + timedelta(days=due))
    assert standing.of_ballot(world.ours, counted[0].pk, None, today).standing.state == state
