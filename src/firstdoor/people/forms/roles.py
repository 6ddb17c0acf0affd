"""Forms for roles, seats and institutions. What fits together is decided by the services, which answer with the field."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django import forms
from django.utils.translation import gettext_lazy as _

from firstdoor.core.dates import DayField
from firstdoor.core.forms import TextsForm, Words, asked_for_later
from firstdoor.people.forms.sign_in import NO_EMAIL
from firstdoor.people.lanes import LANES
from firstdoor.people.models import Grant, Person, Seat

CHOOSE = ("", _("Choose"))


class RoleForm(forms.Form):
    """Somebody, and the role."""

    email = forms.EmailField(
        label=_("E-mail address"),
        help_text=_("Sign-in codes go there."),
        max_length=254,
        widget=forms.EmailInput({"autocomplete": "off"}),
        error_messages={"required": NO_EMAIL, "invalid": NO_EMAIL},
    )
    name = forms.CharField(
        label=_("First and last name"),
        max_length=120,
        widget=forms.TextInput({"autocomplete": "off"}),
        error_messages={"required": _("Write the person's name.")},
    )
    phone = forms.CharField(
        label=_("Work telephone"),
        help_text=_("It may be shown to residents, so that they can talk to a person."),
        max_length=20,
        required=False,
    )
    role = forms.ChoiceField(label=_("Role"), error_messages={"required": _("Choose a role.")})
    unit = forms.ChoiceField(
        label=_("Administrative unit"), help_text=_("Only for a Community Focal Point."), required=False
    )
    kind = forms.ChoiceField(
        label=_("Office in the community"),
        help_text=_("Only for a Community Focal Point."),
        choices=[("", _("Not said")), *Grant.Kind.choices],
        required=False,
    )
    lane = forms.ChoiceField(
        label=_("Lane"),
        help_text=_("Only for a lane member: whose confidential matters this person reads."),
        choices=[CHOOSE, *LANES],
        required=False,
    )
    chosen_how = forms.CharField(
        label=_("How was this person chosen?"),
        help_text=_("For example: named by the mayor; elected by the village meeting of 3 May."),
        max_length=200,
        required=False,
    )
    since = DayField(
        label=_("From when?"),
        help_text=_("The first day of the mandate. Empty: from today."),
        required=False,
    )
    until = DayField(label=_("Until when?"), help_text=_("The last day, when it is known."), required=False)

    def __init__(self, *args: Any, roles: list[str], units: list[Any], **options: Any) -> None:
        super().__init__(*args, **options)
        labels = dict(Grant.Role.choices)
        self.fields["role"].choices = [CHOOSE, *((role, labels[role]) for role in roles)]  # type: ignore[attr-defined]
        self.fields["unit"].choices = [CHOOSE, *((str(unit.pk), unit.name) for unit in units)]  # type: ignore[attr-defined]
        self._units = {str(unit.pk): unit for unit in units}

    def clean_unit(self) -> Any:
        """The unit itself, or None."""
        return self._units.get(self.cleaned_data["unit"])


GENDERS = [("", _("Not said")), *Seat.Gender.choices]


class SeatForm(forms.Form):
    """Somebody who works here, and the capacity in which that person sits in the Action Group."""

    person = forms.ChoiceField(label=_("Who?"), error_messages={"required": _("Choose a person.")})
    capacity = forms.ChoiceField(
        label=_("In which capacity?"),
        choices=[CHOOSE, *Seat.Capacity.choices],
        error_messages={"required": _("Choose a capacity.")},
    )
    chairs = forms.BooleanField(label=_("Chairs the group"), required=False)
    votes = forms.BooleanField(label=_("Votes on priorities"), required=False, initial=True)
    chosen_how = forms.CharField(
        label=_("How was this person chosen?"),
        help_text=_("For example: named by the mayor; elected by the village meeting of 3 May."),
        max_length=200,
        required=False,
    )
    gender = forms.ChoiceField(
        label=_("Gender"), required=False, choices=GENDERS,
        help_text=_("Only if the person wants to say it. It is shown as a count of the whole group."),
    )  # fmt: skip

    def __init__(self, *args: Any, people: list[Person], **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["person"].choices = [CHOOSE, *((str(one.pk), one.name) for one in people)]  # type: ignore[attr-defined]
        self._people = {str(one.pk): one for one in people}

    def clean_person(self) -> Person:
        """The person herself."""
        return self._people[self.cleaned_data["person"]]


class BalanceForm(forms.Form):
    """The gender of those who sit in the bodies, as far as they say it."""

    def __init__(self, *args: Any, seats: list[Seat], **options: Any) -> None:
        super().__init__(*args, **options)
        self._seats = {f"seat-{seat.pk}": seat for seat in seats}
        for name, seat in self._seats.items():
            self.fields[name] = forms.ChoiceField(
                label=seat.person.name, choices=GENDERS, required=False, initial=seat.gender
            )
        asked_for_later(self, *self._seats)

    def genders(self) -> dict[UUID, str]:
        """What was chosen, by seat."""
        return {seat.pk: self.cleaned_data[name] for name, seat in self._seats.items()}


class InstitutionForm(TextsForm):
    """An institution, and the lane that belongs to it, if any."""

    texts = {"name": Words(_("What is the institution called?"), most=120)}
    own = forms.BooleanField(label=_("It is a part of the municipality"), required=False)
    lane = forms.ChoiceField(
        label=_("Lane"),
        help_text=_("If this institution handles confidential matters of one kind. Then people can be named for it."),
        choices=[("", _("No lane")), *LANES],
        required=False,
    )
    phone = forms.CharField(label=_("Telephone"), max_length=20, required=False)
    email = forms.EmailField(label=_("E-mail address"), required=False, error_messages={"invalid": NO_EMAIL})
