"""Eight steps, and a proposal that says how people are told."""

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.urls import reverse

from firstdoor.core import texts
from firstdoor.core.actor import system
from firstdoor.decide.models import Proposal
from firstdoor.decide.services import sessions as services
from firstdoor.decide.steps import STEPS
from tests.doors.decide import a_session
from tests.world import World

BY = system("test")


@pytest.fixture
def world(db):
    return World()


@pytest.fixture
def session(world):
    return a_session(world, world.ours)


def write(world, session, number, **content):
    return services.write_step(by=BY, municipality=world.ours, session=session, number=number, content=content)


def walked(world, session, *, communication=True):
    """A session whose eight steps are written, and the proposal drafted from it."""
    for number, page in enumerate(STEPS, start=1):
        if number == 7 and not communication:
            continue
        write(world, session, number, **{name: f"Fjalë për {name}" for name in page.fields})
    return services.draft_proposal(by=BY, municipality=world.ours, session=session)


def test_the_proposal_begins_from_what_the_session_wrote(world, session):
    proposal = walked(world, session)
    assert proposal.problem["sq"] == "Fjalë për problem\nFjalë për causes"
    assert "Fjalë për without_internet" in proposal.communication["sq"]


def test_without_the_communication_paragraph_it_cannot_be_submitted(world, session):
    proposal = walked(world, session, communication=False)
    with pytest.raises(ValidationError, match="communication paragraph"):
        services.submit_proposal(by=BY, municipality=world.ours, proposal=proposal)
    with pytest.raises(IntegrityError), transaction.atomic():
        Proposal.objects.of(world.ours).filter(pk=proposal.pk).update(state="submitted")


def test_with_everything_it_can_and_is_chosen_with_a_reason(world, session):
    proposal = walked(world, session)
    fields = {name: getattr(proposal, name) for name in services.FIELDS}
    services.write_proposal(by=BY, municipality=world.ours, proposal=proposal, version=1, budget=1_200_000, **fields)
    services.submit_proposal(by=BY, municipality=world.ours, proposal=proposal)
    with pytest.raises(ValidationError):
        services.choose_proposal(by=BY, municipality=world.ours, proposal=proposal, chosen=True, reason={})
    services.choose_proposal(
        by=BY, municipality=world.ours, proposal=proposal, chosen=True, reason=texts.make("sq", "E kërkuan të gjithë.")
    )
    proposal.refresh_from_db()
    assert proposal.state == Proposal.State.CHOSEN


def test_the_second_writer_of_a_step_is_told_and_keeps_the_words(world, session, client):
    client.force_login(world.people["action_group"])
    address = reverse("desk_session_step", args=[world.ours.slug, session.pk, 3])
    first = client.post(address, {"problem": "Së pari", "causes": "", "version": 0})
    assert first.status_code == 302
    second = client.post(address, {"problem": "Së dyti", "causes": "", "version": 0})
    assert second.status_code == 422
    assert "Së dyti" in second.content.decode()
    assert "Së pari" in second.content.decode()
    now = second.context["form"]["version"].value()
    assert client.post(address, {"problem": "Të dy", "causes": "", "version": now}).status_code == 302


def test_the_pages_lead_from_step_to_step(world, session, client):
    client.force_login(world.people["action_group"])
    for number, page in enumerate(STEPS, start=1):
        address = reverse("desk_session_step", args=[world.ours.slug, session.pk, number])
        assert client.get(address).status_code == 200
        answer = client.post(address, {**dict.fromkeys(page.fields, "Po"), "version": 0})
        assert answer.status_code == 302
        assert (f"step-{number + 1}/" in answer["Location"]) == (number < len(STEPS))


def test_what_no_page_asks_is_not_stored(world, session):
    with pytest.raises(ValidationError, match="Unknown"):
        write(world, session, 1, name_of_child="Ana")


def test_a_step_that_was_passed_over_is_not_completed(world, session, client):
    client.force_login(world.people["action_group"])
    page = reverse("desk_session", args=[world.ours.slug, session.pk])
    write(world, session, 3, problem="", causes="")
    assert "Completed" not in client.get(page).content.decode()
    write(world, session, 4, goal="Dritë")
    assert client.get(page).content.decode().count("Completed") == 1


def test_a_submitted_proposal_can_be_printed(world, session, client):
    proposal = walked(world, session)
    address = reverse("proposal_pdf", args=[world.ours.slug, proposal.pk])
    assert client.get(address).status_code == 404
    fields = {name: getattr(proposal, name) for name in services.FIELDS}
    proposal = services.write_proposal(by=BY, municipality=world.ours, proposal=proposal, version=1, budget=9, **fields)
    services.submit_proposal(by=BY, municipality=world.ours, proposal=proposal)
    assert client.get(address).content.startswith(b"%PDF-1.7")
