"""Eight steps, and a proposal that says how people are told."""

from importlib import import_module
from types import SimpleNamespace

import pytest
from django.apps import apps
from django.core.exceptions import ValidationError
from django.db import IntegrityError, connection, transaction
from django.urls import reverse
from django.utils import timezone

from firstdoor.core import audit, texts
from firstdoor.core.actor import system
from firstdoor.core.models import Audit
from firstdoor.core.texts import plain
from firstdoor.decide.models import Proposal, Step
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
    content = {name: texts.make("sq", words) if isinstance(words, str) else words for name, words in content.items()}
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


def test_what_is_missing_is_said_beside_its_field_and_submitting_asks_first(world, session, client):
    client.force_login(world.people["action_group"])
    proposal = walked(world, session, communication=False)
    at = reverse("desk_proposal", args=[world.ours.slug, proposal.pk]).replace("/sq/", "/en/")
    words = {f"{name}_sq": getattr(proposal, name).get("sq", "") for name in services.FIELDS}
    typed = client.post(
        at, {**words, "goal_sq": "Dritë çdo natë", "budget": "0", "version": "1", "submit": "1"}, follow=True
    )
    assert typed.status_code == 422
    form = typed.context["form"]
    assert set(form.errors) == {"communication_sq", "budget"}
    assert form["goal_sq"].value() == "Dritë çdo natë"
    page = typed.content.decode()
    field = page[page.index('id="id_communication_sq_error"') :]
    assert "Without the communication paragraph it cannot be submitted" in field[:400]
    empty = services.draft_proposal(
        by=BY, municipality=world.ours,
        session=services.begin_session(
            by=BY, municipality=world.ours, candidate=session.candidate, title=texts.make("sq", "Bosh"),
            held_on=timezone.localdate(),
        ),
    )  # fmt: skip
    summary = client.get(f"{at.replace(str(proposal.pk), str(empty.pk))}submission/").content.decode()
    assert "The goal: This is needed before it can be submitted." in summary
    full = {**words, "communication_sq": "Afishe te shkolla.", "budget": "100 000", "version": "2", "submit": "1"}
    asks = client.post(at, full, follow=True)
    assert (asks.status_code, "Submit the proposal?" in asks.content.decode()) == (200, True)
    proposal.refresh_from_db()
    assert proposal.state == "draft"
    client.post(f"{at}submission/", {"sure": "1"})
    proposal.refresh_from_db()
    assert proposal.state == "submitted"
    assert client.get(f"{at}submission/").status_code == 302


def test_a_pilot_or_not_is_asked_about_once_more(world, session, client):
    client.force_login(world.people["action_group"])
    proposal = walked(world, session)
    at = reverse("desk_proposal_choice", args=[world.ours.slug, proposal.pk]).replace("/sq/", "/en/")
    assert client.get(at).status_code == 302  # nobody has submitted it
    Proposal.objects.filter(pk=proposal.pk).update(state="submitted", submitted_at=timezone.now(), budget=1000)
    words = {"chosen": "no", "reason_sq": "Kushton shumë."}
    asked = client.post(at, words).content.decode()
    assert "Decide like this?" in asked
    assert '<dd class="v">No</dd>' in asked
    assert "Kushton shumë." in client.post(at, {**words, "sure": "1", "change": "1"}).content.decode()
    proposal.refresh_from_db()
    assert proposal.state == "submitted"
    client.post(at, {**words, "sure": "1"})
    proposal.refresh_from_db()
    assert proposal.state == "not_chosen"


def test_ending_asks_first(world, session, client):
    client.force_login(world.people["action_group"])
    at = reverse("desk_session_act", args=[world.ours.slug, session.pk]).replace("/sq/", "/en/")
    assert "End the session?" in client.post(at, {"what": "end"}).content.decode()
    session.refresh_from_db()
    assert session.ended_at is None
    client.post(at, {"what": "end", "sure": "1"})
    session.refresh_from_db()
    assert session.ended_at is not None


def test_what_is_sent_twice_is_one_session_and_one_draft_of_what_stands_there_now(world, session, client):
    again = services.begin_session(
        by=BY, municipality=world.ours, candidate=session.candidate, title=session.title, held_on=session.held_on,
        place=session.place,
    )  # fmt: skip
    assert again.pk == session.pk
    first = services.draft_proposal(by=BY, municipality=world.ours, session=session)
    write(world, session, 4, goal="Dritë")
    second = services.draft_proposal(by=BY, municipality=world.ours, session=session)
    assert (second.pk, second.goal["sq"]) == (first.pk, "Dritë")
    fields = {name: getattr(second, name) for name in services.FIELDS}
    services.write_proposal(by=BY, municipality=world.ours, proposal=second, version=1, budget=0, **fields)
    assert services.draft_proposal(by=BY, municipality=world.ours, session=session).pk != first.pk


def test_the_second_step_says_when_no_voice_can_be_read_and_leads_to_the_counts(world, session, client):
    client.force_login(world.people["action_group"])
    page = client.get(reverse("desk_session_step", args=[world.ours.slug, session.pk, 2]).replace("/sq/", "/en/"))
    assert "No voice behind this priority is public yet." in page.content.decode()
    assert f'href="/en/{world.ours.slug}/picture/"' in page.content.decode()


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
    first = client.post(address, {"problem_sq": "Së pari", "causes_sq": "", "version": 0})
    assert first.status_code == 302
    second = client.post(address, {"problem_sq": "Së dyti", "causes_sq": "", "version": 0})
    assert second.status_code == 422
    assert "Së dyti" in second.content.decode()
    assert "Së pari" in second.content.decode()
    now = second.context["form"]["version"].value()
    assert client.post(address, {"problem_sq": "Të dy", "causes_sq": "", "version": now}).status_code == 302


