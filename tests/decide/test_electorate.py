"""Who may vote beside those with cards: an e-mail list and a register, of which only keyed hashes stay."""

from datetime import date

import pytest
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import SimpleUploadedFile

from firstdoor.core import keys, outbox
from firstdoor.core.models import Audit, Outbox
from firstdoor.core.rights import NotAllowed
from firstdoor.decide.models import BallotAlarm, BallotPaper, VotingCode
from firstdoor.decide.selectors import ballots as questions
from firstdoor.decide.services import ballots
from firstdoor.decide.services.ballots.preparing import sealing_key
from tests.decide.test_ballots import BY, count, prepared
from tests.world import World

ANA, BESA = "ana@example.org", "besa@example.org"
REGISTER = "Numri;Datëlindja\nJ40321012A;1984-03-21\nk05 512-044 b;12.05.2001\n".encode()


@pytest.fixture
def world(db):
    return World()


def invite(world, ballot, *addresses):
    return ballots.invite_by_email(
        by=BY, municipality=world.ours, ballot=ballot, addresses=addresses, url="https://example.org/b/"
    )


def letters():
    return {letter.to: letter.body for row in Outbox.objects.all() if (letter := outbox.opened(row))}


def code_in(body):
    return body.split("?code=")[1].split()[0]


def take(world, ballot, file=REGISTER):
    return ballots.take_register(by=BY, municipality=world.ours, ballot=ballot, file=file)


def opened(world, ballot):
    ballots.open_ballot(by=BY, municipality=world.ours, ballot=ballot)
    ballot.refresh_from_db()
    return ballot


def address(world, ballot, what=""):
    return f"/en/{world.ours.slug}/ballots/{ballot.slug}/{what}"


def test_a_list_of_addresses_makes_an_electorate_and_its_letters_vote(world, client):
    ballot = prepared(world)
    assert invite(world, ballot, f" {ANA.upper()} ", BESA, ANA, "") == (2, 0)
    opened(world, ballot)
    body = letters()[ANA]
    sent = {"code": code_in(body), "step": "send", "choice": ["p1", "p2", "p4"]}
    assert client.post(address(world, ballot), sent).status_code == 302
    assert count(world, ballot).voters == 1


def test_who_is_asked_again_gets_the_same_code_and_no_second_vote(world):
    ballot = prepared(world)
    invite(world, ballot, ANA)
    before = code_in(letters()[ANA])
    Outbox.objects.all().delete()  # a letter a day: this one was of yesterday
    assert invite(world, ballot, ANA, BESA) == (1, 1)
    assert code_in(letters()[ANA]) == before
    assert VotingCode.objects.filter(ballot=ballot).count() == 2


def test_nothing_of_an_address_is_kept_in_clear_and_its_code_is_gone_with_the_key(world):
    ballot = prepared(world)
    invite(world, ballot, ANA)
    code = code_in(letters()[ANA]).replace("-", "")
    kept = repr([list(model.objects.values()) for model in (VotingCode, Outbox, Audit)])
    assert "ana" not in kept
    assert code not in kept
    keys.destroy(sealing_key(ballot))
    with pytest.raises(ValidationError, match="second code"):
        invite(world, ballot, ANA)


@pytest.mark.parametrize("lines", [["ana"], [ANA, "besa@"], ["=cmd|' /C calc'!A0"], [""], ["a b@example.org"]])
def test_what_is_no_address_is_named_by_its_line_and_nobody_is_invited(world, lines):
    with pytest.raises(ValidationError) as refused:
        invite(world, prepared(world), *lines)
    assert "addresses" in refused.value.message_dict
    assert not VotingCode.objects.exists()
    assert not Outbox.objects.exists()


