"""Somebody who votes and writes nothing leaves an address, comes back with a code, and hears that the conversation ended."""

from __future__ import annotations

import re

from playwright.sync_api import expect

from tests import browser
from tests.journeys.test_story import press

MAIL = "arta.voton@example.org"
TALK = "roskovec/conversations/rruga-per-ne-shkolle/"


def test_who_voted_hears_that_it_ended(site, page_for):
    resident = page_for(lang="sq", js=False)
    resident.goto(f"{site.url}/sq/{TALK}")
    expect(resident.locator("main a", has_text="Dëgjoni çfarë del prej saj")).to_have_count(0)
    resident.get_by_role("button", name="Jam dakord", exact=True).click()
    resident.locator("main a", has_text="Dëgjoni çfarë del prej saj").click()
    expect(resident.locator("main")).to_contain_text("nga adresa askush nuk mund të dijë si keni votuar")
    browser.no_sideways_scroll(resident)
    seeing = page_for(lang="sq", dark=True)
    seeing.context.add_cookies(resident.context.cookies())
    seeing.goto(resident.url)
    browser.axe(seeing)
    browser.axe(seeing, only_contrast=True)
    resident.locator("[name=email]").fill("arta@")
    press(resident)
    expect(resident.get_by_role("alert")).to_contain_text("emri@example.com")
    expect(resident.locator("[name=email]")).to_have_value("arta@")
    resident.locator("[name=email]").fill(MAIL)
    press(resident)
    expect(resident).to_have_url(re.compile(r"/r/"))
    receipt = resident.url
    expect(resident.locator("main")).to_contain_text("Votova në bisedën “Rruga për në shkollë”")
    expect(resident.locator("main")).to_contain_text("Biseda mbyllet")
    expect(resident.locator("main")).to_contain_text("E dërguam edhe te adresa juaj")
    expect(resident.locator("main")).not_to_contain_text("dakord")  # how she voted stands nowhere
    browser.no_sideways_scroll(resident)

    group = page_for(lang="sq", width=1280)
    browser.sign_in(group, site.url, "sherbimet@roskovec.example")
    group.goto(f"{site.url}/sq/desk/{TALK}")
    group.locator("summary", has_text="Mbylle tani").click()
    with group.expect_navigation():
        group.get_by_role("button", name="Mbylle bisedën").click()
    resident.goto(receipt)
    expect(resident.locator("main")).to_contain_text("Biseda u mbyll")
    resident.get_by_role("link", name="Rezultati").click()
    expect(resident.locator("h1")).to_have_text("Rruga për në shkollë")
    resident.goto(f"{site.url}/sq/{TALK}")  # on the same device it is offered still
    resident.locator("main a", has_text="Dëgjoni çfarë del prej saj").click()
    press(resident)
    expect(resident).to_have_url(re.compile(r"/r/"))
    assert resident.url != receipt
