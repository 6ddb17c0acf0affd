"""Sign-in by a one-time code: right, wrong, forged, reused, expired, too often; and nobody learns who has an account."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest
import time_machine
from django.test import Client
from django.utils import timezone

from firstdoor.core import outbox
from firstdoor.core.models import Audit, Outbox
from firstdoor.people.views import sign_in
from tests.world import World

ASK, CODE, OUT = "/en/sign-in/", "/en/sign-in/code/", "/en/sign-out/"
MAYOR = "mayor@roskovec.example.al"


def _letters() -> list[outbox.Letter]:
    return [letter for message in Outbox.objects.order_by("pk") if (letter := outbox.opened(message))]


def _code() -> str:
    return re.findall(r"\d{4}-\d{4}", _letters()[-1].body)[-1]


def _ask(client: Client, email: str = MAYOR, following: str = "") -> str:
    page = client.post(ASK, {"email": email, "next": following})
    assert page.status_code == 302, page.content.decode()
    assert page["Location"].startswith(CODE)
    return _code() if Outbox.objects.filter(dedup_key__startswith="sign-in").exists() else ""


def _signed_in(client: Client) -> bool:
    return "_auth_user_id" in client.session


def test_the_code_from_the_letter_opens_the_desk_and_changes_the_session(client: Client, world: World) -> None:
    assert client.get(ASK).status_code == 200
    code = _ask(client, f" {MAYOR.upper()} ")
    letter = _letters()[-1]
    assert (letter.to, letter.subject) == (MAYOR, "Your sign-in code")
    assert code not in letter.subject
    before = client.session.session_key
    answer = client.post(CODE, {"code": f" {code.replace('-', ' ')} "})
    assert (answer.status_code, answer["Location"]) == (302, "/en/desk/")
    assert _signed_in(client)
    assert client.session.session_key != before
    assert not Audit.objects.exists(), "when somebody works is not recorded"


def test_cookies_are_kept_from_scripts_and_other_sites(client: Client, world: World) -> None:
    client.get(ASK)
    _ask(client)
    assert client.cookies["sessionid"]["httponly"]
    assert {client.cookies[name]["samesite"] for name in ("sessionid", "csrftoken")} == {"Lax"}


def test_a_form_from_elsewhere_is_refused(world: World) -> None:
    assert Client(enforce_csrf_checks=True).post(ASK, {"email": MAYOR}).status_code == 403
    assert not Outbox.objects.exists()


def test_after_sign_in_one_stands_where_one_wanted_to_go(client: Client, world: World) -> None:
    wanted = client.get("/en/desk/roskovec/cycle/")
    assert wanted.status_code == 302
    assert wanted["Location"] == f"{ASK}?next=/en/desk/roskovec/cycle/"
    code = _ask(client, following="/en/desk/roskovec/cycle/")
    answer = client.post(CODE, {"code": code, "next": "/en/desk/roskovec/cycle/"})
    assert answer["Location"] == "/en/desk/roskovec/cycle/"


@pytest.mark.parametrize("elsewhere", ["https://evil.example/", "//evil.example/", "javascript:alert(1)"])
def test_nobody_is_sent_to_another_site(client: Client, world: World, elsewhere: str) -> None:
    code = _ask(client, following=elsewhere)
    assert client.post(CODE, {"code": code, "next": elsewhere})["Location"] == "/en/desk/"


def test_who_has_no_account_sees_the_same_pages(world: World) -> None:
    pages, codes = [], []
    for email in (MAYOR, "nobody@roskovec.example.al"):
        client = Client()
        asked = client.post(ASK, {"email": email.title()})
        page = client.get(asked["Location"]).content.decode().replace(email, "ADDRESS")
        tried = client.post(CODE, {"code": "1111-1111"})
        pages.append((asked.status_code, asked["Location"], _without_tokens(page)))
        codes.append((tried.status_code, _without_tokens(tried.content.decode().replace(email, "ADDRESS"))))
    assert pages[0] == pages[1]
    assert codes[0] == codes[1]
    assert codes[0][0] == 422


def _without_tokens(page: str) -> str:
    return re.sub(r'(name="csrfmiddlewaretoken" value|nonce)="[^"]*"', "", page)


def test_a_letter_says_once_a_day_that_there_is_no_account(client: Client, world: World) -> None:
    for _again in range(3):
        client.post(ASK, {"email": "nobody@example.al"})
        client.post(OUT)
    assert [(letter.to, letter.subject) for letter in _letters()] == [
        ("nobody@example.al", "No account with this address")
    ]
    assert not re.search(r"\d{4}-\d{4}", _letters()[0].body)
    client.post(ASK, {"email": "nobody@example.al"})
    assert client.post(CODE, {"code": ""}).status_code == 422
    assert not _signed_in(client)


def test_somebody_who_left_gets_no_code(client: Client, world: World) -> None:
    mayor = world.people["mayor"]
    mayor.is_active = False
    mayor.save()
    _ask(client)
    assert [letter.subject for letter in _letters()] == ["No account with this address"]


def test_an_account_that_is_closed_meanwhile_is_not_entered(client: Client, world: World) -> None:
    code = _ask(client)
    mayor = world.people["mayor"]
    mayor.is_active = False
    mayor.save()
    answer = client.post(CODE, {"code": code})
    assert answer.status_code == 302
    assert answer["Location"].startswith(ASK)
    assert not _signed_in(client)


def test_an_address_that_is_none_is_refused_and_kept(client: Client, world: World) -> None:
    page = client.post(ASK, {"email": "mayor at roskovec"})
    assert page.status_code == 422
    words = page.content.decode()
    assert "mayor at roskovec" in words
    assert words.count("Write an e-mail address") == 2, "in the summary and beside the field"
    assert "<title>Error:" in words.replace("\n", "")


def test_a_wrong_code_is_refused_three_times_and_then_the_right_one_too(client: Client, world: World) -> None:
    code = _ask(client)
    wrong = "0000-0000" if code != "0000-0000" else "1111-1111"
    assert [client.post(CODE, {"code": wrong}).status_code for _ in range(2)] == [422, 422]
    third = client.post(CODE, {"code": wrong})
    assert (third.status_code, third["Location"]) == (302, f"{ASK}?again=tries")
    page = client.get(third["Location"]).content.decode()
    assert "wrong three times" in page
    assert MAYOR in page, "the address need not be typed again"
    assert client.post(CODE, {"code": code})["Location"] == f"{ASK}?again=old"
    assert not _signed_in(client)


def test_a_code_is_used_once(client: Client, world: World) -> None:
    code = _ask(client)
    client.post(CODE, {"code": code})
    client.post(OUT)
    assert not _signed_in(client)
    assert client.post(CODE, {"code": code})["Location"] == f"{ASK}?again=old"
    _ask(client)
    assert client.post(CODE, {"code": code}).status_code == 422, "a new request has a code of its own"


def test_a_code_belongs_to_who_asked_for_it(world: World) -> None:
    asked, thief = Client(), Client()
    code = _ask(asked)
    _ask(thief, "coach@roskovec.example.al")
    assert thief.post(CODE, {"code": code}).status_code == 422
    assert Client().post(CODE, {"code": code})["Location"] == f"{ASK}?again=old"


def test_a_code_is_valid_for_ten_minutes(world: World) -> None:
    start = timezone.now()
    for minutes, enters in ((9, True), (11, False)):
        client = Client()
        with time_machine.travel(start, tick=False) as clock:
            code = _ask(client)
            clock.shift(timedelta(minutes=minutes))
            answer = client.post(CODE, {"code": code, "next": "/en/desk/roskovec/"})
        assert _signed_in(client) is enters
        if not enters:
            assert answer["Location"] == f"{ASK}?again=old&next=%2Fen%2Fdesk%2Froskovec%2F"
            assert "no longer valid" in client.get(answer["Location"]).content.decode()


@pytest.mark.parametrize(
    ("which", "addresses", "emails"),
    [
        ("each", lambda n: f"10.0.{n}.1", lambda n: MAYOR),
        ("address", lambda n: "10.0.0.1", lambda n: f"a{n}@example.al"),
    ],
)
def test_codes_are_asked_for_so_often_and_no_more(
    world: World, monkeypatch: pytest.MonkeyPatch, which: str, addresses: object, emails: object
) -> None:
    monkeypatch.setattr(sign_in, "REQUESTS", {"each": 9, "address": 9, "all": 9} | {which: 3})
    answers = [
        Client(REMOTE_ADDR=addresses(n)).post(ASK, {"email": emails(n)})  # type: ignore[operator]
        for n in range(5)
    ]
    assert [answer.status_code for answer in answers] == [302, 302, 302, 429, 429]
    assert int(answers[-1]["Retry-After"]) <= 3600
    assert Outbox.objects.count() == 3


def test_over_all_there_is_a_limit_too(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sign_in, "REQUESTS", {"each": 9, "address": 9, "all": 2})
    answers = [Client(REMOTE_ADDR=f"10.0.{n}.1").post(ASK, {"email": f"a{n}@example.al"}) for n in range(3)]
    assert [answer.status_code for answer in answers] == [302, 302, 429]


def test_guessing_is_limited_over_all_sessions(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sign_in, "TRIES", {"each": 4, "address": 99, "all": 99})
    answers = []
    for _session in range(3):
        client = Client()
        _ask(client)
        answers += [client.post(CODE, {"code": "x"}).status_code for _ in range(2)]
    assert answers == [422, 422, 422, 422, 429, 429]


def test_who_is_signed_in_goes_on_to_the_desk(client: Client, world: World) -> None:
    client.force_login(world.people["mayor"])
    assert client.get(ASK)["Location"] == "/en/desk/"
    assert client.get(CODE)["Location"] == "/en/desk/"


def test_signing_out_asks_first_and_ends_the_session(client: Client, world: World) -> None:
    client.force_login(world.people["mayor"])
    assert "Do you want to sign out?" in client.get(OUT).content.decode()
    assert _signed_in(client)
    client.post(OUT)
    assert not _signed_in(client)
    assert client.get("/en/desk/roskovec/").status_code == 302


def test_nobody_can_make_an_account(client: Client, world: World) -> None:
    for path in ("/en/signup/", "/en/accounts/signup/", "/en/sign-up/", "/en/password/reset/"):
        assert client.get(path).status_code == 404


def test_the_letter_speaks_the_language_of_the_page(client: Client, world: World) -> None:
    client.post("/sq/sign-in/", {"email": MAYOR})
    assert _letters()[-1].subject == "Kodi juaj i hyrjes"
