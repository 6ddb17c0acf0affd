"""One ballot at the desk: how it stands, what is ready and what is missing, and what can be done now."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from firstdoor.decide.models import Ballot
from firstdoor.decide.pictures import shown
from firstdoor.decide.selectors import ballot_results, electorate, groups, ideas, marks
from firstdoor.decide.selectors import ballots as questions
from firstdoor.decide.selectors import sheets as on_paper
from firstdoor.decide.selectors.opening import Check, checks
from firstdoor.decide.services import ballots as services
from firstdoor.decide.services.ballots.cards import PRINT
from firstdoor.decide.services.ballots.counting import COUNT
from firstdoor.decide.services.ballots.preparing import OPEN, PREPARE
from firstdoor.decide.views.common import ballot_at_desk, may, page

State = Ballot.State


@require_safe
def ballot(request: HttpRequest, slug: str, name: str) -> HttpResponse:
    """One ballot: what is on it, its cards, and the next step."""
    municipality, found = ballot_at_desk(request, slug, name)
    made, dead = questions.cards_made(found)
    by_email, on_register = questions.others_entitled(found)
    ready = checks(found) if found.state == State.DRAFT else []
    context: dict[str, Any] = {
        "ballot": found, "made": made, "dead": dead, "by_email": by_email, "on_register": on_register,
        "class_keys": questions.class_keys(found), "consents": questions.consents(found), "sheets": on_paper.sheets(found),
        "lacks": [one for one in ready if one.lack], "alarms": questions.alarms(found),
        "stages": ideas.stages(found, ballot_results.carried(found)),
        "options": [(one, shown(one, municipality, found)) for one in questions.options(found)],
        "over": questions.is_over(found), "ways": electorate.ways(found), "struck": electorate.struck(found),
        "with_lists": any(electorate.with_lists(found)), "counted_how": marks.counted_how(found),
        "asked": marks.asked(found), "asks": groups.asked_besides(municipality, found),
        "may_prepare": may(request, PREPARE, municipality), "may_print": may(request, PRINT, municipality),
        "may_open": may(request, OPEN, municipality), "may_count": may(request, COUNT, municipality),
        "may_sign": may(request, services.SIGN, municipality),
    }  # fmt: skip
    context |= {"ready": _tasks(ready, found, context), "doings": _doings(found, context)}
    return page(request, "desk/ballot", municipality, "ballots", **context)


def _tasks(ready: list[Check], found: Ballot, context: dict[str, Any]) -> list[dict[str, str]]:
    """What it needs before it opens, as a list of tasks; each leads to where it is done, for who may."""
    change = "desk_ballot_change"
    places = {"things": "desk_option_new", "ideas": "desk_ideas", "money": change, "days": change, "voters": ""}
    tasks = []
    for one in ready:
        able = context["may_print" if one.key == "voters" else "may_prepare"]
        url = _to(places[one.key], found) if places[one.key] else "#voters"
        state = ("waits" if able else "") if one.lack else "completed"
        hint = ". ".join(words for words in (one.there, one.lack) if words)
        tasks.append({"title": one.name, "url": url if able else "", "state": state, "hint": hint})
    return tasks


def _to(route: str, found: Ballot) -> str:
    return reverse(route, args=[found.municipality.slug, found.slug])


def _doings(found: Ballot, context: dict[str, Any]) -> list[tuple[str, str, list[tuple[str, str]]]]:
    """What can be done now, by what somebody wants: an anchor, a heading, words with an address each."""
    prepares, prints = context["may_prepare"], context["may_print"]
    draft, over, counted = found.state == State.DRAFT, context["over"], found.state == State.COUNTED
    printed, votes = context["sheets"].printed, found.state == State.OPEN and not over
    after = over or counted
    rows = [
        ("prepare", _("Change it"), "desk_ballot_change", draft and prepares),
        ("prepare", _("Ideas of residents"), "desk_ideas", draft and found.ideas_from),
        ("prepare", _("Try the booth"), "ballot_trial", draft),
        ("voters", _("Make code cards"), "desk_ballot_cards", prints and not after),
        ("voters", _("Invite by e-mail"), "desk_ballot_email", prints and not after),
        ("voters", _("Take a register"), "desk_ballot_register", prints and not after),
        ("voters", _("A teacher's key"), "desk_class_key", prints and not after),
        ("voters", _("Print paper ballots"), "desk_ballot_print", prints and not after),
        ("voters", _("Consent for children"), "desk_ballot_consent", prepares and not counted),
        ("voters", _("Strike somebody off a list"), "desk_ballot_strike", prints and not after and context["with_lists"]),
        ("voters", _("A card was lost"), "desk_ballot_dead", prints and not after and context["made"]),
        ("vote", _("See the booth"), "ballot", votes),
        ("vote", _("Enter paper ballots"), "desk_ballot_sheets", votes and prepares and printed),
        ("after", _("The result"), "ballot_result", counted),
        ("after", _("The protocol of the count, to sign (PDF)"), "ballot_protocol", counted),
        ("after", _("Sign the minutes"), "desk_ballot_sign", counted and context["may_sign"]),
        ("after", _("Paper ballots"), "desk_ballot_sheets", after and prepares and printed),
        ("vote", _("Ideas of residents"), "desk_ideas", votes and found.ideas_from),
        ("after", _("Ideas of residents"), "desk_ideas", after and found.ideas_from),
    ]  # fmt: skip
    headings = {
        "prepare": _("Prepare"),
        "voters": _("Who votes"),
        "vote": _("During the vote"),
        "after": _("Afterwards"),
    }
    doings = []
    for key, heading in headings.items():
        links = [(words, _to(route, found)) for group, words, route, applies in rows if group == key and applies]
        if links:
            doings.append((key, heading, links))
    return doings
