"""What somebody who holds the whole database finds about a counted vote: rows, their order, identifiers, free pages."""

from pathlib import Path

import pytest
from django.db import connection

from firstdoor.core import keys
from firstdoor.decide.models import BallotPaper, CastLink, VoteReceipt, VotingCode
from firstdoor.decide.services.ballots.preparing import sealing_key
from tests.decide.test_ballots import count, opened, vote
from tests.world import World

CHOICES = [("p1", "p2", "p3"), ("p2", "p3", "p4"), ("p3", "p4", "p5"), ("p1", "p4", "p5")]


def tables():
    """How many rows each table has."""
    with connection.cursor() as cursor:
        counts = {}
        for name in connection.introspection.table_names(cursor):
            cursor.execute(f'SELECT COUNT(*) FROM "{name}"')
            counts[name] = cursor.fetchone()[0]
    return counts


def everything():
    """The database as its holder has it: on SQLite each byte, free pages and log; on PostgreSQL what can be selected."""
    if connection.vendor == "sqlite":
        name = connection.settings_dict["NAME"]
        files = [Path(name), Path(f"{name}-wal")]
        return connection.connection.serialize() + b"".join(file.read_bytes() for file in files if file.exists())
    found = []
    with connection.cursor() as cursor:
        for name in connection.introspection.table_names(cursor):
            cursor.execute(f'SELECT t::text FROM "{name}" t')
            found += [row[0] for row in cursor.fetchall()]
    return "\n".join(found).encode()


def forms(key):
    """An identifier as SQLite stores it and as PostgreSQL writes it."""
    return [key.hex.encode(), str(key).encode(), key.bytes]


def test_voting_writes_nothing_but_paper_link_receipt_and_how_often_an_address_asked(db, client):
    world = World()
    ballot, cards = opened(world)
    address = f"/en/{world.ours.slug}/ballots/{ballot.slug}/"
    before = tables()
    for number, card in enumerate(cards):
        sent = {"code": card.code, "step": "send", "choice": CHOICES[number % 4]}
        assert client.post(address, sent).status_code == 302
    after = tables()
    grown = {name: after[name] - before[name] for name in after if after[name] != before[name]}
    assert grown == {"decide_ballotpaper": 12, "decide_castlink": 12, "decide_votereceipt": 12, "core_limit": 1}


@pytest.mark.django_db(transaction=True)
def test_after_the_count_the_whole_database_links_nobody_to_a_ballot():
    world = World()
    ballot, cards = opened(world, n=40)
    receipts = [vote(world, ballot, card, *CHOICES[number % 4]) for number, card in enumerate(cards)]
    papers = list(BallotPaper.objects.filter(ballot=ballot).values_list("pk", flat=True))
    links = list(CastLink.objects.filter(ballot=ballot).values_list("pk", "sealed_paper"))
    assert all(any(form in everything() for form in forms(key)) for key in papers[:3])
    ballot = count(world, ballot)

    held = everything()
    assert not [key for key in papers if any(form in held for form in forms(key))]
    assert not [key for key, _sealed in links if any(form in held for form in forms(key))]
    assert not [sealed for _key, sealed in links if bytes(sealed) in held or bytes(sealed).hex().encode() in held]
    assert not [receipt for receipt in receipts if receipt.encode() in held]
    assert not keys.exists(sealing_key(ballot))
    # The columns that are left hold no time, no serial, no code; only the ballot itself is common to both sides.
    left = {model: {field.name for field in model._meta.concrete_fields} for model in (BallotPaper, VoteReceipt)}
    assert left == {
        BallotPaper: {"id", "municipality", "ballot", "choices"},
        VoteReceipt: {"id", "municipality", "ballot", "token_hash"},
    }


@pytest.mark.django_db(transaction=True)
def test_the_order_of_rows_after_the_count_is_not_the_order_of_votes():
    world = World()
    ballot, cards = opened(world, n=40)
    for number, card in enumerate(cards):
        vote(world, ballot, card, *(CHOICES[0] if number < 20 else CHOICES[1]))
    ballot = count(world, ballot)
    column = "rowid" if connection.vendor == "sqlite" else "ctid"
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT choices FROM decide_ballotpaper ORDER BY {column}")
        first = [str(row[0]) for row in cursor.fetchall()]
    # The first twenty who voted all chose p1. In shuffled rows they stand apart: once in 10**11 they would not.
    assert len(set(first[:20])) == 2
    cards_left = VotingCode.objects.filter(ballot=ballot).count()
    assert cards_left == 40


def test_a_killed_count_is_the_same_when_started_again(db, monkeypatch):
    """Killed after the transaction but before the key was destroyed: the second start destroys it."""
    from firstdoor.decide.services.ballots import counting

    world = World()
    ballot, cards = opened(world)
    vote(world, ballot, cards[0])

    def killed(_name):
        raise KeyboardInterrupt

    monkeypatch.setattr(counting.keys, "destroy", killed)
    with pytest.raises(KeyboardInterrupt):
        count(world, ballot)
    assert keys.exists(sealing_key(ballot))
    monkeypatch.undo()
    ballot.refresh_from_db()
    first = ballot.result
    assert count(world, ballot).result == first
    assert not keys.exists(sealing_key(ballot))
