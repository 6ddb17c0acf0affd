"""The room as a Django app."""

from django.apps import AppConfig


class ListenConfig(AppConfig):
    """Listen: every voice, the case it opens, and the answers that go back."""

    name = "firstdoor.listen"
    label = "listen"

    def ready(self) -> None:
        """Make known who may do what."""
        from django.utils.translation import gettext_lazy as _

        from firstdoor.core import desk, rights
        from firstdoor.listen import entries, rules, tasks

        rights.register(rules.PERMISSIONS)
        tasks.schedule_all()
        for entry in entries.ENTRIES:
            desk.register(entry)
        desk.register(
            desk.Entry(
                key="meetings",
                label=_("Meetings"),
                route="desk_meetings",
                permission="listen.see_meetings",
                order=40,
                hint=_("Residents and authorities in one room: invitations, what was said and promised, the minutes."),
                steps=("meetings",),
            )
        )
        desk.register_tasks("listen.statements", entries.statements_to_read)
        desk.register_tasks("listen.contacts", entries.contacts_going_soon)
