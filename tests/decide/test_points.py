"""Spreading points: set before the vote, refused kindly where too many are given, counted, and anybody's to count again."""

import json
import re

import pypdfium2
import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction

from firstdoor import cli
from firstdoor.decide.models import Ballot, BallotPaper
from firstdoor.decide.selectors import ballot_files, ballot_results
from firstdoor.decide.services import ballots
from firstdoor.formats import pabulib
from firstdoor.people.models import Grant
from firstdoor.places.models import Municipality
from tests.decide.test_ballots import BY, count, prepared, printed_over, vote
from tests.decide.test_classroom import made, turn_in
from tests.world import World, actor_of, grant, make_person

SENT = {"points-p1": "5", "points-p2": "", "points-p4": "3", "points-p5": "2"}


@pytest.fixture
def world(db):
    return World()


def in_points(world, *, points=10, most_each=5, at_least=2):
    """A ballot whose voters spread points, being prepared."""
    ballot = prepared(world)
    return ballots.prepare_ballot(
        by=BY, municipality=world.ours, ballot=ballot, title=ballot.title, question=ballot.question,
        electorate=ballot.electorate, budget=ballot.budget, opens_at=ballot.opens_at, closes_at=ballot.closes_at,
        points=points, most_each=most_each, at_least=at_least,
    )  # fmt: skip


def opened(world, n=12, **values):
    ballot = in_points(world, **values)
    cards = ballots.make_cards(by=BY, municipality=world.ours, ballot=ballot, n=n)
    ballots.open_ballot(by=BY, municipality=world.ours, ballot=ballot)
    ballot.refresh_from_db()
    return ballot, cards


def give(world, ballot, card, **points):
    return ballots.cast(by=BY, municipality=world.ours, ballot=ballot, code=card.code, choices=points)


def address(world, ballot, what=""):
    return f"/en/{world.ours.slug}/ballots/{ballot.slug}/{what}"


def test_points_are_kept_in_the_order_of_the_ballot_and_may_be_changed(world):
    ballot, cards = opened(world)
    give(world, ballot, cards[0], p4=5, p1=5)
    assert BallotPaper.objects.get(ballot=ballot).choices == [["p1", 5], ["p4", 5]]
    give(world, ballot, cards[0], p2=1, p1=3, p5=0)
    assert BallotPaper.objects.get(ballot=ballot).choices == [["p1", 3], ["p2", 1]]


@pytest.mark.parametrize(
    ("points", "why"),
    [
        ({"p1": 5, "p2": 5, "p3": 2}, "2 points more than you have"), ({"p1": 6, "p2": 1}, "At most 5"), ({}, "2 things"),
        ({"p1": 5}, "2 things"), ({"p1": 5, "p9": 1}, "not on the ballot"), ({"p1": 5, "p2": -1}, "no vote"),
        (["p1", "p2"], "no vote"),
    ],
)  # fmt: skip
def test_what_is_no_vote_is_told_and_nothing_is_kept(world, points, why):
    ballot, cards = opened(world)
    with pytest.raises(ValidationError, match=why):
        ballots.cast(by=BY, municipality=world.ours, ballot=ballot, code=cards[0].code, choices=points)
    assert not BallotPaper.objects.exists()


def test_points_on_a_ballot_that_is_ticked_are_refused(world):
    ballot = prepared(world)
    cards = ballots.make_cards(by=BY, municipality=world.ours, ballot=ballot, n=1)
    ballots.open_ballot(by=BY, municipality=world.ours, ballot=ballot)
    with pytest.raises(ValidationError, match="no vote"):
        give(world, ballot, cards[0], p1=1, p2=1, p4=1)


