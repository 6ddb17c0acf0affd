"""A vote by points, in a browser: settled at the desk, tried out, voted after a puzzle; and what points paid, once counted."""

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
    expect(staff.locator("[name=points]")).to_be_hidden()  # only where points are spread
    staff.check("input[name=marking][value=points]")
    for name, value in filled.items():
        staff.fill(f"[name={name}]", value)
    staff.get_by_text("Cilësime të tjera").click()
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
    voter.locator("#vote a[href$='/open/']").click()
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


def test_what_points_paid_is_told_for_what_could_be_a_ballot_and_refused_for_what_could_not(site, page_for):
    page = page_for(lang="en")
    page.goto(f"{site.url}/en/roskovec/ballots/loje-prane-shtepise/result/")
    mine = page.locator(".mine")
    expect(mine).to_contain_text("Spread 10 points. At most 6 points for one thing. Points for 2 things or more.")
    fields, count, lines = mine.locator("input"), mine.locator("[data-mine-count]"), mine.locator("[data-mine-lines]")
    typed = ["6", "x", "7", "1"]
    for nth, points in enumerate(typed):
        fields.nth(nth).fill(points)
    expect(mine.locator("li").nth(1).locator(".err")).to_contain_text("Points are whole numbers")
    expect(mine.locator("li").nth(2).locator(".err")).to_contain_text("At most 6 points for one thing.")
    expect(mine.locator("li").nth(0).locator(".err")).to_be_hidden()
    expect(mine.get_by_role("alert")).to_contain_text("You gave 4 points more than you have: take 4 away.")
    expect(lines).to_be_hidden()
    assert [fields.nth(nth).input_value() for nth in range(4)] == typed
    assert fields.nth(1).get_attribute("aria-invalid") is not None
    browser.axe(page)
    for nth, points in ((1, ""), (2, ""), (3, "")):
        fields.nth(nth).fill(points)
    expect(mine.locator("[data-mine-total]")).to_have_text("6 of 10 points given, 4 left")
    expect(count).to_contain_text("Each ballot named 2 things or more.")
    expect(lines).to_be_hidden()
    fields.nth(1).fill("4")
    expect(count).to_have_text("Your vote paid part of 2 things:")
    expect(lines).to_contain_text("Table tennis behind the flats, Roskovec3,014")
    expect(mine.locator(".err:visible")).to_have_count(0)
    browser.no_sideways_scroll(page)
