"""One device for a class: a key for hours, a turn for each child, no more votes than children, and nothing but how many."""

from datetime import timedelta

import pytest
import time_machine
from django.core.exceptions import ValidationError
from django.utils import timezone

from firstdoor.core import codes
from firstdoor.core.actor import ANYBODY
from firstdoor.core.rights import NotAllowed
from firstdoor.decide.models import BallotAlarm, BallotPaper, CastLink, ClassKey, VoteReceipt
from firstdoor.decide.selectors import ballots as questions
from firstdoor.decide.services import ballots
from tests.decide.test_ballots import BY, count, opened, prepared
from tests.world import World

CHOICE = ["p1", "p2", "p4"]


@pytest.fixture
def world(db):
    return World()


def made(world, ballot, **values):
    now = timezone.now()
    hours = {"opens_at": now - timedelta(minutes=5), "closes_at": now + timedelta(minutes=40)}
    code = ballots.make_class_key(
        by=BY, municipality=world.ours, ballot=ballot, **{"batch": "5B", "children": 2, **hours, **values}
    )
    return code, ClassKey.objects.of(world.ours).latest("id")


def address(world, ballot):
    return f"/en/{world.ours.slug}/ballots/{ballot.slug}/class/"


def turn_in(answer):
    return answer.content.decode().split('name="code" value="')[1].split('"')[0]


def test_children_vote_one_after_the_other_and_no_more_than_there_are(world, client):
    ballot, _cards = opened(world)
    code, _key = made(world, ballot)
    page = address(world, ballot)
    assert client.post(page, {"code": code.lower()}).status_code == 302
    for number in (1, 2):
        turn = turn_in(client.post(page, {"next": "1"}))
        check = client.post(page, {"code": turn, "step": "check", "choice": CHOICE})
        assert "Is this what you choose" in check.content.decode()
        assert "can't be changed once it is sent" in check.content.decode()
        sent = client.post(page, {"code": turn, "step": "send", "choice": CHOICE}, follow=True).content.decode()
        assert f"<b>{number}</b>" in sent
        # The same vote sent again, by a second press or the way back, is not another one.
        assert client.post(page, {"code": turn, "step": "send", "choice": CHOICE}).status_code == 422
    assert client.post(page, {"next": "1"}).status_code == 422
    assert BallotPaper.objects.filter(ballot=ballot).count() == VoteReceipt.objects.filter(ballot=ballot).count() == 2
    assert not CastLink.objects.exists()
    assert count(world, ballot).voters == 2


def test_the_way_back_shows_nothing_of_what_the_child_before_chose(world, client):
    ballot, _cards = opened(world)
    code, _key = made(world, ballot)
    page = address(world, ballot)
    client.post(page, {"code": code})
    turn = turn_in(client.post(page, {"next": "1"}))
    mine = client.post(page, {"code": turn, "step": "change", "choice": ["p2", "p3"]})
    assert " checked data-cost" in mine.content.decode()
    assert f'class="back" href="{page}"' in mine.content.decode()
    sent = client.post(page, {"code": turn, "step": "send", "choice": CHOICE})
    assert sent["Location"] == f"{page}?sent=1"
    others = turn_in(client.post(page, {"next": "1"}))
    for step in ("", "check", "change", "send"):
        for old in (turn, ""):
            again = client.post(page, {"code": old, "step": step, "choice": CHOICE})
            assert again.status_code == 422
            assert "Shilarës" not in again.content.decode()
            assert again["Cache-Control"] == "no-store"
    assert " checked data-cost" not in client.post(page, {"code": others, "step": ""}).content.decode()
    assert BallotPaper.objects.filter(ballot=ballot).count() == 1


@pytest.mark.parametrize("minutes", [-30, 60, 60 * 24 * 9])
def test_outside_its_hours_a_key_is_refused_and_the_desk_alarmed(world, client, minutes):
    ballot, _cards = opened(world)
    code, _key = made(world, ballot)
    with time_machine.travel(timezone.now() + timedelta(minutes=minutes), tick=False):
        answer = client.post(address(world, ballot), {"code": code})
    assert answer.status_code == 422
    assert "only in its hours" in answer.content.decode()
    assert BallotAlarm.objects.of(world.ours).get().kind == BallotAlarm.Kind.AFTER_HOURS


def test_a_device_left_open_locks_itself_when_the_hours_are_over(world, client):
    ballot, _cards = opened(world)
    code, key = made(world, ballot)
    client.post(address(world, ballot), {"code": code})
    turn = turn_in(client.post(address(world, ballot), {"next": "1"}))
    with time_machine.travel(key.closes_at + timedelta(seconds=1), tick=False):
        late = client.post(address(world, ballot), {"code": turn, "step": "send", "choice": CHOICE})
    assert late.status_code == 422
    assert "locked" in late.content.decode()
    assert "This vote was not counted." in late.content.decode()
    assert not BallotPaper.objects.exists()
    assert BallotAlarm.objects.of(world.ours).count() == 1


