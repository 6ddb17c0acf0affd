"""The doors of understand."""

from tests.doors import EVERYBODY, Door

DOORS = {"picture": Door(may=EVERYBODY)}
