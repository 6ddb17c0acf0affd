"""Days and hours are asked for in one way, whatever the form, and read in all the ways people write them."""

from __future__ import annotations

from datetime import date, time

import pytest
from django import forms
from django.core.exceptions import ValidationError
from django.urls import get_resolver
from django.utils.translation import override

from firstdoor.core.dates import DayField, HourField
from firstdoor.core.templatetags.firstdoor import summed_up


def every_form(of=forms.BaseForm):
    for one in of.__subclasses__():
        yield one
        yield from every_form(one)


def test_every_form_asks_for_a_day_with_the_same_calendar():
    assert get_resolver().url_patterns  # all rooms' forms are there once the addresses are
    ours = [one for one in every_form() if one.__module__.startswith("firstdoor.")]
    fields = [(one, name, field) for one in ours for name, field in getattr(one, "base_fields", {}).items()]
    days = [(one, name, field) for one, name, field in fields if isinstance(field, forms.DateField)]
    hours = [(one, name, field) for one, name, field in fields if isinstance(field, forms.TimeField)]
    assert len(days) > 25
    assert len(hours) > 4
    assert not [(one, name) for one, name, field in days if type(field) is not DayField]
    assert not [(one, name) for one, name, field in hours if type(field) is not HourField]
    assert not [(one, name) for one, name, field in days if field.widget.input_type != "date"]
    assert {str(field.error_messages["required"]) for _one, _name, field in days} == {
        "Write a date, for example 31/3/2026.",
        "Choose the day on which people can begin to vote.",  # what each of the two days of a vote is
        "Choose the last day on which people can vote.",
    }


@pytest.mark.parametrize("lang", ["en", "sq"])
@pytest.mark.parametrize("typed", ["2026-03-31", "31/3/2026", "31.3.2026", "31-03-2026", " 31.03.2026 "])
def test_a_day_is_read_as_people_write_it(lang, typed):
    with override(lang):
        assert DayField().clean(typed) == date(2026, 3, 31)
        assert 'value="2026-03-31"' in DayField().widget.render("day", date(2026, 3, 31))


@pytest.mark.parametrize("typed", ["0026-03-31", "1899-12-31", "2200-01-01", "9999-12-31", "0001-01-01"])
def test_a_year_that_nobody_means_is_refused(typed):
    with pytest.raises(ValidationError, match="Look at the year again"):
        DayField(required=False).clean(typed)


@pytest.mark.parametrize("typed", ["", "31/2/2026", "nesër", "20266-03-31"])
def test_what_is_no_day_is_told_how_one_looks(typed):
    with pytest.raises(ValidationError, match="for example 31/3/2026"):
        DayField().clean(typed)


@pytest.mark.parametrize("typed", ["17:30", "17.30", "17:30:00"])
def test_an_hour_is_read_as_people_write_it(typed):
    assert HourField().clean(typed) == time(17, 30)
    with pytest.raises(ValidationError, match="for example 17:30"):
        HourField().clean("25:00")


def test_a_summary_names_the_day_that_is_missing():
    class Period(forms.Form):
        opens = DayField(label="First day")
        closes = DayField(label="Last day")

    form = Period({"opens": "", "closes": "0026-01-01"})
    assert summed_up(form["opens"]) == ["First day: Write a date, for example 31/3/2026."]
    assert summed_up(form["closes"]) == ["Last day: Look at the year again."]
