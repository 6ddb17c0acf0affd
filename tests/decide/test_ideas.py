"""Ideas for a ballot: proposed with a receipt, looked at with a reason, answered, on the ballot, told what became of them."""

from datetime import timedelta

import pytest
from django.core.exceptions import ValidationError
from django.utils import timezone

from firstdoor.core import codes, outbox, texts
from firstdoor.core.actor import ANYBODY
from firstdoor.core.ids import uuid7
from firstdoor.core.models import Outbox
from firstdoor.core.rights import NotAllowed
from firstdoor.core.standing import Carried, Standing
from firstdoor.decide.models import Ballot, Idea, Option
from firstdoor.decide.selectors import ideas as questions
from firstdoor.decide.services import ballots
from firstdoor.listen.models import Answer, Delivery, Voice
from tests.decide.test_ballots import BY, COSTS, count, vote
from tests.world import World


@pytest.fixture
def world(db):
    return World()


def asking(world, **changes):
    now = timezone.now()
    return ballots.prepare_ballot(
        by=BY, municipality=world.ours, title=texts.make("sq", "Parku", en="The park"),
        question=texts.make("sq", "Çfarë?", en="What?"), electorate=texts.make("sq", "Të gjithë", en="All"), budget=400_000,
        **{
            "opens_at": now + timedelta(days=9), "closes_at": now + timedelta(days=20),
            "ideas_from": timezone.localdate() - timedelta(days=2), "ideas_until": timezone.localdate() + timedelta(days=2),
            **changes,
        },
    )  # fmt: skip


def propose(world, ballot, words="Një stol nën lis"):
    ballots.propose(by=ANYBODY, municipality=world.ours, ballot=ballot, words=words, language="sq", draft_key=uuid7())
    return Idea.objects.of(world.ours).latest("id")


def review(world, idea, **values):
    ballots.review(
        by=world.actor("action_group"), municipality=world.ours, idea=idea,
        **{"feasible": True, "reason": texts.make("sq", "Sepse po"), "name": texts.make("sq", "Stol"), "cost": 30_000, **values},
    )  # fmt: skip


def address(world, ballot, what="ideas/"):
    return f"/en/{world.ours.slug}/ballots/{ballot.slug}/{what}"


def test_an_idea_goes_from_words_to_the_ballot_and_hears_of_it(world):
    ballot = asking(world)
    idea = propose(world, ballot)
    assert (idea.voice.kind, idea.voice.level) == ("idea", "public")
    review(world, idea)
    idea.refresh_from_db()
    assert (idea.option.cost, idea.outcome) == (30_000, "feasible")
    assert Delivery.objects.of(world.ours).filter(voice=idea.voice).exists()
    for number, cost in enumerate(COSTS):
        name = texts.make("sq", f"Gjë {number}")
        ballots.put_option(by=BY, municipality=world.ours, ballot=ballot, name=name, cost=cost)
    now = timezone.now()
    Ballot.objects.of(world.ours).filter(pk=ballot.pk).update(opens_at=now, ideas_from=None, ideas_until=None)
    cards = ballots.make_cards(by=BY, municipality=world.ours, ballot=ballot, n=3)
    ballots.open_ballot(by=BY, municipality=world.ours, ballot=ballot)
    ballot.refresh_from_db()
    vote(world, ballot, cards[0], "p1", "p2", "p3")
    count(world, ballot)
    assert Answer.objects.of(world.ours).filter(kind="decided", deliveries__voice=idea.voice).exists()


def on_the_receipt(client, filed):
    return client.get(f"/r/{codes.grouped(filed.code)}?lang=en").content.decode()


def filed_with(world, ballot, words="Një stol nën lis"):
    filed = ballots.propose(
        by=ANYBODY, municipality=world.ours, ballot=ballot, words=words, language="sq", draft_key=uuid7()
    )
    return filed, Idea.objects.of(world.ours).get(voice=filed.voice)


