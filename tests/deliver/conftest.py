"""The two municipalities of all tests, and a browser's client."""

import pytest

from tests.world import World


@pytest.fixture
def world(db: None) -> World:
    return World()
