"""/_components in a real browser: accessible in both themes, and what the scripts add."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from tests import browser
from tests.site import Site

Visit = Callable[..., Page]


@pytest.fixture
def sheet(site: Site, page_for: Visit) -> Visit:
    def visit(**options: object) -> Page:
        page = page_for(lang="en", **options)
        page.goto(f"{site.url}/_components")
        return page

    return visit


@pytest.mark.parametrize("width", [320, 1280])
def test_every_component_is_accessible(sheet: Visit, width: int) -> None:
    page = sheet(width=width)
    browser.axe(page)
    browser.no_sideways_scroll(page)
    page.emulate_media(color_scheme="dark")
    browser.axe(page, only_contrast=True)


def test_text_of_twice_the_size_fits(sheet: Visit) -> None:
    page = sheet(width=640)
    page.evaluate("document.documentElement.style.fontSize = '200%'")
    browser.no_sideways_scroll(page)


def test_targets_are_large_enough_for_a_thumb(sheet: Visit) -> None:
    page = sheet(width=360)
    small = page.evaluate(
        """[...document.querySelectorAll('.btn, .opt, .in, .textbtn, .more, .back, summary, .lang, .lk')]
        .filter(e => e.checkVisibility() && e.getBoundingClientRect().height < 43.9)
        .map(e => e.className + ' ' + e.getBoundingClientRect().height)"""
    )
    assert not small


def test_the_purse_adds_up_while_choosing(sheet: Visit) -> None:
    page = sheet()
    purse = page.locator(".theme-light .purse")
    expect(purse.locator(".pt")).to_contain_text("1 choice, 160,000 lek")
    page.locator(".theme-light .tile", has_text="Small swing").click()
    expect(purse.locator(".pt")).to_contain_text("2 choices, 340,000 lek")
    expect(purse.locator(".pt")).to_contain_text("460,000 left")
    assert purse.locator(".spent").count() == 2
    expect(purse.get_by_text("You may")).to_be_hidden()
    page.locator(".theme-light .tile", has_text="Drinking fountain").click()  # its name stands in the picture's place
    expect(purse.locator(".toomuch")).to_have_text("40,000 lek too much")
    expect(purse.get_by_text("You may")).to_be_visible()
    assert (purse.locator(".spent").count(), purse.locator(".over").count()) == (3, 1)


def test_a_vote_that_is_ticked_again_shows_what_it_paid(sheet: Visit) -> None:
    page = sheet()
    mine = page.locator(".theme-light .mine")
    expect(mine.locator("[data-mine-count]")).to_have_text("Your vote paid part of one thing:")
    mine.get_by_text("Sand box").first.click()
    expect(mine.locator("dl")).to_contain_text("814")
    expect(mine.locator("[data-mine-count]")).to_have_text("Your vote paid part of 2 things:")
    while mine.locator("input:checked").count():
        mine.locator("input:checked").first.uncheck(force=True)
    expect(mine.locator("[data-mine-count]")).to_be_hidden()
    expect(mine.locator("dl")).to_be_hidden()


def test_without_a_script_nothing_is_offered_that_does_nothing(sheet: Visit) -> None:
    page = sheet(js=False)
    expect(page.get_by_role("button", name="Use my position").first).to_be_hidden()
    expect(page.locator(".mine").first).to_be_hidden()
    expect(page.get_by_role("button", name="all keys")).to_be_hidden()


def test_the_position_fills_the_form(sheet: Visit) -> None:
    page = sheet(permissions=["geolocation"], geolocation={"latitude": 40.7375, "longitude": 19.7022})
    page.get_by_role("button", name="Use my position").first.click()
    expect(page.locator("#light-position")).to_contain_text("We have your position")
    assert page.locator("input[name=lat]").first.input_value() == "40.73750"


def test_a_refused_position_says_what_to_do(sheet: Visit) -> None:
    page = sheet(permissions=[])
    page.get_by_role("button", name="Use my position").first.click()
    expect(page.locator("#light-position")).to_contain_text("Write the street")


def test_shift_three_times_leaves_at_once_and_back_does_not_lead_here(sheet: Visit, site: Site) -> None:
    page = sheet()
    for _ in range(3):
        page.keyboard.press("Shift")
    page.wait_for_url("**/_mail")
    page.go_back()
    assert "_components" not in page.url


def test_keys_walk_mark_and_explain(sheet: Visit) -> None:
    page = sheet(width=1280)
    page.keyboard.press("j")
    assert page.evaluate("document.activeElement.getAttribute('href')") == "#light-2"
    page.keyboard.press("x")
    expect(page.locator(".theme-light .rows input")).to_be_checked()
    page.keyboard.press("?")
    expect(page.get_by_role("dialog")).to_be_visible()
    browser.axe(page)
    page.get_by_text("No single keys on this device").click()
    page.keyboard.press("Escape")
    page.locator(".theme-light .rows a").first.focus()
    page.keyboard.press("j")
    assert page.evaluate("document.activeElement.getAttribute('href')") == "#light-1", "switched off"
    page.reload()
    page.keyboard.press("?")
    expect(page.get_by_role("dialog")).to_be_hidden()


def test_keys_do_nothing_while_somebody_writes(sheet: Visit) -> None:
    page = sheet(width=1280)
    field = page.locator(".theme-light textarea").first
    field.fill("")
    field.press_sequentially("just x?")
    assert field.input_value() == "just x?"
    expect(page.get_by_role("dialog")).to_be_hidden()


def test_a_form_is_sent_once(sheet: Visit) -> None:
    page = sheet(width=1280)
    page.evaluate(
        """() => { const form = document.createElement('form'); form.method = 'post'; form.id = 'once';
        const button = document.querySelector('.theme-light .acts .btn'); button.before(form); form.append(button);
        window.sent = [];  // the window hears of it last: what was not refused by then would have been sent
        window.addEventListener('submit', e => { window.sent.push(!e.defaultPrevented); e.preventDefault(); }); }"""
    )
    button = page.locator("#once .btn")
    button.click()
    expect(button).to_have_text("Sending …")
    button.click(force=True)
    assert page.evaluate("window.sent") == [True, False]
