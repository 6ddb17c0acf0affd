"""The room as a Django app."""

from django.apps import AppConfig


class DecideConfig(AppConfig):
    """Decide: priorities, policy paper, working sessions, pilot proposals, ballots."""

    name = "firstdoor.decide"
    label = "decide"

    def ready(self) -> None:
        """Make known who may do what."""
        from firstdoor.core import rights
        from firstdoor.decide import rules

        rights.register(rules.PERMISSIONS)
