"""Core: what every room needs. It stands below all rooms and knows none of them."""

from django.apps import AppConfig
from django.db.models.signals import post_migrate, pre_migrate
from django.forms import Field
from django.utils.translation import gettext_lazy


class CoreConfig(AppConfig):
    """Installs tenancy keys and refusing triggers after each migration, and our words for a field left empty."""

    name = "firstdoor.core"
    label = "core"

    def ready(self) -> None:
        from firstdoor.core import tasks, triggers

        # One wording for all forms, in plain words: "field" is a word of people who build forms.
        Field.default_error_messages["required"] = gettext_lazy("This is needed.")
        tasks.schedule_all()
        pre_migrate.connect(triggers.before_migrate, dispatch_uid="firstdoor.core.triggers")
        post_migrate.connect(triggers.after_migrate, dispatch_uid="firstdoor.core.triggers")
