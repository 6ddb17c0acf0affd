"""Fixtures that tests of conversations share."""

from tests.talks import by, talk, world  # noqa: F401 pytest finds them here
