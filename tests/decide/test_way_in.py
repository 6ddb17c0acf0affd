"""The public page of an open vote: all there is to choose for everybody, straight in with a card, nothing of who voted."""

import re
from datetime import timedelta

import pytest
import time_machine
from django.core.cache import cache

from firstdoor.core import codes
from firstdoor.decide.models import Ballot, BallotAlarm, BallotPaper, Option
from tests.decide.test_ballots import COSTS, NAMES, opened, prepared, vote
from tests.world import World


@pytest.fixture
def world(db):
    cache.clear()
    return World()


def address(world, ballot, what=""):
    return f"/en/{world.ours.slug}/ballots/{ballot.slug}/{what}"


def text(answer):
    return answer.content.decode()


def names(page):
    return [one for one in re.findall(r'class="tn[^>]*>([^<]+)<', page) if one in NAMES]


def with_a_picture(world, ballot):
    Option.objects.of(world.ours).filter(ballot=ballot, project_id="p1").update(picture="nest-swing")


def test_everybody_sees_what_there_is_to_choose_its_price_the_money_the_days_and_how_it_is_counted(world, client):
    ballot = prepared(world)
    with_a_picture(world, ballot)
    assert client.get(address(world, ballot)).status_code == 404, "what is being prepared is nobody's"
    ballot, _cards = opened(world)
    with_a_picture(world, ballot)
    page = text(client.get(address(world, ballot)))
    assert sorted(names(page)) == sorted(NAMES)
    for cost in (*COSTS, ballot.budget):
        assert f"{cost:,}\N{NO-BREAK SPACE}lek" in page
    assert page.count('<svg class="pic"') == 1
    assert "Choose 3 or more" in page
    assert "Each voter has the same share of the money" in page
    assert "40 people want it" in page, "an example behind How?"
    assert "Count and result" in page
    assert page.index('name="code"') < page.index("Pingpong") < page.index('href="#vote"')


def test_without_any_picture_the_things_are_a_list(world, client):
    ballot, _cards = opened(world)
    page = text(client.get(address(world, ballot)))
    assert 'class="picbox' not in page
    assert [name for name in NAMES if f"<dt>{name}</dt>" not in re.sub(r"<span[^>]*>|</span>", "", page)] == []


def test_nothing_there_tells_how_many_have_voted(world, client):
    ballot, cards = opened(world)

    def page():
        return re.sub(
            r'name="csrfmiddlewaretoken" value="[^"]*"|nonce="[^"]*"', "", text(client.get(address(world, ballot)))
        )

    before = page()
    for card in cards[:5]:
        vote(world, ballot, card)
    assert page() == before


def test_the_code_on_a_card_leads_straight_to_the_choice_and_keeps_nothing(world, client):
    ballot, cards = opened(world)
    page = text(client.get(address(world, ballot, f"?code={codes.grouped(cards[0].code)}")))
    assert page.count('name="choice"') == len(NAMES)
    assert f'name="code" value="{codes.grouped(cards[0].code)}"' in page
    assert not BallotPaper.objects.exists()


def test_a_wrong_code_in_the_address_is_told_beside_the_field_and_counts_as_a_guess(world, client):
    ballot, _cards = opened(world)
    answer = client.get(address(world, ballot, "?code=K7M2"))
    assert answer.status_code == 422
    assert "A code has twelve signs" in text(answer)
    assert 'value="K7M2"' in text(answer)
    assert "Pingpong" in text(answer), "what there is to choose stays"
    guesses = [client.get(address(world, ballot, f"?code={codes.new_code(12)}")).status_code for _ in range(21)]
    assert guesses[0] == 422
    assert guesses[-1] == 429
    assert BallotAlarm.objects.get(ballot=ballot).kind == BallotAlarm.Kind.GUESSING


def test_none_of_the_things_stands_first_every_day_unless_all_see_one_order(world, client):
    ballot, _cards = opened(world)
    with_a_picture(world, ballot)

    def seen(day):
        with time_machine.travel(ballot.opens_at + timedelta(hours=2, days=day), tick=False):
            return names(text(client.get(address(world, ballot))))

    Ballot.objects.of(world.ours).filter(pk=ballot.pk).update(closes_at=ballot.closes_at + timedelta(days=9))
    assert len({seen(day)[0] for day in range(10)}) > 1
    assert seen(1) == seen(1)
    Ballot.objects.of(world.ours).filter(pk=ballot.pk).update(shuffled=False)
    assert seen(1) == seen(2) == NAMES


def in_other_language(page):
    """The buttons that bring the page back in the other language: (address, name, value)."""
    return re.findall(r'form="booth" formaction="([^"]*)" name="(\w+)" value="(\w+)"', page)


def test_a_voter_changes_the_language_and_keeps_what_is_ticked(world, client):
    ballot, cards = opened(world)
    here = address(world, ballot)
    there = here.replace("/en/", "/sq/")
    page = text(client.post(here, {"code": cards[0].code}))
    assert in_other_language(page) == [(there, "language", "1")]
    back = text(client.post(there, {"code": cards[0].code, "step": "check", "language": "1", "choice": ["p2"]}))
    assert "Zgjidhni 3 ose më shumë" in back
    assert 'role="alert"' not in back, "two are still to be chosen, and nobody sent anything"
    assert re.findall(r'value="(p\d)"[^>]* checked', back) == ["p2"]
    assert f'name="code" value="{cards[0].code}"' in back

    chosen = {"code": cards[0].code, "choice": ["p1", "p2", "p4"]}
    check = text(client.post(there, {**chosen, "step": "check"}))
    assert in_other_language(check) == [(here, "step", "check")]
    again = text(client.post(here, {**chosen, "step": "check"}))
    assert "Is this what you choose?" in again
    assert sorted(re.findall(r'name="choice" value="(p\d)"', again)) == ["p1", "p2", "p4"]
    assert not BallotPaper.objects.exists()


def test_enter_in_the_booth_presses_no_language(world, client):
    ballot, cards = opened(world)
    page = text(client.post(address(world, ballot), {"code": cards[0].code}))
    first = re.search(r'<button[^>]*form="booth"[^>]*>', page)[0]
    assert "name=" not in first
    assert "formaction" not in first


@pytest.mark.parametrize("what", ["", "done/", "class/", "receipt/"])
def test_each_page_of_a_vote_leads_to_itself_in_the_other_language(world, client, what):
    ballot, cards = opened(world)
    query = f"?receipt={codes.grouped(vote(world, ballot, cards[0]))}" if what == "done/" else ""
    page = text(client.get(address(world, ballot, what) + query))
    assert f'href="{address(world, ballot, what).replace("/en/", "/sq/")}{query}"' in page
