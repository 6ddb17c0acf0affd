"""The room as a Django app."""

from django.apps import AppConfig


class UnderstandConfig(AppConfig):
    """Understand: the safety picture, for now plain counts of public reports; and what came of conversations."""

    name = "firstdoor.understand"
    label = "understand"

    def ready(self) -> None:
        """Make known who may do what, and what comes round."""
        from firstdoor.core import desk, rights
        from firstdoor.understand import rules, tasks

        rights.register(rules.PERMISSIONS)
        desk.register_step("picture", "picture")
        tasks.schedule_all()
