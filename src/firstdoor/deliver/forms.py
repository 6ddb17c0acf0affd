"""What this room asks people to fill in."""

from __future__ import annotations

from typing import Any, ClassVar
from uuid import UUID

from django import forms
from django.utils.translation import gettext_lazy as _

from firstdoor.core.amounts import AmountField
from firstdoor.core.dates import DayField
from firstdoor.core.forms import TextsForm, Words
from firstdoor.deliver.models import MeasureState

NO_AMOUNT = _("Write a whole amount, for example 60 000.")


class ProofForm(forms.Form):
    """The one-time code that was sent to the kept e-mail address."""

    proof = forms.CharField(
        label=_("The code of our letter"),
        help_text=_("Six digits. The letter may take a minute."),
        max_length=20,
        error_messages={"required": _("Type the six digits that stand in our letter.")},
        widget=forms.TextInput({"class": "short", "inputmode": "numeric", "autocomplete": "one-time-code"}),
    )


class Money(AmountField):
    """What a pilot may cost, or has cost."""

    default_error_messages = {"required": NO_AMOUNT, "min_value": NO_AMOUNT}

    def __init__(self, label: Any) -> None:
        super().__init__(label=label, max_value=10**15)


class PilotForm(TextsForm):
    """What a pilot is, for how much, by when."""

    texts: ClassVar[dict[str, Words]] = {
        "title": Words(
            _("What is the pilot called?"), _("As people will read it: “The school road has light”."), most=120
        ),
        "owner": Words(_("Who is in charge?"), _("A directorate or office, not only a name."), most=120),
        "indicator": Words(
            _("How will we see that it worked?"), _("What is counted or asked, before and after."), most=300
        ),
        "ask_back": Words(
            _("What do we ask those who reported it, once it is done?"),
            _("They answer yes, no or I do not know: “Does the road have light now?”"),
            required=False,
            most=160,
        ),
    }
    budget = Money(_("Budget, in {currency}"))
    starts = DayField(label=_("When does it begin?"))
    due = DayField(label=_("By when is it done?"))
    version = forms.IntegerField(required=False, widget=forms.HiddenInput)

    def values(self) -> dict[str, Any]:
        """What the services are handed."""
        data = self.cleaned_data
        return {name: self.words_of(name) for name in self.texts} | {k: data[k] for k in ("budget", "starts", "due")}


class NewPilotForm(PilotForm):
    """A new pilot: what was decided, and the rest."""

    source = forms.ChoiceField(
        label=_("What was decided?"),
        help_text=_("A pilot carries out something decided: a chosen proposal, the result of a vote, or a measure."),
        error_messages={"required": _("Choose what was decided."), "invalid_choice": _("Choose what was decided.")},
    )

    measure = forms.TypedChoiceField(
        label=_("Which promise of the policy paper does it keep?"),
        help_text=_("The promises page then leads to the pilot. Leave it open when it keeps none."),
        required=False,
        coerce=UUID,
        empty_value=None,
    )

    def __init__(
        self, *args: Any, sources: list[tuple[str, str]], measures: list[tuple[str, str]], **options: Any
    ) -> None:
        super().__init__(*args, **options)
        self.fields["source"].choices = [("", _("Choose")), *sources]  # type: ignore[attr-defined]
        self.fields["measure"].choices = [("", _("None")), *measures]  # type: ignore[attr-defined]
        self.order_fields(["source", "measure"])

    def decided(self) -> tuple[str, UUID]:
        """The kind and id of what was chosen."""
        kind, _colon, pk = self.cleaned_data["source"].partition(":")
        return kind, UUID(pk)


class MilestoneForm(TextsForm):
    """A step that is planned."""

    texts: ClassVar[dict[str, Words]] = {"text": Words(_("What happens?"), _("For example: digging begins."), most=160)}
    due = DayField(label=_("By when?"))


class DoneOnForm(forms.Form):
    """On which day a step was done."""

    done_on = DayField(label=_("On which day was it done?"))


class DelayForm(TextsForm):
    """A later date and why."""

    texts: ClassVar[dict[str, Words]] = {
        "reason": Words(_("Why is it later?"), _("Everybody reads it, also those who reported it."), rows=2, most=300)
    }
    due = DayField(label=_("What is the new date?"))


