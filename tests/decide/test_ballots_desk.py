"""A ballot at the desk: asked before it opens, told what is ready, and its forms in plain words."""

import pytest

from firstdoor.decide.models import Ballot, PaperSheet
from firstdoor.decide.services import ballots
from tests.decide.test_ballots import BY, prepared
from tests.world import World


@pytest.fixture
def world(db):
    return World()


@pytest.fixture
def desk(world, client):
    client.force_login(world.people["municipal_focal_point"])
    return client


def at(world, ballot, what=""):
    return f"/en/desk/{world.ours.slug}/ballots/{ballot.slug}/{what}"


def state_of(ballot):
    ballot.refresh_from_db()
    return ballot.state


def test_the_vote_opens_only_after_it_was_asked_with_all_that_will_be_fixed(world, desk):
    ballot = prepared(world)
    ballots.make_cards(by=BY, municipality=world.ours, ballot=ballot, n=24)
    PaperSheet.objects.create(municipality=world.ours, ballot=ballot, number="123450")
    asked = desk.post(at(world, ballot, "step/"), {"what": "open"})
    assert asked.status_code == 200
    assert state_of(ballot) == Ballot.State.DRAFT
    page = " ".join(asked.content.decode().replace("\u00a0", " ").split())
    for told in (
        "Open the vote?", "Piramidë", "320,000 lek", "400,000 lek", "Each ticks what she likes", "Choose 3 or more",
        "equal share", "at a tie the cheaper one wins", "24 code cards", "1 paper ballot", "not a trial", "Not yet",
    ):  # fmt: skip
        assert told in page, told
    assert desk.post(at(world, ballot, "step/"), {"what": "open", "sure": "1"}).status_code == 302
    assert state_of(ballot) == Ballot.State.OPEN


def test_who_may_not_open_a_vote_is_not_asked_either(world, client):
    ballot = prepared(world)
    client.force_login(world.people["action_group"])
    assert client.post(at(world, ballot, "step/"), {"what": "open"}).status_code == 404
