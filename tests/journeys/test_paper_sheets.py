"""Paper ballots from the printer to the box: two people by keyboard alone, without a script; a third look where they differ."""

from __future__ import annotations

import io
import re

from playwright.sync_api import Page, expect

from tests import browser

DESK = "/sq/desk/roskovec/ballots/parku-i-vogel-ne-kurjan/"


def enter(page: Page, *typed: str) -> None:
    """Type, Enter, type, Enter: the cursor stands where it is wanted, a moment after the page has come."""
    for text in typed:
        expect(page.locator("main input:focus")).to_be_visible()
        page.keyboard.type(text)
        with page.expect_navigation():
            page.keyboard.press("Enter")


def printed(page: Page, url: str) -> list[str]:
    """The numbers of two sheets printed now."""
    import pypdfium2

    page.goto(f"{url}{DESK}paper/print/")
    token = page.locator("main input[name=csrfmiddlewaretoken]").input_value()
    sent = {"n": "2", "size": "a5", "csrfmiddlewaretoken": token}
    answer = page.request.post(f"{url}{DESK}paper/print/", form=sent, headers={"Referer": url})
    sheets = pypdfium2.PdfDocument(io.BytesIO(answer.body()))
    found = [re.search(r"(\d{3}) (\d{3})\s*$", sheet.get_textpage().get_text_range().strip()) for sheet in sheets]
    return [each[1] + each[2] for each in found if each]


def test_two_people_enter_sheets_and_settle_where_they_differ(site, page_for):
    first, second = page_for(lang="sq", width=1280, js=False), page_for(lang="sq", js=False)
    browser.sign_in(first, site.url, "pikafokale@roskovec.example")
    browser.sign_in(second, site.url, "sherbimet@roskovec.example")
    alike, other = printed(first, site.url)
    for page, marks in ((first, "124"), (second, "125")):
        page.goto(f"{site.url}{DESK}paper/")
        enter(page, alike, "123", other, marks)
    expect(second.locator("main")).to_contain_text("Të shënuara ndryshe")
    browser.no_sideways_scroll(second)
    second.get_by_role("link", name=other).click()
    expect(second.locator("tbody strong")).to_have_count(2)
    browser.no_sideways_scroll(second)
    enter(second, "125")
    expect(second.locator("main")).to_contain_text("një i tretë")
    second.check("input[name=together]")
    second.locator("main button.btn").click()
    expect(second.locator("main")).to_contain_text("u zgjidh")

    seen = page_for(lang="sq", width=1280)
    browser.sign_in(seen, site.url, "pikafokale@roskovec.example")
    seen.goto(f"{site.url}{DESK}paper/")
    browser.axe(seen)
