"""Paper ballots: entered twice by different people by keyboard alone, settled by a third look where the two differ."""

import io
from datetime import timedelta

import pytest
import time_machine
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction

from firstdoor.core import texts
from firstdoor.core.digits import check_digit
from firstdoor.core.rights import NotAllowed
from firstdoor.decide.ballot_documents import sheets_pdf
from firstdoor.decide.models import BallotPaper, PaperSheet, VoteReceipt
from firstdoor.decide.selectors import sheets as on_paper
from firstdoor.decide.services import ballots
from firstdoor.people.models import Grant
from tests.decide.test_ballots import BY, NAMES, after_close, count, opened, prepared, printed_over, vote
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


def settle(world, ballot, person, number, choices=CHOICE, **values):
    return ballots.settle_paper(
        by=actor_of(person), municipality=world.ours, ballot=ballot, number=number, choices=choices, **values
    )


def test_two_equal_entries_put_a_sheet_in_the_box_once(world, paper):
    ballot, (number, *_rest), (ana, besa, cen) = paper
    assert enter(world, ballot, ana, f"{number[:3]} {number[3:]}").state == "once"
    assert not BallotPaper.objects.exists()
    assert enter(world, ballot, besa, number).state == "taken"
    assert BallotPaper.objects.get(ballot=ballot).choices == CHOICE
    for person in (ana, besa, cen):
        with pytest.raises(ValidationError, match="counts once"):
            enter(world, ballot, person, number)
    assert BallotPaper.objects.count() == VoteReceipt.objects.count() == 1


def test_one_person_counts_once_and_corrects_only_until_the_second_entry(world, paper):
    ballot, (number, *_rest), (ana, besa, _cen) = paper
    for choices in (OTHER, CHOICE, CHOICE):
        assert enter(world, ballot, ana, number, choices).state == "once"
    assert enter(world, ballot, besa, number, OTHER).state == "differs"
    for person in (ana, besa):
        with pytest.raises(ValidationError, match="differently"):
            enter(world, ballot, person, number, OTHER)
    assert not BallotPaper.objects.exists()


@pytest.mark.parametrize("together", [False, True])
def test_where_two_differ_a_third_or_both_together_settle_and_what_was_entered_is_forgotten(world, paper, together):
    ballot, (number, *_rest), (ana, besa, cen) = paper
    enter(world, ballot, ana, number)
    with pytest.raises(ValidationError, match="no difference"):
        settle(world, ballot, cen, number)
    enter(world, ballot, besa, number, OTHER)
    with pytest.raises(ValidationError, match="together"):
        settle(world, ballot, ana, number, OTHER)
    who = ana if together else cen
    assert settle(world, ballot, who, number, OTHER, together=together).state == "taken"
    assert BallotPaper.objects.get(ballot=ballot).choices == OTHER
    sheet = PaperSheet.objects.of(world.ours).get(number=number)
    assert (sheet.first, sheet.second, sheet.third_by, sheet.together) == (None, None, who.pk, together)
    with pytest.raises(ValidationError, match="any more"):
        settle(world, ballot, cen, number)


def test_the_database_keeps_two_persons_apart(world, paper):
    _ballot, (number, *_rest), (ana, besa, cen) = paper
    two = {"first_by": besa.pk, "second_by": cen.pk}
    rows = PaperSheet.objects.of(world.ours).filter(number=number)
    for values in (
        {"first_by": ana.pk, "second_by": ana.pk}, {"first_by": ana.pk, "third_by": ana.pk},
        {**two, "third_by": ana.pk, "together": True}, {"state": "spoilt"},
    ):  # fmt: skip
        with pytest.raises(IntegrityError), transaction.atomic():
            rows.update(**values)


@pytest.mark.parametrize(
    ("choices", "unclear", "why"), [([], False, "empty"), (["p1"], False, "few"), ([], True, "unclear")]
)
def test_spoilt_sheets_are_shown_with_their_reason_and_not_counted(world, paper, choices, unclear, why):
    ballot, (number, *_rest), (ana, besa, _cen) = paper
    enter(world, ballot, ana, number, choices, unclear=unclear)
    sheet = enter(world, ballot, besa, number, choices, unclear=unclear)
    assert (sheet.state, sheet.flaw) == ("spoilt", why)
    assert [spoilt for spoilt, _why in on_paper.sheets(ballot).spoilt] == [number]
    assert count(world, ballot).voters == 0


