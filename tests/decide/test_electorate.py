"""Who may vote beside those with cards: an e-mail list and a register, of which only keyed hashes stay."""

from datetime import date, timedelta

import pytest
import time_machine
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone

from firstdoor.core import keys, outbox
from firstdoor.core.models import Audit, Outbox
from firstdoor.core.rights import NotAllowed
from firstdoor.decide.models import BallotAlarm, BallotPaper, VotingCode
from firstdoor.decide.selectors import ballots as questions
from firstdoor.decide.services import ballots
from firstdoor.decide.services.ballots.preparing import sealing_key
from tests.decide.test_ballots import BY, count, prepared, vote
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
    assert invite(world, ballot, f" {ANA.upper()} ", BESA, ANA, "") == (2, 0, 0)
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
    assert invite(world, ballot, ANA, BESA) == (1, 1, 0)
    assert code_in(letters()[ANA]) == before
    assert VotingCode.objects.filter(ballot=ballot).count() == 2


def test_nothing_of_an_address_is_kept_in_clear_and_its_code_is_gone_with_the_key(world):
    ballot = prepared(world)
    invite(world, ballot, ANA)
    code = code_in(letters()[ANA]).replace("-", "")
    kept = repr([list(model.objects.values()) for model in (VotingCode, Outbox, Audit)])
    assert "ana@" not in kept  # three letters alone come up in sealed bytes by chance
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
    assert take(world, ballot) == (2, 0, 0)
    assert take(world, ballot) == (0, 2, 0)
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
    page = answer.content.decode()
    assert 'class="notice danger summary"' in page
    assert 'href="#id_r-' in page
    assert 'class="err"' in page


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


def test_who_gets_a_card_is_struck_off_the_register_and_her_vote_is_taken_back(world, client):
    ballot = prepared(world)
    take(world, ballot)
    (card,) = ballots.make_cards(by=BY, municipality=world.ours, ballot=ballot, n=1)
    opened(world, ballot)
    who = ("K05512044B", date(2001, 5, 12))
    vote(world, ballot, ballots.Card(ballots.pass_of_register(world.ours, ballot, *who), ""))
    before = Audit.objects.count()
    ballots.strike_off(by=BY, municipality=world.ours, ballot=ballot, number=who[0], born=who[1])
    assert Audit.objects.count() == before + 1
    assert not BallotPaper.objects.exists()
    with pytest.raises(ballots.CodeRefused, match="card or a sheet was handed out"):
        ballots.pass_of_register(world.ours, ballot, *who)
    refused = client.post(address(world, ballot), {"register": "1", "r-number": who[0], "r-born": who[1].isoformat()})
    assert refused.status_code == 422
    assert "card or a sheet was handed out" in refused.content.decode()
    assert not BallotAlarm.objects.exists()
    vote(world, ballot, card)
    assert count(world, ballot).voters == 1


def test_a_pass_taken_before_does_not_vote_once_struck_off(world):
    ballot = prepared(world)
    take(world, ballot)
    opened(world, ballot)
    kept = ballots.pass_of_register(world.ours, ballot, "J40321012A", date(1984, 3, 21))
    ballots.strike_off(by=BY, municipality=world.ours, ballot=ballot, number="J40321012A", born=date(1984, 3, 21))
    with pytest.raises(ballots.CodeRefused):
        vote(world, ballot, ballots.Card(kept, ""))
    assert not BallotPaper.objects.exists()


def test_an_address_is_struck_off_too_and_asked_again_gets_no_new_right(world):
    ballot = prepared(world)
    invite(world, ballot, ANA, BESA)
    code = code_in(letters()[ANA])
    opened(world, ballot)
    ballots.strike_off(by=BY, municipality=world.ours, ballot=ballot, email=f" {ANA.upper()}")
    with pytest.raises(ballots.CodeRefused, match="card or a sheet"):
        ballots.check_code(world.ours, ballot, code)
    before = Outbox.objects.count()
    with time_machine.travel(timezone.now() + timedelta(days=1), tick=False):  # a letter a day is what anybody gets
        assert invite(world, ballot, ANA, BESA) == (0, 1, 1)
    assert Outbox.objects.count() == before + 1  # none to her whose code is dead
    with pytest.raises(ballots.CodeRefused, match="card or a sheet"):
        ballots.check_code(world.ours, ballot, code)
    assert ballots.check_code(world.ours, ballot, code_in(letters()[BESA]))


