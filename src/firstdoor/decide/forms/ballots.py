"""Forms about ballots."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django import forms
from django.core.validators import EmailValidator
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from firstdoor.core import codes
from firstdoor.core.amounts import AmountField
from firstdoor.core.dates import DayField, HourField
from firstdoor.core.forms import LANGUAGE_NAMES, TextsForm, Words, asked_for_later
from firstdoor.decide.models import ConsentNote, Option
from firstdoor.decide.pictures import NAMES
from firstdoor.decide.services.ballots.voting import RECEIPT_SIGNS


class OptionForm(TextsForm):
    """Something to choose: name, price, picture."""

    texts = {"name": Words(gettext_lazy("Name"), most=80)}
    cost = AmountField(label=gettext_lazy("Price, in {currency}"))
    picture = forms.ChoiceField(
        label=gettext_lazy("Drawing"), required=False, choices=[("", gettext_lazy("None")), *NAMES.items()]
    )
    photo = forms.FileField(
        label=gettext_lazy("Your own picture"), required=False,
        widget=forms.FileInput({"accept": "image/*"}),
        help_text=gettext_lazy(
            "It stands instead of the drawing, and everybody sees it: no faces, no number plates. "
            "Position and camera are taken out."
        ),
        error_messages={"empty": gettext_lazy("This file is empty.")},
    )  # fmt: skip
    no_photo = forms.BooleanField(label=gettext_lazy("Take your own picture away"), required=False)

    def __init__(self, *args: Any, option: Option | None = None, **options: Any) -> None:
        if option is not None:
            options["initial"] = {"name": option.name, "cost": option.cost, "picture": option.picture}
        super().__init__(*args, **options)
        if option is None or option.upload_id is None:
            del self.fields["no_photo"]


class PrintedForm(forms.Form):
    """Something to print for voters: in their language, whichever the desk is read in."""

    language = forms.ChoiceField(label=gettext_lazy("In which language"), required=False)

    def __init__(self, *args: Any, municipality: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        held = [code for code in municipality.languages if code in LANGUAGE_NAMES] or list(LANGUAGE_NAMES)
        self.fields["language"].choices = [(code, LANGUAGE_NAMES[code]) for code in held]
        self.fields["language"].initial = held[0]
        asked_for_later(self, "language")
        if len(held) == 1:
            self.fields["language"].widget = forms.HiddenInput()

    def clean_language(self) -> str:
        """The municipality's own, unless another is chosen."""
        return str(self.cleaned_data["language"] or self.fields["language"].initial)


class CardsForm(PrintedForm):
    """How many code cards, for whom this pile is, and in which language."""

    field_order = ("n", "batch", "language")

    n = forms.IntegerField(label=gettext_lazy("How many cards"), min_value=1, max_value=5000)
    batch = forms.CharField(
        label=gettext_lazy("For which class or street"), required=False, max_length=40,
        help_text=gettext_lazy("Never a name: who holds which card stays with those who hand them out."),
    )  # fmt: skip


class AddressesForm(forms.Form):
    """An e-mail list: an address on each line."""

    addresses = forms.CharField(
        label=gettext_lazy("E-mail addresses, one a line"), max_length=400_000,
        widget=forms.Textarea({"rows": 10, "autocomplete": "off", "spellcheck": "false"}),
        help_text=gettext_lazy("Each gets a letter with a code. Who is on the list already gets the same code again."),
    )  # fmt: skip


class RegisterFileForm(forms.Form):
    """A register as a file."""

    file = forms.FileField(
        label=gettext_lazy("Table as CSV: identity number and birth date"),
        help_text=gettext_lazy(
            "Two columns, a person a line, for example J40321012A;1984-03-21. Leave names out. A third column with anything "
            "in it says that this person gets a card or a sheet: she is left out, or struck off."
        ),
    )

    def clean_file(self) -> bytes:
        """Its bytes, if it is not absurdly large."""
        file = self.cleaned_data["file"]
        if file.size > 12_000_000:
            raise forms.ValidationError(_("This file is too large. At most 12 MB."))
        return bytes(file.read())


class RegisterForm(forms.Form):
    """How somebody on the register shows who she is."""

    number = forms.CharField(
        label=gettext_lazy("Your identity number"), max_length=40,
        widget=forms.TextInput({"class": "code-in", "autocomplete": "off", "autocapitalize": "characters"}),
    )  # fmt: skip
    born = DayField(label=gettext_lazy("Your birth date"))


