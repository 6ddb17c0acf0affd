"""A focal point enters voices for others; a civil servant works the queue by keyboard alone; the answer is brought back."""

from __future__ import annotations

import re
import urllib.request
from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from tests import browser
from tests.site import Site

Visit = Callable[..., Page]
FOCAL_POINT, CIVIL_SERVANT = "kurjan@roskovec.example", "sherbimet@roskovec.example"


def _looks(page: Page) -> None:
    browser.no_sideways_scroll(page)
    browser.axe(page)
    page.emulate_media(color_scheme="dark")
    browser.axe(page, only_contrast=True)
    page.emulate_media(color_scheme="light")


def _sign_in(site: Site, page: Page, email: str, path: str, lang: str = "en") -> None:
    page.goto(f"{site.url}/{lang}/desk/roskovec/{path}")
    page.locator("input[name=email]").fill(email)
    page.keyboard.press("Enter")
    field = page.locator("input[name=code]")
    expect(field).to_be_visible()
    with urllib.request.urlopen(f"{site.url}/_mail", timeout=10) as letters:
        field.fill(re.findall(r"\d{4}-\d{4}", letters.read().decode())[0])
    page.keyboard.press("Enter")
    expect(page).to_have_url(f"{site.url}/{lang}/desk/roskovec/{path}")


def _enter(page: Page, words: str) -> None:
    """Fill the form as somebody does who listens: words first, then Tab and arrows."""
    page.locator("[name=words]").focus()
    page.keyboard.type(words)
    page.keyboard.press("Tab")
    page.keyboard.type("Shkolla")
    page.locator("[name=contact]").fill("Drita, the blue door")
    page.locator("[name=consent]").focus()
    page.keyboard.press("Space")
    page.locator("[name=channel]:checked").focus()
    page.keyboard.press("ArrowRight")
    page.locator("form.speak .btn").focus()
    page.keyboard.press("Enter")
    expect(page.locator(".code")).to_have_text(re.compile(r"^[0-9A-Z]{4}-"))


def test_voices_of_two_people_without_a_phone_reach_the_queue(site: Site, page_for: Visit) -> None:
    helper = page_for(lang="en", width=360)
    _sign_in(site, helper, FOCAL_POINT, "speak/")
    _looks(helper)
    helper.locator("form.speak .btn").click()
    expect(helper.locator(".summary")).to_contain_text("Ask the person first")
    for words in ("Zzq the lamp at the school gate is out", "Zzq no light at the school gate"):
        helper.goto(f"{site.url}/en/desk/roskovec/speak/")
        _enter(helper, words)
        _looks(helper)

    staff = page_for(lang="en", width=1280)
    _sign_in(site, staff, CIVIL_SERVANT, "voices/")
    _looks(staff)
    staff.keyboard.press("/")
    staff.keyboard.type("zzq")
    staff.keyboard.press("Enter")
    expect(staff.locator(".rows > li")).to_have_count(2)
    staff.keyboard.press("j")
    staff.keyboard.press("Enter")
    expect(staff.locator("article.case h1")).to_contain_text("Zzq")
    _looks(staff)
    _by_keyboard(staff)
    _narrowed(staff)

    helper.goto(f"{site.url}/en/desk/roskovec/bring-back/")
    _looks(helper)
    person = helper.locator(".bring > li", has_text="Something waits for this person").first
    expect(person).to_be_visible()
    person.get_by_role("button", name="Where is the person found?").click()
    expect(helper.locator(".contact")).to_contain_text("Drita, the blue door")
    before = helper.locator(".one-answer").count()
    helper.locator(".one-answer").first.get_by_role("button", name="Told").click()
    expect(helper.locator(".one-answer")).to_have_count(before - 1)


