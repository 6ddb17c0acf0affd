"""Nothing more can be written, from the code to the vote: files may grow no further, as with a quota that is used up."""

from __future__ import annotations

import resource
from collections.abc import Iterator
from contextlib import contextmanager

import pytest
from django.db import connection
from django.test import Client

from firstdoor.core import codes
from firstdoor.decide.models import BallotPaper
from tests.decide.test_ballots import opened
from tests.world import World

pytestmark = [
    pytest.mark.skipif(connection.vendor != "sqlite", reason="PostgreSQL writes in processes of its own"),
    pytest.mark.django_db(transaction=True),
]
ONE_PAGE = 4096  # bytes: less than anything that is kept adds to the database's log


@contextmanager
def no_room() -> Iterator[None]:
    """No file of this process grows beyond a page."""
    most = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (ONE_PAGE, most[1]))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, most)


def test_what_was_chosen_is_still_there_and_the_vote_is_sent_once_there_is_room(client: Client) -> None:
    world = World()
    ballot, cards = opened(world)
    booth = f"/en/{world.ours.slug}/ballots/{ballot.slug}/"
    chosen = {"code": cards[0].code, "choice": ["p1", "p2", "p4"]}
    with no_room():
        assert 'value="p4"' in client.post(booth, {"code": cards[0].code}).content.decode()
        assert "Is this what you choose?" in client.post(booth, chosen | {"step": "check"}).content.decode()
        refused = client.post(booth, chosen | {"step": "send"})
    assert refused.status_code == 507
    page = refused.content.decode()
    assert "Your vote was not kept" in page
    assert f'name="code" value="{cards[0].code}"' in page
    assert [f'name="choice" value="p{n}"' in page for n in range(1, 6)] == [True, True, False, True, False]
    assert not BallotPaper.objects.filter(ballot=ballot).exists()

    sent = client.post(booth, chosen | {"step": "send"}, follow=True).content.decode()
    assert "Your vote is in the box" in sent
    assert BallotPaper.objects.filter(ballot=ballot).count() == 1


def test_a_wrong_code_that_cannot_be_noted_is_no_crash(client: Client) -> None:
    world = World()
    ballot, _cards = opened(world)
    with no_room():
        page = client.post(f"/en/{world.ours.slug}/ballots/{ballot.slug}/", {"code": codes.new_code(12)})
    assert page.status_code == 507
    assert "There is no room left on our machine" in page.content.decode()
