"""With a code: the receipt, the thread, the answer to a question, taking back; on a phone, by keyboard, without script."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import Page

from tests import browser
from tests.site import Site

ROOT = Path(__file__).resolve().parents[2]
MAKE = """
import json, sys
import django
django.setup()
from datetime import timedelta
from types import SimpleNamespace
from django.utils import timezone
from firstdoor.core.actor import system
from firstdoor.listen import services as listen
from tests.deliver import story
from tests.world import make_municipality

ours = make_municipality("Provë")
world = SimpleNamespace(ours=ours, actor=lambda role, municipality=None: system("journey"))
_voice, fresh = story.file(world, heard_at=timezone.now() - timedelta(minutes=2), place="Shkolla")
whole = story.a_pilot(story.a_decision(story.a_priority(world, n_others=6)), measured=True)
_voice, mine = story.file(world)
_voice, quiet = story.file(world, asked_level="staff")
json.dump({"fresh": fresh, "whole": whole.code, "mine": mine, "quiet": quiet}, sys.stdout)
"""
Visitor = Callable[..., Page]


@pytest.fixture(scope="module")
def codes(site: Site) -> dict[str, str]:
    """Voices of a municipality of their own, beside the sample's."""
    env = {**site.env, "DJANGO_SETTINGS_MODULE": "firstdoor.config.settings", "PYTHONPATH": str(ROOT)}
    made = subprocess.run([sys.executable, "-c", MAKE], env=env, capture_output=True, text=True, cwd=ROOT)
    assert made.returncode == 0, made.stderr
    return dict(json.loads(made.stdout))


@pytest.mark.parametrize(("lang", "width", "dark"), [("sq", 360, False), ("en", 1280, True)])
def test_every_page_of_a_code_can_be_read_by_everybody(
    site: Site, codes: dict[str, str], page_for: Visitor, lang: str, width: int, dark: bool
) -> None:
    page = page_for(lang=lang, width=width, dark=dark)
    pages = [f"/r/{codes[name]}" for name in ("fresh", "whole", "quiet")]
    pages += [f"/r/{codes['mine']}/withdrawal/", f"/r/{codes['fresh']}/slip/", "/r/", f"/r/{codes['fresh'][:-1]}"]
    pages += ["/sq/prove/", "/en/prove/promises/", "/en/prove/pilots/", "/en/prove/pilots/drite/"]
    for address in pages:
        page.goto(f"{site.url}{address}")
        browser.axe(page)
        browser.no_sideways_scroll(page)


def test_coming_back_by_keyboard_alone_without_script(site: Site, codes: dict[str, str], page_for: Visitor) -> None:
    page = page_for(lang="sq", js=False)
    page.goto(f"{site.url}/sq/prove/")
    page.get_by_label("Keni një kod ndjekjeje?").focus()
    page.keyboard.type(codes["whole"].lower().replace("-", " "))
    page.keyboard.press("Enter")
    page.wait_for_url(f"{site.url}/r/{codes['whole']}?lang=sq")
    assert page.get_by_role("heading", level=1).inner_text() == "U bë. Rruga e shkollës ka dritë."
    page.get_by_role("link", name="Shko te pyetja për ju").focus()
    page.keyboard.press("Enter")
    page.get_by_role("button", name="Po", exact=True).focus()
    page.keyboard.press("Enter")
    page.get_by_text("U përgjigjët").wait_for()
    page.get_by_role("link", name="English").click()
    assert page.get_by_role("heading", level=1).inner_text() == "Done. The road has light."


def test_asking_back_with_script(site: Site, codes: dict[str, str], page_for: Visitor) -> None:
    """Under no-referrer a browser sends `Origin: null`: the answer must arrive all the same."""
    page = page_for(lang="en", width=1280)
    page.goto(f"{site.url}/r/{codes['whole']}?lang=en")
    page.get_by_role("button", name="No", exact=True).click()
    page.get_by_text("You answered").wait_for()


def test_taking_a_voice_back(site: Site, codes: dict[str, str], page_for: Visitor) -> None:
    page = page_for(lang="en")
    page.goto(f"{site.url}/r/{codes['mine']}?lang=en")
    page.get_by_role("link", name="Take my voice back").click()
    page.get_by_role("button", name="Erase it for good").click()
    page.get_by_role("heading", name="You took your voice back.").wait_for()
    assert "Rruga nga shkolla" not in page.content()


def test_nothing_of_a_code_is_left_behind(site: Site, codes: dict[str, str], page_for: Visitor) -> None:
    page = page_for(lang="en")
    page.goto(f"{site.url}/r/{codes['fresh']}?lang=en")
    page.get_by_role("link", name="Municipality of Provë").click()
    page.wait_for_url("**/en/prove/")
    assert page.evaluate("document.referrer") == ""
    log = site.data.with_name(f"{site.data.name}.log").read_text("utf-8", errors="replace")
    assert "/r/[code]" in log
    assert not [code for code in codes.values() if code in log]
