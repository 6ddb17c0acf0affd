"""Forms about ideas for a ballot."""

from __future__ import annotations

from django import forms
from django.core.validators import validate_email
from django.utils.translation import gettext_lazy

from firstdoor.core.forms import TextsForm, Words
from firstdoor.core.ids import uuid7
from firstdoor.decide.pictures import NAMES
from firstdoor.listen.services import ContactGiven


class IdeaForm(forms.Form):
    """What somebody proposes to choose from, and perhaps where the answer should go."""

    words = forms.CharField(
        label=gettext_lazy("Your idea"), max_length=1000, widget=forms.Textarea({"rows": 4}),
        help_text=gettext_lazy("What, and where? One thing at a time."),
        error_messages={"required": gettext_lazy("Write your idea first.")},
    )  # fmt: skip
    email = forms.CharField(
        label=gettext_lazy("E-mail for the answer"), required=False, max_length=254,
        widget=forms.EmailInput({"autocomplete": "email"}),
        help_text=gettext_lazy("Only for the answer. Nobody else sees it."),
    )  # fmt: skip
    draft_key = forms.UUIDField(widget=forms.HiddenInput, initial=uuid7)

    def clean_email(self) -> str:
        """Spaces around it are forgiven."""
        email = str(self.cleaned_data.get("email") or "").strip()
        if email:
            validate_email(email)
        return email

    @property
    def contact(self) -> ContactGiven | None:
        """Where the answer goes, if anywhere."""
        email = self.cleaned_data.get("email")
        return ContactGiven("email", email) if email else None


class ReviewForm(TextsForm):
    """Whether it can be done, why, and how it stands on the ballot."""

    texts = {
        "reason": Words(gettext_lazy("Why"), gettext_lazy("Whoever proposed it reads this, and everybody."), rows=3),
        "name": Words(
            gettext_lazy("Its name on the ballot"), gettext_lazy("Only if it can be done."), required=False, most=80
        ),
    }
    outcome = forms.ChoiceField(
        label=gettext_lazy("Can it be done?"), widget=forms.RadioSelect,
        choices=[("feasible", gettext_lazy("Yes: it goes on the ballot")), ("not", gettext_lazy("No"))],
    )  # fmt: skip
    cost = forms.IntegerField(label=gettext_lazy("Price, in lek"), min_value=1, max_value=10**12, required=False)
    picture = forms.ChoiceField(
        label=gettext_lazy("Picture"), required=False, choices=[("", gettext_lazy("None")), *NAMES.items()]
    )
    hide = forms.BooleanField(
        label=gettext_lazy("Keep the words off the public page: they name or hurt somebody"), required=False
    )
