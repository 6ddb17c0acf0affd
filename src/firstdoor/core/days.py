"""Days as people say them: near ones by their weekday, far ones with their year."""

from __future__ import annotations

from datetime import date

from django.utils.formats import date_format
from django.utils.translation import pgettext

NEAR = 60  # days; nobody plans by the weekday further ahead


def short(day: date, today: date) -> str:
    """A day of this year without the year, of another with it: "16 January", "16 January 2015"."""
    return date_format(day, "MONTH_DAY_FORMAT" if day.year == today.year else "DATE_FORMAT")


def after_until(day: date, today: date) -> str:
    """What follows "by" or "until": "Friday, 16 January", or "16 January 2028" when it is far from `today`."""
    if abs((day - today).days) > NEAR:
        return pgettext("after by or until", "{date}").format(date=date_format(day, "DATE_FORMAT"))
    weekday = (
        pgettext("after by or until", "Monday"),
        pgettext("after by or until", "Tuesday"),
        pgettext("after by or until", "Wednesday"),
        pgettext("after by or until", "Thursday"),
        pgettext("after by or until", "Friday"),
        pgettext("after by or until", "Saturday"),
        pgettext("after by or until", "Sunday"),
    )[day.weekday()]
    near = date_format(day, "MONTH_DAY_FORMAT")
    return pgettext("after by or until", "{weekday}, {day}").format(weekday=weekday, day=near)
