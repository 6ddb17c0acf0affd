"""The room as a Django app."""

from django.apps import AppConfig


class DeliverConfig(AppConfig):
    """Deliver: pilots, promises kept or not, the golden thread of each receipt."""

    name = "firstdoor.deliver"
    label = "deliver"

    def ready(self) -> None:
        """Make known who may do what."""
        from firstdoor.core import desk, rights
        from firstdoor.deliver import entries, rules

        rights.register(rules.PERMISSIONS)
        for entry in entries.ENTRIES:
            desk.register(entry)