def test_a_voter_gives_points_sees_them_once_more_and_sends(world, client):
    ballot, cards = opened(world)
    code = {"code": cards[0].code}
    page = client.post(address(world, ballot), code).content.decode()
    assert "<h1>Spread 10 points</h1>" in page
    assert "At most 5 points for one thing. Points for 2 things or more." in page
    check = client.post(address(world, ballot), code | SENT | {"step": "check"})
    assert check.status_code == 200
    assert "5 points" in check.content.decode()
    assert 'name="points-p1" value="5"' in check.content.decode()
    changed = client.post(address(world, ballot), code | SENT | {"step": "change"}).content.decode()
    assert 'name="points-p4" value="3"' in changed
    assert client.post(address(world, ballot), code | SENT | {"step": "send"}).status_code == 302
    assert BallotPaper.objects.get(ballot=ballot).choices == [["p1", 5], ["p4", 3], ["p5", 2]]


@pytest.mark.parametrize(
    ("wrong", "words"),
    [
        ({"points-p2": "4"}, "4 points more than you have: take 4 away"), ({"points-p1": "6", "points-p4": ""}, "At most 5"),
        ({"points-p2": "two"}, "whole numbers"), ({"points-p2": "1,5"}, "whole numbers"), ({"points-p2": "-1"}, "whole numbers"),
        ({"points-p1": "", "points-p4": "", "points-p5": "1"}, "2 things or more"),
    ],
)  # fmt: skip
def test_too_many_points_are_refused_kindly_and_all_that_was_typed_stays(world, client, wrong, words):
    ballot, cards = opened(world)
    sent = SENT | wrong
    answer = client.post(address(world, ballot), {"code": cards[0].code, "step": "check"} | sent)
    assert answer.status_code == 422
    page = answer.content.decode()
    assert words in page
    for name, value in sent.items():
        assert f'name="{name}" value="{value}"' in page
    assert not BallotPaper.objects.exists()


def test_each_field_for_points_has_its_label_and_a_refusal_leads_to_one(world, client):
    ballot, _cards = opened(world)
    page = client.post(address(world, ballot, "try/"), {"step": "check", "points-p1": "1"}).content.decode()
    fields = re.findall(r'name="points-p\d"[^>]* id="([^"]*)"', page)
    assert fields == re.findall(r'<label class="tn" for="([^"]*)"', page)
    assert len({*fields}) == len(fields)
    assert re.search(r'<a href="#([^"]*)">', page[page.index('role="alert"') :])[1] in fields


def test_a_class_and_paper_give_points_too(world, client):
    ballot, _cards = opened(world)
    code, _key = made(world, ballot)
    page = address(world, ballot, "class/")
    client.post(page, {"code": code})
    turn = turn_in(client.post(page, {"next": "1"}))
    client.post(page, {"code": turn, "step": "send"} | SENT)
    (number,) = ballots.print_papers(by=BY, municipality=world.ours, ballot=ballot, n=1)
    ana, besa = (make_person(f"{name}@example.org") for name in ("ana", "besa"))
    desk = f"/en/desk/{world.ours.slug}/ballots/{ballot.slug}/paper/"
    for person, typed in ((ana, "1*5 4*3, 5*2"), (besa, "1:5 5=2 4*3")):
        grant(person, Grant.Role.ACTION_GROUP, world.ours)
        client.force_login(person)
        assert client.post(desk, {"number": number, "marks": typed}).status_code == 302
    rows = BallotPaper.objects.filter(ballot=ballot).values_list("choices", flat=True)
    assert list(rows) == [[["p1", 5], ["p4", 3], ["p5", 2]]] * 2


@pytest.mark.parametrize(
    ("typed", "words"),
    [
        ("1 4", "star"),
        ("1*3 1*2", "twice"),
        ("9*3", "no number 9"),
        ("1*3 4", "star"),
        ("1*3x", "star"),
        ("1**3", "star"),
    ],
)
def test_what_a_clerk_mistypes_is_told_beside_the_field(world, client, typed, words):
    ballot, _cards = opened(world)
    (number,) = ballots.print_papers(by=BY, municipality=world.ours, ballot=ballot, n=1)
    client.force_login(world.people["municipal_focal_point"])
    desk = f"/en/desk/{world.ours.slug}/ballots/{ballot.slug}/paper/"
    answer = client.post(desk, {"number": number, "marks": typed})
    assert answer.status_code == 422
    assert words in answer.content.decode()
    assert f'value="{typed}"' in answer.content.decode()


