"""The choice at the desk: who has not marked, what each seat marked, and cases out of many."""

from __future__ import annotations

import re

import pytest
from django.utils import timezone

from firstdoor.core import texts
from firstdoor.core.actor import ANYBODY
from firstdoor.core.ids import uuid7
from firstdoor.decide.models import Candidate, Choice, Evidence
from firstdoor.decide.services import paper, priorities
from firstdoor.listen.models import Case, Theme
from firstdoor.listen.services import file_voice
from firstdoor.people.models import Person, Seat
from firstdoor.people.selectors import seats_of
from tests.decide.test_priorities import BY, by_code, choice, close, group, vote, world  # noqa: F401 the fixtures
from tests.world import a_cycle

AT = "/en/desk/roskovec/priorities/"


@pytest.fixture
def desk(world, group, client):  # noqa: F811
    client.force_login(world.people["action_group"])
    return client


def state(choice):  # noqa: F811
    return Choice.objects.get(pk=choice.pk).state


def test_a_round_that_some_have_not_marked_is_closed_by_who_is_sure(world, choice, group, desk):  # noqa: F811
    vote(world, choice, group, *[("lighting", "streets")] * 3)
    there = seats_of(world.ours, today=timezone.localdate())
    missing = [seat.person.name for seat in there if seat.person_id not in {one.person for one in group[:3]}]
    page = desk.get(AT).content.decode()
    assert f'href="{AT}closing/"' in page
    assert all(name in page for name in missing)
    asked = desk.post(f"{AT}step/", {"what": "close"})
    assert (asked.status_code, asked["Location"]) == (302, f"{AT}closing/")
    assert state(choice) == Choice.State.ROUND_1
    between = desk.get(asked["Location"]).content.decode()
    assert "3 seats have not marked" in between
    assert re.findall("<li>(.+?)</li>", between.split("have not marked")[1].split("</ul>")[0]) == missing
    desk.post(f"{AT}step/", {"what": "close", "sure": "1"})
    assert state(choice) == Choice.State.REASONS
    assert desk.get(f"{AT}closing/").status_code == 302


def test_when_all_have_marked_nothing_is_asked(world, choice, group, desk):  # noqa: F811
    vote(world, choice, group, *[("lighting", "streets")] * 5)
    Seat.objects.filter(capacity=Seat.Capacity.COMMUNITY).update(votes=False)
    assert "closing/" not in desk.get(AT).content.decode()
    desk.post(f"{AT}step/", {"what": "close"})
    assert state(choice) == Choice.State.REASONS


def test_marks_of_each_seat_are_shown_to_the_group_once_the_round_is_over(world, choice, group, desk, client):  # noqa: F811
    vote(world, choice, group, ("lighting", "streets"), ("lighting", "clean"), ("lighting", "order"))
    assert "Who marked what" not in desk.get(AT).content.decode()
    desk.post(f"{AT}step/", {"what": "close", "sure": "1"})
    page = desk.get(AT).content.decode()
    assert "round 1" in page
    assert re.search(rf'<th scope="row">{group[1].names["name"]}</th><td>[^;]*Lighting[^;]*; [^;]*Clean', page)
    client.force_login(world.people["council_secretary"])
    assert "Who marked what" not in client.get(AT).content.decode()


@pytest.fixture
def many(world):  # noqa: F811
    """A theme with an older open case, a newer one, and one that ended."""
    cycle = a_cycle(world, world.ours)
    theme = Theme.objects.create(
        municipality=world.ours, code="lighting", level="public", name=texts.make("sq", "Drita")
    )
    found = [
        file_voice(
            by=ANYBODY, municipality=world.ours, words=f"Fjala {n}", language="sq", heard_at=timezone.now(),
            draft_key=uuid7(), theme=theme,
        ).case
        for n in range(3)
    ]  # fmt: skip
    Case.objects.filter(pk=found[1].pk).update(phase="ended", ending="solved", ended_at=timezone.now())
    return priorities.begin_choice(by=BY, municipality=world.ours, cycle=cycle), found


def test_open_cases_are_ticked_the_newest_first_and_ended_ones_are_not(world, many, client):  # noqa: F811
    _choice, (old, ended, new) = many
    client.force_login(world.people["action_group"])
    first = client.get(f"{AT}candidates/").content.decode()
    assert re.search(r">Drita \(3\)<", first)
    page = client.get(f"{AT}candidates/?theme=lighting").content.decode()
    assert "2 are ticked" in page
    boxes = re.findall(r'name="cases"[^>]*value="([^"]+)"([^>]*)', page)
    assert [(value, "checked" in rest) for value, rest in boxes] == [
        (str(new.pk), True), (str(old.pk), True), (str(ended.pk), False),
    ]  # fmt: skip
    words = {"theme": "lighting", "title_sq": "Drita", "case_for_sq": "Folën shumë."}
    client.post(f"{AT}candidates/", {**words, "cases": [str(new.pk)]})
    assert set(Evidence.objects.values_list("ref", flat=True)) == {new.pk}
    candidate = Candidate.objects.get()
    client.post(f"{AT}candidates/{candidate.pk}/", {**words, "cases": [str(new.pk)], "all_cases": "on"})
    assert set(Evidence.objects.values_list("ref", flat=True)) == {old.pk, ended.pk, new.pk}


