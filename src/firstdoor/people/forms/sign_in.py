"""The two questions of sign-in."""

from __future__ import annotations

from allauth.account.forms import ConfirmLoginCodeForm, RequestLoginCodeForm
from allauth.core.internal.cryptokit import compare_user_code
from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from firstdoor.people import selectors

NO_EMAIL = gettext_lazy("Write an e-mail address, for example name@example.org.")


class EmailForm(RequestLoginCodeForm):
    """Where the code goes."""

    email = forms.EmailField(
        label=gettext_lazy("What is your e-mail address?"),
        help_text=gettext_lazy("We send a code there. You need no password."),
        max_length=254,
        widget=forms.EmailInput({"autocomplete": "email", "autocapitalize": "none", "spellcheck": "false"}),
        error_messages={"required": NO_EMAIL, "invalid": NO_EMAIL},
    )

    def clean_email(self) -> str:
        """The address; who has an account with it is known to the view and shown to nobody."""
        email = self.cleaned_data["email"].lower()  # for all alike, so that capitals on the next page betray nothing
        person = selectors.person_by_email(email)
        self._user = person if person is not None and person.is_active else None
        return email


class CodeForm(ConfirmLoginCodeForm):
    """The code from the letter; spaces and dashes don't matter."""

    code = forms.CharField(
        label=gettext_lazy("Which code is in the letter?"),
        max_length=40,
        widget=forms.TextInput(
            {"class": "code-in short", "autocomplete": "one-time-code", "inputmode": "numeric", "spellcheck": "false"}
        ),
        error_messages={"required": gettext_lazy("Type the code from the letter: eight digits.")},
    )

    def clean_code(self) -> str:
        """The code, if it is the one that was sent."""
        code = self.cleaned_data["code"]
        if not compare_user_code(actual=code, expected=self.expected_code):
            raise ValidationError(
                _("This is not the code from the letter. Look again; after three tries you need a new one.")
            )
        return code
