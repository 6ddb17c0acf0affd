"""Periods counted as the law counts them."""

from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from firstdoor.places import periods, public_holidays

DAYS = st.dates(date(2020, 1, 1), date(2035, 12, 31))
HOLIDAYS = st.sets(DAYS, max_size=60)
ALBANIA = {found.date for found in public_holidays.of("AL", [2026, 2027])}


@given(start=DAYS, n=st.integers(1, 300), off=HOLIDAYS)
def test_the_nth_working_day_has_n_working_days_up_to_it(start, n, off):
    end = periods.working_days(start, n, off)
    assert periods.is_working_day(end, off)
    assert periods.working_days_between(start, end, off) == n
    assert periods.working_days_between(start, end - timedelta(days=1), off) == n - 1


@given(start=DAYS, n=st.integers(1, 100), m=st.integers(1, 100), off=HOLIDAYS)
def test_two_periods_after_each_other_are_one_long_one(start, n, m, off):
    assert periods.working_days(periods.working_days(start, n, off), m, off) == periods.working_days(start, n + m, off)


@given(start=DAYS, n=st.integers(1, 100), off=HOLIDAYS, more=HOLIDAYS)
def test_more_holidays_never_make_a_period_shorter(start, n, off, more):
    assert periods.working_days(start, n, off | more) >= periods.working_days(start, n, off)


@given(start=DAYS, months=st.integers(0, 60))
def test_months_keep_the_day_or_take_the_months_last(start, months):
    end = periods.months_later(start, months)
    assert (end.year * 12 + end.month) - (start.year * 12 + start.month) == months
    assert end.day == start.day or (end.day < start.day and (end + timedelta(days=1)).day == 1)


@pytest.mark.parametrize("n", [0, -1])
def test_a_period_without_a_day_is_refused(n):
    with pytest.raises(ValueError, match="at least one"):
        periods.working_days(date(2026, 1, 1), n, set())


@pytest.mark.parametrize(
    ("notice", "last", "what_lies_between"),
    [
        (date(2026, 4, 2), date(2026, 5, 5), "both Easters, the first of May"),
        (date(2026, 5, 11), date(2026, 6, 9), "Kurban Bajram"),
        (date(2026, 3, 2), date(2026, 4, 2), "Summer Day and Nevruz moved to Monday, Fitër Bajram"),
        (date(2026, 11, 23), date(2026, 12, 24), "Flag, Liberation and Youth Day"),
        (date(2026, 12, 11), date(2027, 1, 13), "Christmas and the New Year's days, one moved to Monday"),
    ],
)
def test_twenty_working_days_of_consultation(notice, last, what_lies_between):
    assert periods.working_days(notice, 20, ALBANIA) == last, what_lies_between


def test_a_notice_on_a_weekend_counts_from_monday():
    assert periods.working_days(date(2026, 6, 6), 1, ALBANIA) == date(2026, 6, 8)


@pytest.mark.parametrize(
    ("start", "month", "day", "expected"),
    [
        (date(2026, 11, 23), 12, 31, date(2026, 12, 31)),
        (date(2026, 12, 31), 12, 31, date(2026, 12, 31)),
        (date(2026, 11, 23), 3, 1, date(2027, 3, 1)),
        (date(2026, 3, 1), 2, 29, date(2027, 2, 28)),
        (date(2028, 1, 1), 2, 29, date(2028, 2, 29)),
    ],
)
def test_the_next_time_a_day_of_the_year_comes(start, month, day, expected):
    assert periods.next_on(start, month, day) == expected


@pytest.mark.parametrize(
    ("amount", "unit", "expected"),
    [
        (10, "days", date(2026, 3, 30)),
        (2, "months", date(2026, 5, 20)),
        (4, "years", date(2030, 3, 20)),
        (48, "hours", date(2026, 3, 22)),
        (1, "working days", date(2026, 3, 24)),
    ],
)
def test_each_unit_of_time(amount, unit, expected):
    start = datetime(2026, 3, 20, 9, 0, tzinfo=ZoneInfo("Europe/Tirane"))
    assert periods.last_day(start, amount, unit, ALBANIA) == expected


def test_what_is_no_length_of_time_is_refused():
    with pytest.raises(ValueError, match="years of age"):
        periods.last_day(datetime(2026, 3, 20, tzinfo=ZoneInfo("Europe/Tirane")), 16, "years of age", set())


@pytest.mark.parametrize(
    ("start", "hours", "last"),
    [
        # The night of 29 March 2026 has no 2 o'clock: 24 hours from half past eleven end half an hour after midnight.
        ("2026-03-28T23:30", 24, date(2026, 3, 30)),
        # The night of 25 October 2026 has it twice: 24 hours from half past midnight end before midnight.
        ("2026-10-25T00:30", 24, date(2026, 10, 25)),
    ],
)
def test_hours_are_real_hours_when_clocks_change(start, hours, last):
    begun = datetime.fromisoformat(start).replace(tzinfo=ZoneInfo("Europe/Tirane"))
    assert periods.last_day(begun, hours, "hours", set()) == last


def test_bajrams_of_later_years_are_marked_as_estimates():
    found = {holiday.name["en"]: holiday for holiday in public_holidays.of("AL", [2027])}
    assert found["Eid al-Fitr"].estimated
    assert found["Eid al-Adha (observed)"].estimated
    assert not found["Christmas Day"].estimated
    assert found["Eid al-Adha (observed)"].name["sq"] == "Dita e Kurban Bajramit (ditë pushimi e shtyrë)"


def test_the_day_of_the_flag_is_written_as_the_law_writes_it():
    names = [holiday.name["sq"] for holiday in public_holidays.of("AL", [2026])]
    assert [name for name in names if "Flamurit" in name] == [
        "Dita e Flamurit dhe e Pavarësisë",
        "Dita e Flamurit dhe e Pavarësisë (ditë pushimi e shtyrë)",
    ]


def test_a_country_we_dont_know_has_no_holidays():
    assert public_holidays.of("", [2026]) == []