def test_a_receipt_says_by_when_an_idea_is_looked_at_and_voted_on(world, client):
    ballot = asking(world)
    filed, idea = filed_with(world, ballot)
    new = on_the_receipt(client, filed)
    assert "We received it" in new
    assert "We say whether it can be done, and why" in new
    assert "The votes are counted" in new
    review(world, idea)
    feasible = on_the_receipt(client, filed)
    assert "Your idea goes on the ballot." in feasible
    assert "We say whether it can be done, and why" not in feasible
    assert "The votes are counted" in feasible
    for number, cost in enumerate(COSTS):
        name = texts.make("sq", f"Gjë {number}")
        ballots.put_option(by=BY, municipality=world.ours, ballot=ballot, name=name, cost=cost)
    Ballot.objects.of(world.ours).filter(pk=ballot.pk).update(opens_at=timezone.now(), ideas_until=timezone.localdate())
    cards = ballots.make_cards(by=BY, municipality=world.ours, ballot=ballot, n=3)
    Ballot.objects.of(world.ours).filter(pk=ballot.pk).update(ideas_from=None, ideas_until=None)
    ballots.open_ballot(by=BY, municipality=world.ours, ballot=ballot)
    ballot.refresh_from_db()
    assert "People are voting on it" in on_the_receipt(client, filed)
    vote(world, ballot, cards[0], "p1", "p2", "p3")
    count(world, ballot)
    counted = on_the_receipt(client, filed)
    assert "People voted on your idea." in counted
    assert "The votes are counted" not in counted


def test_a_receipt_of_an_idea_that_cannot_be_done_promises_no_vote(world, client):
    filed, idea = filed_with(world, asking(world))
    review(world, idea, feasible=False, reason=texts.make("sq", "Pronë private", en="Private ground"))
    page = on_the_receipt(client, filed)
    assert "It cannot be done, and this is why." in page
    assert "Private ground" in page
    assert "The votes are counted" not in page


def test_the_reason_is_said_and_a_refused_idea_makes_no_option(world, client):
    ballot = asking(world)
    idea = propose(world, ballot)
    with pytest.raises(ValidationError) as refused:
        review(world, idea, reason={})
    assert "reason" in refused.value.message_dict
    assert "Një stol" not in client.get(address(world, ballot)).content.decode()
    review(world, idea, feasible=False, reason=texts.make("sq", "Pronë private", en="Private ground"))
    assert not Option.objects.of(world.ours).exists()
    page = client.get(address(world, ballot)).content.decode()
    assert "Private ground" in page
    assert "Një stol nën lis" in page
    with pytest.raises(ValidationError, match="meanwhile"):
        review(world, idea)


def test_what_is_missing_of_an_idea_is_summed_up_once_and_stays(world, client):
    ballot = asking(world)
    page = client.post(address(world, ballot, "ideas/new/"), {"words": "", "email": "arta@", "draft_key": str(uuid7())})
    assert page.status_code == 422
    html = page.content.decode()
    assert html.count('class="notice danger summary"') == 1
    assert 'value="arta@"' in html


@pytest.mark.parametrize(
    ("missing", "field"), [({"name": None}, "name"), ({"cost": None}, "cost"), ({"cost": 500_000}, "cost")]
)
def test_a_feasible_one_needs_its_name_and_a_price_within_the_money(world, missing, field):
    idea = propose(world, asking(world))
    with pytest.raises(ValidationError) as refused:
        review(world, idea, **missing)
    assert field in refused.value.message_dict
    idea.refresh_from_db()
    assert idea.outcome == ""


def test_a_vote_does_not_open_over_ideas_that_nobody_looked_at(world):
    ballot = asking(world)
    idea = propose(world, ballot)
    for number, cost in enumerate(COSTS):
        name = texts.make("sq", f"Gjë {number}")
        ballots.put_option(by=BY, municipality=world.ours, ballot=ballot, name=name, cost=cost)
    ballots.make_cards(by=BY, municipality=world.ours, ballot=ballot, n=3)
    with pytest.raises(ValidationError, match="Ideas still wait"):
        ballots.open_ballot(by=BY, municipality=world.ours, ballot=ballot)
    Voice.objects.of(world.ours).filter(pk=idea.voice_id).update(withdrawn_at=timezone.now(), words="")
    ballots.open_ballot(by=BY, municipality=world.ours, ballot=ballot)


@pytest.mark.parametrize("role", ["coach", "mayor", "community_focal_point", "administrator"])
def test_who_prepares_votes_looks_at_ideas(world, role):
    idea = propose(world, asking(world))
    with pytest.raises(NotAllowed):
        ballots.review(
            by=world.actor(role), municipality=world.ours, idea=idea, feasible=False, reason=texts.make("sq", "Jo")
        )


@pytest.mark.parametrize("days", [(3, 5), (-9, -1)])
def test_outside_their_days_ideas_are_not_taken(world, client, days):
    today = timezone.localdate()
    first, last = (today + timedelta(days=n) for n in days)
    ballot = asking(world, ideas_from=first, ideas_until=last)
    with pytest.raises(ValidationError):
        propose(world, ballot)
    sent = {"words": "Një stol", "email": "", "draft_key": str(uuid7()), "send": "1"}
    assert client.post(address(world, ballot, "ideas/new/"), sent).status_code == (404 if days[0] > 0 else 422)
    assert not Voice.objects.of(world.ours).exists()


