"""Core's doors: for operators."""

from tests.doors import EVERYBODY, Door

DOORS = {
    "healthz": Door(may=EVERYBODY),
    "readyz": Door(may=EVERYBODY),
}
