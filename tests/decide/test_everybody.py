"""A vote that is open to everybody: a code for a solved puzzle, once, or by letter; weak, and said so wherever it matters."""

import hashlib
import re
from datetime import timedelta

import pytest
import time_machine
from django.core.cache import cache
from django.db import IntegrityError, transaction
from django.utils import timezone

from firstdoor.core import limits, outbox
from firstdoor.core.actor import ANYBODY
from firstdoor.core.models import Audit, Outbox
from firstdoor.decide.models import Ballot, BallotAlarm, BallotPaper, VotingCode
from firstdoor.decide.selectors import ballots as questions
from firstdoor.decide.services import ballots
from firstdoor.decide.services.ballots import everybody
from tests.decide.test_ballots import BY, after_close, count, prepared, vote
from tests.world import World

HERE = "192.0.2.7"
CHOICE = ["p1", "p2", "p4"]


@pytest.fixture
def world(db):
    cache.clear()
    return World()


def to_all(world):
    ballot = prepared(world)
    return ballots.prepare_ballot(
        by=BY, municipality=world.ours, ballot=ballot, title=ballot.title, question=ballot.question,
        electorate=ballot.electorate, budget=ballot.budget, opens_at=ballot.opens_at, closes_at=ballot.closes_at,
        puzzle_bits=8,
    )  # fmt: skip


@pytest.fixture
def ballot(world):
    made = to_all(world)
    ballots.open_ballot(by=BY, municipality=world.ours, ballot=made)
    made.refresh_from_db()
    return made


def solution(seed, bits, parts=8):
    """What a device finds."""

    def found(place):
        number = 0
        while hashlib.sha256(f"{seed}:{place}:{number}".encode()).digest()[0] or (
            int.from_bytes(hashlib.sha256(f"{seed}:{place}:{number}".encode()).digest()[:4], "big") >> (32 - bits)
        ):
            number += 1
        return number

    return ",".join(str(found(place)) for place in range(parts))


def code_for(world, ballot, puzzle, numbers=None, address=HERE):
    return ballots.code_for_puzzle(
        by=ANYBODY, municipality=world.ours, ballot=ballot, token=puzzle.token, address=address,
        numbers=solution(puzzle.seed, puzzle.bits) if numbers is None else numbers,
    )  # fmt: skip


def address(world, ballot, what="open/"):
    return f"/en/{world.ours.slug}/ballots/{ballot.slug}/{what}"


def test_it_is_an_electorate_and_a_mixture_with_cards_is_allowed(world):
    ballot = to_all(world)
    cards = ballots.make_cards(by=BY, municipality=world.ours, ballot=ballot, n=1)
    ballots.open_ballot(by=BY, municipality=world.ours, ballot=ballot)
    ballot.refresh_from_db()
    assert questions.with_cards(ballot)
    vote(world, ballot, cards[0])
    code = code_for(world, ballot, ballots.new_puzzle(ballot, address=HERE))
    ballots.cast(by=ANYBODY, municipality=world.ours, ballot=ballot, code=code, choices=CHOICE)
    assert count(world, ballot).voters == 2


def test_without_a_card_somebody_votes_and_changes_it_with_the_code_that_she_got(world, ballot, client):
    start = client.get(address(world, ballot, "")).content.decode()
    assert address(world, ballot) in start
    assert "You have a code already?" in start
    page = client.get(address(world, ballot)).content.decode()
    seed, bits, token = (
        re.search(rf'{name}="([^"]+)"', page)[1] for name in ("data-seed", "data-bits", 'name="token" value')
    )
    before = Audit.objects.count()
    answer = client.post(address(world, ballot), {"token": token, "numbers": solution(seed, int(bits))})
    assert answer["Cache-Control"] == "no-store"
    code = re.search(r'name="code" value="([^"]+)"', answer.content.decode())[1]
    for choice in (CHOICE, ["p2", "p3", "p5"]):
        assert (
            client.post(address(world, ballot, ""), {"code": code, "step": "send", "choice": choice}).status_code == 302
        )
    assert BallotPaper.objects.get(ballot=ballot).choices == ["p2", "p3", "p5"]
    assert Audit.objects.count() == before
    row = VotingCode.objects.get(ballot=ballot)
    assert row.kind == "open"
    assert code.replace("-", "") not in repr(row.__dict__)


def test_a_puzzle_gives_one_code_and_is_alarmed_when_it_comes_again(world, ballot):
    puzzle = ballots.new_puzzle(ballot, address=HERE)
    code_for(world, ballot, puzzle)
    for _again in range(5):
        with pytest.raises(ballots.PuzzleRefused, match="given already"):
            code_for(world, ballot, puzzle)
    assert VotingCode.objects.filter(ballot=ballot).count() == 1
    (alarm,) = questions.alarms(ballot)
    assert (alarm.kind, alarm.n) == (BallotAlarm.Kind.PUZZLE, 5)
    assert questions.alarmed(world.ours, timezone.localdate()) == [ballot]