def test_a_measure_stands_on_all_cases_of_its_priority_when_asked_for(world, many, client):  # noqa: F811
    choice, (old, _ended, new) = many  # noqa: F811
    candidate = priorities.put_up(
        by=BY, municipality=world.ours, choice=choice, theme=Theme.objects.get(code="lighting"),
        title=texts.make("sq", "Drita"), case_for=texts.make("sq", "Po"), cases=[old.pk, new.pk],
    )  # fmt: skip
    Candidate.objects.update(chosen=True, rank=1)
    paper.begin_paper(by=BY, municipality=world.ours, cycle=choice.cycle)
    client.force_login(world.people["action_group"])
    at = "/en/desk/roskovec/paper/measures/"
    assert "0 are ticked" in client.get(at).content.decode()
    words = {
        "title_sq": "Llamba", "owner_sq": "Drejtoria", "indicator_sq": "Llamba", "budget": "5", "due": "2030-01-01",
        "all_cases": "on",
    }  # fmt: skip
    refused = client.post(at, words)
    assert refused.status_code == 422
    assert "Choose the priority whose cases you mean." in refused.content.decode()
    assert client.post(at, {**words, "candidate": str(candidate.pk)}).status_code == 302
    assert set(Evidence.objects.filter(target_kind="measure").values_list("ref", flat=True)) == {old.pk, new.pk}


def test_in_a_tie_the_page_says_among_whom_it_is_still_open(world, choice, group, desk):  # noqa: F811
    vote(world, choice, group, ("lighting", "streets"), ("lighting", "clean"))
    close(world, choice)
    assert desk.get(AT).content.decode().count("Tied") == 2
    vote(world, choice, group, ("clean",), ("streets",))
    close(world, choice)
    page = desk.get(AT).content.decode()
    assert (page.count("Tied"), page.count("1 mark, 1 in the second round")) == (2, 2)
    asked = desk.get(f"{AT}tie/").content.decode()
    assert asked.index("Who gets the place that is left") < asked.index("The reason (Albanian)")
    words = {"candidates": str(by_code(choice)["streets"]), "reason_sq": "Fëmijët ecin atje."}
    sure = desk.post(f"{AT}tie/", words).content.decode()
    assert "Decide the tie like this?" in sure
    assert '<dd class="v">Fëmijët ecin atje.</dd>' in sure
    assert f'name="candidates" value="{words["candidates"]}"' in sure
    changed = desk.post(f"{AT}tie/", {**words, "sure": "1", "change": "1"}).content.decode()
    assert re.search(rf'value="{words["candidates"]}"[^>]*checked', changed)
    assert "Tied" in desk.get(AT).content.decode()
    desk.post(f"{AT}tie/", {**words, "sure": "1"})
    assert "Tied" not in desk.get(AT).content.decode()


def test_opening_the_marking_asks_first_and_pages_of_another_step_lead_back(world, choice, group, desk):  # noqa: F811
    Choice.objects.filter(pk=choice.pk).update(state=Choice.State.GATHERING)
    for page in ("marks/", "tie/", f"candidates/{by_code(choice)['clean']}/reason/"):
        person = group[0].person if page == "marks/" else None
        if person is not None:
            desk.force_login(Person.objects.get(pk=person))
        early = desk.get(f"{AT}{page}")
        assert early.status_code in {302, 404}
        assert early.status_code == 404 or early["Location"] == AT
    desk.force_login(world.people["action_group"])
    asked = desk.post(f"{AT}step/", {"what": "open"})
    assert (asked.status_code, state(choice)) == (200, Choice.State.GATHERING)
    assert "The candidates stay as they are then" in asked.content.decode()
    desk.post(f"{AT}step/", {"what": "open", "sure": "1"})
    assert state(choice) == Choice.State.ROUND_1


def test_a_wrong_number_of_marks_is_said_beside_them(world, choice, group, desk):  # noqa: F811
    desk.force_login(Person.objects.get(pk=group[0].person))
    for marked in (["lighting"], ["lighting", "streets", "clean"]):
        refused = desk.post(f"{AT}marks/", {"candidates": [str(by_code(choice)[one]) for one in marked]})
        assert refused.status_code == 422
        assert refused.context["form"].errors["candidates"] == ["Mark exactly 2."]
        kept = refused.context["form"]["candidates"].value()
        assert kept == [str(by_code(choice)[one]) for one in marked]


def test_publishing_asks_first_and_says_how_many_hear_of_it(world, choice, group, desk):  # noqa: F811
    vote(world, choice, group, *[("lighting", "streets")] * 3)
    close(world, choice)
    asked = desk.post(f"{AT}step/", {"what": "publish"})
    assert asked["Location"] == f"{AT}publishing/"
    assert "Every candidate needs its reason" in desk.get(f"{AT}publishing/").content.decode()
    for candidate in Candidate.objects.filter(choice=choice):
        priorities.write_reason(
            by=BY, municipality=world.ours, candidate=candidate, reason=texts.make("sq", "Arsyeja.")
        )
    page = desk.get(f"{AT}publishing/").content.decode()
    assert re.search(r"\d+ voices? stands? behind them", page)
    assert page.count("Not chosen") == Candidate.objects.filter(choice=choice).count() - 2
    assert state(choice) == Choice.State.REASONS
    desk.post(f"{AT}step/", {"what": "publish", "sure": "1"})
    assert state(choice) == Choice.State.DECIDED
    assert desk.get(f"{AT}publishing/").status_code == 302
