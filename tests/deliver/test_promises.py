"""What was promised, how it stands, and the door that tells of it."""

from __future__ import annotations

import gzip
from datetime import date, timedelta

import pytest
import time_machine
from django.core.exceptions import ValidationError
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from firstdoor.core import desk
from firstdoor.core.actor import Actor, system
from firstdoor.core.days import after_until
from firstdoor.core.texts import plain
from firstdoor.decide.models import Measure
from firstdoor.deliver import selectors, services
from firstdoor.deliver.models import Pilot
from firstdoor.listen.models import Answer, Meeting, MeetingPromise
from firstdoor.places import selectors as places
from firstdoor.places.models import Unit
from firstdoor.places.services import load_rules_and_holidays
from firstdoor.understand import selectors as understand
from tests.deliver.story import Story, a_ballot, a_decision, a_pilot, a_priority, file, t
from tests.world import World


@pytest.fixture
def story(world: World) -> Story:
    return a_decision(a_priority(world))


def state_of(story: Story) -> str:
    found = selectors.promise_of_measure(story.world.ours, story.measure.pk, today=timezone.localdate())
    return found.state if found else ""


def say(story: Story, state: str, **more: object) -> None:
    services.set_measure_state(
        by=story.world.actor("municipal_focal_point"), municipality=story.world.ours, measure=story.measure, state=state,
        **more,
    )  # fmt: skip


def test_a_measure_stands_as_its_date_and_people_say(story: Story) -> None:
    assert state_of(story) == "under_way"
    with time_machine.travel(timezone.now() + timedelta(days=31), tick=False):
        assert state_of(story) == "late"
    say(story, "kept", reason=t("14 llamba", "14 lamps are lit"))
    assert state_of(story) == "kept"
    page = Client().get("/en/roskovec/promises/").content.decode()
    assert "14 lamps are lit" in page
    assert "4 voices asked for it" in page


def test_a_promise_past_its_date_waits_on_the_first_page_of_those_who_keep_it(story: Story) -> None:
    ours, focal = story.world.ours, story.world.actor("municipal_focal_point")
    now, later = timezone.localdate(), timezone.localdate() + timedelta(days=31)

    def listed(by: Actor, today: date) -> list[desk.Task]:
        return [task for task in desk.tasks(by, ours, today=today) if "Past its date" in task.words]

    assert listed(focal, now) == []
    (task,) = listed(focal, later)
    assert task.words == f"Past its date: {plain(story.measure.title)}"
    assert (task.url, task.due, task.late) == (
        f"/en/desk/roskovec/promises/{story.measure.pk}/", story.measure.due, True,
    )  # fmt: skip
    assert "Say whether it is kept" in task.hint
    assert listed(story.world.actor("coach"), later) == []
    say(story, "late", reason=t("Shi", "Nine days of rain"))
    assert "Why it is late is told" in listed(focal, later)[0].hint
    say(story, "kept", reason=t("U bë", "Lit at last"))
    assert listed(focal, later) == []


def test_whose_pilot_is_done_waits_until_somebody_says_whether_that_keeps_it(story: Story) -> None:
    ours, focal, today = story.world.ours, story.world.actor("municipal_focal_point"), timezone.localdate()
    pilot = a_pilot(story).pilot
    Pilot.objects.of(ours).filter(pk=pilot.pk).update(measure_id=story.measure.pk)
    assert not selectors.overdue(ours, today=today)
    Pilot.objects.of(ours).filter(pk=pilot.pk).update(done_at=timezone.now())
    (task,) = [one for one in desk.tasks(focal, ours, today=today) if "pilot is done" in one.words]
    assert (task.late, task.url) == (False, f"/en/desk/roskovec/promises/{story.measure.pk}/")
    say(story, "kept", reason=t("U bë", "Lit at last"))
    assert not selectors.overdue(ours, today=today)


def test_what_was_promised_in_a_room_waits_too(story: Story) -> None:
    ours, focal, today = story.world.ours, story.world.actor("municipal_focal_point"), timezone.localdate()
    meeting = Meeting.objects.create(
        municipality=ours, title=t("Takim", "Meeting"), place="Shkolla", starts_at=timezone.now() - timedelta(days=40)
    )
    MeetingPromise.objects.create(
        municipality=ours,
        meeting=meeting,
        text=t("Një stol", "A bench"),
        owner="Agron",
        due=today - timedelta(days=1),
        changed_at=timezone.now(),
    )
    assert not selectors.overdue(ours, today=today), "nothing is promised before the minutes are public"
    Meeting.objects.filter(pk=meeting.pk).update(minutes_published_at=timezone.now())
    (task,) = [one for one in desk.tasks(focal, ours, today=today) if "Past its date" in one.words]
    assert (task.words, task.url) == ("Past its date: A bench", f"/en/desk/roskovec/meetings/{meeting.pk}/promises/")


def test_late_and_dropped_say_why(story: Story) -> None:
    for state in ("late", "dropped"):
        with pytest.raises(ValidationError) as refused:
            say(story, state)
        assert "reason" in refused.value.message_dict
    with pytest.raises(ValidationError):
        say(story, "perhaps")
    say(story, "dropped", reason=t("Shtrenjtë", "Too dear"))
    assert "Too dear" in Client().get("/en/roskovec/promises/?state=dropped").content.decode()
    assert "Too dear" not in Client().get("/en/roskovec/promises/?state=kept").content.decode()
    assert Answer.objects.get(about_kind="measure").text["en"] == "Too dear"
    assert "It will not be done, and this is why." in Client().get(f"/r/{story.code}?lang=en").content.decode()


