"""The machine goes off in the middle of a count: a process that ends at once, with what it had written."""

from __future__ import annotations

import os
import signal
from collections.abc import Callable
from datetime import timedelta

import pytest
from django.db import connection
from django.utils import timezone

from firstdoor.commands import worker
from firstdoor.core import audit_heads, keys
from firstdoor.decide.models import Ballot, BallotPaper, CastLink
from firstdoor.decide.services import ballots
from firstdoor.decide.services.ballots import counting
from firstdoor.decide.services.ballots.preparing import sealing_key
from tests.decide.test_ballots import BY, opened, vote
from tests.world import World

pytestmark = pytest.mark.django_db(transaction=True)


def killed(act: Callable[[], object]) -> bool:
    """Do it in a process of its own; whether that one was killed before the end."""
    connection.close()
    child = os.fork()
    if not child:
        try:
            act()
        finally:
            os._exit(0)
    _pid, status = os.waitpid(child, 0)
    return os.WIFSIGNALED(status)


def die(*_args: object, **_options: object) -> None:
    os.kill(os.getpid(), signal.SIGKILL)


# Before anything is written, between the old papers and the new ones, and after the last row but before it is kept.
@pytest.mark.parametrize("moment", ["counted", "checksums", "audit.record"])
def test_nothing_is_half_written_and_the_next_count_is_the_same(moment: str, monkeypatch: pytest.MonkeyPatch) -> None:
    world = World()
    ballot, cards = opened(world, n=6)
    for number, card in enumerate(cards):
        vote(world, ballot, card, "p1", "p2", "p4" if number % 2 else "p5")
    now = timezone.now()
    times = {"opens_at": now - timedelta(days=9), "closes_at": now - timedelta(seconds=1)}
    Ballot.objects.of(world.ours).filter(pk=ballot.pk).update(**times)
    papers = sorted(BallotPaper.objects.filter(ballot=ballot).values_list("choices", flat=True))

    with monkeypatch.context() as broken:
        broken.setattr(f"{counting.__name__}.{moment}", die)
        assert killed(lambda: ballots.count_ballot(by=BY, municipality=world.ours, ballot=ballot))

    left = Ballot.objects.of(world.ours).get(pk=ballot.pk)
    assert (left.state, left.result, left.counted_at) == (Ballot.State.OPEN, ballot.result, None)
    assert sorted(BallotPaper.objects.filter(ballot=ballot).values_list("choices", flat=True)) == papers
    assert CastLink.objects.filter(ballot=ballot).count() == 6
    assert keys.exists(sealing_key(ballot))

    counted = ballots.count_ballot(by=BY, municipality=world.ours, ballot=ballot)
    assert counted.voters == 6
    assert sorted(BallotPaper.objects.filter(ballot=ballot).values_list("choices", flat=True)) == papers
    assert not CastLink.objects.filter(ballot=ballot).exists()
    assert not keys.exists(sealing_key(ballot))
    assert audit_heads.verify()[1] == []


def test_a_key_that_outlived_its_count_is_destroyed_without_anybody_coming_back(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    world = World()
    ballot, cards = opened(world, n=3)
    for card in cards:
        vote(world, ballot, card)
    still_open, _cards = opened(world, n=3)
    now = timezone.now()
    times = {"opens_at": now - timedelta(days=9), "closes_at": now - timedelta(seconds=1)}
    Ballot.objects.of(world.ours).filter(pk=ballot.pk).update(**times)
    with monkeypatch.context() as broken:
        broken.setattr(f"{counting.__name__}.keys.destroy", die)
        assert killed(lambda: ballots.count_ballot(by=BY, municipality=world.ours, ballot=ballot))
    assert Ballot.objects.of(world.ours).get(pk=ballot.pk).state == Ballot.State.COUNTED
    assert keys.exists(sealing_key(ballot))

    worker.work(timezone.now())

    assert not keys.exists(sealing_key(ballot))
    assert keys.exists(sealing_key(still_open))
