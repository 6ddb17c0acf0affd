"""What a vote says, in the form in which it is stored: ids of what was ticked, or each with its points where those are spread."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from firstdoor.decide.models import Ballot, PaperSheet

Said = Iterable[str] | Mapping[str, int]  # ids of what was ticked, or points by id
Stored = list[Any]  # as in BallotPaper.choices


def points_of(said: Said | Stored) -> dict[str, int]:
    """The points by id that something said or stored gives; 1 for each tick."""
    if isinstance(said, Mapping):
        return {str(name): n for name, n in said.items() if n}
    return dict((one, 1) if isinstance(one, str) else (one[0], one[1]) for one in said)


def spreads(of: Ballot) -> bool:
    """Whether its voters spread points."""
    return of.marking == Ballot.Marking.POINTS


def most_for_one(of: Ballot) -> int | None:
    """How many points a voter may give to one thing; None where things are ticked."""
    return min(n for n in (of.points, of.most_each) if n is not None) if spreads(of) else None


def stored(of: Ballot, given: Mapping[str, int], order: Iterable[str]) -> Stored:
    """What is kept of a vote: in the order of the ballot's options, nothing without points."""
    kept = [(name, given[name]) for name in order if given.get(name)]
    return [[name, n] for name, n in kept] if spreads(of) else [name for name, _one in kept]


def flaw_of(of: Ballot, given: Mapping[str, int]) -> str:
    """Why this would not be a vote, as a flaw of a sheet; "" when it is one."""
    if not given:
        return str(PaperSheet.Flaw.EMPTY)
    if (of.points is not None and sum(given.values()) > of.points) or min(given.values()) < 0:
        return str(PaperSheet.Flaw.MANY)
    if of.most_each is not None and max(given.values()) > of.most_each:
        return str(PaperSheet.Flaw.MANY)
    return str(PaperSheet.Flaw.FEW) if len(given) < of.at_least else ""


def heading(of: Ballot) -> str:
    """What each voter is asked to do, in a few words."""
    if not spreads(of):
        return _("Choose {n} or more").format(n=of.at_least)
    return ngettext("Spread {points} point", "Spread {points} points", of.points or 0).format(points=of.points)


def bounds(of: Ballot) -> str:
    """What points are bound to, in sentences; "" when they are free, and where things are ticked."""
    found = []
    if spreads(of) and of.most_each != of.points:
        found.append(_at_most(of.most_each or 0))
    if spreads(of) and of.at_least > 1:
        found.append(_("Points for {n} things or more.").format(n=of.at_least))
    return " ".join(found)


def asked(of: Ballot) -> str:
    """What each voter is asked to do, in whole sentences."""
    return f"{heading(of)}. {bounds(of)}".strip()


def refusals(of: Ballot) -> dict[str, str]:
    """The words that refuse points: what is no `number`, too many for `each`, in all `one` or `many` ({n}) too many."""
    return {
        "number": _("Points are whole numbers: 0, 1, 2 and so on."),
        "each": _at_most(most_for_one(of) or 0),
        "one": _too_many(1),
        "many": _too_many(2),
    }


def _at_most(n: int) -> str:
    return ngettext("At most {n} point for one thing.", "At most {n} points for one thing.", n).format(n=n)


def _too_many(n: int) -> str:
    return ngettext(
        "You gave {n} point more than you have: take one away.",
        "You gave {n} points more than you have: take {n} away.",
        n,
    )


def refusal(of: Ballot, given: Mapping[str, int]) -> str:
    """The words that refuse what was marked in the booth; "" when it is a vote."""
    if not spreads(of):
        return "" if len(given) >= of.at_least else f"{heading(of)}."
    if of.points is not None and (more := sum(given.values()) - of.points) > 0:
        return _too_many(more).format(n=more)
    if of.most_each is not None and any(n > of.most_each for n in given.values()):
        return refusals(of)["each"]
    if len(given) < of.at_least:
        words = ngettext("Give points to {n} thing.", "Give points to {n} things or more.", of.at_least)
        return words.format(n=of.at_least)
    return ""


def counted(of: Ballot) -> str:
    """The rule by which it is counted, in words; a name without words stands as it is."""
    words = {
        "equal-shares": _("Everybody has an equal share of the money"),
        "add1u": _("the shares grow as long as the money lasts, and then most votes come first"),
    }
    return "; ".join(words.get(name, name) for name in (of.rule, of.completion))


def at_a_tie(of: Ballot) -> str:
    """What wins at a tie, in words."""
    return {"cheapest": _("at a tie the cheaper one wins")}.get(of.ties, of.ties)


def counted_how(of: Ballot) -> str:
    """The rule and what wins at a tie, in one line."""
    return f"{counted(of)}; {at_a_tie(of)}"
