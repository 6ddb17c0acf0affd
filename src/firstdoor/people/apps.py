"""The room as a Django app."""

from django.apps import AppConfig


class PeopleConfig(AppConfig):
    """People: accounts, sign-in, roles, bodies and their seats, the cycle and its dates."""

    name = "firstdoor.people"
    label = "people"

    def ready(self) -> None:
        """Make known who may do what, this room's pages at the desk, and how somebody's part is said."""
        from firstdoor.core import desk, rights
        from firstdoor.people import entries, rules

        rights.register(rules.PERMISSIONS)
        for entry in entries.ENTRIES:
            desk.register(entry)
        desk.register_tasks("people.late_steps", entries.late_steps)
        desk.register_tasks("people.mandates", entries.mandates)
        desk.describe_with(entries.part_of)