def test_how_a_promise_stood_before_is_not_forgotten(story: Story) -> None:
    assert "How it stood before" not in Client().get("/en/roskovec/promises/").content.decode()
    say(story, "late", reason=t("Shi", "Nine days of rain"))
    say(story, "kept", reason=t("U bë", "Lit at last"))
    page = Client().get("/en/roskovec/promises/").content.decode()
    assert page.index("Lit at last") < page.index("How it stood before") < page.index("Late. Nine days of rain")


def test_only_what_the_adopted_paper_still_holds_is_promised(world: World) -> None:
    story = a_decision(a_priority(world), dropped=True)
    assert state_of(story) == "under_way"
    assert "Removed" not in Client().get("/en/roskovec/promises/").content.decode()
    story.measure = Measure.objects.of(world.ours).exclude(dropped_at=None).get()
    with pytest.raises(ValidationError):
        say(story, "kept")


def test_promises_of_meetings_stand_there_once_their_minutes_are_public(story: Story) -> None:
    m = story.world.ours
    meeting = Meeting.objects.create(
        municipality=m, title=t("Takim", "Meeting"), place="Shkolla", starts_at=timezone.now() - timedelta(days=9),
        published_at=timezone.now(),
    )  # fmt: skip
    MeetingPromise.objects.create(
        municipality=m, meeting=meeting, text=t("Pastrohet", "The lane is cleaned"), owner="Policia Bashkiake",
        due=timezone.localdate() - timedelta(days=1), changed_at=timezone.now(),
    )  # fmt: skip
    assert "The lane is cleaned" not in Client().get("/en/roskovec/promises/").content.decode()
    meeting.minutes_published_at = timezone.now()
    meeting.save()
    assert "The lane is cleaned" in Client().get("/en/roskovec/promises/?state=late").content.decode()


def test_voices_not_for_all_eyes_are_not_counted(story: Story) -> None:
    story.others[0].level = "staff"
    story.others[0].save()
    assert "3 voices asked for it" in Client().get("/en/roskovec/promises/").content.decode()


@pytest.mark.parametrize("n", [1, 25])
def test_door_and_promises_cost_the_same_however_many(world: World, n: int) -> None:
    story = a_pilot(a_decision(a_priority(world, n_others=n), more=n))
    a_ballot(story)
    for address, most in (("/en/roskovec/", 15), ("/en/roskovec/promises/", 8)):
        Client().get(address)
        with CaptureQueriesContext(connection) as queries:
            assert Client().get(address).status_code == 200
        assert len(queries) == most, "\n".join(q["sql"][:120] for q in queries.captured_queries)


def test_the_door_of_a_municipality_that_has_just_begun(world: World) -> None:
    year = timezone.localdate().year
    load_rules_and_holidays(by=system("test"), municipality=world.ours, years=[year, year + 1])
    page = Client().get("/en/roskovec/").content.decode()
    assert "What bothers you here?" in page
    assert "/en/roskovec/report/" in page
    assert "No promise has been made yet." in page
    assert "Yours can be the first voice." in page
    assert "You get a code" in page.partition("What became of it")[0]
    rules = ["firstdoor.first_look", "firstdoor.first_answer"]
    by = [after_until(day, timezone.localdate()) for day in places.dues(rules, timezone.now(), world.ours).values()]
    assert [f"by {day}" in page for day in by] == [True, True]
    assert Client().get("/en/nowhere/").status_code == 404


def test_the_door_says_what_goes_on(world: World) -> None:
    story = a_pilot(a_decision(a_priority(world)))
    page = " ".join(Client().get("/en/roskovec/").content.decode().split())
    assert f"Pilot project, until {after_until(story.pilot.due, timezone.localdate())}" in page
    assert "0 of 3 steps are done." in page
    assert "If you tell us today" not in page
    assert "The road has light" in page.partition("What became of it")[0]
    story.pilot.done_at = timezone.now()
    story.pilot.save()
    assert "Pilot project" not in Client().get("/en/roskovec/").content.decode()


def test_the_door_is_light(world: World) -> None:
    story = a_pilot(a_decision(a_priority(world)))
    a_ballot(story)
    page = Client().get("/sq/roskovec/", HTTP_ACCEPT_ENCODING="identity")
    fonts = 25_000  # both files; the page's own styles stand inside it
    assert len(gzip.compress(page.content)) + fonts < 60_000


def test_the_door_needs_no_cookie(world: World) -> None:
    page = Client().get("/sq/roskovec/")
    assert not page.cookies


def test_who_was_heard_hides_what_a_difference_would_tell(world: World) -> None:
    today = timezone.localdate()
    now = timezone.now() - timedelta(hours=1)
    for _ in range(3):
        file(world, heard_at=now)
    for _ in range(4):
        file(world, heard_at=now, asked_level="staff")
    assert understand.heard(world.ours, today=today).total == 3
    file(world, heard_at=now, asked_level="staff")
    assert understand.heard(world.ours, today=today).total == 8


def test_the_unit_heard_least_for_its_residents_is_named(world: World) -> None:
    here = Unit.objects.of(world.ours).get()
    here.population_2011 = 1000
    here.save()
    Unit.objects.create(
        municipality=world.ours, com_id="k", name="Kurjan", folded_name="kurjan", label_lat=40.7, label_lon=19.7,
        population_2011=3000,
    )  # fmt: skip
    file(world, heard_at=timezone.now() - timedelta(hours=1))
    heard = understand.heard(world.ours, today=timezone.localdate())
    assert (heard.least.name, heard.spoke) == ("Kurjan", 1)
    assert "<b>Kurjan</b>" in Client().get("/en/roskovec/").content.decode()
