"""The room as a Django app."""

from django.apps import AppConfig


class ListenConfig(AppConfig):
    """Listen: every voice, the case it opens, and the answers that go back."""

    name = "firstdoor.listen"
    label = "listen"
