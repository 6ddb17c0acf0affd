"""Forms about the choice of priorities."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from firstdoor.core.forms import TextsForm, Words
from firstdoor.core.texts import plain
from firstdoor.decide.forms.cases import cases_field, in_groups, is_open
from firstdoor.decide.forms.statements import choices_and_ticked, statements_field
from firstdoor.decide.models import Candidate
from firstdoor.decide.services.priorities import mark_of_candidate
from firstdoor.listen import selectors as listen


class CandidateForm(TextsForm):
    """A theme put up, what speaks for it, the cases whose voices it would answer, and statements that are reasons."""

    texts = {
        "title": Words(gettext_lazy("Name of the candidate"), gettext_lazy("As people would say it."), most=160),
        "case_for": Words(gettext_lazy("What speaks for it"), gettext_lazy("From the voices and the figures."), rows=4),
    }
    theme = forms.ChoiceField(label=gettext_lazy("Theme"))
    cases = cases_field(gettext_lazy("Cases whose voices it answers"))
    all_cases = forms.BooleanField(label=gettext_lazy("All of this theme"), required=False)
    statements = statements_field()
    edited = forms.CharField(widget=forms.HiddenInput, required=False)

    def __init__(
        self,
        *args: Any,
        municipality: Any,
        candidate: Candidate | None = None,
        theme: str = "",
        reasons: Sequence[UUID] = (),
        **options: Any,
    ) -> None:
        self.municipality = municipality
        chosen = candidate.theme.code if candidate else theme
        initial: dict[str, Any] = {"theme": chosen}
        found = listen.cases_about(municipality, chosen) if chosen else []
        if candidate is not None:
            initial |= {"title": candidate.title, "case_for": candidate.case_for}
            initial["edited"] = mark_of_candidate(candidate)
            initial["cases"] = options.pop("present", [])
        else:
            options.pop("present", None)
            initial["cases"] = [str(case.pk) for case in found if is_open(case)]
        groups, initial["statements"] = choices_and_ticked(municipality, reasons) if chosen else ([], [])
        super().__init__(*args, languages=municipality.languages, initial=initial, **options)
        n = listen.n_cases_about(municipality)
        themes = [(top.code, f"{plain(top.name)} ({n.get(top.code, 0)})") for top in listen.top_themes(municipality)]
        self.fields["theme"].help_text = _("In brackets: how many cases there are.")
        self.fields["theme"].choices = [("", _("Choose a theme")), *themes]
        if candidate is not None:
            self.fields["theme"].disabled = True
        self.everything = [case.pk for case in found]
        self.fields["cases"].choices = in_groups(found)
        self.fields["all_cases"].help_text = _("All {n}, those ended too; whatever is ticked above.").format(
            n=len(found)
        )
        if not found:
            del self.fields["cases"], self.fields["all_cases"]
        self.fields["statements"].choices = groups
        if not groups:
            del self.fields["statements"]

    def chosen_statements(self) -> list[UUID]:
        """The statements ticked."""
        return [UUID(pk) for pk in self.cleaned_data.get("statements", [])]

    def chosen_cases(self) -> list[UUID]:
        """The cases ticked, or all of the theme."""
        data = self.cleaned_data
        return self.everything if data.get("all_cases") else [UUID(pk) for pk in data.get("cases", [])]


class ReasonForm(TextsForm):
    """Why it was chosen, or not."""

    texts = {
        "reason": Words(
            gettext_lazy("The reason"), gettext_lazy("Everybody whose voice stands behind it reads this."), rows=4
        )
    }
    edited = forms.CharField(widget=forms.HiddenInput, required=False)


class MarksForm(forms.Form):
    """As many marks as there are places."""

    candidates = forms.MultipleChoiceField(label=gettext_lazy("Your marks"), widget=forms.CheckboxSelectMultiple)

    def __init__(self, *args: Any, candidates: Sequence[Candidate], places: int, **options: Any) -> None:
        super().__init__(*args, **options)
        field = self.fields["candidates"]
        field.choices = [(str(one.pk), plain(one.title)) for one in candidates]
        field.help_text = _("Mark exactly {n}.").format(n=places)
        field.error_messages["required"] = field.help_text


class TieForm(TextsForm):
    """The chair's choice among those tied, with the reason."""

    field_order = ("candidates",)
    texts = {"reason": Words(gettext_lazy("The reason"), gettext_lazy("It is published with the result."), rows=3)}
    candidates = forms.MultipleChoiceField(
        label=gettext_lazy("Who gets the place that is left"), widget=forms.CheckboxSelectMultiple
    )

    def __init__(self, *args: Any, candidates: Sequence[Candidate], places: int, **options: Any) -> None:
        super().__init__(*args, **options)
        field = self.fields["candidates"]
        field.choices = [(str(one.pk), plain(one.title)) for one in candidates]
        field.help_text = _("Choose exactly {n} of those tied.").format(n=places)