def test_a_sheet_with_too_many_points_is_spoilt_and_two_readings_stand_side_by_side(world, client):
    ballot, _cards = opened(world)
    one, other = ballots.print_papers(by=BY, municipality=world.ours, ballot=ballot, n=2)
    ana, besa = (make_person(f"{name}@example.org") for name in ("ana", "besa"))
    for person in (ana, besa):
        grant(person, Grant.Role.ACTION_GROUP, world.ours)
        values = {"by": actor_of(person), "municipality": world.ours, "ballot": ballot}
        sheet = ballots.enter_paper(**values, number=one, choices={"p1": 5, "p2": 5, "p3": 5})
        ballots.enter_paper(**values, number=other, choices={"p1": 4 if person is ana else 1, "p2": 3})
    assert (sheet.state, sheet.flaw) == ("spoilt", "many")
    client.force_login(ana)
    page = client.get(f"/en/desk/{world.ours.slug}/ballots/{ballot.slug}/paper/{other}/").content.decode()
    assert '<span class="num">4</span></td><td><span class="num">1</span>' in page


def test_the_result_is_what_the_command_counts_from_the_published_file(world, tmp_path, capsys):
    ballot, cards = opened(world)
    for number, card in enumerate(cards):
        give(world, ballot, card, **({"p3": 5, "p4": 1} if number < 4 else {"p1": 5, "p2": 3, "p5": number % 3}))
    counted = count(world, ballot)
    file = tmp_path / "b.pb"
    file.write_bytes(ballot_files.published(counted))
    read = pabulib.read(file.read_bytes())
    assert (read.vote_type, read.notes) == ("cumulative", ())
    assert read.meta["max_sum_points"] == "10"
    assert cli.main(["count", "--json", str(file)]) in {0, None}
    said = json.loads(capsys.readouterr().out)
    assert said["winners"] == counted.result["winners"]
    assert said["endowment"] == counted.result["endowment"]
    assert said["winners"]
    assert sum(counted.result["points"].values()) == sum(sum(vote.points) for vote in read.votes)
    table = ballot_files.published_csv(counted).decode().splitlines()
    assert table[0] == "ballot,p1,p2,p3,p4,p5"
    assert sorted(line.split(",", 1)[1] for line in table[1:])[0] == "0,0,5,1,0"


def test_what_lost_hears_how_many_people_with_full_points_it_lacked_and_the_command_says_the_same(
    world, client, tmp_path, capsys
):
    ballot, cards = opened(world)
    for number, card in enumerate(cards):
        give(world, ballot, card, **({"p3": 5, "p4": 1} if number < 4 else {"p1": 5, "p2": 3, "p5": number % 3}))
    counted = count(world, ballot)
    lost = {one.option.project_id: one for one in ballot_results.result(counted).lost}
    missing = {name: one.votes_missing for name, one in lost.items() if one.votes_missing}
    assert missing
    file = tmp_path / "b.pb"
    file.write_bytes(ballot_files.published(counted))
    assert cli.main(["count", "--json", "--explain", str(file)]) == 0
    why = json.loads(capsys.readouterr().out)["explanation"]
    assert why["vote_points"] == "5"
    assert {one["project"]: one["votes_missing"] for one in why["losers"] if one["votes_missing"]} == missing
    name, n = next(iter(missing.items()))
    head, ballots_said = file.read_text().split("VOTES\n")
    head_said, *lines = ballots_said.splitlines()
    columns = head_said.split(";")
    for more, wins in ((n, True), (n - 1, False)):
        added = [
            ";".join({"voter_id": f"more{at}", "vote": name, "points": "5"}.get(column, "") for column in columns)
            for at in range(more)
        ]
        votes = [line for line in head.splitlines() if not line.startswith("num_votes")]
        file.write_text("\n".join([*votes, "VOTES", head_said, *lines, *added, ""]))
        assert cli.main(["count", "--json", str(file)]) == 0
        assert (name in json.loads(capsys.readouterr().out)["winners"]) is wins
    page = client.get(address(world, ballot, "result/")).content.decode()
    assert "who gives it 5 points it would have won." in page or "who each give it 5 points it would have won." in page
    paper = pypdfium2.PdfDocument(client.get(address(world, ballot, "protocol.pdf")).content)
    told = " ".join(" ".join(leaf.get_textpage().get_text_range() for leaf in paper).split())
    assert "each with 5 points" in told
    in_albanian = f"/sq/{world.ours.slug}/ballots/{ballot.slug}/protocol.pdf"
    paper = pypdfium2.PdfDocument(client.get(in_albanian).content)
    assert [over for leaf in paper for over in printed_over(leaf)] == []


