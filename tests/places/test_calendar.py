"""Dates that follow from the municipality's rules."""

from datetime import datetime

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
    with django_assert_num_queries(2):
        assert selectors.dues(codes, start, municipality) == one_by_one
    assert selectors.dues(["none"], start, municipality) == {"none": None}
