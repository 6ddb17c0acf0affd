"""Choosing two priorities: marks, ties, the chair, reasons, and the answers that go back."""

import doctest
from uuid import UUID

import pytest
from django.core.exceptions import ValidationError
from django.utils import timezone
from hypothesis import given
from hypothesis import strategies as st

from firstdoor.core import audit_heads, texts
from firstdoor.core.actor import ANYBODY, system
from firstdoor.core.ids import uuid7
from firstdoor.core.rights import NotAllowed
from firstdoor.decide.models import Choice, Mark
from firstdoor.decide.selectors.priorities import candidates_of
from firstdoor.decide.services import priorities
from firstdoor.listen.models import Answer, Case, Theme
from firstdoor.listen.services import file_voice
from firstdoor.people.models import Institution
from firstdoor.people.services import actor_of
from tests.world import World, a_cycle, grant, make_person, seat

BY = system("test")


@pytest.fixture
def world(db):
    return World()


def theme(world, code):
    return Theme.objects.create(municipality=world.ours, code=code, level="public", name=texts.make("sq", code.title()))


@pytest.fixture
def group(world):
    """Five seats that vote, the first in the chair."""
    actors = [world.actor("action_group")]
    for n in range(4):
        person = make_person(f"seat{n}@roskovec.example.al")
        grant(person, "action_group", world.ours)
        seat(person, world.ours)
        actors.append(actor_of(person, today=timezone.localdate()))
    return actors


@pytest.fixture
def choice(world):
    cycle = a_cycle(world, world.ours)
    choice = priorities.begin_choice(by=BY, municipality=world.ours, cycle=cycle)
    for code in ("lighting", "streets", "clean", "order"):
        row = theme(world, code)
        filed = file_voice(
            by=ANYBODY, municipality=world.ours, words=f"Diçka për {code}", language="sq", heard_at=timezone.now(),
            draft_key=uuid7(), theme=row,
        )  # fmt: skip
        priorities.put_up(
            by=BY, municipality=world.ours, choice=choice, theme=row, title=row.name,
            case_for=texts.make("sq", "E thanë shumë veta."), cases=[filed.case.pk],
        )  # fmt: skip
    priorities.open_marking(by=BY, municipality=world.ours, choice=choice)
    choice.refresh_from_db()
    return choice


def by_code(choice):
    return {candidate.theme.code: candidate.pk for candidate in candidates_of(choice)}


def vote(world, choice, group, *ballots):
    codes = by_code(choice)
    for actor, ballot in zip(group, ballots, strict=False):
        priorities.mark(by=actor, municipality=world.ours, choice=choice, candidates=[codes[code] for code in ballot])


def close(world, choice):
    priorities.close_round(by=BY, municipality=world.ours, choice=choice)
    choice.refresh_from_db()


def chosen(choice):
    return [candidate.theme.code for candidate in candidates_of(choice) if candidate.chosen]


def test_the_examples_hold():
    assert doctest.testmod(priorities).failed == 0


@given(st.dictionaries(st.uuids(), st.integers(0, 5), min_size=1, max_size=9), st.integers(1, 4))
def test_a_tally_leaves_no_place_over_and_fills_none_twice(marks, wanted):
    outcome = priorities.tally(marks, wanted)
    assert not set(outcome.through) & set(outcome.tied)
    assert len(outcome.through) + outcome.places == min(wanted, len(marks))
    assert not outcome.tied or len(outcome.tied) > outcome.places > 0
    out = set(marks) - set(outcome.through) - set(outcome.tied)
    least_in = min((marks[one] for one in [*outcome.through, *outcome.tied]), default=0)
    assert all(marks[one] <= least_in for one in out)


def test_most_marks_win(world, choice, group):
    vote(world, choice, group, *[("lighting", "streets")] * 3, ("clean", "order"), ("lighting", "clean"))
    close(world, choice)
    assert choice.state == Choice.State.REASONS
    assert chosen(choice) == ["lighting", "streets"]


def test_a_tie_over_the_last_place_goes_to_a_second_round_among_those_tied(world, choice, group):
    vote(
        world,
        choice,
        group,
        ("lighting", "streets"),
        ("lighting", "streets"),
        ("lighting", "clean"),
        ("lighting", "clean"),
    )
    close(world, choice)
    assert choice.state == Choice.State.ROUND_2
    codes = by_code(choice)
    assert priorities.standing(world.ours, choice) == ([*sorted([codes["streets"], codes["clean"]], key=str)], 1)
    with pytest.raises(ValidationError, match="not in this round"):
        priorities.mark(by=group[0], municipality=world.ours, choice=choice, candidates=[codes["lighting"]])
    vote(world, choice, group, ("clean",), ("clean",), ("streets",))
    close(world, choice)
    assert chosen(choice) == ["lighting", "clean"]


