"""The room as a Django app."""

from django.apps import AppConfig


class PlacesConfig(AppConfig):
    """Places: municipalities, administrative units, the hexagon grid, holidays, legal periods."""

    name = "firstdoor.places"
    label = "places"

    def ready(self) -> None:
        """Make known who may do what."""
        from firstdoor.core import rights
        from firstdoor.places import rules

        rights.register(rules.PERMISSIONS)
