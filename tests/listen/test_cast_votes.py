"""What a process keeps of the votes is what stands in the database, whatever happened to them meanwhile."""

from __future__ import annotations

import numpy as np
import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from firstdoor.core import texts
from firstdoor.listen.models import Statement, Vote
from firstdoor.listen.selectors import cast, lately
from firstdoor.listen.selectors import conversations as questions
from firstdoor.listen.selectors.patterns import patterns
from firstdoor.listen.services import booklets, statements, voting
from firstdoor.listen.services import patterns as moderators
from tests.listen.test_conversations import vote

pytestmark = pytest.mark.django_db


def stored(talk):
    rows = Vote.objects.filter(participant__conversation=talk)
    return sorted(rows.values_list("participant__number", "statement__number", "value"))


def read(talk):
    return sorted(map(tuple, cast.cast_votes(talk).tolist()))


@pytest.fixture
def people(talk):
    """Some who vote with telephones, each on one statement."""
    clients = [Client() for _ in range(4)]
    for at, client in enumerate(clients):
        vote(client, talk, at % 3 + 1, "agree")
    assert read(talk) == stored(talk)
    return clients


def test_nobody_voted(talk):
    assert cast.cast_votes(talk).shape == (0, 3)
    assert lately.tallies(talk) == {}


def test_new_changed_and_taken_back_votes_are_read(talk, people):
    vote(people[0], talk, 2, "disagree")
    vote(people[1], talk, 2, "pass")
    assert read(talk) == stored(talk)
    vote(people[0], talk, 2, "undo")
    vote(people[2], talk, 3, "undo")
    vote(Client(), talk, 3, "agree")
    assert read(talk) == stored(talk)
    assert len(stored(talk)) == 4


def test_only_what_changed_is_read_again(talk, people):
    with CaptureQueriesContext(connection) as nothing:
        cast.cast_votes(talk)
    assert len(nothing) == 1
    vote(people[0], talk, 3, "agree")
    with CaptureQueriesContext(connection) as one:
        cast.cast_votes(talk)
    assert len(one) == 2
    assert " IN (1)" in one[1]["sql"]


def test_votes_of_merged_statements_are_read_where_they_went(talk, by, people):
    first, second = (Statement.objects.get(conversation=talk, number=number) for number in (1, 2))
    statements.merge_statement(by=by, municipality=talk.municipality, statement=second, into=first)
    assert read(talk) == stored(talk)
    assert {number for _person, number, _value in read(talk)} == {1, 3}


def test_a_booklet_entered_again_under_the_same_number_is_read_again(talk, by, people):
    (one,) = booklets.print_booklets(by=by, municipality=talk.municipality, conversation=talk, n=1)
    enter = {"by": by, "municipality": talk.municipality, "conversation": talk, "number": one.number}
    booklets.enter_booklet(**enter, answers=[1, 1, 1])
    assert read(talk) == stored(talk)
    booklets.take_back_booklet(**enter)
    assert read(talk) == stored(talk)
    booklets.enter_booklet(**enter, answers=[-1, 0, -1])
    assert read(talk) == stored(talk)
    assert sum(value for person, _number, value in read(talk) if person == 5) == -2


def test_who_is_left_out_is_missing_at_once_and_back_at_once(talk, by, people, monkeypatch):
    monkeypatch.setattr("firstdoor.listen.selectors.patterns.ANSWERS", 2)
    voting.enter_booklets(by=by, municipality=talk.municipality, conversation=talk, booklets=[{1: 1, 2: -1}] * 6)
    before = len(questions.votes_of(talk))
    (pattern,) = [one for one in patterns(talk) if one.kind == "same"]
    assert (pattern.people, pattern.answers) == (6, 2)
    left = moderators.leave_out(
        by=by, municipality=talk.municipality, conversation=talk, key=pattern.key, reason=texts.make("sq", "Një dorë.")
    )
    assert len(questions.votes_of(talk)) == before - 12
    moderators.put_back(by=by, municipality=talk.municipality, left=left)
    assert len(questions.votes_of(talk)) == before


def test_a_statement_that_is_hidden_has_no_votes_in_the_map_and_counts_at_the_desk(talk, by, people):
    row = Statement.objects.get(conversation=talk, number=1)
    statements.reject_statement(by=by, municipality=talk.municipality, statement=row, reason=texts.make("sq", "Jo."))
    assert 1 not in questions.votes_of(talk)[:, 1]
    assert lately.tallies(talk)[row.pk] == (2, 0, 0)


def test_what_is_kept_cannot_be_written_to(talk, people):
    with pytest.raises(ValueError, match="read-only"):
        cast.cast_votes(talk)[:] = 0
    assert isinstance(cast.cast_votes(talk), np.ndarray)