def test_a_register_is_kept_as_hashes_and_lets_its_people_in(world, client):
    ballot = prepared(world)
    assert take(world, ballot) == (2, 0)
    assert take(world, ballot) == (0, 2)
    kept = repr(list(VotingCode.objects.values()))
    assert "J40321012A" not in kept
    assert "1984" not in kept
    opened(world, ballot)
    assert "on the register" in client.get(address(world, ballot)).content.decode()
    who = {"register": "1", "r-number": "K05512044B", "r-born": "2001-05-12"}
    page = client.post(address(world, ballot), who).content.decode()
    credential = page.split('name="code" value="')[1].split('"')[0]
    assert "K05512044B" not in page
    for choice in (["p1", "p2", "p4"], ["p2", "p3", "p5"]):
        sent = {"code": credential, "step": "send", "choice": choice}
        assert client.post(address(world, ballot), sent).status_code == 302
    assert [paper.choices for paper in BallotPaper.objects.filter(ballot=ballot)] == [["p2", "p3", "p5"]]


@pytest.mark.parametrize(
    ("number", "born", "status"),
    [("J40321012A", "1984-03-22", 422), ("J40321012B", "1984-03-21", 422), ("", "1984-03-21", 422), ("x", "1", 422)],
)
def test_who_is_not_on_the_register_is_told_beside_the_field(world, client, number, born, status):
    ballot = prepared(world)
    take(world, ballot)
    opened(world, ballot)
    answer = client.post(address(world, ballot), {"register": "1", "r-number": number, "r-born": born})
    assert answer.status_code == status
    assert 'class="error' in answer.content.decode() or "error" in answer.content.decode()


def test_trying_out_people_of_the_register_is_refused_and_alarmed(world, client):
    ballot = prepared(world)
    take(world, ballot)
    opened(world, ballot)
    tries = [
        client.post(address(world, ballot), {"register": "1", "r-number": "J40321012A", "r-born": date(1984, 4, day)})
        for day in range(1, 22)
    ]
    assert [answer.status_code for answer in tries] == [422] * 20 + [429]
    assert questions.alarms(ballot)[0].kind == BallotAlarm.Kind.GUESSING


def test_a_pass_of_another_vote_or_a_forged_one_opens_nothing(world, client):
    first, second = prepared(world), prepared(world)
    for ballot in (first, second):
        take(world, ballot)
        opened(world, ballot)
    other = ballots.pass_of_register(world.ours, first, "J40321012A", date(1984, 3, 21))
    for forged in (other, "register:", other[:-3] + "abc", "register:eyJhIjoxfQ"):
        with pytest.raises(ballots.CodeRefused):
            ballots.check_code(world.ours, second, forged)


@pytest.mark.parametrize(
    "file",
    [
        b"", b"\xff\xfe\x00", b"a;b\nJ40321012A;31.02.1984\n", b"J40321012A;1984-03-21\nJ4;1984-03-21\n",
        b"J40321012A\n", b"id,born\n,\n",
    ],
)  # fmt: skip
def test_a_faulty_register_is_named_by_its_lines_and_nothing_is_taken(world, file):
    with pytest.raises(ValidationError) as refused:
        take(world, prepared(world), file)
    assert "file" in refused.value.message_dict
    assert not VotingCode.objects.exists()


def test_who_prints_cards_invites_and_takes_registers(world, client):
    ballot = prepared(world)
    with pytest.raises(NotAllowed):
        ballots.invite_by_email(
            by=world.actor("action_group"), municipality=world.ours, ballot=ballot, addresses=[ANA], url=""
        )
    client.force_login(world.people["municipal_focal_point"])
    desk = f"/en/desk/{world.ours.slug}/ballots/{ballot.slug}/"
    assert client.post(f"{desk}email/", {"addresses": "nobody"}).status_code == 422
    assert client.post(f"{desk}email/", {"addresses": f"{ANA}\n{BESA}"}).status_code == 302
    assert client.post(f"{desk}register/", {"file": SimpleUploadedFile("r.csv", REGISTER)}).status_code == 302
    page = client.get(desk).content.decode()
    assert "2 invited" in page
    assert "On the register" in page
