"""A conversation as its people hold it, on a phone and without a script: prepared, voted in, added to, read, closed."""

from __future__ import annotations

import json
import re
from datetime import timedelta

import numpy as np
import pytest
from django.utils import timezone
from playwright.sync_api import Page, expect

from firstdoor.formats.polis import read_conversation
from firstdoor.methods import opinions
from tests import browser
from tests.journeys.test_story import press

LONG = f"Na duhen sht{'r' * 60}at."  # wider than a phone: nothing stands beside it then
STATEMENTS = ("Rruga e parkut duhet të ketë dritë.", "Parku duhet të mbyllet natën.", LONG)
OWN = "Parku duhet të ketë një burim uji."


def day(days: int) -> str:
    return f"{timezone.localdate() + timedelta(days=days):%Y-%m-%d}"


def seen(page: Page) -> Page:
    """The page keeps to what every page must, whatever it shows."""
    page.wait_for_load_state()
    page.locator("main").first.wait_for()
    browser.no_sideways_scroll(page)
    return page


def test_from_its_preparation_to_its_end(site, page_for):
    group = page_for(lang="sq", js=False)
    browser.sign_in(group, site.url, "sherbimet@roskovec.example")
    group.goto(f"{site.url}/sq/desk/roskovec/conversations/")
    group.locator("main a", has_text="Përgatit një bisedë").click()
    asked = {"title_sq": "Parku", "question_sq": "Si duhet të jetë parku?", "opens_on": day(0), "closes_on": day(9)}
    for name, value in asked.items():
        group.locator(f"[name={name}]").fill(value)
    press(group)
    for words in STATEMENTS:
        group.locator("[name=words_sq]").fill(words)
        press(group)
    group.goto(f"{site.url}/sq/desk/roskovec/conversations/parku/")
    press(seen(group), "Hap bisedën")

    resident = page_for(lang="sq", js=False)
    resident.goto(f"{site.url}/sq/roskovec/")
    resident.locator("main a", has_text="Parku").last.click()
    first = resident.locator("h1").inner_text()
    seen(resident).get_by_role("button", name="Jam dakord", exact=True).click()
    expect(resident.locator("#howfar")).to_contain_text("1 nga 3")
    resident.get_by_role("button", name="Zhbëje").click()
    expect(resident.locator("h1")).to_have_text(first)
    resident.get_by_role("button", name="Më trego një tjetër").click()
    expect(resident.locator("h1")).not_to_have_text(first)
    resident.get_by_role("button", name="Nuk jam dakord").click()

    resident.locator("main a", has_text="Shkruani një pohim").click()
    resident.locator("[name=words]").fill(OWN)
    press(seen(resident))
    expect(resident.locator(".stated")).to_contain_text(OWN)
    press(seen(resident), "Dërgo pohimin tim")
    expect(resident).to_have_url(re.compile(r"/r/"))
    receipt = resident.url

    group.goto(f"{site.url}/sq/desk/roskovec/conversations/parku/")
    group.locator("main a", has_text="Shihe").first.click()
    press(seen(group), "Tregoje")
    resident.goto(receipt)
    expect(resident.locator("main")).to_contain_text("Pohimi juaj tregohet")
    group.locator("summary", has_text="Mbylle tani").click()
    with group.expect_navigation():
        group.get_by_role("button", name="Mbylle bisedën").click()
    resident.goto(f"{site.url}/sq/roskovec/conversations/parku/")
    expect(seen(resident).locator("main")).to_contain_text("Kjo bisedë është mbyllur")


def test_an_earlier_answer_is_found_again_and_changed(site, page_for):
    resident = page_for(lang="sq", width=360)
    resident.goto(f"{site.url}/sq/roskovec/conversations/rruga-per-ne-shkolle/")
    while resident.get_by_role("button", name="Jam dakord", exact=True).count():
        with resident.expect_navigation():
            resident.get_by_role("button", name="Jam dakord", exact=True).click()
    resident.locator("summary", has_text="Përgjigjet tuaja").click()
    browser.axe(seen(resident))
    with resident.expect_navigation():
        resident.locator(".youranswers a").first.click()
    given, other = (resident.get_by_role("button", name=name, exact=True) for name in ("Jam dakord", "Nuk jam dakord"))
    assert [given.bounding_box()[side] for side in ("x", "width")] == [
        other.bounding_box()[side] for side in ("x", "width")
    ]
    with resident.expect_navigation():
        other.click()
    resident.locator("summary", has_text="Përgjigjet tuaja").click()
    expect(resident.locator(".youranswers li").first).to_contain_text("Nuk jeni dakord.")