def test_a_second_tie_is_the_chairs_to_decide_with_a_reason(world, choice, group):
    vote(world, choice, group, ("lighting", "streets"), ("lighting", "clean"))
    close(world, choice)
    vote(world, choice, group, ("clean",), ("streets",))
    close(world, choice)
    assert choice.state == Choice.State.CHAIR
    streets = by_code(choice)["streets"]
    decide = {"municipality": world.ours, "choice": choice, "candidates": [streets]}
    with pytest.raises(ValidationError):
        priorities.decide_tie(by=group[0], reason={}, **decide)
    with pytest.raises(NotAllowed):
        priorities.decide_tie(by=group[1], reason=texts.make("sq", "Unë"), **decide)
    priorities.decide_tie(by=group[0], reason=texts.make("sq", "Fëmijët ecin atje."), **decide)
    choice.refresh_from_db()
    assert (choice.state, chosen(choice)) == (Choice.State.REASONS, ["lighting", "streets"])


@pytest.mark.parametrize("ballot", [(), ("lighting",), ("lighting", "streets", "clean")])
def test_each_seat_marks_exactly_two(world, choice, group, ballot):
    with pytest.raises(ValidationError, match="exactly 2"):
        vote(world, choice, group, ballot)


def test_a_seat_may_change_its_marks_until_the_round_is_closed(world, choice, group):
    vote(world, choice, group, ("lighting", "streets"))
    vote(world, choice, group, ("clean", "order"))
    close(world, choice)
    assert chosen(choice) == ["clean", "order"] or set(chosen(choice)) == {"clean", "order"}


def test_the_focal_point_of_the_community_votes_and_the_coach_does_not(world, choice):
    codes = list(by_code(choice).values())[:2]
    member = world.actor("community_focal_point")
    priorities.mark(by=member, municipality=world.ours, choice=choice, candidates=codes)
    assert {mark.seat.person_id for mark in Mark.objects.of(world.ours)} == {member.person}
    for role in ("coach", "mayor", "administrator", "municipal_focal_point"):
        with pytest.raises(NotAllowed):
            priorities.mark(by=world.actor(role), municipality=world.ours, choice=choice, candidates=codes)


def test_every_candidate_has_its_reason_before_the_voices_hear(world, choice, group):
    vote(world, choice, group, ("lighting", "streets"))
    close(world, choice)
    with pytest.raises(ValidationError, match="reason"):
        priorities.publish_choice(by=BY, municipality=world.ours, choice=choice)
    for candidate in candidates_of(choice):
        priorities.write_reason(
            by=BY,
            municipality=world.ours,
            candidate=candidate,
            reason=texts.make("sq", f"Arsyeja: {candidate.theme.code}"),
        )
    priorities.publish_choice(by=BY, municipality=world.ours, choice=choice)
    answers = {answer.text["sq"]: answer.kind for answer in Answer.objects.of(world.ours)}
    assert answers == {
        "Arsyeja: lighting": "chosen", "Arsyeja: streets": "chosen",
        "Arsyeja: clean": "not_chosen", "Arsyeja: order": "not_chosen",
    }  # fmt: skip
    endings = dict(Case.objects.of(world.ours).values_list("theme__code", "ending"))
    assert endings == {"lighting": "policy", "streets": "policy", "clean": "", "order": ""}
    assert audit_heads.verify()[1] == []


@pytest.mark.parametrize("promised", ["planned", "handed over"])
def test_what_was_promised_with_a_date_goes_on_when_its_theme_is_chosen(world, choice, group, promised):
    case = Case.objects.of(world.ours).get(theme__code="lighting")
    if promised == "planned":
        Case.objects.filter(pk=case.pk).update(phase="planned")
    else:
        power = Institution.objects.create(municipality=world.ours, name=texts.make("sq", "OSHEE"))
        case.handovers.create(municipality=world.ours, institution=power, at=timezone.now())
    before = Case.objects.get(pk=case.pk).phase
    vote(world, choice, group, ("lighting", "streets"))
    close(world, choice)
    for candidate in candidates_of(choice):
        priorities.write_reason(
            by=BY, municipality=world.ours, candidate=candidate, reason=texts.make("sq", candidate.theme.code)
        )
    priorities.publish_choice(by=BY, municipality=world.ours, choice=choice)
    case.refresh_from_db()
    assert (case.phase, case.ending) == (before, "")
    assert Answer.objects.of(world.ours).filter(kind="chosen", text__sq="lighting").exists()


def test_marks_are_for_candidates_that_are_there(world, choice, group):
    with pytest.raises(ValidationError, match="not in this round"):
        priorities.mark(by=group[0], municipality=world.ours, choice=choice, candidates=[UUID(int=1), UUID(int=2)])


def test_who_has_marked_is_told_so_and_may_change_it(world, choice, group, client):
    desk, marking = (f"/en/desk/{world.ours.slug}/priorities/{part}" for part in ("", "marks/"))
    client.force_login(world.people["action_group"])
    assert ">Mark</a>" in client.get(desk).content.decode()
    codes = by_code(choice)
    sent = client.post(marking, {"candidates": [str(codes["lighting"]), str(codes["clean"])]}, follow=True)
    page = sent.content.decode()
    assert "Your marks are kept." in page
    assert ">Change my marks</a>" in page
    assert client.get(marking).content.decode().count(" checked") == 2
