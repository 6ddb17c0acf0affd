"""A pilot from its beginning to its lesson, and who may do what with it."""

from __future__ import annotations

import io
from datetime import timedelta
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from django.utils.formats import date_format
from PIL import Image

from firstdoor.core import audit
from firstdoor.core.models import Audit, Upload
from firstdoor.core.rights import NotAllowed
from firstdoor.deliver import selectors, services
from firstdoor.deliver.models import CoachVisit, MeasureState, Milestone, Pilot, PilotPhoto, Reading, Spending
from firstdoor.listen.models import Answer, Delivery
from tests.deliver.story import Story, a_ballot, a_decision, a_pilot, a_priority, file, join, t
from tests.world import World


@pytest.fixture
def story(world: World) -> Story:
    return a_pilot(a_decision(a_priority(world)))


def group(world: World) -> dict[str, Any]:
    return {"by": world.actor("action_group"), "municipality": world.ours}


def values(**more: Any) -> dict[str, Any]:
    today = timezone.localdate()
    return {
        "title": t("Vendkalim para shkollës", "Crossing at the school"), "owner": t("Drejtoria", "Directorate"),
        "budget": 900_000, "starts": today, "due": today + timedelta(days=60), "indicator": t("Sa kalojnë", "How many"),
        **more,
    }  # fmt: skip


def test_a_pilot_begins_from_what_was_decided(world: World, story: Story) -> None:
    made = services.start_pilot(**group(world), kind="measure", source=story.measure.pk, **values())
    assert (made.slug, made.measure_id, made.proposal_id) == ("vendkalim-para-shkolles", story.measure.pk, None)
    again = services.start_pilot(**group(world), kind="proposal", source=story.proposal.pk, **values())
    assert again.slug == "vendkalim-para-shkolles-2"
    story.proposal.state = "not_chosen"
    story.proposal.save()
    with pytest.raises(ValidationError):
        services.start_pilot(**group(world), kind="proposal", source=story.proposal.pk, **values())
    due = timezone.localdate() - timedelta(days=1)
    with pytest.raises(ValidationError) as refused:
        services.start_pilot(**group(world), kind="measure", source=story.measure.pk, **values(due=due))
    assert "due" in refused.value.message_dict


def test_the_coach_advises_and_does_nothing_else(world: World, story: Story) -> None:
    coach = {"by": world.actor("coach"), "municipality": world.ours}
    visit = services.write_visit(
        **coach, pilot=story.pilot, day=timezone.localdate(), observation=t("Pashë", "I saw"), advice=t("Pyetni", "Ask")
    )
    today = timezone.localdate()
    forbidden = [
        lambda: services.start_pilot(**coach, kind="measure", source=story.measure.pk, **values()),
        lambda: services.change_pilot(**coach, pilot=story.pilot, version=1, **values()),
        lambda: services.add_milestone(**coach, pilot=story.pilot, text=t("a", "b"), due=today),
        lambda: services.finish_milestone(**coach, milestone=Milestone.objects.all()[0], done_on=today),
        lambda: services.delay_milestone(**coach, milestone=Milestone.objects.all()[0], due=today, reason=t("a", "b")),
        lambda: services.add_spending(**coach, pilot=story.pilot, day=today, amount=1, what=t("a", "b")),
        lambda: services.react_to_visit(**coach, visit=visit, reaction=t("a", "b"), public=True),
        lambda: services.mark_done(**coach, pilot=story.pilot, text=t("a", "b")),
        lambda: services.mark_measured(**coach, pilot=story.pilot, text=t("a", "b")),
        lambda: services.set_measure_state(**coach, measure=story.measure, state="kept"),
        lambda: services.take_reading(
            **coach, pilot=story.pilot, what=t("a", "b"), value=1, unit="", day=today, method=t("a", "b")
        ),
        lambda: services.write_evaluation(**coach, pilot=story.pilot, version=1, evaluation={}, lesson={}),
    ]
    for verb in forbidden:
        with pytest.raises(NotAllowed):
            verb()
    with pytest.raises(NotAllowed):
        services.write_visit(**group(world), pilot=story.pilot, day=today, observation=t("a", "b"), advice=t("a", "b"))
    assert "Pyetni" not in Client().get(f"/sq/roskovec/pilots/{story.pilot.slug}/").content.decode()
    services.react_to_visit(**group(world), visit=visit, reaction=t("Po", "Yes"), public=True)
    assert "Pyetni" in Client().get(f"/sq/roskovec/pilots/{story.pilot.slug}/").content.decode()
    assert CoachVisit.objects.get().coach == world.people["coach"].pk


