"""The room as a Django app."""

from django.apps import AppConfig


class DeliverConfig(AppConfig):
    """Deliver: pilots, promises kept or not, the golden thread of each receipt."""

    name = "firstdoor.deliver"
    label = "deliver"

    def ready(self) -> None:
        """Make known who may do what, and how each promise stands."""
        from firstdoor.core import desk, rights, standing
        from firstdoor.deliver import entries, rules
        from firstdoor.deliver.selectors.carried import carried_out
        from firstdoor.deliver.selectors.promises import standings

        rights.register(rules.PERMISSIONS)
        standing.register(standings)
        standing.register_carried(carried_out)
        for entry in entries.ENTRIES:
            desk.register(entry)
        desk.register_tasks("deliver.waiting", entries.waiting)
        desk.register_tasks("deliver.promises", entries.overdue_promises)
