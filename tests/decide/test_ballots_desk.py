"""A ballot at the desk: asked before it opens, told what is ready, and its forms in plain words."""

import pytest

from firstdoor.decide.models import Ballot, PaperSheet
from firstdoor.decide.selectors.ideas import stages
from firstdoor.decide.services import ballots
from tests.decide.test_ballots import BY, after_close, count, opened, prepared, vote
from tests.world import World


@pytest.fixture
def world(db):
    return World()


@pytest.fixture
def desk(world, client):
    client.force_login(world.people["municipal_focal_point"])
    return client


def at(world, ballot, what=""):
    return f"/en/desk/{world.ours.slug}/ballots/{ballot.slug}/{what}"


def state_of(ballot):
    ballot.refresh_from_db()
    return ballot.state


def test_the_vote_opens_only_after_it_was_asked_with_all_that_will_be_fixed(world, desk):
    ballot = prepared(world)
    ballots.make_cards(by=BY, municipality=world.ours, ballot=ballot, n=24)
    PaperSheet.objects.create(municipality=world.ours, ballot=ballot, number="123450")
    asked = desk.post(at(world, ballot, "step/"), {"what": "open"})
    assert asked.status_code == 200
    assert state_of(ballot) == Ballot.State.DRAFT
    page = " ".join(asked.content.decode().replace("\u00a0", " ").split())
    for told in (
        "Open the vote?", "Piramidë", "320,000 lek", "400,000 lek", "Each ticks what she likes", "Choose 3 or more",
        "equal share", "at a tie the cheaper one wins", "24 code cards", "1 paper ballot", "not a trial", "Not yet",
    ):  # fmt: skip
        assert told in page, told
    assert desk.post(at(world, ballot, "step/"), {"what": "open", "sure": "1"}).status_code == 302
    assert state_of(ballot) == Ballot.State.OPEN


def test_who_may_not_open_a_vote_is_not_asked_either(world, client):
    ballot = prepared(world)
    client.force_login(world.people["action_group"])
    assert client.post(at(world, ballot, "step/"), {"what": "open"}).status_code == 404


def test_cards_that_were_made_are_told_and_listed_while_the_file_goes_to_the_downloads(world, desk):
    ballot = prepared(world)
    page = at(world, ballot, "cards/")
    assert "Made so far" not in desk.get(page).content.decode()
    file = desk.post(page, {"n": "24", "batch": "5B", "file_token": "00ff"})
    assert file["Content-Disposition"].startswith("attachment")
    assert file["Cache-Control"] == "no-store"
    assert (file.cookies["firstdoor_file"].value, file.cookies["firstdoor_file"]["max-age"]) == ("00ff", 60)
    told = desk.get(page).content.decode()
    assert "24 cards are made, numbers 0001 to 0024." in told
    desk.post(page, {"n": "1", "batch": "5C"})
    ballots.declare_dead(by=BY, municipality=world.ours, ballot=ballot, serial="3")
    listed = desk.get(page).content.decode()
    for words in ("Made so far", "5B", "numbers 0001 to 0024", "1 of them lost", "5C", "number 0025"):
        assert words in listed, words
    assert f'data-file="{page}"' in listed


@pytest.mark.parametrize("token", ["", "x; Path=/", "é", "0" * 33])
def test_only_a_token_comes_back_as_a_cookie(world, desk, token):
    file = desk.post(at(world, prepared(world), "cards/"), {"n": "1", "file_token": token})
    assert file.status_code == 200
    assert "firstdoor_file" not in file.cookies


def test_paper_ballots_that_were_made_are_told_on_the_next_page(world, desk):
    ballot = prepared(world)
    assert desk.post(at(world, ballot, "paper/print/"), {"n": "2", "size": "a5"}).status_code == 200
    assert "2 paper ballots are made." in desk.get(at(world, ballot, "paper/")).content.decode()


NEW = {
    "title_sq": "Sheshi", "question_sq": "Çfarë?", "electorate_sq": "Të gjithë", "budget": "900 000 lekë",
    "marking": "approval", "points": "", "at_least": "3", "opens": "2031-03-03", "opens_time": "08:00",
    "closes": "2031-03-13", "closes_time": "20:00", "shuffled": "on",
}  # fmt: skip


def test_every_field_of_a_new_vote_is_asked_for(world, desk):
    answer = desk.get(f"/en/desk/{world.ours.slug}/ballots/new/")
    page = answer.content.decode()
    assert [name for name in answer.context["form"].fields if f'name="{name}"' not in page] == []