def test_passing_the_budget_needs_a_reason_that_all_read(world: World, story: Story) -> None:
    pay = {**group(world), "pilot": story.pilot, "day": timezone.localdate(), "what": t("Kabllo", "Cable")}
    services.add_spending(**pay, amount=60_000)  # 1,140,000 were paid: exactly the budget
    with pytest.raises(services.OverBudget) as refused:
        services.add_spending(**pay, amount=1)
    assert "reason" in refused.value.message_dict
    services.add_spending(**pay, amount=5_000, reason=t("Shi", "Rain"))
    page = Client().get(f"/en/roskovec/pilots/{story.pilot.slug}/").content.decode()
    assert "That is 5,000" in page
    assert "Why it is more than planned: Rain" in page.replace("<span>", "").replace("</span>", "")
    assert Spending.objects.count() == 3
    with pytest.raises(ValidationError):
        services.add_spending(**pay | {"day": timezone.localdate() + timedelta(days=1)}, amount=1)


def test_a_delay_says_why(world: World, story: Story) -> None:
    step = services.add_milestone(
        **group(world), pilot=story.pilot, text=t("Gërmim", "Digging"), due=timezone.localdate()
    )
    later = timezone.localdate() + timedelta(days=9)
    with pytest.raises(ValidationError):
        services.delay_milestone(**group(world), milestone=step, due=later, reason={})
    services.delay_milestone(**group(world), milestone=step, due=later, reason=t("Shi", "Nine days of rain"))
    page = Client().get(f"/en/roskovec/pilots/{story.pilot.slug}/").content.decode()
    assert f"It was planned for {date_format(timezone.localdate(), 'DATE_FORMAT')}. Nine days of rain" in page
    assert "One was given a later date." in page
    again = later + timedelta(days=1)
    services.delay_milestone(**group(world), milestone=step, due=again, reason=t("Prapë", "Again"))
    assert Milestone.objects.get(pk=step.pk).planned_for == timezone.localdate(), "the first date stays"
    services.finish_milestone(**group(world), milestone=step, done_on=timezone.localdate())
    with pytest.raises(ValidationError):
        services.delay_milestone(**group(world), milestone=step, due=later, reason=t("Shi", "Rain"))


def picture(fmt: str = "JPEG", **options: Any) -> io.BytesIO:
    out = io.BytesIO()
    Image.new("RGB", (60, 40), "green").save(out, fmt, **options)
    return io.BytesIO(out.getvalue())


def test_photos_are_cleaned_and_wait_for_somebodys_eye(
    world: World, story: Story, settings: Any, tmp_path: Any
) -> None:
    settings.MEDIA_ROOT = tmp_path
    exif = Image.Exif()
    exif[0x8825] = {1: "N", 2: (40.0, 43.0, 0.0)}
    add = {**group(world), "pilot": story.pilot, "caption": t("Para", "Before"), "taken_on": timezone.localdate()}
    photo = services.add_photo(**add, file=picture(exif=exif), size=900, alt="A road at night")
    public = f"/en/roskovec/pilots/{story.pilot.slug}/photos/{photo.pk}.jpg"
    assert Client().get(public).status_code == 404
    assert "A road at night" not in Client().get(f"/en/roskovec/pilots/{story.pilot.slug}/").content.decode()
    services.decide_photo(**group(world), photo=photo, publish=True)
    seen = Client().get(public)
    assert seen.status_code == 200
    assert not Image.open(io.BytesIO(seen.content)).getexif()
    assert 'alt="A road at night"' in Client().get(f"/en/roskovec/pilots/{story.pilot.slug}/").content.decode()
    services.decide_photo(**group(world), photo=photo, publish=False)
    assert Client().get(public).status_code == 404
    for wrong, alt in ((io.BytesIO(b"<svg/>"), "x"), (picture(), " ")):
        with pytest.raises(ValidationError):
            services.add_photo(**add, file=wrong, size=99, alt=alt)
    assert PilotPhoto.objects.count() == Upload.objects.count() == 1


def test_done_reaches_every_voice_behind_it_once(world: World, story: Story) -> None:
    unrelated, _code = file(world)
    expected = {story.voice.pk, *(other.pk for other in story.others)}
    assert set(selectors.voices_behind(story.pilot)) == expected
    gone = story.others.pop()
    Client()
    gone.withdrawn_at, gone.words, gone.place = timezone.now(), "", ""
    gone.save()
    services.mark_done(**group(world), pilot=story.pilot, text=t("U ndez drita.", "The light is on."))
    told = Answer.objects.get(kind="done")
    reached = set(Delivery.objects.filter(answer=told).values_list("voice_id", flat=True))
    assert reached == expected - {gone.pk}
    assert unrelated.pk not in reached
    assert "The light is on." in Client().get(f"/r/{story.code}?lang=en").content.decode()
    with pytest.raises(ValidationError):
        services.mark_done(**group(world), pilot=story.pilot, text=t("a", "b"))