@pytest.mark.parametrize("numbers", ["", "1", "0,0,0,0,0,0,0,0", "a,b,c,d,e,f,g,h", "1," * 8, "-1,2,3,4,5,6,7,8"])
def test_what_solves_nothing_gives_no_code(world, ballot, client, numbers):
    puzzle = ballots.new_puzzle(ballot, address=HERE)
    answer = client.post(address(world, ballot), {"token": puzzle.token, "numbers": numbers})
    assert answer.status_code == 422
    assert "Here is a new one" in answer.content.decode()
    assert not VotingCode.objects.exists()


def test_a_puzzle_is_good_for_an_hour_and_for_its_ballot_only(world, ballot, client):
    puzzle = ballots.new_puzzle(ballot, address=HERE)
    numbers = solution(puzzle.seed, puzzle.bits)
    with (
        time_machine.travel(timezone.now() + timedelta(minutes=61)),
        pytest.raises(ballots.PuzzleRefused, match="hour"),
    ):
        code_for(world, ballot, puzzle, numbers)
    other = to_all(world)
    ballots.open_ballot(by=BY, municipality=world.ours, ballot=other)
    other.refresh_from_db()
    with pytest.raises(ballots.PuzzleRefused, match="not solved"):
        code_for(world, other, puzzle, numbers)
    with after_close(ballot):
        assert client.post(address(world, ballot), {"token": puzzle.token, "numbers": numbers}).status_code == 302
        with pytest.raises(ballots.TooLate):
            code_for(world, ballot, puzzle, numbers)
    assert not VotingCode.objects.exists()


def test_for_one_connection_the_puzzle_grows_the_desk_hears_of_it_and_at_last_nobody_gets_a_code(
    world, ballot, monkeypatch
):
    monkeypatch.setattr(everybody, "STEPS", (2, 3))
    monkeypatch.setattr(everybody, "MOST", 4)
    early = ballots.new_puzzle(ballot, address=HERE)
    for bits in (8, 8, 10, 12):
        puzzle = ballots.new_puzzle(ballot, address=HERE)
        assert puzzle.bits == bits
        code_for(world, ballot, puzzle)
    with pytest.raises(limits.TooMany):
        ballots.new_puzzle(ballot, address=HERE)
    assert ballots.new_puzzle(ballot, address="192.0.2.8").bits == 8
    assert {(one.kind, one.n) for one in questions.alarms(ballot)} == {(BallotAlarm.Kind.MANY, 2)}
    monkeypatch.setattr(everybody, "MOST", 9)
    with pytest.raises(ballots.PuzzleRefused, match="harder now"):  # one kept from before does not pass either
        code_for(world, ballot, early)


def test_without_scripts_a_letter_brings_a_code_and_an_address_has_only_one(world, ballot, client):
    page = client.get(address(world, ballot)).content.decode()
    assert 'type="email"' in page
    for _twice in range(2):
        assert "on its way" in client.post(address(world, ballot), {"email": " Ana@Example.org "}).content.decode()
    (row,) = Outbox.objects.all()
    letter = outbox.opened(row)
    code = letter.body.split("?code=")[1].split()[0]
    assert letter.to == "ana@example.org"
    assert VotingCode.objects.filter(ballot=ballot).count() == 1
    assert client.post(address(world, ballot, ""), {"code": code, "step": "send", "choice": CHOICE}).status_code == 302
    again = ballots.invite_by_email(
        by=BY, municipality=world.ours, ballot=ballot, addresses=["ana@example.org"], url="https://example.org/"
    )
    assert again == (0, 1, 0)  # who was on the list, or asked, has the code of her address
    for wrong in ("", "ana", "ana@"):
        assert client.post(address(world, ballot), {"email": wrong}).status_code == 422


def test_how_many_codes_went_out_is_not_told_before_the_close(world, ballot, client):
    code_for(world, ballot, ballots.new_puzzle(ballot, address=HERE))
    assert questions.open_codes(ballot) == 0
    counted = count(world, ballot)
    assert questions.open_codes(counted) == 1
    page = client.get(address(world, counted, "result/")).content.decode()
    assert "This vote was open to everybody" in page
    assert "1 code was given" in page
    assert client.get(address(world, counted, "protocol.pdf")).status_code == 200


def test_a_ballot_for_cards_only_has_no_such_page(world, client):
    ballot = prepared(world)
    cards = ballots.make_cards(by=BY, municipality=world.ours, ballot=ballot, n=1)
    ballots.open_ballot(by=BY, municipality=world.ours, ballot=ballot)
    assert client.get(address(world, ballot)).status_code == 404
    ballot.refresh_from_db()
    with pytest.raises(ballots.TooLate):
        ballots.new_puzzle(ballot, address=HERE)
    vote(world, ballot, cards[0])


@pytest.mark.parametrize("bits", [0, 7, 25])
def test_the_database_keeps_puzzles_solvable(world, ballot, bits):
    with pytest.raises(IntegrityError), transaction.atomic():
        Ballot.objects.of(world.ours).filter(pk=ballot.pk).update(puzzle_bits=bits)
