"""When something is due: rules as they hold on a date, and the municipality's calendar."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from firstdoor.core import settled
from firstdoor.places import periods
from firstdoor.places.models import Holiday, Municipality, Rule

LONGEST_BREAK = timedelta(days=30)
HELD = ("code", "amount", "unit", "value", "month", "day", "valid_from", "valid_to")


@dataclass(frozen=True, slots=True)
class RuleHistory:
    """A rule as it holds now (none: not yet, or no longer) and all its versions, newest first."""

    code: str
    now: Rule | None
    versions: list[Rule]


def local_date(municipality: Municipality, now: datetime) -> date:
    """Which day it is in that municipality. No query."""
    return now.astimezone(municipality.zone).date()


def holidays(municipality: Municipality, first: date | None = None, last: date | None = None) -> set[date]:
    """The days on which the municipality doesn't work, weekends apart, all or from `first` to `last`. 1 query."""
    return _between(_Settled(municipality).holidays(), first or date.min, last or date.max)


class _Settled:
    """Rules and holidays as they stand now. One small query when it is made, one for each until something changes."""

    def __init__(self, municipality: Municipality) -> None:
        self._here, self._stamp = municipality, settled.stamp_of(municipality)

    def holidays(self) -> frozenset[date]:
        """All days off but weekends."""
        return settled.kept(
            self._stamp, "holidays", self._here.pk,
            make=lambda: frozenset(Holiday.objects.of(self._here).order_by().values_list("date", flat=True)),
        )  # fmt: skip

    def rules(self) -> dict[str, list[Any]]:
        """What dates are worked out from, each code with its versions."""
        return settled.kept(self._stamp, "rules", self._here.pk, make=self._read)

    def _read(self) -> dict[str, list[Any]]:
        by_code: dict[str, list[Any]] = {}
        for version in Rule.objects.of(self._here).order_by().values_list(*HELD, named=True):
            by_code.setdefault(version.code, []).append(version)
        return by_code


def _between(days: frozenset[date], first: date, last: date) -> set[date]:
    return {day for day in days if first <= day <= last}


def rule(code: str, municipality: Municipality, at: date) -> Rule | None:
    """The version of a rule that holds on that day; None when there is none. 1 query."""
    return _holding(Rule.objects.of(municipality).filter(code=code), at)


def rule_value(code: str, municipality: Municipality, at: date) -> int | str | None:
    """What a rule says on that day: its amount, else its choice; None when it isn't known. 1 small query."""
    found = _holding(_Settled(municipality).rules().get(code, []), at)
    if found is None:
        return None
    return found.amount if found.amount is not None else (found.value or None)


def due(code: str, start: date | datetime, municipality: Municipality, at: date | None = None) -> date | None:
    """The last day of the period that rule `code` sets and that begins at `start`, as the rule stands `at` that day.

    `at` is the day of `start` unless given. The day on which a period begins isn't counted. None when the rule isn't
    there or its length isn't known: then the municipality decides, and no page may compute a date. 1 small query.
    """
    zone = municipality.zone
    begun = start if isinstance(start, datetime) else datetime(start.year, start.month, start.day, tzinfo=zone)
    moment = begun.astimezone(zone)
    held = _Settled(municipality)
    return _last_day(_holding(held.rules().get(code, []), at or moment.date()), moment, held.holidays())


def dues(codes: Iterable[str], start: datetime, municipality: Municipality) -> dict[str, date | None]:
    """As `due` for several rules at once. 1 small query, however many."""
    moment = start.astimezone(municipality.zone)
    held = _Settled(municipality)
    rules, off = held.rules(), held.holidays()
    return {code: _last_day(_holding(rules.get(code, []), moment.date()), moment, off) for code in codes}


def _last_day(found: Any, moment: datetime, off: Collection[date]) -> date | None:
    if found is None:
        return None
    if found.unit == Rule.Unit.DATE:
        return periods.next_on(moment.date(), found.month, found.day)
    if found.amount is None or found.unit not in periods.LENGTHS:
        return None
    return periods.last_day(moment, found.amount, found.unit, off)


def working_days_left(municipality: Municipality, today: date, end: date) -> int:
    """Working days after `today` up to and with `end`; 0 when it's past. 1 query."""
    return periods.working_days_between(today, end, holidays(municipality, today, end))


def next_working_day(municipality: Municipality, day: date) -> date:
    """`day` itself when people work on it, else the next on which they do. 1 query."""
    off = holidays(municipality, day, day + LONGEST_BREAK)
    return periods.working_days(day - timedelta(days=1), 1, off)


def rules_and_versions(municipality: Municipality, at: date) -> list[RuleHistory]:
    """All rules of a municipality by code, each with its versions. 1 query."""
    by_code: dict[str, list[Rule]] = {}
    for version in Rule.objects.of(municipality).order_by("code"):
        by_code.setdefault(version.code, []).append(version)
    return [_history(versions, at) for versions in by_code.values()]


def rule_history(code: str, municipality: Municipality, at: date) -> RuleHistory | None:
    """One rule with its versions; None when there is none with that code. 1 query."""
    versions = list(Rule.objects.of(municipality).filter(code=code).select_related("municipality"))
    return _history(versions, at) if versions else None


def holiday_list(municipality: Municipality, first: date) -> list[Holiday]:
    """The municipality's holidays from a day on, with their names, by date. 1 query."""
    return list(Holiday.objects.of(municipality).filter(date__gte=first))


def _history(versions: list[Rule], at: date) -> RuleHistory:
    newest_first = sorted(versions, key=_since, reverse=True)
    return RuleHistory(versions[0].code, _holding(versions, at), newest_first)


def _holding(versions: Iterable[Any], at: date) -> Any:
    begun = [found for found in versions if _since(found) <= at and (not found.valid_to or at < found.valid_to)]
    return max(begun, key=_since, default=None)


def _since(version: Any) -> date:
    return version.valid_from or date.min
