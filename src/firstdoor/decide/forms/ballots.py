"""Forms about ballots."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from firstdoor.core import codes
from firstdoor.core.amounts import AmountField
from firstdoor.core.dates import DayField, HourField
from firstdoor.core.forms import LANGUAGE_NAMES, TextsForm, Words, asked_for_later
from firstdoor.core.texts import plain
from firstdoor.decide.models import Ballot, ConsentNote, Option, Proposal
from firstdoor.decide.pictures import NAMES
from firstdoor.decide.services.ballots.preparing import MOST_POINTS
from firstdoor.decide.services.ballots.voting import RECEIPT_SIGNS

PUZZLES = [
    ("", gettext_lazy("No: only with a card, a list or paper")),
    (14, gettext_lazy("Yes, after a light puzzle: a second or two on a phone")),
    (16, gettext_lazy("Yes, after a puzzle: some seconds on a phone")),
    (18, gettext_lazy("Yes, after a heavy puzzle: up to half a minute on an old phone")),
]


class BallotForm(TextsForm):
    """What is decided, by whom, with how much money, from when until when."""

    texts = {
        "title": Words(gettext_lazy("Name of the ballot"), most=120),
        "question": Words(gettext_lazy("The question"), gettext_lazy("One sentence that a child understands."), most=200),
        "electorate": Words(
            gettext_lazy("Who may vote"), gettext_lazy("For example: pupils and parents of the school."), most=200
        ),
        "rest_goes_to": Words(gettext_lazy("What happens with money that is left"), required=False, most=200),
    }  # fmt: skip
    marking = forms.ChoiceField(
        label=gettext_lazy("How people vote"), widget=forms.RadioSelect, choices=Ballot.Marking.choices,
        initial=Ballot.Marking.APPROVAL,
        help_text=gettext_lazy("Ticks are easier to explain; points let people say how much they want something."),
    )  # fmt: skip
    points = forms.IntegerField(
        label=gettext_lazy("How many points each has"), min_value=2, max_value=MOST_POINTS, required=False,
        help_text=gettext_lazy("Only where points are spread, for example 10."),
    )  # fmt: skip
    most_each = forms.IntegerField(
        label=gettext_lazy("How many points at most for one thing"), min_value=1, max_value=MOST_POINTS, required=False,
        help_text=gettext_lazy("Only where points are spread. Left empty: all of them."),
    )  # fmt: skip
    budget = AmountField(label=gettext_lazy("Money, in {currency}"))
    at_least = forms.IntegerField(
        label=gettext_lazy("How many things have to be chosen at least"), min_value=1, max_value=20, initial=3,
        help_text=gettext_lazy("With fewer than three, part of a voter's share is often wasted."),
    )  # fmt: skip
    entitled = forms.IntegerField(label=gettext_lazy("How many may vote, about"), min_value=1, required=False)
    opens = DayField(label=gettext_lazy("First day"))
    opens_time = HourField(label=gettext_lazy("From"))
    closes = DayField(label=gettext_lazy("Last day"))
    closes_time = HourField(label=gettext_lazy("Until"))
    ideas_from = DayField(
        label=gettext_lazy("Residents propose ideas from"), required=False,
        help_text=gettext_lazy("Leave both days empty when the things to choose are settled."),
    )  # fmt: skip
    ideas_until = DayField(
        label=gettext_lazy("Ideas until"),
        required=False,
    )
    puzzle_bits = forms.TypedChoiceField(
        label=gettext_lazy("Is the vote open to everybody?"), required=False, coerce=int, empty_value=None, choices=PUZZLES,
        help_text=gettext_lazy(
            "Weak: who has time or several devices votes more than once. For small matters, where cards reach too few."
        ),
    )  # fmt: skip
    shuffled = forms.BooleanField(
        label=gettext_lazy("Each card shows the things in another order"), required=False, initial=True,
        help_text=gettext_lazy("What stands first is chosen more often. Take it out for a class that looks at one list."),
    )  # fmt: skip
    asks_area = forms.BooleanField(
        label=gettext_lazy("Voters may say where they live"), required=False,
        help_text=gettext_lazy("The result then shows which villages got how much of their share; groups below ten are hidden."),
    )  # fmt: skip
    asks_age = forms.BooleanField(label=gettext_lazy("Voters may say how old they are"), required=False)
    proposal = forms.ModelChoiceField(
        queryset=None, required=False, label=gettext_lazy("For which proposal"), empty_label=gettext_lazy("None")
    )

    def __init__(self, *args: Any, municipality: Any, ballot: Ballot | None = None, **options: Any) -> None:
        self.zone = municipality.zone
        if ballot is not None:
            opens, closes = (moment.astimezone(self.zone) for moment in (ballot.opens_at, ballot.closes_at))
            options["initial"] = {
                "title": ballot.title, "question": ballot.question, "electorate": ballot.electorate,
                "rest_goes_to": ballot.rest_goes_to, "budget": ballot.budget,
                "entitled": ballot.entitled, "opens": opens.date(), "opens_time": opens.time(),
                "closes": closes.date(), "closes_time": closes.time(), "proposal": ballot.proposal_id,
                "marking": ballot.marking, "points": ballot.points, "most_each": ballot.most_each,
                "puzzle_bits": ballot.puzzle_bits,
                "at_least": ballot.at_least, "shuffled": ballot.shuffled,
                "ideas_from": ballot.ideas_from, "ideas_until": ballot.ideas_until,
                "asks_area": ballot.asks_area, "asks_age": ballot.asks_age,
            }  # fmt: skip
        super().__init__(*args, languages=municipality.languages, currency=municipality.currency, **options)
        asked_for_later(self, "points", "most_each")  # another choice needs them
        self.fields["proposal"].queryset = Proposal.objects.of(municipality).exclude(state=Proposal.State.DRAFT)
        self.fields["proposal"].label_from_instance = lambda one: plain(one.title)

    def clean(self) -> dict[str, Any]:
        """Points only where they are spread, and then their number."""
        data = super().clean() or self.cleaned_data
        if data.get("marking") == Ballot.Marking.POINTS:
            if data.get("points") is None and "points" not in self.errors:
                self.add_error("points", _("Say how many points each voter has."))
        else:
            data["points"] = data["most_each"] = None
        return data

    def values(self) -> dict[str, Any]:
        """What the service takes."""
        data = self.cleaned_data
        return {
            **{name: self.words_of(name) for name in self.texts},
            **{
                name: data[name]
                for name in ("budget", "at_least", "entitled", "proposal", "shuffled", "asks_area", "asks_age")
            },
            **{name: data[name] for name in ("points", "most_each", "puzzle_bits", "ideas_from", "ideas_until")},
            "opens_at": datetime.combine(data["opens"], data["opens_time"], tzinfo=self.zone),
            "closes_at": datetime.combine(data["closes"], data["closes_time"], tzinfo=self.zone),
        }


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