def test_voices_of_a_case_joined_after_the_choice_stand_behind_it_too(world: World, story: Story) -> None:
    late, _code = file(world)
    join(late, story.case, timezone.now())
    assert late.pk in selectors.voices_behind(story.pilot)
    elsewhere, _code = file(world)
    target = elsewhere.links.get(left_at=None).case
    join(story.voice, target, timezone.now())  # the evidence's own case is joined into another
    assert story.voice.pk in selectors.voices_behind(story.pilot)


@pytest.mark.parametrize("through", ["proposal", "ballot", "measure"])
def test_the_chain_is_found_from_each_side(world: World, story: Story, through: str) -> None:
    from tests.deliver.story import a_ballot

    pilot = Pilot.objects.create(
        municipality=world.ours, slug="x", **values(), ask_back={},
        **{f"{through}_id": {"proposal": story.proposal, "measure": story.measure, "ballot": a_ballot(story)}[through].pk},
    )  # fmt: skip
    assert story.voice.pk in selectors.voices_behind(pilot)


def test_measured_needs_both_figures(world: World, story: Story) -> None:
    take = {**group(world), "pilot": story.pilot, "day": timezone.localdate(), "method": t("Numëruam", "Counted")}
    with pytest.raises(ValidationError):
        services.mark_measured(**group(world), pilot=story.pilot, text=t("a", "b"))
    address = f"/en/roskovec/pilots/{story.pilot.slug}/"
    assert "how it was before the work" not in Client().get(address).content.decode()
    before = services.take_reading(**take, what=t("Llamba që punojnë", "Lamps that work"), value=0, unit="", n=16)
    begun = Client().get(address).content.decode()
    assert "how it was before the work" in begun
    assert "16 asked or counted. Counted" in begun
    services.mark_done(**group(world), pilot=story.pilot, text=t("U bë", "Done"))
    with pytest.raises(ValidationError):
        services.mark_measured(**group(world), pilot=story.pilot, text=t("a", "b"))
    with pytest.raises(ValidationError):
        services.take_reading(**take, what=t("Llamba që punojnë", "Lamps that work"), value=3, unit="")
    services.take_reading(**{**take, "method": t("Pamë", "Looked")}, what={}, value=14, unit="", before=before)
    assert "14" not in Client().get(address).content.decode().split("What it is to change")[1].split("</dl>")[0], (
        "the figure after is public once it is published"
    )
    assert Reading.objects.get(moment="after").key == "llamba-qe-punojne"
    services.mark_measured(**group(world), pilot=story.pilot, text=t("Nga 0 në 14", "From 0 to 14"))
    assert Answer.objects.filter(kind="measured").count() == 1
    page = Client().get(address).content.decode()
    assert "Lamps that work" in page
    assert "Before: Counted. After: Looked." in page
    assert "how it was before the work" not in page
    with pytest.raises(ValidationError):
        services.take_reading(**take, what=t("Ndihen", "Feel"), value=101, unit="%")


def test_two_people_changing_one_pilot(world: World, story: Story) -> None:
    first = Pilot.objects.get(pk=story.pilot.pk)
    services.change_pilot(**group(world), pilot=first, version=1, ask_back={}, **values())
    with pytest.raises(services.ChangedMeanwhile):
        services.change_pilot(**group(world), pilot=first, version=1, ask_back={}, **values())


def test_the_lesson_ends_the_cycles_last_step(world: World, story: Story) -> None:
    from firstdoor.people.models import CycleStep

    evaluate = {**group(world), "pilot": story.pilot, "evaluation": t("Mirë", "Well"), "lesson": t("Dritë", "Light")}
    with pytest.raises(ValidationError):
        services.write_evaluation(**evaluate, version=1)
    done = services.mark_done(**group(world), pilot=story.pilot, text=t("U bë", "Done"))
    services.write_evaluation(**evaluate, version=done.version)
    assert CycleStep.objects.get(kind="evaluation").done_at is not None
    page = Client().get(f"/en/roskovec/pilots/{story.pilot.slug}/").content.decode()
    assert "What we learned" in page


def test_each_change_leaves_a_record_that_fits_its_row(world: World, story: Story) -> None:
    services.mark_done(**group(world), pilot=story.pilot, text=t("U bë", "Done"))
    step = services.add_milestone(**group(world), pilot=story.pilot, text=t("a", "b"), due=timezone.localdate())
    for row in (Pilot.objects.get(pk=story.pilot.pk), Milestone.objects.get(pk=step.pk)):
        last = Audit.objects.filter(table=row._meta.db_table, row=str(row.pk)).order_by("-seq")[0]
        assert last.digest == audit.row_digest(row)


