"""A pilot as its people carry it out, without a script, on a phone: from what was decided to the lesson."""

from __future__ import annotations

import io
import re
from datetime import timedelta

from django.utils import timezone
from PIL import Image
from playwright.sync_api import Page, expect

from tests import browser
from tests.journeys.test_story import press

PHOTO = "Vendkalimi i ri, pamje nga trotuari"
LESSON = "Vijat vihen para se të nisë shkolla."


def day(days: int = 0) -> str:
    """A day as the browser's calendar gives it."""
    return (timezone.localdate() + timedelta(days=days)).isoformat()


def go(page: Page, name: str, nth: int = 0) -> None:
    """Follow a link of the desk by its words."""
    page.locator("main a", has_text=name).nth(nth).click()


def save(page: Page, name: str, **fields: str) -> None:
    """Follow the link, fill the form, send it, and land on the pilot again."""
    go(page, name)
    for field, value in fields.items():
        at = page.locator(f"[name={field}]")
        if at.evaluate("field => field.tagName") == "SELECT":
            at.select_option(value)
        else:
            at.fill(value)
    browser.no_sideways_scroll(page)
    press(page)
    expect(page).to_have_url(re.compile(r"/pilots/[0-9a-f-]{36}/$"))


def a_picture() -> dict[str, object]:
    out = io.BytesIO()
    Image.new("RGB", (300, 200), "green").save(out, "PNG")
    return {"name": "foto.png", "mimeType": "image/png", "buffer": out.getvalue()}


def test_from_a_measure_to_its_lesson(site, page_for):
    group, coach = page_for(lang="sq", js=False), page_for(lang="sq", js=False)
    browser.sign_in(group, site.url, "sherbimet@roskovec.example")
    group.goto(f"{site.url}/sq/desk/roskovec/pilots/")
    assert not group.locator("main a", has_text="Nis një projekt pilot: Kënd lojërash").count(), "one carries it out"
    save(group, "Nis një projekt pilot: Vendkalim", starts=day(-9), due=day(30), ask_back_sq="A ndalen makinat?")
    desk = group.url
    save(group, "Planifiko një etapë", text_sq="Vihen vijat", due=day(-3))
    expect(group.locator(".notice.wait")).to_contain_text("Një etapë e ka kaluar datën")
    save(group, "Vonohet", due=day(2), reason_sq="Boja vonohet.")
    save(group, "Shkruaj një pagesë", what_sq="Boja", amount="120 000", day=day(-1))
    go(group, "Shto një foto")
    group.locator("[name=file]").set_input_files(a_picture())  # type: ignore[arg-type]
    group.fill("[name=taken_on]", day())
    press(group)
    expect(group.locator(".error, .errors, [aria-invalid=true]").first).to_be_visible()  # without words for it
    group.locator("[name=file]").set_input_files(a_picture())  # type: ignore[arg-type]
    group.fill("[name=alt]", PHOTO)
    press(group)
    group.get_by_role("button", name="Mund ta shohin të gjithë").click()
    save(
        group,
        "Shkruaj një shifër para punës",
        what_sq="Makina që ndalen",
        method_sq="Numëruam.",
        value="3",
        day=day(-8),
    )

    browser.sign_in(coach, site.url, "coach@roskovec.example")
    coach.goto(desk)
    assert not coach.locator("main a", has_text="Shkruaj një pagesë").count(), "the coach decides nothing"
    save(coach, "Shëno një vizitë", observation_sq="Vijat shihen.", advice_sq="Vini edhe tabelë.", day=day())
    group.goto(desk)
    go(group, "Përgjigju këshilltarit")
    group.fill("[name=reaction_sq]", "E vëmë javën tjetër.")
    group.check("[name=public]")
    press(group)

    save(group, "U krye", done_on=day())
    save(group, "Shpalle të kryer", text_sq="Vendkalimi u bë.")
    save(group, "Shkruaj shifrën pas punës", method_sq="Numëruam.", value="9", day=day())
    save(group, "Publiko çfarë ndryshoi", text_sq="Nga 3 ndalen 9.")
    save(group, "Shkruaj vlerësimin", evaluation_sq="Shkoi mirë.", lesson_sq=LESSON)

    go(group, "Shih faqen publike")
    main = group.locator("main")
    for words in ("Boja vonohet.", "120 000 lekë", "Vini edhe tabelë.", "E vëmë javën tjetër.", "Shkoi mirë.", LESSON):
        expect(main).to_contain_text(words)
    expect(main.locator(".change")).to_contain_text("9")
    expect(main.get_by_alt_text(PHOTO)).to_be_visible()
    browser.no_sideways_scroll(group)
