"""A meeting that is announced and called off, and one whose minutes are corrected, on a phone."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

from django.utils import timezone
from playwright.sync_api import Page, expect

from tests import browser
from tests.journeys.test_story import press
from tests.site import Site


def plan(page: Page, site: Site, title: str, *, days: int) -> str:
    """Plan a meeting at the desk; returns the address of its page there."""
    page.goto(f"{site.url}/sq/desk/roskovec/meetings/new/")
    for name, value in {"title_sq": title, "place": "Shkolla, Strum", "time": "17:00"}.items():
        page.fill(f"[name={name}]", value)
    page.fill("[name=date]", (timezone.localdate() + timedelta(days=days)).isoformat())
    press(page)
    expect(page.locator("h1")).to_have_text(title)
    return page.url


def test_people_read_that_a_meeting_is_called_off_and_why(site: Site, page_for: Callable[..., Page]) -> None:
    page, visitor = page_for(), page_for()
    browser.sign_in(page, site.url, "kuman@roskovec.example")
    at = plan(page, site, "Takim për urën", days=9)
    press(page)
    visitor.goto(f"{site.url}/sq/roskovec/meetings/")
    visitor.locator("main a", has_text="Takim për urën").click()
    expect(visitor.locator("main a[href$='/invitation.pdf']")).to_be_visible()
    page.locator("main a[href$='/calling-off/']").click()
    browser.axe(page)
    page.fill("[name=reason_sq]", "Ura është nën ujë.")
    press(page)
    assert page.url == at
    expect(page.locator("main a[href$='/change/']")).to_have_count(0)
    visitor.reload()
    expect(visitor.locator(".notice")).to_contain_text("Ura është nën ujë.")
    expect(visitor.locator("main a[href$='/invitation.pdf']")).to_have_count(0)
    browser.axe(visitor)
    browser.no_sideways_scroll(visitor)


def test_people_read_that_minutes_were_corrected(site: Site, page_for: Callable[..., Page]) -> None:
    page, visitor = page_for(js=False), page_for(js=False)
    browser.sign_in(page, site.url, "kuman@roskovec.example")
    at = plan(page, site, "Takim për parkun", days=-1)
    for words in ("U fol për parkun.", "U fol për parkun dhe stolat."):
        page.goto(f"{at}minutes/")
        page.fill("[name=words_sq]", words)
        press(page)
        if words == "U fol për parkun.":
            page.locator("main a[href$='/publication/']").click()
            press(page)
            visitor.goto(at.replace("/desk/", "/"))
            expect(visitor.locator("main")).not_to_contain_text("u ndreq")
    visitor.reload()
    expect(visitor.locator("main")).to_contain_text("u ndreq më pas")
    expect(visitor.locator("main")).to_contain_text("dhe stolat")
