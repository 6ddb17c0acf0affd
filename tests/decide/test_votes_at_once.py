"""Votes that come in at the same moment: each waits only for one with the same code."""

import threading

import pytest
from django.db import connection

from firstdoor.decide.models import BallotPaper, CastLink, VoteReceipt
from tests.decide.test_ballots import opened, vote
from tests.world import World


def at_once(*works):
    found, troubles = [], []
    start = threading.Barrier(len(works))

    def go(work):
        try:
            start.wait()
            found.append(work())
        except Exception as trouble:
            troubles.append(trouble)
        finally:
            connection.close()

    threads = [threading.Thread(target=go, args=(work,)) for work in works]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert troubles == []
    return found


@pytest.mark.django_db(transaction=True)
def test_one_code_sent_from_several_windows_is_one_vote():
    world = World()
    ballot, cards = opened(world, n=2)
    choices = [("p1", "p2", "p3"), ("p2", "p3", "p4"), ("p3", "p4", "p5"), ("p1", "p4", "p5")]
    receipts = at_once(*(lambda c=each: vote(world, ballot, cards[0], *c) for each in choices))
    assert len(set(receipts)) == 1
    assert CastLink.objects.filter(ballot=ballot).count() == VoteReceipt.objects.filter(ballot=ballot).count() == 1
    assert tuple(BallotPaper.objects.get(ballot=ballot).choices) in choices


@pytest.mark.django_db(transaction=True)
def test_many_codes_at_once_are_as_many_votes():
    world = World()
    ballot, cards = opened(world, n=6)
    receipts = at_once(*(lambda c=card: vote(world, ballot, c) for card in cards))
    assert len(set(receipts)) == 6
    assert BallotPaper.objects.filter(ballot=ballot).count() == 6
