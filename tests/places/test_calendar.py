"""Dates that follow from the municipality's rules."""

from datetime import UTC, date, datetime

import pytest

from firstdoor.core.actor import system
from firstdoor.places import selectors, services
from firstdoor.places.models import Rule
from tests.world import make_municipality


@pytest.mark.django_db
@pytest.mark.parametrize("day", ["2026-11-20T09:00+01:00", "2026-12-22T23:30+01:00", "2027-03-20T00:10+01:00"])
def test_several_dates_at_once_are_the_same_as_one_by_one(day, django_assert_num_queries):
    municipality = make_municipality("Roskovec")
    services.load_rules_and_holidays(by=system("test"), municipality=municipality, years=range(2026, 2029))
    codes = sorted(set(Rule.objects.of(municipality).values_list("code", flat=True)))
    start = datetime.fromisoformat(day)
    one_by_one = {code: selectors.due(code, start, municipality) for code in codes}
    assert any(one_by_one.values())
    with django_assert_num_queries(1):  # the stamp alone
        assert selectors.dues(codes, start, municipality) == one_by_one
    assert selectors.dues(["none"], start, municipality) == {"none": None}


# Europe/Tirane: on 29 March 2026 two o'clock becomes three, on 25 October 2026 three o'clock becomes two again.
@pytest.mark.django_db
@pytest.mark.parametrize(
    ("moment", "said_on", "looked_at", "consulted_until"),
    [
        ("2026-03-27T23:30+01:00", date(2026, 3, 27), date(2026, 3, 30), date(2026, 4, 28)),
        ("2026-03-29T00:30+01:00", date(2026, 3, 29), date(2026, 3, 30), date(2026, 4, 28)),
        ("2026-03-29T23:30+02:00", date(2026, 3, 29), date(2026, 3, 30), date(2026, 4, 28)),
        ("2026-03-30T00:30+02:00", date(2026, 3, 30), date(2026, 3, 31), date(2026, 4, 29)),
        ("2026-10-24T23:30+02:00", date(2026, 10, 24), date(2026, 10, 26), date(2026, 11, 20)),
        ("2026-10-25T02:30+02:00", date(2026, 10, 25), date(2026, 10, 26), date(2026, 11, 20)),
        ("2026-10-25T02:30+01:00", date(2026, 10, 25), date(2026, 10, 26), date(2026, 11, 20)),
        ("2026-10-25T23:30+01:00", date(2026, 10, 25), date(2026, 10, 26), date(2026, 11, 20)),
        ("2026-10-26T00:30+01:00", date(2026, 10, 26), date(2026, 10, 27), date(2026, 11, 24)),
    ],
)
def test_deadlines_around_the_nights_on_which_clocks_change(moment, said_on, looked_at, consulted_until):
    """The day is that of the municipality's clocks, and no working day is won or lost in such a night."""
    municipality = make_municipality("Roskovec")
    services.load_rules_and_holidays(by=system("test"), municipality=municipality, years=[2026])
    now = datetime.fromisoformat(moment).astimezone(UTC)
    assert selectors.local_date(municipality, now) == said_on
    assert selectors.due("firstdoor.first_look", now, municipality) == looked_at
    assert selectors.due("consult.comment", now, municipality) == consulted_until