def test_a_stopped_key_opens_nothing_and_its_votes_stay(world, client):
    ballot, _cards = opened(world)
    code, key = made(world, ballot)
    key = ballots.next_child(world.ours, key)
    ballots.cast_in_class(by=ANYBODY, municipality=world.ours, ballot=ballot, key=key, turn=key.turn, choices=CHOICE)
    client.force_login(world.people["municipal_focal_point"])
    stop = f"/en/desk/{world.ours.slug}/ballots/{ballot.slug}/class/{key.pk}/stop/"
    asked = client.post(stop)
    assert "Stop the key of" in asked.content.decode()
    assert questions.class_key(ballot, key.pk).stopped_at is None
    assert client.post(stop, {"sure": "1"}).status_code == 302
    client.logout()
    assert "stopped" in client.post(address(world, ballot), {"code": code}).content.decode()
    assert count(world, ballot).voters == 1


def test_a_second_device_takes_over_the_turn_of_the_first(world):
    ballot, _cards = opened(world)
    _code, key = made(world, ballot)
    first = ballots.next_child(world.ours, key).turn
    ballots.next_child(world.ours, key)
    with pytest.raises(ballots.TurnOver):
        ballots.cast_in_class(by=ANYBODY, municipality=world.ours, ballot=ballot, key=key, turn=first, choices=CHOICE)
    assert not BallotPaper.objects.exists()


@pytest.mark.parametrize(
    ("values", "field"),
    [
        ({"children": 0}, "children"), ({"children": 61}, "children"), ({"batch": " "}, "batch"),
        ({"closes_at": timezone.now() - timedelta(days=1)}, "until"),
        ({"closes_at": timezone.now() + timedelta(hours=9)}, "until"),
        ({"opens_at": timezone.now() - timedelta(hours=3)}, "day"),
    ],
)  # fmt: skip
def test_a_key_out_of_range_is_told_beside_the_field(world, values, field):
    ballot, _cards = opened(world)
    with pytest.raises(ValidationError) as refused:
        made(world, ballot, **values)
    assert field in refused.value.message_dict


def test_a_class_is_an_electorate_and_only_who_prints_cards_makes_keys(world):
    ballot = prepared(world)
    _code, key = made(world, ballot)
    with pytest.raises(NotAllowed):
        ballots.stop_class_key(by=world.actor("action_group"), municipality=world.ours, key=key)
    ballots.stop_class_key(by=BY, municipality=world.ours, key=key)
    with pytest.raises(ValidationError, match="Nobody could vote"):
        ballots.open_ballot(by=BY, municipality=world.ours, ballot=ballot)
    made(world, ballot)
    ballots.open_ballot(by=BY, municipality=world.ours, ballot=ballot)


def test_a_key_is_shown_once_and_stored_as_a_hash(world, client):
    ballot, _cards = opened(world)
    client.force_login(world.people["municipal_focal_point"])
    now = timezone.localtime()
    sent = {
        "batch": "5B", "children": "20", "day": (now + timedelta(days=1)).strftime("%Y-%m-%d"), "since": "09:00",
        "until": "10:00",
    }  # fmt: skip
    answer = client.post(f"/en/desk/{world.ours.slug}/ballots/{ballot.slug}/class/", sent)
    code = answer.content.decode().split('class="bigcode num">')[1].split("<")[0]
    assert answer["Cache-Control"] == "no-store"
    assert f"http://testserver/en/{world.ours.slug}/ballots/{ballot.slug}/class/" in answer.content.decode()
    assert code.replace("-", "") not in repr(list(ClassKey.objects.of(world.ours).values()))
    assert ClassKey.objects.of(world.ours).get().children == 20


def test_consent_is_noted_apart_without_a_name(world, client):
    ballot, _cards = opened(world)
    client.force_login(world.people["action_group"])
    desk = f"/en/desk/{world.ours.slug}/ballots/{ballot.slug}/"
    sent = {
        "batch": "5B", "given_by": "parents", "children": "21", "kept_at": "The school's secretary",
        "day": f"{timezone.localdate():%Y-%m-%d}",
    }  # fmt: skip
    tomorrow = f"{timezone.localdate() + timedelta(days=1):%Y-%m-%d}"
    assert client.post(f"{desk}consent/", sent | {"day": tomorrow}).status_code == 422
    assert client.post(f"{desk}consent/", sent | {"children": "0"}).status_code == 422
    assert client.post(f"{desk}consent/", sent).status_code == 302
    page = client.get(desk).content.decode()
    assert "21 children" in page
    assert "The school&#x27;s secretary" in page
    count(world, ballot)
    assert client.post(f"{desk}consent/", sent).status_code == 422


