"""The room as a Django app."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class PlacesConfig(AppConfig):
    """Places: municipalities, administrative units, the hexagon grid, holidays, legal periods."""

    name = "firstdoor.places"
    label = "places"

    def ready(self) -> None:
        """Make known who may do what, the page at the desk, and the yearly work."""
        from firstdoor.core import desk, rights
        from firstdoor.places import rules, tasks

        rights.register(rules.PERMISSIONS)
        desk.register(
            desk.Entry(
                "settings",
                _("Settings"),
                "settings",
                "places.change_settings",
                order=900,
                hint=_("How people reach the municipality, holidays, deadlines and other rules."),
            )
        )
        tasks.schedule_all()
