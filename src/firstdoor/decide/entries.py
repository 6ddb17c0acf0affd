"""What this room shows in the desk's frame: its pages, and what waits for whom."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.urls import reverse
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext, pgettext_lazy

from firstdoor.core import rights
from firstdoor.core.actor import Actor
from firstdoor.core.desk import Entry, Task
from firstdoor.core.texts import plain
from firstdoor.decide.models import Ballot, Choice, Version
from firstdoor.decide.selectors import ballots, ideas, priorities, signatures
from firstdoor.decide.selectors import paper as papers
from firstdoor.people import selectors as people
from firstdoor.places import selectors as places

ENTRIES = (
    Entry(
        key="priorities", label=gettext_lazy("Priorities"), route="desk_priorities", permission="decide.see_desk",
        order=50, hint=gettext_lazy("The two that the group chooses, and why."), steps=("priorities",),
    ),
    Entry(
        key="paper", label=pgettext_lazy("policy paper", "Paper"), route="desk_paper", permission="decide.see_desk", order=55,
        hint=gettext_lazy("The policy paper, its consultation and its adoption."), steps=("paper", "consultation", "adoption"),
    ),
    Entry(
        key="sessions", label=pgettext_lazy("page of the desk", "Sessions"), route="desk_sessions",
        permission="decide.see_desk", order=60,
        hint=gettext_lazy("Eight steps from a priority to a pilot proposal."), steps=("session",),
    ),
    Entry(
        key="ballots", label=gettext_lazy("Votes"), route="desk_ballots", permission="decide.see_desk", order=65,
        hint=gettext_lazy("Co-decision: cards, the vote, the count."), steps=("ballot",),
    ),
)  # fmt: skip


def waiting(by: Actor, municipality: Any, today: date) -> list[Task]:
    """What of the choice and the paper waits for the actor. 11 queries at most."""
    return [
        *_choice(by, municipality, today), *_paper(by, municipality, today), *_ballots(by, municipality, today),
        *_minutes(by, municipality),
    ]  # fmt: skip


def _choice(by: Actor, municipality: Any, today: date) -> list[Task]:
    choice = priorities.choice_now(municipality)
    seat = people.seat_of(by, municipality, today=today)
    if choice is None or seat is None:
        return []
    url = reverse("desk_priorities", args=[municipality.slug])
    if choice.state in {Choice.State.ROUND_1, Choice.State.ROUND_2} and seat.votes:
        number = 1 if choice.state == Choice.State.ROUND_1 else 2
        marked = any(mark.seat_id == seat.pk and mark.round == number for mark in priorities.marks_of(choice))
        return [] if marked else [Task(_("Mark your priorities"), url)]
    if choice.state == Choice.State.CHAIR and seat.chairs:
        return [Task(_("Decide the tie between candidates"), url)]
    return []


def _paper(by: Actor, municipality: Any, today: date) -> list[Task]:
    paper = papers.paper_of(municipality)
    if paper is None:
        return []
    version = papers.latest(paper)
    url = reverse("desk_paper", args=[municipality.slug])
    if version.state == Version.State.CONSULTATION and rights.may(by, "decide.answer_comments", municipality):
        n = papers.unanswered(version)
        words = ngettext("{n} comment waits for an answer", "{n} comments wait for an answer", n).format(n=n)
        return [Task(words, reverse("desk_comments", args=[municipality.slug]), due=version.closes_on)] if n else []
    if version.state == Version.State.PROPOSED and rights.may(by, "decide.enter_decision", municipality):
        return [Task(_("Enter the council's decision on the paper"), url)]
    ready = version.state == Version.State.DRAFT and version.number > 1
    if ready and rights.may(by, "decide.propose_paper", municipality):
        return [Task(_("Propose the paper to the council"), url)]
    return []


def _minutes(by: Actor, municipality: Any) -> list[Task]:
    """Others may sign too; the group whose vote it is should."""
    if not by.roles(municipality.pk) & {"municipal_focal_point", "action_group"}:
        return []
    return [
        Task(
            _("Sign the minutes of the count: {name}").format(name=plain(ballot.title)),
            reverse("desk_ballot_sign", args=[municipality.slug, ballot.slug]),
        )
        for ballot in signatures.to_sign(by, municipality)
    ]


def _ballots(by: Actor, municipality: Any, today: date) -> list[Task]:
    if not rights.may(by, "decide.count_ballot", municipality):
        return []
    return (
        [
            Task(
                ngettext("{n} idea waits for a look", "{n} ideas wait for a look", n).format(n=n),
                reverse("desk_ideas", args=[municipality.slug, ballot.slug]),
            )
            for ballot, n in ideas.waiting(municipality)
        ]
        + [
            Task(
                _("Count the vote: {name}").format(name=plain(ballot.title)),
                reverse("desk_ballot", args=[municipality.slug, ballot.slug]),
            )
            for ballot in ballots.all_ballots(municipality)
            if ballots.is_over(ballot)
        ]
        + [
            Task(
                _("Look at the alarm: {name}").format(name=plain(ballot.title)),
                reverse("desk_ballot", args=[municipality.slug, ballot.slug]),
            )
            for ballot in ballots.alarmed(municipality, today)
        ]
    )


def votes_going_on(municipality: Any) -> list[str]:
    """The votes that are not counted, for a cycle whose first vote was counted. 1 query."""
    opened = [one for one in ballots.all_ballots(municipality) if one.state == Ballot.State.OPEN]
    return [
        _("Another vote goes on: {name}, until {day}.").format(
            name=plain(one.title), day=date_format(places.local_date(municipality, one.closes_at))
        )
        for one in opened
    ]