class StrikeForm(forms.Form):
    """Somebody on a list who is to vote in another way: her identity number and birth date, or her address."""

    number = forms.CharField(
        label=gettext_lazy("Identity number, as on the register"), max_length=40, required=False,
        widget=forms.TextInput({"autocomplete": "off", "autocapitalize": "characters"}),
    )  # fmt: skip
    born = DayField(
        label=gettext_lazy("Birth date"),
        required=False,
    )
    email = forms.CharField(
        label=gettext_lazy("Or e-mail address"), max_length=254, required=False,
        widget=forms.EmailInput({"autocomplete": "off"}),
    )  # fmt: skip

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        asked_for_later(self, "number", "born", "email")  # one of the two

    def clean_email(self) -> str:
        """Spaces around it are forgiven."""
        email = str(self.cleaned_data["email"] or "").strip()
        if email:
            EmailValidator(_("Write the e-mail address, like name@example.com."))(email)
        return email


class ClassForm(forms.Form):
    """A teacher's key: for which class, how many children, in which hours."""

    batch = forms.CharField(
        label=gettext_lazy("For which class"), max_length=40, help_text=gettext_lazy("For example 5B. Never a name.")
    )
    children = forms.IntegerField(
        label=gettext_lazy("How many children"), min_value=1, max_value=60,
        help_text=gettext_lazy("No more votes than this are taken."),
    )  # fmt: skip
    day = DayField(label=gettext_lazy("Day"))
    since = HourField(label=gettext_lazy("From"))
    until = HourField(label=gettext_lazy("Until"))

    def __init__(self, *args: Any, zone: Any, **options: Any) -> None:
        self.zone = zone
        super().__init__(*args, **options)

    def values(self) -> dict[str, Any]:
        """What the service takes."""
        data = self.cleaned_data
        opens, closes = (datetime.combine(data["day"], data[name], tzinfo=self.zone) for name in ("since", "until"))
        return {"batch": data["batch"], "children": data["children"], "opens_at": opens, "closes_at": closes}


class ConsentForm(forms.Form):
    """That children may vote: who said so, for how many, where the papers lie."""

    batch = forms.CharField(
        label=gettext_lazy("For which class"), max_length=40, help_text=gettext_lazy("For example 5B. Never a name.")
    )
    given_by = forms.ChoiceField(
        label=gettext_lazy("Who agreed"), choices=ConsentNote.GivenBy.choices, widget=forms.RadioSelect
    )
    children = forms.IntegerField(label=gettext_lazy("How many children"), min_value=1, max_value=5000)
    kept_at = forms.CharField(
        label=gettext_lazy("Where the papers lie"), max_length=120,
        help_text=gettext_lazy("For example: with the school's secretary. The papers bear names; they do not come here."),
    )  # fmt: skip
    day = DayField(label=gettext_lazy("Date"))


class DeadForm(forms.Form):
    """The number printed on a lost card."""

    serial = forms.CharField(
        label=gettext_lazy("Number of the lost card"), max_length=12, widget=forms.TextInput({"class": "short"})
    )


class OpenForm(forms.Form):
    """Where a code goes of somebody whose device solves no puzzle."""

    email = forms.CharField(
        label=gettext_lazy("Your e-mail address"), max_length=254, widget=forms.EmailInput({"autocomplete": "email"}),
        error_messages={"required": gettext_lazy("Type the address to which the code should go.")},
    )  # fmt: skip


class CodeForm(forms.Form):
    """The code on the card."""

    code = forms.CharField(
        label=gettext_lazy("The code on your card"), max_length=400,
        widget=forms.TextInput({"class": "code-in", "autocomplete": "off", "autocapitalize": "characters"}),
        error_messages={"required": gettext_lazy("Type the code that stands on your card.")},
    )  # fmt: skip


class ReceiptForm(forms.Form):
    """The receipt that a voter got at the end."""

    code = forms.CharField(
        label=gettext_lazy("Your vote's receipt"), max_length=40,
        widget=forms.TextInput({"class": "code-in", "autocomplete": "off", "autocapitalize": "characters"}),
        error_messages={"required": gettext_lazy("Type the receipt that stood at the end of your vote.")},
    )  # fmt: skip

    def clean_code(self) -> str:
        """The receipt, ungrouped."""
        try:
            return codes.normalise(self.cleaned_data["code"], lengths=(RECEIPT_SIGNS,))
        except codes.NotACode as refused:
            words = {
                "length": _("A receipt has sixteen signs. Look at it again."),
                "sign": _("There is a sign in it that receipts do not have. Look at it again."),
                "check": _("One sign is not right. Look at it again."),
            }
            raise forms.ValidationError(words[refused.args[0]]) from None
