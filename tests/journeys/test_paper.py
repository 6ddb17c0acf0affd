"""The policy paper: read from contents to versions; and a second cycle, from a tie to an answered comment, without script."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import UTC, datetime

import pytest
from playwright.sync_api import Page, expect

from tests import browser
from tests.site import Site

Visitor = Callable[..., Page]


@pytest.mark.parametrize(("lang", "width", "dark"), [("sq", 360, False), ("en", 1280, True)])
def test_the_paper_is_read_from_contents_to_versions(
    site: Site, page_for: Visitor, lang: str, width: int, dark: bool
) -> None:
    page = page_for(lang, width, dark)
    page.goto(f"{site.url}/{lang}/roskovec/paper/")
    page.locator(".contents a[href='#measures']").click()
    expect(page.locator("#measures")).to_be_in_viewport()
    expect(page.locator("#m-m1")).to_be_visible()
    page.locator("details.rest summary").first.click()
    expect(page.locator("details.rest .cmt").first).to_be_visible()
    expect(page.locator("#asked + p + ul a").first).to_be_visible()
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    browser.axe(page, only_contrast=dark)
    page.locator("#took-part ~ .three a").first.click()
    expect(page.locator("table.stack tbody tr")).to_have_count(16)
    browser.axe(page, only_contrast=dark)
    page.go_back()
    page.locator("#versions ~ ul a[href$='/v1/']").click()
    expect(page.locator(".notice.wait a")).to_have_attribute("href", f"/{lang}/roskovec/paper/")


class Desk:
    """One person of the sample at the desk."""

    def __init__(self, site: Site, page: Page, who: str) -> None:
        self.page, self.at = page, f"{site.url}/sq/desk/roskovec/"
        browser.sign_in(page, site.url, f"{who}@roskovec.example")

    def go(self, path: str) -> Page:
        self.page.goto(self.at + path)
        return self.page

    def send(self, field: str) -> None:
        """Send the form in which that field stands."""
        self.page.locator(f"main form:has([name={field}]) button").first.click()

    def step(self, path: str, what: str) -> None:
        """One of the buttons that lead on."""
        self.go(path).locator(f"form:has(input[name=what][value={what}]) button").click()

    def sure(self, path: str, asks: str, what: str) -> None:
        """A step that is asked about on a page in between."""
        self.go(path).locator(f"a[href$='/{asks}/']").click()
        self.page.locator(f"form:has(input[name=what][value={what}]) button").click()


def mark(desk: Desk, *wanted: str) -> None:
    page = desk.go("priorities/marks/")
    for name in wanted:
        page.get_by_label(name).check()
    desk.send("candidates")


def test_a_second_cycle_from_a_tie_to_an_answered_comment_without_script(site: Site, page_for: Visitor) -> None:
    keeper, group = (Desk(site, page_for(js=False), who) for who in ("pikafokale", "sherbimet"))
    page = keeper.go("cycle/end/")
    page.locator("main form button").first.click()
    keeper.go("cycle/start/").fill("[name=name_sq]", "Cikli i dytë")
    page.fill("[name=starts]", datetime.now(UTC).date().isoformat())
    keeper.send("starts")

    keeper.step("priorities/", "begin")
    for theme in ("lighting", "streets", "clean"):
        keeper.go("priorities/candidates/").locator("[name=theme]").select_option(theme)
        keeper.send("theme")
        page.fill("[name=title_sq]", f"Kandidati {theme}")
        page.fill("[name=case_for_sq]", "Folën shumë.")
        keeper.send("title_sq")
    keeper.step("priorities/", "open")
    page.locator("main form button").click()
    mark(keeper, "Kandidati lighting", "Kandidati streets")
    mark(group, "Kandidati lighting", "Kandidati clean")
    keeper.sure("priorities/", "closing", "close")
    mark(keeper, "Kandidati streets")
    mark(group, "Kandidati clean")
    keeper.sure("priorities/", "closing", "close")
    expect(page.locator("main table")).to_have_count(2)  # who marked what, in either round
    keeper.go("priorities/tie/").get_by_label("Kandidati streets").check()
    page.fill("[name=reason_sq]", "Fëmijët nuk presin.")
    keeper.send("candidates")
    keeper.send("sure")
    for link in re.findall(r'href="([^"]+/reason/)"', keeper.go("priorities/").content()):
        page.goto(site.url + link)
        page.fill("[name=reason_sq]", "Arsyeja.")
        keeper.send("reason_sq")
    keeper.sure("priorities/", "publishing", "publish")

    keeper.step("paper/", "begin")
    visitor = page_for(js=False)
    visitor.goto(f"{site.url}/sq/roskovec/paper/")
    expect(visitor.locator(".lead")).to_contain_text("41")  # what the council adopted stays while the next is written
    for section in ("vision", "analysis", "priorities", "participation"):
        keeper.go(f"paper/paragraphs/?section={section}").fill("[name=text_sq]", f"Pjesa {section}.")
        keeper.send("text_sq")
    keeper.go("paper/measures/")
    measure = {"title_sq": "Dhjetë llamba", "owner_sq": "Drejtoria", "indicator_sq": "Llamba", "budget": "500000"}
    for name, value in {**measure, "due": f"{datetime.now(UTC).year + 1}-06-01"}.items():
        page.fill(f"[name={name}]", value)
    keeper.send("title_sq")
    keeper.sure("paper/", "opening", "open")

    visitor.reload()
    visitor.locator("a.comment").first.click()
    visitor.fill("[name=words]", "Deri në mëngjes, ju lutem.")
    visitor.locator("main form button").first.click()
    visitor.locator("button[name=send]").click()
    expect(visitor).to_have_url(re.compile("/r/"))
    group.go("paper/comments/").locator("main ul a").first.click()
    group.page.locator("[name=outcome][value=accepted]").check()
    group.page.fill("[name=reason_sq]", "Gjithë natën te rruga e fabrikës.")
    group.send("reason_sq")
    visitor.reload()
    expect(visitor.locator("main")).to_contain_text("Gjithë natën te rruga e fabrikës.")
    visitor.goto(f"{site.url}/sq/roskovec/paper/")
    expect(visitor.locator(".cmt .ans")).to_contain_text("Gjithë natën")
