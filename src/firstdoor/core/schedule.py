"""Work that comes round again, and tasks whose worker died: what Django's task interface leaves to us.

A scheduled task is enqueued once when it is due, whichever worker asks first. All tasks are idempotent, so one that
was running when its worker was killed is simply started again.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.db import transaction

from firstdoor.core.models import Schedule

LONGEST_RUN = timedelta(minutes=15)
KEPT = timedelta(days=7)


@dataclass(frozen=True, slots=True)
class Recurring:
    """A task, how often it comes round, and whether there is anything to do then (None: always)."""

    task: Any
    every: timedelta
    when: Callable[[], bool] | None = None


_recurring: dict[str, Recurring] = {}


def recur(name: str, task: Any, *, every: timedelta, when: Callable[[], bool] | None = None) -> None:
    """Have `task` enqueued every so often. Rooms call it from their `tasks` module when they start.

    `when` is for work that comes round each few seconds: nothing is enqueued while it says no.
    """
    _recurring[name] = Recurring(task, every, when)


def tick(now: datetime) -> list[str]:
    """Enqueue what is due; returns the names. 1 query when nothing is, and what each `when` asks."""
    waiting = dict(Schedule.objects.values_list("name", "next_at"))
    begun = []
    for name, recurring in _recurring.items():
        if name in waiting and waiting[name] > now:
            continue
        with transaction.atomic():
            Schedule.objects.get_or_create(name=name, defaults={"next_at": now})
            mine = Schedule.objects.filter(name=name, next_at__lte=now).update(next_at=now + recurring.every)
            if mine and recurring.when is None:
                recurring.task.enqueue()
                begun.append(name)
        # Asked outside of the transaction, which on SQLite keeps everybody else from writing.
        if mine and recurring.when is not None and recurring.when():
            forget_done(recurring.task)
            recurring.task.enqueue()
            begun.append(name)
    return begun


def reap(now: datetime) -> int:
    """Make tasks that have been running too long ready again: their worker is gone. Returns how many. 1 query."""
    from django_tasks_db.models import DBTaskResult

    stuck = DBTaskResult.objects.filter(status="RUNNING", started_at__lt=now - LONGEST_RUN)
    return int(stuck.update(status="READY", started_at=None))


def forget_done(task: Any) -> int:
    """Delete the results of a task that comes round each few seconds, but for those that failed. Returns how many."""
    from django_tasks_db.models import DBTaskResult

    done = DBTaskResult.objects.filter(task_path=task.module_path, status="SUCCESSFUL")
    return int(done.delete()[0])


def forget_finished(now: datetime) -> int:
    """Delete results of tasks that ended a week ago."""
    from django_tasks_db.models import DBTaskResult

    return int(DBTaskResult.objects.filter(finished_at__lt=now - KEPT).delete()[0])