def test_what_one_person_entered_or_two_differently_is_listed_and_does_not_count(world, paper, client):
    ballot, numbers, (ana, besa, _cen) = paper
    with after_close(ballot):  # sheets of a meeting are entered afterwards
        for person in (ana, besa):
            enter(world, ballot, person, numbers[0])
        enter(world, ballot, ana, numbers[1])
        enter(world, ballot, ana, numbers[2])
        enter(world, ballot, besa, numbers[2], OTHER)
        client.force_login(world.people["municipal_focal_point"])
        desk = f"/en/desk/{world.ours.slug}/ballots/{ballot.slug}/"
        assert "2 paper ballots would not count" in client.get(desk).content.decode()
        listed = client.get(f"{desk}paper/").content.decode()
        assert numbers[1] in listed
        assert numbers[2] in listed
    assert count(world, ballot).voters == 1
    left = PaperSheet.objects.of(world.ours)
    assert set(left.values_list("first", "second")) == {(None, None)}
    found = on_paper.sheets(ballot)
    assert (found.once, found.differing) == ([numbers[1]], [numbers[2]])
    with pytest.raises(ValidationError, match="counted already"):
        enter(world, ballot, besa, numbers[1])


def test_the_protocol_counts_paper_and_devices_apart(world, paper):
    import pypdfium2

    from firstdoor.decide.ballot_documents import protocol_pdf
    from firstdoor.decide.selectors import ballot_results

    ballot, numbers, (ana, besa, _cen) = paper
    (card,) = ballots.make_cards(by=BY, municipality=world.ours, ballot=ballot, n=1)
    vote(world, ballot, card)
    for person in (ana, besa):
        enter(world, ballot, person, numbers[0])
        enter(world, ballot, person, numbers[1], [])
    enter(world, ballot, ana, numbers[2])
    counted = count(world, ballot)
    assert counted.voters == 2
    pages = pypdfium2.PdfDocument(io.BytesIO(protocol_pdf(world.ours, counted, ballot_results.result(counted))))
    words = " ".join(pages[0].get_textpage().get_text_range().split())
    assert (
        "On a device 1 On paper 1 Spoilt on paper 1 (empty) Not counted on paper 1 entered by one person only" in words
    )


@pytest.mark.parametrize("number", ["", "12", "AAAAA1", "1234567", "<b>", "number=", "é" * 6])
def test_a_wrong_number_is_told_beside_the_field(world, paper, number):
    ballot, _numbers, (ana, *_rest) = paper
    with pytest.raises(ValidationError) as refused:
        enter(world, ballot, ana, number)
    assert "number" in refused.value.message_dict


def test_a_wrong_digit_or_two_swapped_are_noticed():
    for digits in ("12345", "90210", "00000", "55813"):
        whole = digits + check_digit(digits)
        wrong = {whole[:at] + str(other) + whole[at + 1 :] for at in range(6) for other in range(10)} - {whole}
        swapped = {whole[:at] + whole[at + 1] + whole[at] + whole[at + 2 :] for at in range(5)} - {whole}
        assert not [one for one in wrong | swapped if check_digit(one[:5]) == one[5]]


def test_only_who_may_enters_sheets_and_settles_them(world, paper):
    ballot, (number, *_rest), _people = paper
    for act in (ballots.enter_paper, ballots.settle_paper):
        with pytest.raises(NotAllowed):
            act(by=world.actor("mayor"), municipality=world.ours, ballot=ballot, number=number, choices=CHOICE)
        with pytest.raises(ValidationError, match="by a person"):
            act(by=BY, municipality=world.ours, ballot=ballot, number=number, choices=CHOICE)


def test_sheets_alone_are_an_electorate_and_none_are_printed_after_the_close(world):
    ballot = prepared(world)
    ballots.print_papers(by=BY, municipality=world.ours, ballot=ballot, n=2)
    ballots.open_ballot(by=BY, municipality=world.ours, ballot=ballot)
    with time_machine.travel(ballot.closes_at + timedelta(hours=1)), pytest.raises(ValidationError, match="closed"):
        ballots.print_papers(by=BY, municipality=world.ours, ballot=ballot, n=2)


def test_sheets_printed_before_the_ballot_changed_are_void(world):
    ballot = prepared(world)
    ballots.print_papers(by=BY, municipality=world.ours, ballot=ballot, n=2)
    ballots.put_option(by=BY, municipality=world.ours, ballot=ballot, name=texts.make("sq", "Karusel"), cost=1)
    assert not PaperSheet.objects.exists()


