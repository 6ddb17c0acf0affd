"""The clerk's side of a vote in a browser: files that come to the downloads, with and without a script."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.utils import timezone
from playwright.sync_api import expect

from tests import browser

DESK = "/sq/desk/roskovec/ballots/parku-i-vogel-ne-kurjan/"


@pytest.mark.parametrize("js", [True, False])
def test_cards_come_to_the_downloads_and_the_desk_says_that_they_are_made(site, page_for, js):
    staff = page_for(lang="sq", js=js)
    browser.sign_in(staff, site.url, "pikafokale@roskovec.example")
    staff.goto(f"{site.url}{DESK}cards/")
    batch = f"Rruga {js:d}"
    staff.fill("input[name=n]", "3")
    staff.fill("input[name=batch]", batch)
    with staff.expect_download() as file:
        staff.locator("main form.form button.btn").click()
    assert file.value.suggested_filename.startswith("cards-")
    if not js:
        staff.goto(f"{site.url}{DESK}cards/")
    expect(staff.locator("main")).to_contain_text("U bënë 3 karta")
    expect(staff.locator("main")).to_contain_text(batch)
    expect(staff.locator("main form.form button.btn")).not_to_have_class("btn busy")
    expect(staff.locator("input[name=n]")).to_have_value("")
    if js:
        browser.axe(staff)
    browser.no_sideways_scroll(staff)


def test_the_sheet_of_a_teachers_key_can_be_taken_twice(site, page_for):
    staff = page_for(lang="sq")
    browser.sign_in(staff, site.url, "pikafokale@roskovec.example")
    staff.goto(f"{site.url}{DESK}class/")
    now = timezone.localtime()
    ends = min(now + timedelta(hours=2), now.replace(hour=23, minute=59))  # hours of one day
    hours = {"day": f"{now:%Y-%m-%d}", "since": f"{now:%H:%M}", "until": f"{ends:%H:%M}"}
    for name, value in ({"batch": "7A", "children": "4"} | hours).items():
        staff.fill(f"input[name={name}]", value)
    staff.locator("main form.form button.btn").click()
    sheet = staff.locator("main form[data-file] button[value=sq]")
    for _time in range(2):
        with staff.expect_download():
            sheet.click()
        expect(sheet).not_to_have_attribute("aria-disabled", "true")
