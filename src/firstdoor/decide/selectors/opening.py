"""What a ballot needs before it can be opened, and what of it is ready."""

from __future__ import annotations

from dataclasses import dataclass

from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from firstdoor.core.templatetags.firstdoor import money
from firstdoor.decide.models import Ballot, Idea, Option
from firstdoor.decide.selectors import electorate


@dataclass(frozen=True, slots=True)
class Check:
    """One thing that a ballot needs: which (`key`), its name, what is there, and what is missing, "" when it is ready."""

    key: str
    name: str
    there: str
    lack: str


def checks(of: Ballot) -> list[Check]:
    """What it needs, in the order in which one does it. At most 5 queries."""
    here = of.municipality_id
    options = Option.objects.of(here).filter(ballot=of).count()
    found = [
        Check(
            "things", _("Things to choose from"),
            ngettext("{n}, with its price", "{n}, with their prices", options).format(n=options) if options else "",
            _("Put more on the ballot than has to be chosen.") if options <= of.at_least else "",
        )
    ]  # fmt: skip
    waiting = Idea.objects.of(here).filter(ballot=of, outcome="", voice__withdrawn_at=None).count()
    if of.ideas_from or waiting:
        words = ngettext("{n} waits for an answer", "{n} wait for an answer", waiting)
        lack = _("Ideas still wait: look at each, and say whether it can be done and why.") if waiting else ""
        found.append(
            Check(
                "ideas", _("Ideas of residents"), words.format(n=waiting) if waiting else _("each has its answer"), lack
            )
        )
    found.append(Check("money", _("Money"), money(of.budget, of.municipality.currency), ""))
    zone = of.municipality.zone
    opens, closes = (date_format(timezone.localtime(at, zone), "DATETIME_FORMAT") for at in (of.opens_at, of.closes_at))
    over = _("Its last day has passed. Give it another.") if of.closes_at <= timezone.now() else ""
    found.append(Check("days", _("Days"), f"{opens} – {closes}", over))
    voters = electorate.who(of)
    nobody = _(
        "Nobody could vote: make code cards, invite by e-mail, take a register, make a teacher's key or print sheets, "
        "or let everybody vote."
    )
    found.append(Check("voters", _("Who may vote"), ", ".join(voters), "" if voters else nobody))
    return found


def lacking(of: Ballot) -> list[str]:
    """What is missing, in words, in the order in which one does it; nothing when it may be opened. At most 5 queries."""
    return [one.lack for one in checks(of) if one.lack]
