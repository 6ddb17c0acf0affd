"""The form in which a ballot is prepared: what it needs first, what is rarely changed folded below."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, time
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from firstdoor.core.amounts import AmountField
from firstdoor.core.dates import DayField, HourField
from firstdoor.core.forms import TextsForm, Words, asked_for_later
from firstdoor.core.texts import plain
from firstdoor.decide.models import Ballot, Proposal
from firstdoor.decide.services.ballots.preparing import MOST_POINTS

PUZZLES = [
    ("", gettext_lazy("No: only with a card, a list or paper")),
    (14, gettext_lazy("Yes, after a light puzzle: a second or two on a phone")),
    (16, gettext_lazy("Yes, after a puzzle: some seconds on a phone")),
    (18, gettext_lazy("Yes, after a heavy puzzle: up to half a minute on an old phone")),
]


@dataclass(frozen=True, slots=True)
class Group:
    """Fields that belong together: what they are about, a hint, the fields."""

    legend: str
    hint: str
    fields: list[forms.BoundField]

    @property
    def touched(self) -> bool:
        """Whether one of them is refused or is not as it begins, so that it has to be seen."""
        return any(one.errors or (one.value() or "") != (one.field.initial or "") for one in self.fields)


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
    opens = DayField(
        label=gettext_lazy("First day"),
        error_messages={"required": gettext_lazy("Choose the day on which people can begin to vote.")},
    )
    opens_time = HourField(label=gettext_lazy("From"), initial=time(8))
    closes = DayField(
        label=gettext_lazy("Last day"),
        error_messages={"required": gettext_lazy("Choose the last day on which people can vote.")},
    )
    closes_time = HourField(label=gettext_lazy("Until"), initial=time(20))
    ideas_from = DayField(
        label=gettext_lazy("Residents propose ideas from"), required=False,
        help_text=gettext_lazy("Leave both days empty when it is settled what there is to choose."),
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
        asked_for_later(self, "points")  # another choice needs it
        self.fields["proposal"].queryset = Proposal.objects.of(municipality).exclude(state=Proposal.State.DRAFT)
        self.fields["proposal"].label_from_instance = lambda one: plain(one.title)

    def groups(self) -> list[Group]:
        """What is asked first, in the order in which a clerk thinks of it, in the municipality's own language."""
        own = self.languages[0]
        asked: list[tuple[Any, Any, list[str]]] = [
            (_("What is decided"), "", [f"title_{own}", f"question_{own}", "budget"]),
            (_("The voters"), "", [f"electorate_{own}", "entitled"]),
            (
                _("When people vote"),
                _("It opens only once you press “Open the vote”, even when its first day has come."),
                ["opens", "opens_time", "closes", "closes_time"],
            ),
            (_("Ticks or points"), "", ["marking", "points", "most_each", "at_least"]),
        ]
        return [Group(legend, hint, [self[name] for name in names]) for legend, hint, names in asked]

    def further(self) -> Group:
        """What is rarely changed."""
        names = [
            "ideas_from",
            "ideas_until",
            "puzzle_bits",
            "shuffled",
            "asks_area",
            "asks_age",
            f"rest_goes_to_{self.languages[0]}",
            "proposal",
        ]
        return Group(_("More settings"), "", [self[name] for name in names])

    def translations(self) -> Group:
        """The same texts in the other languages."""
        names = [f"{name}_{code}" for code in self.languages[1:] for name in self.texts]
        return Group(_("In another language"), "", [self[name] for name in names])

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
