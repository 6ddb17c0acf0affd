"""What a count publishes: the result in words, the ballots as files, other ways of counting, the protocol."""

import hashlib
import io

import pytest
from django.utils import translation

from firstdoor.decide.models import Ballot
from firstdoor.decide.selectors import ballot_files, ballot_results
from firstdoor.decide.selectors import ballots as questions
from firstdoor.decide.services.ballots import counting
from firstdoor.formats import pabulib
from firstdoor.methods import equal_shares
from tests.decide.test_ballots import count, opened, vote
from tests.world import World


@pytest.fixture
def open_ballot(world):
    return opened(world)


@pytest.fixture
def world(db):
    return World()


def test_the_result_is_what_anybody_counts_from_the_published_file(world, open_ballot):
    ballot, cards = open_ballot
    for number, card in enumerate(cards):
        vote(world, ballot, card, *(("p1", "p2", "p4") if number % 3 else ("p3", "p4", "p5")))
    counted = count(world, ballot)
    file = pabulib.read(ballot_files.published(counted))
    election = equal_shares.election(
        budget=file.budget, costs={project.id: project.cost for project in file.projects},
        ballots=[vote.choices for vote in file.votes],
    )  # fmt: skip
    assert list(equal_shares.count(election).winners) == counted.result["winners"]
    assert counted.result["winners"]


def test_the_published_files_are_those_whose_checksums_stand_there(world, open_ballot):
    ballot, cards = open_ballot
    for card in cards:
        vote(world, ballot, card)
    counted = count(world, ballot)
    for language in ("sq", "en"):
        with translation.override(language):
            for kind, file in ballot_files.FILES.items():
                assert hashlib.sha256(file(counted)).hexdigest() == counted.result["checksums"][kind]


def test_other_ways_of_counting_stand_beside_the_result(world, open_ballot):
    ballot, cards = open_ballot
    for number, card in enumerate(cards):
        vote(world, ballot, card, *(("p1", "p2", "p4") if number < 8 else ("p3", "p4", "p5")))
    others = {one["rule"]: one for one in count(world, ballot).result["others"] if one["rule"] != "equal-shares"}
    # By votes: sand (12), the swings (8, cheaper than the slide, which no longer fits), and table tennis (4).
    assert others["greedy"]["winners"] == ["p4", "p1", "p5"]
    assert others["greedy"]["with_something"] == 12


def test_the_result_page_says_for_whom_the_money_was(world, open_ballot):
    ballot, cards = open_ballot
    for number, card in enumerate(cards):
        vote(world, ballot, card, *(("p1", "p2", "p4") if number % 3 else ("p3", "p4", "p5")))
    shown = ballot_results.result(count(world, ballot))
    assert shown.cost + shown.left == 400_000
    assert shown.voters == 12
    assert shown.with_something == 12
    assert {one.option.project_id for one in shown.won} | {one.option.project_id for one in shown.lost} == {
        "p1", "p2", "p3", "p4", "p5"
    }  # fmt: skip
    assert sum(voters for _things, voters, _payers in shown.reached) == 12
    assert len({one.way for one in shown.others}) == 7
    assert all(one.each > 0 for one in shown.won if not one.by_votes)


def test_nobody_voting_is_a_result_too(world, open_ballot):
    counted = count(world, open_ballot[0])
    assert (counted.voters, counted.state) == (0, Ballot.State.COUNTED)


def test_no_file_before_the_count(world, open_ballot):
    ballot, cards = open_ballot
    vote(world, ballot, cards[0])
    with pytest.raises(questions.NotCounted):
        ballot_files.published(ballot)


def test_the_protocol_holds_what_the_council_signs(world, open_ballot, client):
    import pypdfium2

    ballot, cards = open_ballot
    for card in cards:
        vote(world, ballot, card)
    address = f"/en/{world.ours.slug}/ballots/{ballot.slug}/protocol.pdf"
    assert client.get(address).status_code == 404
    counted = count(world, ballot)
    pages = pypdfium2.PdfDocument(io.BytesIO(client.get(address).content))
    text = " ".join(page.get_textpage().get_text_range() for page in pages)
    assert "12 made, 0 of them lost" in text
    assert counted.result["checksums"]["pb"][:32] in text
    assert "Signatures" in text


def test_what_each_paid_is_the_nearest_whole_lek_as_in_the_voters_browser(world, open_ballot, client):
    ballot, cards = open_ballot
    for card in cards[:6]:
        vote(world, ballot, card)
    count(world, ballot)
    page = client.get(f"/en/{world.ours.slug}/ballots/{ballot.slug}/result/").content.decode()
    assert "11,667 lek from each" in page.replace("\u00a0", " ")  # 70 000 : 6


def test_each_way_that_a_result_is_set_beside_has_words():
    used = {
        (one.rule.value, one.completion.value if one.rule is equal_shares.Rule.EQUAL_SHARES else None)
        for one in counting.OTHERS
    }
    assert used <= set(ballot_results.WAYS)
