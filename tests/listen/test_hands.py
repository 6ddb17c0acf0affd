"""Hands raised at a meeting: in the totals, apart, never in the map; corrected with a trace."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.core.exceptions import ValidationError
from django.test import Client
from django.utils import timezone

from firstdoor.core import audit_heads
from firstdoor.core.models import Audit
from firstdoor.core.rights import NotAllowed
from firstdoor.listen.models import HandCount, Hands, Statement
from firstdoor.listen.selectors import conversations as questions
from firstdoor.listen.selectors import hands as hands_of
from firstdoor.listen.selectors import statements_that_count
from firstdoor.listen.services import hands, statements, voting
from tests.talks import address


def write(by, talk, counts, **more):
    more = {"held_on": timezone.localdate(), "place": "Vatra e kulturës", **more}
    return hands.write_hands(by=by, municipality=talk.municipality, conversation=talk, counts=counts, **more)


def one(talk, number):
    return Statement.objects.get(conversation=talk, number=number)


def test_hands_stand_in_the_totals_and_not_among_the_votes_of_the_map(world, by, talk):
    voting.enter_booklets(by=by, municipality=world.ours, conversation=talk, booklets=[{1: 1}] * 5)
    before = sorted(questions.votes_of(talk).tolist())
    write(by, talk, {1: (20, 3, 1), 2: (0, 24, 0)}, present=24)
    write(by, talk, {1: (2, 0, 0)}, place="Shkolla")
    assert sorted(questions.votes_of(talk).tolist()) == before
    assert hands_of.hand_totals(talk) == {one(talk, 1).pk: (22, 3, 1), one(talk, 2).pk: (0, 24, 0)}
    stated = statements_that_count(world.ours, [one(talk, 1).pk])[one(talk, 1).pk]
    assert (stated.agree, stated.n, stated.hands) == (27, 31, 26)


def test_a_few_hands_are_told_to_nobody(world, by, talk):
    write(by, talk, {1: (3, 1, 0)})
    stated = statements_that_count(world.ours, [one(talk, 1).pk])[one(talk, 1).pk]
    assert (stated.n, stated.hands) == (0, 0)


@pytest.mark.parametrize(
    ("counts", "more", "field"),
    [
        ({}, {}, "__all__"),
        ({1: (-1, 3, 0)}, {}, "statement-1"),
        ({1: (0, 0, 0)}, {}, "statement-1"),
        ({1: (20, 5, 0)}, {"present": 24}, "statement-1"),
        ({1: (5, 0, 0)}, {"held_on": timezone.localdate() + timedelta(days=1)}, "held_on"),
        ({1: (5, 0, 0)}, {"held_on": timezone.localdate() - timedelta(days=30)}, "held_on"),
        ({99: (5, 0, 0)}, {}, "__all__"),
    ],
)
def test_what_cannot_be_is_refused_beside_its_cause(by, talk, counts, more, field):
    with pytest.raises(ValidationError) as refused:
        write(by, talk, counts, **more)
    assert field in getattr(refused.value, "error_dict", {"__all__": 1})
    assert not HandCount.objects.exists()


def test_a_correction_leaves_a_trace_and_two_at_once_do_not_overwrite_each_other(world, by, talk):
    row = write(by, talk, {1: (5, 0, 0), 2: (4, 1, 0)})
    write(by, talk, {1: (6, 0, 0)}, hands=row, version=1)
    assert hands_of.counts_of(row) == {1: (6, 0, 0)}
    with pytest.raises(ValidationError):
        write(by, talk, {1: (7, 0, 0)}, hands=row, version=1)
    verbs = list(Audit.objects.filter(verb__startswith="listen.hand").values_list("verb", flat=True))
    assert "listen.hands_corrected" in verbs
    assert "listen.hand_count_taken_away" in verbs
    hands.take_away_hands(by=by, municipality=world.ours, hands=row)
    assert not Hands.objects.exists()
    audit_heads.verify()


def test_hands_go_along_when_statements_are_merged(world, by, talk):
    write(by, talk, {1: (5, 0, 0)})
    write(by, talk, {1: (9, 0, 0), 2: (8, 0, 0)}, place="Shkolla")
    statements.merge_statement(by=by, municipality=world.ours, statement=one(talk, 1), into=one(talk, 2))
    assert hands_of.hand_totals(talk)[one(talk, 2).pk] == (13, 0, 0)


def test_the_note_taker_writes_them_down_and_nothing_typed_is_lost(world, talk):
    client = Client()
    client.force_login(world.people["community_focal_point"])
    page = address(talk, "desk_hands_new")
    data = {"held_on": f"{timezone.localdate():%Y-%m-%d}", "place": "Vatra", "present": "10", "agree-1": "12"}
    refused = client.post(page, data)
    assert refused.status_code == 422
    assert 'value="12"' in refused.content.decode()
    assert client.post(page, {**data, "agree-1": "x"}).status_code == 422
    assert client.post(page, {**data, "agree-1": "7", "passed-1": "2"}).status_code == 302
    assert hands_of.counts_of(Hands.objects.get()) == {1: (7, 0, 2)}
    assert "Vatra" in client.get(address(talk, "desk_hands")).content.decode()
    assert client.get(address(talk, "desk_hands_change", Hands.objects.get().pk)).status_code == 200


def test_who_only_looks_on_writes_nothing_down(world, talk):
    with pytest.raises(NotAllowed):
        write(world.actor("coach"), talk, {1: (5, 0, 0)})
