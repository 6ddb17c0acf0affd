"""A municipality that takes reports, with ground under it, and somebody who walks through the questions."""

from __future__ import annotations

import io
from dataclasses import dataclass, field
from typing import Any

import pytest
from django.http import HttpResponse
from django.test import Client
from django.utils import timezone
from PIL import Image

from firstdoor.core.actor import system
from firstdoor.listen.models import Draft
from firstdoor.listen.services import load_themes
from firstdoor.listen.views.report import check
from firstdoor.places import grid
from firstdoor.places import services as places
from firstdoor.places.models import Unit, UnitCell
from tests.world import make_municipality

HERE = (40.7370, 19.7020)
THERE = (40.6830, 19.6190)
OUTSIDE = (41.3275, 19.8187)
WORDS = "Rruga nga shkolla te ura është pa dritë."


def ground(municipality: Any, point: tuple[float, float]) -> None:
    """Some hexagons around a point belong to the municipality's unit."""
    unit = Unit.objects.of(municipality).get()
    cell = grid.cell_at(*point, grid.UNIT_RESOLUTION)
    for near in grid.with_ring([cell]):
        UnitCell.objects.create(municipality=municipality, cell9=near, unit=unit)


@pytest.fixture
def roskovec(db: None) -> Any:
    """Roskovec with its ground, rules, holidays and themes; Patos beside it."""
    municipality = make_municipality(
        "Roskovec",
        emergency_numbers=[{"number": "116117", "name": {"sq": "Linja kundër dhunës", "en": "Line", "_": "sq"}}],
    )
    ground(municipality, HERE)
    ground(make_municipality("Patos"), THERE)
    by = system("test")
    load_themes(by=by, municipality=municipality)
    this_year = timezone.localdate().year
    places.load_rules_and_holidays(by=by, municipality=municipality, years=[this_year, this_year + 1])
    return municipality


@dataclass
class Resident:
    """Somebody at the form. Each step answers with the page that came."""

    client: Client = field(default_factory=Client)
    language: str = "en"
    slug: str = "roskovec"

    def url(self, step: str = "") -> str:
        return f"/{self.language}/{self.slug}/report/{step}"

    def get(self, step: str = "", **options: Any) -> HttpResponse:
        return self.client.get(self.url(step), **options)

    def post(self, step: str = "", **data: Any) -> HttpResponse:
        return self.client.post(self.url(step), data)

    def walk(
        self, words: str = WORDS, place: str = "Rruga e shkollës", answer: str = "page", contact: str = ""
    ) -> None:
        """Up to the check."""
        key = self.get().context["form"]["form"].value()
        for step, data, following in (
            ("", {"words": words, "form": key}, "place/"),
            ("place/", {"place": place}, "photo/"),
            ("photo/", {}, "answer/"),
            ("answer/", {"answer": answer, "contact": contact}, "check/"),
        ):
            page = self.post(step, **data)
            assert page.status_code == 302, page.content.decode()
            assert page["Location"] == self.url(following)

    def send(self, **data: Any) -> HttpResponse:
        """Press "Send"."""
        return self.post("check/", **data)


@pytest.fixture
def resident(roskovec: Any, monkeypatch: pytest.MonkeyPatch) -> Resident:
    """A resident who may be fast."""
    monkeypatch.setattr(check, "LEAST_SECONDS", 0.0)
    return Resident()


def the_draft() -> Draft:
    """The only draft there is."""
    return Draft.objects.get()


def picture(kind: str = "JPEG", size: tuple[int, int] = (64, 48), **options: Any) -> io.BytesIO:
    """A photo as a file."""
    out = io.BytesIO()
    Image.new("RGB", size, (200, 30, 90)).save(out, kind, **options)
    out.seek(0)
    out.name = f"photo.{kind.lower()}"
    return out
