"""The room as a Django app."""

from django.apps import AppConfig


class DeliverConfig(AppConfig):
    """Deliver: pilots, promises kept or not, the golden thread of each receipt."""

    name = "firstdoor.deliver"
    label = "deliver"
