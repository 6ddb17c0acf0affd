"""Small words of the queue: how old something is, and what tag it bears."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from django import template
from django.utils.translation import gettext as _

register = template.Library()
DAY = 86_400
YEAR = 365 * DAY


@register.filter
def age(since: datetime, now: datetime) -> str:
    """How long ago, in hours, days or years, in the shortest words."""
    seconds = max(0, int((now - since).total_seconds()))
    if seconds < DAY:
        return _("{n} h").format(n=seconds // 3600)
    if seconds >= 2 * YEAR:  # what an import brought
        return _("{n} y").format(n=seconds // YEAR)
    return _("{n} d").format(n=seconds // DAY)


@register.simple_tag
def queue_tag(row: Any, today: date) -> dict[str, str] | None:
    """The one tag of a row: danger, then what is late or due today; none for the others."""
    if row.ended:
        return {"state": "done" if row.ending else "", "label": row.ending}
    if row.danger:
        return {"state": "danger", "label": _("danger")}
    if row.due is not None and row.due < today:
        return {"state": "late", "label": _("late")}
    if row.due == today:
        return {"state": "wait", "label": _("due today")}
    return None
