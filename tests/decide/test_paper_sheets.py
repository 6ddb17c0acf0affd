"""Paper ballots: printed with a number, entered twice by different people, settled by a third where the two differ."""

import io
import re
from datetime import timedelta

import pytest
import time_machine
from django.core.exceptions import ValidationError

from firstdoor.core.rights import NotAllowed
from firstdoor.decide.ballot_documents import sheets_pdf
from firstdoor.decide.models import BallotPaper, PaperSheet, VoteReceipt
from firstdoor.decide.services import ballots
from firstdoor.people.models import Grant
from tests.decide.test_ballots import BY, after_close, count, opened, prepared
from tests.world import World, actor_of, grant, make_person

CHOICE, OTHER = ["p1", "p2", "p4"], ["p2", "p3", "p5"]


@pytest.fixture
def world(db):
    return World()


@pytest.fixture
def paper(world):
    """An open ballot, its sheets' numbers, and three people who may enter them."""
    ballot, _cards = opened(world)
    numbers = ballots.print_papers(by=BY, municipality=world.ours, ballot=ballot, n=3)
    people = [make_person(f"{name}@example.org") for name in ("ana", "besa", "cen")]
    for person in people:
        grant(person, Grant.Role.ACTION_GROUP, world.ours)
    return ballot, numbers, people


def enter(world, ballot, person, number, choices=CHOICE, **values):
    return ballots.enter_paper(
        by=actor_of(person), municipality=world.ours, ballot=ballot, number=number, choices=choices, **values
    )


def test_two_equal_entries_put_a_sheet_in_the_box_once(world, paper):
    ballot, (number, *_rest), (ana, besa, cen) = paper
    assert enter(world, ballot, ana, number.lower()).state == "once"
    assert not BallotPaper.objects.exists()
    assert enter(world, ballot, besa, number).state == "taken"
    assert BallotPaper.objects.get(ballot=ballot).choices == CHOICE
    assert VoteReceipt.objects.filter(ballot=ballot).count() == 1
    with pytest.raises(ValidationError, match="twice already"):
        enter(world, ballot, cen, number)


def test_nobody_enters_a_sheet_twice(world, paper):
    ballot, (number, *_rest), (ana, besa, _cen) = paper
    enter(world, ballot, ana, number)
    with pytest.raises(ValidationError, match="somebody else"):
        enter(world, ballot, ana, number)
    enter(world, ballot, besa, number, OTHER)
    for person in (ana, besa):
        with pytest.raises(ValidationError, match="somebody else"):
            enter(world, ballot, person, number)


def test_where_two_differ_a_third_settles_and_what_was_entered_is_forgotten(world, paper):
    ballot, (number, *_rest), (ana, besa, cen) = paper
    enter(world, ballot, ana, number)
    assert enter(world, ballot, besa, number, OTHER).state == "differs"
    assert not BallotPaper.objects.exists()
    assert enter(world, ballot, cen, number, OTHER).state == "taken"
    assert BallotPaper.objects.get(ballot=ballot).choices == OTHER
    sheet = PaperSheet.objects.of(world.ours).get(number=number)
    assert (sheet.first, sheet.second) == (None, None)


def test_spoilt_sheets_are_counted_apart(world, paper):
    ballot, (number, *_rest), (ana, besa, _cen) = paper
    enter(world, ballot, ana, number, [], spoilt=True)
    assert enter(world, ballot, besa, number, [], spoilt=True).state == "spoilt"
    assert count(world, ballot).voters == 0


def test_after_the_close_sheets_are_still_entered_and_the_count_waits_for_the_second_entry(world, paper):
    ballot, (number, *_rest), (ana, besa, _cen) = paper
    with after_close(ballot):
        enter(world, ballot, ana, number)
    with pytest.raises(ValidationError, match="second entry"):
        count(world, ballot)
    with after_close(ballot):
        enter(world, ballot, besa, number)
    assert count(world, ballot).voters == 1
    with pytest.raises(ValidationError, match="counted already"):
        enter(world, ballot, ana, number)


@pytest.mark.parametrize("number", ["", "12", "AAAAA1", "ZZZZZZ", "<b>"])
def test_a_wrong_number_is_told_beside_the_field(world, paper, number):
    ballot, _numbers, (ana, *_rest) = paper
    with pytest.raises(ValidationError) as refused:
        enter(world, ballot, ana, number)
    assert "number" in refused.value.message_dict


def test_too_little_marked_is_no_vote_and_who_may_not_enters_none(world, paper):
    ballot, (number, *_rest), (ana, *_people) = paper
    with pytest.raises(ValidationError, match="3 or more"):
        enter(world, ballot, ana, number, ["p1"])
    with pytest.raises(NotAllowed):
        ballots.enter_paper(
            by=world.actor("mayor"), municipality=world.ours, ballot=ballot, number=number, choices=CHOICE
        )


def test_sheets_alone_are_an_electorate_and_none_are_printed_after_the_close(world):
    ballot = prepared(world)
    ballots.print_papers(by=BY, municipality=world.ours, ballot=ballot, n=2)
    ballots.open_ballot(by=BY, municipality=world.ours, ballot=ballot)
    with time_machine.travel(ballot.closes_at + timedelta(hours=1)), pytest.raises(ValidationError, match="closed"):
        ballots.print_papers(by=BY, municipality=world.ours, ballot=ballot, n=2)


def test_a_sheet_has_boxes_and_a_number_that_a_camera_reads(world, paper):
    import pypdfium2
    import zxingcpp

    ballot, numbers, _people = paper
    pages = pypdfium2.PdfDocument(io.BytesIO(sheets_pdf(world.ours, ballot, numbers, "https://example.org/paper/")))
    assert len(pages) == 3
    read = [found.text for page in pages for found in zxingcpp.read_barcodes(page.render(scale=3).to_pil())]
    assert [text.split("number=")[1] for text in read] == numbers
    assert "Mark 3 or more" in pages[0].get_textpage().get_text_range()


def test_at_the_desk_a_second_person_sees_nothing_of_the_first_entry(world, paper, client):
    ballot, (number, *_rest), (ana, besa, cen) = paper
    desk = f"/en/desk/{world.ours.slug}/ballots/{ballot.slug}/paper/"
    client.force_login(ana)
    assert client.post(desk, {"number": number, "choices": CHOICE}).status_code == 302
    assert client.post(desk, {"number": number, "choices": CHOICE, "spoilt": "on"}).status_code == 422
    client.force_login(besa)
    page = client.get(f"{desk}?number={number}").content.decode()
    assert not re.search(r"<input[^>]* checked", page)
    client.post(desk, {"number": number, "choices": OTHER})
    client.force_login(cen)
    page = client.get(desk).content.decode()
    assert "The two entries differ" in page
    assert client.post(desk, {"number": number, "choices": OTHER}).status_code == 302
    assert BallotPaper.objects.get(ballot=ballot).choices == OTHER
