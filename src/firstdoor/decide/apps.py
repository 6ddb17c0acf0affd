"""The room as a Django app."""

from django.apps import AppConfig


class DecideConfig(AppConfig):
    """Decide: priorities, policy paper, working sessions, pilot proposals, ballots."""

    name = "firstdoor.decide"
    label = "decide"
