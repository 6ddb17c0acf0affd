"""Core's own work in the background. Each may run twice without harm."""

from __future__ import annotations

from datetime import timedelta

from django.utils import timezone
from django_tasks import task

from firstdoor.core import audit_heads, limits, schedule


@task()
def keep_audit_heads() -> int:
    """Write the heads of all audit chains outside the database."""
    return audit_heads.keep(now=timezone.now())


@task()
def tidy() -> int:
    """Forget ended windows of limits and results of old tasks."""
    now = timezone.now()
    return limits.forget(before=now - timedelta(days=1)) + schedule.forget_finished(now)


def schedule_all() -> None:
    """What of core comes round, and how often."""
    schedule.recur("core.keep_audit_heads", keep_audit_heads, every=timedelta(days=1))
    schedule.recur("core.tidy", tidy, every=timedelta(hours=6))
