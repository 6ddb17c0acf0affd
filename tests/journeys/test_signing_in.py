"""Somebody who works for the municipality signs in with a code from a letter, and finds what waits."""

from __future__ import annotations

import re
import urllib.request
from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from tests import browser
from tests.site import Site

FOCAL_POINT, COACH = "pikafokale@roskovec.example", "coach@roskovec.example"


def _code(site: Site) -> str:
    with urllib.request.urlopen(f"{site.url}/_mail", timeout=10) as page:
        return re.findall(r"\d{4}-\d{4}", page.read().decode())[0]


def _type_code(site: Site, page: Page) -> None:
    """Wait for the page that asks, since only then the letter is there."""
    field = page.locator("input[name=code]")
    expect(field).to_be_visible()
    field.fill(_code(site))


def _looks(page: Page) -> None:
    """No sideways scroll, nothing that axe finds, in both colours."""
    browser.no_sideways_scroll(page)
    browser.axe(page)
    page.emulate_media(color_scheme="dark")
    browser.axe(page, only_contrast=True)
    page.emulate_media(color_scheme="light")


def test_by_keyboard_alone_on_a_phone(site: Site, page_for: Callable[..., Page]) -> None:
    page = page_for(lang="sq", width=360)
    page.goto(f"{site.url}/sq/desk/")
    expect(page).to_have_url(re.compile("/sq/sign-in/"))
    _looks(page)
    page.locator("input[name=email]").focus()
    page.keyboard.type(FOCAL_POINT)
    page.keyboard.press("Enter")
    expect(page.locator("h1")).to_have_text("Cili është kodi në mesazh?")
    _looks(page)
    page.locator("input[name=code]").focus()
    page.keyboard.type(_code(site).replace("-", " "))
    page.keyboard.press("Enter")
    expect(page).to_have_url(f"{site.url}/sq/desk/roskovec/")
    _looks(page)


@pytest.mark.parametrize("js", [True, False])
def test_wrong_three_times_then_a_new_code(site: Site, page_for: Callable[..., Page], js: bool) -> None:
    page = page_for(lang="en", width=1280, js=js)
    page.goto(f"{site.url}/en/sign-in/?next=/en/desk/roskovec/cycle/")
    page.get_by_label("What is your e-mail address?").fill(COACH)
    page.get_by_role("button", name="Send the code").click()
    for wrong in ("1", "22-22", ""):
        expect(page.get_by_label("Which code is in the letter?")).to_be_visible()
        page.get_by_label("Which code is in the letter?").fill(wrong)
        page.get_by_role("button", name="Sign in").click()
        if wrong == "1":
            expect(page.locator(".summary")).to_contain_text("This is not the code from the letter")
            expect(page).to_have_title(re.compile("^Error:"))
    expect(page.locator(".notice")).to_contain_text("The code was wrong three times")
    expect(page.get_by_label("What is your e-mail address?")).to_have_value(COACH)
    page.get_by_role("button", name="Send the code").click()
    _type_code(site, page)
    page.get_by_role("button", name="Sign in").click()
    expect(page).to_have_url(f"{site.url}/en/desk/roskovec/cycle/")
    page.get_by_role("button", name="Sign out").click()
    page.goto(f"{site.url}/en/desk/roskovec/cycle/")
    expect(page).to_have_url(re.compile("/en/sign-in/"))


def test_the_focal_point_gives_a_role_and_ends_it(site: Site, page_for: Callable[..., Page]) -> None:
    page = page_for(lang="en", width=360)
    page.goto(f"{site.url}/en/sign-in/?next=/en/desk/roskovec/people/")
    page.locator("input[name=email]").fill(FOCAL_POINT)
    page.keyboard.press("Enter")
    _type_code(site, page)
    page.keyboard.press("Enter")
    page.get_by_role("link", name="Give somebody a role").click()
    page.get_by_role("button", name="Give the role").click()
    expect(page.locator(".summary li")).to_have_count(3)
    _looks(page)
    page.get_by_label("E-mail address").fill("agron@roskovec.example")
    page.get_by_label("First and last name").fill("Agron Hysa")
    page.get_by_label("Role", exact=True).select_option("coach")
    page.get_by_role("button", name="Give the role").click()
    expect(page.get_by_role("heading", name="Agron Hysa")).to_be_visible()
    _looks(page)
    page.get_by_role("link", name=re.compile("End.*Coach, Agron Hysa")).click()
    page.get_by_role("button", name="End the role").click()
    expect(page.get_by_role("heading", name="Agron Hysa")).to_have_count(0)
    assert "0 that do not fit" in site.firstdoor("audit", "verify")
