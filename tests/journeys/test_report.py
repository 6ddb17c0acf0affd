"""A resident reports a dark street: on a phone, without a script, with the keyboard alone."""

from __future__ import annotations

import io
import re
import time

import pytest
from PIL import Image
from playwright.sync_api import Page, expect

from tests import browser

WORDS = "Rruga nga shkolla te ura është pa dritë. S’shihet asgjë."
RECEIPT = re.compile(r"/r/[0-9A-Z]{4}-[0-9A-Z]{4}(-[0-9A-Z]{4})?$")


def press(page: Page) -> None:
    """The one filled button of the page, and the page that it leads to."""
    with page.expect_navigation():
        page.locator("main form button.btn:not([type=button])").first.click()


def looked_at(page: Page) -> None:
    """What every page must keep to, in light; colours once more in the dark."""
    browser.no_sideways_scroll(page)
    browser.axe(page)
    page.emulate_media(color_scheme="dark")
    browser.axe(page, only_contrast=True)
    page.emulate_media(color_scheme="light")


def a_photo() -> dict[str, object]:
    out = io.BytesIO()
    Image.new("RGB", (900, 600), (40, 60, 120)).save(out, "JPEG")
    return {"name": "rruga.jpg", "mimeType": "image/jpeg", "buffer": out.getvalue()}


@pytest.mark.parametrize("lang", ["sq", "en"])
def test_from_the_first_question_to_the_code_without_a_script(site, page_for, lang):
    page = page_for(lang=lang, js=False)
    began = time.monotonic()
    page.goto(f"{site.url}/{lang}/roskovec/report/")
    expect(page).to_have_title(re.compile("1 nga 4" if lang == "sq" else "1 of 4"))
    page.fill("#id_words", WORDS)
    press(page)
    page.fill("#id_place", "Shkolla 9-vjeçare, Kuman")
    press(page)
    page.set_input_files("#id_photo", a_photo())
    press(page)
    page.check("#id_answer_1")
    page.fill("#id_contact", "arta@example.al")
    press(page)
    expect(page.locator("main")).to_contain_text(WORDS)
    assert page.locator("img.shot").evaluate("image => image.naturalWidth") == 900
    page.select_option("#id_theme", "lighting")
    page.wait_for_timeout(1500)  # a person reads it
    press(page)
    expect(page).to_have_url(re.compile("/report/about-you/$"))
    page.check("#id_P02_4")
    page.locator("button:not([name])").click()
    expect(page).to_have_url(RECEIPT)
    assert time.monotonic() - began < 60


def test_with_the_keyboard_alone(site, page_for):
    page = page_for(lang="en")
    page.goto(f"{site.url}/en/roskovec/report/")

    def go_to(what: str) -> None:
        for _n in range(60):
            page.keyboard.press("Tab")
            if page.evaluate("what => document.activeElement.matches(what)", what):
                return
        raise AssertionError(f"{what} is not reached by the Tab key on {page.url}")

    go_to("#id_words")
    page.keyboard.type("The crossing at the school has no light")
    go_to("main form button.btn")
    page.keyboard.press("Enter")
    page.wait_for_url("**/place/")
    go_to("#id_no_place")
    page.keyboard.press("Space")
    go_to("main form button.btn:not([type=button])")
    page.keyboard.press("Enter")
    page.wait_for_url("**/photo/")
    go_to("main form button.btn")
    page.keyboard.press("Enter")
    page.wait_for_url("**/answer/")
    go_to("input[name=answer]")
    page.keyboard.press("ArrowDown")
    page.keyboard.press("ArrowDown")
    go_to("#id_contact")
    page.keyboard.type("069 12")
    go_to("main form button.btn")
    page.keyboard.press("Enter")
    expect(page.locator(".summary")).to_be_focused()
    go_to(".summary a")
    page.keyboard.press("Enter")
    expect(page.locator("#id_contact")).to_be_focused()
    page.keyboard.press("End")
    page.keyboard.type("3 45 67")
    go_to("main form button.btn")
    page.keyboard.press("Enter")
    page.wait_for_url(re.compile("/check/"))
    expect(page.locator("main")).to_contain_text("+355 69 123 4567")
    go_to("#id_theme")
    page.keyboard.type("Pub")
    page.wait_for_timeout(1500)
    go_to("main form button.btn")
    page.keyboard.press("Enter")
    page.wait_for_url(re.compile("/about-you/"))
    go_to("button[name=skip]")
    page.keyboard.press("Enter")
    page.wait_for_url(RECEIPT)


def test_each_page_keeps_to_the_rules(site, page_for):
    page = page_for(lang="sq")
    base = f"{site.url}/sq/roskovec/report/"
    page.goto(base)
    looked_at(page)
    press(page)
    looked_at(page)  # refused: nothing was written
    page.fill("#id_words", WORDS)
    press(page)
    looked_at(page)
    page.fill("#id_place", "Stadiumi, Patos")
    press(page)
    expect(page).to_have_title(re.compile("^Gabim:"))
    expect(page.locator("#id_place")).to_have_value("Stadiumi, Patos")
    looked_at(page)
    page.goto(f"{base}map/")
    looked_at(page)
    for nth in (0, 5):
        with page.expect_navigation():
            page.locator("svg a.pick").nth(nth).click()
        looked_at(page)
    press(page)
    page.goto(f"{base}photo/")
    looked_at(page)
    page.set_input_files("#id_photo", {"name": "a.svg", "mimeType": "image/svg+xml", "buffer": b"<svg/>"})
    press(page)
    looked_at(page)
    press(page)
    looked_at(page)
    press(page)
    looked_at(page)
    for step in ("quiet/", "somebody/", "help/", "forget/"):
        page.goto(f"{base}{step}")
        looked_at(page)
    page.goto(f"{base}check/")
    page.wait_for_timeout(1000)
    press(page)
    looked_at(page)


