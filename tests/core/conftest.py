"""A municipality with its places, for tests of what core keeps."""

import pytest

from firstdoor.core.actor import system
from firstdoor.places import selectors, services


@pytest.fixture
def albania(db):
    services.load_albania(by=system("test"), only=["roskovec", "berat"])


@pytest.fixture
def roskovec(albania):
    found = selectors.municipality_by_slug("roskovec")
    services.open_municipality(by=system("test"), municipality=found, demo=True)
    return found


@pytest.fixture
def berat(albania):
    found = selectors.municipality_by_slug("berat")
    services.open_municipality(by=system("test"), municipality=found, demo=True)
    return found