class SpendingForm(TextsForm):
    """Money that was paid."""

    field_order = ("amount", "day", "paid_to")

    texts: ClassVar[dict[str, Words]] = {
        "what": Words(_("What was paid for?"), most=160),
        "reason": Words(
            _("If it passes the budget: why?"), _("Everybody reads it. Empty while the budget is kept."), rows=2,
            required=False, most=300,
        ),
    }  # fmt: skip
    amount = Money(_("How much, in {currency}?"))
    day = DayField(label=_("On which day?"))
    paid_to = forms.CharField(label=_("To whom?"), help_text=_("A firm or office."), required=False, max_length=120)


class PhotoForm(TextsForm):
    """A photo, the words for those who can't see it, and a caption."""

    field_order = ("file", "alt", "taken_on")
    texts: ClassVar[dict[str, Words]] = {"caption": Words(_("Caption"), required=False, most=160)}
    file = forms.FileField(
        label=_("Photo"),
        help_text=_("No faces, number plates or house numbers. Position and camera are taken out."),
        error_messages={"required": _("Choose a photo."), "empty": _("This file is empty.")},
    )
    alt = forms.CharField(
        label=_("What does the photo show?"),
        help_text=_("A few words for those who can't see it."),
        max_length=200,
        error_messages={"required": _("Say in a few words what the photo shows.")},
    )
    taken_on = DayField(label=_("On which day was it taken?"))


class VisitForm(TextsForm):
    """A coach's visit."""

    texts: ClassVar[dict[str, Words]] = {
        "observation": Words(_("What did you see?"), rows=4),
        "advice": Words(_("What do you advise?"), _("You advise; the group decides."), rows=4),
    }
    day = DayField(label=_("When were you there?"))


class ReactionForm(TextsForm):
    """What the group does with the advice."""

    texts: ClassVar[dict[str, Words]] = {"reaction": Words(_("What does the group do with the advice?"), rows=4)}
    public = forms.BooleanField(label=_("Everybody may read the advice and this answer"), required=False)


class BeforeForm(TextsForm):
    """A figure before the work."""

    texts: ClassVar[dict[str, Words]] = {
        "what": Words(_("What was counted or asked?"), _("For example: lamps that work."), most=160),
        "method": Words(_("How?"), _("Who, where, when; in one or two sentences."), rows=2, most=400),
    }
    value = forms.FloatField(label=_("The figure"), localize=True, widget=forms.TextInput({"class": "short"}))
    unit = forms.ChoiceField(
        label=_("It is"), choices=[("count", _("a count")), ("%", _("a share of a hundred (%)"))], initial="count"
    )
    n = forms.IntegerField(
        label=_("How many were asked or counted?"), min_value=1, max_value=10**9, required=False,
        widget=forms.TextInput({"class": "short", "inputmode": "numeric"}),
    )  # fmt: skip
    margin = forms.FloatField(
        label=_("How far may it be off?"), help_text=_("In points, to both sides. Empty for what was counted in full."),
        min_value=0, required=False, localize=True, widget=forms.TextInput({"class": "short"}),
    )  # fmt: skip
    day = DayField(label=_("On which day?"))

    def clean_unit(self) -> str:
        """The sign behind the figure; none for a count."""
        return "" if self.cleaned_data["unit"] == "count" else str(self.cleaned_data["unit"])


class AfterForm(BeforeForm):
    """The same figure after the work: what and unit are those of before."""

    texts: ClassVar[dict[str, Words]] = {"method": BeforeForm.texts["method"]}
    unit = None  # type: ignore[assignment]


class AnswerForm(TextsForm):
    """What all those are told who asked for it."""

    texts: ClassVar[dict[str, Words]] = {
        "text": Words(
            _("What do we tell those who asked for it?"),
            _("It stands on the page of each receipt, and goes out by e-mail or through a focal point."), rows=4,
        )
    }  # fmt: skip


class EvaluationForm(TextsForm):
    """What went how, and what others can learn."""

    texts: ClassVar[dict[str, Words]] = {
        "evaluation": Words(_("How did it go?"), rows=6),
        "lesson": Words(_("What can others learn from it?"), rows=4, required=False),
    }
    version = forms.IntegerField(required=False, widget=forms.HiddenInput)


class StateForm(TextsForm):
    """How a promise stands."""

    texts: ClassVar[dict[str, Words]] = {
        "reason": Words(
            _("Why, or how we see it?"),
            _("Needed when it is late or dropped; if late, with the new date. Everybody reads it."),
            rows=3, required=False, most=600,
        )
    }  # fmt: skip
    state = forms.ChoiceField(
        label=_("How does it stand?"), choices=MeasureState.State.choices, widget=forms.RadioSelect,
        error_messages={"required": _("Choose how it stands.")},
    )  # fmt: skip

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.order_fields(["state"])
