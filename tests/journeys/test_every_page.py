"""Every page to which links lead, as the people of the sample see it: axe in both colours, and nothing wider than a telephone.

The other journeys tell stories and look at what they pass; this one goes round the whole house, so that a page on nobody's way
is looked at too.
"""

from __future__ import annotations

from collections import Counter, deque
from collections.abc import Callable, Iterator
from urllib.parse import urlsplit

from django.urls import Resolver404, resolve
from django.utils import translation
from playwright.sync_api import Error, Page

from tests import browser
from tests.doors import routes, tables
from tests.site import Site

Visit = Callable[..., Page]

# Some hundred pages: nobody's and the chair's whole house, then what differs at the others' desks.
PEOPLE = ("", "pikafokale", "policia", "kuman", "coach")
SEEN_OF_EACH = 2  # addresses of one route: an open vote and a counted one are two different pages
SEEN_OF = {"desk_ballot": 3}  # a vote that is prepared is a third

# What no link of the sample leads to today, and what does.
NO_LINK = {
    # machines
    "healthz",
    "metrics",
    "readyz",
    # a form that was sent
    "account_login",
    "account_logout",
    "ballot_class",
    "ballot_open",
    "conversation_about_you",
    "desk_case_answer",
    "desk_case_lane_answer",
    "desk_case_lane_note",
    "desk_case_lane_out",
    "desk_case_lane_referral",
    "find_receipt",
    "receipt_contact",
    "receipt_export",
    "report_forget",
    "report_help",
    # the choice of two priorities, when it is open
    "desk_candidate",
    "desk_candidate_new",
    "desk_candidate_reason",
    "desk_choice_closing",
    "desk_choice_publishing",
    "desk_cycle_start",
    "desk_marks",
    "desk_tie",
    # a paper that is written, open for comments or before the council
    "desk_asked",
    "desk_asked_new",
    "desk_comment",
    "desk_decision",
    "desk_measure",
    "desk_measure_new",
    "desk_paper_opening",
    "desk_paper_proposing",
    "desk_paragraph",
    "desk_paragraph_new",
    "paper_comment",
    "paper_earlier",
    # a session, proposal, vote, booklet or pilot in a state that the sample is past
    "desk_ballot_sheet",
    "desk_ballot_strike",
    "desk_booklet",
    "desk_pilot_measured",
    "desk_proposal_choice",
    "desk_session_step",
}


def _route(address: str) -> str:
    """The name of an address's route; empty for what is no address of ours."""
    try:
        with translation.override("sq"):
            return resolve(urlsplit(address).path).view_name
    except Resolver404:
        return ""


def _links(page: Page) -> list[str]:
    """Where the page's links lead. (`href` of a link inside a drawing is no string, so it is resolved here.)"""
    found: list[str] = page.eval_on_selector_all(
        "a[href]:not([hreflang])",
        "links => links.map(link => new URL(link.getAttribute('href'), document.baseURI).href.split(/[?#]/)[0])",
    )
    return found


def _is_file(address: str) -> bool:
    return "." in urlsplit(address).path.rsplit("/", 1)[-1]


def _opened(page: Page, address: str) -> bool:
    """Open an address; whether it is a page. What the browser keeps as a file is none."""
    try:
        answer = page.goto(address)
    except Error as refused:
        if "Download is starting" not in refused.message and "ERR_ABORTED" not in refused.message:
            raise
        return False
    return answer is not None and answer.ok and "text/html" in answer.headers.get("content-type", "")


def _faults(page: Page) -> Iterator[str]:
    """What is wrong with the page that is open, in both colours."""
    for dark in (False, True):
        page.emulate_media(color_scheme="dark" if dark else "light")
        try:
            browser.axe(page, only_contrast=dark)
            browser.no_sideways_scroll(page)
        except AssertionError as fault:
            yield f"{fault}{' (dark)' if dark else ''}"


def _walk(page: Page, start: str, seen: Counter[str]) -> Iterator[str]:
    """Go wherever links lead from `start` and say what is wrong there.

    What others have seen often enough is looked at once more where it is at most two links away: everybody's desk is another.
    """
    base = start[: start.index("/", len("http://"))]
    waiting = deque([(start, 0)])
    known = {start}
    mine: set[str] = set()
    while waiting:
        address, steps = waiting.popleft()
        name = _route(address)
        done = seen[name] >= SEEN_OF.get(name, SEEN_OF_EACH) and (steps > 2 or name in mine)
        if not name or done or _is_file(address) or not _opened(page, address):
            continue
        seen[name] += 1
        mine.add(name)
        yield from _faults(page)
        fresh = [link for link in dict.fromkeys(_links(page)) if link.startswith(base) and link not in known]
        known.update(fresh)
        waiting.extend((link, steps + 1) for link in fresh)


def test_every_page(site: Site, page_for: Visit) -> None:
    seen: Counter[str] = Counter()
    wrong: list[str] = []
    for person in PEOPLE:
        page = page_for(lang="sq", width=360)
        if person:
            browser.sign_in(page, site.url, f"{person}@roskovec.example")
        start = f"{site.url}/sq/desk/roskovec/" if person else f"{site.url}/sq/"
        wrong += [f"{person or 'anybody'}: {fault}" for fault in _walk(page, start, seen)]
    assert not wrong, "\n".join(wrong)
    files = {route.name for route in routes() if _is_file(route.pattern)}
    pages = {name for name, door in tables().items() if door.get == 200 and not door.only_demo} - files
    assert pages - set(seen) == NO_LINK, "pages without a link to them, or links to what was thought to have none"
