"""Forms about working sessions and proposals."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy

from firstdoor.core.amounts import AmountField
from firstdoor.core.dates import DayField
from firstdoor.core.forms import TextsForm, Words, asked_for_later
from firstdoor.core.texts import Texts, plain
from firstdoor.decide.models import Proposal, Step
from firstdoor.decide.selectors import sessions as questions
from firstdoor.decide.steps import StepPage

NEEDED = gettext_lazy("This is needed before it can be submitted.")
LACKING = {
    "communication": gettext_lazy(
        "Without the communication paragraph it cannot be submitted: who is told what, how, and how they answer."
    ),
    "budget": gettext_lazy("Write how much it costs, before it can be submitted."),
}


class SessionForm(TextsForm):
    """When and where, on which priority."""

    texts = {"title": Words(gettext_lazy("Name of the session"), most=160)}
    candidate = forms.ChoiceField(label=gettext_lazy("Priority"))
    held_on = DayField(label=gettext_lazy("Date"))
    place = forms.CharField(label=gettext_lazy("Place, or online"), max_length=200, required=False)
    facilitator = forms.CharField(label=gettext_lazy("Who leads the session"), max_length=120, required=False)

    def __init__(self, *args: Any, municipality: Any, **options: Any) -> None:
        super().__init__(*args, languages=municipality.languages, **options)
        self.candidates = {str(one.pk): one for one in questions.chosen_priorities(municipality)}
        self.fields["candidate"].choices = [(pk, plain(one.title)) for pk, one in self.candidates.items()]


class StepForm(TextsForm):
    """The fields of one step. In the room one language is written; translations can be added afterwards."""

    version = forms.IntegerField(widget=forms.HiddenInput)

    def __init__(self, *args: Any, municipality: Any, page: StepPage, step: Step | None, **options: Any) -> None:
        self.texts = {name: Words(label, rows=3, required=False) for name, label in page.fields.items()}  # type: ignore[misc]
        initial = {**(step.content if step else {}), "version": step.version if step else 0}
        super().__init__(
            *args, languages=municipality.languages, currency=municipality.currency, initial=initial, **options
        )
        asked_for_later(self, *(f"{name}_{self.languages[0]}" for name in self.texts))

    def _in(self, *languages: str) -> list[forms.BoundField]:
        return [self[f"{name}_{code}"] for code in languages for name in self.texts]

    def originals(self) -> list[forms.BoundField]:
        """The fields in the municipality's own language."""
        return self._in(self.languages[0])

    def translations(self) -> list[forms.BoundField]:
        """The fields in the other languages."""
        return self._in(*self.languages[1:])

    def translated(self) -> bool:
        """Whether any of them is filled in or refused, so that it has to be seen."""
        return any(field.errors or field.value() for field in self.translations())

    def content(self) -> dict[str, Texts]:
        """What was written."""
        return {name: self.words_of(name) for name in self.texts}


class ProposalForm(TextsForm):
    """All parts of a pilot proposal."""

    texts = {
        "title": Words(gettext_lazy("Name"), most=160),
        "problem": Words(gettext_lazy("The problem"), rows=3, required=False),
        "goal": Words(gettext_lazy("The goal"), rows=2, required=False),
        "activities": Words(gettext_lazy("What will be done"), rows=4, required=False),
        "partners": Words(gettext_lazy("Partners"), rows=2, required=False),
        "risks": Words(gettext_lazy("Risks, and what we do about them"), rows=2, required=False),
        "upkeep": Words(gettext_lazy("Upkeep afterwards"), rows=2, required=False),
        "indicator": Words(gettext_lazy("How we will see it"), rows=2, required=False),
        "communication": Words(
            gettext_lazy("The communication paragraph"),
            gettext_lazy("Who is told what, how, by whom, and how they answer back. Without it no proposal is submitted."),
            rows=6, required=False,
        ),
    }  # fmt: skip
    budget = AmountField(label=gettext_lazy("Budget, in {currency}"), min_value=0)
    version = forms.IntegerField(widget=forms.HiddenInput)

    def __init__(self, *args: Any, municipality: Any, proposal: Proposal, **options: Any) -> None:
        initial = {name: getattr(proposal, name) for name in self.texts}
        initial |= {"budget": proposal.budget, "version": proposal.version}
        super().__init__(
            *args, languages=municipality.languages, currency=municipality.currency, initial=initial, **options
        )
        asked_for_later(self, *(f"{name}_{self.languages[0]}" for name in self.texts))

    @classmethod
    def lacking(cls, lacks: list[str], *, municipality: Any, proposal: Proposal) -> ProposalForm:
        """The form as it is kept, with what is still empty refused beside its field."""
        kept = cls(municipality=municipality, proposal=proposal)
        data = {name: kept.get_initial_for_field(field, name) for name, field in kept.fields.items()}
        form = cls(data, municipality=municipality, proposal=proposal)
        for name in lacks:
            words = LACKING.get(name) or forms.ValidationError(NEEDED, code="needed")
            form.add_error(name if name == "budget" else f"{name}_{form.languages[0]}", words)
        return form


class ChooseForm(TextsForm):
    """A pilot or not, and why."""

    field_order = ("chosen",)

    texts = {"reason": Words(gettext_lazy("The reason"), rows=3)}
    chosen = forms.ChoiceField(
        label=gettext_lazy("Does it become a pilot?"),
        choices=[("yes", gettext_lazy("Yes")), ("no", gettext_lazy("No"))],
        widget=forms.RadioSelect,
    )
