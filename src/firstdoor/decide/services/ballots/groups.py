"""What voters may say of themselves, for a table of how groups fared: sealed with the link of their code, and gone with it.

Before the count nobody reads it without the ballot's key; the count makes the table, deletes the links and destroys the
key. Papers never hold it. In the table groups below ten voters are hidden, with others where they would follow from the rest, and
what a group got is rounded to five per cent of its share: beside the published ballots an exact sum could name them.
"""

from __future__ import annotations

import uuid
from collections.abc import Mapping
from fractions import Fraction
from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from firstdoor.core import keys
from firstdoor.decide.models import Ballot, BallotPaper, CastLink
from firstdoor.decide.selectors import groups as questions
from firstdoor.decide.selectors import marks
from firstdoor.decide.services.ballots.preparing import sealing_key
from firstdoor.methods import equal_shares as shares
from firstdoor.methods.suppression import suppress

LENGTHS = {questions.AREA: 36, questions.AGE: 5}
STEP = 5  # per cent


def said_of(municipality: Any, ballot: Ballot, about: Mapping[str, str]) -> dict[str, str]:
    """What the ballot asks and a voter said; "" for what she did not say. Raises ValidationError for other answers."""
    found = {}
    for question in questions.questions(municipality, ballot):
        said = about.get(question.name, "")
        if said and said not in dict(question.answers):
            raise ValidationError({question.name: _("This is none of the answers.")})
        found[question.name] = said
    return found


def seal(ballot: Ballot, paper: str, about: Mapping[str, str]) -> bytes:
    """The sealed link to a paper with what its voter said: as long whatever it was."""
    told = [about.get(name, "").ljust(LENGTHS[name]) for name in questions.asks(ballot)]
    return keys.seal_without_time(sealing_key(ballot), "|".join([paper, *told]))


def unseal(ballot: Ballot, sealed: bytes | memoryview) -> tuple[str, dict[str, str]]:
    """The paper that a sealed link leads to and what its voter said. Raises KeyMissing."""
    paper, *told = keys.unseal(sealing_key(ballot), sealed).split("|")
    return paper, dict(zip(questions.asks(ballot), (one.strip() for one in told), strict=True))


def fared(ballot: Ballot, election: shares.Election, winners: list[str], said: list[str]) -> list[dict[str, Any]]:
    """For each group that is there its voters and per cent of its equal share; None for both where it is hidden."""
    found = shares.group_shares(election, winners, said)
    shown = suppress([one.voters for one in found], questions.SMALLEST)
    return [
        {
            "group": one.group,
            "voters": voters,
            "percent": None if voters is None else round(Fraction(100, STEP) * one.got / one.share) * STEP,
        }
        for one, voters in zip(found, shown, strict=True)
    ]


def told(municipality: Any, ballot: Ballot, costs: Mapping[str, int], winners: list[str]) -> dict[str, Any]:
    """The tables of all that the ballot asks, while its links are still there; {} where it asks nothing or the key is lost.

    Whoever voted in a class or on paper has no link and was not asked: "" with those who did not say. 2 queries.
    """
    asked = questions.asks(ballot)
    if not asked or not keys.exists(sealing_key(ballot)):
        return {}
    links = CastLink.objects.filter(municipality=municipality, ballot=ballot).values_list("sealed_paper", flat=True)
    of = {uuid.UUID(paper): about for paper, about in (unseal(ballot, sealed) for sealed in links)}
    rows = list(BallotPaper.objects.filter(municipality=municipality, ballot=ballot).values_list("pk", "choices"))
    said = [marks.points_of(choices) for _pk, choices in rows]
    election = election_of(ballot, costs, said)
    return {
        name: fared(ballot, election, winners, [of.get(pk, {}).get(name, "") for pk, _choices in rows])
        for name in asked
    }


def election_of(ballot: Ballot, costs: Mapping[str, int], said: list[dict[str, int]]) -> shares.Election:
    """The papers as they are counted: points by id, one mapping a paper, in their order."""
    return shares.election(
        budget=ballot.budget, costs=costs, ballots=[list(one) for one in said], points=[list(one.values()) for one in said],
        utility=shares.Utility.SCORE if marks.spreads(ballot) else shares.Utility.COST,
        most_points=marks.most_for_one(ballot),
    )  # fmt: skip
