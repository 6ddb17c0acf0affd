"""The cycle is begun, its dates are moved with a reason, its steps are completed by the rooms."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from django.core.exceptions import ValidationError
from django.test import Client
from django.utils import timezone

from firstdoor.core import texts
from firstdoor.core.models import Audit
from firstdoor.core.rights import NotAllowed
from firstdoor.people import selectors, services
from firstdoor.people.models import Cycle, CycleStep, StepMove
from tests.world import World, a_cycle

NAME = texts.make("sq", "Cikli 2026")
TODAY = date(2026, 3, 1)


def _start(world: World, **options: object) -> Cycle:
    return services.start_cycle(
        by=world.actor("municipal_focal_point"), municipality=world.ours, name=NAME, starts=date(2026, 1, 31), **options
    )


def test_a_cycle_begins_with_its_ten_steps_in_the_order_of_the_year(world: World) -> None:
    cycle = _start(world)
    steps = selectors.steps_of(cycle, today=TODAY)
    assert [step.kind for step in steps] == CycleStep.Kind.values
    assert [step.due for step in steps] == sorted(step.due for step in steps)
    assert steps[0].due == date(2026, 3, 31)
    assert steps[2].due == date(2026, 5, 31)
    assert cycle.ends == date(2027, 7, 31)


def test_months_end_where_the_month_ends() -> None:
    assert services.usual_dates(date(2026, 12, 31))["meetings"] == date(2027, 2, 28)


def test_one_cycle_at_a_time(world: World) -> None:
    _start(world)
    with pytest.raises(ValidationError, match="going on"):
        _start(world)
    services.end_cycle(by=world.actor("municipal_focal_point"), municipality=world.ours)
    _start(world)
    assert len(selectors.past_cycles(world.ours)) == 1


def test_a_cycle_that_begins_in_the_wrong_year_is_refused_beside_its_day(world: World) -> None:
    client = Client()
    client.force_login(world.people["municipal_focal_point"])
    start = f"/en/desk/{world.ours.slug}/cycle/start/"
    far = client.post(start, {"name_sq": "Cikli", "starts": str(timezone.localdate() + timedelta(days=400))})
    assert far.status_code == 422
    assert "more than a year away" in str(far.context["form"].errors["starts"])
    assert client.post(start, {"name_sq": "Cikli", "starts": str(timezone.localdate())}).status_code == 302


@pytest.mark.parametrize("role", ["action_group", "coach", "mayor", "administrator", "community_focal_point"])
def test_only_the_municipal_focal_point_keeps_the_cycle(world: World, role: str) -> None:
    cycle = world.row(a_cycle, world.ours)
    step = cycle.steps.get(kind="ballot")
    with pytest.raises(NotAllowed):
        services.start_cycle(by=world.actor(role), municipality=world.ours, name=NAME, starts=TODAY)
    with pytest.raises(NotAllowed):
        services.move_step(by=world.actor(role), municipality=world.ours, step=step, due=TODAY, reason="Snow")
    with pytest.raises(NotAllowed):
        services.end_cycle(by=world.actor(role), municipality=world.ours)


def test_the_focal_point_of_another_municipality_moves_nothing(world: World) -> None:
    cycle = world.row(a_cycle, world.ours)
    with pytest.raises(NotAllowed):
        services.move_step(
            by=world.actor("municipal_focal_point", world.theirs), municipality=world.ours,
            step=cycle.steps.get(kind="ballot"), due=TODAY, reason="Snow",
        )  # fmt: skip


def test_a_moved_date_keeps_its_reason_and_the_date_before(world: World) -> None:
    cycle = world.row(a_cycle, world.ours)
    by = world.actor("municipal_focal_point")
    step = cycle.steps.get(kind="evaluation")
    was, due = step.due, cycle.ends + timedelta(days=9)
    services.move_step(by=by, municipality=world.ours, step=step, due=due, reason="  The school is being rebuilt ")
    move = StepMove.objects.of(world.ours).get()
    assert (move.was, move.due, move.reason, move.by) == (was, due, "The school is being rebuilt", by.person)
    cycle.refresh_from_db()
    assert cycle.ends == due, "a cycle ends no sooner than its last step"
    verbs = list(Audit.objects.filter(municipality_id=world.ours.pk).values_list("verb", flat=True))
    assert verbs == ["people.step_moved", "people.reason_given", "people.cycle_prolonged"]


@pytest.mark.parametrize(
    ("due", "reason", "field"),
    [
        (timedelta(days=5), " ", "reason"),
        (timedelta(days=5), "x" * 301, "reason"),
        (timedelta(days=-1), "Snow", "due"),
    ],
)
def test_a_date_is_not_moved_without_reason_or_before_the_start(
    world: World, due: timedelta, reason: str, field: str
) -> None:
    cycle = world.row(a_cycle, world.ours)
    with pytest.raises(ValidationError) as refused:
        services.move_step(
            by=world.actor("municipal_focal_point"), municipality=world.ours, step=cycle.steps.get(kind="ballot"),
            due=cycle.starts + due, reason=reason,
        )  # fmt: skip
    assert field in refused.value.message_dict
    assert not StepMove.objects.of(world.ours).exists()


def test_a_step_is_completed_once_by_whoever_does_the_act(world: World) -> None:
    world.row(a_cycle, world.ours)
    done = services.step_done(by=world.actor("council_secretary"), municipality=world.ours, kind="adoption")
    assert done is not None
    again = services.step_done(by=world.actor("mayor"), municipality=world.ours, kind="adoption")
    assert again is not None
    assert again.done_at == done.done_at
    assert Audit.objects.filter(verb="people.step_done").count() == 1
    with pytest.raises(NotAllowed):
        services.step_done(by=world.actor("mayor", world.theirs), municipality=world.ours, kind="ballot")
    with pytest.raises(ValidationError, match="completed"):
        services.move_step(
            by=world.actor("municipal_focal_point"), municipality=world.ours, step=done, due=TODAY, reason="Snow"
        )


def test_who_keeps_the_cycle_completes_the_steps_that_no_act_completes(world: World) -> None:
    world.row(a_cycle, world.ours)
    client = Client()
    client.force_login(world.people["municipal_focal_point"])
    address = f"/en/desk/{world.ours.slug}/cycle/"
    assert client.get(address).content.decode().count("Change the date, or complete it") == 3
    assert "Complete the step" in client.get(f"{address}steps/meetings/").content.decode()
    asked = client.post(f"{address}steps/meetings/", {"completed": "1"})
    assert "Is this step completed: Interface meetings?" in asked.content.decode()
    assert not CycleStep.objects.of(world.ours).exclude(done_at=None).exists()
    client.post(f"{address}steps/meetings/", {"completed": "1", "sure": "1"})
    assert CycleStep.objects.of(world.ours).exclude(done_at=None).get().kind == "meetings"
    assert "Complete the step" not in client.get(f"{address}steps/ballot/").content.decode()
    client.post(f"{address}steps/ballot/", {"completed": "1", "sure": "1"})
    assert "The act itself completes this step" in client.get(address).content.decode()
    assert CycleStep.objects.of(world.ours).exclude(done_at=None).count() == 1


def test_without_a_cycle_nothing_is_completed(world: World) -> None:
    assert services.step_done(by=world.actor("mayor"), municipality=world.ours, kind="adoption") is None


def test_late_is_what_is_not_done_after_its_day(world: World, django_assert_num_queries: object) -> None:
    cycle = world.row(a_cycle, world.ours)
    services.step_done(by=world.actor("action_group"), municipality=world.ours, kind="meetings")
    picture = cycle.steps.get(kind="picture").due
    on_the_day = selectors.cycle_now(world.ours, today=picture)
    with django_assert_num_queries(3):  # type: ignore[operator]
        after = selectors.cycle_now(world.ours, today=picture + timedelta(days=1))
    assert on_the_day is not None
    assert after is not None
    assert not on_the_day.late
    assert [step.kind for step in after.late] == ["picture"]
    assert [step.state for step in after.steps][:3] == ["completed", "doing", "later"]
    assert after.doing is not None
    assert (after.doing.kind, after.doing.days) == ("picture", -1)


def test_another_municipalitys_cycle_is_not_seen(world: World) -> None:
    world.row(a_cycle, world.theirs)
    assert selectors.cycle_now(world.ours, today=timezone.localdate()) is None
    assert selectors.step_of(world.ours, "ballot") is None


def test_the_picture_is_a_step_that_leads_to_its_door(world: World, client: Client) -> None:
    world.row(a_cycle, world.ours)
    client.force_login(world.people["mayor"])
    page = client.get(f"/en/desk/{world.ours.slug}/cycle/").content.decode()
    assert f'<a href="/en/{world.ours.slug}/picture/">' in page
