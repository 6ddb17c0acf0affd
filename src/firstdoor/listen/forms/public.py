"""Filters of the public list: in the query string, so that a page of it can be linked."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from firstdoor.core import texts
from firstdoor.listen.forms.report import WordsField
from firstdoor.listen.models import Case, Theme
from firstdoor.listen.selectors.public import Wanted


class FilterForm(forms.Form):
    """Words, theme, unit and phase; each may be left out."""

    use_required_attribute = False
    words = WordsField(
        label=_("Search for words"), required=False, lines=False, max_length=100,
        widget=forms.TextInput(attrs={"maxlength": False}),
        error_messages={"max_length": _("This is longer than 100 characters. Please shorten it.")},
    )  # fmt: skip
    theme = forms.ChoiceField(label=_("Theme"), required=False)
    unit = forms.ChoiceField(label=_("Unit"), required=False)
    phase = forms.ChoiceField(label=_("Where it stands"), required=False, choices=[("", _("All")), *Case.Phase.choices])

    def __init__(self, *args: Any, themes: list[Theme], units: list[Any], **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["theme"].choices = [("", _("All")), *((one.code, texts.plain(one.name)) for one in themes)]
        self.fields["unit"].choices = [("", _("All")), *((str(unit.pk), unit.name) for unit in units)]
        for name in ("theme", "unit", "phase"):
            self.fields[name].error_messages["invalid_choice"] = _("Choose one of these.")

    def wanted(self) -> Wanted:
        """What is filtered by; nothing while the form is refused."""
        values = self.cleaned_data if self.is_valid() else {}
        return Wanted(**{name: values.get(name, "") for name in ("words", "theme", "unit", "phase")})
