"""Days after "by" and "until", in the grammar of each language."""

from __future__ import annotations

from datetime import date

import pytest
from django.utils.translation import override

from firstdoor.core.days import after_until, short

TODAY = date(2026, 11, 27)


@pytest.mark.parametrize(
    ("language", "day", "said"),
    [
        ("en", date(2026, 12, 4), "Friday, 4 December"),
        ("sq", date(2026, 12, 4), "të premten, 4 dhjetor"),
        ("sq", date(2026, 11, 22), "të dielën, 22 nëntor"),
        ("en", date(2027, 4, 26), "26 April 2027"),
        ("sq", date(2027, 4, 26), "më 26 prill 2027"),
    ],
)
def test_near_days_by_their_weekday_far_ones_with_the_year(language: str, day: date, said: str) -> None:
    with override(language):
        assert after_until(day, TODAY) == said


def test_a_day_of_another_year_has_its_year():
    with override("en"):
        assert short(date(2026, 1, 16), TODAY) == "16 January"
        assert short(date(2015, 1, 16), TODAY) == "16 January 2015"
