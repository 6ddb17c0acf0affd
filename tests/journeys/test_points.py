"""A vote by points that is open to everybody, in a browser: settled at the desk, tried out, and voted after a puzzle."""

from __future__ import annotations

from datetime import timedelta

from django.utils import timezone
from playwright.sync_api import expect

from tests import browser

THINGS = (("Stola", "120000"), ("Pemë", "90000"), ("Dritë", "150000"))


def test_a_vote_by_points_is_prepared_tried_opened_and_voted_after_a_puzzle(site, page_for):
    staff = page_for(lang="sq")
    browser.sign_in(staff, site.url, "pikafokale@roskovec.example")
    staff.goto(f"{site.url}/sq/desk/roskovec/ballots/new/")
    today = timezone.localdate()
    filled = {
        "title_sq": "Sheshi me pikë", "question_sq": "Çfarë duam?", "electorate_sq": "Banorët", "budget": "300000",
        "at_least": "2", "points": "6", "most_each": "4", "opens": f"{today:%Y-%m-%d}", "opens_time": "00:00",
        "closes": f"{today + timedelta(days=5):%Y-%m-%d}", "closes_time": "20:00",
    }  # fmt: skip
    for name, value in filled.items():
        staff.fill(f"[name={name}]", value)
    staff.check("input[name=marking][value=points]")
    staff.select_option("select[name=puzzle_bits]", "14")
    browser.axe(staff)
    staff.locator("main form.form button.btn").click()
    expect(staff.locator("main")).to_contain_text("Shpërndani 6 pikë. E shumta 4 pikë për një gjë.")
    desk = staff.url
    for name, cost in THINGS:
        staff.goto(f"{desk}options/")
        staff.fill("[name=name_sq]", name)
        staff.fill("[name=cost]", cost)
        staff.locator("main form.form button.btn").click()

    staff.goto(f"{site.url}/sq/roskovec/ballots/sheshi-me-pike/try/")
    more, fields = staff.locator("[data-more]"), staff.locator(".stepper input")
    # Things without pictures stand one below the other: side by side, their names ran into one another on a phone.
    assert len({round(fields.nth(at).bounding_box()["x"]) for at in range(len(THINGS))}) == 1
    for _press in range(6):
        more.nth(0).click()
    expect(fields.nth(0)).to_have_value("4")
    expect(staff.locator(".purse")).to_contain_text("4 nga 6 pikë të dhëna")
    fields.nth(1).fill("3")
    expect(staff.locator(".purse")).to_contain_text("1 më shumë se sa keni")
    staff.locator(".purse button.btn").click()
    expect(staff.get_by_role("alert")).to_contain_text("Dhatë 1 pikë më shumë se sa keni: hiqni një.")
    expect(fields.nth(1)).to_have_value("3")
    staff.locator("[data-less]").nth(1).click()
    expect(staff.locator(".purse")).to_contain_text("mbeten 0")
    browser.axe(staff)
    browser.no_sideways_scroll(staff)
    staff.locator(".purse button.btn").click()
    expect(staff.locator("main ol")).to_contain_text("4 pikë")
    browser.axe(staff)
    staff.locator("button[value=send]").click()
    expect(staff.locator("main")).to_contain_text("provë")

    staff.goto(desk)
    staff.get_by_role("button", name="Hap votimin").click()
    expect(staff.locator("h1")).to_have_text("Të hapet votimi?")
    browser.axe(staff)
    browser.no_sideways_scroll(staff)
    staff.get_by_role("button", name="Hap votimin").click()
    expect(staff.locator("main")).to_contain_text("hapur")
    voter = page_for(lang="sq")
    voter.goto(f"{site.url}/sq/roskovec/ballots/sheshi-me-pike/")
    voter.locator("a[href$='/open/']").click()
    browser.axe(voter)
    voter.locator("[data-puzzle-go]").click()
    expect(voter.locator(".bigcode")).to_be_visible(timeout=60_000)
    browser.axe(voter)
    voter.locator("main form button.btn").click()
    voter.locator("[data-more]").nth(0).click()
    voter.locator("[data-more]").nth(1).click()
    voter.locator(".purse button.btn").click()
    voter.locator("button[value=send]").click()
    expect(voter.locator("h1")).to_contain_text("Vota juaj është në kuti")
    browser.no_sideways_scroll(voter)
