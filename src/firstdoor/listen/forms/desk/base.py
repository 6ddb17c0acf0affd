"""What every form about a case has: the version on which it was opened, and what stands there now."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from firstdoor.core import texts
from firstdoor.core.forms import TextsForm
from firstdoor.listen.models import Theme
from firstdoor.listen.models.theme import Level
from firstdoor.listen.selectors.case import CasePage
from firstdoor.people.lanes import LANES

LANE_NAMES = dict(LANES)


class ActForm(TextsForm):
    """A form about the case of `page`. `values` are what the service takes beside the case."""

    version = forms.IntegerField(widget=forms.HiddenInput, required=False)

    def __init__(self, data: Any = None, *, by: Any, municipality: Any, page: CasePage, **options: Any) -> None:
        self.by, self.municipality, self.page = by, municipality, page
        initial = {"version": page.case.version, **self.now_there(), **options.pop("initial", {})}
        super().__init__(data, languages=municipality.languages, initial=initial, **options)
        self.prepare()

    def now_there(self) -> dict[str, Any]:
        """What the case says now, by field."""
        return {}

    def prepare(self) -> None:
        """Set the choices that hang on municipality and case."""

    def begin(self) -> None:
        """Stand in the first field: who came by a key goes on by keys."""
        for field in self.visible_fields()[:1]:
            field.field.widget.attrs["autofocus"] = True

    def values(self) -> dict[str, Any]:
        """What the service takes."""
        return {name: value for name, value in self.cleaned_data.items() if name != "version"}

    def refuse(self, wrong: ValidationError) -> None:
        """Put a service's refusal beside the fields at fault, above the form where there is no such field."""
        if not hasattr(wrong, "error_dict"):
            self.add_error(None, wrong)
            return
        for name, errors in wrong.error_dict.items():
            place = next((field for field in self.fields if field == name or field.startswith(f"{name}_")), None)
            self.add_error(place, errors)

    def overtaken(self) -> ActForm:
        """The same form, with what was typed, on the case as it stands now: the writer sees both and decides."""
        data = self.data.copy()
        data["version"] = str(self.page.case.version)
        again = type(self)(data, by=self.by, municipality=self.municipality, page=self.page)
        again.is_valid()
        there = {field.name: again.initial.get(field.name) for field in again.visible_fields()}
        other = [
            field.name for field in again.visible_fields()
            if there[field.name] and str(field.value() or "") != str(there[field.name])
        ]  # fmt: skip
        again.add_error(  # one thing to change where one field differs: not once for the case and once for the field
            next(iter(other), None),
            _("Somebody changed this case in the meantime. What you wrote is kept; look and send again."),
        )
        for name in other:
            again.add_error(name, _("Now it says: “{words}”").format(words=self.in_words(name, there[name])))
        return again

    def in_words(self, name: str, value: Any) -> str:
        """A value as people read it."""
        choices: Iterable[Any] = getattr(self.fields[name], "choices", ())
        for key, words in choices:
            if isinstance(words, (list, tuple)):
                for inner, inner_words in words:
                    if str(inner) == str(value):
                        return str(inner_words)
            elif str(key) == str(value):
                return str(words)
        return str(value)


def theme_choices(themes: Iterable[Theme], nothing: Any = None) -> list[Any]:
    """Themes in groups, each saying to which lane it leads."""
    tops: dict[Any, list[Theme]] = {}
    for theme in themes:
        tops.setdefault(theme.parent_id, []).append(theme)
    groups: list[Any] = [("", nothing or _("Nobody has said yet"))]
    for top in tops.get(None, []):
        members = [top, *tops.get(top.pk, [])]
        groups.append((texts.plain(top.name), [(str(theme.pk), _theme_name(theme)) for theme in members]))
    return groups


def _theme_name(theme: Theme) -> str:
    name = texts.plain(theme.name)
    if theme.level == Level.LANE:
        return _("{theme} (lane: {lane})").format(theme=name, lane=LANE_NAMES.get(theme.lane, _("nobody here")))
    if theme.level == Level.STAFF:
        return _("{theme} (safety team only)").format(theme=name)
    return name