def test_the_page_leads_back_to_what_it_came_from(world: World, story: Story) -> None:
    story.pilot.measure = story.measure
    story.pilot.save()
    address = f"/en/roskovec/pilots/{story.pilot.slug}/"
    page = Client().get(address).content.decode()
    for link in ("paper/priorities/", f"proposals/{story.proposal.pk}/", f"promises/#p-{story.measure.pk}"):
        assert f'href="/en/roskovec/{link}"' in page
    assert "60,000\N{NO-BREAK SPACE}lek is left." in page
    ballot = a_ballot(story)
    assert "/ballots/loja/result/" not in Client().get(address).content.decode(), "nothing to see before the count"
    ballot.state, ballot.counted_at, ballot.result = "counted", timezone.now(), {}
    ballot.save()
    assert 'href="/en/roskovec/ballots/loja/result/"' in Client().get(address).content.decode()


def test_what_a_pilot_carries_out_is_not_offered_again(world: World, story: Story) -> None:
    offered = {one.pk for one in selectors.sources_without_pilot(world.ours)}
    assert story.measure.pk in offered
    assert story.proposal.pk not in offered
    story.pilot.measure = story.measure
    story.pilot.save()
    assert not selectors.sources_without_pilot(world.ours)


@pytest.mark.parametrize(("state", "offered"), [("dropped", False), ("kept", False), ("late", True)])
def test_a_measure_that_is_over_is_not_offered_for_a_pilot(
    world: World, story: Story, client: Client, state: str, offered: bool
) -> None:
    for n, said in enumerate(["under_way", state]):
        MeasureState.objects.create(
            municipality=world.ours, measure=story.measure, state=said, reason={"_": "sq", "sq": "Arsye"},
            at=timezone.now() + timedelta(minutes=n),
        )  # fmt: skip
    client.force_login(world.people["action_group"])
    page = client.get("/en/desk/roskovec/pilots/").content.decode()
    assert (f"source=measure:{story.measure.pk}" in page) is offered
    form = client.get("/en/desk/roskovec/pilots/new/").content.decode()
    assert (f'value="measure:{story.measure.pk}"' in form) is offered
    assert (f'value="{story.measure.pk}"' in form) is offered


def test_a_pilot_that_ends_before_it_begins_is_refused_beside_its_end(
    world: World, story: Story, client: Client
) -> None:
    client.force_login(world.people["action_group"])
    typed = {
        "source": f"measure:{story.measure.pk}", "title_sq": "Dritë", "owner_sq": "Drejtoria", "indicator_sq": "Llamba",
        "budget": "1000", "starts": "2027-03-02", "due": "2027-03-01",
    }  # fmt: skip
    refused = client.post("/en/desk/roskovec/pilots/new/", typed)
    assert refused.status_code == 422
    assert "The end comes before the beginning." in str(refused.context["form"].errors["due"])


def test_the_desk_says_what_waits(world: World, story: Story) -> None:
    page = selectors.pilot_page(story.pilot, public=False)
    assert page.waits(timezone.localdate()) == {"steps": 3}
    story.pilot.done_at = timezone.now()
    measure(world, story)
    services.write_visit(
        by=world.actor("coach"), municipality=world.ours, pilot=story.pilot, day=timezone.localdate(),
        observation=t("a", "b"), advice=t("a", "b"),
    )  # fmt: skip
    client = Client()
    client.force_login(world.people["action_group"])
    desk = client.get(f"/en/desk/roskovec/pilots/{story.pilot.pk}/").content.decode()
    assert "3 steps are past their date" in desk
    assert "One visit of the coach has no answer" in desk
    assert "Lamps: <b>3</b>" in desk


def measure(world: World, story: Story) -> None:
    services.take_reading(
        **group(world), pilot=story.pilot, what=t("Llamba", "Lamps"), value=3, unit="", day=timezone.localdate(),
        method=t("Numëruam", "Counted"),
    )  # fmt: skip


@pytest.mark.parametrize("n", [1, 30])
def test_a_pilots_page_costs_the_same_however_long_it_is(world: World, n: int) -> None:
    story = a_pilot(a_decision(a_priority(world, n_others=n)), measured=True, n=n)
    address = f"/en/roskovec/pilots/{story.pilot.slug}/"
    Client().get(address)
    with CaptureQueriesContext(connection) as queries:
        Client().get(address)
    assert len(queries) == 14, "\n".join(q["sql"][:120] for q in queries.captured_queries)