def test_its_pages_are_within_reach_of_everybody(site, page_for):
    group = page_for(lang="en", width=1280)
    browser.sign_in(group, site.url, "sherbimet@roskovec.example")
    group.goto(f"{site.url}/en/desk/roskovec/conversations/parku/")
    browser.axe(group)
    group.locator("table a").first.click()
    browser.axe(group)
    for address in ("", "parku/"):
        for dark in (False, True):
            visitor = page_for(lang="sq", dark=dark)
            visitor.goto(f"{site.url}/sq/roskovec/conversations/{address}")
            browser.axe(visitor, only_contrast=dark)


def test_what_came_of_one_is_within_reach_of_everybody(site, page_for):
    for dark, width in ((False, 360), (True, 1280)):
        visitor = page_for(lang="sq", dark=dark, width=width)
        visitor.goto(f"{site.url}/sq/roskovec/conversations/")
        visitor.locator("main a", has_text="Sheshi ynë").click()
        visitor.locator("main a", has_text="Shihni për çfarë janë dakord").click()
        expect(visitor.locator("h1")).to_have_text("Sheshi ynë në mbrëmje")
        visitor.locator("summary").click()
        browser.axe(visitor, only_contrast=dark)
        browser.no_sideways_scroll(visitor)
        visitor.goto(f"{visitor.url}wall/")
        browser.axe(visitor, only_contrast=dark)


def test_somebody_finds_her_own_place_on_the_map_and_nothing_is_sent(site, page_for, tmp_path):
    visitor = page_for(lang="en", width=360)
    visitor.goto(f"{site.url}/en/roskovec/conversations/")
    visitor.locator("main a", has_text="Our square").click()
    visitor.locator("main a", has_text="See what people agree on").click()
    for name in ("participants-votes", "comments"):
        answer = visitor.request.get(visitor.url.replace("results/", f"data/{name}.csv"))
        (tmp_path / f"{name}.csv").write_bytes(answer.body())
    read = read_conversation(tmp_path)
    votes = opinions.collect(
        read.person, read.statement, read.vote, participants=read.participants, statements=read.statements
    )
    key = visitor.locator("[data-own]").get_attribute("data-own")
    told = json.loads(visitor.locator("#own-place").inner_text())
    assert told["statements"] == [int(name) for name in votes.statements]
    axes = opinions.Axes(np.array(told["means"]), np.array([told["x"], told["y"]]), np.zeros(2))
    server = opinions.Running(votes, axes)  # as the server places everybody; see tests/understand
    sent = []
    visitor.on("request", lambda request: sent.append((request.method, request.url, request.post_data)))
    for row in (0, 7, 30):
        own = {
            votes.statements[at]: int(vote)
            for at, vote in zip(votes.matrix[[row]].indices, votes.matrix[[row]].data, strict=True)
        }
        visitor.evaluate(
            "([key, votes]) => localStorage.setItem(key, votes)", [f"conversation-{key}-votes", json.dumps(own)]
        )
        visitor.reload()
        said = visitor.locator("[data-own-said]")
        expect(said).to_contain_text("You stand nearest to group")
        part = visitor.locator("[data-own]")
        place = [float(part.get_attribute(f"data-{axis}")) for axis in "xy"]
        assert place == pytest.approx(server.position(votes.participants[row]), abs=1e-6)
        expect(visitor.locator("svg.opinionmap .me")).to_have_count(1)
    assert {method for method, _url, _data in sent} == {"GET"}
    assert not [url for _method, url, data in sent if data or "?" in url]


