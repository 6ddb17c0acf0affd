"""What a voter marked in the booth, read from what the page sent: ticks, or points typed beside each thing."""

from __future__ import annotations

import re
from dataclasses import dataclass

from django.http import QueryDict

from firstdoor.decide.models import Ballot, Option
from firstdoor.decide.selectors import marks


@dataclass(frozen=True, slots=True)
class Marked:
    """Points by id (1 for a tick), what was typed as it was typed, and why it is no vote yet (`at`: at which thing)."""

    given: dict[str, int]
    typed: dict[str, str]
    refusal: str
    at: str = ""

    @property
    def said(self) -> list[str] | dict[str, int]:
        """What the service takes."""
        return self.given if self.typed else list(self.given)


def read(ballot: Ballot, options: list[Option], sent: QueryDict) -> Marked:
    """What was sent, of these options only. Never refuses: a page shows it again with the reason."""
    ids = [one.project_id for one in options]
    if not marks.spreads(ballot):
        given = dict.fromkeys((one for one in ids if one in sent.getlist("choice")), 1)
        return Marked(given, {}, marks.refusal(ballot, given))
    typed = {one: sent.get(f"points-{one}", "").strip()[:6] for one in ids}
    wrong = next((one for one in ids if not re.fullmatch(r"[0-9]{0,3}", typed[one])), "")
    given = {one: int(typed[one]) for one in ids if re.fullmatch(r"[0-9]{1,3}", typed[one]) and int(typed[one])}
    if wrong:
        return Marked(given, typed, marks.refusals(ballot)["number"], wrong)
    refusal = marks.refusal(ballot, given)
    most = max(given, key=lambda one: given[one], default="")
    return Marked(given, typed, refusal, most if refusal and sum(given.values()) else "")
