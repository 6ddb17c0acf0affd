"""A vote in a real browser: by keyboard alone, and read aloud to somebody who does not read."""

from __future__ import annotations

import html
import re

from playwright.sync_api import expect

from tests import browser

BALLOT = "/sq/roskovec/ballots/parku-i-vogel-ne-kurjan/"
VOICES = """
window.said = [];
const voices = ['sq-AL', 'en-GB'].map(lang => ({lang, name: lang}));
Object.defineProperty(window, 'speechSynthesis', {value: {
  getVoices: () => voices, cancel() {}, addEventListener() {},
  speak: one => { said.push([one.lang, one.text]); setTimeout(() => one.onend && one.onend(), 0); },
}});
window.SpeechSynthesisUtterance = class { constructor(text) { this.text = text; } };
"""
COVERED = """() => {
  const here = document.activeElement.getBoundingClientRect(), purse = document.querySelector('.purse');
  return !document.activeElement.closest('.purse') && here.bottom > purse.getBoundingClientRect().top + 1;
}"""


def a_card(page, site):
    """A code of the sample's cards, one that no other journey uses."""
    letters = html.unescape(re.sub(r"<[^>]+>", " ", page.request.get(f"{site.url}/_mail").text()))
    sample = letters[letters.index("sample cards") :]
    return re.findall(r"\b[0-9A-Z]{4}-[0-9A-Z]{4}-[0-9A-Z]{4}\b", sample)[2]


def tabbed_to(page, wanted):
    """Go on by the tabulator until what is wanted has the focus."""
    for _press in range(40):
        page.keyboard.press("Tab")
        if page.locator(wanted).evaluate_all("all => all.includes(document.activeElement)"):
            return
    raise AssertionError(f"the keyboard does not come to {wanted}")


def test_a_vote_is_cast_by_the_keyboard_alone_and_the_purse_covers_nothing(site, page_for):
    page = page_for(lang="sq")
    page.goto(f"{site.url}{BALLOT}")
    tabbed_to(page, "input[name=code]")
    page.keyboard.type(a_card(page, site))
    with page.expect_navigation():
        page.keyboard.press("Enter")
    for at in range(6):
        tabbed_to(page, f"li:nth-child({at + 1}) input[name=choice]")
        if at < 4:
            page.keyboard.press("Space")
        assert not page.evaluate(COVERED), f"thing {at + 1} stands behind the purse"
    expect(page.locator(".purse")).to_contain_text("4 zgjedhje")
    with page.expect_navigation():
        page.keyboard.press("Enter")  # goes on, and to no other language
    expect(page.locator("h1")).to_have_text("Këto zgjodhët?")
    tabbed_to(page, "button[value=send]")
    with page.expect_navigation():
        page.keyboard.press("Enter")
    expect(page.locator("h1")).to_have_text("Vota juaj është në kuti")


def test_a_vote_is_read_aloud_in_the_language_of_the_page(site, page_for):
    page = page_for(lang="sq")
    page.add_init_script(VOICES)

    def heard():
        page.evaluate("said.length = 0")
        page.get_by_role("button", name="Lexo me zë").click()
        expect(page.get_by_role("button", name="Lexo me zë")).to_be_visible()  # it has come to its end
        return page.evaluate("said")

    page.goto(f"{site.url}{BALLOT}")
    words = heard()
    assert {language for language, _words in words} == {"sq"}
    said = " ".join(text for _language, text in words)
    assert re.search(r"Parku i vogël.*500.000.*Kuti rëre", said)
    page.goto(f"{site.url}{BALLOT}try/")
    assert "Shilarës fole" in " ".join(text for _language, text in heard())
    for nth in range(3):
        page.locator("input[type=checkbox]").nth(nth).check()
    page.locator(".purse button").click()
    browser.axe(page)
    chosen = " ".join(text for _language, text in heard())
    assert "Këto zgjodhët?" in chosen
    assert "Shilarës fole" in chosen
    assert "Shtëpizë" not in chosen, "only what is to be sent"
    page.get_by_role("button", name="English").click()
    page.get_by_role("button", name="Read aloud").click()
    assert {language for language, _words in page.evaluate("said")} == {"en"}
