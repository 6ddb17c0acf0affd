"""The Municipal Focal Point keeps telephone, holidays and periods right; a visitor looks for a municipality."""

from __future__ import annotations

import re
import urllib.request
from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from tests import browser
from tests.site import Site

Visit = Callable[..., Page]


def _looks(page: Page) -> None:
    browser.no_sideways_scroll(page)
    browser.axe(page)
    page.emulate_media(color_scheme="dark")
    browser.axe(page, only_contrast=True)
    page.emulate_media(color_scheme="light")


def _sign_in(site: Site, page: Page, lang: str) -> None:
    page.goto(f"{site.url}/{lang}/desk/roskovec/settings/")
    page.locator("input[name=email]").fill("pikafokale@roskovec.example")
    page.keyboard.press("Enter")
    field = page.locator("input[name=code]")
    expect(field).to_be_visible()
    with urllib.request.urlopen(f"{site.url}/_mail", timeout=10) as letters:
        field.fill(re.findall(r"\d{4}-\d{4}", letters.read().decode())[0])
    page.keyboard.press("Enter")
    expect(page).to_have_url(f"{site.url}/{lang}/desk/roskovec/settings/")


@pytest.mark.parametrize(("lang", "width", "js"), [("sq", 360, True), ("en", 1280, False)])
def test_what_the_municipality_goes_by_is_kept_right(
    site: Site, page_for: Visit, lang: str, width: int, js: bool
) -> None:
    page = page_for(lang=lang, width=width, js=js)
    _sign_in(site, page, lang)
    if js:  # axe is a script itself
        _looks(page)
        expect(page.locator(".dnav .on")).to_be_in_viewport(ratio=0.9)  # the last of a line wider than a phone
    base = f"{site.url}/{lang}/desk/roskovec/settings/"

    page.goto(f"{base}contact/")
    page.locator("[name=phone]").fill(f"069 000 0{width}")
    page.locator("form button.btn").click()
    expect(page).to_have_url(base)
    expect(page.locator("main")).to_contain_text(f"069 000 0{width}")

    page.goto(f"{base}holidays/")
    if js:
        _looks(page)
    page.locator("[name=day]").fill(f"2027-06-{width % 28 + 1:02}")
    page.locator("[name=name]").fill("Festa e qytetit")
    page.locator("#add + div button.btn").click()
    expect(page).to_have_url(f"{base}holidays/")
    page.locator("a", has_text="Festa e qytetit").first.click()
    expect(page.locator("h1")).to_have_text("Festa e qytetit")
    if js:
        _looks(page)
    page.locator("button.danger").click()
    expect(page.locator("main")).not_to_contain_text("Festa e qytetit")

    page.goto(f"{base}rules/complaint.answer/")
    if js:
        _looks(page)
    page.locator("[name=legal_ref]").fill("VKB 12/2026")
    page.locator("form button.btn").click()
    expect(page.locator(".summary")).to_be_visible()  # how long, and from when
    assert page.locator("[name=legal_ref]").input_value() == "VKB 12/2026"
    if js:
        _looks(page)
    page.locator("[name=amount]").fill("10")
    page.locator("[name=valid_from]").fill(f"20{27 + (not js)}-01-01")
    page.locator("form button.btn").click()
    expect(page.locator("main")).to_contain_text(re.compile(r"10 (ditë pune|working days)"))


def test_a_municipality_is_looked_for_by_keyboard(site: Site, page_for: Visit) -> None:
    site.firstdoor("municipality", "open", "cerrik")
    page = page_for(lang="sq", width=360)
    page.goto(f"{site.url}/")
    expect(page).to_have_url(f"{site.url}/sq/")
    _looks(page)
    page.locator("#q").focus()
    page.keyboard.type("cerrik")
    page.keyboard.press("Enter")
    expect(page.locator("main li")).to_have_count(1)
    expect(page.locator("main li a")).to_have_attribute("href", "/sq/cerrik/")
    page.goto(f"{site.url}/sq/?q=dimal")
    _looks(page)
    expect(page.locator("main")).to_contain_text("Bashkia Dimal")
