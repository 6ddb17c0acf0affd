"""The upper stations of a receipt's page: what was decided, done, measured and learned about a voice."""

from __future__ import annotations

from django.test import Client

from firstdoor.decide.models import Measure
from firstdoor.deliver import services
from firstdoor.deliver.models import Pilot
from firstdoor.listen import services as listen
from tests.deliver.story import a_ballot, a_decision, a_pilot, a_priority, t
from tests.world import World


def read(code: str) -> str:
    return Client().get(f"/r/{code}?lang=en").content.decode()


def test_a_proposal_that_was_chosen_is_told_beside_the_pilot(world: World) -> None:
    story = a_decision(a_priority(world))
    a_pilot(story)
    ballot = a_ballot(story)
    listen.give_answer(
        by=world.actor("action_group"), municipality=world.ours, kind="decided", about_kind="ballot", about_id=ballot.pk,
        text=t("Votuan 180.", "180 people voted."), voices=[story.voice.pk], path="roskovec/ballots/loja/result/",
    )  # fmt: skip
    page = read(story.code)
    assert "People are voting on it" in page
    assert 'href="/en/roskovec/ballots/loja/result/"' in page


def test_a_measure_kept_without_a_pilot_is_told_beside_the_pilot_of_another(world: World) -> None:
    story = a_pilot(a_decision(a_priority(world), more=1))
    other = Measure.objects.of(world.ours).exclude(pk=story.measure.pk).get()
    Pilot.objects.update(measure=story.measure)
    services.set_measure_state(
        by=world.actor("municipal_focal_point"), municipality=world.ours, measure=other, state="kept",
        reason=t("Çdo ditë", "Each school day"),
    )  # fmt: skip
    page = read(story.code)
    assert "Measure. Each school day" in page
    assert page.count("Each school day") == 1


def test_the_lesson_stands_where_the_change_is_told(world: World) -> None:
    story = a_pilot(a_decision(a_priority(world)), measured=True)
    assert "We publish the lesson" in read(story.code)
    Pilot.objects.update(lesson=t("Dritë para se të bjerë nata", "Light before nightfall"))
    page = read(story.code)
    assert "What we learned: Light before nightfall" in page
    assert "We publish the lesson" not in page
