"""The story in one go, as its people live it, without a script: said, answered, found again; and a vote."""

from __future__ import annotations

import html
import re
from datetime import timedelta

from django.utils import timezone
from playwright.sync_api import Page, expect

from tests import browser

WORDS = "Rruga pas kanalit në Kuman është pa dritë. S’shihet asgjë."
ANSWER = "Llambat vihen brenda dy javësh."


def press(page: Page, name: str = "") -> None:
    """The filled button of the page, or the one of this name, and the page that it leads to."""
    buttons = page.locator("form button.btn:not([type=button])")
    with page.expect_navigation():
        (buttons.filter(has_text=name) if name else buttons).first.click()


def test_a_report_is_answered_at_the_desk_and_its_receipt_shows_it(site, page_for):
    person = page_for(lang="sq", js=False)
    person.goto(f"{site.url}/sq/roskovec/report/")
    person.fill("#id_words", WORDS)
    press(person)
    person.fill("#id_place", "Rruga e kanalit, Kuman")
    press(person)
    press(person)
    person.check("#id_answer_0")
    press(person)
    person.select_option("#id_theme", "lighting")
    person.wait_for_timeout(1500)  # a person reads it
    press(person)
    person.locator("button[name=skip]").click()
    person.wait_for_url("**/r/*")
    receipt = person.url

    staff = page_for(lang="sq", width=1280, js=False)
    browser.sign_in(staff, site.url, "sherbimet@roskovec.example")
    staff.goto(f"{site.url}/sq/desk/roskovec/voices/?q={receipt.rsplit('/', 1)[1]}")
    expect(staff.locator("main")).to_contain_text(WORDS)
    staff.fill("textarea[name=text_sq]", ANSWER)
    press(staff, "Dërgo")

    person.goto(receipt)
    expect(person.locator("main")).to_contain_text(WORDS)
    expect(person.locator("main")).to_contain_text(ANSWER)
    browser.no_sideways_scroll(person)


def test_a_vote_from_the_code_on_a_card_to_counted(site, page_for):
    page = page_for(lang="sq", js=False)
    letters = html.unescape(re.sub(r"<[^>]+>", " ", page.request.get(f"{site.url}/_mail").text()))
    sample = letters[letters.index("sample cards") :]
    code = re.search(r"\b[0-9A-Z]{4}-[0-9A-Z]{4}-[0-9A-Z]{4}\b", sample)
    assert code
    page.goto(f"{site.url}/sq/roskovec/ballots/parku-i-vogel-ne-kurjan/")
    page.get_by_role("link", name="English").click()
    page.get_by_role("link", name="Shqip").click()
    for wanted, said in (((0, 1, 2), "Vota juaj është në kuti"), ((3, 4, 5), "Vota juaj u ndryshua")):
        page.fill("input[name=code]", code[0].lower().replace("0", "o"))
        press(page)
        for nth in wanted:
            page.locator("input[type=checkbox]").nth(nth).check()
        for language, words in (("English", "Choose 3 or more"), ("Shqip", "Zgjidhni 3 ose më shumë")):
            page.get_by_role("button", name=language).click()
            expect(page.locator("h1")).to_have_text(words)
            assert page.locator("input[type=checkbox]:checked").count() == 3
        press(page)
        press(page)
        expect(page).to_have_url(re.compile(r"/done/\?receipt="))
        expect(page.locator("h1")).to_have_text(said)
        browser.no_sideways_scroll(page)
        page.get_by_role("link", name="Faqja e dëshmisë").click()
        expect(page.locator("h1")).to_have_text("Vota juaj është në kuti")
        page.get_by_role("link", name="Ndrysho votën time").click()  # it may be changed until the vote closes
    page.goto(f"{site.url}/sq/roskovec/ballots/parku-i-vogel-ne-kurjan/result/")
    expect(page.locator("h1")).to_have_text("Ende nuk ka rezultat")


def test_a_result_is_counted_again_on_the_readers_own_device(site, page_for):
    page = page_for(lang="sq")
    page.goto(f"{site.url}/sq/roskovec/ballots/femijet-zgjedhin-pajisjet-e-lojes-ne-strum/result/")
    ticks = page.locator(".mine input")
    for nth in range(2):
        ticks.nth(nth).check()
    expect(page.locator("[data-mine-count]")).to_contain_text("Çdo fletë kishte 3 gjëra ose më shumë")
    expect(page.locator("[data-mine-lines]")).to_be_hidden()
    ticks.nth(2).check()
    expect(page.locator("[data-mine-lines]")).to_contain_text("Shilarës")
    page.get_by_role("button", name="Numërojeni këtu").click()
    said = page.get_by_role("status").filter(has_text="fletë")
    expect(said).to_contain_text("I njëjti rezultat.")
    expect(said).to_contain_text(
        re.compile(r"U numëruan 180 fletë në \d+,\d s: .*; Rrëshqitëse.* Bashkë 615\s000\slekë\.")
    )
    expect(said).not_to_contain_text("u rrit")  # the share of this one was not
    expect(said).to_contain_text("Skedari është ai")
    browser.axe(page)
    browser.no_sideways_scroll(page)


def test_a_resident_proposes_what_to_choose_from(site, page_for):
    page = page_for(lang="sq", js=False)
    page.goto(f"{site.url}/sq/roskovec/ballots/")
    page.get_by_role("link", name="Sheshi në Kuman").click()
    page.get_by_role("link", name="Propozo diçka").click()
    page.fill("textarea[name=words]", "Një tavolinë shahu nën hije")
    press(page)
    expect(page.locator("main")).to_contain_text("Një tavolinë shahu")
    press(page)
    page.wait_for_url("**/r/*")
    expect(page.locator("main")).to_contain_text("Një tavolinë shahu")


def test_a_class_votes_on_one_device(site, page_for):
    staff = page_for(lang="sq", width=1280, js=False)
    browser.sign_in(staff, site.url, "pikafokale@roskovec.example")
    staff.goto(f"{site.url}/sq/desk/roskovec/ballots/parku-i-vogel-ne-kurjan/class/")
    assert staff.locator(".dnav").bounding_box()["height"] < 60  # all its pages on one line, in the longer language
    now = timezone.localtime()
    ends = min(now + timedelta(hours=2), now.replace(hour=23, minute=59))  # hours of one day
    staff.fill("input[name=batch]", "5B")
    staff.fill("input[name=children]", "2")
    staff.fill("input[name=day]", f"{now:%Y-%m-%d}")
    staff.fill("input[name=since]", f"{now:%H:%M}")
    staff.fill("input[name=until]", f"{ends:%H:%M}")
    press(staff)
    key = staff.locator(".bigcode").inner_text()

    device = page_for(lang="sq", js=False)
    device.goto(f"{site.url}/sq/roskovec/ballots/parku-i-vogel-ne-kurjan/class/")
    device.fill("input[name=code]", key)
    press(device)
    expect(device.locator(".turnout")).to_contain_text("0")
    press(device, "Fillon fëmija tjetër")
    for nth in range(3):
        device.locator("input[type=checkbox]").nth(nth).check()
    press(device)
    press(device)
    expect(device.locator(".turnout b")).to_have_text("1")
    browser.no_sideways_scroll(device)
