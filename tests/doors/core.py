"""Core's doors: for operators, and for the demo."""

from tests.doors import EVERYBODY, Door

DOORS = {
    "healthz": Door(may=EVERYBODY),
    "readyz": Door(may=EVERYBODY),
    "metrics": Door(may=EVERYBODY),  # from this machine; from elsewhere a token is asked for
    "mailbox": Door(may=EVERYBODY, only_demo=True),
    "components": Door(may=EVERYBODY, only_demo=True),
}