def test_the_result_says_points_and_what_one_cost(world, client):
    ballot, cards = opened(world)
    for card in cards:
        give(world, ballot, card, p1=5, p4=3, p5=2)
    shown = ballot_results.result(count(world, ballot))
    swing = next(one for one in shown.won if one.option.project_id == "p1")
    assert swing.points == 60
    assert swing.share * 60 == 160_000
    page = client.get(address(world, ballot, "result/")).content.decode()
    assert "60 points from 12 voters" in page
    assert "for each point" in page
    assert "Type the points that you gave" in page
    assert client.get(address(world, ballot, "protocol.pdf")).status_code == 200


def test_the_result_says_when_most_paid_all_that_they_had_left(world, client):
    ballot, cards = opened(world)
    for number, card in enumerate(cards):
        give(world, ballot, card, **({"p1": 5, "p5": 5} if number < 7 else {"p1": 1, "p2": 5}))
    count(world, ballot)
    page = client.get(address(world, ballot, "result/")).content.decode()
    # Seven had paid for table tennis before: the swings took the rest of their shares, and from the five others a point.
    assert page.count("Most who chose it paid all they had left: 7 of 12.") == 1
    assert "A point cost" in page


def test_the_boxes_for_what_points_paid_say_what_the_ballot_allowed(world, client):
    ballot, cards = opened(world)
    for card in cards:
        give(world, ballot, card, p1=5, p4=3, p5=2)
    count(world, ballot)
    page = client.get(address(world, ballot, "result/")).content.decode()
    assert "The ballot asked: Spread 10 points. At most 5 points for one thing. Points for 2 things or more." in page
    assert 'data-least="2" data-points="10" data-most="5"' in page
    assert page.count(">at most 5<") == 5


def test_where_nobody_voted_the_page_says_so_and_names_nothing_as_won(world, client):
    ballot = count(world, opened(world)[0])
    assert ballot.voters == 0
    page = client.get(address(world, ballot, "result/")).content.decode()
    assert "<h1>Nobody voted</h1>" in page
    assert "So nothing was chosen" in page
    assert 'class="won"' not in page
    assert "What did your vote pay" not in page
    paper = pypdfium2.PdfDocument(client.get(address(world, ballot, "protocol.pdf")).content)
    told = " ".join(leaf.get_textpage().get_text_range() for leaf in paper)
    assert "Nobody voted" in told
    assert "What won" not in told


def test_a_vote_by_ticks_is_unchanged_by_points(world):
    ballot = prepared(world)
    assert (ballot.marking, ballot.points, ballot.most_each) == ("approval", None, None)
    cards = ballots.make_cards(by=BY, municipality=world.ours, ballot=ballot, n=1)
    ballots.open_ballot(by=BY, municipality=world.ours, ballot=ballot)
    vote(world, ballot, cards[0])
    assert BallotPaper.objects.get(ballot=ballot).choices == ["p1", "p2", "p4"]