def test_the_phone_keeps_the_own_votes_and_without_javascript_the_page_says_what_is_missing(site, page_for):
    visitor = page_for(lang="en")
    visitor.goto(f"{site.url}/en/roskovec/conversations/rruga-per-ne-shkolle/")
    key = visitor.locator("[data-votes]").get_attribute("data-votes")
    kept = f"localStorage.getItem('conversation-{key}-votes')"
    number = visitor.locator("[data-votes] [name=statement]").input_value()
    with visitor.expect_navigation():
        visitor.get_by_role("button", name="Disagree", exact=True).click()
    visitor.locator(".donevote").wait_for()
    assert json.loads(visitor.evaluate(kept)) == {number: -1}
    with visitor.expect_navigation():
        visitor.get_by_role("button", name="Undo").click()
    assert json.loads(visitor.evaluate(kept)) == {}
    plain = page_for(lang="en", js=False)
    plain.goto(f"{site.url}/en/roskovec/conversations/sheshi-yne-ne-mbremje/results/")
    expect(plain.locator(".ownplace")).to_contain_text("It needs JavaScript, which is off here.")


def test_votes_without_network_wait_on_the_phone_and_are_sent_once(site, page_for):
    visitor = page_for(lang="en", width=360)
    visitor.goto(f"{site.url}/en/roskovec/conversations/rruga-per-ne-shkolle/")
    visitor.get_by_role("button", name="Agree", exact=True).click()
    visitor.locator(".donevote").wait_for()
    posts = []
    visitor.on("request", lambda one: posts.append(one.post_data) if one.method == "POST" else None)
    visitor.context.set_offline(True)
    first = visitor.locator("h1").inner_text()
    visitor.get_by_role("button", name="Agree", exact=True).click()
    kept = visitor.locator("[data-kept]")
    expect(kept).to_contain_text("One vote is kept on this phone")
    second = visitor.locator("h1").inner_text()
    assert second != first
    visitor.get_by_role("button", name="Disagree", exact=True).click()
    expect(kept).to_contain_text("2 votes are kept")
    expect(visitor.locator("#howfar")).to_contain_text("3 of 8")
    expect(visitor.locator(".howfar [role=progressbar]")).to_have_attribute("aria-valuenow", "38")
    expect(visitor.locator(".howfar rect")).to_have_attribute("width", "37.5%")
    third = visitor.locator("h1").inner_text()
    kept.get_by_role("button", name="Undo").click()
    expect(visitor.locator("h1")).to_have_text(second)
    expect(kept).to_contain_text("One vote is kept")
    visitor.get_by_role("button", name="Show me another").click()
    expect(visitor.locator("h1")).to_have_text(third)
    visitor.get_by_role("button", name="Pass, or not sure").click()
    expect(kept).to_contain_text("2 votes are kept")
    browser.no_sideways_scroll(visitor)
    expect(visitor.locator(".aloud")).to_be_hidden()  # this browser has no voices
    browser.axe(visitor)
    del posts[:]
    visitor.context.set_offline(False)
    expect(kept).to_contain_text("The 2 votes that waited on this phone were sent.")
    assert len(posts) == 2
    visitor.reload()
    expect(visitor.locator("#howfar")).to_contain_text("3 of 8")
    expect(kept).to_be_hidden()


def test_keys_answer_and_can_be_switched_off(site, page_for):
    visitor = page_for(lang="en", width=1280)
    visitor.goto(f"{site.url}/en/roskovec/conversations/rruga-per-ne-shkolle/")
    expect(visitor.locator(".way kbd").first).to_be_visible()
    first = visitor.locator("h1").inner_text()
    visitor.keyboard.press("4")
    expect(visitor.locator("h1")).not_to_have_text(first)
    visitor.keyboard.press("2")
    expect(visitor.locator(".donevote")).to_contain_text("You disagree.")
    visitor.keyboard.press("0")
    expect(visitor.locator(".donevote")).to_have_count(0)
    visitor.get_by_label("The keys 1 to 4 answer").uncheck()
    visitor.keyboard.press("1")
    expect(visitor.locator(".way kbd").first).to_be_hidden()
    expect(visitor.locator(".donevote")).to_have_count(0)
    browser.axe(visitor)


