"""What would be held if each unit weighed as much as people live there."""

from __future__ import annotations

import pytest

from firstdoor.core.actor import system
from firstdoor.listen.models import Participant
from firstdoor.listen.services import conversations
from firstdoor.places.models import Unit
from firstdoor.understand import services
from firstdoor.understand.selectors import opinions
from tests.understand.test_opinions import a_talk, address, enter

BY = system("test")


@pytest.fixture
def units(world):
    """Half of the residents live in each of two units, some in a third."""
    Unit.objects.all().update(retired_at="2026-01-01T00:00Z")
    return [
        Unit.objects.create(
            municipality=world.ours, com_id=name, name=name, folded_name=name.lower(), label_lat=40.7, label_lon=19.7,
            population_2011=people,
        )
        for name, people in (("Arza", 4000), ("Bregu", 4000), ("Qafa", 500))
    ]  # fmt: skip


def a_vote(world, by, units, there):
    """All of the first unit agree with the first statement, nobody of the others does; `there` people in each."""
    row = a_talk(world, by, ())
    sides = [1] * there[0] + [-1] * sum(there[1:])
    enter(world, by, row, [{1: side, 2: 1, 3: 0} for side in sides])
    homes = [unit for unit, n in zip(units, there, strict=True) for _ in range(n)]
    for person, unit in zip(Participant.objects.order_by("number"), homes, strict=True):
        person.unit = unit
        person.save()
    conversations.close_conversation(by=by, municipality=world.ours, conversation=row)
    row.refresh_from_db()
    services.draw_map(by=BY, municipality=world.ours, conversation=row)
    return row


def test_a_unit_that_was_heard_too_much_weighs_less(client, world, by, units):
    row = a_vote(world, by, units, (30, 10, 0))
    found = opinions.results(row).weighed
    assert [(line.number, before, after) for line, before, after in found.moved] == [(1, 75, 50)]
    assert (found.said, found.people, found.missing) == (40, 40, ["Qafa"])
    assert found.like < 40
    page = client.get(address(row, "results/")).content.decode()
    assert "Too few were heard from Qafa" in page
    assert "75 %" in page
    assert "50 %" in page


def test_a_unit_with_a_few_is_taken_as_not_heard(world, by, units):
    found = opinions.results(a_vote(world, by, units, (30, 10, 4))).weighed
    assert found.missing == ["Qafa"]
    assert found.said == 40


@pytest.mark.parametrize("there", [(12, 12, 0), (40, 4, 0), (40, 0, 0)])
def test_with_few_people_or_one_unit_nothing_is_weighed(client, world, by, units, there):
    row = a_vote(world, by, units, there)
    assert opinions.results(row).weighed is None
    assert "If each place weighed" not in client.get(address(row, "results/")).content.decode()


def test_while_it_is_open_nothing_is_weighed(world, by, units):
    row = a_vote(world, by, units, (30, 10, 0))
    type(row).objects.update(state="open")
    row.refresh_from_db()
    enter(world, by, row, [{1: 1}])
    assert opinions.results(row).weighed is None
