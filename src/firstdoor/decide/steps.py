"""The eight steps of a working session: what is asked on each page, and why."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext_lazy as _


@dataclass(frozen=True, slots=True)
class StepPage:
    """One guided page: its question, what the facilitator does, and its fields with their labels."""

    title: Any
    hint: Any
    fields: dict[str, Any]


COMMUNICATION: dict[str, Any] = {
    "to_whom": _("To whom"),
    "message": _("What they should know"),
    "language_used": _("In which languages"),
    "channels": _("By which channels"),
    "who_speaks": _("Who speaks"),
    "when": _("When: at the start, in the middle, at the end"),
    "answer_back": _("How people answer back"),
    "without_internet": _("How those without internet are reached"),
    "cost": _("What it costs"),
    "arrived": _("How we know that it arrived"),
}

STEPS: tuple[StepPage, ...] = (
    StepPage(
        _("Who is here, and for whom do we speak?"),
        _("Everybody says the own name and for whom. Write down functions, not names."),
        {"who_is_here": _("Who is here"), "for_whom": _("For whom we speak"), "who_is_missing": _("Who is missing")},
    ),
    StepPage(
        _("The voices, read aloud"),
        _("Read the voices below aloud, one after another, without comment. Then look at the counts."),
        {"heard": _("What struck us"), "figures": _("What the figures say")},
    ),
    StepPage(
        _("The problem in one sentence"),
        _("Ask why five times. Write the sentence so that a resident would sign it."),
        {"problem": _("The problem"), "causes": _("Its causes")},
    ),
    StepPage(
        _("The goal, and how we would see it"),
        _("An indicator is a figure that can be measured now and after."),
        {"goal": _("The goal"), "indicator": _("The indicator"), "value_now": _("Its value now, and how it was measured")},
    ),
    StepPage(
        _("Ideas, then options"),
        _("First everything, without judging. Then two or three options with cost and time."),
        {"ideas": _("Ideas"), "options": _("Options with cost and time")},
    ),
    StepPage(
        _("Partners, risks, upkeep"),
        _("Who helps, what can go wrong, who looks after it when the project is over."),
        {"partners": _("Partners"), "risks": _("Risks, and what we do about them"), "upkeep": _("Upkeep afterwards")},
    ),
    StepPage(
        _("The communication paragraph"),
        _("Without it no proposal can be submitted."),
        COMMUNICATION,
    ),
    StepPage(
        _("Plan, owner, decision"),
        _("What happens when, who answers for it, what the group decides, and who is told what by when."),
        {"plan": _("Plan"), "owner": _("Who answers for it"), "decision": _("What we decide"),
         "told": _("What is told to whom by when")},
    ),
)  # fmt: skip
