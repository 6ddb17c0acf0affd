"""Legal periods on a calendar: when something is due, counted as the law counts. Pure dates, no database."""

from __future__ import annotations

from collections.abc import Collection
from datetime import UTC, date, datetime, timedelta

SATURDAY = 5
LENGTHS = frozenset({"working days", "days", "hours", "months", "years"})


def is_working_day(day: date, holidays: Collection[date]) -> bool:
    """Neither a Saturday or Sunday nor a holiday."""
    return day.weekday() < SATURDAY and day not in holidays


def working_days(start: date, n: int, holidays: Collection[date]) -> date:
    """The n-th working day after `start`. The day on which a period begins isn't counted.

    `start` itself may be any day. Raises ValueError for n < 1.

    >>> working_days(date(2026, 11, 20), 1, {date(2026, 11, 23)})  # a Friday; the Monday is a holiday
    datetime.date(2026, 11, 24)
    """
    if n < 1:
        raise ValueError("a period has at least one working day")
    day = start
    while n:
        day += timedelta(days=1)
        n -= is_working_day(day, holidays)
    return day


def working_days_between(start: date, end: date, holidays: Collection[date]) -> int:
    """How many working days lie after `start` up to and with `end`; 0 when `end` isn't later."""
    days = max(0, (end - start).days)
    return sum(is_working_day(start + timedelta(days=n), holidays) for n in range(1, days + 1))


def months_later(start: date, months: int) -> date:
    """The same day of the month, or the month's last day where it's shorter.

    >>> months_later(date(2027, 1, 31), 1)
    datetime.date(2027, 2, 28)
    """
    year, month = divmod(start.year * 12 + start.month - 1 + months, 12)
    return date(year, month + 1, min(start.day, _days_in(year, month + 1)))


def next_on(start: date, month: int, day: int) -> date:
    """The first `day` of `month` on or after `start`. The 29th of February is the 28th in ordinary years."""
    this_year = date(start.year, month, min(day, _days_in(start.year, month)))
    if this_year >= start:
        return this_year
    return date(start.year + 1, month, min(day, _days_in(start.year + 1, month)))


def last_day(start: datetime, amount: int, unit: str, holidays: Collection[date]) -> date:
    """The last day of a period of `amount` `unit` (one of LENGTHS) that begins at `start`, local time with its zone.

    Hours are counted on the world's clock, so that the night in which clocks change makes none longer or shorter.
    """
    today = start.date()
    match unit:
        case "hours":
            return (start.astimezone(UTC) + timedelta(hours=amount)).astimezone(start.tzinfo).date()
        case "working days":
            return working_days(today, amount, holidays)
        case "days":
            return today + timedelta(days=amount)
        case "months":
            return months_later(today, amount)
        case "years":
            return months_later(today, 12 * amount)
    raise ValueError(f"{unit} is no length of time")


def _days_in(year: int, month: int) -> int:
    first_of_next = date(year + month // 12, month % 12 + 1, 1)
    return (first_of_next - timedelta(days=1)).day
