"""A class at one device, in a browser with scripts: the way back shows the next child nothing of the one before."""

from __future__ import annotations

import contextlib
from datetime import timedelta

from django.utils import timezone
from playwright.sync_api import Error, expect

from tests import browser

BALLOT = "ballots/parku-i-vogel-ne-kurjan/"


def test_the_way_back_on_a_classs_device_shows_nothing_of_the_child_before(site, page_for):
    staff = page_for(lang="sq", width=1280)
    browser.sign_in(staff, site.url, "pikafokale@roskovec.example")
    staff.goto(f"{site.url}/sq/desk/roskovec/{BALLOT}class/")
    now = timezone.localtime()
    ends = min(now + timedelta(hours=2), now.replace(hour=23, minute=59))  # hours of one day
    filled = {"batch": "IV-b", "children": "3", "day": f"{now:%Y-%m-%d}", "since": f"{now:%H:%M}"}
    for name, value in {**filled, "until": f"{ends:%H:%M}"}.items():
        staff.fill(f"input[name={name}]", value)
    staff.locator("main button.btn").click()
    expect(staff.locator("main")).to_contain_text(f"{site.url}/sq/roskovec/{BALLOT}class/")

    device = page_for(lang="sq")
    device.goto(f"{site.url}/sq/roskovec/{BALLOT}class/")
    device.fill("input[name=code]", staff.locator(".bigcode").inner_text())
    device.locator("main button.btn").click()
    browser.axe(device)
    device.locator("button[name=next]").click()
    for nth in range(3):
        device.locator("input[type=checkbox]").nth(nth).check()
    expect(device.locator(".purse")).to_contain_text("3 zgjedhje")
    device.locator(".purse button").click()
    expect(device.locator("main")).to_contain_text("nuk ndryshohet")
    browser.axe(device)
    device.locator("button[value=send]").click()
    expect(device.locator(".turnout b")).to_have_text("1")
    browser.no_sideways_scroll(device)
    for _back in range(2):
        # The browser asks whether to send again and shows nothing; then somebody says yes to that.
        with contextlib.suppress(Error):
            device.go_back()
        with contextlib.suppress(Error):
            device.reload()
        seen = device.locator("body").inner_text()
        assert device.locator("input[type=checkbox]:checked").count() == 0
        assert "nuk ndryshohet" not in seen, seen
        assert "3 zgjedhje" not in seen, seen
