"""The desk's first pages, the cycle and the people of a municipality, as their pages are used."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta

import pytest
from django.test import Client
from django.utils import timezone

from firstdoor.core import desk
from firstdoor.core.actor import Actor
from firstdoor.people.models import Cycle, CycleStep, Grant, Institution, Person, Seat, StepMove
from firstdoor.places.models import Unit
from tests.world import World, a_cycle, grant, seat

HERE = "/en/desk/roskovec/"


@pytest.fixture
def as_(client: Client, world: World) -> object:
    def sign_in(role: str) -> Client:
        client.force_login(world.people[role])
        return client

    return sign_in


@pytest.fixture
def something_waits() -> Iterator[None]:
    """A room's question, taken back afterwards: one task for the mayor, one page with a count for the coach."""

    def tasks(by: Actor, municipality: object, today: date) -> list[desk.Task]:
        if "mayor" not in by.roles(municipality.pk):  # type: ignore[attr-defined]
            return []
        return [desk.Task("Propose the paper", "/propose/", due=today), desk.Task("Sign", "/sign/", late=True)]

    desk.register_tasks("test", tasks)
    desk.register(
        desk.Entry("test", "Visits", "desk_cycle", "deliver.visit_as_coach", 1, lambda by, m: 7, action="Visit")
    )
    yield
    del desk._tasks["test"]
    del desk._entries["test"]


def _words(client: Client, path: str) -> str:
    page = client.get(path)
    assert page.status_code == 200, page
    return page.content.decode()


def test_one_municipality_is_gone_to_several_are_chosen_from(as_, world: World) -> None:  # type: ignore[no-untyped-def]
    client = as_("coach")
    assert client.get("/en/desk/")["Location"] == HERE
    grant(world.people["coach"], "mayor", world.theirs)
    words = _words(client, "/en/desk/")
    assert HERE in words
    assert "/en/desk/kelcyre/" in words
    assert "Municipality of Këlcyrë" in words


def test_without_a_role_the_page_says_whom_to_ask(client: Client, world: World) -> None:
    client.force_login(world.stranger)
    assert "you have no role yet" in _words(client, "/en/desk/")


def test_what_rooms_ask_for_waits_for_whom_they_ask(as_, world: World, something_waits: None) -> None:  # type: ignore[no-untyped-def]
    words = _words(as_("mayor"), HERE)
    assert words.index("/sign/") < words.index("/propose/"), "late first"
    assert "Visits" not in words
    words = _words(as_("coach"), HERE)
    assert "7 wait" in words
    assert ">Visit<" in words
    assert "Propose the paper" not in words
    assert "Nothing waits for you" in _words(as_("council_secretary"), HERE)


def test_the_municipal_focal_point_sees_what_is_late(as_, world: World) -> None:  # type: ignore[no-untyped-def]
    client = as_("municipal_focal_point")
    assert "Begin a cycle" in _words(client, HERE)
    cycle = world.row(a_cycle, world.ours)
    words = _words(client, HERE)
    late = CycleStep.objects.filter(cycle=cycle, due__lt=timezone.localdate())
    assert late.count() == 3
    assert words.count("Complete it, or give it another date") == 3
    assert "Complete it" not in _words(as_("coach"), HERE), "who only reads is not asked"
    assert "late by" in _words(as_("coach"), HERE)


def test_the_part_somebody_has_stands_on_top(as_, world: World) -> None:  # type: ignore[no-untyped-def]
    grant(world.people["municipal_focal_point"], "action_group", world.ours)
    assert "Municipal Focal Point, Municipal Action Group" in _words(as_("municipal_focal_point"), HERE)


def test_desk_pages_are_not_kept_by_browsers(as_, world: World) -> None:  # type: ignore[no-untyped-def]
    assert "no-store" in as_("mayor").get(HERE)["Cache-Control"]
    assert "no-store" in Client().get(HERE)["Cache-Control"]


def test_a_cycle_is_begun_moved_and_ended_in_pages(as_, world: World) -> None:  # type: ignore[no-untyped-def]
    client = as_("municipal_focal_point")
    refused = client.post(f"{HERE}cycle/start/", {"name_sq": "Siguria 2026", "starts": "31.2.2026"})
    assert refused.status_code == 422
    assert "Siguria 2026" in refused.content.decode()
    assert not Cycle.objects.exists()
    done = client.post(
        f"{HERE}cycle/start/", {"name_sq": "Siguria 2026", "name_en": "Safety 2026", "starts": "1.2.2026"}
    )
    assert done["Location"] == f"{HERE}cycle/"
    words = _words(client, f"{HERE}cycle/")
    assert "Safety 2026" in words
    assert "The cycle has begun. Each step has its usual date." in words
    twice = client.post(f"{HERE}cycle/start/", {"name_sq": "Siguria 2026", "starts": "1.2.2026"})
    assert twice.status_code == 422
    assert "End it before you begin the next" in twice.content.decode()

    for work in ("meetings", "priorities", "paper", "sessions", "ballots", "pilots"):
        assert f'href="{HERE}{work}/"' in client.get(f"{HERE}cycle/").content.decode().split("<main")[1]
    move = f"{HERE}cycle/steps/ballot/"
    refused = client.post(move, {"due": "15.11.2026", "reason": ""})
    assert refused.status_code == 422
    assert "15.11.2026" in refused.content.decode()
    assert client.post(move, {"due": "15.11.2026", "reason": "The school <b>opens</b> later"}).status_code == 302
    words = _words(client, f"{HERE}cycle/")
    assert "The school &lt;b&gt;opens&lt;/b&gt; later" in words
    assert "Moved from 1 October 2026 to 15 November 2026" in words
    assert StepMove.objects.count() == 1

    assert "10 steps are not completed" in _words(client, f"{HERE}cycle/end/")
    client.post(f"{HERE}cycle/end/")
    words = _words(client, f"{HERE}cycle/")
    assert "No cycle is going on" in words
    assert "The cycle is ended." in words
    assert client.get(move).status_code == 404
    assert client.post(f"{HERE}cycle/end/").status_code == 302, "a second click does no harm"


