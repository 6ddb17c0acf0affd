"""A conversation of Roskovec that is open, with three statements to begin with: what tests of conversations stand on."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from firstdoor.core import texts
from firstdoor.listen.services import conversations, statements
from tests.world import World

SEEDS = ("Rruga e shkollës duhet të ketë dritë.", "Makinat ecin shumë shpejt.", "Na duhet një park për fëmijët.")


@pytest.fixture
def world(db):
    return World()


@pytest.fixture
def by(world):
    return world.actor("action_group")


def prepared(world, by, **more):
    today = timezone.localdate()
    row = conversations.prepare_conversation(
        by=by, municipality=world.ours, title=texts.make("sq", "Rruga e shkollës", en="The school road"),
        question=texts.make("sq", "Çfarë e bën rrugën të sigurt?", en="What makes the road safe?"),
        **{"opens_on": today, "closes_on": today + timedelta(days=7), **more},
    )  # fmt: skip
    for words in SEEDS:
        statements.begin_with(by=by, municipality=world.ours, conversation=row, words=texts.make("sq", words))
    return row


@pytest.fixture
def talk(world, by):
    row = prepared(world, by)
    conversations.open_conversation(by=by, municipality=world.ours, conversation=row)
    row.refresh_from_db()
    return row


def address(talk, name="conversation", *more):
    return f"/sq{reverse(name, args=[talk.municipality.slug, talk.slug, *more])[3:]}"
