"""The room as a Django app."""

from django.apps import AppConfig


class ListenConfig(AppConfig):
    """Listen: every voice, the case it opens, and the answers that go back."""

    name = "firstdoor.listen"
    label = "listen"

    def ready(self) -> None:
        """Make known who may do what."""
        from firstdoor.core import rights
        from firstdoor.listen import rules, tasks

        rights.register(rules.PERMISSIONS)
        tasks.schedule_all()