def test_a_new_vote_is_asked_for_in_groups_with_what_is_rarely_changed_folded_below(world, desk):
    new = f"/en/desk/{world.ours.slug}/ballots/new/"
    page = desk.get(new).content.decode()
    legends = (
        "What is decided",
        "The voters",
        "When people vote",
        "Ticks or points",
        "More settings",
        "In another language",
    )
    places = [page.index(f">{legend}<") for legend in legends]
    assert places == sorted(places)
    assert "<details open>" not in page
    assert 'value="08:00"' in page
    assert 'value="20:00"' in page
    assert page.index('name="points"') > page.index('class="spread"')
    answer = desk.post(new, NEW)
    assert answer.status_code == 302
    ballot = Ballot.objects.of(world.ours).get()
    assert (ballot.budget, ballot.marking, ballot.shuffled) == (900_000, "approval", True)


@pytest.mark.parametrize(
    ("wrong", "words", "field"),
    [
        ({"opens": ""}, "Choose the day on which people can begin to vote.", "opens"),
        ({"closes": "2031-03-01"}, "The vote would close before it opens on 3 March 2031", "closes"),
        ({"ideas_from": "2031-02-03"}, "Choose both days", "ideas_until"),
        ({"ideas_until": "2031-02-03"}, "Choose both days", "ideas_from"),
        ({"ideas_from": "2031-02-03", "ideas_until": "2031-02-01"}, "Ideas would end before they begin", "ideas_until"),
        ({"ideas_from": "2031-02-03", "ideas_until": "2031-03-03"}, "on a day before the vote opens", "ideas_until"),
    ],
)  # fmt: skip
def test_what_is_wrong_with_a_day_stands_beside_it_in_an_opened_group(world, desk, wrong, words, field):
    answer = desk.post(f"/en/desk/{world.ours.slug}/ballots/new/", NEW | wrong)
    assert answer.status_code == 422
    assert words in answer.context["form"].errors[field][0].replace("\u00a0", " ")
    page = answer.content.decode()
    assert 'value="900 000 lekë"' in page
    assert ("<details open>" in page) is field.startswith("ideas")


def tasks(page):
    """The state of each thing that a ballot needs, by its name."""
    return {one["title"]: one["state"] for one in page.context["ready"]}


def headings(page):
    return [heading for _key, heading, _links in page.context["doings"]]


def words(page):
    return [words for _key, _heading, links in page.context["doings"] for words, _url in links]


def test_the_page_of_a_vote_says_what_is_ready_what_is_missing_and_where_it_is_done(world, desk):
    ballot = prepared(world)
    page = desk.get(at(world, ballot))
    assert tasks(page) == {
        "Things to choose from": "completed", "Money": "completed", "Days": "completed", "Who may vote": "waits"
    }  # fmt: skip
    shown = page.content.decode()
    assert "5, with their prices" in shown
    assert 'href="#voters"' in shown
    assert 'id="voters"' in shown
    assert "Waits for you" in shown
    assert 'value="open"' not in shown
    ballots.make_cards(by=BY, municipality=world.ours, ballot=ballot, n=2)
    page = desk.get(at(world, ballot))
    assert set(tasks(page).values()) == {"completed"}
    assert "2 code cards" in page.content.decode()
    assert 'value="open"' in page.content.decode()
    for option in ballot.options.all()[:2]:
        ballots.take_option_out(by=BY, municipality=world.ours, option=option)
    page = desk.get(at(world, ballot))
    assert tasks(page)["Things to choose from"] == "waits"
    assert "Put more on the ballot than has to be chosen." in page.content.decode()


def test_who_may_not_make_cards_reads_what_is_missing_without_being_sent_there(world, client):
    client.force_login(world.people["action_group"])
    page = client.get(at(world, prepared(world)))
    assert tasks(page)["Who may vote"] == ""
    assert "Nobody could vote" in page.content.decode()
    assert 'href="#voters"' not in page.content.decode()
    assert "Make code cards" not in words(page)


