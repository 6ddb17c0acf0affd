"""A conversation as its moderator holds it beyond the screen: made of what people told, on paper, with hands, into a priority."""

from __future__ import annotations

import io
import re

from django.utils import timezone
from playwright.sync_api import Page, expect

from tests import browser
from tests.journeys.test_story import press

WHO = "sherbimet@roskovec.example"
DESK = "/sq/desk/roskovec/conversations/rruga-per-ne-shkolle/"
PAGES = ("", "statement/", "statement/from/", "hands/", "hands/new/", "booklets/", "booklets/print/", "patterns/")


def printed(page: Page, url: str) -> str:
    """The number of one booklet printed now."""
    import pypdfium2

    page.goto(f"{url}{DESK}booklets/print/")
    token = page.locator("main input[name=csrfmiddlewaretoken]").first.input_value()
    sent = {"n": "1", "language": "sq", "about": "on", "csrfmiddlewaretoken": token}
    answer = page.request.post(f"{url}{DESK}booklets/print/", form=sent, headers={"Referer": url})
    words = pypdfium2.PdfDocument(io.BytesIO(answer.body()))[0].get_textpage().get_text_range()
    found = re.search(r"(\d{3}) (\d{3})", words)
    assert found, words
    return found[1] + found[2]


def test_a_booklet_is_entered_by_keyboard_alone_and_the_same_twice_is_told(site, page_for):
    page = page_for(lang="sq", js=False)
    browser.sign_in(page, site.url, WHO)
    number = printed(page, site.url)
    page.goto(f"{site.url}{DESK}booklets/")
    for text in (number, "12312312"):
        expect(page.locator("main input:focus")).to_be_visible()
        page.keyboard.type(text)
        with page.expect_navigation():
            page.keyboard.press("Enter")
    expect(page.locator("main")).to_contain_text("3 dakord, 3 kundër, 2 kaloj")
    for text in (number, "12312312"):
        expect(page.locator("main input:focus")).to_be_visible()
        page.keyboard.type(text)
        with page.expect_navigation():
            page.keyboard.press("Enter")
    expect(page.locator("main")).to_contain_text("është futur tashmë")
    browser.no_sideways_scroll(page)
    page.locator("main .notice.wait a").click()
    press(page, "Tërhiqe dhe fute përsëri")
    expect(page.locator("[name=number]")).to_have_value(number)


def test_what_people_told_becomes_a_statement_and_hands_are_written_down(site, page_for):
    page = page_for(lang="sq", js=False)
    browser.sign_in(page, site.url, WHO)
    page.goto(f"{site.url}{DESK}statement/")
    page.locator("main a", has_text="nga çfarë na thanë").click()
    browser.no_sideways_scroll(page)
    page.locator("main a", has_text="Bëje pohim").first.click()
    page.locator("[name=words_sq]").fill("Vendkalimi te shkolla duhet të ketë dritë.")
    press(page)
    expect(page.locator("body")).to_contain_text("Tani është pohim")
    page.goto(f"{site.url}{DESK}hands/new/")
    page.locator("[name=held_on]").fill(f"{timezone.localdate():%Y-%m-%d}")
    page.locator("[name=place]").fill("Shkolla, Kuman")
    for name, n in (("agree-1", "14"), ("disagree-1", "3")):
        page.locator(f"[name={name}]").fill(n)
    press(page, "Ruaj duart")
    expect(page.locator("main table")).to_contain_text("14")
    page.goto(f"{site.url}{DESK}")
    expect(page.locator("main table")).to_contain_text("17 prej tyre me ngritje dore")


def test_a_priority_shows_the_statements_that_were_its_reasons(site, page_for):
    page = page_for(lang="sq")
    page.goto(f"{site.url}/sq/roskovec/paper/priorities/")
    page.locator("main .reasons a").first.click()
    expect(page.locator("h1")).to_have_text("Sheshi ynë në mbrëmje")
    expect(page.locator("#heard")).to_have_text("Kush u dëgjua")
    expect(page.locator("main a", has_text="Rezultatet si PDF")).to_be_visible()


def test_its_pages_at_the_desk_are_within_reach_of_everybody(site, page_for):
    for width, dark in ((1280, False), (360, True)):
        page = page_for(lang="sq", width=width, dark=dark)
        browser.sign_in(page, site.url, WHO)
        for address in PAGES:
            page.goto(f"{site.url}{DESK}{address}")
            browser.axe(page, only_contrast=dark)
            browser.no_sideways_scroll(page)
