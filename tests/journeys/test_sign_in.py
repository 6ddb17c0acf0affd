"""Somebody who works here signs in with a one-time code, also without JavaScript, and out again."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from tests.browser import axe, no_sideways_scroll, sign_in
from tests.site import Site


@pytest.mark.parametrize("js", [True, False], ids=["with scripts", "without"])
def test_signing_in_and_out(site: Site, page_for: Callable[..., Page], js: bool) -> None:
    page = page_for(js=js)
    sign_in(page, site.url, "sherbimet@roskovec.example" if js else "coach@roskovec.example")
    no_sideways_scroll(page)
    page.goto(f"{site.url}/sq/sign-out/")
    page.locator("main form button").click()
    page.goto(f"{site.url}/sq/desk/")
    expect(page).to_have_url(f"{site.url}/sq/sign-in/?next=/sq/desk/")


@pytest.mark.parametrize("dark", [False, True], ids=["light", "dark"])
def test_the_pages_of_signing_in_are_accessible(site: Site, page_for: Callable[..., Page], dark: bool) -> None:
    page = page_for(lang="en", dark=dark)
    page.goto(f"{site.url}/en/sign-in/")
    axe(page, only_contrast=dark)
    page.fill("input[type=email]", "kurjan@roskovec.example")
    page.keyboard.press("Enter")
    page.wait_for_url("**/sign-in/code/")
    axe(page, only_contrast=dark)
    page.fill("input[name=code]", "0000-0000")
    page.keyboard.press("Enter")
    expect(page.locator("[aria-invalid=true]")).to_have_count(1)
    axe(page, only_contrast=dark)
