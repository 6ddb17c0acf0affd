"""Core: what every room needs. It stands below all rooms and knows none of them."""

from django.apps import AppConfig
from django.db.models.signals import post_migrate, pre_migrate


class CoreConfig(AppConfig):
    """Installs tenancy keys and refusing triggers after each migration."""

    name = "firstdoor.core"
    label = "core"

    def ready(self) -> None:
        from firstdoor.core import tasks, triggers

        tasks.schedule_all()
        pre_migrate.connect(triggers.before_migrate, dispatch_uid="firstdoor.core.triggers")
        post_migrate.connect(triggers.after_migrate, dispatch_uid="firstdoor.core.triggers")
