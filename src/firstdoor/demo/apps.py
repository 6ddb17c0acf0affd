"""The room as a Django app."""

from django.apps import AppConfig


class DemoConfig(AppConfig):
    """The sample municipality: a year of Roskovec, invented and reproducible."""

    name = "firstdoor.demo"
    label = "demo"
