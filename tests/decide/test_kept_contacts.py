"""How long those who commented on the paper, or had an idea for a vote, can be told something."""

from datetime import timedelta

import pytest
import time_machine
from django.utils import timezone

from firstdoor.core import contacts, texts
from firstdoor.core.actor import ANYBODY
from firstdoor.core.ids import uuid7
from firstdoor.decide.models import Ballot, Comment, Idea
from firstdoor.decide.services import ballots, comments, paper
from firstdoor.listen.services import ContactGiven, erase_due
from firstdoor.places import services as places
from tests.decide.test_ballots import BY
from tests.decide.test_ideas import asking, review
from tests.world import World, a_cycle

ARTA = ContactGiven.by_email("arta@example.org")


@pytest.fixture
def world(db):
    world = World()
    years = [timezone.localdate().year + ahead for ahead in range(4)]
    places.load_rules_and_holidays(by=BY, municipality=world.ours, years=years)
    return world


def erased_in(world, days):
    return erase_due(by=BY, municipality=world.ours, now=timezone.now() + timedelta(days=days)).contacts


def commented(world):
    version = paper.begin_paper(by=BY, municipality=world.ours, cycle=a_cycle(world, world.ours))
    for section in paper.NEEDED:
        paper.write_paragraph(
            by=BY, municipality=world.ours, version=version, section=section, text=texts.make("sq", "Dyzet llamba.")
        )
    paper.open_consultation(by=BY, municipality=world.ours, version=version)
    version.refresh_from_db()
    filed = comments.comment(
        by=ANYBODY, municipality=world.ours, version=version, paragraph_key="meas1", words="Deri në mëngjes.",
        language="sq", draft_key=uuid7(), contact=ARTA,
    )  # fmt: skip
    return filed, (version.closes_on - timezone.localdate()).days


def test_a_comment_keeps_its_contact_a_year_from_its_answer(world):
    filed, _closes = commented(world)
    with time_machine.travel(timezone.now() + timedelta(days=100), tick=False):
        comments.answer_comment(
            by=BY, municipality=world.ours, comment=Comment.objects.of(world.ours).get(), outcome="accepted",
            reason=texts.make("sq", "Shtuam orarin."),
        )  # fmt: skip
    assert erased_in(world, 100 + 360) == 0
    assert erased_in(world, 100 + 370) == 1
    assert contacts.of_voice(filed.voice.pk) is None


def test_a_comment_that_nobody_answers_keeps_its_contact_a_year_from_the_end_of_the_consultation(world):
    filed, closes = commented(world)
    assert erased_in(world, closes + 360) == 0
    assert erased_in(world, closes + 370) == 1
    assert contacts.of_voice(filed.voice.pk) is None


def proposed(world, ballot):
    filed = ballots.propose(
        by=ANYBODY, municipality=world.ours, ballot=ballot, words="Një stol nën lis", language="sq", draft_key=uuid7(),
        contact=ARTA,
    )  # fmt: skip
    return Idea.objects.of(world.ours).get(voice=filed.voice)


def test_an_idea_keeps_its_contact_until_its_vote_is_counted(world):
    ballot = asking(world)
    review(world, proposed(world, ballot))
    Ballot.objects.of(world.ours).filter(pk=ballot.pk).update(state=Ballot.State.OPEN)
    assert erased_in(world, 800) == 0
    Ballot.objects.of(world.ours).filter(pk=ballot.pk).update(
        state=Ballot.State.COUNTED, counted_at=timezone.now(), result={}
    )
    assert erased_in(world, 360) == 0
    assert erased_in(world, 370) == 1


def test_an_idea_nobody_looked_at_keeps_its_contact_a_year_from_when_its_vote_would_have_closed(world):
    proposed(world, asking(world, closes_at=timezone.now() + timedelta(days=300)))
    assert erased_in(world, 600) == 0
    assert erased_in(world, 670) == 1
