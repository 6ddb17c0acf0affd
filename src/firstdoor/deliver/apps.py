"""The room as a Django app."""

from django.apps import AppConfig


class DeliverConfig(AppConfig):
    """Deliver: pilots, promises kept or not, the golden thread of each receipt."""

    name = "firstdoor.deliver"
    label = "deliver"

    def ready(self) -> None:
        """Make known who may do what."""
        from firstdoor.core import rights
        from firstdoor.deliver import rules

        rights.register(rules.PERMISSIONS)
