"""Choosing statements of conversations as reasons: folded, by conversation, with what people hold of each."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any
from uuid import UUID

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from firstdoor.core.texts import plain
from firstdoor.decide.selectors import reasons
from firstdoor.listen import selectors as listen

FOLDED = "decide/desk/_cases_field.html"


def statements_field() -> forms.MultipleChoiceField:
    """Checkboxes that stay folded until somebody looks for one; the fold says how many are ticked."""
    return forms.MultipleChoiceField(
        label=gettext_lazy("Statements of conversations that are reasons for it"), required=False,
        widget=forms.CheckboxSelectMultiple, template_name=FOLDED,
        help_text=gettext_lazy("Everybody who wrote one of them hears what becomes of it, and so do the others there."),
    )  # fmt: skip


def choices_and_ticked(municipality: Any, present: Iterable[UUID]) -> tuple[list[Any], list[str]]:
    """Choices by conversation, the most shared first, and those of them that are reasons already."""
    groups, offered = [], set()
    for conversation, offers in reasons.statements_to_choose(municipality):
        groups.append((plain(conversation.title), [(str(one.pk), _label(one)) for one in offers]))
        offered |= {one.pk for one in offers}
    chosen = {one.statement.pk: one for one in listen.statements_that_count(municipality, present).values()}
    earlier = [one for pk, one in chosen.items() if pk not in offered]
    if earlier:
        groups.append((_("Chosen before"), [(str(one.statement.pk), plain(one.text)) for one in earlier]))
    return groups, [str(pk) for pk in chosen]


def _label(one: reasons.Offer) -> str:
    if not one.line.told:
        return _("{words} (few votes yet)").format(words=plain(one.line.text))
    told = {
        "agreed": _("{words} (nearly everybody agrees: {agree} of {n}; {disagree} disagree, {passed} pass)"),
        "refused": _("{words} (nearly everybody refuses: {disagree} of {n}; {agree} agree, {passed} pass)"),
        "": _("{words} ({agree} of {n} agree; {disagree} disagree, {passed} pass)"),
    }[one.shared]
    line = one.line
    return told.format(words=plain(line.text), agree=line.agree, disagree=line.disagree, passed=line.passed, n=line.n)
