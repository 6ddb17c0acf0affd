"""Co-decision: who may vote, what is forgotten, and that the count is right, once, and anybody's to repeat."""

import io
import threading
from datetime import timedelta

import pytest
import time_machine
from django.core.exceptions import ValidationError
from django.db import connection, transaction
from django.utils import timezone

from firstdoor.core import audit_heads, keys, texts
from firstdoor.core.actor import ANYBODY, system
from firstdoor.core.models import Audit
from firstdoor.core.rights import NotAllowed
from firstdoor.decide.models import Ballot, BallotPaper, CastLink, VotingCode
from firstdoor.decide.services import ballots
from firstdoor.decide.services.ballots import counting
from firstdoor.decide.services.ballots.preparing import sealing_key
from tests.world import World, a_cycle

BY = system("test")
NAMES = ["Shilarës", "Rrëshqitëse", "Piramidë", "Rërë", "Pingpong"]
COSTS = [160_000, 180_000, 320_000, 70_000, 110_000]


def prepared(world):
    now = timezone.now()
    ballot = ballots.prepare_ballot(
        by=BY, municipality=world.ours, title=texts.make("sq", "Këndi i lojërave"), question=texts.make("sq", "Çfarë?"),
        electorate=texts.make("sq", "Nxënësit dhe prindërit"), budget=400_000, opens_at=now - timedelta(hours=1),
        closes_at=now + timedelta(days=3),
    )  # fmt: skip
    for name, cost in zip(NAMES, COSTS, strict=True):
        ballots.put_option(by=BY, municipality=world.ours, ballot=ballot, name=texts.make("sq", name), cost=cost)
    return ballot


def opened(world, n=12):
    ballot = prepared(world)
    cards = ballots.make_cards(by=BY, municipality=world.ours, ballot=ballot, n=n)
    ballots.open_ballot(by=BY, municipality=world.ours, ballot=ballot)
    ballot.refresh_from_db()
    return ballot, cards


@pytest.fixture
def world(db):
    return World()


@pytest.fixture
def open_ballot(world):
    return opened(world)


def vote(world, ballot, card, *choices):
    return ballots.cast(
        by=ANYBODY, municipality=world.ours, ballot=ballot, code=card.code, choices=choices or ("p1", "p2", "p4")
    )


def printed_over(page):
    """Pairs of pieces of text on a PDF's page of which one covers the other, each with its place in points."""
    words = page.get_textpage()
    pieces = [words.get_rect(at) for at in range(words.count_rects())]
    return [
        [(words.get_text_bounded(*piece), piece) for piece in (one, other)]
        for at, one in enumerate(pieces)
        for other in pieces[:at]
        if min(one[2], other[2]) - max(one[0], other[0]) > 1 and min(one[3], other[3]) - max(one[1], other[1]) > 1
    ]


def after_close(ballot):
    return time_machine.travel(ballot.closes_at + timedelta(minutes=1), tick=False)


def count(world, ballot):
    with after_close(ballot):
        return ballots.count_ballot(by=BY, municipality=world.ours, ballot=ballot)


def test_without_an_electorate_it_cannot_be_opened(world):
    with pytest.raises(ValidationError, match="Nobody could vote"):
        ballots.open_ballot(by=BY, municipality=world.ours, ballot=prepared(world))


def test_a_code_votes_once_and_may_change_until_the_close(world, open_ballot):
    ballot, cards = open_ballot
    vote(world, ballot, cards[0])
    vote(world, ballot, cards[0], "p2", "p3", "p5")
    assert list(BallotPaper.objects.filter(ballot=ballot).values_list("choices", flat=True)) == [["p2", "p3", "p5"]]
    with after_close(ballot), pytest.raises(ballots.TooLate):
        vote(world, ballot, cards[1])


@pytest.mark.parametrize("typed", ["", "K7M2", "0000-0000-0001", "K7M2-9XQ4-AAAA", "<script>", "é" * 12])
def test_a_wrong_code_is_told_and_counts_nothing(world, open_ballot, typed):
    with pytest.raises(ballots.CodeRefused):
        ballots.cast(by=ANYBODY, municipality=world.ours, ballot=open_ballot[0], code=typed, choices=("p1", "p2", "p4"))
    assert not BallotPaper.objects.exists()


def test_codes_are_forgiven_their_spelling(world, open_ballot):
    ballot, cards = open_ballot
    typed = cards[0].code.lower().replace("0", "o")
    assert ballots.check_code(world.ours, ballot, f" {typed[:4]}-{typed[4:8]} {typed[8:]} ")


@pytest.mark.parametrize("choices", [(), ("p1", "p2"), ("p1", "p1", "p2"), ("p1", "p2", "p9")])
def test_three_or_more_of_what_is_on_the_ballot(world, open_ballot, choices):
    ballot, cards = open_ballot
    with pytest.raises(ValidationError):
        ballots.cast(by=ANYBODY, municipality=world.ours, ballot=ballot, code=cards[0].code, choices=choices)


