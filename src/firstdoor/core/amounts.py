"""Amounts of money as people type them: whole, with or without gaps, in the Albanian or the English way of writing."""

from __future__ import annotations

import re
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

_GAPPED = re.compile(r"[0-9]{1,3}(?: [0-9]{3})+(?=$|[.,])")
_GROUPED = re.compile(r"[0-9]{1,3}(?:(?:\.[0-9]{3}){2,}|(?:,[0-9]{3}){2,})")
_BOTH = re.compile(r"[0-9]{1,3}(?:(?:\.[0-9]{3})+,|(?:,[0-9]{3})+\.)[0-9]{1,2}")
_PARTS = re.compile(r"([0-9]+)[.,]([0-9]+)")


class NotAnAmount(ValueError):
    """What was typed is no whole amount; the words say what to write instead."""


def whole_amount(typed: str) -> int:
    """The whole amount that was typed; points and commas are read where they can mean only one thing.

    `1 200 000`, `1.200.000` and `1,200,000` are one number, `12,00` is 12. `12,5` is refused with what could be written,
    and so is `12.500`, which is twelve and a half to some and twelve thousand five hundred to others. Raises NotAnAmount.

    >>> [whole_amount(one) for one in ("160000", "160 000", "1.200.000", "1,200,000", "12,00", "1.200,00", "1 200,0")]
    [160000, 160000, 1200000, 1200000, 12, 1200, 1200]
    """
    text = " ".join(typed.split())
    if found := _GAPPED.match(text):
        text = found[0].replace(" ", "") + text[found.end() :]
    if re.fullmatch(r"[0-9]+", text):
        return int(text)
    if _GROUPED.fullmatch(text):
        return int(re.sub(r"[.,]", "", text))
    if _BOTH.fullmatch(text):
        text = re.sub(r"[.,](?=.*[.,])", "", text)
    if not (found := _PARTS.fullmatch(text)):
        raise NotAnAmount(_("Write a whole amount, for example 160000 or 160 000."))
    whole, part = found.groups()
    if not part.strip("0") and len(part) < 3:
        return int(whole)
    if len(part) == 3 and len(whole) <= 3:
        raise NotAnAmount(
            _("{typed} can be read in two ways. Write {large} or {small}.").format(
                typed=text, large=f"{whole} {part}", small=whole
            )
        )
    raise NotAnAmount(_("Only whole lek: write {less} or {more}.").format(less=whole, more=int(whole) + 1))


class LekField(forms.IntegerField):
    """A whole amount of money, typed as people write it."""

    default_error_messages = {"invalid": gettext_lazy("Write a whole amount, for example 160000 or 160 000.")}
    widget = forms.TextInput

    def __init__(self, *, min_value: int = 1, max_value: int = 10**12, **options: Any) -> None:
        options.setdefault("widget", forms.TextInput({"class": "short", "inputmode": "numeric", "autocomplete": "off"}))
        super().__init__(min_value=min_value, max_value=max_value, **options)

    def to_python(self, value: Any) -> int | None:
        """The number, or the reason why it is none."""
        if value in self.empty_values or isinstance(value, int):
            return super().to_python(value)
        try:
            return super().to_python(whole_amount(str(value)))
        except NotAnAmount as refused:
            raise forms.ValidationError(str(refused), code="invalid") from None
