"""Amounts as people type them: read where they mean one thing, else refused with what to write."""

import pytest
from django import forms

from firstdoor.core.amounts import LekField, NotAnAmount, whole_amount


class Form(forms.Form):
    cost = LekField()


@pytest.mark.parametrize(
    ("typed", "amount"),
    [
        ("160000", 160_000), (" 160 000 ", 160_000), ("160\u00a0000", 160_000), ("1.200.000", 1_200_000),

        ("1,200,000", 1_200_000), ("12,00", 12), ("12.0", 12), ("1.200,00", 1200), ("1,200.00", 1200),
        ("1 200 000,00", 1_200_000), ("007", 7),
    ],
)  # fmt: skip
def test_what_means_one_thing_is_read(typed, amount):
    assert whole_amount(typed) == amount
    form = Form({"cost": typed})
    assert form.is_valid()
    assert form.cleaned_data["cost"] == amount


@pytest.mark.parametrize(
    ("typed", "words"),
    [
        ("12,5", "write 12 or 13"), ("12.50", "write 12 or 13"), ("1.200,50", "write 1200 or 1201"),
        ("160.000", "Write 160 000 or 160."), ("12,500", "Write 12 500 or 12."), ("1.2.3", "whole amount"),
        ("1,20,000", "whole amount"), ("0,01", "write 0 or 1"),
        ("16 00", "whole amount"), ("abc", "whole amount"), ("-5", "whole amount"), ("1e5", "whole amount"),
        ("12,5,", "whole amount"),
        ("1.200.00", "whole amount"), ("\u0661\u0662", "whole amount"),
    ],
)  # fmt: skip
def test_what_may_mean_two_things_or_none_is_refused_with_what_to_write(typed, words):
    with pytest.raises(NotAnAmount, match=words.replace(".", r"\.")):
        whole_amount(typed)
    form = Form({"cost": typed})
    assert not form.is_valid()
    assert words in form.errors["cost"][0]
    assert f'value="{typed}"' in str(form["cost"])


@pytest.mark.parametrize(
    ("typed", "words"), [("", "This is needed."), ("0", "greater than or equal to 1"), ("9" * 30, "less than")]
)
def test_bounds_hold(typed, words):
    form = Form({"cost": typed})
    assert words in form.errors["cost"][0]