@pytest.mark.parametrize("size", ["a5", "a4"])
def test_a_sheet_has_numbered_boxes_and_a_number_that_a_camera_reads(world, paper, size):
    import pypdfium2
    import zxingcpp

    ballot, numbers, _people = paper
    file = sheets_pdf(world.ours, ballot, numbers, "https://example.org/paper/", size=size)
    pages = pypdfium2.PdfDocument(io.BytesIO(file))
    assert len(pages) == 3
    read = [found.text for page in pages for found in zxingcpp.read_barcodes(page.render(scale=3).to_pil())]
    assert [text.split("number=")[1] for text in read] == numbers
    words = [page.get_textpage().get_text_range() for page in pages]
    assert all("Mark 3 or more" in text and "Nxënësit dhe prindërit" in text for text in words)
    for name, number in zip(NAMES, "12345", strict=True):
        assert f"{number} {name}" in " ".join(words[0].split())


@pytest.mark.parametrize("size", ["a5", "a4"])
@pytest.mark.parametrize("n", [5, 11])
def test_long_words_stay_on_the_sheet_and_cover_nothing(world, size, n):
    import pypdfium2

    ballot = prepared(world)
    ballot.title = texts.make("sq", "Rruga e gjatë e Strumit " * 5)
    ballot.question = texts.make("sq", "Cilat punë bëjmë këtë vit? " * 7)
    ballot.electorate = texts.make("sq", "Banorët e fshatit " * 11)
    name = texts.make("sq", "Vendkalim i ngritur para shkollës së re dhe ndriçim te stacioni i autobusit")
    for _more in range(5, n):
        ballots.put_option(by=BY, municipality=world.ours, ballot=ballot, name=name, cost=1000)
    pages = pypdfium2.PdfDocument(
        io.BytesIO(sheets_pdf(world.ours, ballot, ["075556"], "https://example.org/", size=size))
    )
    assert len(pages) == 1
    assert printed_over(pages[0]) == []


def test_a_sheet_is_entered_with_the_pad_of_digits_and_enter(world, paper, client):
    ballot, (number, *_rest), (ana, besa, cen) = paper
    desk = f"/en/desk/{world.ours.slug}/ballots/{ballot.slug}/paper/"
    client.force_login(ana)
    assert client.get(desk).content.decode().count(" autofocus") == 1
    # A scanner types the address in the code and Enter; then only what is marked is asked.
    scanned = client.post(desk, {"number": number, "marks": ""})
    assert scanned.status_code == 200
    assert f'value="{number}"' in scanned.content.decode()
    assert (
        "It waits for the second entry"
        in client.post(desk, {"number": number, "marks": "124"}, follow=True).content.decode()
    )
    client.force_login(besa)
    page = client.get(f"{desk}?number={number}").content.decode()
    assert "124" not in page.replace(number, "")
    assert (
        client.post(desk, {"number": f"https://x.example/paper/?number={number}", "marks": "2, 3 5"}).status_code == 302
    )
    client.force_login(cen)
    page = client.get(f"{desk}{number}/").content.decode()
    assert "Ana" in page
    assert "Besa" in page
    assert page.count("<strong>") == 4
    assert client.post(f"{desk}{number}/", {"marks": ""}).status_code == 422
    assert client.post(f"{desk}{number}/", {"marks": "235"}).status_code == 302
    assert BallotPaper.objects.get(ballot=ballot).choices == OTHER
    assert client.get(f"{desk}{number}/").status_code == 404


@pytest.mark.parametrize(
    ("marks", "words"),
    [
        ("9", "no number 9"),
        ("112", "typed twice"),
        ("abc", "Type the numbers"),
        ("1x", "Type the numbers"),
        ("٣", "Type"),
    ],
)
def test_marks_that_are_none_are_told_beside_the_field(world, paper, client, marks, words):
    ballot, (number, *_rest), (ana, *_people) = paper
    client.force_login(ana)
    desk = f"/en/desk/{world.ours.slug}/ballots/{ballot.slug}/paper/"
    answer = client.post(desk, {"number": number, "marks": marks})
    assert answer.status_code == 422
    assert words in answer.content.decode()
    assert PaperSheet.objects.of(world.ours).get(number=number).state == "printed"


def test_too_many_things_for_a_small_page_are_told(world, client):
    ballot = prepared(world)
    for at in range(9):
        ballots.put_option(by=BY, municipality=world.ours, ballot=ballot, name=texts.make("sq", f"Gjë {at}"), cost=1)
    client.force_login(world.people["municipal_focal_point"])
    where = f"/en/desk/{world.ours.slug}/ballots/{ballot.slug}/paper/print/"
    refused = client.post(where, {"n": "1", "size": "a5"})
    assert refused.status_code == 422
    assert "no room on A5" in refused.content.decode()
    assert client.post(where, {"n": "1", "size": "a4"})["Content-Type"] == "application/pdf"
