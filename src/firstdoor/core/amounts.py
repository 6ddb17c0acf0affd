"""Amounts of money as people type them: whole, with or without gaps, in the Albanian or the English way of writing."""

from __future__ import annotations

import re
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from firstdoor.core.templatetags.firstdoor import currency_name

WITHOUT_CENTS = frozenset(
    {"ALL", "MKD", "RSD"}
)  # their hundredths are money no more: a point before three digits is a gap
_NAMES = {"ALL": ("lekësh", "lekë", "leke", "lek", "l"), "EUR": ("euro", "€")}

_CLEAR_GAPS = re.compile(r"([1-9][0-9]{0,2})((?: [0-9]{3})+|(?:'[0-9]{3})+)(?=$|[.,])")
_GROUPED = re.compile(r"[1-9][0-9]{0,2}(?:(?:\.[0-9]{3})+|(?:,[0-9]{3})+)")
_BOTH = re.compile(r"[0-9]{1,3}(?:(?:\.[0-9]{3})+,|(?:,[0-9]{3})+\.)[0-9]{1,2}")
_PARTS = re.compile(r"([0-9]+)[.,]([0-9]+)")


class NotAnAmount(ValueError):
    """What was typed is no whole amount; the words say what to write instead."""


def whole_amount(typed: str, currency: str = "ALL") -> int:
    """The whole amount that was typed; points and commas are read where they can mean only one thing.

    Gaps of any one kind between groups of three, and the currency's name before or after, are forgiven: `1 200 000`,
    `1.200.000 lekë` and `ALL 1'200'000` are one number; so is `12.500` where the currency has no cents in use. Where it has,
    that is twelve and a half to some and twelve thousand five hundred to others: refused with what could be written, as is
    `12,5`. Raises NotAnAmount.

    >>> [whole_amount(one) for one in ("160000", "160 000", "160.000 lekë", "1,200,000", "12,00", "1.200,00", "1 200,0")]
    [160000, 160000, 160000, 1200000, 12, 1200, 1200]
    """
    text = _bare(" ".join(typed.replace("’", "'").split()), currency)
    if found := _CLEAR_GAPS.match(text):
        text = found[1] + re.sub("[ ']", "", found[2]) + text[found.end() :]
    if re.fullmatch(r"[0-9]+", text):
        return int(text)
    if _GROUPED.fullmatch(text) and (currency in WITHOUT_CENTS or len(re.findall("[.,]", text)) > 1):
        return int(re.sub(r"[.,]", "", text))
    if _BOTH.fullmatch(text):
        text = re.sub(r"[.,](?=.*[.,])", "", text)
    if not (found := _PARTS.fullmatch(text)):
        raise NotAnAmount(_("Write a whole amount, for example 60 000."))
    whole, part = found.groups()
    if not part.strip("0") and len(part) < 3:
        return int(whole)
    if _GROUPED.fullmatch(text):
        raise NotAnAmount(
            _("{typed} can be read in two ways. Write {large} or {small}.").format(
                typed=text, large=f"{whole} {part}", small=whole
            )
        )
    raise NotAnAmount(
        _("Only whole {currency}: write {less} or {more}.").format(
            currency=currency_name(currency), less=int(whole), more=int(whole) + 1
        )
    )


def _bare(text: str, currency: str) -> str:
    """The amount without the currency's name or code before or after it."""
    names = "|".join(re.escape(one) for one in (currency.lower(), *_NAMES.get(currency, ())))
    found = re.fullmatch(rf"(?:(?:{names})\.? ?(?=[0-9]))?(.*?)(?:(?<=[0-9]) ?(?:{names})\.?)?", text, re.IGNORECASE)
    return found[1] if found else text


class AmountField(forms.IntegerField):
    """A whole amount of money, typed as people write it. `{currency}` in its label becomes the currency's name."""

    default_error_messages = {"invalid": gettext_lazy("Write a whole amount, for example 60 000.")}
    widget = forms.TextInput
    currency = "ALL"

    def __init__(self, *, min_value: int = 1, max_value: int = 10**12, **options: Any) -> None:
        options.setdefault("widget", forms.TextInput({"class": "short", "inputmode": "numeric", "autocomplete": "off"}))
        options.setdefault("help_text", gettext_lazy("For example 60 000."))
        super().__init__(min_value=min_value, max_value=max_value, **options)

    def to_python(self, value: Any) -> int | None:
        """The number, or the reason why it is none."""
        if value in self.empty_values or isinstance(value, int):
            return super().to_python(value)
        try:
            return super().to_python(whole_amount(str(value), self.currency))
        except NotAnAmount as refused:
            raise forms.ValidationError(str(refused), code="invalid") from None


def in_currency(form: forms.Form, currency: str) -> None:
    """Ask for this form's amounts in that currency."""
    for field in form.fields.values():
        if isinstance(field, AmountField):
            field.currency = currency
            field.label = str(field.label).format(currency=currency_name(currency))