def test_only_what_applies_now_is_offered(world, desk):
    ballot = prepared(world)
    page = desk.get(at(world, ballot))
    assert headings(page) == ["Prepare", "Who votes"]
    assert "Try the booth" in words(page)
    assert {"See the booth", "A card was lost", "Strike somebody off a list"}.isdisjoint(words(page))
    cards = ballots.make_cards(by=BY, municipality=world.ours, ballot=ballot, n=2)
    ballots.open_ballot(by=BY, municipality=world.ours, ballot=ballot)
    page = desk.get(at(world, ballot))
    assert headings(page) == ["Who votes", "During the vote"]
    assert {"See the booth", "A card was lost"} <= set(words(page))
    assert {"Try the booth", "Change it", "Enter paper ballots"}.isdisjoint(words(page))
    ballot.refresh_from_db()
    vote(world, ballot, cards[0])
    count(world, ballot)
    page = desk.get(at(world, ballot))
    assert headings(page) == ["Afterwards"]
    assert "The result" in words(page)
    assert "Make code cards" not in words(page)


def test_counting_is_asked_first_with_the_sheets_that_would_not_count(world, desk):
    ballot = prepared(world)
    cards = ballots.make_cards(by=BY, municipality=world.ours, ballot=ballot, n=2)
    ballots.open_ballot(by=BY, municipality=world.ours, ballot=ballot)
    vote(world, ballot, cards[0])
    ballot.refresh_from_db()
    PaperSheet.objects.create(municipality=world.ours, ballot=ballot, number="123450", state="once", first=["", []])
    with after_close(ballot):
        desk.force_login(world.people["municipal_focal_point"])
        asked = desk.post(at(world, ballot, "step/"), {"what": "count"})
        assert "Count the vote?" in asked.content.decode()
        assert "1 paper ballot would not count" in asked.content.decode()
        assert state_of(ballot) == Ballot.State.OPEN
        desk.post(at(world, ballot, "step/"), {"what": "count", "sure": "1"})
        assert state_of(ballot) == Ballot.State.COUNTED


def test_what_is_no_address_is_told_beside_its_field(world, desk):
    page = desk.post(at(world, prepared(world), "strike/"), {"email": "ana at example"})
    assert page.status_code == 422
    assert page.context["form"].errors["email"] == ["Write the e-mail address, like name@example.com."]
    assert 'value="ana at example"' in page.content.decode()


def test_a_lost_card_is_asked_for_by_its_number_before_it_is_dead(world, client):
    """What can't be undone is asked first, and names the card that was meant."""
    ballot, cards = opened(world)
    client.force_login(world.people["municipal_focal_point"])
    page = f"/en/desk/{world.ours.slug}/ballots/{ballot.slug}/lost-cards/"
    asked = client.post(page, {"serial": "3"}).content.decode()
    assert "Is card 0003 lost?" in asked
    assert ballots.check_code(world.ours, ballot, cards[2].code)
    assert "There is no card with this number." in client.post(page, {"serial": "999"}).content.decode()
    assert client.post(page, {"serial": "0003", "sure": "1"}).status_code == 302
    with pytest.raises(ballots.CodeRefused, match="declared lost"):
        ballots.check_code(world.ours, ballot, cards[2].code)


def test_the_answer_to_a_form_offers_no_other_language(world, client):
    """There it would lose what was typed, and a question or a key that is shown once."""
    ballot, _cards = opened(world)
    client.force_login(world.people["municipal_focal_point"])
    page = f"/en/desk/{world.ours.slug}/ballots/{ballot.slug}/lost-cards/"
    assert 'hreflang="sq"' in client.get(page).content.decode()
    assert 'hreflang="sq"' not in client.post(page, {"serial": "3"}).content.decode()


def test_what_can_no_longer_be_changed_is_said_before_anything_is_typed(world, client):
    ballot, _cards = opened(world)
    client.force_login(world.people["municipal_focal_point"])
    desk = f"/en/desk/{world.ours.slug}/ballots/{ballot.slug}/"
    option = ballot.options.of(world.ours).first()
    for page in ("change/", "options/", f"options/{option.pk}/"):
        answer = client.get(desk + page, follow=True)
        assert answer.redirect_chain == [(desk, 302)]
        assert "Once a vote is open, nothing about it changes any more." in answer.content.decode()


def test_nobody_votes_before_the_vote_is_opened_whatever_the_day(world):
    ballot = prepared(world)  # its first day has come
    vote = next(stage for stage in stages(ballot, None) if stage.name == "Vote")
    assert vote.state == "later"
    ballots.make_cards(by=BY, municipality=world.ours, ballot=ballot, n=1)
    ballots.open_ballot(by=BY, municipality=world.ours, ballot=ballot)
    ballot.refresh_from_db()
    assert next(stage for stage in stages(ballot, None) if stage.name == "Vote").state == "now"