def test_a_lost_card_is_dead_its_vote_taken_back_and_the_new_one_votes(world, open_ballot):
    ballot, cards = open_ballot
    vote(world, ballot, cards[0])
    ballots.declare_dead(by=BY, municipality=world.ours, ballot=ballot, serial=cards[0].serial)
    assert not BallotPaper.objects.filter(ballot=ballot).exists()
    with pytest.raises(ballots.CodeRefused, match="lost"):
        vote(world, ballot, cards[0])
    (new,) = ballots.make_cards(by=BY, municipality=world.ours, ballot=ballot, n=1)
    vote(world, ballot, new)


def test_without_its_key_a_vote_stays_as_it_was_cast(world, open_ballot):
    ballot, cards = open_ballot
    vote(world, ballot, cards[0])
    keys.destroy(sealing_key(ballot))
    with pytest.raises(ValidationError, match="key of the ballot is gone"):
        vote(world, ballot, cards[0], "p2", "p3", "p5")
    assert count(world, ballot).voters == 1


def test_codes_are_stored_only_as_hashes(world, open_ballot):
    ballot, cards = open_ballot
    stored = repr(list(VotingCode.objects.filter(ballot=ballot).values()))
    assert not any(card.code in stored for card in cards)


def test_an_open_ballot_changes_no_more(world, open_ballot):
    ballot, _cards = open_ballot
    with pytest.raises(ValidationError, match="any more"):
        ballots.put_option(by=BY, municipality=world.ours, ballot=ballot, name=texts.make("sq", "Tjetër"), cost=1)


def test_nobody_counts_before_the_close(world, open_ballot):
    with pytest.raises(ValidationError, match="before the close"):
        ballots.count_ballot(by=BY, municipality=world.ours, ballot=open_ballot[0])


def test_the_cycle_calls_co_decision_completed_with_the_last_vote_and_names_the_next(world, open_ballot, client):
    cycle = a_cycle(world, world.ours)
    step = cycle.steps.get(kind="ballot")
    other, _cards = opened(world)
    count(world, open_ballot[0])
    step.refresh_from_db()
    assert step.done_at is None
    count(world, other)
    step.refresh_from_db()
    assert step.done_at is not None
    client.force_login(world.people["coach"])
    address = f"/en/desk/{world.ours.slug}/cycle/"
    assert "Another vote goes on" not in client.get(address).content.decode()
    opened(world)
    assert "Another vote goes on: Këndi i lojërave, until" in client.get(address).content.decode()


@pytest.mark.parametrize("role", ["action_group", "coach", "mayor", "administrator", "community_focal_point"])
def test_who_keeps_the_ballot_counts_it(world, open_ballot, role):
    with after_close(open_ballot[0]), pytest.raises(NotAllowed):
        ballots.count_ballot(by=world.actor(role), municipality=world.ours, ballot=open_ballot[0])


def test_votes_leave_no_trace_of_who_when_or_in_what_order(world, open_ballot):
    ballot, cards = open_ballot
    before = Audit.objects.count()
    for card in cards:
        vote(world, ballot, card)
    assert Audit.objects.count() == before
    columns = {field.name for model in (BallotPaper, CastLink) for field in model._meta.concrete_fields}
    assert not {name for name in columns if name.endswith("_at") or "serial" in name}
    if connection.vendor == "sqlite":
        with connection.cursor() as cursor:
            cursor.execute("SELECT rowid FROM decide_ballotpaper")
            places = [row[0] for row in cursor.fetchall()]
        assert min(places) > 10**6
    assert all(paper.pk.version == 4 for paper in BallotPaper.objects.filter(ballot=ballot))
    # Sealed tokens begin with the moment they were made; here all with the same.
    assert {bytes(link.sealed_paper)[:11] for link in CastLink.objects.filter(ballot=ballot)} == {b"gAAAAAAAAAA"}


def test_after_the_count_nothing_links_a_code_to_a_paper(world, open_ballot):
    ballot, cards = open_ballot
    for card in cards:
        vote(world, ballot, card)
    old = set(BallotPaper.objects.filter(ballot=ballot).values_list("pk", flat=True))
    counted = count(world, ballot)
    assert not CastLink.objects.exists()
    assert not keys.exists(sealing_key(ballot))
    assert not old & set(BallotPaper.objects.filter(ballot=ballot).values_list("pk", flat=True))
    assert counted.voters == 12
    assert counted.papers_digest == counting.papers_digest([["p1", "p2", "p4"]] * 12)
    assert audit_heads.verify()[1] == []