def test_how_points_are_spread_is_settled_at_the_desk(world, client):
    ballot = in_points(world)
    client.force_login(world.people["municipal_focal_point"])
    change = f"/en/desk/{world.ours.slug}/ballots/{ballot.slug}/change/"
    page = client.get(change)
    sent = {
        name: value for name, value in page.context["form"].initial.items() if value is not None and name != "shuffled"
    }
    sent |= {"opens": f"{sent['opens']:%Y-%m-%d}", "closes": f"{sent['closes']:%Y-%m-%d}", "marking": "points"}
    sent["opens_time"], sent["closes_time"] = f"{sent['opens_time']:%H:%M}", f"{sent['closes_time']:%H:%M}"
    for wrong, words in (
        ({"points": ""}, "Say how many points"), ({"points": "1"}, "greater than or equal to 2"),
        ({"points": "10", "most_each": "11"}, "at most all 10"),
        ({"points": "3", "most_each": "", "at_least": "4"}, "With 3 points"),
    ):  # fmt: skip
        answer = client.post(change, sent | wrong)
        assert answer.status_code == 422
        assert words in answer.content.decode()
    assert client.post(change, sent | {"points": "6", "most_each": "", "at_least": "1"}).status_code == 302
    ballot.refresh_from_db()
    assert (ballot.points, ballot.most_each) == (6, 6)
    assert "Spread 6 points." in client.get(f"/en/desk/{world.ours.slug}/ballots/{ballot.slug}/").content.decode()
    client.post(change, sent | {"marking": "approval", "points": "6"})
    ballot.refresh_from_db()
    assert (ballot.marking, ballot.points) == ("approval", None)


@pytest.mark.parametrize(
    "values", [{"points": 10}, {"marking": "points"}, {"marking": "points", "points": 3, "most_each": 4}]
)
def test_the_database_keeps_points_whole(world, values):
    ballot = prepared(world)
    with pytest.raises(IntegrityError), transaction.atomic():
        Ballot.objects.of(world.ours).filter(pk=ballot.pk).update(**values)


@pytest.mark.parametrize(
    ("typed", "words"), [("12,5", "write 12 or 13"), ("16.00.0", "whole amount"), ("abc", "whole amount")]
)
def test_a_price_that_is_no_whole_amount_is_refused_with_what_to_write_and_stays(world, client, typed, words):
    ballot = prepared(world)
    client.force_login(world.people["municipal_focal_point"])
    page = f"/en/desk/{world.ours.slug}/ballots/{ballot.slug}/options/"
    answer = client.post(page, {"name_sq": "Stol", "cost": typed})
    assert answer.status_code == 422
    assert words in answer.content.decode()
    assert f'value="{typed}"' in answer.content.decode()


@pytest.mark.parametrize("typed", ["160 000,00", "160,000", "160.000", "160 000 lekë", "160.000 lek"])
def test_a_price_is_taken_as_people_write_it(world, client, typed):
    ballot = prepared(world)
    client.force_login(world.people["municipal_focal_point"])
    page = f"/en/desk/{world.ours.slug}/ballots/{ballot.slug}/options/"
    assert "For example 60 000." in client.get(page).content.decode()
    assert client.post(page, {"name_sq": "Stol", "cost": typed}).status_code == 302
    assert ballot.options.get(name__sq="Stol").cost == 160_000


def test_where_money_has_cents_a_price_that_may_mean_two_things_is_refused(world, client):
    ballot = prepared(world)
    Municipality.objects.filter(pk=world.ours.pk).update(currency="EUR")
    client.force_login(world.people["municipal_focal_point"])
    answer = client.post(
        f"/en/desk/{world.ours.slug}/ballots/{ballot.slug}/options/", {"name_sq": "Stol", "cost": "160.000"}
    )
    assert answer.status_code == 422
    assert "Write 160 000 or 160." in answer.content.decode()
    assert "Price, in €" in answer.content.decode()
