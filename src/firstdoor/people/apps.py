"""The room as a Django app."""

from django.apps import AppConfig


class PeopleConfig(AppConfig):
    """People: accounts, sign-in, roles, bodies and their seats, the cycle and its dates."""

    name = "firstdoor.people"
    label = "people"

    def ready(self) -> None:
        """Make known who may do what."""
        from firstdoor.core import rights
        from firstdoor.people import rules

        rights.register(rules.PERMISSIONS)
