"""The room as a Django app."""

from django.apps import AppConfig


class DemoConfig(AppConfig):
    """The sample municipality: a year of Roskovec, invented and reproducible."""

    name = "firstdoor.demo"
    label = "demo"

    def ready(self) -> None:
        """Let the demo's mailbox page name the sample's sign-ins."""
        from django.utils.functional import lazystr

        from firstdoor.core import mailbox
        from firstdoor.demo.people import PEOPLE

        mailbox.list_people([(sample.email, lazystr(sample)) for sample in PEOPLE])