def test_a_register_says_who_gets_a_card(world):
    ballot = prepared(world)
    marked = REGISTER + b"H10101010H;1999-01-01;po\n"
    assert take(world, ballot, marked) == (2, 0, 1)
    assert take(world, ballot, b"J40321012A;1984-03-21;karte\n") == (0, 0, 1)
    for number, born in (("H10101010H", date(1999, 1, 1)), ("J40321012A", date(1984, 3, 21))):
        with pytest.raises(ballots.CodeRefused):
            ballots.pass_of_register(world.ours, ballot, number, born)
    assert ballots.pass_of_register(world.ours, ballot, "K05512044B", date(2001, 5, 12))


@pytest.mark.parametrize(
    ("sent", "words"),
    [
        ({}, "Type identity number"), ({"number": "K05512044B"}, "Type identity number"),
        ({"number": "K05512044B", "born": "2001-05-13"}, "Nobody with this"), ({"email": "cen@example.org"}, "Nobody with this"),
        ({"email": "cen"}, "Write the e-mail address"), ({"number": "K05512044B", "born": "nonsense"}, "Write a date"),
    ],
)  # fmt: skip
def test_who_stands_on_no_list_is_told_beside_the_field(world, client, sent, words):
    ballot = prepared(world)
    take(world, ballot)
    opened(world, ballot)
    client.force_login(world.people["municipal_focal_point"])
    answer = client.post(
        f"/en/desk/{world.ours.slug}/ballots/{ballot.slug}/strike/", {"number": "", "email": ""} | sent
    )
    assert answer.status_code == 422
    assert words in answer.content.decode()
    assert not VotingCode.objects.exclude(dead_at=None).exists()


def test_a_mixture_is_told_to_the_staff_and_stands_in_the_protocol(world, client):
    import io

    import pypdfium2

    ballot = prepared(world)
    client.force_login(world.people["municipal_focal_point"])
    desk = f"/en/desk/{world.ours.slug}/ballots/{ballot.slug}/"
    assert "One person, one ballot" not in client.get(f"{desk}register/").content.decode()
    ballots.make_cards(by=BY, municipality=world.ours, ballot=ballot, n=1)
    assert "another way, too: cards" in client.get(f"{desk}register/").content.decode()
    assert "One person, one ballot" not in client.get(f"{desk}cards/").content.decode()
    take(world, ballot)
    assert "more than one way" in client.get(desk).content.decode()
    for page in ("cards/", "email/", "class/", "paper/print/"):
        assert "the register" in client.get(desk + page).content.decode()
    opened(world, ballot)
    ballots.strike_off(by=BY, municipality=world.ours, ballot=ballot, number="J40321012A", born=date(1984, 3, 21))
    assert "1 was struck off" in client.get(desk).content.decode()
    counted = count(world, ballot)
    pdf = client.get(address(world, counted, "protocol.pdf")).content
    text = " ".join(page.get_textpage().get_text_range() for page in pypdfium2.PdfDocument(io.BytesIO(pdf)))
    assert "cards, the register" in text
    assert "sheet: 1." in " ".join(text.split())


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


def test_a_letter_sent_before_the_vote_opens_leads_to_when_it_opens(world, client):
    ballot = prepared(world)
    assert client.get(address(world, ballot)).status_code == 404
    invite(world, ballot, ANA)
    page = client.get(f"{address(world, ballot)}?code={code_in(letters()[ANA])}")
    assert page.status_code == 200
    told = page.content.decode()
    assert "This vote is being prepared" in told
    assert "Keep your card or your letter" in told
    assert "What was proposed" not in told