def test_who_only_reads_the_cycle_finds_no_way_to_change_it(as_, world: World) -> None:  # type: ignore[no-untyped-def]
    world.row(a_cycle, world.ours)
    assert "cycle/steps/" not in _words(as_("coach"), f"{HERE}cycle/")


def _role(**values: str) -> dict[str, str]:
    return {"email": "besa@example.al", "name": "Besa", "role": "coach", **values}


def test_a_role_is_given_and_ended_in_pages(as_, world: World) -> None:  # type: ignore[no-untyped-def]
    client = as_("municipal_focal_point")
    unit = Unit.objects.of(world.ours).get()
    answer = client.post(
        f"{HERE}people/roles/new/",
        _role(
            role="community_focal_point", unit=str(unit.pk), kind="liaison", chosen_how="Elected by the quarter",
            since="1.2.2025",
        ),
    )  # fmt: skip
    assert answer.status_code == 302
    given = Grant.objects.get(person__email="besa@example.al")
    assert (given.unit, given.kind, given.since) == (unit, "liaison", date(2025, 2, 1))
    page = _words(client, f"{HERE}people/")
    assert "Besa has the role now: Community Focal Point. Codes to sign in go to besa@example.al." in page
    assert "Community Focal Point (Community liaison), Roskovec" in page
    assert "Elected by the quarter" in page
    assert "End this role? Besa, Community Focal Point" in _words(client, f"{HERE}people/roles/{given.pk}/end/")
    client.post(f"{HERE}people/roles/{given.pk}/end/")
    words = _words(client, f"{HERE}people/")
    assert "One role has ended" in words
    assert "The role is ended: Besa, Community Focal Point." in words


@pytest.mark.parametrize(
    ("values", "says"),
    [
        ({"email": "besa"}, "Write an e-mail address"),
        ({"name": ""}, "Write the person&#x27;s name."),
        ({"role": ""}, "Choose a role."),
        ({"role": "administrator"}, "administrator"),
        ({"role": "community_focal_point"}, "Choose the administrative unit"),
        ({"role": "lane_member", "lane": "referral"}, "First name the institution"),
        ({"until": "1.1.2001"}, "before the first"),
        ({"email": "municipal-focal-point@roskovec.example.al"}, "themselves"),
    ],
)
def test_a_role_that_does_not_fit_is_refused_beside_its_cause(as_, world: World, values, says: str) -> None:  # type: ignore[no-untyped-def]
    before = Person.objects.count(), Grant.objects.count()
    answer = as_("municipal_focal_point").post(f"{HERE}people/roles/new/", _role(**values))
    assert answer.status_code == 422
    words = answer.content.decode()
    assert says in words
    assert 'class="field bad"' in words
    assert (Person.objects.count(), Grant.objects.count()) == before, "nobody is added when the role is refused"


def test_a_lane_gets_its_institution_and_then_a_member(as_, world: World) -> None:  # type: ignore[no-untyped-def]
    client = as_("municipal_focal_point")
    made = client.post(f"{HERE}people/institutions/new/", {"name_sq": "Qendra", "lane": "referral", "own": "on"})
    assert made.status_code == 302
    assert Institution.objects.of(world.ours).get().lane == "referral"
    assert client.post(f"{HERE}people/roles/new/", _role(role="lane_member", lane="referral")).status_code == 302
    again = client.post(f"{HERE}people/institutions/new/", {"name_sq": "Tjetra", "lane": "referral"})
    assert again.status_code == 422
    assert "Tjetra" in again.content.decode()


def test_a_seat_is_given_and_ended_in_pages(as_, world: World) -> None:  # type: ignore[no-untyped-def]
    client = as_("administrator")
    mayor = world.people["mayor"]
    values = {"person": str(mayor.pk), "capacity": "civil_servant", "votes": "on"}
    assert client.post(f"{HERE}people/seats/new/", values).status_code == 302
    given = Seat.objects.get(person=mayor)
    assert (given.votes, given.chairs) == (True, False)
    assert client.post(f"{HERE}people/seats/new/", values).status_code == 422
    elsewhere = {**values, "person": str(world.elsewhere["mayor"].pk)}
    assert client.post(f"{HERE}people/seats/new/", elsewhere).status_code == 422
    client.post(f"{HERE}people/seats/{given.pk}/end/")
    given.refresh_from_db()
    assert given.until == timezone.localdate() - timedelta(days=1)


@pytest.mark.parametrize("n", [1, 12])
def test_pages_cost_the_same_however_many_people_work_here(  # type: ignore[no-untyped-def]
    as_, world: World, n: int, django_assert_max_num_queries
) -> None:
    world.row(a_cycle, world.ours)
    for number in range(n):
        person = Person.objects.create_user(f"p{number}@example.al", name=f"P{number}")
        grant(person, "action_group", world.ours)
        seat(person, world.ours)
    client = as_("municipal_focal_point")
    with django_assert_max_num_queries(12):
        client.get(f"{HERE}people/")
    with django_assert_max_num_queries(12):
        client.get(f"{HERE}cycle/")