@pytest.mark.parametrize("days", [(2, 1), (1, 30), (1, None)])
def test_days_that_do_not_fit_are_told_beside_the_field(world, days):
    first, last = (timezone.localdate() + timedelta(days=n) if n is not None else None for n in days)
    with pytest.raises(ValidationError) as refused:
        asking(world, ideas_from=first, ideas_until=last)
    assert "ideas_until" in refused.value.message_dict


def test_the_code_of_an_idea_goes_to_the_address_that_was_left(world, client):
    form = {"words": "Një stol", "email": "arta@example.org", "draft_key": str(uuid7()), "send": "1"}
    code = client.post(address(world, asking(world), "ideas/new/"), form)["Location"].rsplit("/", 1)[1]
    letter = outbox.opened(Outbox.objects.get())
    assert (letter.to, code in letter.body) == ("arta@example.org", True)


def test_somebody_proposes_from_a_browser_and_lands_on_her_receipt(world, client):
    ballot = asking(world)
    page = address(world, ballot, "ideas/new/")
    sent = {"words": "Një <b>stol</b>", "email": "", "draft_key": str(uuid7())}
    assert client.post(page, sent | {"words": ""}).status_code == 422
    check = client.post(page, sent).content.decode()
    assert "&lt;b&gt;stol" in check
    end = client.post(page, sent | {"send": "1"})
    assert end.status_code == 302
    assert "/r/" in end["Location"]
    assert "stol" in client.get(f"{end['Location']}?lang=en", follow=True).content.decode()
    client.post(page, sent | {"send": "1"})
    assert Idea.objects.of(world.ours).count() == 1


def test_the_stages_follow_the_days(world):
    ballot = asking(world)
    assert [stage.state for stage in questions.stages(ballot, None)] == ["now", "later", "later", "later", "later"]
    ballot.ideas_until = timezone.localdate() - timedelta(days=1)
    assert [stage.state for stage in questions.stages(ballot, None)] == ["done", "now", "later", "later", "later"]


def test_the_last_stage_is_the_pilot_that_carries_it_out(world, client):
    ballot = asking(world)
    page = client.get(f"/en/{world.ours.slug}/ballots/{ballot.slug}/ideas/").content.decode()
    assert '<b>Pilot</b> <span class="num">once it is decided</span>' in page
    ballot.state = Ballot.State.COUNTED
    due = timezone.localdate() + timedelta(days=30)
    going_on = Carried(Standing("doing", "under way", "/"), {"en": "Slides"}, due, None, (), ())
    assert [(stage.name, stage.state, stage.first) for stage in questions.stages(ballot, going_on)][-2:] == [
        ("Count and result", "done", ballot.closes_at.date()), ("Pilot", "now", due),
    ]  # fmt: skip
    done = Carried(Standing("done", "done", "/"), {"en": "Slides"}, due, due - timedelta(days=3), (), ())
    assert questions.stages(ballot, done)[-1] == questions.Stage("Pilot", due - timedelta(days=3), None, "done")


def test_the_address_of_a_vote_that_is_being_prepared_leads_to_what_can_be_done_now(world, client):
    ballot = asking(world)
    page = client.get(address(world, ballot, ""))
    assert page.status_code == 200
    told = page.content.decode()
    assert "This vote is being prepared" in told
    assert "you can propose what there is to choose from" in told
    assert "The vote is to open on" in told
    assert f'href="{address(world, ballot, "ideas/new/")}"' in told
    assert f'href="{address(world, ballot)}"' in told
    assert 'class="stages"' in told
    over = timezone.localdate() - timedelta(days=1)
    Ballot.objects.of(world.ours).filter(pk=ballot.pk).update(ideas_until=over)
    told = client.get(address(world, ballot, "")).content.decode()
    assert "Ideas are not taken any more" in told
    assert "Propose something" not in told
    assert client.post(address(world, ballot, ""), {"code": "K7M2"}).status_code == 422


def test_a_vote_whose_ideas_have_not_begun_stays_unknown(world, client):
    later = timezone.localdate() + timedelta(days=1)
    ballot = asking(world, ideas_from=later, ideas_until=later)
    assert client.get(address(world, ballot, "")).status_code == 404
    ballot = asking(world, ideas_from=None, ideas_until=None)
    assert client.get(address(world, ballot, "")).status_code == 404