def _by_keyboard(staff: Page) -> None:
    """First look, join, undo, join again, answer: without touching the mouse."""
    staff.keyboard.press("l")
    expect(staff.locator(".phase [aria-current]")).to_have_text("Looked at")
    expect(staff.locator(".undo")).to_contain_text("looked at")
    staff.keyboard.press("g")
    expect(staff.locator("#ah")).to_have_text("With which case is it one?")
    _looks(staff)
    expect(staff.locator(".alike button", has_text="It is the same as").first).to_be_focused()
    staff.keyboard.press("Enter")
    expect(staff.locator(".undo")).to_contain_text("Joined with case")
    expect(staff.locator("h2.vh").first).to_have_text("2 voices")
    staff.keyboard.press("u")
    expect(staff.locator(".said-now")).to_contain_text("It is taken back.")
    staff.keyboard.press("g")
    expect(staff.locator("#ah")).to_have_text("With which case is it one?")
    staff.locator(".alike button", has_text="It is the same as").first.focus()
    staff.keyboard.press("Enter")
    expect(staff.locator("h2.vh").first).to_have_text("2 voices")
    staff.keyboard.press("a")
    staff.keyboard.type("Llamba ndreqet të hënën.")
    staff.keyboard.press("Control+Enter")
    expect(staff.locator(".said-now")).to_contain_text("is answered")
    expect(staff.locator(".cmain")).to_contain_text("On 2 receipts")


def _narrowed(staff: Page) -> None:
    """Narrow the queue, keep that under a name, do one thing with two cases and take it back."""
    staff.goto(re.sub(r"voices/.*", "voices/?show=ended", staff.url))
    staff.keyboard.press("f")
    staff.locator("#n-theme").focus()
    staff.locator("#n-theme").select_option(index=1)
    staff.keyboard.press("Enter")
    staff.locator(".narrowing .btn", has_text="Show").first.click()
    expect(staff.locator(".narrowing summary")).to_contain_text("Narrow it down:")
    staff.keyboard.press("f")
    staff.locator("#n-name").fill("My theme")
    staff.locator(".narrowing .btn", has_text="Keep it").click()
    expect(staff.locator(".saved a")).to_have_text("My theme")
    _looks(staff)
    staff.goto(re.sub(r"voices/.*", "voices/?show=ours", staff.url))
    before = staff.locator(".rows .tag.danger").count()
    for _ in range(3):
        staff.keyboard.press("j")
    staff.keyboard.press("x")
    staff.keyboard.press("j")
    staff.keyboard.press("x")
    _looks(staff)
    staff.locator("#bulk-act").select_option("urgency-danger")
    staff.locator(".bulk .btn").click()
    expect(staff.locator(".undo")).to_contain_text("Done for 2 cases.")
    staff.keyboard.press("u")
    expect(staff.locator(".said-now")).to_contain_text("It is taken back.")
    expect(staff.locator(".rows .tag.danger")).to_have_count(before)


@pytest.mark.parametrize("width", [360, 1280])
def test_without_scripts_the_queue_and_a_case_work(site: Site, page_for: Visit, width: int) -> None:
    page = page_for(lang="sq", width=width, js=False)
    _sign_in(site, page, CIVIL_SERVANT, "speak/", lang="sq")
    page.locator("[name=words]").fill("Një llambë e fikur")
    page.locator("[name=way][value=page]").check()
    page.locator("[name=consent]").check()
    page.locator("form.speak .btn").click()
    page.goto(f"{site.url}/sq/desk/roskovec/voices/?q=llambë+e+fikur")
    browser.no_sideways_scroll(page)
    page.locator(".rows a").first.click()
    expect(page.locator("article.case h1")).to_be_visible()
    browser.no_sideways_scroll(page)
    page.locator(".next a", has_text="Mbyll").click()
    page.locator("form.form .btn").click()
    expect(page.locator(".summary")).to_be_visible()
    page.locator("[name=ending][value=solved]").check()
    page.locator("form.form .btn").click()
    expect(page.locator(".said-now")).to_contain_text("përfundoi")