def test_the_pages_lead_from_step_to_step(world, session, client):
    client.force_login(world.people["action_group"])
    for number, page in enumerate(STEPS, start=1):
        address = reverse("desk_session_step", args=[world.ours.slug, session.pk, number])
        assert client.get(address).status_code == 200
        answer = client.post(address, {**{f"{name}_sq": "Po" for name in page.fields}, "version": 0})
        assert answer.status_code == 302
        assert (f"step-{number + 1}/" in answer["Location"]) == (number < len(STEPS))


def test_what_no_page_asks_is_not_stored(world, session):
    with pytest.raises(ValidationError, match="Unknown"):
        write(world, session, 1, name_of_child="Ana")


def test_a_step_that_was_passed_over_is_not_completed(world, session, client):
    client.force_login(world.people["action_group"])
    page = reverse("desk_session", args=[world.ours.slug, session.pk])
    write(world, session, 3, problem={}, causes={})
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


def test_who_decides_about_a_proposal_reads_it_at_the_desk(world, session, client):
    proposal = walked(world, session)
    client.force_login(world.people["action_group"])
    address = reverse("desk_proposal", args=[world.ours.slug, proposal.pk])
    written = {f"{name}_sq": plain(getattr(proposal, name), "sq") for name in services.FIELDS}
    told = client.post(address, {**written, "budget": "900 000", "version": "1"}, follow=True).content.decode()
    assert "The proposal is saved." in told
    proposal.refresh_from_db()
    services.submit_proposal(by=BY, municipality=world.ours, proposal=proposal)
    page = client.get(address).content.decode()
    first = {name: written[f"{name}_sq"].splitlines()[0] for name in services.FIELDS}
    assert [name for name, words in first.items() if words not in page] == []


def test_a_session_is_announced_once_priorities_are_chosen(world, session, client):
    client.force_login(world.people["action_group"])
    address = reverse("desk_sessions", args=[world.ours.slug])
    Step.objects.of(world.ours).filter(session=session).delete()
    session.delete()
    page = client.get(address).content.decode()
    assert "The first one stands here as soon as it has begun." in page
    assert "once two priorities are chosen" not in page


def test_the_proposal_is_in_english_where_all_parts_are(world, session):
    write(
        world,
        session,
        3,
        problem=texts.make("sq", "Errësirë.", en="Darkness."),
        causes=texts.make("sq", "Pa rrjet.", en="No network."),
    )
    write(world, session, 5, options=texts.make("sq", "14 llamba.", en="14 lamps."))
    write(
        world,
        session,
        7,
        to_whom=texts.make("sq", "Prindërve.", en="Parents."),
        cost=texts.make("sq", "20 lekë.", en="20 lek."),
    )
    write(world, session, 8, plan="Dy javë.")
    proposal = services.draft_proposal(by=BY, municipality=world.ours, session=session)
    assert proposal.problem["en"] == "Darkness.\nNo network."
    assert proposal.communication["en"] == "To whom: Parents.\nWhat it costs: 20 lek."
    assert proposal.communication["sq"] == "Kujt: Prindërve.\nSa kushton: 20 lekë."
    assert "en" not in proposal.activities
    assert proposal.activities["sq"] == "14 llamba.\nDy javë."


def test_a_translation_needs_its_original(world, session, client):
    client.force_login(world.people["action_group"])
    address = reverse("desk_session_step", args=[world.ours.slug, session.pk, 3])
    answer = client.post(address, {"problem_sq": "", "problem_en": "Darkness.", "version": 0})
    assert answer.status_code == 422
    page = answer.content.decode()
    assert "Darkness." in page
    assert "<details open" in page
    assert "Albanian too: that is the original" in page


def test_what_was_written_is_read_in_the_readers_language_or_marked(world, session, client):
    """The coach reads it, and advises; the step that has no English says in which language it is."""
    write(world, session, 3, problem=texts.make("sq", "Errësirë.", en="Darkness."))
    write(world, session, 4, goal="Dritë në çdo rrugë.")
    client.force_login(world.people["coach"])
    page = client.get(f"/en{reverse('desk_session', args=[world.ours.slug, session.pk])[3:]}").content.decode()
    assert "Darkness." in page
    assert "Errësirë." not in page
    assert '<div class="prose" lang="sq"><p>Dritë në çdo rrugë.</p></div>' in page


def test_the_pages_of_an_ended_session_are_read_not_written(world, session, client):
    write(world, session, 4, goal="Dritë")
    services.end_session(by=BY, municipality=world.ours, session=session)
    client.force_login(world.people["action_group"])
    address = reverse("desk_session_step", args=[world.ours.slug, session.pk, 4])
    assert client.get(address)["Location"] == reverse("desk_session", args=[world.ours.slug, session.pk])
    late = client.post(address, {"goal_sq": "Më shumë dritë", "version": 1})
    assert late.status_code == 422
    assert "Më shumë dritë" in late.content.decode()


def test_words_of_before_get_their_language_and_the_trail_knows(world, session):
    written = write(world, session, 3, problem="x", causes="x")
    Step.objects.of(world.ours).filter(pk=written.pk).update(content={"problem": "Errësirë.", "causes": ""})
    import_module("firstdoor.decide.migrations.0015_step_texts").with_language(
        apps, SimpleNamespace(connection=connection)
    )
    written.refresh_from_db()
    assert written.content == {"problem": texts.make("sq", "Errësirë.")}
    last = Audit.objects.filter(municipality_id=world.ours.pk).order_by("-seq")[0]
    assert (last.row, last.digest) == (str(written.pk), audit.row_digest(written))