def test_a_second_count_gives_the_same_and_a_counted_ballot_is_frozen(world, open_ballot):
    ballot, cards = open_ballot
    vote(world, ballot, cards[0])
    first = count(world, ballot).result
    papers = set(BallotPaper.objects.filter(ballot=ballot).values_list("pk", flat=True))
    assert count(world, ballot).result == first
    assert papers == set(BallotPaper.objects.filter(ballot=ballot).values_list("pk", flat=True))
    with pytest.raises(Exception, match="frozen"), transaction.atomic():
        Ballot.objects.of(world.ours).filter(pk=ballot.pk).update(voters=99)


def test_killed_half_way_nothing_has_happened(world, open_ballot, monkeypatch):
    ballot, cards = open_ballot
    vote(world, ballot, cards[0])

    def die(*_args, **_options):
        raise KeyboardInterrupt

    monkeypatch.setattr(counting, "counted", die)
    with pytest.raises(KeyboardInterrupt):
        count(world, ballot)
    assert CastLink.objects.filter(ballot=ballot).count() == 1
    assert keys.exists(sealing_key(ballot))
    monkeypatch.undo()
    assert count(world, ballot).voters == 1


@pytest.mark.django_db(transaction=True)
def test_two_who_count_at_once_get_one_result():
    world = World()
    ballot, cards = opened(world, n=6)
    for card in cards:
        vote(world, ballot, card)
    results, troubles = [], []

    def go():
        try:
            results.append(ballots.count_ballot(by=BY, municipality=world.ours, ballot=ballot).papers_digest)
        except Exception as trouble:
            troubles.append(trouble)
        finally:
            connection.close()

    Ballot.objects.of(world.ours).filter(pk=ballot.pk).update(
        opens_at=timezone.now() - timedelta(days=9), closes_at=timezone.now() - timedelta(seconds=1)
    )
    threads = [threading.Thread(target=go) for _ in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert troubles == []
    assert len(results) == 2
    assert len(set(results)) == 1
    assert BallotPaper.objects.filter(ballot=ballot).count() == 6


def test_cards_are_printed_with_a_code_that_a_camera_reads(world, open_ballot):
    import pypdfium2
    import zxingcpp

    from firstdoor.decide.documents import cards_pdf

    ballot, cards = open_ballot
    pdf = cards_pdf(world.ours, ballot, cards, "https://example.org/en/roskovec/ballots/x/")
    pages = pypdfium2.PdfDocument(io.BytesIO(pdf))
    read = [found.text for page in pages for found in zxingcpp.read_barcodes(page.render(scale=3).to_pil())]
    words = pages[0].get_textpage().get_text_range()
    assert words.count("Nxënësit dhe prindërit") == words.count("Choose 3 or more.") == 10
    assert sorted(text.split("code=")[1] for text in read) == sorted(
        "-".join(card.code[n : n + 4] for n in (0, 4, 8)) for card in cards
    )


def test_on_a_card_nothing_is_printed_over_the_code(world, open_ballot):
    import pypdfium2

    from firstdoor.decide.documents import cards_pdf

    ballot, cards = open_ballot
    ballot.title = texts.make("sq", "Rruga e gjatë " * 8)
    ballot.question = texts.make("sq", "Cilat punë bëjmë këtë vit në rrugë? " * 5)
    ballot.electorate = texts.make("sq", "Banorët e fshatit mbi 12 vjeç " * 6)
    ballot.marking, ballot.points, ballot.most_each = Ballot.Marking.POINTS, 10, 5
    pdf = cards_pdf(world.ours, ballot, cards[:10], "https://example.org/sq/roskovec/ballots/nje-emer-i-gjate/", "5B")
    pages = pypdfium2.PdfDocument(io.BytesIO(pdf))
    assert len(pages) == 1
    assert printed_over(pages[0]) == []


def test_the_address_on_a_card_is_that_of_all_votes_and_broken_only_after_a_slash(world, open_ballot):
    import pypdfium2

    from firstdoor.decide.documents import cards_pdf

    ballot, cards = open_ballot
    slug = "femijet-zgjedhin-pajisjet-e-lojes-ne-strum"
    for host, lines in (
        ("siguria.roskovec.gov.al", ["siguria.roskovec.gov.al/sq/roskovec/ballots/"]),
        ("siguria.bashkia-roskovec.gov.al", ["siguria.bashkia-roskovec.gov.al/sq/roskovec/", "ballots/"]),
    ):
        pdf = cards_pdf(world.ours, ballot, cards[:1], f"https://{host}/sq/roskovec/ballots/{slug}/")
        said = pypdfium2.PdfDocument(io.BytesIO(pdf))[0].get_textpage().get_text_range().split("\r\n")
        begun = next(at for at, line in enumerate(said) if line.startswith(host))
        assert [line.strip() for line in said[begun : begun + len(lines)]] == lines
