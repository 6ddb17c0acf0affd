"""A municipality at work: people in their roles, themes of each kind, and voices that open cases."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from uuid import uuid4

import pytest
from django.test import Client
from django.utils import timezone

from firstdoor.core import photos, texts
from firstdoor.core.actor import Actor
from firstdoor.listen import services
from firstdoor.listen.models import Case, Theme, Voice
from firstdoor.people.models import Institution
from firstdoor.places.models import Unit
from tests.world import World, actor_of, grant, make_person

SECRET = "He waits behind the school with a knife"


@dataclass
class Desk:
    """Roskovec with its people; `file` is how a voice comes in."""

    world: World
    themes: dict[str, Theme]
    power: Institution
    roads: Institution

    @property
    def here(self) -> Any:
        return self.world.ours

    @property
    def here_unit(self) -> Unit:
        return Unit.objects.of(self.here).get()

    def actor(self, role: str) -> Actor:
        return self.world.actor(role)

    @property
    def staff(self) -> Actor:
        return self.actor("action_group")

    def client(self, role: str) -> Client:
        client = Client()
        client.force_login(self.world.people[role])
        return client

    def case(self, words: str = "The lamp at the school gate is out", theme: str = "light", **more: Any) -> Case:
        return self.filed(words, theme, **more).case

    def filed(self, words: str, theme: str = "light", **more: Any) -> Any:
        by = more.pop("by", Actor())
        more.setdefault("heard_at", timezone.now() - timedelta(hours=3))
        return services.file_voice(
            by=by, municipality=self.here, words=words, language="en", draft_key=uuid4(),
            theme=self.themes.get(theme), **more,
        )  # fmt: skip

    def address(self, path: str, lang: str = "en") -> str:
        return f"/{lang}/desk/{self.here.slug}/{path}"


@pytest.fixture
def desk(db: None) -> Desk:
    world = World()
    make = {
        "light": ("public", "", "Lighting", "Ndriçim"),
        "bite": ("staff", "", "Bite", "Kafshim"),
        "threat": ("lane", "state_police", "Threats", "Kërcënime"),
        "home": ("lane", "referral", "Domestic violence", "Dhunë në familje"),
    }
    themes = {
        code: Theme.objects.create(
            municipality=world.ours, code=code, level=level, lane=lane, name=texts.make("sq", sq, en=en),
            photo_allowed=level != "lane",
        )
        for code, (level, lane, en, sq) in make.items()
    }  # fmt: skip
    power = Institution.objects.create(municipality=world.ours, name=texts.make("sq", "OSHEE", en="Power company"))
    roads = Institution.objects.create(municipality=world.ours, name=texts.make("sq", "Rrugët", en="Roads"), own=True)
    both = make_person("both@roskovec.example.al", "Ilir")
    grant(both, "action_group", world.ours)
    grant(both, "lane_member", world.ours)
    world.people["police in the action group"] = both
    return Desk(world, themes, power, roads)


@pytest.fixture
def police(desk: Desk) -> Actor:
    """A member of the State Police's lane who sits in the Action Group too."""
    return actor_of(desk.world.people["police in the action group"])


@pytest.fixture
def picture() -> Callable[[Any], Any]:
    """A cleaned photo, one of its own each time."""
    made = iter(range(200))

    def make(municipality: Any) -> Any:
        import io

        from PIL import Image

        out = io.BytesIO()
        Image.new("RGB", (40, 30), (next(made), 90, 120)).save(out, "JPEG")
        size = out.tell()
        out.seek(0)
        return photos.keep(photos.clean(out, size), municipality=municipality)

    return make


def voice_of(case: Case) -> Voice:
    """The first voice that belongs to a case now."""
    return case.links.filter(left_at=None).order_by("at", "pk").first().voice


def moment(days: int) -> datetime:
    """So many days ago."""
    return timezone.now() - timedelta(days=days)