VOICES = """
const said = (window.said = []);
window.SpeechSynthesisUtterance = class { constructor(text) { this.text = text; } };
Object.defineProperty(window, "speechSynthesis", { value: {
  getVoices: () => [{ lang: "sq-AL" }], addEventListener() {}, cancel: () => said.push(""),
  speak: (words) => said.push(`${words.lang}: ${words.text}`),
} });
"""


def test_a_statement_is_read_aloud_where_the_device_has_a_voice_for_it(site, page_for):
    visitor = page_for(lang="sq", width=360)
    visitor.add_init_script(VOICES)
    visitor.goto(f"{site.url}/sq/roskovec/conversations/rruga-per-ne-shkolle/")
    words = visitor.locator("h1").inner_text()
    visitor.get_by_role("button", name="Lexo me zë").click()
    assert visitor.evaluate("said") == [f"sq: {words}"]
    browser.axe(visitor)
    visitor.get_by_role("button", name="Ndalo").click()
    assert visitor.evaluate("said")[1:] == [""]
    expect(visitor.get_by_role("button", name="Lexo me zë")).to_be_visible()


def test_the_wall_of_a_meeting_is_new_every_ten_seconds_until_somebody_stops_it(site, page_for):
    wall = page_for(lang="en", width=1280)
    wall.clock.install()
    address = f"{site.url}/en/roskovec/conversations/rruga-per-ne-shkolle/results/wall/"
    wall.goto(address)
    shown = wall.locator("[data-wall-shown]")
    expect(shown).to_contain_text("people voted")
    asked = []

    def answer(route):
        asked.append(1)
        if len(asked) == 2:
            route.abort()
            return
        response = route.fetch()
        body = re.sub(r"<b>\d+ people</b>", f"<b>{1000 + len(asked)} people</b>", response.text())
        route.fulfill(response=response, body=body)

    wall.route(address, answer)
    wall.clock.run_for(9_000)
    expect(shown).not_to_contain_text("1001 people")
    wall.clock.run_for(1_000)
    expect(shown).to_contain_text("1001 people voted")
    with wall.expect_event("requestfailed"):  # the network is gone: what stands there stays
        wall.clock.run_for(10_000)
    expect(shown).to_contain_text("1001 people voted")
    wall.clock.run_for(10_000)
    expect(shown).to_contain_text("1003 people voted")
    browser.no_sideways_scroll(wall)
    wall.get_by_label("New every ten seconds").uncheck()
    wall.clock.run_for(60_000)
    assert len(asked) == 3


def test_the_group_ticks_statements_as_reasons_of_a_priority(site, page_for):
    group = page_for(lang="en", width=1280)
    browser.sign_in(group, site.url, "pikafokale@roskovec.example")
    desk = f"{site.url}/en/desk/roskovec"
    group.goto(f"{desk}/cycle/end/")  # the sample's has chosen already
    press(group, "End the cycle")
    group.goto(f"{desk}/cycle/start/")
    group.fill("[name=name_sq]", "Cikli tjetër")
    press(group, "Begin the cycle")
    group.goto(f"{desk}/priorities/")
    group.get_by_role("button", name="Begin the choice").click()
    group.get_by_role("link", name="Put up a candidate").click()
    group.locator("[name=theme]").select_option(index=1)
    press(group, "Continue")
    group.fill("[name=title_sq]", "Dritë në shesh")
    group.fill("[name=case_for_sq]", "Pas errësirës nuk del njeri.")
    fold = group.locator("details", has=group.locator("[name=statements]"))
    fold.locator("summary").click()
    words = [fold.locator("label").nth(at).inner_text() for at in (0, 1)]
    for at in (0, 1):
        fold.locator("[name=statements]").nth(at).check()
    browser.axe(group)
    press(group, "Save")
    for one in words:
        expect(group.locator("main")).to_contain_text(one.split(" (")[0])
    group.get_by_role("link", name="Dritë në shesh").click()
    ticked = group.locator("[name=statements]:checked")
    expect(ticked).to_have_count(2)
    group.locator("details", has=ticked).locator("summary").click()
    ticked.first.uncheck()
    press(group, "Save")
    expect(group.locator("main")).not_to_contain_text(words[0].split(" (")[0])
    expect(group.locator("main")).to_contain_text(words[1].split(" (")[0])