def test_the_teachers_sheet_holds_her_key_and_opens_the_device_and_is_made_only_with_the_key(world, client):
    import io

    import pypdfium2
    import zxingcpp

    ballot, _cards = opened(world)
    code, key = made(world, ballot, batch="5B", children=23)
    desk = f"/en/desk/{world.ours.slug}/ballots/{ballot.slug}/"
    assert client.post(f"{desk}class/sheet/", {"code": code}).status_code == 302  # to sign in
    client.force_login(world.people["municipal_focal_point"])
    answer = client.post(f"{desk}class/sheet/", {"code": codes.grouped(code), "language": "en"})
    assert answer["Content-Type"] == "application/pdf"
    assert answer["Cache-Control"] == "no-store"
    (page,) = pypdfium2.PdfDocument(io.BytesIO(answer.content))
    words = " ".join(page.get_textpage().get_text_range().split())
    for said in (codes.grouped(code), "5B", "23, no more votes", "The next child begins", "Choose 3 or more"):
        assert said in words
    (read,) = zxingcpp.read_barcodes(page.render(scale=3).to_pil())
    assert read.text.endswith(address(world, ballot))
    assert code not in read.text
    ours = client.post(f"{desk}class/sheet/", {"code": codes.grouped(code), "language": "xx"})
    (page,) = pypdfium2.PdfDocument(io.BytesIO(ours.content))  # in the place's own language, and so its address
    (read,) = zxingcpp.read_barcodes(page.render(scale=3).to_pil())
    assert "/sq/" in read.text
    ballots.stop_class_key(by=BY, municipality=world.ours, key=key)
    for wrong in (code, "K7M2-9XQ4-AAAA", "", "x" * 500):
        told = client.post(f"{desk}class/sheet/", {"code": wrong})
        assert told.status_code == 302
        assert told["Location"] == desk


def test_the_page_that_shows_a_key_offers_its_sheet(world, client):
    ballot, _cards = opened(world)
    desk = f"/en/desk/{world.ours.slug}/ballots/{ballot.slug}/class/"
    tomorrow = timezone.localtime() + timedelta(days=1)
    with time_machine.travel(tomorrow.replace(hour=9, minute=0), tick=False):
        client.force_login(world.people["municipal_focal_point"])
        sent = {"batch": "5B", "children": "3", "day": f"{tomorrow:%Y-%m-%d}", "since": "10:00", "until": "11:00"}
        page = client.post(desk, sent).content.decode()
        code = page.split('name="code" value="')[1].split('"')[0]
        assert client.post(f"{desk}sheet/", {"code": code})["Content-Type"] == "application/pdf"


@pytest.mark.parametrize(("typed", "words"), [("ABCD", "twelve signs"), ("AAAA-AAAA-AAAA", "One sign is not right")])
def test_a_mistyped_key_is_told_by_what_is_wrong_with_it(world, client, typed, words):
    ballot, _cards = opened(world)
    made(world, ballot)
    answer = client.post(address(world, ballot), {"code": typed})
    assert answer.status_code == 422
    assert words in answer.content.decode()


def test_children_change_the_language_only_where_the_teacher_lets_them_and_their_turn_goes_on(world, client):
    ballot, _cards = opened(world)
    code, _key = made(world, ballot)
    page = address(world, ballot)
    there = page.replace("/en/", "/sq/")
    client.post(page, {"code": code})
    assert f'href="{there}"' in client.get(page).content.decode(), "between two children the teacher may"
    assert "formaction" not in client.post(page, {"next": "1"}).content.decode()
    client.post(page, {"end": "1"})
    wrong = client.post(page, {"code": "K7M2", "languages": "on"}).content.decode()
    assert 'name="languages" checked' in wrong, "what was ticked stays with a mistyped key"
    client.post(page, {"code": code, "languages": "on"})
    mine = client.post(page, {"next": "1"})
    assert f'formaction="{there}"' in mine.content.decode()
    back = client.post(there, {"code": turn_in(mine), "step": "check", "language": "1", "choice": ["p1", "p2"]})
    assert "Zgjidhni 3 ose më shumë" in back.content.decode()
    assert back.content.decode().count(" checked data-cost") == 2
    assert turn_in(back) == turn_in(mine)
    sent = client.post(there, {"code": turn_in(mine), "step": "send", "choice": CHOICE})
    assert sent["Location"] == f"{page}?sent=1", "the next child begins in the teacher's language"
