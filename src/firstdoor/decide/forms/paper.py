"""Forms about the policy paper."""

from __future__ import annotations

from datetime import date
from typing import Any
from uuid import UUID

from django import forms
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from firstdoor.core.amounts import AmountField
from firstdoor.core.dates import DayField
from firstdoor.core.forms import AnswerByEmail, TextsForm, Words
from firstdoor.core.texts import plain
from firstdoor.decide.forms.cases import cases_field, in_groups
from firstdoor.decide.models import Candidate, Measure, Paragraph
from firstdoor.decide.selectors.priorities import evidence_of
from firstdoor.decide.services.decisions import Votes
from firstdoor.decide.services.paper import mark_of_measure
from firstdoor.listen import selectors as listen


class ParagraphForm(TextsForm):
    """A paragraph in each language."""

    texts = {
        "text": Words(gettext_lazy("Text of the paragraph"), rows=7, most=6000),
        "background": Words(
            gettext_lazy("The figures behind it"), gettext_lazy("Numbers with their source. Folded under the text."),
            rows=3, most=3000, required=False,
        ),
    }  # fmt: skip
    section = forms.ChoiceField(label=gettext_lazy("Section"), choices=Paragraph.Section.choices)
    edited = forms.CharField(widget=forms.HiddenInput, required=False)

    def __init__(self, *args: Any, fixed: bool = False, **options: Any) -> None:
        super().__init__(*args, **options)
        if fixed:
            self.fields["section"].disabled = True


class MeasureForm(TextsForm):
    """A promise: what, who, by when, for how much, and how we would see it."""

    texts = {
        "title": Words(gettext_lazy("What will be done"), most=200),
        "owner": Words(gettext_lazy("Who answers for it"), most=120),
        "indicator": Words(
            gettext_lazy("How we will see it"), gettext_lazy("A figure that can be measured."), most=300
        ),
    }
    due = DayField(label=gettext_lazy("By when"))
    budget = AmountField(label=gettext_lazy("Budget, in {currency}"), min_value=0, max_value=10**13)
    candidate = forms.ModelChoiceField(
        queryset=None,
        required=False,
        label=gettext_lazy("Priority"),
        empty_label=gettext_lazy("None of the priorities"),
    )
    cases = cases_field(gettext_lazy("Cases that asked for it"))
    all_cases = forms.BooleanField(
        label=gettext_lazy("All of this priority"),
        help_text=gettext_lazy("All cases on which the chosen priority stands; whatever is ticked above."),
        required=False,
    )
    edited = forms.CharField(widget=forms.HiddenInput, required=False)

    def __init__(
        self, *args: Any, municipality: Any, measure: Measure | None = None, present: Any = (), **options: Any
    ) -> None:
        if measure is not None:
            options["initial"] = {
                "title": measure.title, "owner": measure.owner, "indicator": measure.indicator, "due": measure.due,
                "budget": measure.budget, "candidate": measure.candidate_id, "cases": [str(pk) for pk in present],
                "edited": mark_of_measure(measure),
            }  # fmt: skip
        super().__init__(*args, languages=municipality.languages, currency=municipality.currency, **options)
        chosen = Candidate.objects.of(municipality).filter(chosen=True).select_related("theme")
        self.fields["candidate"].queryset = chosen
        self.fields["candidate"].label_from_instance = lambda one: plain(one.title)
        found = {case.pk: case for one in chosen for case in listen.cases_about(municipality, one.theme.code)}
        self.fields["cases"].choices = in_groups(sorted(found.values(), key=lambda case: -case.number))
        if not found:
            del self.fields["cases"], self.fields["all_cases"]

    def clean_due(self) -> date:
        """A promise is about the future; one that stands there already may have become late."""
        due: date = self.cleaned_data["due"]
        if due != self.initial.get("due") and due < timezone.localdate():
            raise forms.ValidationError(_("This date has passed."))
        return due

    def clean(self) -> dict[str, Any]:
        """All of a priority needs one."""
        data = super().clean() or self.cleaned_data
        if data.get("all_cases") and not data.get("candidate"):
            self.add_error("candidate", _("Choose the priority whose cases you mean."))
        return data

    def chosen_cases(self) -> list[UUID] | None:
        """The cases ticked, or all of the priority; None where there are none to choose from."""
        if "cases" not in self.fields:
            return None
        data = self.cleaned_data
        if data["all_cases"]:
            chosen = data["candidate"]
            return evidence_of(chosen.municipality_id, "candidate", [chosen.pk]).get(chosen.pk, [])
        return [UUID(pk) for pk in data["cases"]]


class AskedForm(TextsForm):
    """We asked, you said, we did."""

    texts = {
        "question": Words(
            gettext_lazy("We asked"), gettext_lazy("The question, as a resident would put it."), most=300
        ),
        "said": Words(gettext_lazy("You said"), gettext_lazy("What most wanted, with numbers."), rows=2, most=600),
        "did": Words(gettext_lazy("We did"), gettext_lazy("What changed, or why it stays as it is."), rows=2, most=600),
    }
    paragraph_key = forms.ChoiceField(label=gettext_lazy("Where it stands now"), required=False)

    edited = forms.CharField(widget=forms.HiddenInput, required=False)

    def __init__(self, *args: Any, paragraphs: list[tuple[str, str]], **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["paragraph_key"].choices = [("", gettext_lazy("In no paragraph")), *paragraphs]


class CommentForm(AnswerByEmail):
    """A comment on one paragraph, and perhaps where the answer should go."""

    field_order = ("words",)

    words = forms.CharField(
        label=gettext_lazy("Your comment"), max_length=4000, widget=forms.Textarea({"rows": 5}),
        error_messages={"required": gettext_lazy("Write your comment first.")},
    )  # fmt: skip


class AnswerForm(TextsForm):
    """Accepted or not, and why."""

    field_order = ("outcome",)

    texts = {"reason": Words(gettext_lazy("Why"), gettext_lazy("Say what changed, or why not."), rows=3)}
    outcome = forms.ChoiceField(
        label=gettext_lazy("Is the comment accepted?"),
        choices=[("accepted", gettext_lazy("Accepted")), ("refused", gettext_lazy("Not accepted"))],
        widget=forms.RadioSelect,
    )
    hide = forms.BooleanField(
        label=gettext_lazy("Keep the words off the public page: they name or hurt somebody"), required=False
    )


class DecisionForm(forms.Form):
    """The council's decision."""

    number = forms.CharField(label=gettext_lazy("Number of the decision"), max_length=20)
    day = DayField(label=gettext_lazy("Date"))
    in_favour = forms.IntegerField(label=gettext_lazy("Votes in favour"), min_value=0, max_value=500)
    against = forms.IntegerField(label=gettext_lazy("Votes against"), min_value=0, max_value=500)
    abstained = forms.IntegerField(label=gettext_lazy("Abstained"), min_value=0, max_value=500, initial=0)
    adopted = forms.ChoiceField(
        label=gettext_lazy("What did the council decide?"),
        choices=[("yes", gettext_lazy("Adopted")), ("no", gettext_lazy("Not adopted"))],
        widget=forms.RadioSelect,
    )

    def told(self) -> dict[str, Any]:
        """What the service is told."""
        data = self.cleaned_data
        votes = Votes(data["in_favour"], data["against"], data["abstained"])
        return {"number": data["number"], "day": data["day"], "votes": votes, "adopted": data["adopted"] == "yes"}
