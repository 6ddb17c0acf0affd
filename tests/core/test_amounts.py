"""Amounts as people type them: read where they mean one thing, else refused with what to write."""

import pytest
from django import forms
from django.utils.html import escape
from hypothesis import given
from hypothesis import strategies as st

from firstdoor.core.amounts import AmountField, NotAnAmount, in_currency, whole_amount

GAPS = [" ", "\u00a0", "\u202f", "\u2009", ",", ".", "'", "’"]


class Form(forms.Form):
    cost = AmountField(label="Price, in {currency}")

    def __init__(self, *args, currency="ALL"):
        super().__init__(*args)
        in_currency(self, currency)


@pytest.mark.parametrize(
    ("typed", "amount"),
    [
        ("160000", 160_000), (" 160 000 ", 160_000), ("160\u00a0000", 160_000), ("1.200.000", 1_200_000),

        ("1,200,000", 1_200_000), ("12,00", 12), ("12.0", 12), ("1.200,00", 1200), ("1,200.00", 1200),
        ("1 200 000,00", 1_200_000), ("007", 7), ("60,000", 60_000), ("400.000", 400_000), ("90 000 lekë", 90_000),
        ("90.000 lek", 90_000), ("ALL 90'000", 90_000), ("90’000 Leke.", 90_000), ("L 5", 5), ("1.500,00 L", 1500),
    ],
)  # fmt: skip
def test_what_means_one_thing_is_read(typed, amount):
    assert whole_amount(typed) == amount
    form = Form({"cost": typed})
    assert form.is_valid()
    assert form.cleaned_data["cost"] == amount


@given(
    amount=st.integers(1, 10**12), gap=st.sampled_from(["", *GAPS]),
    name=st.sampled_from(["{}", "{} lek", "{}lekë", "{} LEKË", "lek {}", "{} ALL", "ALL{}", "{} L", " {}\u00a0lekë "]),
)  # fmt: skip
def test_an_amount_in_any_grouping_is_the_same_number(amount, gap, name):
    assert whole_amount(name.format(f"{amount:,}".replace(",", gap))) == amount


@given(amount=st.integers(1, 10**12), gap=st.sampled_from(["", " ", "\u00a0", "\u202f", "'", "’"]))
def test_where_there_are_cents_a_gap_that_is_no_sign_of_them_is_forgiven(amount, gap):
    written = f"{amount:,}".replace(",", gap)
    assert whole_amount(f"{written} €", "EUR") == whole_amount(f"EUR {written},00", "EUR") == amount


@pytest.mark.parametrize(
    ("typed", "words"),
    [
        ("12,5", "write 12 or 13"), ("12.50", "write 12 or 13"), ("1.200,50", "write 1200 or 1201"),
        ("1.2.3", "whole amount"), ("0.500", "Only whole lek: write 0 or 1"), ("1200.500", "write 1200 or 1201"),
        ("1,20,000", "whole amount"), ("0,01", "write 0 or 1"), ("1.200 000", "whole amount"), ("1'200.000", "write 1200"),
        ("16 00", "whole amount"), ("abc", "whole amount"), ("-5", "whole amount"), ("1e5", "whole amount"),
        ("12,5,", "whole amount"), ("lek", "whole amount"), ("90 000 €", "whole amount"), ("lek lek 5", "whole amount"),
        ("1.200.00", "whole amount"), ("\u0661\u0662", "whole amount"),
    ],
)  # fmt: skip
def test_what_is_no_whole_amount_is_refused_with_what_to_write(typed, words):
    with pytest.raises(NotAnAmount, match=words.replace(".", r"\.")):
        whole_amount(typed)
    form = Form({"cost": typed})
    assert not form.is_valid()
    assert words in form.errors["cost"][0]
    assert f'value="{escape(typed)}"' in str(form["cost"])


@pytest.mark.parametrize(
    ("typed", "words"),
    [("160.000", "Write 160 000 or 160."), ("12,500 €", "Write 12 500 or 12."), ("9 lek", "whole amount")],
)
def test_where_there_are_cents_what_may_mean_two_things_is_refused(typed, words):
    form = Form({"cost": typed}, currency="EUR")
    assert words in form.errors["cost"][0]
    assert f'value="{typed}"' in str(form["cost"])


def test_the_form_is_shown_before_any_error_and_in_the_money_of_the_place():
    assert "For example 60 000." in Form().as_p()
    assert "Price, in lek" in Form().as_p()
    assert "Price, in €" in Form(currency="EUR").as_p()


@pytest.mark.parametrize(
    ("typed", "words"), [("", "This is needed."), ("0", "greater than or equal to 1"), ("9" * 30, "less than")]
)
def test_bounds_hold(typed, words):
    form = Form({"cost": typed})
    assert words in form.errors["cost"][0]
