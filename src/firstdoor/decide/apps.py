"""The room as a Django app."""

from django.apps import AppConfig


class DecideConfig(AppConfig):
    """Decide: priorities, policy paper, working sessions, pilot proposals, ballots."""

    name = "firstdoor.decide"
    label = "decide"

    def ready(self) -> None:
        """Make known who may do what, this room's pages at the desk, and what waits there."""
        from firstdoor.core import desk, rights
        from firstdoor.decide import entries, rules, tasks
        from firstdoor.decide.selectors import matters
        from firstdoor.listen.selectors import matters as listen_matters

        rights.register(rules.PERMISSIONS)
        tasks.schedule_all()
        for entry in entries.ENTRIES:
            desk.register(entry)
        desk.register_tasks("decide.waiting", entries.waiting)
        desk.register_news_of_step("ballot", entries.votes_going_on)
        listen_matters.register("decide", matters.ends)
