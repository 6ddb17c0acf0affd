"""Choosing cases out of many: folded, the open ones first and the newest of them on top, or all of them at once."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from firstdoor.core.texts import plain

FOLDED = "decide/desk/_cases_field.html"


def cases_field(label: Any) -> forms.MultipleChoiceField:
    """Checkboxes that stay folded until somebody looks for one; the fold says how many are ticked."""
    return forms.MultipleChoiceField(
        label=label, required=False, widget=forms.CheckboxSelectMultiple, template_name=FOLDED
    )


def is_open(case: Any) -> bool:
    """Whether its voices still wait for something."""
    return not case.ending


def in_groups(cases: Iterable[Any]) -> list[tuple[Any, list[tuple[str, str]]]]:
    """Choices: the open cases, then the ended ones, each as they come."""
    groups: dict[bool, list[tuple[str, str]]] = {True: [], False: []}
    for case in cases:
        words = plain(case.title) or case.place or _("Without a title")
        groups[is_open(case)].append((str(case.pk), f"{case.number}. {words}"))
    named = [(gettext_lazy("Still open, the newest first"), groups[True]), (gettext_lazy("Ended"), groups[False])]
    return [(name, rows) for name, rows in named if rows]
