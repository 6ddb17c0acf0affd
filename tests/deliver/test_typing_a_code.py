"""A code as people type it: forgiven, noticed when it is wrong, and guessed in vain."""

from __future__ import annotations

import pytest
from django.test import Client

from firstdoor.core import codes
from firstdoor.core.models import Limit
from tests.deliver.story import file
from tests.world import World


def typed_otherwise(code: str) -> list[str]:
    return [code.lower(), code.replace("-", ""), code.replace("-", " "), code.replace("0", "O").replace("1", "l") + " "]


def test_typing_is_forgiven(world: World) -> None:
    _voice, code = file(world)
    for typed in typed_otherwise(code):
        if typed == code:
            continue
        page = Client().get(f"/r/{typed}?lang=en")
        assert (page.status_code, page["Location"]) == (302, f"/r/{code}?lang=en"), typed
    assert Client().get(f"/r/{code.lower()}/slip/")["Location"] == f"/r/{code}/slip/"
    assert Client().get(f"/r/{code}/")["Location"] == f"/r/{code}"


def test_a_slip_of_the_finger_is_noticed_and_kept(world: World) -> None:
    _voice, code = file(world)
    wrong = code[:-1] + ("2" if code[-1] != "2" else "3")
    page = Client().get(f"/r/{wrong}?lang=en")
    assert page.status_code == 404
    assert "One sign is not right" in page.content.decode()
    assert f'value="{wrong}"' in page.content.decode()
    assert "eight signs, or twelve" in Client().get("/r/K7M2?lang=en").content.decode()
    assert "like K7M2-9XQ4 or K7M2-9XQ4-ZR3T" in page.content.decode()
    assert "“U” never stands" in Client().get("/r/K7M2-9XU4?lang=en").content.decode()
    assert not Limit.objects.exists()  # who mistypes is nobody who guesses


def test_the_form_leads_to_the_page(world: World) -> None:
    _voice, code = file(world)
    assert Client().get("/r/").status_code == 200
    assert Client(enforce_csrf_checks=True).post("/r/", {"code": code.lower()})["Location"] == f"/r/{code}"
    assert Client().post("/r/?lang=en", {"code": code})["Location"] == f"/r/{code}?lang=en"
    refused = Client().post("/r/", {"code": "<b>7</b>"})
    assert refused.status_code == 422
    assert "&lt;b&gt;7&lt;/b&gt;" in refused.content.decode()
    assert Client().post("/r/", {}).status_code == 422


def test_guessing_ends(world: World) -> None:
    _voice, code = file(world)
    for _ in range(20):
        assert Client().get(f"/r/{codes.grouped(codes.new_code())}").status_code == 404
    page = Client().get(f"/r/{codes.grouped(codes.new_code())}")
    assert page.status_code == 429
    assert int(page["Retry-After"]) > 0
    assert Client().get(f"/r/{code}").status_code == 429  # else a guesser would see the hit
    assert Client().get(f"/r/{code}", REMOTE_ADDR="203.0.113.9").status_code == 200


def test_guessing_from_many_addresses_ends(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("firstdoor.deliver.views.by_code.MISSES_OVER_ALL", 3)
    answers = [
        Client().get(f"/r/{codes.grouped(codes.new_code())}", REMOTE_ADDR=f"203.0.113.{n}").status_code
        for n in range(5)
    ]
    assert answers == [404, 404, 404, 429, 429]