def test_public_pages_keep_to_the_rules(site, page_for):
    page = page_for(lang="sq")
    for step in ("reports/", "reports/?view=map", "reports/?theme=none", "reports/?words=xyz", "numbers/"):
        page.goto(f"{site.url}/sq/roskovec/{step}")
        looked_at(page)


def test_pressed_twice_is_one_report(site, page_for):
    page = page_for(lang="en")
    base = f"{site.url}/en/roskovec/report/"
    page.goto(base)
    page.fill("#id_words", "Double")
    press(page)
    page.check("#id_no_place")
    for _step in range(3):
        press(page)
    page.wait_for_url("**/check/")
    page.wait_for_timeout(2000)
    page.locator("main form button.btn").first.dblclick()
    page.wait_for_url("**/about-you/")
    page.locator("button[name=skip]").click()
    page.wait_for_url(RECEIPT)
    code = page.url
    page.go_back()
    page.go_back()
    page.goto(f"{base}check/")
    assert page.url == code


def test_a_dangerous_matter_can_be_left_at_once(site, page_for):
    page = page_for(lang="en")
    page.context.route("https://www.wikipedia.org/**", lambda route: route.fulfill(body="<title>Elsewhere</title>"))
    page.goto(f"{site.url}/en/roskovec/report/quiet/")
    page.locator("label", has_text="Violence and threat").click()
    press(page)
    page.wait_for_url("**/care/")
    looked_at(page)
    way_out = page.locator(".leave a")
    expect(way_out).to_be_in_viewport(ratio=1)
    page.keyboard.press("End")
    page.evaluate("window.scrollTo(0, document.body.scrollHeight)")
    expect(way_out).to_be_in_viewport(ratio=1)
    page.reload()
    page.keyboard.press("Tab")
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.matches('.skip[data-leave]')")
    expect(page).to_have_title(re.compile("^Your message"))
    for _n in range(3):
        page.keyboard.press("Shift")
    page.wait_for_url("https://www.wikipedia.org/**")
    page.go_back()
    assert "/care/" not in page.url


def test_the_check_says_who_will_read_it_as_it_is_chosen_now(site, page_for):
    page = page_for(lang="en")
    page.goto(f"{site.url}/en/roskovec/report/")
    page.fill("#id_words", "A dog")
    press(page)
    page.check("#id_no_place")
    for _step in range(3):
        press(page)
    page.wait_for_url("**/check/")
    expect(page.get_by_text("Everybody can read it, after one of us has.")).to_be_visible()
    page.select_option("#id_theme", "property")  # a theme for the safety team only
    expect(page.get_by_text("This can become public")).to_be_hidden()
    page.select_option("#id_theme", "lighting")
    expect(page.get_by_text("This can become public")).to_be_visible()
    page.locator("label", has_text="Only the safety team of the municipality").click()
    expect(page.get_by_text("Everybody can read it, after one of us has.")).to_be_hidden()
    expect(page.get_by_text("This can become public")).to_be_hidden()
    expect(page.get_by_text("Only the safety team reads this")).to_have_count(2)
    for said in page.get_by_text("Only the safety team reads this").all():
        expect(said).to_be_visible()
    looked_at(page)


def test_a_phone_offers_the_keys_that_fit_the_way_of_the_answer(site, page_for):
    page = page_for(lang="en")
    page.goto(f"{site.url}/en/roskovec/report/")
    page.fill("#id_words", "A dog")
    press(page)
    page.check("#id_no_place")
    for _step in range(2):
        press(page)
    page.wait_for_url("**/answer/")
    contact = page.locator("#id_contact")
    expect(contact).to_be_hidden()
    for way, keys in (("email", "email"), ("phone", "tel"), ("visit", "text")):
        page.check(f"input[value={way}]")
        expect(contact).to_be_visible()
        expect(contact).to_have_attribute("inputmode", keys)


def test_the_own_position_fills_the_form(site, page_for):
    page = page_for(lang="en", geolocation={"latitude": 40.7375, "longitude": 19.7022}, permissions=["geolocation"])
    page.goto(f"{site.url}/en/roskovec/report/")
    page.fill("#id_words", "Here")
    press(page)
    page.get_by_role("button", name="Use my position").click()
    expect(page.locator("#position-status")).to_contain_text("We have your position")
    page.locator("main form button.btn:not([type=button])").click()
    page.wait_for_url("**/photo/")
    page.goto(f"{site.url}/en/roskovec/report/place/")
    expect(page.locator("main")).to_contain_text("A point on the map is kept with it")


@pytest.mark.parametrize("js", [True, False])
def test_from_the_door_to_the_code_with_nine_taps(site, page_for, js):
    """Thumb only: into two fields, and seven buttons. Words, a street, no photo, the code is enough, all as preselected."""
    page = page_for(lang="sq", js=js)
    page.goto(f"{site.url}/sq/roskovec/")
    taps = 0

    def tap(what: str) -> None:
        nonlocal taps
        taps += 1
        page.locator(what).first.click()

    tap(".door a.btn")
    for field, words, following in (
        ("#id_words", WORDS, "place"), ("#id_place", "Shkolla, Kuman", "photo"), ("", "", "answer"), ("", "", "check"),
    ):  # fmt: skip
        if field:
            tap(field)
            page.keyboard.type(words)
        tap("main form button.btn:not([type=button])")
        page.wait_for_url(f"**/{following}/")
    page.wait_for_timeout(1500)  # a person reads it
    tap("main form button.btn")
    page.wait_for_url("**/about-you/")
    tap("main a.textbtn")
    page.wait_for_url(RECEIPT)
    assert taps == 9
