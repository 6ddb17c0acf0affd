"""Albania loaded once for a file of tests, and Roskovec alone where one municipality is enough."""

import json
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.db import connection, transaction

from firstdoor.core.actor import Actor, Held, system
from firstdoor.places import services
from firstdoor.places.models import Municipality

SHARED = Path(__file__).resolve().parents[3] / "shared" / "data"
SYSTEM = system("test")


@pytest.fixture(scope="module")
def albania(django_db_setup, django_db_blocker) -> Iterator[None]:
    """The whole country, in a transaction that is rolled back after the file's last test."""
    with django_db_blocker.unblock(), transaction.atomic():
        services.load_albania(by=SYSTEM)
        connection.check_constraints()  # once for all: PostgreSQL would do it again after each test
        yield
        transaction.set_rollback(True)


@pytest.fixture
def roskovec(db) -> Municipality:
    """Roskovec with its door open, and the rules and holidays of 2026 and 2027."""
    services.load_albania(by=SYSTEM, only={"roskovec", "patos"})
    municipality = Municipality.objects.get(slug="roskovec")
    services.open_municipality(by=SYSTEM, municipality=municipality)
    services.load_rules_and_holidays(by=SYSTEM, municipality=municipality, years=[2026, 2027])
    return municipality


@pytest.fixture
def patos(roskovec) -> Municipality:
    """The neighbour, without a door."""
    return Municipality.objects.get(slug="patos")


@pytest.fixture
def focal_point(roskovec) -> Actor:
    """Somebody who keeps Roskovec's cycle going."""
    return Actor(person=roskovec.pk, held=(Held("municipal_focal_point", roskovec.pk),))


@pytest.fixture
def stranger(patos) -> Actor:
    """Somebody with the same role in Patos."""
    return Actor(person=patos.pk, held=(Held("municipal_focal_point", patos.pk),))


def shared_geojson(name: str) -> list[dict]:
    """The features of a file that isn't part of the product; the test is skipped where it's missing."""
    path = SHARED / "albania" / name
    if not path.exists():
        pytest.skip(f"{name} isn't part of the product; it lies in ../shared where there is one")
    return json.loads(path.read_text(encoding="utf-8"))["features"]
